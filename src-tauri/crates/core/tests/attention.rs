//! What notifies and what can be pressed, told as events.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;

use clawtray_contract::{Answer, Decision, ErrorCode, Intent, State};
use clawtray_core::{
    Beat, CallProblem, Effect, Event, JobRun, LinkEvent, PairingRequest, Reply, Request, TimerId, Urgency,
};
use common::World;

fn request(id: &str) -> PairingRequest {
    PairingRequest {
        id: id.into(),
        device: "d".into(),
        name: Some("Ann's \u{202e}phone\nApprove".into()),
        roles: vec!["operator".into()],
        scopes: vec!["operator.read".into()],
        since_ms: 5,
        ..PairingRequest::default()
    }
}

fn waiting(world: &mut World, requests: Vec<PairingRequest>) {
    world.link(LinkEvent::ApprovalsChanged);
    world.reply(|request| *request == Request::ListApprovals, Reply::Approvals(requests));
}

#[test]
fn an_approval_is_told_once_with_deny_first_and_goes_when_it_is_decided() {
    let mut world = World::running();
    waiting(&mut world, vec![request("r1")]);
    let note = world.notes().remove(0);
    let buttons: Vec<&str> = note.buttons.iter().map(|(id, _)| id.as_str()).collect();
    assert_eq!((buttons, note.urgency), (vec!["deny", "approve", "details"], Urgency::Critical));
    assert!(!note.title.contains('\u{202e}') && !note.title.contains('\n'), "foreign names are cleaned: {note:?}");
    assert_eq!(world.view().state, State::NeedsYou);
    waiting(&mut world, vec![request("r1")]);
    assert!(world.notes().is_empty(), "the same request is not told twice");
    world.tell(Event::Pressed { key: "approval:r1".into(), button: "approve".into() });
    let ticket =
        world.call(|request| matches!(request, Request::DecideDevice { request, approve: true } if request == "r1"));
    world.tell(Event::Replied { ticket: ticket.unwrap(), result: Ok(Reply::Done) });
    assert_eq!(world.withdrawn(), ["approval:r1"]);
    assert_eq!(world.view().state, State::Running);
}

#[test]
fn closing_opening_or_a_stale_press_decides_nothing() {
    let mut world = World::running();
    waiting(&mut world, vec![request("r1")]);
    for button in ["default", "details", "closed", ""] {
        world.tell(Event::Pressed { key: "approval:r1".into(), button: button.into() });
    }
    waiting(&mut world, vec![request("r2")]);
    world.tell(Event::Pressed { key: "approval:r1".into(), button: "approve".into() });
    let decided = |request: &Request| matches!(request, Request::DecideDevice { .. } | Request::DecideNode { .. });
    assert_eq!(world.call(decided), None, "a superseded request is never approved");
}

#[test]
fn a_decision_made_elsewhere_counts_as_done_and_a_missing_right_is_said() {
    let mut world = World::running();
    waiting(&mut world, vec![request("r1")]);
    let decide = Intent::Decide { approval: "r1".into(), decision: Decision::Deny };
    assert_eq!(world.ask(decide.clone()), None, "the answer comes with the gateway's");
    let again = world.ask(decide.clone()).unwrap();
    assert_eq!(again.unwrap_err().code, ErrorCode::Busy, "a second press does nothing twice");
    let ticket = world.call(|request| matches!(request, Request::DecideDevice { approve: false, .. })).unwrap();
    world.tell(Event::Replied { ticket, result: Err(CallProblem::Gone) });
    assert!(world.all.iter().any(|effect| matches!(effect, Effect::Answer { result: Ok(Answer::Accepted), .. })));
    assert_eq!(world.ask(decide).unwrap().unwrap_err().code, ErrorCode::Gone);

    waiting(&mut world, vec![request("r3")]);
    world.ask(Intent::Decide { approval: "r3".into(), decision: Decision::Approve });
    let ticket = world.call(|request| matches!(request, Request::DecideDevice { approve: true, .. })).unwrap();
    world.tell(Event::Replied { ticket, result: Err(CallProblem::MissingScope("operator.admin".into())) });
    let refused = world.all.iter().rev().find_map(|effect| match effect {
        Effect::Answer { result: Err(error), .. } => Some(error.code),
        _ => None,
    });
    assert_eq!(refused, Some(ErrorCode::MissingRights));
    assert_eq!(world.view().approvals.len(), 1, "it still waits");
}

