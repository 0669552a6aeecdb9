//! Stops and restarts respect what the gateway is doing, where it can tell.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;

use clawtray_contract::{Intent, State};
use clawtray_core::{CallProblem, Effect, Event, ExitReason, HelloFacts, LinkEvent, Reply, Request, TimerId};
use common::{GATEWAY, World, hello};

/// Runs, and offers both calls.
fn world() -> World {
    let mut world = World::running();
    let methods = ["gateway.restart.preflight", "gateway.restart.request"].map(String::from).to_vec();
    world.link(LinkEvent::Closed { code: None, words: String::new() });
    world.link(LinkEvent::Ready(HelloFacts { methods, ..hello() }));
    world
}

fn count(world: &mut World, active: u64) {
    world.reply(|request| *request == Request::CountWork, Reply::Work { active, running: vec![] });
}

#[test]
fn a_stop_says_what_it_waits_for_and_can_be_cut_short() {
    let mut world = world();
    world.ask(Intent::Stop { now: false });
    assert!(!world.did(&Effect::Terminate { process: GATEWAY }), "first it is asked how much it is doing");
    assert!(!world.did(&Effect::Disconnect), "which needs the link");
    count(&mut world, 2);
    assert!(world.did(&Effect::Terminate { process: GATEWAY }));
    let view = world.view();
    assert!(
        view.headline.contains("waiting for 2 running tasks") && view.headline.contains("5 min"),
        "{}",
        view.headline
    );
    assert!(view.can_stop_now);
    world.ask(Intent::Stop { now: true });
    assert!(world.did(&Effect::Kill { process: GATEWAY }));
    world.exit(ExitReason::Signal(9));
    assert_eq!(world.view().state, State::Paused);
    assert_eq!(world.view().exits, [], "it was asked for");
}

#[test]
fn a_count_that_does_not_come_does_not_hold_up_the_stop() {
    let mut world = world();
    world.ask(Intent::Stop { now: false });
    let ticket = world.call(|request| *request == Request::CountWork).unwrap();
    world.tell(Event::Replied { ticket, result: Err(CallProblem::TimedOut) });
    assert!(world.did(&Effect::Terminate { process: GATEWAY }));
    assert!(world.timer_of(TimerId::StopDeadline).is_some());
    let mut ended = self::world();
    ended.ask(Intent::Stop { now: false });
    ended.exit(ExitReason::Clean);
    assert_eq!(ended.view().state, State::Paused);
    count(&mut ended, 1);
    assert!(!ended.did(&Effect::Terminate { process: GATEWAY }), "there is nobody left to ask");
}

#[test]
fn a_restart_waits_for_work_and_the_new_generation_is_no_new_process() {
    let mut world = world();
    world.ask(Intent::Restart);
    assert!(!world.did(&Effect::Terminate { process: GATEWAY }), "the gateway is asked instead");
    world.reply(|request| *request == Request::RestartWhenIdle, Reply::Work { active: 3, running: vec![] });
    assert!(world.view().headline.contains("when 3 running tasks have ended"), "{}", world.view().headline);
    world.link(LinkEvent::Shutdown { restart_expected_ms: Some(1_500) });
    assert_eq!(world.view().state, State::Starting);
    let again = HelloFacts { boot_id: Some("b2".into()), ..hello() };
    world.link(LinkEvent::Ready(again));
    world.fact(clawtray_core::Fact::Probed(common::ready_probes()));
    assert_eq!(world.view().state, State::Running);
    assert_eq!(world.view().details.pid, Some(GATEWAY.pid));
    assert_eq!(world.view().exits, []);
}

#[test]
fn whoever_asks_for_a_restart_twice_or_is_refused_gets_it_at_once() {
    let mut twice = world();
    twice.ask(Intent::Restart);
    twice.reply(|request| *request == Request::RestartWhenIdle, Reply::Work { active: 1, running: vec![] });
    twice.ask(Intent::Restart);
    count(&mut twice, 1);
    assert!(twice.did(&Effect::Terminate { process: GATEWAY }));
    let mut refused = world();
    refused.ask(Intent::Restart);
    let ticket = refused.call(|request| *request == Request::RestartWhenIdle).unwrap();
    refused.tell(Event::Replied { ticket, result: Err(CallProblem::NotOffered) });
    assert!(refused.did(&Effect::Terminate { process: GATEWAY }));
    refused.exit(ExitReason::Clean);
    assert!(refused.did(&Effect::LookForGateway), "and comes back");
}

#[test]
fn a_restart_that_nobody_announced_is_seen_by_its_generation_and_delays_stability() {
    let mut world = world();
    world.pass(50_000);
    world.link(LinkEvent::Closed { code: Some(1012), words: "service restart".into() });
    world.link(LinkEvent::Ready(HelloFacts { boot_id: Some("b2".into()), ..hello() }));
    assert_eq!(world.timer_of(TimerId::Stable), Some(60_000));
    assert!(world.last.iter().any(|effect| matches!(effect, Effect::Timer { id: TimerId::Stable, .. })));
}
