//! A service that is asked to stop and to start again, whose process ends by itself, and who it is not.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;

use clawtray_contract::{Desired, HistoryKind, Intent, Mode, RungState, State};
use clawtray_core::{
    CliCommand, CliDone, CliProblem, ConfigFault, ConfigFaultKind, Effect, Event, ExitReason, Fact, Holder,
    InstallSeen, KeptBy, Occupancy, ProcessRef, Saved, ServiceFile, ServiceUnit, StartedBy, Surroundings, TimerId,
};
use common::{World, around, options};

const UNIT: &str = "openclaw-gateway.service";
const SERVICE: ProcessRef = ProcessRef { pid: 677, start_time: 9 };
const NEXT: ProcessRef = ProcessRef { pid: 700, start_time: 11 };

fn installed() -> Surroundings {
    let service = ServiceFile { path: "/u/x".into(), name: UNIT.into(), ..ServiceFile::default() };
    Surroundings { mode: Mode::Service, service: Some(service), ..around() }
}

fn gateway(process: ProcessRef, unit: Option<&str>) -> Occupancy {
    let kept_by = KeptBy { unit: unit.map(str::to_owned), ..KeptBy::default() };
    Occupancy::Gateway(Holder { process: Some(process), name: "openclaw-gateway".into(), kept_by, ..Holder::default() })
}

fn unit(world: &World, active: &str, sub: &str, pid: Option<u32>) -> ServiceUnit {
    ServiceUnit {
        active: active.into(),
        sub: sub.into(),
        result: "success".into(),
        changed_ms: world.now.unix_ms,
        pid,
        ..ServiceUnit::default()
    }
}

impl World {
    fn unit_is(&mut self, active: &str, sub: &str, pid: Option<u32>) {
        let unit = unit(self, active, sub, pid);
        self.fact(Fact::ServiceUnit(Some(unit)));
    }

    fn sent(&self, wanted: &CliCommand) -> usize {
        let sent = |effect: &&Effect| matches!(effect, Effect::RunCli { command, .. } if command == wanted);
        self.all.iter().filter(sent).count()
    }

    fn command_ends(&mut self, result: Result<CliDone, CliProblem>) {
        let ticket = self.command();
        self.tell(Event::CliEnded { ticket, result });
    }

    fn ends(&mut self, process: ProcessRef) {
        self.fact(Fact::Exited { process, reason: ExitReason::Unseen, last_lines: vec![] });
    }

    fn exits(&self) -> usize {
        self.view().exits.len()
    }
}

/// A service that is not met yet.
fn unmet(saved: Saved) -> World {
    let mut world = World::with(options(), saved);
    world.tell(Event::Began);
    world.fact(Fact::Surroundings(Box::new(installed())));
    world
}

fn running() -> World {
    let mut world = unmet(Saved::default());
    world.unit_is("active", "running", Some(SERVICE.pid));
    world.fact(Fact::Occupancy(gateway(SERVICE, Some(UNIT))));
    world.become_ready();
    assert_eq!((world.view().state, world.view().mode), (State::Running, Mode::Service));
    world
}

#[test]
fn a_stop_that_was_asked_for_is_stopping_and_its_end_is_no_failure() {
    let mut world = running();
    world.ask(Intent::Stop { now: false }).unwrap().unwrap();
    let view = world.view();
    assert_eq!((view.state, view.headline.as_str()), (State::Starting, "Stopping"));
    assert_eq!(view.ladder.process.state, RungState::Waiting);
    world.unit_is("deactivating", "stop-sigterm", Some(SERVICE.pid));
    world.ends(SERVICE);
    assert_eq!(world.view().state, State::Paused);
    world.unit_is("inactive", "dead", None);
    world.command_ends(Ok(CliDone::default()));
    world.fact(Fact::Occupancy(Occupancy::Free));
    assert_eq!((world.view().state, world.exits()), (State::Paused, 0));
    assert!(!world.all.iter().any(|effect| matches!(effect, Effect::ReadServiceEnd { .. })));
    assert!(world.view().findings.is_empty(), "{:?}", world.view().findings);
}

#[test]
fn the_end_may_come_after_the_command_has_ended() {
    let mut world = running();
    world.ask(Intent::Stop { now: false });
    world.command_ends(Ok(CliDone::default()));
    assert_eq!(world.view().headline, "Stopping");
    world.ends(SERVICE);
    assert_eq!((world.view().state, world.exits()), (State::Paused, 0));
}

