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

macro_rules! locale {
    ($tag:literal: $($file:literal),+ $(,)?) => {
        (
            $tag,
            &[$(($file, include_str!(concat!("../locales/", $tag, "/", $file)))),+] as &[(&'static str, &'static str)],
        )
    };
}

/// The languages there are. The first one is the one everything falls back to, and it is complete.
const SOURCES: &[(&str, &[(&str, &str)])] = &[
    locale!(
        "en": "cli.ftl", "findings.ftl", "menu.ftl", "notifications.ftl", "repairs.ftl", "state.ftl", "units.ftl",
        "window.ftl",
    ),
    locale!("de": "menu.ftl", "notifications.ftl", "repairs.ftl", "state.ftl", "units.ftl", "window.ftl"),
    locale!("it": "menu.ftl", "notifications.ftl", "repairs.ftl", "state.ftl", "units.ftl", "window.ftl"),
];

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
            for (name, source) in *files {
                if let Err((_, errors)) = FluentResource::try_new((*source).to_owned()) {
                    panic!("{tag}/{name}: {errors:?}");
                }
            }
        }
    }
}
