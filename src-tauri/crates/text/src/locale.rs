//! The files of each language, embedded and parsed once per process.

use std::sync::LazyLock;

use fluent_bundle::FluentResource;

/// One language's sentences.
pub(crate) struct Locale {
    /// BCP 47 tag.
    pub(crate) tag: &'static str,
    /// File name and content, parsed. What Fluent could not parse is left out; a test allows none.
    pub(crate) files: Vec<(&'static str, FluentResource)>,
}

/// The files that every language has, and their content.
macro_rules! locale {
    ($tag:literal) => {
        (
            $tag,
            &[
                ("cli.ftl", include_str!(concat!("../locales/", $tag, "/cli.ftl"))),
                ("findings.ftl", include_str!(concat!("../locales/", $tag, "/findings.ftl"))),
                ("menu.ftl", include_str!(concat!("../locales/", $tag, "/menu.ftl"))),
                ("notifications.ftl", include_str!(concat!("../locales/", $tag, "/notifications.ftl"))),
                ("repairs.ftl", include_str!(concat!("../locales/", $tag, "/repairs.ftl"))),
                ("state.ftl", include_str!(concat!("../locales/", $tag, "/state.ftl"))),
                ("units.ftl", include_str!(concat!("../locales/", $tag, "/units.ftl"))),
                ("window.ftl", include_str!(concat!("../locales/", $tag, "/window.ftl"))),
            ],
        )
    };
}

/// The languages there are. The first one is the one everything falls back to.
const SOURCES: [(&str, &[(&str, &str)]); 3] = [locale!("en"), locale!("de"), locale!("it")];

/// Every language, parsed.
pub(crate) static LOCALES: LazyLock<Vec<Locale>> = LazyLock::new(|| {
    SOURCES
        .iter()
        .map(|(tag, files)| Locale {
            tag,
            files: files
                .iter()
                .map(|(name, source)| {
                    let resource = match FluentResource::try_new((*source).to_owned()) {
                        Ok(resource) => resource,
                        Err((resource, _)) => resource,
                    };
                    (*name, resource)
                })
                .collect(),
        })
        .collect()
});

#[cfg(test)]
mod tests {
    use super::SOURCES;
    use fluent_bundle::FluentResource;

    #[test]
    fn every_file_parses_without_a_mistake() {
        for (tag, files) in SOURCES {
            for (name, source) in files {
                if let Err((_, errors)) = FluentResource::try_new((*source).to_owned()) {
                    panic!("{tag}/{name}: {errors:?}");
                }
            }
        }
    }
}