#[test]
fn a_restart_is_never_down_in_between() {
    let mut world = running();
    let mut seen = vec![];
    world.ask(Intent::Restart);
    assert_eq!((world.view().state, world.view().headline.as_str()), (State::Starting, "Restarting"));
    world.ends(SERVICE);
    seen.push(world.view().state);
    world.unit_is("activating", "auto-restart", None);
    seen.push(world.view().state);
    world.unit_is("active", "running", Some(NEXT.pid));
    world.command_ends(Ok(CliDone::default()));
    seen.push(world.view().state);
    world.fact(Fact::Occupancy(Occupancy::Free));
    seen.push(world.view().state);
    world.fact(Fact::Occupancy(gateway(NEXT, Some(UNIT))));
    seen.push(world.view().state);
    assert!(seen.iter().all(|state| *state == State::Starting), "{seen:?}");
    world.become_ready();
    assert_eq!((world.view().state, world.exits(), world.all_notes()), (State::Running, 0, 0));
    // What ends after it was not asked to.
    world.ends(NEXT);
    assert_eq!(world.exits(), 1);
}

#[test]
fn a_restart_where_no_manager_tells_is_not_down_either() {
    let mut world = running();
    world.fact(Fact::ServiceUnit(None));
    world.ask(Intent::Restart);
    world.ends(SERVICE);
    world.command_ends(Ok(CliDone::default()));
    world.fact(Fact::Occupancy(Occupancy::Free));
    assert_eq!(world.view().state, State::Starting);
    world.pass(121_000);
    world.tell(Event::Timer(TimerId::Judge));
    assert_eq!(world.view().state, State::Down, "not for ever");
}

#[test]
fn a_stop_that_is_refused_leaves_a_running_gateway_and_a_later_end_is_a_failure() {
    let mut world = running();
    world.ask(Intent::Stop { now: false });
    world.command_ends(Err(CliProblem::Refused { words: "no".into() }));
    assert_eq!(world.view().state, State::Running);
    world.ends(SERVICE);
    assert_eq!(world.exits(), 1);
}

#[test]
fn a_process_that_outlives_its_stop_is_called_running_again() {
    let mut world = running();
    world.ask(Intent::Stop { now: false });
    world.command_ends(Ok(CliDone::default()));
    let wait = world.timer_of(TimerId::StopDeadline).unwrap();
    world.pass(wait);
    world.tell(Event::Timer(TimerId::StopDeadline));
    assert_eq!(world.view().state, State::Running);
    assert!(!world.all.iter().any(|effect| matches!(effect, Effect::Kill { .. } | Effect::Terminate { .. })));
}

#[test]
fn quitting_with_the_service_stops_it_and_ends_the_keeper() {
    for fine in [true, false] {
        let mut world = running();
        world.ask(Intent::Quit { stop_gateway: true });
        assert_eq!(world.sent(&CliCommand::ServiceStop), 1);
        assert!(!world.did(&Effect::Exit), "not before the command is over");
        world.command_ends(if fine { Ok(CliDone::default()) } else { Err(CliProblem::TimedOut) });
        assert!(world.did(&Effect::Exit), "{fine}");
    }
}

#[test]
fn a_stop_while_the_manager_restarts_it_reaches_the_manager() {
    let mut world = running();
    world.ends(SERVICE);
    world.unit_is("activating", "auto-restart", None);
    world.ask(Intent::Stop { now: false });
    assert_eq!(world.sent(&CliCommand::ServiceStop), 1);
    assert_eq!(world.view().desired, Desired::Stop);
    // It was too late to keep it from coming up: it is met while it is being stopped.
    world.fact(Fact::Occupancy(gateway(NEXT, Some(UNIT))));
    assert_eq!(world.view().headline, "Stopping");
    let exits = world.exits();
    world.ends(NEXT);
    world.unit_is("inactive", "dead", None);
    world.command_ends(Ok(CliDone::default()));
    world.fact(Fact::Occupancy(Occupancy::Free));
    assert_eq!((world.view().state, world.exits()), (State::Paused, exits));
}

#[test]
fn a_stop_before_anything_is_known_is_carried_out_when_the_service_is_met() {
    let mut world = World::new();
    world.tell(Event::Began);
    world.ask(Intent::Stop { now: false });
    world.fact(Fact::Surroundings(Box::new(installed())));
    world.fact(Fact::Occupancy(gateway(SERVICE, Some(UNIT))));
    assert_eq!(world.sent(&CliCommand::ServiceStop), 1);
    // Somebody starts it later: that is not Clawtray's to undo.
    world.ends(SERVICE);
    world.command_ends(Ok(CliDone::default()));
    world.fact(Fact::Occupancy(gateway(NEXT, Some(UNIT))));
    assert_eq!(world.sent(&CliCommand::ServiceStop), 1);
}

