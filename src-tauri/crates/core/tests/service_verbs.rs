//! The gateway is given to the service manager and taken back, and a service that is gone is missed.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;

use clawtray_contract::{Answer, FindingRef, Intent, Mode, Outcome, PlanView, ServiceVerb, State};
use clawtray_core::{
    CliCommand, CliDone, CliProblem, Effect, Event, ExitReason, Fact, Holder, KeptBy, Occupancy, ProcessRef, Reply,
    Request, Saved, ServiceFile, Surroundings, TokenFetch,
};
use common::{GATEWAY, World, around, hello, options, ready_probes};

const UNIT: &str = "openclaw-gateway.service";
const SERVICE: ProcessRef = ProcessRef { pid: 677, start_time: 9 };

fn installed() -> Surroundings {
    let service = ServiceFile { path: "/u/x".into(), name: UNIT.into(), ..ServiceFile::default() };
    Surroundings { mode: Mode::Service, service: Some(service), ..around() }
}

fn kept(kept_by: KeptBy) -> Occupancy {
    Occupancy::Gateway(Holder { process: Some(SERVICE), name: "openclaw-gateway".into(), kept_by, ..Holder::default() })
}

fn served() -> Occupancy {
    kept(KeptBy { unit: Some(UNIT.into()), ..KeptBy::default() })
}

fn plan(world: &mut World, verb: ServiceVerb) -> Result<PlanView, String> {
    match world.ask(Intent::PreviewService { verb }) {
        Some(Ok(Answer::Plan { plan })) => Ok(*plan),
        Some(Err(error)) => Err(error.message),
        other => panic!("{other:?}"),
    }
}

fn run(world: &mut World, verb: ServiceVerb) -> u64 {
    let plan = plan(world, verb).unwrap().etag;
    match world.ask(Intent::RunService { verb, plan }) {
        Some(Ok(Answer::Repair { repair })) => repair,
        other => panic!("{other:?}"),
    }
}

fn sent(world: &World, wanted: &CliCommand) -> bool {
    world.last.iter().any(|effect| matches!(effect, Effect::RunCli { command, .. } if command == wanted))
}

fn ends(world: &mut World, result: Result<CliDone, CliProblem>) {
    let ticket = world.command();
    world.tell(Event::CliEnded { ticket, result });
}

fn serves(world: &mut World) {
    world.fact(Fact::Occupancy(served()));
    world.become_ready();
    assert_eq!((world.view().state, world.view().mode), (State::Running, Mode::Service));
}

fn served_world() -> World {
    let mut world = World::new();
    world.tell(Event::Began);
    world.fact(Fact::Surroundings(Box::new(installed())));
    serves(&mut world);
    world
}

/// The child has been asked to end for the service's sake, and has.
fn handed_over(world: &mut World) -> u64 {
    let repair = run(world, ServiceVerb::Install);
    assert!(world.did(&Effect::Terminate { process: GATEWAY }), "{:?}", world.last);
    world.exit(ExitReason::Clean);
    world.fact(Fact::Occupancy(Occupancy::Free));
    assert!(sent(world, &CliCommand::ServiceInstall { port: 18_789 }), "{:?}", world.last);
    repair
}

#[test]
fn a_running_child_is_handed_over_to_the_service_and_proven() {
    let mut world = World::running();
    let plan = plan(&mut world, ServiceVerb::Install).unwrap();
    assert_eq!(plan.commands[0], "openclaw gateway install --force --port 18789 --json");
    assert_eq!(plan.steps[0], "Stop the gateway that Clawtray started");
    let repair = handed_over(&mut world);
    ends(&mut world, Ok(CliDone::default()));
    world.fact(Fact::Surroundings(Box::new(installed())));
    world.fact(Fact::Occupancy(served()));
    world.fact(Fact::TokenFetched(Ok(TokenFetch { changed: false })));
    world.fact(Fact::Probed(ready_probes()));
    world.link(clawtray_core::LinkEvent::Ready(hello()));
    world.reply(|request| *request == Request::ListApprovals(clawtray_core::Source::Devices), Reply::Approvals(vec![]));
    world.fact(Fact::Probed(ready_probes()));
    assert_eq!(world.outcome(repair), Some(Outcome::Repaired), "{:?}", world.view().repairs);
    assert_eq!((world.view().mode, world.view().exits.len()), (Mode::Service, 0));
}

