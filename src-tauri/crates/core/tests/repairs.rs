//! Repairs from plan to proof and back, told as events.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;

use clawtray_contract::{Answer, DiffLine, ErrorCode, FindingRef, Intent, Outcome, StepState, UndoState};
use clawtray_core::{
    CliCommand, CliDone, CliProblem, ConfigCopy, ConfigCopyKind, ConfigFault, ConfigFaultKind, CredentialChoice,
    Effect, Event, ExitReason, Fact, FolderSeen, Holder, Inspection, LinkEvent, Occupancy, OtherEnd, ProcessRef,
    Refusal, RestoreProblem, TimerId, TokenFetch,
};
use common::{GATEWAY, World, around, hello, ready_probes};

fn broken_config() -> ExitReason {
    ExitReason::Configuration(ConfigFault {
        kind: ConfigFaultKind::UnknownKey,
        key: Some("gateway.bogus".into()),
        line: Some(3),
        column: Some(5),
        words: "Unrecognized key".into(),
    })
}

/// Stopped by a broken configuration.
fn with_broken_config() -> World {
    let mut world = World::new();
    world.launch();
    world.exit(broken_config());
    world.fact(Fact::Surroundings(Box::new(around())));
    world.fact(Fact::Occupancy(Occupancy::Free));
    world
}

#[test]
fn a_broken_configuration_is_explained_and_repaired_once_with_proof() {
    let mut world = with_broken_config();
    let finding = world.finding("config.invalid").unwrap();
    assert!(finding.text.contains("gateway.bogus") && finding.text.contains("line 3"), "{}", finding.text);
    let repair = world.run(FindingRef::of("config.invalid"), "repair_the_configuration");
    assert!(world.did(&Effect::LookForGateway), "look again right before");
    world.fact(Fact::Occupancy(Occupancy::Free));
    assert!(world.last.iter().any(|effect| matches!(effect, Effect::RunCli { command: CliCommand::DoctorFix, .. })));
    let ticket = world.command();
    world.tell(Event::CliLine { ticket, line: "checking".into() });
    let done = CliDone { summary: vec!["Removed gateway.bogus".into()], diff: vec![] };
    world.tell(Event::CliEnded { ticket, result: Ok(done) });
    world.fact(Fact::Surroundings(Box::new(around())));
    world.fact(Fact::Occupancy(Occupancy::Free));
    world.prepared_and_spawned();
    assert_eq!(world.outcome(repair), None, "not over before it is proven");
    world.become_ready();
    assert_eq!(world.outcome(repair), Some(Outcome::Repaired));
    assert_eq!(world.finding("config.invalid"), None);
    let view = world.view().repairs.remove(0);
    assert!(view.steps.iter().all(|step| step.state == StepState::Done), "{:?}", view.steps);
    assert_eq!(view.steps[1].output, ["checking", "Removed gateway.bogus"]);
}

#[test]
fn a_repair_that_does_not_help_says_so_and_starts_only_once() {
    let mut world = with_broken_config();
    let repair = world.run(FindingRef::of("config.invalid"), "repair_the_configuration");
    world.fact(Fact::Occupancy(Occupancy::Free));
    let ticket = world.command();
    world.tell(Event::CliEnded { ticket, result: Ok(CliDone::default()) });
    world.fact(Fact::Surroundings(Box::new(around())));
    world.fact(Fact::Occupancy(Occupancy::Free));
    world.prepared_and_spawned();
    world.pass(2_000);
    world.exit(broken_config());
    assert_eq!(world.outcome(repair), Some(Outcome::StillBroken));
    let spawns = world.all.iter().filter(|effect| matches!(effect, Effect::Spawn { .. })).count();
    assert_eq!(spawns, 2, "the first start and the repair's one");
    assert!(world.finding("config.invalid").is_some(), "a finding clears only when its rule says so");
}

