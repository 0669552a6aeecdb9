//! What happens to a repair when the world breaks off in its middle: one named outcome, nothing done twice, the lease
//! given back.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;

use clawtray_contract::{Answer, ErrorCode, FindingRef, Intent, Outcome, StepState};
use clawtray_core::{
    CallProblem, CliDone, CliProblem, ConfigCopy, ConfigCopyKind, ConfigFault, ConfigFaultKind, Effect, Event,
    ExitReason, Fact, LinkEvent, ModelError, ModelRun, Occupancy, Reply, Request, RestoreProblem, Surface, TimerId,
};
use common::{GATEWAY, World, around};
use serde_json::json;

const MODEL: &str = "anthropic/claude-sonnet-4-6";

/// A world in which that action can be run.
struct Scene {
    name: &'static str,
    finding: FindingRef,
    action: &'static str,
    make: fn() -> World,
}

fn broken() -> World {
    let mut world = World::new();
    world.launch();
    world.exit(ExitReason::Configuration(ConfigFault {
        kind: ConfigFaultKind::NotJson,
        key: None,
        line: Some(1),
        column: Some(1),
        words: "unexpected end".into(),
    }));
    let mut seen = around();
    seen.config.copies = vec![ConfigCopy {
        value: None,
        name: "openclaw.json.last-good".into(),
        kind: ConfigCopyKind::LastGood,
        changed_ms: 1,
        usable: true,
        stamp: "s".into(),
        diff: vec![],
    }];
    seen.config.stamp = Some("b".into());
    world.fact(Fact::Surroundings(Box::new(seen)));
    world.fact(Fact::Occupancy(Occupancy::Free));
    world
}

fn refused() -> World {
    let mut world = World::running();
    let words = "Extra usage is required for long context requests.".into();
    let error = Some(ModelError { http_status: Some(429), kind: None, words });
    let at_ms = world.now.unix_ms;
    world.link(LinkEvent::ModelRun(ModelRun { model: MODEL.into(), at_ms, error }));
    config(&mut world);
    world.pass(1_000);
    world
}

fn config(world: &mut World) {
    let value = json!({"agents": {"defaults": {"models": {MODEL: {"params": {"context1m": true}}}}}});
    let reply = Reply::Config { hash: "h1".into(), valid: true, value };
    world.reply(|request| *request == Request::ReadConfig, reply);
}

fn scenes() -> [Scene; 3] {
    [
        Scene {
            name: "doctor",
            finding: FindingRef::of("config.invalid"),
            action: "repair_the_configuration",
            make: broken,
        },
        Scene {
            name: "copy",
            finding: FindingRef::of("config.invalid"),
            action: "restore_the_last_good_copy",
            make: broken,
        },
        Scene {
            name: "patch",
            finding: FindingRef::about("model.long_context_429", MODEL),
            action: "disable_context1m",
            make: refused,
        },
    ]
}

/// Answers what the repair waits for, well. False when nothing more is waited for.
fn forward(world: &mut World) -> bool {
    let Some(effect) = world.last.iter().rev().find(|effect| {
        matches!(
            effect,
            Effect::LookForGateway
                | Effect::RunCli { .. }
                | Effect::LookAround
                | Effect::RestoreConfig { .. }
                | Effect::Prepare
                | Effect::Call { request: Request::ReadConfig | Request::PatchConfig { .. }, .. }
        )
    }) else {
        return false;
    };
    match effect.clone() {
        Effect::LookForGateway => world.fact(Fact::Occupancy(Occupancy::Free)),
        Effect::RunCli { ticket, .. } => world.tell(Event::CliEnded { ticket, result: Ok(CliDone::default()) }),
        Effect::LookAround => world.fact(Fact::Surroundings(Box::new(around()))),
        Effect::RestoreConfig { .. } => world.fact(Fact::ConfigRestored(Ok("kept".into()))),
        Effect::Call { request: Request::ReadConfig, .. } => {
            config(world);
            &[]
        }
        Effect::Call { ticket, request: Request::PatchConfig { .. }, .. } => {
            world.tell(Event::Replied { ticket, result: Ok(Reply::Done) })
        }
        _ => return false,
    };
    true
}

