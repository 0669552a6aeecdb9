//! The line and column of a key in JSON5 text.

use serde::de::{DeserializeSeed, Error as _, IgnoredAny, MapAccess, SeqAccess, Visitor};
use std::fmt;

/// A place in a text, both counted from 1; columns count characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// The line.
    pub line: u32,
    /// The column.
    pub column: u32,
}

impl Position {
    pub(super) fn from_zero(line: usize, column: usize) -> Self {
        let one_based = |number: usize| u32::try_from(number).unwrap_or(u32::MAX).saturating_add(1);
        Self { line: one_based(line), column: one_based(column) }
    }

    /// The place of the last character that is not blank, where an early end of text is best looked for.
    pub(super) fn at_end(text: &str) -> Self {
        let used = text.trim_end();
        let line = used.matches('\n').count();
        let column = used.rsplit('\n').next().unwrap_or_default().chars().count();
        Self::from_zero(line, column)
    }
}

/// Splits a path as OpenClaw prints it into its keys: `agents.defaults.models["anthropic/x"].params`, `list[0].id`.
/// `<root>` and an empty text are the top. Never fails; what it cannot read it keeps as one key.
pub fn parse_key_path(path: &str) -> Vec<String> {
    let path = path.trim();
    if path.is_empty() || path == "<root>" {
        return Vec::new();
    }
    let mut keys = Vec::new();
    let mut rest = path;
    while !rest.is_empty() {
        if let Some(inner) = rest.strip_prefix("[\"") {
            let mut stream = serde_json::Deserializer::from_str(&rest[1..]).into_iter::<String>();
            let Some(Ok(key)) = stream.next() else {
                keys.push(inner.to_owned());
                break;
            };
            let used = 1 + stream.byte_offset();
            keys.push(key);
            rest = rest.get(used..).and_then(|rest| rest.strip_prefix(']')).unwrap_or_default();
        } else if let Some(inner) = rest.strip_prefix('[') {
            let (index, after) = inner.split_once(']').unwrap_or((inner, ""));
            keys.push(index.to_owned());
            rest = after;
        } else {
            let end = rest.find(['.', '[']).unwrap_or(rest.len());
            if end > 0 {
                keys.push(rest[..end].to_owned());
            }
            rest = &rest[end..];
        }
        rest = rest.strip_prefix('.').unwrap_or(rest);
    }
    keys
}

/// The place of the key at `path`, or of its deepest parent that exists. An index into an array is written as a
/// number. `None` when the text cannot be read that far, or when not even the first key exists.
///
/// The parser tells no places of its own accord, but it adds one to an error, so the search stops with an error at
/// the wanted key.
pub fn find_position(text: &str, path: &[String]) -> Option<Position> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    (1..=path.len()).rev().find_map(|length| {
        let mut parser = json5::Deserializer::from_str(text);
        let error = Search { path: &path[..length] }.deserialize(&mut parser).err()?;
        let at = error.position().filter(|_| error.to_string().starts_with(REACHED))?;
        Some(Position::from_zero(at.line, at.column))
    })
}

const REACHED: &str = "reached the wanted key";

/// Walks to the key at `path` and stops there.
struct Search<'path> {
    path: &'path [String],
}

impl<'de> DeserializeSeed<'de> for Search<'_> {
    type Value = ();

    fn deserialize<D: serde::Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Search<'_> {
    type Value = ();

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("an object or an array on the way to the wanted key")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut access: A) -> Result<(), A::Error> {
        let Some((first, rest)) = self.path.split_first() else { return Ok(()) };
        while let Some(wanted) = access.next_key_seed(Key { wanted: first, stop: rest.is_empty() })? {
            if wanted {
                access.next_value_seed(Search { path: rest })?;
            } else {
                access.next_value::<IgnoredAny>()?;
            }
        }
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut access: A) -> Result<(), A::Error> {
        let Some((first, rest)) = self.path.split_first() else { return Ok(()) };
        let Ok(index) = first.parse::<usize>() else { return Err(A::Error::custom("an array where a key is wanted")) };
        for _ in 0..index {
            if access.next_element::<IgnoredAny>()?.is_none() {
                return Ok(());
            }
        }
        access.next_element_seed(Item { path: rest }).map(|_| ())
    }
}

/// One item of an array: the place itself when it is the end of the path.
struct Item<'path> {
    path: &'path [String],
}

