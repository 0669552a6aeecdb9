//! The computer sleeps and wakes.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;

use clawtray_core::{CallProblem, Effect, Event, HelloFacts, LinkEvent, Reply, Request, TimerId};
use common::{World, hello};

/// Running, and the gateway offers to be put to sleep.
fn able() -> World {
    let mut world = World::new();
    world.launch();
    world.become_ready();
    let methods = ["gateway.suspend.prepare", "gateway.suspend.resume"].map(String::from).to_vec();
    world.link(LinkEvent::Ready(HelloFacts { methods, ..hello() }));
    world
}

fn prepares(request: &Request) -> bool {
    matches!(request, Request::PrepareSleep { .. })
}

#[test]
fn the_computer_waits_for_the_gateway_and_the_lease_is_given_back_after_waking() {
    let mut world = able();
    world.tell(Event::Sleeps);
    assert!(!world.did(&Effect::LetSleep), "it waits");
    world.reply(prepares, Reply::Asleep { lease: Some("s1".into()) });
    assert!(world.did(&Effect::LetSleep));
    world.pass(3_600_000);
    world.tell(Event::Woke);
    assert!(world.call(|request| *request == Request::EndSleep { lease: "s1".into() }).is_some());
    world.all.clear();
    world.pass(60_000);
    world.tell(Event::Woke);
    assert!(world.call(|request| matches!(request, Request::EndSleep { .. })).is_none(), "only once");
}

#[test]
fn a_gateway_that_is_busy_silent_or_too_old_holds_nobody_up() {
    let mut old = World::running();
    old.tell(Event::Sleeps);
    assert!(old.did(&Effect::LetSleep) && old.call(prepares).is_none());
    let mut busy = able();
    busy.tell(Event::Sleeps);
    busy.reply(prepares, Reply::Asleep { lease: None });
    assert!(busy.did(&Effect::LetSleep));
    let mut silent = able();
    silent.tell(Event::Sleeps);
    let ticket = silent.call(prepares).unwrap();
    silent.tell(Event::Replied { ticket, result: Err(CallProblem::TimedOut) });
    assert!(silent.did(&Effect::LetSleep));
}

#[test]
fn a_lease_that_comes_after_waking_or_without_a_connection_is_given_back_when_that_is_possible() {
    let ends = |request: &Request| *request == Request::EndSleep { lease: "s1".into() };
    let mut late = able();
    late.tell(Event::Sleeps);
    late.tell(Event::Woke);
    late.reply(prepares, Reply::Asleep { lease: Some("s1".into()) });
    assert!(late.call(ends).is_some(), "the answer came after the sleep");
    let mut lost = able();
    lost.tell(Event::Sleeps);
    lost.reply(prepares, Reply::Asleep { lease: Some("s1".into()) });
    lost.link(LinkEvent::Closed { code: Some(1006), words: String::new() });
    lost.pass(60_000);
    lost.tell(Event::Woke);
    assert!(lost.call(ends).is_none(), "there is nobody to give it to");
    lost.link(LinkEvent::Ready(hello()));
    assert!(lost.call(ends).is_some());
}

#[test]
fn after_waking_a_connection_that_stands_is_asked_and_one_that_says_nothing_is_made_anew() {
    let mut world = World::running();
    world.pass(3_600_000);
    world.tell(Event::Woke);
    assert_eq!(world.timer_of(TimerId::Probe), Some(0));
    let ticket = world.call(|request| *request == Request::Health).expect("it is asked at once");
    world.tell(Event::Woke);
    assert_eq!(world.call(|request| *request == Request::Health), Some(ticket), "two tellings of one sleep are one");
    let refused = CallProblem::Refused { code: "UNAVAILABLE".into(), words: "suspended".into() };
    world.tell(Event::Replied { ticket, result: Err(refused) });
    assert!(!world.did(&Effect::Disconnect), "a refusal is a sign of life");
    world.pass(60_000);
    world.tell(Event::Woke);
    let ticket = world.call(|request| *request == Request::Health).unwrap();
    world.tell(Event::Replied { ticket, result: Err(CallProblem::TimedOut) });
    assert!(world.did(&Effect::Disconnect) && world.last.iter().any(|effect| matches!(effect, Effect::Connect { .. })));
}
