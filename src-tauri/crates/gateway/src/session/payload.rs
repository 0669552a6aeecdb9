//! What an event says, unread until somebody wants it.

use crate::frame::{self, text_of};
use crate::payload::LIST_ITEMS;
use serde::Deserialize;
use serde_json::Value;
use serde_json::value::RawValue;
use std::borrow::Cow;
use std::collections::BTreeMap;

/// The payload of an event, as the text that came: it takes no more memory than that, and most are never read.
#[derive(Debug, Clone, Default)]
pub struct Payload(Option<Box<RawValue>>);

/// The two fields by which most events that mean nothing here are told from those that do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Head<'a> {
    /// The stream of an `agent` event.
    pub stream: Option<Cow<'a, str>>,
    /// What happened to a job in a `cron` event.
    pub action: Option<Cow<'a, str>>,
}

#[derive(Deserialize)]
struct RawHead<'a> {
    #[serde(borrow, default)]
    stream: Option<&'a RawValue>,
    #[serde(borrow, default)]
    action: Option<&'a RawValue>,
}

impl Payload {
    pub(crate) fn of(payload: Option<&RawValue>) -> Self {
        Self(payload.map(ToOwned::to_owned))
    }

    /// All of it; null when it is absent or nested too deeply.
    pub fn read(&self) -> Value {
        frame::value_of(self.0.as_deref())
    }

    /// The elements of the list in a field, each read when it is its turn: a list read as a whole takes twenty times the
    /// memory of its text. Empty when there is no such list.
    pub fn elements(&self, field: &str) -> impl Iterator<Item = Value> + '_ {
        let text = self.0.as_deref().map_or("null", RawValue::get);
        let fields: BTreeMap<Cow<'_, str>, &RawValue> = serde_json::from_str(text).unwrap_or_default();
        let list = fields.get(field).and_then(|list| serde_json::from_str::<Vec<&RawValue>>(list.get()).ok());
        list.unwrap_or_default().into_iter().take(LIST_ITEMS).map(|element| frame::value_of(Some(element)))
    }

    /// The two fields, without reading the rest; `None` when it is no object.
    pub fn head(&self) -> Option<Head<'_>> {
        let text = self.0.as_deref()?.get();
        // A list would be read field by field.
        if !text.starts_with('{') {
            return None;
        }
        let raw: RawHead<'_> = serde_json::from_str(text).ok()?;
        Some(Head { stream: text_of(raw.stream), action: text_of(raw.action) })
    }
}

impl From<Value> for Payload {
    fn from(value: Value) -> Self {
        Self(serde_json::value::to_raw_value(&value).ok())
    }
}

impl PartialEq for Payload {
    fn eq(&self, other: &Self) -> bool {
        self.read() == other.read()
    }
}

#[cfg(test)]
mod tests {
    use super::Payload;
    use serde_json::{Value, json};

    #[test]
    fn elements_are_those_of_the_list_if_it_is_one() {
        let list = Payload::from(json!({"pending": [{"a": [1]}, null, "x"], "paired": {}, "tr\"ue": [true]}));
        assert_eq!(list.elements("pending").collect::<Vec<_>>(), [json!({"a": [1]}), Value::Null, json!("x")]);
        assert_eq!(list.elements("tr\"ue").count(), 1);
        assert_eq!(list.elements("paired").chain(list.elements("none")).count(), 0);
        assert_eq!(Payload::from(json!([1])).elements("0").chain(Payload::default().elements("")).count(), 0);
    }

    #[test]
    fn the_head_is_what_the_whole_would_say() {
        for value in [
            json!({"stream": "assistant", "data": {"stream": "other", "action": "x"}}),
            json!({"action": "fin\u{e9}\n\"ished\"", "stream": null}),
            json!({"stream": 7}),
            json!({}),
        ] {
            let payload = Payload::from(value.clone());
            let head = payload.head().unwrap();
            assert_eq!(head.stream.as_deref(), value["stream"].as_str(), "{value}");
            assert_eq!(head.action.as_deref(), value["action"].as_str(), "{value}");
            assert_eq!(payload.read(), value);
        }
        for value in [Value::Null, json!(["a", "b"]), json!("stream")] {
            assert_eq!(Payload::from(value).head(), None);
        }
        assert_eq!(Payload::default().read(), Value::Null);
    }
}
