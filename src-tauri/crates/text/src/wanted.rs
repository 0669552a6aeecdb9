//! Which languages the person reads.

/// The languages of the person's messages, best first, as gettext reads them from the environment: the first of
/// `LC_ALL`, `LC_MESSAGES` and `LANG` that is set is the locale; `LANGUAGE` lists better ones, but counts for nothing in
/// the locale of programs, `C`.
pub fn languages(variable: impl Fn(&str) -> Option<String>) -> Vec<String> {
    let set = |name: &str| variable(name).filter(|value| !value.is_empty());
    let Some(locale) = ["LC_ALL", "LC_MESSAGES", "LANG"].into_iter().find_map(set) else { return Vec::new() };
    let plain = locale.split(['.', '@']).next().unwrap_or_default();
    let listed = if matches!(plain, "C" | "POSIX") { None } else { set("LANGUAGE") };
    let listed: Vec<String> = listed
        .iter()
        .flat_map(|list| list.split(':'))
        .filter(|language| !language.is_empty())
        .map(str::to_owned)
        .collect();
    listed.into_iter().chain([locale]).collect()
}

#[cfg(test)]
mod tests {
    use super::languages;

    #[test]
    fn the_language_is_found_as_other_programs_find_it() {
        for (variables, wanted) in [
            (&[("LANG", "de_DE.UTF-8")][..], &["de_DE.UTF-8"][..]),
            (&[("LC_ALL", "C"), ("LANG", "de_DE.UTF-8")], &["C"]),
            (&[("LC_ALL", ""), ("LC_MESSAGES", "it_IT"), ("LANG", "de_DE")], &["it_IT"]),
            (&[("LC_ALL", "en_US.UTF-8"), ("LANGUAGE", "it:de"), ("LANG", "de_DE")], &["it", "de", "en_US.UTF-8"]),
            (&[("LC_ALL", "C.UTF-8"), ("LANGUAGE", "de")], &["C.UTF-8"]),
            (&[("LANG", "POSIX"), ("LANGUAGE", "de")], &["POSIX"]),
            (&[("LANGUAGE", "de")], &[]),
            (&[], &[]),
        ] {
            let lookup =
                |name: &str| variables.iter().find(|(known, _)| *known == name).map(|(_, value)| (*value).to_owned());
            assert_eq!(languages(lookup), wanted, "{variables:?}");
        }
    }
}