#[test]
fn a_stop_of_a_service_that_is_stopped_asks_nobody() {
    let mut world = unmet(Saved::default());
    world.unit_is("inactive", "dead", None);
    world.fact(Fact::Occupancy(Occupancy::Free));
    world.ask(Intent::Stop { now: false });
    assert_eq!((world.sent(&CliCommand::ServiceStop), world.view().state), (0, State::Paused));
}

#[test]
fn the_last_word_wins_while_a_command_is_under_way() {
    // Stop, then start: the stop is carried out and then undone.
    let mut world = running();
    world.ask(Intent::Stop { now: false });
    world.ask(Intent::Start);
    assert_eq!(world.sent(&CliCommand::ServiceStart), 0, "never two commands at once");
    world.ends(SERVICE);
    world.command_ends(Ok(CliDone::default()));
    assert_eq!(world.sent(&CliCommand::ServiceStart), 1);
    // Start, then stop: the start is carried out and then undone.
    world.ask(Intent::Stop { now: false });
    assert_eq!(world.sent(&CliCommand::ServiceStop), 1, "never two commands at once");
    world.command_ends(Ok(CliDone::default()));
    assert_eq!(world.sent(&CliCommand::ServiceStop), 2);
    world.command_ends(Ok(CliDone::default()));
    world.fact(Fact::Occupancy(Occupancy::Free));
    assert_eq!((world.view().state, world.view().desired), (State::Paused, Desired::Stop));
}

#[test]
fn a_repair_that_ends_the_services_process_is_not_its_failure() {
    let mut world = unmet(Saved::default());
    let service = ServiceFile { port: Some(19_000), ..installed().service.unwrap() };
    world.fact(Fact::Surroundings(Box::new(Surroundings { service: Some(service), ..installed() })));
    world.unit_is("active", "running", Some(SERVICE.pid));
    world.fact(Fact::Occupancy(gateway(SERVICE, Some(UNIT))));
    world.become_ready();
    world.run(clawtray_contract::FindingRef::of("service.config_mismatch"), "reinstall_service");
    world.ends(SERVICE);
    assert_eq!((world.exits(), world.view().state), (0, State::Starting));
}

#[test]
fn a_gateway_outside_the_services_unit_is_somebody_elses_and_is_not_stopped_by_stopping_the_service() {
    let elsewhere = [gateway(NEXT, Some("vte-spawn-1.scope")), gateway(NEXT, None)];
    for occupancy in elsewhere {
        for pid in [Some(SERVICE.pid), None] {
            let mut world = unmet(Saved::default());
            world.unit_is(if pid.is_some() { "active" } else { "inactive" }, "x", pid);
            world.fact(Fact::Occupancy(occupancy.clone()));
            world.become_ready();
            assert_eq!((world.view().mode, world.view().can_stop), (Mode::Attached, false), "{occupancy:?}");
            assert!(world.ask(Intent::Stop { now: false }).unwrap().is_err());
            assert_eq!(world.sent(&CliCommand::ServiceStop), 0);
        }
    }
}

#[test]
fn the_managers_main_process_is_the_service_whichever_is_told_first() {
    let mut world = unmet(Saved::default());
    world.fact(Fact::Occupancy(gateway(SERVICE, None)));
    assert_eq!(world.view().mode, Mode::Attached, "a doubt is a no");
    world.unit_is("active", "running", Some(SERVICE.pid));
    assert_eq!(world.view().mode, Mode::Service);
    let mut world = unmet(Saved::default());
    world.unit_is("active", "running", Some(SERVICE.pid));
    world.fact(Fact::Occupancy(gateway(SERVICE, None)));
    assert_eq!(world.view().mode, Mode::Service);
}

fn mode_missing() -> ExitReason {
    let words = "existing config is missing gateway.mode".to_owned();
    let kind = ConfigFaultKind::ModeMissing;
    ExitReason::Configuration(ConfigFault { kind, key: None, line: None, column: None, words })
}

/// The unit has failed with the code that stands for several things.
fn failed_with_78(world: &mut World) {
    let failed =
        ServiceUnit { exit_code: Some(78), result: "exit-code".into(), ..unit(world, "failed", "failed", None) };
    world.fact(Fact::ServiceUnit(Some(failed)));
    world.fact(Fact::Occupancy(Occupancy::Free));
}

fn read(world: &World) -> u64 {
    let asked = |effect: &Effect| match effect {
        Effect::ReadServiceEnd { at_ms, .. } => Some(*at_ms),
        _ => None,
    };
    let asked: Vec<u64> = world.all.iter().filter_map(asked).collect();
    assert_eq!(asked.len(), 1, "read once");
    asked[0]
}

