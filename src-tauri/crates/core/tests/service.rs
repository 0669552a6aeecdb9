//! The service is reinstalled: with what OpenClaw 2026.9.6 answers, good and bad.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;

use clawtray_contract::{Answer, FindingRef, Intent, Mode, Outcome, State, StepState};
use clawtray_core::{
    CliCommand, CliDone, CliProblem, Effect, Event, Fact, Holder, KeptBy, LinkEvent, Occupancy, ProcessRef, Reply,
    Request, ServiceFile, Surroundings, TimerId, TokenFetch,
};
use common::{World, around, hello, ready_probes};

const SERVICE: ProcessRef = ProcessRef { pid: 677, start_time: 9 };

const UNIT: &str = "openclaw-gateway.service";

const INSTALLED: &str = "Gateway service installed. Runtime readiness has not been checked; startup may still be in \
                         progress. Check with openclaw gateway status and openclaw health.";

fn installed(missing: &[&str]) -> Surroundings {
    let missing = missing.iter().map(ToString::to_string).collect();
    let path = "/home/ann/.config/systemd/user/openclaw-gateway.service".into();
    let service = ServiceFile { path, name: UNIT.into(), missing, port: Some(18_789), ..ServiceFile::default() };
    Surroundings { mode: Mode::Service, service: Some(service), ..around() }
}

fn finding() -> FindingRef {
    FindingRef { id: "service.config_mismatch".into(), subject: None }
}

/// A service whose Node is gone, and nothing on the port.
fn broken() -> World {
    let mut world = World::new();
    world.tell(Event::Began);
    world.fact(Fact::Surroundings(Box::new(installed(&["/gone/node"]))));
    world.fact(Fact::Occupancy(Occupancy::Free));
    world
}

fn served() -> Occupancy {
    Occupancy::Gateway(Holder {
        process: Some(SERVICE),
        name: "openclaw-gateway".into(),
        kept_by: KeptBy { unit: Some(UNIT.into()), ..KeptBy::default() },
        ..Holder::default()
    })
}

#[test]
fn the_missing_node_is_the_finding_and_explains_that_nothing_runs() {
    let world = broken();
    let found = world.finding("service.config_mismatch").expect("raised");
    assert!(found.text.contains("/gone/node"), "{found:?}");
    assert_eq!(found.title, "The service runs with other settings than your config");
    assert_eq!(found.actions[0].label, "Reinstall the service with today's settings");
    assert_eq!(world.finding("service.not_running"), None, "explained");
}

#[test]
fn the_plan_shows_its_command_and_needs_a_yes() {
    let mut world = broken();
    let ask = Intent::Preview { finding: finding(), action: "reinstall_service".into(), choice: None };
    let Some(Ok(Answer::Plan { plan })) = world.ask(ask) else { panic!("no plan") };
    assert_eq!(
        plan.commands,
        ["openclaw gateway install --force --port 18789 --json", "openclaw dashboard --no-open --json"]
    );
    assert!(!plan.warnings.is_empty());
    let run = Intent::Run { finding: finding(), action: "reinstall_service".into(), plan: None, choice: None };
    assert!(matches!(world.ask(run), Some(Err(_))), "not without having been seen");
}

