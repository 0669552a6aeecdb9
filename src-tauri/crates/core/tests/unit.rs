//! The service manager keeps the gateway and tells by itself.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;

use clawtray_contract::{Answer, FindingRef, Intent, Mode, State};
use clawtray_core::{
    CliCommand, Effect, Event, ExitReason, Fact, Holder, KeptBy, Occupancy, ProcessRef, ServiceFile, ServiceUnit,
    Surroundings, TimerId,
};
use common::{World, around};

const SERVICE: ProcessRef = ProcessRef { pid: 677, start_time: 9 };

const UNIT: &str = "openclaw-gateway.service";

fn served() -> Occupancy {
    let kept_by = KeptBy { unit: Some(UNIT.into()), ..KeptBy::default() };
    Occupancy::Gateway(Holder { process: Some(SERVICE), name: "openclaw-gateway".into(), kept_by, ..Holder::default() })
}

fn unit(world: &World, active: &str) -> ServiceUnit {
    let changed_ms = world.now.unix_ms;
    ServiceUnit {
        active: active.into(),
        sub: "dead".into(),
        result: "exit-code".into(),
        changed_ms,
        ..ServiceUnit::default()
    }
}

fn tell(world: &mut World, unit: ServiceUnit) {
    world.fact(Fact::ServiceUnit(Some(unit)));
}

fn world(active: &str) -> World {
    let mut world = World::new();
    world.tell(Event::Began);
    let service = ServiceFile { name: UNIT.into(), ..ServiceFile::default() };
    world.fact(Fact::Surroundings(Box::new(Surroundings { mode: Mode::Service, service: Some(service), ..around() })));
    let unit = unit(&world, active);
    tell(&mut world, unit);
    world.fact(Fact::Occupancy(Occupancy::Free));
    world
}

fn never_spawned(world: &World) {
    let started = |effect: &Effect| matches!(effect, Effect::Spawn { .. } | Effect::Prepare);
    assert!(!world.all.iter().any(started), "a child beside the service");
}

#[test]
fn a_failed_unit_is_down_with_the_managers_words_and_is_not_asked_about_again_and_again() {
    let world = world("failed");
    assert_eq!(world.view().state, State::Down);
    let finding = world.finding("service.not_running").unwrap();
    assert!(finding.evidence.iter().any(|seen| seen.text.starts_with("failed (dead), exit-code")), "{finding:?}");
    assert_eq!(world.timer_of(TimerId::Restart), None, "the manager tells when something changes");
    never_spawned(&world);
}

#[test]
fn a_unit_that_the_manager_restarts_is_starting_not_down_and_is_met_when_it_is_there() {
    let mut world = world("inactive");
    let coming = ServiceUnit { sub: "auto-restart".into(), ..unit(&world, "activating") };
    tell(&mut world, coming);
    assert!(world.did(&Effect::LookForGateway), "looked at once");
    assert_eq!(world.view().state, State::Starting);
    world.fact(Fact::Occupancy(Occupancy::Free));
    assert_eq!(world.timer_of(TimerId::Restart), Some(5_000), "until it listens");
    world.fact(Fact::Occupancy(served()));
    world.become_ready();
    assert_eq!((world.view().state, world.view().mode), (State::Running, Mode::Service));
    assert_eq!(world.finding("service.not_running"), None, "over when it runs, not before");
    never_spawned(&world);
}

#[test]
fn an_active_unit_that_nobody_hears_is_down_after_two_minutes() {
    let mut world = world("active");
    assert_eq!(world.view().state, State::Starting);
    world.pass(121_000);
    world.tell(Event::Timer(TimerId::Judge));
    assert_eq!(world.view().state, State::Down);
    world.tell(Event::Timer(TimerId::Restart));
    world.fact(Fact::Occupancy(Occupancy::Free));
    let again = |effect: &Effect| matches!(effect, Effect::Timer { id: TimerId::Restart, .. });
    assert!(world.last.iter().any(again), "and is looked at until it listens");
    never_spawned(&world);
}

#[test]
fn the_manager_knows_how_the_process_ended() {
    let mut world = world("active");
    world.fact(Fact::Occupancy(served()));
    world.become_ready();
    world.fact(Fact::Exited { process: SERVICE, reason: ExitReason::Unseen, last_lines: vec![] });
    let failed = ServiceUnit { exit_code: Some(78), ..unit(&world, "failed") };
    tell(&mut world, failed);
    let finding = world.finding("service.not_running").unwrap();
    assert!(finding.evidence.iter().any(|seen| seen.text == "exit code 78"), "{finding:?}");
    never_spawned(&world);
}

#[test]
fn the_one_way_around_openclaws_own_start_is_said_in_the_plan() {
    let mut world = world("inactive");
    let finding = FindingRef::of("service.not_running");
    let Some(Ok(Answer::Plan { plan })) = world.ask(Intent::Preview { finding, action: "start".into(), choice: None })
    else {
        panic!("no plan")
    };
    assert_eq!(plan.commands, ["openclaw gateway start --json"]);
    assert!(plan.warnings.iter().any(|words| words.contains("systemctl --user start")), "{:?}", plan.warnings);
    world.ask(Intent::Start);
    let started = |effect: &Effect| matches!(effect, Effect::RunCli { command: CliCommand::ServiceStart, .. });
    assert!(world.last.iter().any(started));
    never_spawned(&world);
}
