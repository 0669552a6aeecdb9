//! Payloads recorded from a real gateway (OpenClaw 2026.9.6) are read in full.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use clawtray_gateway::payload::*;
use serde_json::Value;

fn json(text: &str) -> Value {
    serde_json::from_str(text).unwrap()
}

/// The payload of a recorded event frame.
fn event(text: &str, name: &str) -> Value {
    let frame = json(text);
    assert_eq!(frame["event"], name);
    frame["payload"].clone()
}

#[test]
fn device_pairing() {
    let payload = event(include_str!("../fixtures/event-device-pair-requested.json"), "device.pair.requested");
    let request = DevicePairingRequest::from_foreign(&payload);
    assert_eq!(request.request_id, "4c152ad8-90d8-4347-a0e4-9c1132238183");
    assert_eq!(request.display_name.as_deref(), Some("Remote R"));
    assert_eq!(request.scopes, ["operator.read", "operator.pairing"]);
    assert_eq!(request.remote_ip.as_deref(), Some("203.0.113.9"));
    assert!(!request.silent && !request.is_repair && request.ts_ms.is_some());

    let payload = event(include_str!("../fixtures/event-device-pair-resolved.json"), "device.pair.resolved");
    let resolved = DevicePairingResolved::from_foreign(&payload);
    assert!(matches!(resolved.decision, PairingDecision::Approved | PairingDecision::Rejected), "{resolved:?}");

    let list = DevicePairingList::from_foreign(&json(include_str!("../fixtures/device-pair-list.json")));
    assert_eq!((list.pending.len(), list.paired.len()), (1, 2));
    assert!(list.pending[0].is_repair);
    assert_eq!(list.paired[0].approved_via.as_deref(), Some("owner"));
    assert_eq!(list.paired[0].tokens[0].role, "operator");
    assert_eq!(list.paired[1].client_id.as_deref(), Some("cli"));
}

#[test]
fn nodes() {
    let payload = event(include_str!("../fixtures/event-node-pair-requested.json"), "node.pair.requested");
    let request = NodePairingRequest::from_foreign(&payload);
    assert_eq!(request.display_name.as_deref(), Some("TestNode"));
    assert_eq!(request.commands, ["system.run", "system.which", "system.notify"]);
    assert_eq!(request.required_approve_scopes, ["operator.pairing", "operator.admin"]);
    assert_eq!(request.permissions.get("screen.record"), Some(&false));
    let list = NodeList::from_foreign(&json(include_str!("../fixtures/node-list.json")));
    assert_eq!(list.nodes.len(), 1);
    assert!(!list.nodes[0].connected && !list.nodes[0].node_id.is_empty());
}

#[test]
fn approvals() {
    let list = ApprovalList::from_foreign(&json(include_str!("../fixtures/exec-approval-list.json")));
    let approval = &list.pending[0];
    assert_eq!(approval.request.command, "rm -rf ./build");
    assert_eq!(approval.request.allowed_decisions, ["allow-once", "deny"]);
    assert_eq!(approval.request.warning_text, None, "null is absent");
    assert_eq!(approval.expires_at_ms.unwrap() - approval.created_at_ms.unwrap(), 30_000);
    let payload = event(include_str!("../fixtures/event-exec-approval-expired.json"), "exec.approval.resolved");
    let resolved = ExecApprovalResolved::from_foreign(&payload);
    assert_eq!((resolved.decision.as_str(), resolved.resolved_by), ("deny", None), "an expired one");
}

#[test]
fn scheduled_jobs() {
    let failed = CronEvent::from_foreign(&event(include_str!("../fixtures/event-cron-failed.json"), "cron"));
    assert_eq!((&failed.action, &failed.status), (&CronAction::Finished, &RunStatus::Error));
    assert_eq!(failed.completion_status, CompletionStatus::Failed);
    assert!(failed.error.is_some() && !failed.diagnostics.entries.is_empty());
    let job = failed.job.unwrap();
    assert_eq!(job.state.consecutive_errors, 1);
    assert!(job.state.last_error_reason.is_some());

    let lost = CronEvent::from_foreign(&event(include_str!("../fixtures/event-cron-undelivered.json"), "cron"));
    assert_eq!((lost.status, lost.completion_status), (RunStatus::Ok, CompletionStatus::Failed));
    assert!(lost.delivery_error.is_some());

    let list = CronList::from_foreign(&json(include_str!("../fixtures/cron-list.json")));
    let job = &list.jobs[0];
    assert!(job.enabled && !job.name.is_empty());
    assert_eq!(job.last_run_status, RunStatus::Error);
    assert!(job.state.last_error.is_some() && job.state.auto_disabled.is_none());
}

#[test]
fn heartbeat() {
    let heartbeat = Heartbeat::from_foreign(&json(include_str!("../fixtures/event-heartbeat-failed.json")));
    assert_eq!(heartbeat.status, HeartbeatStatus::Failed);
    assert_eq!(heartbeat.reason.as_deref(), Some("agent-runner-failure"));
    assert_eq!((heartbeat.silent, heartbeat.duration_ms), (Some(true), Some(399)));
    let none = Option::<Heartbeat>::from_foreign(&Value::Null);
    assert_eq!(none, None, "no heartbeat yet");
}

#[test]
fn what_a_provider_really_answered() {
    let chat = ChatEvent::from_foreign(&event(include_str!("../fixtures/event-chat-error.json"), "chat"));
    assert_eq!(chat.state, ChatState::Error);
    let fault = chat.error_detail.unwrap();
    assert_eq!(fault.http_status, Some(429));
    assert_eq!(fault.failover_reason.as_deref(), Some("billing"));
    assert_eq!(fault.provider_error_type.as_deref(), Some("rate_limit_error"));
    let sentence = "Extra usage is required for long context requests.";
    assert_eq!(fault.provider_error_message_preview.as_deref(), Some(sentence));
    let agent = AgentEvent::from_foreign(&event(include_str!("../fixtures/event-agent-error.json"), "agent"));
    assert_eq!((agent.stream.as_deref(), agent.data.phase.as_deref()), (Some("lifecycle"), Some("error")));
    assert_eq!(agent.data.error_observation, Some(fault), "both tell the same");
}

#[test]
fn configuration() {
    let config = ConfigSnapshot::from_foreign(&json(include_str!("../fixtures/config-get.json")));
    assert!(config.exists && config.valid && config.issues.is_empty());
    assert!(config.hash.unwrap().starts_with("hmac-sha256:v1:"));
    assert_eq!(config.parsed["gateway"]["bind"], "loopback");
    let patched = ConfigPatched::from_foreign(&json(include_str!("../fixtures/config-patched.json")));
    assert!(patched.ok && !patched.noop && patched.requires_restart());
    assert_eq!(patched.changed_paths, ["env"]);
}

#[test]
fn health() {
    let health = Health::from_foreign(&json(include_str!("../fixtures/health.json")));
    assert!(health.ok && !health.event_loop.unwrap().degraded);
    assert_eq!(health.config_reload.hot_reload_status.as_deref(), Some("active"));
    assert_eq!(health.agents[0].heartbeat.every_ms, Some(1_800_000));
}