#[test]
fn doctor_never_runs_while_somebody_uses_the_folder_or_the_binary_is_older() {
    let mut world = with_broken_config();
    let repair = world.run(FindingRef::of("config.invalid"), "repair_the_configuration");
    let holder = Holder {
        process: None,
        name: "openclaw-gateway".into(),
        command: None,
        other_user: None,
        since_ms: None,
        ..Holder::default()
    };
    world.fact(Fact::Occupancy(Occupancy::Gateway(holder)));
    assert_eq!(world.outcome(repair), Some(Outcome::Blocked));
    assert!(!world.all.iter().any(|effect| matches!(effect, Effect::RunCli { .. })));

    let mut world = with_broken_config();
    let repair = world.run(FindingRef::of("config.invalid"), "repair_the_configuration");
    world.fact(Fact::Occupancy(Occupancy::Free));
    let ticket = world.command();
    let result = Err(CliProblem::OlderBinary { words: "older".into() });
    world.tell(Event::CliEnded { ticket, result });
    assert_eq!(world.outcome(repair), Some(Outcome::Blocked));
}

#[test]
fn a_plan_must_have_been_seen_and_must_still_be_the_same() {
    let mut world = with_broken_config();
    let run = |plan: Option<&str>| Intent::Run {
        finding: FindingRef::of("config.invalid"),
        action: "repair_the_configuration".into(),
        plan: plan.map(String::from),
        choice: None,
    };
    assert_eq!(world.ask(run(None)).unwrap().unwrap_err().code, ErrorCode::NeedsConfirmation);
    assert_eq!(world.ask(run(Some("stale"))).unwrap().unwrap_err().code, ErrorCode::PlanChanged);
    let gone = Intent::Preview { finding: FindingRef::of("port.conflict"), action: "x".into(), choice: None };
    assert_eq!(world.ask(gone).unwrap().unwrap_err().code, ErrorCode::Gone);
    world.run(FindingRef::of("config.invalid"), "repair_the_configuration");
    assert_eq!(world.ask(run(None)).unwrap().unwrap_err().code, ErrorCode::Busy, "one repair at a time");
    assert_eq!(world.ask(Intent::Start).unwrap().unwrap_err().code, ErrorCode::Busy);
}

/// A cut-off file beside a good copy.
fn with_a_copy() -> World {
    let mut world = World::new();
    world.launch();
    let fault = ConfigFault {
        kind: ConfigFaultKind::NotJson,
        key: None,
        line: Some(9),
        column: Some(1),
        words: "expected }".into(),
    };
    world.exit(ExitReason::Configuration(fault));
    let mut around = around();
    around.config.stamp = Some("broken".into());
    around.config.copies = vec![ConfigCopy {
        value: None,
        name: "openclaw.json.bak".into(),
        kind: ConfigCopyKind::Backup,
        changed_ms: world.now.unix_ms,
        usable: true,
        stamp: "good".into(),
        diff: vec![DiffLine { path: "line 9".into(), before: None, after: Some("}".into()) }],
    }];
    world.fact(Fact::Surroundings(Box::new(around)));
    world.fact(Fact::Occupancy(Occupancy::Free));
    world
}

fn restoring(world: &mut World) -> u64 {
    let repair = world.run(FindingRef::of("config.invalid"), "restore_the_last_good_copy");
    world.fact(Fact::Occupancy(Occupancy::Free));
    let restore = Effect::RestoreConfig {
        copy: "openclaw.json.bak".into(),
        copy_stamp: "good".into(),
        config_stamp: Some("broken".into()),
        while_running: false,
    };
    assert!(world.did(&restore), "exactly what the person saw");
    repair
}

