//! What goes into a sentence.

use fluent_bundle::FluentValue;

use crate::{clean::clean, units::Moment};

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
    /// A moment from which something is so: `since 04:15`, or with the day where that is not today.
    Since(Moment),
    /// A moment at which something was so: `at 04:15`.
    At(Moment),
    /// A moment up to which something is so: `until 04:15`.
    Until(Moment),
}

impl Arg {
    /// The value as Fluent takes it; `moment` says a moment by the first part of its sentence's id.
    pub(crate) fn value(&self, moment: impl Fn(&'static str, Moment) -> String) -> FluentValue<'static> {
        match self {
            Self::Text(text) => FluentValue::from(clean(text, LONGEST_TEXT)),
            Self::Number(number) => FluentValue::from(*number),
            Self::Integer(number) => FluentValue::from(*number),
            Self::Since(at) => FluentValue::from(moment("since", *at)),
            Self::At(at) => FluentValue::from(moment("at", *at)),
            Self::Until(at) => FluentValue::from(moment("until", *at)),
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