#[test]
fn installed_looked_at_signed_in_and_ready_is_repaired() {
    let mut world = broken();
    let repair = world.run(finding(), "reinstall_service");
    let install = CliCommand::ServiceInstall { port: 18_789 };
    assert!(world.last.iter().any(|effect| matches!(effect, Effect::RunCli { command, .. } if *command == install)));
    let ticket = world.command();
    let done = CliDone { summary: vec![INSTALLED.into()], diff: vec![] };
    world.tell(Event::CliEnded { ticket, result: Ok(done) });
    assert!(world.did(&Effect::LookAround), "what was written is read again: {:?}", world.last);
    world.fact(Fact::Surroundings(Box::new(installed(&[]))));
    assert!(world.last.iter().any(|effect| matches!(effect, Effect::LookForGateway)));

    // It comes up only now: nobody is there at the first look.
    world.fact(Fact::Occupancy(Occupancy::Free));
    assert!(world.did(&Effect::FetchToken));
    world.fact(Fact::TokenFetched(Ok(TokenFetch { changed: false })));
    assert_eq!(world.outcome(repair), None, "not before it is proven");
    world.pass(5_000);
    world.tell(Event::Timer(TimerId::Restart));
    world.fact(Fact::Occupancy(served()));
    assert_eq!(world.view().state, State::Starting);
    world.fact(Fact::Probed(ready_probes()));
    world.link(LinkEvent::Ready(hello()));
    world.reply(|request| *request == Request::ListApprovals(clawtray_core::Source::Devices), Reply::Approvals(vec![]));
    world.fact(Fact::Probed(ready_probes()));

    assert_eq!(world.outcome(repair), Some(Outcome::Repaired), "{:?}", world.view().repairs);
    let view = world.view();
    assert_eq!((view.state, view.mode, view.details.pid), (State::Running, Mode::Service, Some(SERVICE.pid)));
    assert!(view.findings.is_empty(), "{:?}", view.findings);
    assert!(view.repairs[0].steps[0].output.iter().any(|line| line == INSTALLED), "{:?}", view.repairs[0].steps[0]);
    assert!(view.repairs[0].steps.iter().all(|step| step.state == StepState::Done));
}

fn fails(problem: CliProblem, words: &str) {
    let mut world = broken();
    let repair = world.run(finding(), "reinstall_service");
    let ticket = world.command();
    world.tell(Event::CliEnded { ticket, result: Err(problem) });
    assert_eq!(world.outcome(repair), Some(Outcome::Failed));
    let view = &world.view().repairs[0];
    assert!(view.text.contains(words), "{view:?}");
    assert!(view.steps[0].output.iter().any(|line| line.contains(words)), "{:?}", view.steps[0]);
    assert_eq!(view.steps[0].state, StepState::Failed);
    assert!(view.steps[1..].iter().all(|step| step.state == StepState::Skipped));
    assert!(world.finding("service.config_mismatch").is_some(), "a repair that failed clears nothing");
}

#[test]
fn without_a_service_manager_it_fails_with_openclaws_words() {
    let words = "No supported service manager detected. Run the gateway in the foreground with openclaw gateway run.";
    fails(CliProblem::NoService { words: words.into() }, words);
}

#[test]
fn a_refusal_fails_with_the_service_managers_words() {
    let words = "Gateway install failed: systemctl enable failed: Failed to connect to bus: No medium found";
    fails(CliProblem::Refused { words: words.into() }, words);
}

#[test]
fn a_service_that_was_written_again_as_broken_as_before_is_not_repaired() {
    let mut world = broken();
    let repair = world.run(finding(), "reinstall_service");
    let ticket = world.command();
    world.tell(Event::CliEnded { ticket, result: Ok(CliDone::default()) });
    world.fact(Fact::Surroundings(Box::new(installed(&["/gone/node"]))));
    world.fact(Fact::Occupancy(Occupancy::Free));
    world.fact(Fact::TokenFetched(Ok(TokenFetch { changed: false })));
    world.pass(600_000);
    world.tell(Event::Timer(TimerId::Repair));
    assert_eq!(world.outcome(repair), Some(Outcome::Failed), "the time limit ends it");
    assert!(world.finding("service.config_mismatch").is_some());
}

#[test]
fn a_refused_token_in_service_mode_offers_the_same_plan() {
    let mut world = World::new();
    world.tell(Event::Began);
    world.fact(Fact::Surroundings(Box::new(installed(&[]))));
    world.fact(Fact::Occupancy(served()));
    world.fact(Fact::Probed(ready_probes()));
    world.link(LinkEvent::Refused(clawtray_core::Refusal::TokenMismatch));
    world.link(LinkEvent::Refused(clawtray_core::Refusal::TokenMismatch));
    let found = world.finding("auth.token_mismatch").expect("raised");
    assert!(found.actions.iter().any(|action| action.id == "reinstall_the_service"), "{found:?}");
    let mismatch = FindingRef { id: "auth.token_mismatch".into(), subject: None };
    let ask = Intent::Preview { finding: mismatch, action: "reinstall_the_service".into(), choice: None };
    let Some(Ok(Answer::Plan { plan })) = world.ask(ask) else { panic!("no plan") };
    assert_eq!(plan.commands[0], "openclaw gateway install --force --port 18789 --json");
}