#[test]
fn why_a_service_ended_is_read_and_raises_the_same_findings_as_a_childs_end() {
    let reasons = [
        (mode_missing(), "mode.not_local"),
        (ExitReason::StateOwned { words: "owned".into() }, "process.state_owned"),
        (ExitReason::OlderBinary { words: "older".into() }, "install.split_brain"),
        (
            ExitReason::Configuration(ConfigFault {
                kind: ConfigFaultKind::UnknownKey,
                key: Some("gateway.bogus".into()),
                line: Some(1),
                column: Some(2),
                words: "bogus".into(),
            }),
            "config.invalid",
        ),
    ];
    for (reason, finding) in reasons {
        let mut world = running();
        world.ends(SERVICE);
        failed_with_78(&mut world);
        assert!(world.finding(finding).is_none(), "not guessed");
        let not_known = world.view().not_looked_at;
        assert!(finding == "install.split_brain" || not_known.iter().any(|id| id == finding), "{not_known:?}");
        let at_ms = read(&world);
        world.fact(Fact::ServiceEndRead { at_ms, reason, last_lines: vec!["last words".into()] });
        assert!(world.finding(finding).is_some(), "{finding}: {:?}", world.view().findings);
        let view = world.view();
        assert_eq!((view.exits.len(), view.exits[0].lines.as_slice()), (1, &["last words".to_owned()][..]));
        let told = |entry: &clawtray_contract::HistoryEntry| entry.kind == HistoryKind::Exit;
        let history = world.app.snapshot(world.now).history;
        let told: Vec<_> = history.iter().filter(|entry| told(entry)).collect();
        assert_eq!((told.len(), &told[0].text), (1, &view.exits[0].text), "said once, as it is known now");
    }
}

#[test]
fn a_service_that_failed_before_this_keeper_began_is_read_too() {
    let mut world = unmet(Saved::default());
    failed_with_78(&mut world);
    let at_ms = read(&world);
    world.fact(Fact::ServiceEndRead { at_ms, reason: mode_missing(), last_lines: vec![] });
    assert!(world.finding("mode.not_local").is_some());
    assert_eq!(world.exits(), 1);
    // The same telling again is not another end.
    world.pass(60_000);
    let failed = ServiceUnit { exit_code: Some(78), changed_ms: at_ms, ..unit(&world, "failed", "failed", None) };
    world.fact(Fact::ServiceUnit(Some(failed)));
    read(&world);
    assert_eq!(world.exits(), 1);
}

#[test]
fn the_last_end_outlives_the_keeper_until_a_gateway_is_ready() {
    let mut world = running();
    world.ends(SERVICE);
    failed_with_78(&mut world);
    let at_ms = read(&world);
    world.fact(Fact::ServiceEndRead { at_ms, reason: mode_missing(), last_lines: vec!["last words".into()] });
    world.tell(Event::Timer(TimerId::Save));
    let saved = world.last.iter().find_map(|effect| match effect {
        Effect::Save(saved) => Some(saved.as_ref().clone()),
        _ => None,
    });
    let saved: Saved = serde_json::from_value(serde_json::to_value(saved.unwrap()).unwrap()).unwrap();

    let mut world = unmet(saved.clone());
    let failed = ServiceUnit { exit_code: Some(78), changed_ms: at_ms, ..unit(&world, "failed", "failed", None) };
    world.fact(Fact::ServiceUnit(Some(failed)));
    world.fact(Fact::Occupancy(Occupancy::Free));
    assert!(world.finding("mode.not_local").is_some(), "{:?}", world.view().findings);
    assert_eq!(world.exits(), 1, "the same end is not told twice");
    assert!(!world.all.iter().any(|effect| matches!(effect, Effect::ReadServiceEnd { .. })), "it is explained");

    let mut world = unmet(saved);
    world.unit_is("active", "running", Some(SERVICE.pid));
    world.fact(Fact::Occupancy(gateway(SERVICE, Some(UNIT))));
    world.become_ready();
    assert!(world.finding("mode.not_local").is_none());
}

#[test]
fn nobody_who_has_no_service_is_given_one_by_a_repair() {
    let install = |version: &str, by| InstallSeen {
        path: format!("/o/{version}"),
        version: version.into(),
        node_version: None,
        by,
    };
    let mut world = World::running();
    world.fact(Fact::Installs(vec![install("2026.9.6", StartedBy::Nothing), install("2026.4.29", StartedBy::Path)]));
    let found = world.finding("install.split_brain").expect("raised");
    assert!(found.actions.iter().all(|action| action.id != "reinstall_from_newest"), "{:?}", found.actions);
    let mut world = running();
    world.fact(Fact::Installs(vec![install("2026.9.6", StartedBy::Nothing), install("2026.4.29", StartedBy::Path)]));
    let found = world.finding("install.split_brain").expect("raised");
    assert!(found.actions.iter().any(|action| action.id == "reinstall_from_newest"), "{:?}", found.actions);
}