#[test]
fn where_the_service_is_refused_clawtray_keeps_the_gateway_as_before() {
    let mut world = World::running();
    let repair = handed_over(&mut world);
    ends(&mut world, Err(CliProblem::NoService { words: "No supported service manager detected.".into() }));
    assert_eq!(world.outcome(repair), Some(Outcome::Failed));
    world.fact(Fact::Occupancy(Occupancy::Free));
    world.prepared_and_spawned();
    world.become_ready();
    assert_eq!((world.view().state, world.view().mode), (State::Running, Mode::Child));
}

#[test]
fn there_is_no_plan_where_it_cannot_be_or_is_so_already() {
    let mut world = served_world();
    assert!(plan(&mut world, ServiceVerb::Install).unwrap_err().contains("already"));
    let mut world = World::running();
    assert!(plan(&mut world, ServiceVerb::Uninstall).is_err());
    let mut world = World::new();
    world.tell(Event::Began);
    assert!(plan(&mut world, ServiceVerb::Install).is_err(), "nothing is known");
    world.fact(Fact::Surroundings(Box::new(Surroundings { may_serve: false, ..around() })));
    assert!(plan(&mut world, ServiceVerb::Install).is_err(), "another folder");
    world.fact(Fact::Surroundings(Box::new(around())));
    world.fact(Fact::Occupancy(kept(KeptBy::default())));
    assert!(plan(&mut world, ServiceVerb::Install).unwrap_err().contains("Somebody else"));
    let seen = Intent::RunService { verb: ServiceVerb::Install, plan: "another".into() };
    assert!(world.ask(seen).unwrap().is_err());
}

#[test]
fn a_service_that_is_removed_leaves_the_gateway_with_clawtray() {
    let mut world = served_world();
    let repair = run(&mut world, ServiceVerb::Uninstall);
    assert!(sent(&world, &CliCommand::ServiceUninstall));
    world.fact(Fact::Exited { process: SERVICE, reason: ExitReason::Unseen, last_lines: vec![] });
    ends(&mut world, Ok(CliDone::default()));
    world.fact(Fact::Surroundings(Box::new(around())));
    world.fact(Fact::Occupancy(Occupancy::Free));
    world.fact(Fact::Occupancy(Occupancy::Free));
    world.prepared_and_spawned();
    world.become_ready();
    assert_eq!(world.outcome(repair), Some(Outcome::Repaired), "{:?}", world.view().repairs);
    assert_eq!((world.view().mode, world.view().exits.len()), (Mode::Child, 0));
    assert_eq!(world.finding("service.not_installed"), None);
}

#[test]
fn a_stopped_service_that_is_removed_stays_stopped() {
    let mut world = served_world();
    world.ask(Intent::Stop { now: false });
    world.fact(Fact::Exited { process: SERVICE, reason: ExitReason::Unseen, last_lines: vec![] });
    ends(&mut world, Ok(CliDone::default()));
    world.fact(Fact::Occupancy(Occupancy::Free));
    let repair = run(&mut world, ServiceVerb::Uninstall);
    ends(&mut world, Ok(CliDone::default()));
    world.fact(Fact::Surroundings(Box::new(around())));
    world.fact(Fact::Occupancy(Occupancy::Free));
    assert_eq!(world.outcome(repair), Some(Outcome::Repaired));
    assert_eq!(world.view().state, State::Paused);
    assert!(!world.all.iter().any(|effect| matches!(effect, Effect::Prepare | Effect::Spawn { .. })));
}

/// A keeper that begins after the service was removed by somebody.
fn missed() -> World {
    let mut world = World::with(options(), Saved { expects_service: true, ..Saved::default() });
    world.tell(Event::Began);
    world.fact(Fact::Surroundings(Box::new(around())));
    world.fact(Fact::Occupancy(Occupancy::Free));
    world
}

