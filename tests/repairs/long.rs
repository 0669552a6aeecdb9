//! A provider that refuses long conversations, and another model that answers instead or stands by.

use std::time::Instant;

use clawtray_contract::Outcome;
use clawtray_testkit::fake_model::{Answer, FakeModel, Script};
use serde_json::{Value, json};

use crate::common::{
    READY, Stage,
    faults::{run, running},
    proof::{By, Trial},
};

const FINDING: &str = "model.long_context_429";
const MODEL: &str = "anthropic/claude-sonnet-4-6";

/// A gateway whose chosen model refuses, and with another provider that does not.
fn refused(refusing: &FakeModel, other: &FakeModel) -> Stage {
    let mut stage = Stage::without_screen();
    running(
        &mut stage,
        json!({
            // OpenClaw makes a list of what is allowed out of `models` with its first write, unless it has done so.
            "meta": {"migrations": {"modelPolicyAllowlist": true}},
            "models": {"providers": {
                "anthropic": refusing.provider("a-key-that-is-refused", "claude-sonnet-4-6"),
                "spare": other.local_provider("tiny"),
            }},
            "agents": {"defaults": {
                "model": {"primary": MODEL}, "models": {MODEL: {"params": {"context1m": true}}},
            }},
        }),
    );
    stage
}

/// A job that asks whichever model is chosen.
fn job() -> Value {
    json!({
        "name": "Long report", "schedule": {"kind": "every", "everyMs": 3_600_000}, "sessionTarget": "isolated",
        "wakeMode": "now", "delivery": {"mode": "none"},
        "payload": {"kind": "agentTurn", "message": "say hi", "timeoutSeconds": 120},
    })
}

fn repaired(fault: &'static str, action: &'static str, by: By, command: &[&str]) {
    let refusing = FakeModel::start(Script::always(Answer::long_context_refusal())).unwrap();
    let other = FakeModel::start(Script::always(Answer::says("Hello there"))).unwrap();
    let stage = refused(&refusing, &other);
    let rpc = stage.rpc();
    let id = rpc.call("cron.add", job())["id"].as_str().expect("an id").to_owned();
    let begun = Instant::now();
    assert_eq!(run(&stage, &rpc, &id)["status"], "error");
    Trial::new(&stage, fault, FINDING, action)
        .begun(begun)
        .by(by)
        .choice("spare/tiny")
        .ends_as(Outcome::AwaitingProof)
        .proven_by(|stage| {
            assert!(stage.finding(FINDING).is_some_and(|finding| finding.awaiting_proof), "changed, and not proven");
            let ended = run(stage, &rpc, &id);
            assert_eq!(ended["status"], "ok", "{ended}");
            stage.wait_gone(FINDING, READY);
        })
        .undone()
        .beside(&[command])
        .told();
    assert!(!other.received().is_empty(), "the other model answered");
}

#[test]
#[ignore = "slow: a provider refuses a real gateway"]
fn slow_a_long_conversation_goes_to_another_model() {
    let command = ["models", "set", "spare/tiny"];
    repaired("long context refused", "switch_to_a_standard_window_model", By::CommandLine, &command);
}

#[test]
#[ignore = "slow: a provider refuses a real gateway"]
fn slow_a_long_conversation_with_another_model_that_stands_by() {
    let command = ["models", "fallbacks", "add", "spare/tiny"];
    repaired("long context refused", "add_a_fallback_model", By::Window, &command);
}
