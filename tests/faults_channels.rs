//! Faults of a channel put into a real OpenClaw gateway, with a Telegram that the test plays: each is named, and gone
//! once it is undone.
#![cfg(target_os = "linux")]
#![allow(clippy::print_stdout, clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;

use std::time::Instant;

use clawtray_testkit::fake_telegram::{FakeTelegram, Mood};
use common::{
    READY, Stage,
    faults::{after_a_look, named, passed, running},
};
use serde_json::json;

const OWNER: i64 = 4242;
const STRANGER: i64 = 5151;
const GROUP: i64 = -100_200_300;

#[test]
#[ignore = "slow: a real gateway goes through the faults of a channel"]
fn slow_what_happens_to_a_channel_is_named_until_it_is_undone() {
    let telegram = FakeTelegram::start().unwrap();
    let mut stage = Stage::without_screen();
    running(
        &mut stage,
        json!({"channels": {"telegram": {
            "enabled": true, "botToken": "123456:played", "apiRoot": telegram.root(), "dmPolicy": "pairing",
            "groups": {GROUP.to_string(): {"requireMention": true}}, "groupPolicy": "open",
        }}}),
    );
    telegram.wait_for(READY, |asked| asked.method == "getUpdates").expect("it asks for messages");
    let rpc = stage.rpc();

    // Somebody writes for the first time.
    let begun = Instant::now();
    telegram.writes(STRANGER, "Sam", "hello");
    telegram.wait_for(READY, |asked| asked.method == "sendMessage").expect("Sam is told a code");
    named(&stage, "channel.pairing_pending");
    let pending = rpc.call("channels.pairing.list", json!({}));
    let request = pending["requests"][0]["requestId"].as_str().expect("a request").to_owned();
    rpc.call("channels.pairing.dismiss", json!({"channel": "telegram", "accountId": "default", "requestId": request}));
    stage.wait_gone("channel.pairing_pending", READY);
    passed("sender pairing pending", "channel.pairing_pending", begun);

    // A group is written into without a mention.
    let begun = Instant::now();
    telegram.writes_in_group(GROUP, OWNER, "Ann", "what is for dinner?");
    named(&stage, "channel.mention_required");
    rpc.patch(&json!({"channels": {"telegram": {"groups": {GROUP.to_string(): {"requireMention": false}}}}}));
    stage.wait_gone("channel.mention_required", READY);
    passed("mention required", "channel.mention_required", begun);

    // Another program fetches the bot's messages.
    let begun = Instant::now();
    telegram.is(Mood::Conflict);
    after_a_look(&stage, "channel.disconnected", true);
    let out = named(&stage, "channel.disconnected");
    assert_eq!(out.subject.as_deref(), Some("telegram/default"), "{out:?}");
    telegram.is(Mood::Fine);
    after_a_look(&stage, "channel.disconnected", false);
    passed("channel conflict", "channel.disconnected", begun);

    // The token is taken back.
    let begun = Instant::now();
    telegram.is(Mood::TokenRefused);
    after_a_look(&stage, "channel.disconnected", true);
    telegram.is(Mood::Fine);
    rpc.call("channels.start", json!({"channel": "telegram", "accountId": "default"}));
    after_a_look(&stage, "channel.disconnected", false);
    passed("channel token wrong", "channel.disconnected", begun);
}
