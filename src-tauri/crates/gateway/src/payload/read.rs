//! Reads foreign JSON into records without ever failing: a field that is missing, null or of another type is empty,
//! and every text and list is bounded.

use crate::bounded::bounded;
use serde_json::Value;
use std::collections::BTreeMap;

/// The longest text kept from one field, bytes.
const TEXT_BYTES: usize = 8 * 1024;
/// The longest list kept.
pub(crate) const LIST_ITEMS: usize = 65_536;

/// A type that can be read from any JSON value.
pub trait FromForeign: Sized {
    /// Reads the value; what does not fit is empty.
    fn from_foreign(value: &Value) -> Self;

    /// Reads an element of a list; `None` drops it.
    fn from_element(value: &Value) -> Option<Self> {
        Some(Self::from_foreign(value))
    }
}

impl FromForeign for String {
    fn from_foreign(value: &Value) -> Self {
        bounded(value.as_str().unwrap_or_default(), TEXT_BYTES).to_owned()
    }

    fn from_element(value: &Value) -> Option<Self> {
        value.is_string().then(|| Self::from_foreign(value))
    }
}

impl FromForeign for bool {
    fn from_foreign(value: &Value) -> Self {
        value.as_bool().unwrap_or(false)
    }
}

impl FromForeign for u64 {
    fn from_foreign(value: &Value) -> Self {
        whole(value).unwrap_or(0)
    }
}

impl FromForeign for Value {
    fn from_foreign(value: &Value) -> Self {
        value.clone()
    }
}

impl FromForeign for Option<String> {
    fn from_foreign(value: &Value) -> Self {
        value.is_string().then(|| String::from_foreign(value))
    }
}

impl FromForeign for Option<bool> {
    fn from_foreign(value: &Value) -> Self {
        value.as_bool()
    }
}

impl FromForeign for Option<u64> {
    fn from_foreign(value: &Value) -> Self {
        whole(value)
    }
}

impl<T: FromForeign> FromForeign for Vec<T> {
    fn from_foreign(value: &Value) -> Self {
        let list = value.as_array().map(Vec::as_slice).unwrap_or_default();
        list.iter().take(LIST_ITEMS).filter_map(T::from_element).collect()
    }
}

impl<T: FromForeign> FromForeign for BTreeMap<String, T> {
    fn from_foreign(value: &Value) -> Self {
        let entries = value.as_object().into_iter().flatten().take(LIST_ITEMS);
        entries.filter_map(|(key, value)| Some((bounded(key, 256).to_owned(), T::from_element(value)?))).collect()
    }
}

/// A whole number that is not negative; JavaScript also writes them with a fraction.
fn whole(value: &Value) -> Option<u64> {
    value.as_u64().or_else(|| {
        let number = value.as_f64()?;
        // Past 2^53 a double no longer counts in whole steps.
        (0.0..=9_007_199_254_740_992.0).contains(&number).then_some(number as u64)
    })
}

/// Declares records whose fields are read by their JSON names.
macro_rules! foreign_records {
    ($( $(#[$meta:meta])* pub struct $name:ident { $( $(#[$field_meta:meta])* $field:ident: $kind:ty = $key:literal, )* } )*) => {
        $(
            $(#[$meta])*
            #[derive(Debug, Clone, Default, PartialEq)]
            pub struct $name {
                $( $(#[$field_meta])* pub $field: $kind, )*
            }

            impl $crate::payload::FromForeign for $name {
                fn from_foreign(value: &serde_json::Value) -> Self {
                    Self { $( $field: $crate::payload::FromForeign::from_foreign(&value[$key]), )* }
                }

                fn from_element(value: &serde_json::Value) -> Option<Self> {
                    value.is_object().then(|| Self::from_foreign(value))
                }
            }

            impl $crate::payload::FromForeign for Option<$name> {
                fn from_foreign(value: &serde_json::Value) -> Self {
                    <$name as $crate::payload::FromForeign>::from_element(value)
                }
            }
        )*
    };
}

/// Declares names from a list that may grow: unknown ones are kept as text, absent ones are `Absent`.
macro_rules! foreign_names {
    ($( $(#[$meta:meta])* pub enum $name:ident { $( $(#[$variant_meta:meta])* $variant:ident = $text:literal, )* } )*) => {
        $(
            $(#[$meta])*
            #[derive(Debug, Clone, Default, PartialEq, Eq)]
            pub enum $name {
                $( $(#[$variant_meta])* $variant, )*
                /// A name this version does not know.
                Other(String),
                /// Nothing was said.
                #[default]
                Absent,
            }

            impl $crate::payload::FromForeign for $name {
                fn from_foreign(value: &serde_json::Value) -> Self {
                    match value.as_str() {
                        $( Some($text) => Self::$variant, )*
                        Some(other) => Self::Other($crate::bounded::bounded(other, 256).to_owned()),
                        None => Self::Absent,
                    }
                }
            }
        )*
    };
}

pub(crate) use foreign_names;
pub(crate) use foreign_records;

#[cfg(test)]
mod tests {
    use super::FromForeign;
    use serde_json::json;
    use std::collections::BTreeMap;

    foreign_records! {
        /// A record.
        pub struct Record {
            /// Name.
            name: String = "theName",
            /// Count.
            count: Option<u64> = "count",
            /// Children.
            children: Vec<Record> = "children",
        }
    }

    foreign_names! {
        /// A colour.
        pub enum Colour {
            /// Red.
            Red = "red",
        }
    }

    #[test]
    fn one_bad_field_or_element_does_not_lose_the_rest() {
        let record = Record::from_foreign(&json!({
            "theName": "a", "count": "many", "children": [{"theName": "b", "count": 2.0}, 7, null, {"theName": 5}]
        }));
        assert_eq!((record.name.as_str(), record.count), ("a", None));
        assert_eq!(record.children.len(), 2, "only objects are records");
        assert_eq!((record.children[0].name.as_str(), record.children[0].count), ("b", Some(2)));
        assert_eq!(Record::from_foreign(&json!([1, 2])), Record::default());
    }

    #[test]
    fn long_texts_and_lists_are_cut() {
        assert_eq!(String::from_foreign(&json!("x".repeat(100_000))).len(), super::TEXT_BYTES);
        assert_eq!(Vec::<bool>::from_foreign(&json!(vec![true; super::LIST_ITEMS + 1])).len(), super::LIST_ITEMS);
    }

    #[test]
    fn numbers_that_are_no_count_are_absent() {
        for odd in [json!(-1), json!(-0.5), json!(1e300), json!("7"), json!(null)] {
            assert_eq!(Option::<u64>::from_foreign(&odd), None, "{odd}");
        }
    }

    #[test]
    fn unknown_names_are_kept() {
        assert_eq!(Colour::from_foreign(&json!("red")), Colour::Red);
        assert_eq!(Colour::from_foreign(&json!("blue")), Colour::Other("blue".to_owned()));
        assert_eq!(Colour::from_foreign(&json!(3)), Colour::Absent);
        let map = BTreeMap::<String, Record>::from_foreign(&json!({"a": {"theName": "x"}, "b": 1}));
        assert_eq!(map.keys().collect::<Vec<_>>(), ["a"]);
    }
}
