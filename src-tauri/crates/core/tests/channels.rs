//! Channels that OpenClaw held back after crashes, and channels that lost their connection.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;

use clawtray_contract::{FindingRef, Intent, Outcome, State};
use clawtray_core::{CallProblem, ChannelAccount, Effect, Event, Fact, Parts, Probes, Reply, Request, TimerId};
use common::{World, ready_probes};

fn account(channel: &str, account: &str, running: bool) -> ChannelAccount {
    ChannelAccount {
        channel: channel.into(),
        label: channel.to_uppercase(),
        account: account.into(),
        enabled: true,
        configured: true,
        running,
        lifecycle: Some(if running { "ready" } else { "stopped" }.into()),
        health: (!running).then(|| "not-running".into()),
        ..ChannelAccount::default()
    }
}

fn told(world: &mut World, accounts: Vec<ChannelAccount>) {
    let parts = Parts { channels: Some(accounts), ..Parts::default() };
    world.reply(|request| *request == Request::Parts, Reply::Parts(parts));
}

/// Ready, with a channel of two accounts and one of one that OpenClaw did not start.
fn held_back() -> World {
    let mut world = World::running();
    let suppressed = vec!["telegram".into(), "discord".into()];
    world.fact(Fact::Probed(Probes { suppressed, ..ready_probes() }));
    let accounts = vec![
        account("telegram", "default", false),
        account("telegram", "work", false),
        account("discord", "default", false),
        account("slack", "default", true),
    ];
    told(&mut world, accounts);
    world
}

fn starts(world: &World) -> Vec<(String, Option<String>)> {
    let start = |effect: &Effect| match effect {
        Effect::Call { request: Request::StartChannel { channel, account }, .. } => {
            Some((channel.clone(), account.clone()))
        }
        _ => None,
    };
    world.all.iter().filter_map(start).collect()
}

fn telegram() -> FindingRef {
    FindingRef { id: "channel.disconnected".into(), subject: Some("telegram/default".into()) }
}

#[test]
fn after_a_minute_of_being_ready_they_are_a_finding_of_their_own_and_the_gateway_is_not_down() {
    let mut world = held_back();
    world.pass(59_000);
    world.tell(Event::Timer(TimerId::Judge));
    assert_eq!(world.finding("channel.disconnected"), None, "not yet");
    world.pass(1_000);
    world.tell(Event::Timer(TimerId::Judge));
    let finding = world.finding("channel.disconnected").expect("now");
    assert!(finding.text.contains("did not start") && finding.text.contains("The gateway itself runs"), "{finding:?}");
    assert_eq!(finding.actions[0].id, "start_channels");
    assert_eq!(world.finding("service.not_running"), None);
    assert_eq!(world.finding("process.crash_loop"), None);
    assert_eq!(world.view().state, State::Degraded);
}

#[test]
fn somebody_who_looks_again_is_told_how_the_parts_fare_now() {
    let mut world = held_back();
    let asked = |world: &World| {
        let asks = |effect: &&Effect| matches!(effect, Effect::Call { request: Request::Parts, .. });
        world.all.iter().filter(asks).count()
    };
    let before = asked(&world);
    world.ask(Intent::Refresh);
    assert_eq!(asked(&world), before + 1);
}

#[test]
fn one_click_starts_every_account_that_was_held_back_and_no_other() {
    let mut world = held_back();
    world.pass(60_000);
    world.tell(Event::Timer(TimerId::Judge));
    let repair = world.run(telegram(), "start_channels");
    for _ in 0..3 {
        world.reply(|request| matches!(request, Request::StartChannel { .. }), Reply::Done);
    }
    let one = |channel: &str, account: &str| (channel.to_owned(), Some(account.to_owned()));
    assert_eq!(starts(&world), [one("telegram", "default"), one("telegram", "work"), one("discord", "default")]);
    assert_eq!(world.outcome(repair), Some(Outcome::AwaitingProof), "handed off is not connected");
    world.fact(Fact::Probed(ready_probes()));
    let names = [("telegram", "default"), ("telegram", "work"), ("discord", "default")];
    told(&mut world, names.map(|(channel, of)| account(channel, of, true)).to_vec());
    assert_eq!(world.finding("channel.disconnected"), None);
    assert_eq!(world.outcome(repair), Some(Outcome::Repaired));
}

#[test]
fn one_account_is_stopped_and_started_by_channel_and_account() {
    let mut world = World::running();
    let lost = ChannelAccount { lifecycle: Some("recovering".into()), ..account("telegram", "default", false) };
    told(&mut world, vec![ChannelAccount { running: true, connected: Some(false), health: None, ..lost }]);
    world.pass(60_000);
    world.tell(Event::Timer(TimerId::Judge));
    world.run(telegram(), "reconnect_it");
    let stop = Request::StopChannel { channel: "telegram".into(), account: Some("default".into()) };
    world.reply(|request| *request == stop, Reply::Done);
    assert_eq!(starts(&world), [("telegram".to_owned(), Some("default".to_owned()))]);
}

#[test]
fn a_start_that_the_gateway_skips_is_a_failure_with_its_reason() {
    let mut world = held_back();
    world.pass(60_000);
    world.tell(Event::Timer(TimerId::Judge));
    let repair = world.run(telegram(), "start_channels");
    let ticket = world.call(|request| matches!(request, Request::StartChannel { .. })).unwrap();
    let refused = CallProblem::Refused { code: "CHANNEL_NOT_STARTED".into(), words: "disabled".into() };
    world.tell(Event::Replied { ticket, result: Err(refused) });
    assert_eq!(world.outcome(repair), Some(Outcome::Failed));
}
