//! What a gateway tells before it has taken a change in is no verdict.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;

use clawtray_contract::{FindingRef, Intent, Outcome, UndoState};
use clawtray_core::{
    CallProblem, Effect, Event, HelloFacts, JobDue, LinkEvent, Parts, Reply, Request, Scheduler, TimerId,
};
use common::{World, hello};
use serde_json::{Value, json};

fn config(world: &mut World, value: Value) {
    let reply = Reply::Config { hash: "h1".into(), valid: true, value };
    world.reply(|request| *request == Request::ReadConfig, reply);
}

fn scheduler(world: &mut World, enabled: bool) {
    let scheduler = Some(Scheduler { enabled, jobs: 1, next_wake_ms: None });
    world.reply(|request| *request == Request::Parts, Reply::Parts(Parts { scheduler, ..Parts::default() }));
}

/// OpenClaw 2026.4.29 starts anew for most changes, and may end the session before it answers.
#[test]
fn a_session_that_ends_while_the_gateway_writes_is_no_failure() {
    for written in [true, false] {
        let (mut world, repair) = asked(3);
        let ticket = world.call(|request| matches!(request, Request::PatchConfig { .. })).unwrap();
        world.link(LinkEvent::Closed { code: Some(1012), words: "service restart".into() });
        world.tell(Event::Replied { ticket, result: Err(CallProblem::NotConnected) });
        assert_eq!(world.outcome(repair), None, "nobody knows yet");
        world.tell(Event::Timer(TimerId::Link));
        world.link(LinkEvent::Ready(hello()));
        // Both the repair and the new session read it.
        let read = |effect: &Effect| match effect {
            Effect::Call { ticket, request: Request::ReadConfig, .. } => Some(*ticket),
            _ => None,
        };
        for ticket in world.all.iter().filter_map(read).collect::<Vec<_>>() {
            let value = json!({"cron": {"enabled": written}});
            let reply = Reply::Config { hash: "h2".into(), valid: true, value };
            world.tell(Event::Replied { ticket, result: Ok(reply) });
        }
        scheduler(&mut world, written);
        assert_eq!(world.outcome(repair) == Some(Outcome::Repaired), written);
        assert_eq!(world.outcome(repair) == Some(Outcome::Failed), !written);
    }
}

/// A scheduler that is off is to be switched on, and the gateway was asked to write that.
fn asked(protocol: u32) -> (World, u64) {
    let mut world = World::running();
    world.link(LinkEvent::Closed { code: None, words: String::new() });
    world.tell(Event::Timer(TimerId::Link));
    world.link(LinkEvent::Ready(HelloFacts { protocol, ..hello() }));
    let due = JobDue { job: "a".into(), enabled: true, ..JobDue::default() };
    world.reply(|request| *request == Request::ListJobs, Reply::Jobs { runs: vec![], due: vec![due] });
    scheduler(&mut world, false);
    let before = json!({"cron": {"enabled": false}});
    config(&mut world, before.clone());
    let repair = world.run(FindingRef::of("cron.disabled"), "switch_scheduling_on");
    config(&mut world, before);
    (world, repair)
}

/// A scheduler that is off was just switched on, and the gateway has written that.
fn switched_on() -> (World, u64) {
    let (mut world, repair) = asked(4);
    world.reply(|request| matches!(request, Request::PatchConfig { .. }), Reply::Done);
    config(&mut world, json!({"cron": {"enabled": true}}));
    (world, repair)
}

#[test]
fn the_verdict_waits_until_the_gateway_has_taken_the_change_in() {
    let (mut world, repair) = switched_on();
    assert!(world.did(&Effect::LookAround), "what the file says is looked at, too");
    scheduler(&mut world, false);
    assert_eq!(world.outcome(repair), None, "it may still tell how it was before");
    world.pass(500);
    world.tell(Event::Timer(TimerId::Repair));
    scheduler(&mut world, true);
    assert_eq!(world.outcome(repair), Some(Outcome::Repaired));
    assert_eq!(world.finding("cron.disabled"), None);
}

#[test]
fn a_gateway_that_never_takes_it_in_is_still_broken_after_a_while() {
    let (mut world, repair) = switched_on();
    let mut looks = 0;
    while world.outcome(repair).is_none() {
        scheduler(&mut world, false);
        world.pass(500);
        world.tell(Event::Timer(TimerId::Repair));
        looks += 1;
        assert!(looks < 30, "the wait has an end");
    }
    assert_eq!(world.outcome(repair), Some(Outcome::StillBroken));
    assert_eq!(world.view().repairs[0].undo, UndoState::Available);
}

#[test]
fn whoever_does_not_want_to_wait_for_it_can_take_it_back() {
    let (mut world, repair) = switched_on();
    world.ask(Intent::CancelRepair { repair });
    assert_eq!(world.outcome(repair), Some(Outcome::AbortedByPerson));
    assert_eq!(world.view().repairs[0].undo, UndoState::Available);
}

#[test]
fn a_configuration_read_in_an_earlier_session_is_read_again() {
    let mut world = World::running();
    world.reply(
        |request| *request == Request::ListJobs,
        Reply::Jobs { runs: vec![], due: vec![JobDue { job: "a".into(), enabled: true, ..JobDue::default() }] },
    );
    scheduler(&mut world, false);
    config(&mut world, json!({"cron": {"enabled": false}}));
    let reads = |world: &World| {
        let read = |effect: &&Effect| matches!(effect, Effect::Call { request: Request::ReadConfig, .. });
        world.all.iter().filter(read).count()
    };
    assert_eq!(reads(&world), 1);
    world.pass(1_000);
    assert_eq!(reads(&world), 1, "once for each sign-in");
    world.link(LinkEvent::Closed { code: Some(1012), words: "service restart".into() });
    world.link(LinkEvent::Ready(hello()));
    assert_eq!(reads(&world), 2);
}
