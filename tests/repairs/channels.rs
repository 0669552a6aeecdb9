//! What befalls a channel, with a Telegram that the test plays.

use std::{process::Command, time::Instant};

use clawtray_contract::{Outcome, State};
use clawtray_testkit::fake_telegram::{FakeTelegram, Mood};
use serde_json::{Value, json};

use crate::common::{
    READY, SOON, Stage,
    faults::{after_a_look, running},
    proof::{By, Trial, again, openclaw},
};

const OWNER: i64 = 4242;
const STRANGER: i64 = 5151;
const SECOND: i64 = 6161;
const GROUP: i64 = -100_200_300;

fn with_telegram(telegram: &FakeTelegram) -> Stage {
    let mut stage = Stage::without_screen();
    let channel = json!({
        "enabled": true, "botToken": "123456:played", "apiRoot": telegram.root(), "dmPolicy": "pairing",
        "groups": {GROUP.to_string(): {"requireMention": true}}, "groupPolicy": "open",
    });
    running(&mut stage, json!({"channels": {"telegram": channel}}));
    telegram.wait_for(READY, |asked| asked.method == "getUpdates").expect("it asks for messages");
    stage
}

fn pending(stage: &Stage) -> Vec<Value> {
    stage.rpc().call("channels.pairing.list", json!({}))["requests"].as_array().cloned().unwrap_or_default()
}

#[test]
#[ignore = "slow: somebody writes to a real gateway for the first time"]
fn slow_a_sender_that_waits() {
    let telegram = FakeTelegram::start().unwrap();
    let stage = with_telegram(&telegram);
    let begun = Instant::now();
    telegram.writes(STRANGER, "Sam", "hello");
    let row = Trial::new(&stage, "sender pairing pending", "channel.pairing_pending", "approve")
        .begun(begun)
        .ends_as(Outcome::Repaired);
    assert!(pending(&stage).is_empty(), "the gateway knows of it");
    telegram.writes(SECOND, "Kim", "hello");
    again(&stage, "channel.pairing_pending");
    // Only OpenClaw's own list tells the code.
    let list = ["pairing", "list", "telegram", "--json"];
    let listed: Value = serde_json::from_slice(&openclaw(&stage, &list).stdout).expect("a list");
    let code = listed["requests"][0]["code"].as_str().unwrap_or_else(|| panic!("no code: {listed}")).to_owned();
    let row = row.beside(&[&list, &["pairing", "approve", "telegram", &code]]);
    stage.wait_gone("channel.pairing_pending", READY);
    row.told();
}

#[test]
#[ignore = "slow: a group writes to a real gateway"]
fn slow_a_group_that_has_to_mention() {
    let telegram = FakeTelegram::start().unwrap();
    let stage = with_telegram(&telegram);
    let begun = Instant::now();
    telegram.writes_in_group(GROUP, OWNER, "Ann", "what is for dinner?");
    let action = "answer_without_a_mention_in_this_group";
    let row = Trial::new(&stage, "mention required", "channel.mention_required", action)
        .begun(begun)
        .by(By::Window)
        .ends_as(Outcome::Repaired)
        .undone();
    telegram.writes_in_group(GROUP, OWNER, "Ann", "and for lunch?");
    again(&stage, "channel.mention_required");
    let groups = json!({GROUP.to_string(): {"requireMention": false}}).to_string();
    let row = row.beside(&[&["config", "set", "channels.telegram.groups", &groups, "--json"]]);
    stage.wait_gone("channel.mention_required", READY);
    row.told();
}

#[test]
#[ignore = "slow: a real gateway is killed until it holds its channels back"]
fn slow_channels_that_are_held_back() {
    let telegram = FakeTelegram::start().unwrap();
    let stage = with_telegram(&telegram);
    let begun = Instant::now();
    for _ in 0..3 {
        let pid = stage.wait_state(State::Running, READY).details.pid.expect("a process");
        assert!(Command::new("kill").args(["-9", &pid.to_string()]).status().unwrap().success());
        stage.wait("its end is seen", SOON, |stage| (stage.gateway().details.pid != Some(pid)).then_some(()));
    }
    stage.wait_state(State::Running, READY * 2);
    Trial::new(&stage, "channel suppressed", "channel.disconnected", "start_channels")
        .begun(begun)
        .by(By::Menu)
        .proof_may_be_quick()
        .ends_as(Outcome::AwaitingProof)
        .proven_by(|_| {})
        .told();
}

#[test]
#[ignore = "slow: a real gateway's channel is refused"]
fn slow_a_channel_that_was_refused() {
    let telegram = FakeTelegram::start().unwrap();
    let stage = with_telegram(&telegram);
    let begun = Instant::now();
    telegram.is(Mood::TokenRefused);
    after_a_look(&stage, "channel.disconnected", true);
    telegram.is(Mood::Fine);
    let row = Trial::new(&stage, "channel token refused", "channel.disconnected", "reconnect_it")
        .begun(begun)
        .proof_may_be_quick()
        .ends_as(Outcome::AwaitingProof)
        .proven_by(|stage| after_a_look(stage, "channel.disconnected", false));
    let output = openclaw(&stage, &["channels", "status", "--probe", "--json"]);
    assert!(output.status.success());
    row.told();
}

#[test]
#[ignore = "slow: another program fetches the messages of a real gateway's bot"]
fn slow_a_channel_whose_messages_another_program_fetches() {
    let telegram = FakeTelegram::start().unwrap();
    let stage = with_telegram(&telegram);
    let begun = Instant::now();
    telegram.is(Mood::Conflict);
    after_a_look(&stage, "channel.disconnected", true);
    telegram.is(Mood::Fine);
    Trial::new(&stage, "channel conflict", "channel.disconnected", "reconnect_it")
        .begun(begun)
        .proof_may_be_quick()
        .ends_as(Outcome::AwaitingProof)
        .proven_by(|stage| after_a_look(stage, "channel.disconnected", false))
        .told();
}

/// OpenClaw 2026.9.6 tells of it only where somebody has turned its log up to `debug`.
#[test]
#[ignore = "slow: somebody who is not allowed to writes to a real gateway"]
fn slow_a_sender_that_is_blocked() {
    let telegram = FakeTelegram::start().unwrap();
    let mut stage = Stage::without_screen();
    let channel = json!({
        "enabled": true, "botToken": "123456:played", "apiRoot": telegram.root(), "dmPolicy": "allowlist",
        "allowFrom": [OWNER.to_string()],
    });
    running(&mut stage, json!({"logging": {"level": "debug"}, "channels": {"telegram": channel}}));
    telegram.wait_for(READY, |asked| asked.method == "getUpdates").expect("it asks for messages");
    let begun = Instant::now();
    telegram.writes(STRANGER, "Sam", "hello");
    let row = Trial::new(&stage, "sender blocked", "channel.blocked", "allow_this_sender_or_group")
        .begun(begun)
        .choice("allowFrom")
        .ends_as(Outcome::Repaired)
        .undone();
    let allowed = json!([OWNER.to_string(), STRANGER.to_string()]).to_string();
    row.beside(&[&["config", "set", "channels.telegram.allowFrom", &allowed, "--json"]]).told();
}
