//! What a restart would interrupt is named before the person decides, a restart that ends badly is over at once, and what
//! was done is kept.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;

use clawtray_contract::{Answer, AskedBy, FindingRef, Intent, Outcome, PlanView, ServiceVerb};
use clawtray_core::{
    CallProblem, ConfigFault, ConfigFaultKind, Effect, Event, ExitReason, Fact, HelloFacts, JobDue, LinkEvent,
    Occupancy, REPAIRS_KEPT, Reply, Request, TimerId,
};
use common::{GATEWAY, World, around, hello, options};

/// What wants a restart.
const FINDING: &str = "cron.tick_failed";

/// Runs, can tell what it is doing, and wants a restart.
fn world() -> World {
    let mut world = World::running();
    world.link(LinkEvent::Closed { code: None, words: String::new() });
    let methods = vec!["gateway.restart.preflight".to_owned()];
    world.link(LinkEvent::Ready(HelloFacts { methods, ..hello() }));
    world.fact(Fact::Output(vec!["[cron] cron: timer tick failed: Error: cannot read the store".into()]));
    assert!(world.finding(FINDING).is_some());
    world
}

fn preview(world: &mut World) -> u64 {
    let finding = FindingRef::of(FINDING);
    let asked = world.ask(Intent::Preview { finding, action: "restart".into(), choice: None });
    assert_eq!(asked, None, "the gateway is asked first");
    world.call(|request| *request == Request::CountWork).expect("it is asked what it is doing")
}

/// The plan, once the gateway has told.
fn planned(world: &mut World, result: Result<Reply, CallProblem>) -> PlanView {
    let ticket = preview(world);
    world.tell(Event::Replied { ticket, result });
    answered(world)
}

fn answered(world: &World) -> PlanView {
    let answers = world.last.iter().find_map(|effect| match effect {
        Effect::Answer { result: Ok(Answer::Plan { plan }), .. } => Some((**plan).clone()),
        _ => None,
    });
    answers.expect("a plan")
}

fn work(active: u64, running: &[&str]) -> Result<Reply, CallProblem> {
    Ok(Reply::Work { active, running: running.iter().map(|name| (*name).to_owned()).collect() })
}

#[test]
fn what_runs_is_named_in_the_gateways_words_and_jobs_by_their_names() {
    let mut world = world();
    let job = |job: &str, running| JobDue {
        job: job.into(),
        name: Some(format!("{job} by name")),
        running,
        ..JobDue::default()
    };
    let due = vec![job("report", true), job("backup", false)];
    world.reply(|request| *request == Request::ListJobs, Reply::Jobs { runs: vec![], due });
    let plan = planned(&mut world, work(2, &["1 agent run(s) active"]));
    let told = plan.warnings.iter().find(|words| words.contains("2 tasks are under way")).expect("it is told");
    assert!(told.contains("1 agent run(s) active") && told.contains("report by name"), "{told}");
    assert!(!told.contains("backup"), "what does not run is not interrupted: {told}");
}

#[test]
fn a_gateway_that_tells_only_how_many_is_quoted_with_the_number_and_one_that_idles_says_so() {
    let mut world = world();
    let plan = planned(&mut world, work(3, &[]));
    let told = plan.warnings.iter().find(|words| words.contains("3 tasks")).expect("it is told");
    assert!(told.contains("3 tasks are under way in the gateway now. A restart"), "{told}");
    let plan = planned(&mut world, work(0, &[]));
    assert!(plan.warnings.iter().any(|words| words == "Nothing is under way in the gateway now."), "{plan:?}");
}

#[test]
fn a_count_that_does_not_come_leaves_the_plan_as_it_is_and_what_runs_does_not_make_it_another() {
    let mut world = world();
    let silent = planned(&mut world, Err(CallProblem::TimedOut));
    assert!(!silent.warnings.iter().any(|words| words.contains("under way")), "{silent:?}");
    let busy = planned(&mut world, work(1, &["1 agent run(s) active"]));
    // A task that ends between the look and the press does not ask the person again.
    assert_eq!(silent.etag, busy.etag);
    let finding = FindingRef::of(FINDING);
    let run = Intent::Run { finding, action: "restart".into(), plan: Some(silent.etag), choice: None };
    assert!(matches!(world.ask(run), Some(Ok(Answer::Repair { .. }))));
}

