//! Frames recorded from a gateway of spring 2026 (OpenClaw 2026.4.29, protocol 3) are read as far as they go, and what
//! that generation does not tell is absent.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use clawtray_gateway::frame::{Inbound, WireError, decode};
use clawtray_gateway::payload::*;
use serde_json::Value;

/// The payload of an event, after the envelope was read as on the wire.
fn event(text: &str, expected: &str) -> Value {
    let Ok(Inbound::Event { name, payload: Some(payload), seq: Some(_) }) = decode(text) else { panic!("no event") };
    assert_eq!(name, expected);
    serde_json::from_str(payload.get()).unwrap()
}

fn answer(text: &str) -> Value {
    let Ok(Inbound::Response { outcome: Ok(Some(payload)), .. }) = decode(text) else { panic!("no answer") };
    serde_json::from_str(payload.get()).unwrap()
}

fn refusal(text: &str) -> WireError {
    let Ok(Inbound::Response { outcome: Err(error), .. }) = decode(text) else { panic!("no refusal") };
    error
}

#[test]
fn devices() {
    let text = include_str!("../fixtures/protocol3/event-device-pair-requested.json");
    let request = DevicePairingRequest::from_foreign(&event(text, "device.pair.requested"));
    assert_eq!(request.request_id, "1e617747-6675-45a0-b731-9ed3e9702f6c");
    assert_eq!((request.display_name.as_deref(), request.remote_ip), (Some("Device 2"), None));
    assert_eq!(request.scopes, ["operator.read", "operator.pairing"]);
    assert!(request.is_repair && !request.silent);
    let list = DevicePairingList::from_foreign(&answer(include_str!("../fixtures/protocol3/device-pair-list.json")));
    assert_eq!((list.pending.len(), list.paired.len()), (1, 2));
    assert_eq!(list.pending[0].request_id, request.request_id, "list and event are of one request");
    assert_eq!(list.paired[1].approved_via, None, "this generation does not tell");
    let text = include_str!("../fixtures/protocol3/event-device-pair-resolved.json");
    let resolved = DevicePairingResolved::from_foreign(&event(text, "device.pair.resolved"));
    assert_eq!((resolved.request_id, resolved.decision), (request.request_id, PairingDecision::Approved));
}

#[test]
fn nodes() {
    let text = include_str!("../fixtures/protocol3/event-node-pair-requested.json");
    let request = NodePairingRequest::from_foreign(&event(text, "node.pair.requested"));
    assert_eq!(
        (request.display_name.as_deref(), request.commands.as_slice()),
        (Some("Phone 3"), &["system.notify".to_owned()][..])
    );
    assert!(request.required_approve_scopes.is_empty(), "the event does not say which rights the approver needs");
    let list = NodePairingList::from_foreign(&answer(include_str!("../fixtures/protocol3/node-pair-list.json")));
    assert_eq!(list.pending[0].request_id, request.request_id);
    assert_eq!(list.pending[0].required_approve_scopes, ["operator.pairing", "operator.write"], "the list does");
    let nodes = NodeList::from_foreign(&answer(include_str!("../fixtures/protocol3/node-list.json")));
    assert!(nodes.nodes[0].connected && nodes.nodes[0].node_id == request.node_id);
}

#[test]
fn commands_and_jobs() {
    let text = include_str!("../fixtures/protocol3/event-exec-approval-requested.json");
    let approval = ExecApproval::from_foreign(&event(text, "exec.approval.requested"));
    assert_eq!(approval.request.command, "rm -rf ./build");
    assert_eq!(approval.request.allowed_decisions, ["allow-once", "allow-always", "deny"]);
    assert_eq!(approval.expires_at_ms.unwrap() - approval.created_at_ms.unwrap(), 60_000);
    let text = include_str!("../fixtures/protocol3/event-cron.json");
    let added = CronEvent::from_foreign(&event(text, "cron"));
    assert_eq!(added.job.unwrap().name, "Morning report");
    let list = CronList::from_foreign(&answer(include_str!("../fixtures/protocol3/cron-list.json")));
    assert!(list.jobs[0].enabled && list.jobs[0].state.last_error.is_none());
    assert_eq!(list.jobs[0].last_run_status, RunStatus::default(), "it has not run");
}

#[test]
fn its_state() {
    let config = ConfigSnapshot::from_foreign(&answer(include_str!("../fixtures/protocol3/config-get.json")));
    assert!(config.exists && config.valid && config.hash.is_some());
    let health = Health::from_foreign(&answer(include_str!("../fixtures/protocol3/health.json")));
    assert!(health.ok && health.event_loop.is_none(), "its event loop is not told");
    assert_eq!(health.agents[0].heartbeat.every_ms, Some(1_800_000));
    let text = include_str!("../fixtures/protocol3/event-shutdown.json");
    let shutdown = Shutdown::from_foreign(&event(text, "shutdown"));
    assert_eq!(shutdown.restart_expected_ms, None, "it ends for good");
}

#[test]
fn refusals() {
    let wrong = refusal(include_str!("../fixtures/protocol3/refused-token-mismatch.json"));
    assert_eq!(wrong.details["code"], "AUTH_TOKEN_MISMATCH");
    let more = refusal(include_str!("../fixtures/protocol3/refused-scope-upgrade.json"));
    assert_eq!((&more.details["code"], &more.details["reason"]), (&"PAIRING_REQUIRED".into(), &"scope-upgrade".into()));
    let unknown = refusal(include_str!("../fixtures/protocol3/refused-unknown-method.json"));
    assert!(unknown.message.starts_with("unknown method"), "not offered, and no error of its own");
}