/// What breaks off, told as the executors would tell it.
#[derive(Clone, Copy, Debug)]
enum Fault {
    /// The step does not come to an end.
    Hangs,
    /// The command was ended by its limit.
    CommandHangs,
    /// There is no room left.
    DiskFull,
    /// The gateway dies.
    GatewayDies,
    /// Somebody else changed what it rests on.
    Changed,
    /// The answer cannot be understood.
    Garbage,
}

const FAULTS: [Fault; 6] =
    [Fault::Hangs, Fault::CommandHangs, Fault::DiskFull, Fault::GatewayDies, Fault::Changed, Fault::Garbage];

/// Breaks whatever the repair waits for now. False where this fault cannot happen to it.
fn breaks(world: &mut World, fault: Fault) -> bool {
    let full = || "ENOSPC: no space left on device, write".to_owned();
    let waiting = world.last.clone();
    let command = waiting.iter().find_map(|effect| match effect {
        Effect::RunCli { ticket, .. } => Some(*ticket),
        _ => None,
    });
    let call = waiting.iter().find_map(|effect| match effect {
        Effect::Call { ticket, request: Request::ReadConfig | Request::PatchConfig { .. }, .. } => Some(*ticket),
        _ => None,
    });
    let reads = |effect: &Effect| matches!(effect, Effect::Call { request: Request::ReadConfig, .. });
    let copy = waiting.iter().any(|effect| matches!(effect, Effect::RestoreConfig { .. }));
    match (fault, command, call) {
        (Fault::Hangs, ..) => drop(world.tell(Event::Timer(TimerId::Repair)).len()),
        (Fault::CommandHangs, Some(ticket), _) => {
            world.tell(Event::CliEnded { ticket, result: Err(CliProblem::TimedOut) });
        }
        (Fault::DiskFull, Some(ticket), _) => {
            world.tell(Event::CliEnded { ticket, result: Err(CliProblem::Refused { words: full() }) });
        }
        (Fault::DiskFull, _, Some(ticket)) => {
            let result = Err(CallProblem::Refused { code: "UNAVAILABLE".into(), words: full() });
            world.tell(Event::Replied { ticket, result });
        }
        (Fault::DiskFull, ..) if copy => {
            world.fact(Fact::ConfigRestored(Err(RestoreProblem::Failed { words: full() })));
        }
        (Fault::Changed, Some(ticket), _) => {
            let path = "gateway.port".into();
            world.tell(Event::CliEnded { ticket, result: Err(CliProblem::Changed { path }) });
        }
        (Fault::Changed, _, Some(ticket)) => {
            world.tell(Event::Replied { ticket, result: Err(CallProblem::HashChanged) });
            // It is read again once, and the second time it is over.
            if world.call(|request| matches!(request, Request::PatchConfig { .. })).is_some() {
                config(world);
                if let Some(ticket) = world.call(|request| matches!(request, Request::PatchConfig { .. })) {
                    world.tell(Event::Replied { ticket, result: Err(CallProblem::HashChanged) });
                }
            }
        }
        (Fault::Changed, ..) if copy => drop(world.fact(Fact::ConfigRestored(Err(RestoreProblem::Changed))).len()),
        (Fault::Garbage, Some(ticket), _) => {
            world.tell(Event::CliEnded { ticket, result: Err(CliProblem::Garbage) });
        }
        (Fault::Garbage, _, Some(ticket)) if waiting.iter().any(reads) => {
            world.tell(Event::Replied { ticket, result: Ok(Reply::Done) });
        }
        (Fault::GatewayDies, _, Some(ticket)) => {
            world.exit(ExitReason::Signal(9));
            world.tell(Event::Replied { ticket, result: Err(CallProblem::NotConnected) });
        }
        _ => return false,
    }
    true
}

