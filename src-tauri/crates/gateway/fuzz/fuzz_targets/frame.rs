//! Whatever a peer sends as a text frame is read without a panic, and what is kept of it is no larger than it was.
//!
//! `cargo +nightly fuzz run frame` in the folder above; `corpus/frame` begins with frames of real gateways.
#![no_main]

use clawtray_gateway::frame::{Inbound, decode};
use clawtray_gateway::payload::{
    ApprovalList, ChatEvent, ConfigSnapshot, CronEvent, CronList, DevicePairingList, DevicePairingRequest,
    ExecApproval, FromForeign as _, Health, NodeList, NodePairingRequest, Shutdown,
};
use libfuzzer_sys::fuzz_target;
use serde_json::Value;

fuzz_target!(|bytes: &[u8]| {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let Ok(frame) = decode(text) else { return };
    let payload = match frame {
        Inbound::Event { name, payload, .. } => {
            assert!(name.len() <= text.len());
            payload
        }
        Inbound::Response { id, outcome } => {
            assert!(id.len() <= text.len());
            match outcome {
                Ok(payload) => payload,
                Err(error) => {
                    assert!(error.code.len() + error.message.len() <= text.len());
                    None
                }
            }
        }
        Inbound::Other => None,
    };
    let Some(payload) = payload else { return };
    let value: Value = serde_json::from_str(payload.get()).unwrap_or(Value::Null);
    DevicePairingRequest::from_foreign(&value);
    DevicePairingList::from_foreign(&value);
    NodePairingRequest::from_foreign(&value);
    NodeList::from_foreign(&value);
    ExecApproval::from_foreign(&value);
    ApprovalList::from_foreign(&value);
    CronEvent::from_foreign(&value);
    CronList::from_foreign(&value);
    ChatEvent::from_foreign(&value);
    ConfigSnapshot::from_foreign(&value);
    Health::from_foreign(&value);
    Shutdown::from_foreign(&value);
});
