//! What notifies and what can be pressed, told as events.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;

use clawtray_contract::{Answer, Decision, ErrorCode, Intent, MuteFor, Route, State};
use clawtray_core::{
    ApprovalRequest, Beat, CallProblem, Effect, Event, JobRun, LinkEvent, Reply, Request, Source, TimerId, Urgency,
};
use common::World;

fn request(id: &str) -> ApprovalRequest {
    ApprovalRequest {
        device: "d".into(),
        name: Some("Ann's \u{202e}phone\nApprove".into()),
        roles: vec!["operator".into()],
        scopes: vec!["operator.read".into()],
        since_ms: 5,
        ..ApprovalRequest::new(Source::Devices, id)
    }
}

fn decide(approval: &str, decision: Decision) -> Intent {
    Intent::Decide { approval: approval.into(), decision, etag: None }
}

fn waiting(world: &mut World, requests: Vec<ApprovalRequest>) {
    // Lists are not read more often than a few times a second.
    world.pass(1_000);
    listed(world, requests);
}

fn listed(world: &mut World, requests: Vec<ApprovalRequest>) {
    world.link(LinkEvent::ApprovalsChanged { source: Source::Devices, ended: Vec::new() });
    world.reply(|request| *request == Request::ListApprovals(Source::Devices), Reply::Approvals(requests));
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
    world.press("approval:r1", "approve");
    world.reply(|request| *request == Request::ListApprovals(Source::Devices), Reply::Approvals(vec![request("r1")]));
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
        world.press("approval:r1", button);
    }
    waiting(&mut world, vec![request("r2")]);
    world.press("approval:r1", "approve");
    let decided = |request: &Request| matches!(request, Request::DecideDevice { .. } | Request::DecideNode { .. });
    assert_eq!(world.call(decided), None, "a superseded request is never approved");
}

