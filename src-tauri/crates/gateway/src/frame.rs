//! The envelope of every message: one JSON object per text frame.

use crate::bounded::{CODE_BYTES, MESSAGE_BYTES, bounded};
use serde::Deserialize;
use serde_json::value::RawValue;
use serde_json::{Value, json};
use std::borrow::Cow;

/// A message from the gateway. Payloads stay unread text until somebody wants them.
#[derive(Debug)]
pub enum Inbound<'a> {
    /// Something happened on the gateway.
    Event {
        /// The event's name.
        name: Cow<'a, str>,
        /// The unread payload, when there is one.
        payload: Option<&'a RawValue>,
        /// Counts events of this connection from 1; the challenge has none.
        seq: Option<u64>,
    },
    /// The answer to a request.
    Response {
        /// The id of the request.
        id: String,
        /// The unread payload, or why there is none.
        outcome: Result<Option<&'a RawValue>, WireError>,
    },
    /// A well-formed object this client has no use for.
    Other,
}

/// Why a frame could not be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum FrameFault {
    /// Not one JSON object with a text `type`.
    #[error("not a JSON message")]
    NotJson,
    /// A field the frame cannot do without is missing or of another type.
    #[error("a message without its {0}")]
    Missing(&'static str),
}

/// The error object of a response, bounded.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct WireError {
    /// The top-level code, such as `INVALID_REQUEST`.
    pub code: String,
    /// The gateway's own sentence.
    pub message: String,
    /// More about it; an empty object is given as null.
    pub details: Value,
    /// True when the gateway says that trying again may help.
    pub retryable: bool,
    /// How long the gateway asks to wait, milliseconds.
    pub retry_after_ms: Option<u64>,
}

#[derive(Deserialize)]
struct Envelope<'a> {
    #[serde(borrow, default, rename = "type")]
    kind: Option<&'a RawValue>,
    #[serde(borrow, default)]
    id: Option<&'a RawValue>,
    #[serde(borrow, default)]
    ok: Option<&'a RawValue>,
    #[serde(borrow, default)]
    event: Option<&'a RawValue>,
    #[serde(borrow, default)]
    seq: Option<&'a RawValue>,
    #[serde(borrow, default)]
    payload: Option<&'a RawValue>,
    #[serde(borrow, default)]
    error: Option<&'a RawValue>,
}

/// Reads one text frame.
///
/// # Errors
/// When it is not a JSON object, or a response or event lacks its id or name. The caller counts it and goes on.
pub fn decode(text: &str) -> Result<Inbound<'_>, FrameFault> {
    // A list would be read field by field.
    if !text.trim_ascii_start().starts_with('{') {
        return Err(FrameFault::NotJson);
    }
    let envelope: Envelope<'_> = serde_json::from_str(text).map_err(|_| FrameFault::NotJson)?;
    let kind = text_of(envelope.kind).ok_or(FrameFault::Missing("type"))?;
    match kind.as_ref() {
        "event" => Ok(Inbound::Event {
            name: text_of(envelope.event).ok_or(FrameFault::Missing("event name"))?,
            payload: envelope.payload,
            seq: envelope.seq.and_then(|seq| serde_json::from_str(seq.get()).ok()),
        }),
        "res" => {
            let id = text_of(envelope.id).ok_or(FrameFault::Missing("request id"))?.into_owned();
            let ok = envelope.ok.and_then(|ok| serde_json::from_str::<bool>(ok.get()).ok());
            let outcome = match (ok, envelope.error) {
                (Some(true), _) | (None, None) => Ok(envelope.payload),
                (_, error) => Err(WireError::read(error)),
            };
            Ok(Inbound::Response { id, outcome })
        }
        _ => Ok(Inbound::Other),
    }
}

/// Writes a request frame.
pub fn request(id: &str, method: &str, params: &Value) -> String {
    json!({ "type": "req", "id": id, "method": method, "params": params }).to_string()
}