#[test]
fn a_cut_off_file_is_replaced_by_the_copy_that_was_shown_and_proven() {
    let mut world = with_a_copy();
    assert_eq!(world.finding("config.invalid").unwrap().actions[0].id, "restore_the_last_good_copy");
    let preview = Intent::Preview {
        finding: FindingRef::of("config.invalid"),
        action: "restore_the_last_good_copy".into(),
        choice: None,
    };
    let Ok(Answer::Plan { plan }) = world.ask(preview).unwrap() else { panic!("a plan") };
    assert_eq!(plan.diff[0].path, "line 9");
    assert!(plan.warnings[0].contains("openclaw.json.bak"), "{:?}", plan.warnings);
    let repair = restoring(&mut world);
    world.fact(Fact::ConfigRestored(Ok("openclaw.json.broken.1".into())));
    world.fact(Fact::Surroundings(Box::new(around())));
    world.fact(Fact::Occupancy(Occupancy::Free));
    world.prepared_and_spawned();
    world.become_ready();
    assert_eq!(world.outcome(repair), Some(Outcome::Repaired));
    let view = world.view().repairs.remove(0);
    assert_eq!(view.steps[1].output, ["openclaw.json.broken.1"], "where the broken file is kept");
}

#[test]
fn a_copy_that_changed_or_is_refused_changes_nothing_and_starts_nothing() {
    for (problem, outcome) in [
        (RestoreProblem::Changed, Outcome::AbortedChanged),
        (RestoreProblem::NotValid { words: "gateway: bogus".into() }, Outcome::Failed),
        (RestoreProblem::Failed { words: "the disk is full".into() }, Outcome::Failed),
    ] {
        let mut world = with_a_copy();
        let repair = restoring(&mut world);
        let before = world.all.len();
        world.fact(Fact::ConfigRestored(Err(problem)));
        assert_eq!(world.outcome(repair), Some(outcome));
        let after = world.all.get(before..).unwrap();
        assert!(!after.iter().any(|effect| matches!(effect, Effect::Prepare | Effect::Spawn { .. })), "{after:?}");
        assert!(world.finding("config.invalid").is_some());
    }
}

#[test]
fn a_wrong_token_is_one_finding_and_one_click_away_from_a_ready_link() {
    let mut world = World::new();
    world.launch();
    world.fact(Fact::Probed(ready_probes()));
    assert_eq!(world.connected_with(), Some(CredentialChoice::SharedToken));
    world.link(LinkEvent::Refused(Refusal::TokenMismatch));
    assert_eq!(world.finding("auth.token_mismatch").unwrap().actions[0].id, "refetch_token");
    assert_eq!(world.view().state, clawtray_contract::State::Degraded);
    let intent = Intent::Run {
        finding: FindingRef::of("auth.token_mismatch"),
        action: "refetch_token".into(),
        plan: None,
        choice: None,
    };
    let Some(Ok(Answer::Repair { repair })) = world.ask(intent) else { panic!("a safe action runs at once") };
    assert!(world.did(&Effect::FetchToken));
    world.fact(Fact::TokenFetched(Ok(TokenFetch { changed: true })));
    world.link(LinkEvent::Ready(hello()));
    assert_eq!(world.outcome(repair), Some(Outcome::Repaired));
    assert_eq!(world.finding("auth.token_mismatch"), None);
}

#[test]
fn pairing_of_this_computer_is_approved_through_the_local_command() {
    let mut world = World::new();
    world.launch();
    world.fact(Fact::Probed(ready_probes()));
    let pairing = Refusal::Pairing {
        reason: "not-paired".into(),
        request: Some("r-1".into()),
        role: Some("operator".into()),
        scopes: vec!["operator.read".into()],
        ask_again: None,
    };
    world.link(LinkEvent::Refused(pairing));
    let repair = world.run(FindingRef::of("auth.pairing_required"), "approve_this_device");
    let ticket = world.command();
    world.tell(Event::CliEnded { ticket, result: Ok(CliDone::default()) });
    world.link(LinkEvent::Ready(hello()));
    assert_eq!(world.outcome(repair), Some(Outcome::Repaired));
}

#[test]
fn a_step_that_takes_too_long_ends_the_repair_with_a_name() {
    let mut world = with_broken_config();
    let repair = world.run(FindingRef::of("config.invalid"), "repair_the_configuration");
    world.tell(Event::Timer(TimerId::Repair));
    assert_eq!(world.outcome(repair), Some(Outcome::Failed));
    assert!(world.view().repairs[0].steps.iter().any(|step| step.state == StepState::Skipped));
}

