//! Heartbeats that point nowhere, and heartbeats that somebody switched off.

use std::time::Instant;

use clawtray_contract::Outcome;
use clawtray_testkit::{
    fake_model::{Answer, FakeModel, Script},
    fake_telegram::FakeTelegram,
};
use serde_json::{Value, json};

use crate::common::{
    READY, Stage,
    faults::{running, wake_until},
    proof::{By, Trial},
};

const OWNER: &str = "4242";

/// A gateway whose only model is the test's, with this heartbeat and what else is told.
fn beating(model: &FakeModel, heartbeat: Value, channels: Value) -> Stage {
    let mut stage = Stage::without_screen();
    let defaults = json!({"model": {"primary": "local/tiny"}, "heartbeat": heartbeat});
    running(
        &mut stage,
        json!({
            "models": {"providers": {"local": model.local_provider("tiny")}},
            "agents": {"defaults": defaults}, "channels": channels,
        }),
    );
    stage
}

#[test]
#[ignore = "slow: a real gateway's heartbeat points at an account that is not there"]
fn slow_a_heartbeat_of_an_unknown_account() {
    let model = FakeModel::start(Script::always(Answer::says("Good morning"))).unwrap();
    let telegram = FakeTelegram::start().unwrap();
    let heartbeat = json!({"every": "30m", "target": "telegram", "to": OWNER, "accountId": "gone"});
    let channel = json!({
        "enabled": true, "botToken": "123456:played", "apiRoot": telegram.root(), "allowFrom": [OWNER],
        "dmPolicy": "allowlist",
    });
    let stage = beating(&model, heartbeat, json!({"telegram": channel}));
    telegram.wait_for(READY, |asked| asked.method == "getUpdates").expect("it asks for messages");
    let rpc = stage.rpc();
    let begun = Instant::now();
    wake_until(&stage, &rpc, "heartbeat.unknown_account", true);
    Trial::new(&stage, "heartbeat of an unknown account", "heartbeat.unknown_account", "choose_a_configured_account")
        .begun(begun)
        .choice("default")
        .proof_may_be_quick()
        .ends_as(Outcome::AwaitingProof)
        .proven_by(|stage| wake_until(stage, &stage.rpc(), "heartbeat.unknown_account", false))
        .undone()
        .beside(&[&["config", "set", "agents.defaults.heartbeat.accountId", "default"]])
        .told();
}

#[test]
#[ignore = "slow: a real gateway's heartbeats are switched off"]
fn slow_heartbeats_that_are_switched_off() {
    let model = FakeModel::start(Script::always(Answer::says("HEARTBEAT_OK"))).unwrap();
    let stage = beating(&model, json!({"every": "30s", "target": "none"}), json!({}));
    let rpc = stage.rpc();
    let begun = Instant::now();
    rpc.call("set-heartbeats", json!({"enabled": false}));
    Trial::new(&stage, "heartbeat disabled", "heartbeat.skipped", "change_what_causes_it")
        .begun(begun)
        .by(By::Window)
        .proof_may_be_quick()
        .ends_as(Outcome::AwaitingProof)
        .proven_by(|stage| wake_until(stage, &stage.rpc(), "heartbeat.skipped", false))
        .beside(&[&["system", "heartbeat", "enable"]])
        .told();
}
