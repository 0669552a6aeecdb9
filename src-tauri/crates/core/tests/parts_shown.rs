//! The gateway's parts as people see them, and a job that is run by hand.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;

use clawtray_contract::{Answer, ChannelState, ErrorCode, Intent, PartsView};
use clawtray_core::{
    CallProblem, ChannelAccount, Effect, Event, ExitReason, JobDue, JobRun, Node, Parts, Reply, Request, Scheduler,
};
use common::World;

fn due(job: &str, next_ms: u64) -> JobDue {
    JobDue {
        job: job.into(),
        name: Some(job.to_uppercase()),
        next_ms: Some(next_ms),
        enabled: true,
        ..JobDue::default()
    }
}

fn told() -> World {
    let mut world = World::running();
    let account = |id: &str, enabled, connected| ChannelAccount {
        channel: "telegram".into(),
        label: "Telegram".into(),
        account: id.into(),
        enabled,
        configured: true,
        running: true,
        connected: Some(connected),
        last_error: Some("401".into()),
        ..ChannelAccount::default()
    };
    let node = |id: &str, name: Option<&str>| Node { id: id.into(), name: name.map(Into::into), ..Node::default() };
    let parts = Parts {
        issues: vec![],
        channels: Some(vec![account("off", false, false), account("well", true, true), account("out", true, false)]),
        scheduler: Some(Scheduler { enabled: false, jobs: 2, next_wake_ms: None }),
        nodes: Some(vec![node("n2", Some("b")), node("n1", None)]),
    };
    world.reply(|request| *request == Request::Parts, Reply::Parts(parts));
    let failed = JobRun {
        job: "late".into(),
        at_ms: 5,
        error: Some("no".into()),
        streak: Some(2),
        enabled: true,
        ..JobRun::default()
    };
    let (runs, due) = (vec![failed], vec![due("late", 900), due("soon", 100)]);
    world.reply(|request| *request == Request::ListJobs, Reply::Jobs { runs, due });
    world
}

#[test]
fn what_the_gateway_tells_is_shown_in_an_order_that_helps() {
    let world = told();
    let parts = world.view().parts;
    let channels = parts.channels.unwrap();
    let seen: Vec<_> = channels.iter().map(|channel| (channel.account.as_str(), channel.state)).collect();
    let wanted = [("out", ChannelState::Out), ("well", ChannelState::Connected), ("off", ChannelState::Off)];
    assert_eq!(seen, wanted);
    assert_eq!(channels[0].words.as_deref(), Some("401"));
    assert_eq!(channels[1].words, None, "an error that is over is no news");
    let jobs = parts.jobs.unwrap();
    assert_eq!(jobs.iter().map(|job| job.name.as_str()).collect::<Vec<_>>(), ["SOON", "LATE"]);
    assert_eq!(jobs[0].last, None);
    assert_eq!(jobs[1].last.as_ref().map(|run| (run.ok, run.streak)), Some((false, Some(2))));
    assert_eq!(parts.scheduler, Some(false));
    assert_eq!(parts.devices.unwrap().iter().map(|device| device.name.clone()).collect::<Vec<_>>(), ["b", "n1"]);
}

#[test]
fn without_a_connection_nothing_is_claimed() {
    assert_eq!(World::new().view().parts, PartsView::default());
    let mut world = told();
    world.exit(ExitReason::Code(1));
    assert_eq!(world.view().parts, PartsView::default());
}

#[test]
fn a_job_is_run_once_for_one_wish_and_the_answer_is_the_gateways() {
    let mut world = told();
    let is_run = |request: &Request| *request == Request::RunJob { job: "soon".into() };
    assert_eq!(world.ask(Intent::RunJob { job: "soon".into() }), None, "the gateway answers first");
    assert_eq!(
        world.last.iter().filter(|effect| matches!(effect, Effect::Call { request, .. } if is_run(request))).count(),
        1
    );
    world.reply(is_run, Reply::Done);
    let answers = |world: &World| {
        let answer = world.last.iter().find_map(|effect| match effect {
            Effect::Answer { result, .. } => Some(result.clone()),
            _ => None,
        });
        answer.expect("whoever asked is answered")
    };
    assert_eq!(answers(&world), Ok(Answer::Accepted));
    assert!(world.call(|request| *request == Request::ListJobs).is_some(), "and the list is read again");

    assert_eq!(world.ask(Intent::RunJob { job: "soon".into() }), None);
    let ticket = world.call(is_run).unwrap();
    world.tell(Event::Replied { ticket, result: Err(CallProblem::MissingScope("operator.admin".into())) });
    assert_eq!(answers(&world).unwrap_err().code, ErrorCode::MissingRights);

    let gone = world.ask(Intent::RunJob { job: "nobody".into() }).unwrap();
    assert_eq!(gone.unwrap_err().code, ErrorCode::Gone);
}