#[test]
fn a_cancelled_repair_stops_after_the_running_step() {
    let mut world = with_broken_config();
    let repair = world.run(FindingRef::of("config.invalid"), "repair_the_configuration");
    world.ask(Intent::CancelRepair { repair });
    world.fact(Fact::Occupancy(Occupancy::Free));
    assert_eq!(world.outcome(repair), Some(Outcome::AbortedByPerson));
    assert!(!world.all.iter().any(|effect| matches!(effect, Effect::RunCli { .. })));
}

#[test]
fn a_keeper_that_ended_during_a_repair_describes_it() {
    let mut world = with_broken_config();
    world.run(FindingRef::of("config.invalid"), "repair_the_configuration");
    world.tell(Event::Timer(TimerId::Save));
    let saved = world.all.iter().rev().find_map(|effect| match effect {
        Effect::Save(saved) => Some((**saved).clone()),
        _ => None,
    });
    let next = World::with(common::options(), saved.unwrap());
    let view = next.view().repairs.remove(0);
    assert_eq!(view.outcome, Some(Outcome::Failed));
    assert!(view.text.contains("Clawtray ended"), "{}", view.text);
}

#[test]
fn start_by_hand_after_a_crash_is_a_repair_with_proof() {
    let mut world = World::running();
    world.exit(ExitReason::Signal(9));
    let intent = Intent::Run {
        finding: FindingRef::of("service.not_running"),
        action: "start".into(),
        plan: None,
        choice: None,
    };
    let Some(Ok(Answer::Repair { repair })) = world.ask(intent) else { panic!("safe actions run at once") };
    world.fact(Fact::Occupancy(Occupancy::Free));
    world.prepared_and_spawned();
    world.become_ready();
    assert_eq!(world.outcome(repair), Some(Outcome::Repaired));
    world.exit(ExitReason::Signal(9));
    assert!(world.timer_of(TimerId::Restart).is_some(), "after the repair it is kept alive as before");
    assert_eq!(world.view().details.pid, None);
    let _ = GATEWAY;
}

#[test]
fn showing_looks_again_changes_nothing_and_says_what_it_saw() {
    let mut world = World::new();
    let holder = Holder {
        process: None,
        name: "python3".into(),
        command: None,
        other_user: None,
        since_ms: None,
        ..Holder::default()
    };
    world.fact(Fact::Surroundings(Box::new(around())));
    world.fact(Fact::Occupancy(Occupancy::Stranger(holder.clone())));
    assert!(world.finding("port.conflict").is_some());
    let repair = world.run(FindingRef::of("port.conflict"), "show_who_holds_it");
    world.fact(Fact::Surroundings(Box::new(around())));
    assert_eq!(world.outcome(repair), None, "it looks at the port again too");
    world.fact(Fact::Occupancy(Occupancy::Stranger(holder)));
    assert_eq!(world.outcome(repair), Some(Outcome::Shown));
    let view = world.view().repairs.remove(0);
    assert!(view.steps[2].output.iter().any(|line| line.contains("python3")), "{:?}", view.steps);
    assert_eq!(view.undo, UndoState::NotOffered);
}