#[test]
fn a_service_that_somebody_removed_is_missed_and_not_replaced_unasked() {
    let world = missed();
    let found = world.finding("service.not_installed").expect("raised");
    let actions: Vec<&str> = found.actions.iter().map(|action| action.id.as_str()).collect();
    assert_eq!(actions, ["install_and_start_the_service", "run_it_from_clawtray_instead"]);
    assert_eq!((world.view().state, world.finding("service.not_running")), (State::Down, None));
    assert!(!world.all.iter().any(|effect| matches!(effect, Effect::Prepare | Effect::Spawn { .. })));

    // While the keeper runs: the definition goes, then the process.
    let mut world = served_world();
    world.fact(Fact::ServiceFilesChanged);
    assert!(world.did(&Effect::LookAround));
    world.fact(Fact::Surroundings(Box::new(around())));
    world.fact(Fact::Exited { process: SERVICE, reason: ExitReason::Unseen, last_lines: vec![] });
    world.fact(Fact::Occupancy(Occupancy::Free));
    assert!(world.finding("service.not_installed").is_some());
    assert!(!world.all.iter().any(|effect| matches!(effect, Effect::Prepare | Effect::Spawn { .. })));
}

#[test]
fn one_click_runs_it_from_clawtray_and_the_service_is_missed_no_more() {
    for by_start in [false, true] {
        let mut world = missed();
        if by_start {
            world.ask(Intent::Start).unwrap().unwrap();
        } else {
            world.run(FindingRef::of("service.not_installed"), "run_it_from_clawtray_instead");
        }
        world.fact(Fact::Occupancy(Occupancy::Free));
        world.prepared_and_spawned();
        world.become_ready();
        assert_eq!(world.view().state, State::Running);
        world.exit(ExitReason::Signal(9));
        assert_eq!(world.finding("service.not_installed"), None);
        assert_eq!(world.view().state, State::Down);
        assert!(world.view().restart_at_ms.is_some(), "kept like any child");
    }
}

#[test]
fn one_click_installs_it_again() {
    let mut world = missed();
    let repair = world.run(FindingRef::of("service.not_installed"), "install_and_start_the_service");
    world.fact(Fact::Occupancy(Occupancy::Free));
    assert!(sent(&world, &CliCommand::ServiceInstall { port: 18_789 }));
    ends(&mut world, Ok(CliDone::default()));
    world.fact(Fact::Surroundings(Box::new(installed())));
    world.fact(Fact::Occupancy(served()));
    world.fact(Fact::TokenFetched(Ok(TokenFetch { changed: false })));
    world.become_ready();
    assert_eq!(world.outcome(repair), Some(Outcome::Repaired), "{:?}", world.view().repairs);
}

#[test]
fn another_keeper_is_named_and_the_gateway_says_which_it_is() {
    let cases = [
        (
            KeptBy { unit: Some("my-openclaw.service".into()), ..KeptBy::default() },
            Some("the service my-openclaw.service"),
        ),
        (KeptBy { parents: vec!["node".into(), "ClawX".into()], ..KeptBy::default() }, Some("ClawX")),
        (KeptBy { parents: vec!["openclaw-linux".into()], ..KeptBy::default() }, Some("the OpenClaw app")),
        (KeptBy::default(), None),
    ];
    for (kept_by, name) in cases {
        let mut world = World::new();
        world.tell(Event::Began);
        world.fact(Fact::Surroundings(Box::new(around())));
        world.fact(Fact::Occupancy(kept(kept_by)));
        world.fact(Fact::Probed(ready_probes()));
        let methods = vec!["gateway.identity.get".into()];
        world.link(clawtray_core::LinkEvent::Ready(clawtray_core::HelloFacts { methods, ..hello() }));
        world.reply(|request| *request == Request::Identity, Reply::Identity { device: "24a5".into() });
        let view = world.view();
        assert_eq!((view.mode, view.details.kept_by.as_deref()), (Mode::Attached, name));
        assert_eq!(view.details.identity.as_deref(), Some("24a5"));
        let said = view.ladder.process.text;
        assert!(name.is_none_or(|name| said.contains(name)), "{said}");
    }
    let world = World::running();
    assert_eq!(world.view().details.kept_by, None, "our own");
    assert!(world.call(|request| *request == Request::Identity).is_none(), "an older gateway is not asked");
}

#[test]
fn a_service_that_ends_at_logout_is_said_where_nobody_sits_before_it() {
    let said = |headless, lingers| {
        let mut world = World::new();
        world.fact(Fact::Surroundings(Box::new(Surroundings { headless, lingers, ..installed() })));
        let notices = world.app.snapshot(world.now).notices;
        notices.iter().any(|notice| notice.text.contains("loginctl enable-linger"))
    };
    assert!(said(true, Some(false)));
    assert!(!said(true, Some(true)) && !said(true, None) && !said(false, Some(false)));
}
