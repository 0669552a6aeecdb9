//! JSON5 text to a value, with the place of the first mistake.

use super::position::Position;
use super::redact::{is_secret_name, looks_secret};
use serde::de::{DeserializeSeed, Error as _, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Number, Value};
use std::fmt;

/// Deeper nesting than this is refused: the parser works recursively.
const MOST_DEPTH: usize = 128;

/// Why a text is not JSON5.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Broken {
    /// The line of the mistake, from 1.
    pub line: u32,
    /// The column of the mistake in characters, from 1.
    pub column: u32,
    /// What the parser expected, in short.
    pub message: String,
    /// The text around the mistake, at most 80 characters, with anything that may be a secret left out.
    pub excerpt: String,
}

/// Parses a whole JSON5 text. Of equal keys the last one counts, as in OpenClaw.
pub fn parse_json5(text: &str) -> Result<Value, Broken> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    json5::from_str::<Tree>(text).map(|tree| tree.0).map_err(|error| broken(text, &error))
}

fn broken(text: &str, error: &json5::Error) -> Broken {
    // For an early end the parser names the bracket that was never closed; people look for the end of the file.
    let at = match (error.code().is_some_and(is_early_end), error.position()) {
        (false, Some(at)) => Position::from_zero(at.line, at.column),
        _ => Position::at_end(text),
    };
    let message = match (error.code(), error.position()) {
        (Some(code), _) => code.to_string(),
        (None, Some(place)) => error.to_string().trim_end_matches(&format!(" at {place}")).to_owned(),
        (None, None) => error.to_string(),
    };
    Broken { line: at.line, column: at.column, message, excerpt: excerpt(text, at) }
}

fn is_early_end(code: json5::ErrorCode) -> bool {
    use json5::ErrorCode as Code;
    matches!(
        code,
        Code::EofParsingArray
            | Code::EofParsingBool
            | Code::EofParsingComment
            | Code::EofParsingEscapeSequence
            | Code::EofParsingIdentifier
            | Code::EofParsingNull
            | Code::EofParsingNumber
            | Code::EofParsingObject
            | Code::EofParsingString
            | Code::EofParsingValue
    )
}

/// The line of the mistake around its column. Quoted values and secret-looking words are replaced.
fn excerpt(text: &str, at: Position) -> String {
    let index = usize::try_from(at.line).unwrap_or(1).saturating_sub(1);
    let line: String = text.lines().nth(index).unwrap_or_default().chars().take(400).collect();
    let column = usize::try_from(at.column).unwrap_or(1).saturating_sub(1);
    let start = column.saturating_sub(40);
    let window: String = line.chars().skip(start).take(60).collect();
    let before: String = line.chars().take(start).collect();
    if is_secret_name(&before) {
        return String::new();
    }
    let mut shown = String::new();
    let mut rest = window.as_str();
    while let Some(first) = rest.chars().next() {
        if first == '"' || first == '\'' {
            let inner = &rest[1..];
            let (content, after) = match inner.find(first) {
                Some(end) => (&inner[..end], &inner[end + 1..]),
                None => (inner, ""),
            };
            let is_key = after.trim_start().starts_with(':') && content.chars().count() <= 40;
            shown.push(first);
            shown.push_str(if is_key && !looks_secret(content) { content } else { "…" });
            if inner.contains(first) {
                shown.push(first);
            }
            if is_key && is_secret_name(content) {
                shown.push_str(": …");
                return shown;
            }
            rest = after;
        } else {
            let end = rest.find(['"', '\'']).unwrap_or(rest.len());
            let piece = &rest[..end];
            for word in piece.split_inclusive(|character: char| !is_word(character)) {
                if is_secret_name(word) {
                    shown.push_str(word);
                    shown.push('…');
                    return shown;
                }
                shown.push_str(if word.chars().count() > 24 || looks_secret(word) { "…" } else { word });
            }
            rest = &rest[end..];
        }
    }
    shown
}

fn is_word(character: char) -> bool {
    character.is_alphanumeric() || "-_.+/=".contains(character)
}

struct Tree(Value);

impl<'de> serde::Deserialize<'de> for Tree {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        ValueSeed { depth: 0 }.deserialize(deserializer).map(Self)
    }
}

struct ValueSeed {
    depth: usize,
}

impl<'de> DeserializeSeed<'de> for ValueSeed {
    type Value = Value;

    fn deserialize<D: serde::Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        if self.depth > MOST_DEPTH {
            return Err(D::Error::custom("nested too deeply"));
        }
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for ValueSeed {
    type Value = Value;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a JSON5 value")
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_f64<E>(self, value: f64) -> Result<Value, E> {
        // Infinity and NaN are JSON5 but have no place in a JSON value.
        Ok(Number::from_f64(value).map_or(Value::Null, Value::Number))
    }

    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        Ok(Value::String(value.to_owned()))
    }

    fn visit_string<E>(self, value: String) -> Result<Value, E> {
        Ok(Value::String(value))
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut access: A) -> Result<Value, A::Error> {
        let mut items = Vec::new();
        while let Some(item) = access.next_element_seed(ValueSeed { depth: self.depth + 1 })? {
            items.push(item);
        }
        Ok(Value::Array(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut access: A) -> Result<Value, A::Error> {
        let mut map = Map::new();
        while let Some(key) = access.next_key::<String>()? {
            let value = access.next_value_seed(ValueSeed { depth: self.depth + 1 })?;
            map.insert(key, value);
        }
        Ok(Value::Object(map))
    }
}