#[test]
fn what_is_left_as_it_is_stays_out_of_sight_until_it_changes() {
    let mut world = World::running();
    let copy = |at_ms: u64| {
        let mut around = around();
        around.config.copies = vec![ConfigCopy {
            value: None,
            name: format!("openclaw.json.clobbered.{at_ms}"),
            kind: ConfigCopyKind::Clobbered,
            changed_ms: at_ms,
            usable: false,
            stamp: "s".into(),
            diff: vec![DiffLine { path: "gateway.port".into(), before: Some("1".into()), after: Some("2".into()) }],
        }];
        Fact::Surroundings(Box::new(around))
    };
    let now_ms = world.now.unix_ms;
    world.fact(copy(now_ms));
    let reference = FindingRef::of("config.restored");
    assert!(world.finding("config.restored").is_some());

    let shown = world.run(reference.clone(), "compare_the_two");
    world.fact(copy(now_ms));
    world.fact(Fact::Occupancy(Occupancy::Ours(GATEWAY)));
    assert_eq!(world.outcome(shown), Some(Outcome::Shown));
    assert_eq!(world.view().repairs[0].diff[0].path, "gateway.port", "the two are compared");
    assert!(world.finding("config.restored").is_some(), "looking decides nothing");

    let left = world.run(reference, "keep_the_restored_one");
    assert_eq!(world.outcome(left), Some(Outcome::Acknowledged));
    assert_eq!(world.finding("config.restored"), None);
    world.tell(Event::Timer(TimerId::Save));
    let saved = world.all.iter().rev().find_map(|effect| match effect {
        Effect::Save(saved) => Some((**saved).clone()),
        _ => None,
    });
    let mut next = World::with(common::options(), saved.unwrap());
    next.fact(copy(now_ms));
    assert_eq!(next.finding("config.restored"), None, "also after a restart of the keeper");
    next.fact(copy(now_ms + 1));
    assert!(next.finding("config.restored").is_some(), "another restore is another matter");
}

#[test]
fn a_repair_that_only_waits_ends_when_the_person_says_so() {
    let mut world = World::running();
    world.exit(ExitReason::Signal(9));
    let repair = world.run(FindingRef::of("service.not_running"), "start");
    world.fact(Fact::Occupancy(Occupancy::Free));
    world.prepared_and_spawned();
    assert_eq!(world.outcome(repair), None, "it waits until the gateway is ready");
    world.ask(Intent::CancelRepair { repair });
    assert_eq!(world.outcome(repair), Some(Outcome::AbortedByPerson));
    world.become_ready();
    assert!(world.view().details.pid.is_some(), "the gateway goes on");
}

#[test]
fn a_sign_in_that_is_refused_for_another_reason_is_not_called_repaired() {
    let mut world = World::new();
    world.launch();
    world.fact(Fact::Probed(ready_probes()));
    world.link(LinkEvent::Refused(Refusal::TokenMismatch));
    let repair = world.run(FindingRef::of("auth.token_mismatch"), "refetch_token");
    world.fact(Fact::TokenFetched(Ok(TokenFetch { changed: true })));
    world.link(LinkEvent::Refused(Refusal::OriginNotAllowed));
    assert_eq!(world.outcome(repair), Some(Outcome::StillBroken));
    assert!(world.view().repairs[0].text.contains("still does not let"), "{}", world.view().repairs[0].text);
}

#[test]
fn a_gateway_without_a_password_is_started_for_this_computer_only() {
    let mut world = World::new();
    world.launch();
    world.exit(ExitReason::NoAuth { words: "Refusing to bind gateway to lan without auth.".into() });
    world.fact(Fact::Surroundings(Box::new(around())));
    world.fact(Fact::Occupancy(Occupancy::Free));
    let repair = world.run(FindingRef::of("bind.no_auth"), "listen_on_this_computer_only");
    world.fact(Fact::Occupancy(Occupancy::Free));
    assert!(world.last.iter().any(|effect| matches!(effect, Effect::RunCli { command: CliCommand::BindLoopback, .. })));
    let ticket = world.command();
    world.tell(Event::CliEnded { ticket, result: Ok(CliDone::default()) });
    world.fact(Fact::Occupancy(Occupancy::Free));
    world.prepared_and_spawned();
    world.become_ready();
    assert_eq!(world.outcome(repair), Some(Outcome::Repaired));
    assert_eq!(world.finding("bind.no_auth"), None);
}

