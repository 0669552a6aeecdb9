//! A gateway of the generation before, of spring 2026 (protocol 3), kept by the real keeper: what it has works, and what
//! it has not is no error.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;

use clawtray_contract::{ApprovalKind, Decision, Intent, Severity, State};
use common::{READY, SOON, Stage, peer};
use serde_json::json;

#[test]
#[ignore = "slow: a real gateway of spring 2026"]
fn slow_a_gateway_of_spring_2026_is_kept_and_what_it_lacks_is_no_error() {
    let older = std::env::var("CLAWTRAY_TEST_OPENCLAW_OLDER");
    let older = older.expect("CLAWTRAY_TEST_OPENCLAW_OLDER is not set: run `cargo xtask test --slow`");
    let mut stage = Stage::without_screen();
    stage.set("CLAWTRAY_OPENCLAW", &older);
    let node = std::env::var("CLAWTRAY_TEST_NODE_OLDER").expect("the same");
    stage.set("CLAWTRAY_NODE", &node);
    stage.start_keeper();
    let view = stage.wait_state(State::Running, READY);
    assert_eq!((view.details.protocol, view.details.version.as_deref()), (Some(3), Some("2026.4.29")));
    let probes = view.ladder.http.detail.expect("the probes are told");
    assert!(probes.contains("/healthz 200") && probes.contains("/startupz not offered"), "{probes}");
    assert!(view.details.missing_scopes.is_empty(), "{:?}", view.details.missing_scopes);

    // Somebody asks for more rights, and a phone offers a command: both are let in from here.
    let token = stage.token_in_keyring().expect("a token is in the keyring");
    let request = peer::ask_for_more_rights(stage.port, &token, 7).expect("it has to wait");
    let phone = peer::Node::connect(stage.port, &token, 8, &["system.notify"]);
    let of = |stage: &Stage, kind| stage.gateway().approvals.into_iter().find(|approval| approval.kind == kind);
    let rights = stage.wait("the request", SOON, |stage| of(stage, ApprovalKind::DevicePairing));
    let command = stage.wait("the phone", SOON, |stage| of(stage, ApprovalKind::NodePairing));
    assert_eq!(rights.id, request);
    for waiting in [rights, command] {
        assert_eq!(waiting.approve_blocked_by, None, "this connection may approve it");
        let (approval, etag) = (waiting.id, Some(waiting.etag));
        peer::ask(&stage.clawtray_home(), Intent::Decide { approval, decision: Decision::Approve, etag }).unwrap();
    }
    stage.wait("they are decided", SOON, |stage| stage.gateway().approvals.is_empty().then_some(()));
    let rpc = stage.rpc();
    let id = peer::device(7).device_id().to_owned();
    let device = rpc.paired_devices().into_iter().find(|device| device["deviceId"] == id.as_str()).unwrap();
    assert!(device["scopes"].to_string().contains("operator.pairing"), "{device}");
    let nodes = rpc.call("node.pair.list", json!({}));
    assert!(nodes["paired"].to_string().contains(&phone.id), "{nodes}");
    assert!(rpc.try_call("channels.pairing.list", json!({})).is_err(), "this generation has no such list");
    phone.leave();
    drop(rpc);

    // Another keeper knows it again, although it calls itself no gateway.
    let pid = stage.gateway().details.pid;
    peer::ask(&stage.clawtray_home(), Intent::Quit { stop_gateway: false }).unwrap();
    stage.keeper.take().expect("a keeper").wait(SOON).expect("it has gone");
    stage.start_keeper();
    let view = stage.wait_state(State::Running, READY);
    assert_eq!(view.details.pid, pid, "not a second one: {:?}", view.findings);

    // Made again, in the same process or in another.
    let started = stage.gateway().details.started_ms;
    peer::ask(&stage.clawtray_home(), Intent::Restart).unwrap();
    stage.wait("another start", READY, |stage| {
        let view = stage.gateway();
        (view.state == State::Running && view.details.started_ms != started).then_some(())
    });
    let view = stage.gateway();
    let wrong: Vec<_> = view.findings.iter().filter(|finding| finding.severity != Severity::Info).collect();
    assert!(wrong.is_empty(), "what it lacks is no error: {wrong:#?}");
    assert!(view.exits.iter().all(|exit| exit.reason == "clean"), "{:?}", view.exits);
}
