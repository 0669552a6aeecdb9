//! Whatever bytes a peer sends, reading them ends in a value.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use clawtray_gateway::frame::decode;
use clawtray_gateway::payload::*;
use proptest::prelude::*;
use serde_json::{Value, json};

fn any_json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        ".{0,20}".prop_map(Value::from),
    ];
    let key = prop_oneof![
        ".{0,5}",
        "type|id|ok|event|seq|payload|error|code|details|requestId|decision|job|state|pending|paired|request|tokens",
    ];
    leaf.prop_recursive(4, 64, 6, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..6).prop_map(Value::from),
            prop::collection::hash_map(key.clone(), inner, 0..6)
                .prop_map(|map| Value::Object(map.into_iter().collect())),
        ]
    })
}

fn read_everything(value: &Value) {
    DevicePairingRequest::from_foreign(value);
    DevicePairingResolved::from_foreign(value);
    DevicePairingList::from_foreign(value);
    NodePairingRequest::from_foreign(value);
    NodePairingResolved::from_foreign(value);
    NodePairingList::from_foreign(value);
    NodeList::from_foreign(value);
    ExecApproval::from_foreign(value);
    ExecApprovalResolved::from_foreign(value);
    ApprovalList::from_foreign(value);
    CronEvent::from_foreign(value);
    CronList::from_foreign(value);
    Heartbeat::from_foreign(value);
    ChatEvent::from_foreign(value);
    AgentEvent::from_foreign(value);
    Shutdown::from_foreign(value);
    ConfigChanged::from_foreign(value);
    ConfigSnapshot::from_foreign(value);
    ConfigPatched::from_foreign(value);
    RestartPreflight::from_foreign(value);
    Health::from_foreign(value);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 500, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn arbitrary_bytes_never_panic(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        let text = String::from_utf8_lossy(&bytes);
        // Only that it returns matters.
        let _read = decode(&text);
    }

    #[test]
    fn damaged_frames_never_panic(place in 0usize..200, byte in any::<u8>(), cut in 0usize..200) {
        let whole = r#"{"type":"res","id":"12","ok":false,"error":{"code":"NOT_PAIRED","message":"x","details":{"code":"PAIRING_REQUIRED"},"retryAfterMs":5}}"#;
        let mut bytes = whole.as_bytes().to_vec();
        if let Some(slot) = bytes.get_mut(place) {
            *slot = byte;
        }
        bytes.truncate(whole.len().saturating_sub(cut / 4));
        let _read = decode(&String::from_utf8_lossy(&bytes));
    }

    #[test]
    fn arbitrary_json_never_panics(value in any_json()) {
        let _read = decode(&value.to_string());
        let _read = decode(&json!({"type": "event", "event": value, "payload": value, "seq": value}).to_string());
        let _read = decode(&json!({"type": "res", "id": "1", "ok": value, "error": value}).to_string());
        read_everything(&value);
        read_everything(&json!({"pending": [value], "paired": [value], "jobs": [value], "job": value,
            "state": value, "request": value, "nodes": [value], "errorDetail": value, "data": value}));
    }
}