#[test]
fn requests_that_ran_out_go_without_an_event() {
    let mut world = World::running();
    waiting(&mut world, vec![request("r1")]);
    world.tell(Event::Timer(TimerId::Judge));
    world.reply(|request| *request == Request::ListApprovals, Reply::Approvals(vec![]));
    assert_eq!(world.withdrawn(), ["approval:r1"]);
}

#[test]
fn a_failed_job_is_told_once_per_streak() {
    let mut world = World::running();
    let run = |ok, at_ms, streak| JobRun {
        job: "j".into(),
        name: Some("News".into()),
        ok,
        at_ms,
        streak: Some(streak),
        enabled: true,
        ..JobRun::default()
    };
    world.link(LinkEvent::JobFinished(run(false, 10, 1)));
    assert_eq!(world.notes().len(), 1);
    world.link(LinkEvent::JobFinished(run(false, 20, 2)));
    assert_eq!(world.notes().len(), 0, "the second failure in the streak raises no second one");
    assert!(world.finding("cron.job_failed").unwrap().text.contains('2'), "but is counted");
    world.link(LinkEvent::JobFinished(run(true, 30, 0)));
    assert_eq!(world.withdrawn(), ["finding:cron.job_failed/j"]);
    world.link(LinkEvent::JobFinished(run(false, 40, 1)));
    assert_eq!(world.notes().len(), 1, "a new streak is news");
}

#[test]
fn a_failed_heartbeat_is_told_once_and_a_beat_can_be_sent_from_the_notification() {
    let mut world = World::running();
    let beat = |status: &str, at_ms| Beat { at_ms, status: status.into(), ..Beat::default() };
    world.link(LinkEvent::Heartbeat(beat("failed", 10)));
    let note = world.notes().remove(0);
    assert_eq!(note.buttons[0].0, "fix");
    world.link(LinkEvent::Heartbeat(beat("failed", 20)));
    assert!(world.notes().is_empty());
    world.tell(Event::Pressed { key: note.key.clone(), button: "fix".into() });
    world.reply(|request| *request == Request::Wake, Reply::Done);
    assert_eq!(world.view().repairs[0].outcome, Some(clawtray_contract::Outcome::AwaitingProof));
    world.pass(1_000);
    let now = world.now.unix_ms;
    world.link(LinkEvent::Heartbeat(beat("ok-empty", now)));
    assert_eq!(world.view().repairs[0].outcome, Some(clawtray_contract::Outcome::Repaired));
    assert!(world.withdrawn().contains(&note.key));
}

#[test]
fn a_keeper_that_starts_again_does_not_repeat_itself_but_shows_approvals_anew() {
    let mut world = World::running();
    waiting(&mut world, vec![request("r1")]);
    world.link(LinkEvent::Heartbeat(Beat { at_ms: 10, status: "failed".into(), ..Beat::default() }));
    world.tell(Event::Timer(TimerId::Save));
    let saved = world.all.iter().rev().find_map(|effect| match effect {
        Effect::Save(saved) => Some((**saved).clone()),
        _ => None,
    });
    let mut next = World::with(common::options(), saved.unwrap());
    next.launch();
    next.become_ready();
    let told = next.all_notes();
    next.link(LinkEvent::Heartbeat(Beat { at_ms: 10, status: "failed".into(), ..Beat::default() }));
    waiting(&mut next, vec![request("r1")]);
    assert_eq!(next.all_notes(), told + 1, "only the approval, whose buttons ended with the old keeper");
}