#[test]
fn what_was_looked_up_is_shown_in_its_step_and_a_system_that_does_not_tell_is_named() {
    for (told, shown) in [
        (Some(vec!["12 MB  /s/logs".to_owned()]), "12 MB  /s/logs"),
        (Some(vec![]), "Nothing was found."),
        (None, "This system does not tell."),
    ] {
        let mut world = World::running();
        let full = FolderSeen { path: "/s".into(), free_bytes: Some(0), ..FolderSeen::default() };
        world.fact(Fact::Folder(Some(full)));
        let repair = world.run(FindingRef::of("storage.full"), "show_the_largest_openclaw_folders");
        assert!(world.did(&Effect::Inspect(Inspection::LargestFolders)), "{:?}", world.last);
        world.fact(Fact::Inspected(told));
        assert_eq!(world.outcome(repair), Some(Outcome::Shown));
        assert_eq!(world.view().repairs[0].steps[0].output, [shown]);
    }
}

const OTHER: ProcessRef = ProcessRef { pid: 812, start_time: 9 };

fn another_gateway() -> Holder {
    let name = "openclaw-gateway".into();
    Holder { process: Some(OTHER), name, gateway: true, answers: true, ..Holder::default() }
}

/// Another gateway of this user holds the port.
fn in_the_way() -> World {
    let mut world = World::new();
    world.tell(Event::Began);
    world.fact(Fact::Surroundings(Box::new(around())));
    world.fact(Fact::Occupancy(Occupancy::Stranger(another_gateway())));
    world
}

#[test]
fn a_gateway_in_the_way_is_asked_to_end_and_this_one_comes_up_in_its_place() {
    let mut world = in_the_way();
    let reference = FindingRef::of("port.conflict");
    let unseen =
        Intent::Run { finding: reference.clone(), action: "stop_that_gateway".into(), plan: None, choice: None };
    assert!(matches!(world.ask(unseen), Some(Err(_))), "nobody saw what it would do");
    let repair = world.run(reference, "stop_that_gateway");
    assert!(world.did(&Effect::EndOther { process: OTHER }));
    assert!(!world.all.iter().any(|effect| matches!(effect, Effect::Kill { .. } | Effect::Terminate { .. })));
    world.fact(Fact::OtherAsked { process: OTHER, end: OtherEnd::Ended });
    world.fact(Fact::Occupancy(Occupancy::Free));
    world.prepared_and_spawned();
    world.become_ready();
    assert_eq!(world.outcome(repair), Some(Outcome::Repaired));
    assert_eq!(world.finding("port.conflict"), None);
}

#[test]
fn a_gateway_that_goes_on_or_is_no_longer_that_one_ends_the_repair_and_nothing_is_started() {
    for (end, outcome) in [
        (OtherEnd::NotProven, Outcome::Blocked),
        (OtherEnd::Refused, Outcome::Failed),
        (OtherEnd::GoesOn, Outcome::Failed),
    ] {
        let mut world = in_the_way();
        let repair = world.run(FindingRef::of("port.conflict"), "stop_that_gateway");
        world.fact(Fact::OtherAsked { process: OTHER, end });
        assert_eq!(world.outcome(repair), Some(outcome), "{end:?}");
        assert!(!world.all.iter().any(|effect| matches!(effect, Effect::Prepare | Effect::Spawn { .. })));
    }
}

#[test]
fn while_another_service_would_start_the_gateway_only_a_persons_word_starts_one_here() {
    let mut with_another = around();
    with_another.other_services = vec!["/etc/systemd/system/my-claw.service".into()];
    let mut world = World::new();
    world.tell(Event::Began);
    world.fact(Fact::Surroundings(Box::new(with_another)));
    world.fact(Fact::Occupancy(Occupancy::Free));
    assert!(!world.did(&Effect::Prepare), "{:?}", world.last);
    world.ask(Intent::Start);
    world.fact(Fact::Occupancy(Occupancy::Free));
    assert!(world.did(&Effect::Prepare));
    world.prepared_and_spawned();
    world.become_ready();
    world.exit(ExitReason::Signal(9));
    assert!(world.timer_of(TimerId::Restart).is_some(), "what was started here is kept alive here");
}
