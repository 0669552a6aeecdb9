//! Whatever bytes a peer sends, reading them ends in a value.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use clawtray_gateway::frame::{Inbound, decode};
use clawtray_gateway::payload::*;
use proptest::prelude::*;
use serde_json::{Value, json};
use std::sync::OnceLock;

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

/// The frames that the fuzz target begins with.
fn corpus() -> &'static [(String, Vec<u8>)] {
    static FRAMES: OnceLock<Vec<(String, Vec<u8>)>> = OnceLock::new();
    FRAMES.get_or_init(|| {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/fuzz/corpus/frame");
        let frame = |entry: std::fs::DirEntry| {
            (entry.file_name().to_string_lossy().into_owned(), std::fs::read(entry.path()).unwrap())
        };
        std::fs::read_dir(folder).unwrap().map(|entry| frame(entry.unwrap())).collect()
    })
}

/// What is kept of a frame is no larger than the frame.
fn read_frame(frame: &Inbound<'_>, bytes: usize) {
    let payload = match frame {
        Inbound::Event { name, payload, .. } => {
            assert!(name.len() <= bytes);
            *payload
        }
        Inbound::Response { id, outcome: Ok(payload) } => {
            assert!(id.len() <= bytes);
            *payload
        }
        Inbound::Response { outcome: Err(error), .. } => {
            assert!(error.code.len() + error.message.len() <= bytes);
            None
        }
        Inbound::Other => None,
    };
    if let Some(value) = payload.and_then(|payload| serde_json::from_str(payload.get()).ok()) {
        read_everything(&value);
    }
}

#[test]
fn every_frame_that_the_fuzz_target_begins_with_is_a_frame() {
    assert!(corpus().len() >= 38, "{} frames", corpus().len());
    for (name, bytes) in corpus() {
        let text = std::str::from_utf8(bytes).unwrap();
        let frame = decode(text).unwrap_or_else(|fault| panic!("{name}: {fault}"));
        assert!(!matches!(frame, Inbound::Other), "{name}");
        read_frame(&frame, text.len());
        let refused = matches!(frame, Inbound::Response { outcome: Err(_), .. });
        assert_eq!(refused, name.starts_with("refused-"), "{name}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 500, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn arbitrary_bytes_never_panic(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        let text = String::from_utf8_lossy(&bytes);
        // Only that it returns matters.
        let _read = decode(&text);
    }

    /// What the fuzz target does at random for hours (`fuzz`), for a moment: frames of real gateways, damaged.
    #[test]
    fn damaged_frames_never_panic(
        which in any::<prop::sample::Index>(),
        damage in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>(), 0u8..4), 1..12),
    ) {
        let mut bytes = which.get(corpus()).1.clone();
        for (place, byte, how) in damage {
            if bytes.is_empty() {
                break;
            }
            let place = place.index(bytes.len());
            match how {
                0 => bytes[place] = byte,
                1 => bytes.insert(place, byte),
                2 => { bytes.remove(place); }
                _ => bytes.truncate(place),
            }
        }
        let text = String::from_utf8_lossy(&bytes);
        if let Ok(frame) = decode(&text) {
            read_frame(&frame, text.len());
        }
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