fn writes(world: &World) -> usize {
    let writes = |effect: &&Effect| {
        matches!(
            effect,
            Effect::RunCli { .. }
                | Effect::RestoreConfig { .. }
                | Effect::Call { request: Request::PatchConfig { .. }, .. }
        )
    };
    world.all.iter().filter(writes).count()
}

#[test]
fn whatever_breaks_at_whichever_step_has_one_named_outcome_and_gives_the_lease_back() {
    let mut broken = 0;
    for scene in scenes() {
        for fault in FAULTS {
            for steps in 0..6 {
                let mut world = (scene.make)();
                let repair = world.run(scene.finding.clone(), scene.action);
                if (0..steps).any(|_| world.outcome(repair).is_some() || !forward(&mut world)) {
                    break;
                }
                let what = format!("{}: {fault:?} after {steps} steps", scene.name);
                if world.outcome(repair).is_some() || !breaks(&mut world, fault) {
                    continue;
                }
                broken += 1;
                let outcome = world.outcome(repair).unwrap_or_else(|| panic!("{what}: still running"));
                let named = [Outcome::Failed, Outcome::AbortedChanged, Outcome::Blocked, Outcome::StillBroken];
                // The change was made; what came after it only looked again.
                let made = scene.name == "patch" && steps >= 2 && outcome == Outcome::AwaitingProof;
                assert!(made || named.contains(&outcome), "{what}: {outcome:?}");
                let view = world.view().repairs.remove(0);
                assert!(!view.text.is_empty() && !view.text.starts_with('['), "{what}: {}", view.text);
                let open = [StepState::Running, StepState::Waiting];
                assert!(view.steps.iter().all(|step| !open.contains(&step.state)), "{what}: {:?}", view.steps);
                // Late and doubled answers are nobody's any more.
                let before = writes(&world);
                world.tell(Event::Timer(TimerId::Repair));
                for ticket in 0..200 {
                    world.tell(Event::CliEnded { ticket, result: Ok(CliDone::default()) });
                }
                world.fact(Fact::ConfigRestored(Ok("late".into())));
                assert_eq!((writes(&world), world.outcome(repair)), (before, Some(outcome)), "{what}");
                let busy = world.ask(Intent::Start).map(|answer| answer.map_err(|error| error.code));
                assert_ne!(busy, Some(Err(ErrorCode::Busy)), "{what}: the lease is given back");
            }
        }
    }
    assert!(broken > 20, "only {broken} of them happened");
}

#[test]
fn a_person_may_stop_it_at_each_step_and_is_told_how_far_it_came() {
    let mut stopped = 0;
    for scene in scenes() {
        for steps in 0..6 {
            let mut world = (scene.make)();
            let repair = world.run(scene.finding.clone(), scene.action);
            if (0..steps).any(|_| world.outcome(repair).is_some() || !forward(&mut world)) {
                break;
            }
            if world.outcome(repair).is_some() {
                break;
            }
            let what = format!("{} after {steps} steps", scene.name);
            let under_way = world.last.clone();
            assert_eq!(world.ask(Intent::CancelRepair { repair }), Some(Ok(Answer::Accepted)), "{what}");
            world.last = under_way;
            let before = writes(&world);
            // What is under way comes to its end first: nothing is cut in its middle.
            while world.outcome(repair).is_none() && forward(&mut world) {}
            let outcome = world.outcome(repair).unwrap_or_else(|| panic!("{what}: it goes on"));
            // The last step of a change may be done by then.
            let made = scene.name == "patch" && outcome == Outcome::AwaitingProof;
            assert!(made || outcome == Outcome::AbortedByPerson, "{what}: {outcome:?}");
            let asks_first = scene.name == "patch" && steps == 0;
            assert!(asks_first || writes(&world) == before, "{what}: nothing new is begun");
            let view = world.view().repairs.remove(0);
            assert!(!view.text.is_empty() && view.ended_ms.is_some(), "{what}: {view:?}");
            let open = [StepState::Running, StepState::Waiting];
            assert!(view.steps.iter().all(|step| !open.contains(&step.state)), "{what}: {:?}", view.steps);
            let done = view.steps.iter().filter(|step| step.state == StepState::Done).count();
            assert!(made || done >= steps.min(1), "{what}: what was done is told: {:?}", view.steps);
            let busy = world.ask(Intent::Start).map(|answer| answer.map_err(|error| error.code));
            assert_ne!(busy, Some(Err(ErrorCode::Busy)), "{what}: the lease is given back");
            stopped += 1;
        }
    }
    assert!(stopped > 8, "only {stopped} of them were stopped");
}