impl<'de> DeserializeSeed<'de> for Item<'_> {
    type Value = ();

    fn deserialize<D: serde::Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        if self.path.is_empty() {
            deserializer.deserialize_any(Stop)
        } else {
            Search { path: self.path }.deserialize(deserializer)
        }
    }
}

/// Stops at any value.
struct Stop;

impl<'de> Visitor<'de> for Stop {
    type Value = ();

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(REACHED)
    }

    fn visit_bool<E: serde::de::Error>(self, _: bool) -> Result<(), E> {
        Err(E::custom(REACHED))
    }

    fn visit_i64<E: serde::de::Error>(self, _: i64) -> Result<(), E> {
        Err(E::custom(REACHED))
    }

    fn visit_u64<E: serde::de::Error>(self, _: u64) -> Result<(), E> {
        Err(E::custom(REACHED))
    }

    fn visit_f64<E: serde::de::Error>(self, _: f64) -> Result<(), E> {
        Err(E::custom(REACHED))
    }

    fn visit_str<E: serde::de::Error>(self, _: &str) -> Result<(), E> {
        Err(E::custom(REACHED))
    }

    fn visit_unit<E: serde::de::Error>(self) -> Result<(), E> {
        Err(E::custom(REACHED))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, _: A) -> Result<(), A::Error> {
        Err(A::Error::custom(REACHED))
    }

    fn visit_map<A: MapAccess<'de>>(self, _: A) -> Result<(), A::Error> {
        Err(A::Error::custom(REACHED))
    }
}

/// A key of an object: true when it is the wanted one, an error that carries its place when the path ends with it.
struct Key<'path> {
    wanted: &'path str,
    stop: bool,
}

impl<'de> DeserializeSeed<'de> for Key<'_> {
    type Value = bool;

    fn deserialize<D: serde::Deserializer<'de>>(self, deserializer: D) -> Result<bool, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl Visitor<'_> for Key<'_> {
    type Value = bool;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a key")
    }

    fn visit_str<E: serde::de::Error>(self, key: &str) -> Result<bool, E> {
        if key != self.wanted {
            Ok(false)
        } else if self.stop {
            Err(E::custom(REACHED))
        } else {
            Ok(true)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Position, find_position, parse_key_path};

    const TEXT: &str = "{\n  // ünï: not a key\n  gateway: { mode: 'local', /* c */ \"bogus\": [1, {deep: 2}] },\n  agents: {\n    defaults: { models: {\n      'anthropic/x.y': { params: { context1m: true } },\n    } },\n  },\n}\n";

    fn at(path: &str) -> Option<(u32, u32)> {
        find_position(TEXT, &parse_key_path(path)).map(|at| (at.line, at.column))
    }

    #[test]
    fn finds_keys_in_json5_with_comments_quotes_and_arrays() {
        assert_eq!(at("gateway"), Some((3, 3)));
        assert_eq!(at("gateway.bogus"), Some((3, 37)));
        assert_eq!(at("gateway.bogus[0]"), Some((3, 47)));
        assert_eq!(at("gateway.bogus.1.deep"), Some((3, 51)));
        assert_eq!(at(r#"agents.defaults.models["anthropic/x.y"].params.context1m"#), Some((6, 36)));
    }

    #[test]
    fn a_missing_key_gives_its_nearest_parent() {
        assert_eq!(at("gateway.auth.token"), Some((3, 3)));
        assert_eq!(at("gateway.mode.x"), Some((3, 14)), "a text has no keys");
        assert_eq!(at("nothing.here"), None);
        assert_eq!(at("<root>"), None);
    }

    #[test]
    fn printed_paths_split_into_keys() {
        for (path, keys) in [
            ("gateway.port", vec!["gateway", "port"]),
            (r#"a.b["c.d\"e"].f"#, vec!["a", "b", "c.d\"e", "f"]),
            ("list[2].id", vec!["list", "2", "id"]),
            ("", vec![]),
            ("a..b", vec!["a", "b"]),
            ("a[\"open", vec!["a", "open"]),
        ] {
            assert_eq!(parse_key_path(path), keys, "{path}");
        }
    }

    #[test]
    fn the_end_is_behind_the_last_character() {
        assert_eq!(Position::at_end("{\n  a: 1\n\n"), Position { line: 2, column: 7 });
        assert_eq!(Position::at_end(""), Position { line: 1, column: 1 });
    }
}