#[test]
fn a_decision_made_elsewhere_counts_as_done_and_a_missing_right_is_said() {
    let mut world = World::running();
    waiting(&mut world, vec![request("r1")]);
    let deny = decide("r1", Decision::Deny);
    assert_eq!(world.ask(deny.clone()), None, "the answer comes with the gateway's");
    let again = world.ask(deny.clone()).unwrap();
    assert_eq!(again.unwrap_err().code, ErrorCode::Busy, "a second press does nothing twice");
    let ticket = world.call(|request| matches!(request, Request::DecideDevice { approve: false, .. })).unwrap();
    world.tell(Event::Replied { ticket, result: Err(CallProblem::Gone) });
    assert!(world.all.iter().any(|effect| matches!(effect, Effect::Answer { result: Ok(Answer::Accepted), .. })));
    assert_eq!(world.ask(deny).unwrap().unwrap_err().code, ErrorCode::Gone);

    waiting(&mut world, vec![request("r3")]);
    world.ask(decide("r3", Decision::Approve));
    world.reply(|request| *request == Request::ListApprovals(Source::Devices), Reply::Approvals(vec![request("r3")]));
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
fn what_changed_or_went_since_it_was_seen_is_not_approved() {
    let mut world = World::running();
    let mut more = request("r1");
    more.scopes.push("operator.admin".into());
    for (list, code) in [(vec![more], ErrorCode::PlanChanged), (vec![], ErrorCode::Gone)] {
        waiting(&mut world, vec![request("r1")]);
        assert_eq!(world.ask(decide("r1", Decision::Approve)), None);
        let asked = |request: &Request| *request == Request::ListApprovals(Source::Devices);
        world.reply(asked, Reply::Approvals(list));
        let refused = world.last.iter().find_map(|effect| match effect {
            Effect::Answer { result: Err(error), .. } => Some(error.code),
            _ => None,
        });
        assert_eq!(refused, Some(code));
    }
    let decided = |request: &Request| matches!(request, Request::DecideDevice { .. });
    assert_eq!(world.call(decided), None);
}

#[test]
fn a_command_is_decided_only_in_ways_the_gateway_takes() {
    let mut settings = common::options();
    settings.settings.answer_agents = true;
    let mut world = World::with(settings, clawtray_core::Saved::default());
    world.launch();
    world.become_ready();
    let mut command = ApprovalRequest::new(Source::Commands, "c1");
    command.what = vec![(clawtray_core::Detail::Command, "rm -rf ./build".into())];
    command.allowed = vec!["allow-once".into(), "deny".into()];
    world.pass(1_000);
    world.link(LinkEvent::ApprovalsChanged { source: Source::Commands, ended: Vec::new() });
    let asked = |request: &Request| *request == Request::ListApprovals(Source::Commands);
    world.reply(asked, Reply::Approvals(vec![command.clone()]));
    assert!(world.notes()[0].body.starts_with("rm -rf ./build"));
    world.reply(asked, Reply::Approvals(vec![command.clone()]));
    let view = world.view().approvals.remove(0);
    assert_eq!(view.decisions, [Decision::Deny, Decision::Approve]);
    assert_eq!(view.what[0].value, "rm -rf ./build");
    let always = decide("c1", Decision::ApproveAlways);
    assert_eq!(world.ask(always).unwrap().unwrap_err().code, ErrorCode::BadRequest);
    world.ask(decide("c1", Decision::Approve));
    world.reply(asked, Reply::Approvals(vec![command.clone()]));
    let once = Request::DecideAction { source: Source::Commands, request: "c1".into(), decision: "allow-once" };
    assert!(world.call(|request| *request == once).is_some());

    command.id = "c2".into();
    command.is_cut = true;
    world.pass(1_000);
    world.link(LinkEvent::ApprovalsChanged { source: Source::Commands, ended: vec!["c1".into()] });
    world.reply(asked, Reply::Approvals(vec![command]));
    let note = world.notes().remove(0);
    assert!(note.buttons.iter().all(|(id, _)| id != "approve"), "what is not shown whole is not granted: {note:?}");
    let approve = decide("c2", Decision::Approve);
    assert_eq!(world.ask(approve).unwrap().unwrap_err().code, ErrorCode::Failed);
    assert!(world.view().approvals[0].approve_blocked_by.is_some());
}

#[test]
fn requests_that_ran_out_go_without_an_event() {
    let mut world = World::running();
    waiting(&mut world, vec![request("r1")]);
    world.pass(30_000);
    world.tell(Event::Timer(TimerId::ApprovalPoll));
    world.reply(|request| *request == Request::ListApprovals(Source::Devices), Reply::Approvals(vec![]));
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
    assert_eq!(note.buttons[0].0, "fix:send_one_now");
    world.link(LinkEvent::Heartbeat(beat("failed", 20)));
    assert!(world.notes().is_empty());
    world.press(&note.key, "fix:send_one_now");
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

fn failing(job: usize, at_ms: u64) -> JobRun {
    JobRun {
        job: format!("job-{job}"),
        name: Some(format!("Job {job}")),
        ok: false,
        at_ms,
        streak: Some(1),
        enabled: true,
        ..JobRun::default()
    }
}

#[test]
fn a_storm_of_findings_and_approvals_is_a_handful_of_notifications_and_no_approval_is_missed() {
    let mut world = World::running();
    let before = world.all_notes();
    let mut requests = Vec::new();
    for step in 0..1_000 {
        world.pass(59);
        world.link(LinkEvent::JobFinished(failing(step, 10)));
        if step % 5 == 0 {
            requests.push(ApprovalRequest { since_ms: step as u64, ..request(&format!("r{step}")) });
            listed(&mut world, requests.clone());
        }
    }
    let notes = world.all_notes() - before;
    assert!((1..=10).contains(&notes), "{notes} notifications in a minute");
    assert_eq!(world.view().approvals.len(), 200);
    assert_eq!(world.app.tray(world.now).count, 200);
    // Once the minute is over, one notification names them all.
    world.pass(60_000);
    world.tell(Event::Timer(TimerId::Judge));
    let told = world.notes().into_iter().find(|note| note.key == "group:approvals").expect("the approvals are told");
    assert_eq!(told.urgency, Urgency::Critical);
    let singles =
        world.all.iter().filter(|effect| matches!(effect, Effect::Notify(note) if note.key.starts_with("approval:")));
    let together = 200 - singles.count();
    assert!(told.title.contains(&together.to_string()), "{told:?}");
    world.press(&told.key, "details");
    assert!(world.last.iter().any(|effect| matches!(effect, Effect::OpenWindow { .. })));
    waiting(&mut world, vec![]);
    assert!(world.withdrawn().contains(&"group:approvals".to_owned()), "nothing moot stays");
}

#[test]
fn four_at_once_are_one_notification_and_the_history_has_all() {
    let mut world = World::running();
    let requests = ["a", "b", "c", "d"].map(request).to_vec();
    waiting(&mut world, requests);
    let notes = world.notes();
    assert_eq!(notes.len(), 1, "{notes:?}");
    assert_eq!(notes[0].buttons.len(), 1, "nothing is decided for several at once: {notes:?}");
    let history = world.app.snapshot(world.now).history;
    let kept = history.iter().filter(|entry| entry.kind == clawtray_contract::HistoryKind::Notification).count();
    assert_eq!(kept, 4);
}

#[test]
fn an_approval_that_runs_out_is_told_once_more_and_no_more() {
    let mut world = World::running();
    let until = world.now.unix_ms + 300_000;
    let soon = ApprovalRequest { until_ms: Some(until), ..request("r1") };
    waiting(&mut world, vec![soon.clone()]);
    assert_eq!(world.notes().len(), 1);
    assert!(world.timer_of(TimerId::Judge).is_some_and(|after| after <= 240_000));
    let mut told = 0;
    for _ in 0..29 {
        world.pass(10_000);
        world.tell(Event::Timer(TimerId::Judge));
        told += world.notes().len();
    }
    assert_eq!(told, 1, "one reminder");
}

#[test]
fn down_for_an_hour_is_told_once_more_and_no_more() {
    let mut world = World::running();
    world.exit(clawtray_core::ExitReason::Configuration(clawtray_core::ConfigFault {
        kind: clawtray_core::ConfigFaultKind::InvalidValue,
        key: None,
        line: None,
        column: None,
        words: String::new(),
    }));
    world.pass(10_000);
    world.tell(Event::Timer(TimerId::Judge));
    let before = world.all_notes();
    assert!(before >= 1, "down is told");
    for _ in 0..180 {
        world.pass(60_000);
        world.tell(Event::Timer(TimerId::Judge));
    }
    assert_eq!(world.all_notes(), before + 1, "once after an hour, never again");
}

#[test]
fn muted_news_is_kept_and_approvals_still_come() {
    let mut world = World::running();
    world.ask(Intent::Mute { muted: MuteFor::Hour });
    world.link(LinkEvent::JobFinished(failing(1, 10)));
    assert_eq!(world.notes().len(), 0);
    assert!(world.finding("cron.job_failed").is_some());
    let history = world.app.snapshot(world.now).history;
    assert!(history.iter().any(|entry| entry.kind == clawtray_contract::HistoryKind::Notification));
    waiting(&mut world, vec![request("r1")]);
    assert_eq!(world.notes().len(), 1, "approvals come through");
    world.pass(3_600_000);
    world.link(LinkEvent::JobFinished(failing(2, 20)));
    let keys: Vec<String> = world.notes().into_iter().map(|note| note.key).collect();
    assert_eq!(keys, ["finding:cron.job_failed/job-2"], "what was told silently is not repeated");
}

#[test]
fn muting_survives_a_restart_of_the_keeper() {
    let mut world = World::running();
    world.ask(Intent::Mute { muted: MuteFor::Hour });
    world.tell(Event::Timer(TimerId::Save));
    let saved = world.all.iter().rev().find_map(|effect| match effect {
        Effect::Save(saved) => Some((**saved).clone()),
        _ => None,
    });
    assert_eq!(saved.unwrap().muted_until_ms, Some(world.now.unix_ms + 3_600_000));
}

#[test]
fn what_the_window_in_front_shows_is_not_notified_and_stays_pressable_when_it_leaves() {
    let mut world = World::running();
    world.ask(Intent::Looking { route: Some(Route::Approval(String::new())) });
    waiting(&mut world, vec![request("r1")]);
    assert_eq!(world.notes().len(), 0);
    world.ask(Intent::Looking { route: None });
    assert_eq!(world.notes().len(), 0, "it was seen");
    waiting(&mut world, vec![request("r1"), request("r2")]);
    assert_eq!(world.notes().len(), 1);
}

#[test]
fn an_installation_that_is_gone_is_told_once() {
    let mut world = World::new();
    world.tell(Event::Began);
    let gone = clawtray_core::Surroundings { installation: clawtray_core::Installation::Missing, ..common::around() };
    for _ in 0..3 {
        world.fact(clawtray_core::Fact::Surroundings(Box::new(gone.clone())));
    }
    assert_eq!(world.all_notes(), 1, "{:?}", world.all);
}

#[test]
fn an_unknown_right_is_named_as_one_whatever_it_calls_itself_and_is_not_granted_at_a_glance() {
    for scope in
        ["operator.everything", "role.operator", "capability", "operator-admin", "other", "operator.\u{430}dmin"]
    {
        let mut world = World::running();
        let odd = ApprovalRequest { scopes: vec!["operator.read".into(), scope.into()], ..request("r1") };
        waiting(&mut world, vec![odd]);
        let note = world.notes().remove(0);
        assert!(note.body.contains("See everything"), "rights in words: {note:?}");
        assert!(note.body.contains(&format!("A right Clawtray does not know: {scope}")), "{note:?}");
        assert!(note.buttons.iter().all(|(id, _)| id != "approve"), "{note:?}");
        let view = world.view().approvals.remove(0);
        let named = view.rights.last().unwrap();
        assert_eq!((named.label.as_str(), named.value.as_str()), ("A right Clawtray does not know", scope));
        assert!(view.rights.iter().any(|right| right.label == "Use this gateway" && right.value == "role.operator"));
    }
}

#[test]
fn a_clock_that_is_off_ends_no_request() {
    let mut world = World::running();
    let long_ago = ApprovalRequest { until_ms: Some(1), ..request("r1") };
    waiting(&mut world, vec![long_ago]);
    world.pass(30_000);
    world.tell(Event::Timer(TimerId::Judge));
    assert_eq!(world.view().approvals.len(), 1, "only the gateway's list says what ran out");
    assert_eq!(world.withdrawn(), Vec::<String>::new());
    world.ask(decide("r1", Decision::Approve));
    // Asked again with a new time it is the same request.
    let later = ApprovalRequest { since_ms: 900, until_ms: Some(901), ..request("r1") };
    world.reply(|request| *request == Request::ListApprovals(Source::Devices), Reply::Approvals(vec![later]));
    assert!(world.call(|request| matches!(request, Request::DecideDevice { approve: true, .. })).is_some());
}