/// A gateway that takes in two changes at once writes both and answers only one of them (observed on OpenClaw 2026.9.6).
#[test]
fn a_change_that_is_never_confirmed_is_looked_up_and_believed_only_where_it_was_made() {
    let after = json!({"agents": {"defaults": {"models": {MODEL: {"params": {}}}}}});
    let before = json!({"agents": {"defaults": {"models": {MODEL: {"params": {"context1m": true}}}}}});
    for (value, expected) in [(after, Outcome::AwaitingProof), (before, Outcome::Failed)] {
        let mut world = refused();
        let repair = world.run(FindingRef::about("model.long_context_429", MODEL), "disable_context1m");
        config(&mut world);
        let ticket = world.call(|request| matches!(request, Request::PatchConfig { .. })).expect("it is written");
        world.tell(Event::Replied { ticket, result: Err(CallProblem::TimedOut) });
        assert_eq!(world.outcome(repair), None, "not before it is looked up");
        let reply = Reply::Config { hash: "h2".into(), valid: true, value };
        world.reply(|request| *request == Request::ReadConfig, reply);
        assert_eq!(world.outcome(repair), Some(expected));
        assert_eq!(writes(&world), 1, "it is not written twice");
    }
}

#[test]
fn two_surfaces_that_start_the_same_action_start_it_once() {
    for scene in scenes() {
        let mut world = (scene.make)();
        let plan = match world.ask(Intent::Preview {
            finding: scene.finding.clone(),
            action: scene.action.into(),
            choice: None,
        }) {
            Some(Ok(Answer::Plan { plan })) => plan.etag,
            other => panic!("{other:?}"),
        };
        let run =
            Intent::Run { finding: scene.finding.clone(), action: scene.action.into(), plan: Some(plan), choice: None };
        let surfaces = [Surface::Window, Surface::CommandLine, Surface::Tray, Surface::Notification];
        for (ticket, surface) in (500..).zip(surfaces) {
            world.tell(Event::Asked { ticket, intent: run.clone(), surface });
        }
        assert!(matches!(world.answer_of(500), Some(Ok(Answer::Repair { .. }))), "{}", scene.name);
        for ticket in 501..504 {
            assert_eq!(world.answer_of(ticket).unwrap().unwrap_err().code, ErrorCode::Busy);
        }
        assert_eq!(world.view().repairs.len(), 1, "{}", scene.name);
        let asked = scene.name == "patch";
        if asked {
            config(&mut world);
        } else {
            world.fact(Fact::Occupancy(Occupancy::Free));
        }
        assert_eq!(writes(&world), 1, "{}", scene.name);
    }
}

#[test]
fn a_keeper_that_is_killed_in_its_middle_is_told_about_and_the_next_one_may_begin_anew() {
    for scene in scenes() {
        let mut world = (scene.make)();
        // Written in the very turn in which it begins: nobody knows when a keeper is killed.
        world.run(scene.finding.clone(), scene.action);
        let saved = world.all.iter().rev().find_map(|effect| match effect {
            Effect::Save(saved) => Some((**saved).clone()),
            _ => None,
        });
        let mut next = World::with(common::options(), saved.unwrap());
        let view = next.view().repairs.remove(0);
        assert_eq!(view.outcome, Some(Outcome::Failed), "{}", scene.name);
        assert!(view.text.contains("Clawtray ended"), "{}", view.text);
        assert_eq!(writes(&next), 0, "nothing goes on by itself");
        let busy = next.ask(Intent::Start).map(|answer| answer.map_err(|error| error.code));
        assert_ne!(busy, Some(Err(ErrorCode::Busy)));
    }
    let _ = GATEWAY;
}
