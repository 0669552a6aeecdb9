//! A gateway that lives and answers nothing.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;

use clawtray_contract::{FindingRef, Intent, Outcome, State};
use clawtray_core::{
    Effect, Event, EventLoop, ExitReason, Fact, HttpSign, Installation, LinkEvent, Occupancy, Options, Probes, Saved,
    Settings, Surroundings, TimerId,
};
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

#[test]
fn a_gateway_that_told_of_its_load_is_given_more_time_and_whatever_moves_does_not_hang() {
    let mut heavy = World::running();
    let event_loop = Some(EventLoop { degraded: true, delay_max_ms: 3_000 });
    heavy.fact(Fact::Probed(Probes { event_loop, ..ready_probes() }));
    stay_silent(&mut heavy, 50_000);
    assert_eq!(heavy.finding("process.hung"), None, "it said that it is overloaded");
    stay_silent(&mut heavy, 15_000);
    assert!(heavy.finding("process.hung").is_some(), "but not for ever");
    let mut slow = World::running();
    let event_loop = Some(EventLoop { degraded: false, delay_max_ms: 14_000 });
    slow.fact(Fact::Probed(Probes { event_loop, ..ready_probes() }));
    stay_silent(&mut slow, 35_000);
    assert_eq!(slow.finding("process.hung"), None, "three times what it measured itself");
    let mut moving = World::running();
    for _ in 0..10 {
        stay_silent(&mut moving, 10_000);
        moving.link(LinkEvent::JobsChanged);
    }
    assert_eq!(moving.finding("process.hung"), None, "events come over the link");
    let mut half = World::running();
    for _ in 0..20 {
        half.pass(5_000);
        half.fact(Fact::Probed(Probes { healthz: HttpSign::Silent, ..ready_probes() }));
    }
    assert_eq!(half.finding("process.hung"), None, "another probe is answered");
}

#[test]
fn a_connection_without_ticks_hangs_though_http_answers_and_is_left_to_the_person() {
    let mut world = World::running();
    world.link(LinkEvent::Closed { code: Some(4_000), words: "tick timeout".into() });
    for _ in 0..12 {
        world.pass(5_000);
        world.fact(Fact::Probed(ready_probes()));
        world.tell(Event::Timer(TimerId::Link));
        let words = "no challenge in time".into();
        world.link(LinkEvent::Refused(clawtray_core::Refusal::Unreachable { words }));
    }
    let finding = world.finding("process.hung").expect("nothing comes over the link");
    assert!(finding.text.contains("connection") && finding.evidence[0].source == "rpc", "{finding:?}");
    for _ in 0..60 {
        world.pass(5_000);
        world.fact(Fact::Probed(ready_probes()));
    }
    assert!(!world.all.iter().any(|effect| matches!(effect, Effect::Terminate { .. })));
    world.link(LinkEvent::Ready(common::hello()));
    assert_eq!(world.finding("process.hung"), None);
    let mut crashed = World::running();
    crashed.link(LinkEvent::Closed { code: Some(1_006), words: String::new() });
    crashed.pass(60_000);
    crashed.fact(Fact::Probed(ready_probes()));
    assert_eq!(crashed.finding("process.hung"), None, "a connection that broke is no silence");
}

#[test]
fn an_update_of_its_files_is_waited_for() {
    let mut world = World::running();
    stay_silent(&mut world, 5_000);
    assert!(world.all.iter().filter(|effect| **effect == Effect::LookAround).count() > 1, "its files are looked at");
    let installation = Installation::Found { path: "/o".into(), version: Some("2026.9.7".into()), node_version: None };
    world.fact(Fact::Surroundings(Box::new(Surroundings { installation, ..common::around() })));
    stay_silent(&mut world, 300_000);
    assert_eq!(world.finding("process.hung"), None);
    assert!(!world.all.iter().any(|effect| matches!(effect, Effect::Terminate { .. })));
    stay_silent(&mut world, 400_000);
    assert!(world.all.contains(&Effect::Terminate { process: GATEWAY }), "an update does not take that long");
}

#[test]
fn an_unasked_restart_is_remembered_and_can_be_switched_off() {
    let mut world = World::running();
    stay_silent(&mut world, 150_000);
    world.exit(ExitReason::Signal(9));
    let exit = world.view().exits.remove(0);
    assert_eq!((exit.reason.as_str(), exit.finding.as_str()), ("hung", "process.hung"));
    assert!(exit.text.contains("stopped answering"), "{}", exit.text);
    let settings = Settings { restart_hung: false, ..Settings::default() };
    let mut off = World::with(Options { settings, ..common::options() }, Saved::default());
    off.launch();
    off.become_ready();
    stay_silent(&mut off, 600_000);
    assert!(off.finding("process.hung").is_some());
    assert!(!off.all.iter().any(|effect| matches!(effect, Effect::Terminate { .. })));
}
