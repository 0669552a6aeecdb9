//! What goes into a sentence.

use fluent_bundle::FluentValue;

use crate::clean::clean;

/// Longest text argument in characters. Longer ones are cut in the middle.
const LONGEST_TEXT: usize = 400;

/// A value for a sentence's variable.
#[derive(Clone, Debug, PartialEq)]
pub enum Arg {
    /// Words, possibly foreign: cleaned by [`crate::clean`] on the way in.
    Text(String),
    /// A number that may have a fraction.
    Number(f64),
    /// A whole number; Fluent's plural rules see it.
    Integer(i64),
}

impl Arg {
    /// The value as Fluent takes it.
    pub(crate) fn value(&self) -> FluentValue<'static> {
        match self {
            Self::Text(text) => FluentValue::from(clean(text, LONGEST_TEXT)),
            Self::Number(number) => FluentValue::from(*number),
            Self::Integer(number) => FluentValue::from(*number),
        }
    }
}

impl From<&str> for Arg {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<&String> for Arg {
    fn from(text: &String) -> Self {
        Self::Text(text.clone())
    }
}

impl From<String> for Arg {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<f64> for Arg {
    fn from(number: f64) -> Self {
        Self::Number(number)
    }
}

impl From<u64> for Arg {
    /// Numbers beyond `i64::MAX` become that.
    fn from(number: u64) -> Self {
        Self::Integer(i64::try_from(number).unwrap_or(i64::MAX))
    }
}

impl From<usize> for Arg {
    /// Numbers beyond `i64::MAX` become that.
    fn from(number: usize) -> Self {
        Self::Integer(i64::try_from(number).unwrap_or(i64::MAX))
    }
}

impl From<u32> for Arg {
    fn from(number: u32) -> Self {
        Self::Integer(i64::from(number))
    }
}

impl From<u16> for Arg {
    fn from(number: u16) -> Self {
        Self::Integer(i64::from(number))
    }
}

impl From<i32> for Arg {
    fn from(number: i32) -> Self {
        Self::Integer(i64::from(number))
    }
}

impl From<i64> for Arg {
    fn from(number: i64) -> Self {
        Self::Integer(number)
    }
}