/// Reads a payload; one that is absent or unreadable (nested too deeply) is null.
pub(crate) fn value_of(payload: Option<&RawValue>) -> Value {
    payload.and_then(|raw| serde_json::from_str(raw.get()).ok()).unwrap_or(Value::Null)
}

/// A short text. One without escapes, which is every one a gateway sends, is not copied.
pub(crate) fn text_of(raw: Option<&RawValue>) -> Option<Cow<'_, str>> {
    let raw = raw?.get();
    if raw.len() > 4 * CODE_BYTES {
        return None;
    }
    match raw.strip_prefix('"').and_then(|raw| raw.strip_suffix('"')) {
        Some(plain) if !plain.contains('\\') => Some(Cow::Borrowed(plain)),
        _ => serde_json::from_str(raw).ok().map(Cow::Owned),
    }
}

impl WireError {
    fn read(raw: Option<&RawValue>) -> Self {
        let error = value_of(raw.filter(|raw| raw.get().len() <= 256 * 1024));
        let text = |key: &str, max| bounded(error[key].as_str().unwrap_or_default(), max).to_owned();
        Self {
            code: text("code", CODE_BYTES),
            message: text("message", MESSAGE_BYTES),
            retryable: error["retryable"].as_bool().unwrap_or(false),
            retry_after_ms: error["retryAfterMs"].as_u64(),
            details: error.get("details").cloned().unwrap_or(Value::Null),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_an_event() {
        let Ok(Inbound::Event { name, payload, seq }) =
            decode(r#"{"type":"event","event":"cron","payload":{"a":1},"seq":7,"recipientProfileId":"x"}"#)
        else {
            panic!("not an event")
        };
        assert_eq!((name.as_ref(), seq), ("cron", Some(7)));
        assert_eq!(value_of(payload), json!({"a": 1}));
    }

    #[test]
    fn reads_a_refusal_with_its_details() {
        let text = r#"{"type":"res","id":"9","ok":false,"error":{"code":"UNAVAILABLE","message":"later","retryable":true,
            "retryAfterMs":500,"details":{"reason":"startup-sidecars"}}}"#;
        let Ok(Inbound::Response { id, outcome: Err(error) }) = decode(text) else { panic!("not a refusal") };
        assert_eq!(id, "9");
        assert_eq!((error.code.as_str(), error.retry_after_ms, error.retryable), ("UNAVAILABLE", Some(500), true));
        assert_eq!(error.details["reason"], "startup-sidecars");
    }

    #[test]
    fn a_refusal_without_an_error_object_is_still_a_refusal() {
        for text in [
            r#"{"type":"res","id":"9","ok":false}"#,
            r#"{"type":"res","id":"9","ok":false,"error":7}"#,
            r#"{"type":"res","id":"9","error":{"code":"X"}}"#,
            r#"{"type":"res","id":"9","ok":"yes","error":null,"payload":1}"#,
        ] {
            let read = decode(text);
            let refused = matches!(read, Ok(Inbound::Response { outcome: Err(_), .. }));
            assert_eq!(refused, !text.contains("yes"), "{text}");
        }
    }

    #[test]
    fn tells_what_is_missing() {
        assert_eq!(decode("[]").err(), Some(FrameFault::NotJson));
        assert_eq!(decode("{").err(), Some(FrameFault::NotJson));
        assert_eq!(decode("{}").err(), Some(FrameFault::Missing("type")));
        assert_eq!(decode(r#"{"type":"event"}"#).err(), Some(FrameFault::Missing("event name")));
        assert_eq!(decode(r#"{"type":"res","id":3}"#).err(), Some(FrameFault::Missing("request id")));
        assert!(matches!(decode(r#"{"type":"news","id":3}"#), Ok(Inbound::Other)));
    }

    #[test]
    fn long_messages_are_cut() {
        let text =
            json!({"type":"res","id":"1","ok":false,"error":{"code":"C","message":"é".repeat(9000)}}).to_string();
        let Ok(Inbound::Response { outcome: Err(error), .. }) = decode(&text) else { panic!("not a refusal") };
        assert_eq!(error.message.len(), MESSAGE_BYTES);
    }
}