#[test]
fn what_hands_the_gateway_over_names_what_runs_and_what_leaves_it_alone_does_not_ask() {
    let mut world = world();
    assert_eq!(world.ask(Intent::PreviewService { verb: ServiceVerb::Install }), None);
    let ticket = world.call(|request| *request == Request::CountWork).unwrap();
    world.tell(Event::Replied { ticket, result: work(1, &["1 agent run(s) active"]) });
    assert!(answered(&world).warnings.iter().any(|words| words.contains("1 agent run(s) active")));
    let finding = FindingRef::of(FINDING);
    let shown = world.ask(Intent::Preview { finding, action: "show_the_error".into(), choice: None });
    assert!(matches!(shown, Some(Ok(Answer::Plan { .. }))), "{shown:?}");
}

/// An older release's files, which today's refuses to take over: it ends with code 78 and says why (observed on
/// OpenClaw 2026.9.6 after 2026.4.29).
#[test]
fn a_gateway_that_comes_up_anew_and_refuses_to_go_on_is_not_waited_for() {
    let mut world = world();
    let etag = planned(&mut world, work(0, &[])).etag;
    let finding = FindingRef::of(FINDING);
    let run = Intent::Run { finding, action: "restart".into(), plan: Some(etag), choice: None };
    let Some(Ok(Answer::Repair { repair })) = world.ask(run) else { panic!("it begins") };
    if let Some(ticket) = world.call(|request| *request == Request::CountWork) {
        world.tell(Event::Replied { ticket, result: work(0, &[]) });
    }
    world.exit(ExitReason::Clean);
    world.fact(Fact::Occupancy(Occupancy::Free));
    world.prepared_and_spawned();
    assert_eq!(world.outcome(repair), None, "it is under way");
    world.exit(ExitReason::Configuration(ConfigFault {
        kind: ConfigFaultKind::UnknownKey,
        key: None,
        line: None,
        column: None,
        words: "a state migration refused to continue".into(),
    }));
    assert_eq!(world.outcome(repair), Some(Outcome::StillBroken));
}

#[test]
fn what_was_done_is_kept_up_to_a_bound_and_with_everything_that_a_later_keeper_needs_to_tell_it() {
    let mut world = world();
    let finding = FindingRef::of(FINDING);
    let shown = |world: &mut World| {
        let repair = world.run(finding.clone(), "show_the_error");
        if world.outcome(repair).is_none() {
            world.fact(Fact::Surroundings(Box::new(around())));
            world.fact(Fact::Occupancy(Occupancy::Ours(GATEWAY)));
        }
        assert_eq!(world.outcome(repair), Some(Outcome::Shown), "{:?}", world.view().repairs[0]);
        repair
    };
    let all: Vec<u64> = (0..REPAIRS_KEPT + 5).map(|_| shown(&mut world)).collect();
    let kept = world.view().repairs;
    let newest: Vec<u64> = all.iter().rev().take(REPAIRS_KEPT).copied().collect();
    assert_eq!(kept[0].asked_by, AskedBy::Window);
    assert!(kept[0].ended_ms.is_some() && !kept[0].steps.is_empty() && !kept[0].text.is_empty(), "{:?}", kept[0]);

    world.tell(Event::Timer(TimerId::Save));
    let saved = world.all.iter().rev().find_map(|effect| match effect {
        Effect::Save(saved) => Some((**saved).clone()),
        _ => None,
    });
    let saved = saved.unwrap();
    let ids: Vec<u64> = saved.repairs.iter().map(|repair| repair.view.id).collect();
    assert_eq!(ids, newest, "the oldest go");
    let next = World::with(options(), saved);
    assert_eq!(next.view().repairs, kept, "who asked, the plan, its steps and their output, the outcome, the way back");
}
