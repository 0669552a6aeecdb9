//! What is done without asking: only where the settings say so, after a grace, within a budget, and told afterwards.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;

use clawtray_contract::{AskedBy, Mode, Outcome};
use clawtray_core::{
    CliCommand, CliProblem, Effect, Event, ExitReason, Fact, LinkEvent, Occupancy, Options, Refusal, Saved,
    ServiceFile, ServiceUnit, Settings, Surroundings, TimerId,
};
use common::{World, around, options, ready_probes};

const MINUTE: u64 = 60_000;

fn with(text: &str) -> Options {
    Options { settings: Settings::read(text).0, ..options() }
}

/// Signed out, because the token is another one.
fn refused(options: Options, saved: Saved) -> World {
    let mut world = World::with(options, saved);
    world.launch();
    world.fact(Fact::Probed(ready_probes()));
    world.link(LinkEvent::Refused(Refusal::TokenMismatch));
    assert!(world.finding("auth.token_mismatch").is_some());
    world
}

fn after(world: &mut World, ms: u64) {
    world.pass(ms);
    world.tell(Event::Timer(TimerId::Judge));
}

fn fetches(world: &World) -> usize {
    world.all.iter().filter(|effect| **effect == Effect::FetchToken).count()
}

const ON: &str = r#"{"automatic": {"auth.token_mismatch": true}}"#;

#[test]
fn nothing_is_done_unasked_unless_it_was_switched_on_and_never_before_its_grace() {
    let mut world = refused(options(), Saved::default());
    after(&mut world, 60 * MINUTE);
    assert_eq!(fetches(&world), 0, "off by default");

    let mut world = refused(with(ON), Saved::default());
    after(&mut world, MINUTE - 1_000);
    assert_eq!(fetches(&world), 0, "it may pass by itself");
    after(&mut world, 1_000);
    assert_eq!(fetches(&world), 1);
    let repair = world.view().repairs.remove(0);
    assert_eq!((repair.asked_by, repair.outcome), (AskedBy::Clawtray, None));
}

/// One try that fails.
fn fails(world: &mut World) {
    world.fact(Fact::TokenFetched(Err("no answer".into())));
    assert_eq!(world.view().repairs[0].outcome, Some(Outcome::Failed));
}

#[test]
fn the_budget_ends_it_is_told_once_and_outlives_the_keeper() {
    let mut world = refused(with(ON), Saved::default());
    after(&mut world, MINUTE);
    for tries in 1..=3 {
        assert_eq!(fetches(&world), tries);
        fails(&mut world);
        let notes = world.notes();
        assert!(notes.iter().any(|note| note.title.contains("without asking")), "{notes:?}");
        after(&mut world, MINUTE);
        assert_eq!(fetches(&world), tries, "there is a pause between two tries");
        after(&mut world, 10 * MINUTE);
    }
    assert_eq!(fetches(&world), 3, "three times in a day");
    let repair = world.view().repairs.remove(0);
    assert_eq!((repair.outcome, repair.asked_by), (Some(Outcome::BudgetSpent), AskedBy::Clawtray));
    assert!(repair.text.contains("waits for you"), "{}", repair.text);
    let kept = world.view().repairs.len();
    after(&mut world, 60 * MINUTE);
    assert_eq!(world.view().repairs.len(), kept, "said once");

    world.tell(Event::Timer(TimerId::Save));
    let saved = world.all.iter().rev().find_map(|effect| match effect {
        Effect::Save(saved) => Some((**saved).clone()),
        _ => None,
    });
    let mut next = World::with(with(ON), saved.unwrap());
    next.now = world.now;
    next.tell(Event::Began);
    next.fact(Fact::Surroundings(Box::new(around())));
    next.fact(Fact::Occupancy(Occupancy::Ours(common::GATEWAY)));
    next.fact(Fact::Probed(ready_probes()));
    next.link(LinkEvent::Refused(Refusal::TokenMismatch));
    after(&mut next, 30 * MINUTE);
    assert_eq!(fetches(&next), 0, "a new keeper does not begin anew");
    after(&mut next, 24 * 60 * MINUTE);
    assert_eq!(fetches(&next), 1, "the next day it does");
}

#[test]
fn a_gateway_that_crashed_stays_down_where_restarts_are_switched_off() {
    for (text, restarts) in [("", true), (r#"{"automatic": {"service.not_running": false}}"#, false)] {
        let mut world = World::with(with(text), Saved::default());
        world.launch();
        world.become_ready();
        world.exit(ExitReason::Signal(9));
        assert_eq!(world.timer_of(TimerId::Restart).is_some(), restarts, "{text}");
        assert!(world.finding("service.not_running").is_some() || restarts);
    }
}

/// A service of this profile, in that state.
fn service(options: Options, active: &str) -> World {
    let mut world = World::with(options, Saved::default());
    let service =
        ServiceFile { path: "/u/x".into(), name: "openclaw-gateway.service".into(), ..ServiceFile::default() };
    world.tell(Event::Began);
    world.fact(Fact::Surroundings(Box::new(Surroundings { mode: Mode::Service, service: Some(service), ..around() })));
    let changed_ms = world.now.unix_ms;
    world.fact(Fact::ServiceUnit(Some(ServiceUnit { active: active.into(), changed_ms, ..ServiceUnit::default() })));
    world.fact(Fact::Occupancy(Occupancy::Free));
    world
}

#[test]
fn a_service_that_its_manager_gave_up_is_woken_and_one_that_somebody_stopped_is_not() {
    let started = |world: &World| {
        let start = |effect: &&Effect| matches!(effect, Effect::RunCli { command: CliCommand::ServiceStart, .. });
        world.all.iter().filter(start).count()
    };
    let mut world = service(options(), "failed");
    after(&mut world, 10 * MINUTE);
    after(&mut world, MINUTE);
    assert_eq!(started(&world), 1, "on by default");
    let ticket = world.command();
    world.tell(Event::CliEnded { ticket, result: Err(CliProblem::Refused { words: "no".into() }) });
    assert_eq!(world.view().repairs[0].asked_by, AskedBy::Clawtray);

    let mut world = service(options(), "inactive");
    after(&mut world, 60 * MINUTE);
    assert_eq!(started(&world), 0, "systemctl stop is somebody's word");
    let mut world = service(with(r#"{"automatic": {"service.not_running": false}}"#), "failed");
    after(&mut world, 60 * MINUTE);
    assert_eq!(started(&world), 0);
}
