//! A set of environment variables passed as a value, so nothing here reads the process environment.

use std::ffi::{OsStr, OsString};
use std::fmt;

/// Environment variables in order. `Debug` prints the names only, because values may hold secrets.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Environment(Vec<(OsString, OsString)>);

impl Environment {
    /// No variables at all.
    pub fn empty() -> Self {
        Self::default()
    }

    /// The value of `name`, also when it is empty. Names ignore case on Windows.
    pub fn get(&self, name: &str) -> Option<&OsStr> {
        self.0.iter().find(|(have, _)| same_name(have, name)).map(|(_, value)| value.as_os_str())
    }

    /// The value of `name` as text with surrounding spaces removed; `None` when unset, blank or not Unicode.
    pub fn text(&self, name: &str) -> Option<&str> {
        self.get(name).and_then(OsStr::to_str).map(str::trim).filter(|value| !value.is_empty())
    }

    /// Sets `name`, replacing an earlier value.
    pub fn set(&mut self, name: &str, value: impl Into<OsString>) {
        self.remove(name);
        self.0.push((OsString::from(name), value.into()));
    }

    /// Removes `name` when it is there.
    pub fn remove(&mut self, name: &str) {
        self.0.retain(|(have, _)| !same_name(have, name));
    }

    /// Keeps only the variables for which `keep(name)` is true. A name that is not Unicode is kept.
    pub fn retain(&mut self, mut keep: impl FnMut(&str) -> bool) {
        self.0.retain(|(name, _)| name.to_str().is_none_or(&mut keep));
    }

    /// Every variable, in order.
    pub fn iter(&self) -> impl Iterator<Item = (&OsStr, &OsStr)> {
        self.0.iter().map(|(name, value)| (name.as_os_str(), value.as_os_str()))
    }

    /// The same as plain pairs, the shape process builders take.
    pub fn into_pairs(self) -> Vec<(OsString, OsString)> {
        self.0
    }
}

impl<Name: Into<OsString>, Text: Into<OsString>> FromIterator<(Name, Text)> for Environment {
    fn from_iter<Pairs: IntoIterator<Item = (Name, Text)>>(pairs: Pairs) -> Self {
        Self(pairs.into_iter().map(|(name, value)| (name.into(), value.into())).collect())
    }
}

impl fmt::Debug for Environment {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_list().entries(self.0.iter().map(|(name, _)| name)).finish()
    }
}

fn same_name(have: &OsStr, want: &str) -> bool {
    if cfg!(windows) { have.eq_ignore_ascii_case(want) } else { have == want }
}

#[cfg(test)]
mod tests {
    use super::Environment;

    #[test]
    fn debug_shows_names_and_hides_values() {
        let environment = Environment::from_iter([("OPENCLAW_GATEWAY_TOKEN", "tok-hidden"), ("HOME", "/home/a")]);
        let shown = format!("{environment:?}");
        assert!(shown.contains("OPENCLAW_GATEWAY_TOKEN"), "{shown}");
        assert!(!shown.contains("tok-hidden") && !shown.contains("/home/a"), "{shown}");
    }

    #[test]
    fn setting_replaces_and_blank_text_counts_as_unset() {
        let mut environment = Environment::from_iter([("A", "1"), ("B", "  "), ("C", " x ")]);
        environment.set("A", "2");
        assert_eq!(environment.text("A"), Some("2"));
        assert_eq!(environment.text("B"), None, "spaces are not a value");
        assert_eq!(environment.text("C"), Some("x"));
        environment.remove("A");
        assert_eq!(environment.get("A"), None);
        assert_eq!(environment.iter().count(), 2);
    }
}
