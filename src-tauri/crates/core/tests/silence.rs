//! A gateway that lives and answers nothing.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;

use clawtray_contract::{FindingRef, Intent, Outcome, State};
use clawtray_core::{Effect, Event, ExitReason, Fact, HttpSign, LinkEvent, Occupancy, Probes, TimerId};
use common::{GATEWAY, World, ready_probes};

fn silent() -> Probes {
    let no = HttpSign::Silent;
    Probes { healthz: no.clone(), startupz: no.clone(), readyz: no, ..ready_probes() }
}

/// Probes that stay without an answer, each after its 4 s and the pause of 1 s.
fn stay_silent(world: &mut World, ms: u64) {
    for _ in 0..=ms / 5_000 {
        world.pass(5_000);
        world.fact(Fact::Probed(silent()));
    }
}

#[test]
fn silence_is_a_finding_after_the_budget_and_one_answer_ends_it() {
    let mut world = World::running();
    stay_silent(&mut world, 10_000);
    assert_eq!(world.finding("process.hung"), None, "not yet");
    stay_silent(&mut world, 15_000);
    let finding = world.finding("process.hung").expect("now");
    assert_eq!(world.view().state, State::Degraded, "it is not said to start, and not to run");
    assert_eq!(finding.actions[0].id, "restart");
    assert_eq!(world.timer_of(TimerId::Probe), Some(1_000), "it is asked again soon");
    world.fact(Fact::Probed(ready_probes()));
    assert_eq!(world.finding("process.hung"), None);
    assert_eq!(world.view().state, State::Running);
    assert!(!world.all.iter().any(|effect| matches!(effect, Effect::Terminate { .. } | Effect::Kill { .. })));
}

#[test]
fn nothing_hangs_while_it_starts_restarts_stops_or_after_the_computer_slept() {
    let mut starting = World::new();
    starting.launch();
    stay_silent(&mut starting, 60_000);
    assert_eq!(starting.finding("process.hung"), None, "start-up");
    let mut restarting = World::running();
    restarting.link(LinkEvent::Shutdown { restart_expected_ms: Some(1_500) });
    stay_silent(&mut restarting, 60_000);
    assert_eq!(restarting.finding("process.hung"), None, "restart");
    let mut stopping = World::running();
    stopping.ask(Intent::Stop { now: false });
    stay_silent(&mut stopping, 60_000);
    assert_eq!(stopping.finding("process.hung"), None, "drain");
    let mut slept = World::running();
    stay_silent(&mut slept, 10_000);
    slept.pass(3_600_000);
    slept.tell(Event::Woke);
    assert_eq!(slept.timer_of(TimerId::Probe), Some(0), "it is asked at once");
    slept.fact(Fact::Probed(silent()));
    assert_eq!(slept.finding("process.hung"), None, "sleep");
}

#[test]
fn after_long_silence_it_is_restarted_once_within_the_budget() {
    let mut world = World::running();
    stay_silent(&mut world, 135_000);
    assert!(!world.all.iter().any(|effect| matches!(effect, Effect::Terminate { .. })), "a person may look first");
    stay_silent(&mut world, 10_000);
    assert!(world.all.contains(&Effect::Terminate { process: GATEWAY }));
    assert_eq!(world.timer_of(TimerId::StopDeadline), Some(10_000), "what does not answer is not waited for long");
    world.tell(Event::Timer(TimerId::StopDeadline));
    assert!(world.did(&Effect::Kill { process: GATEWAY }));
    world.exit(ExitReason::Signal(9));
    assert!(world.did(&Effect::LookForGateway), "and started again");
    for _ in 0..4 {
        world.fact(Fact::Occupancy(Occupancy::Free));
        world.prepared_and_spawned();
        world.exit(ExitReason::Code(1));
        world.tell(Event::Timer(TimerId::Restart));
    }
    assert_eq!(world.view().state, State::GaveUp, "it counts like a crash");
}

#[test]
fn the_persons_restart_ends_it_starts_it_and_proves_it() {
    let mut world = World::running();
    stay_silent(&mut world, 30_000);
    let repair = world.run(FindingRef::of("process.hung"), "restart");
    assert!(world.did(&Effect::Terminate { process: GATEWAY }));
    world.exit(ExitReason::Signal(9));
    assert!(world.did(&Effect::LookForGateway));
    world.fact(Fact::Occupancy(Occupancy::Free));
    world.prepared_and_spawned();
    world.become_ready();
    assert_eq!(world.outcome(repair), Some(Outcome::Repaired));
    assert_eq!(world.finding("process.hung"), None);
}
