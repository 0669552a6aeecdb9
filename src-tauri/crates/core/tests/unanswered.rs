//! A gateway that lets Clawtray in and does not answer about its state, wholly or in part.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;

use clawtray_contract::{FindingRef, FindingView, Outcome};
use clawtray_core::{CallProblem, Effect, Event, LinkEvent, Parts, Reply, Request, TimerId};
use common::World;

fn fails(world: &mut World, which: impl Fn(&Request) -> bool, problem: CallProblem) {
    let ticket = world.call(which).expect("such a call was made");
    world.tell(Event::Replied { ticket, result: Err(problem) });
}

fn refused() -> CallProblem {
    CallProblem::Refused { code: "UNAVAILABLE".into(), words: "no such table: cron_jobs".into() }
}

fn jobs(request: &Request) -> bool {
    *request == Request::ListJobs
}

fn parts(request: &Request) -> bool {
    *request == Request::Parts
}

fn told(world: &World) -> Option<FindingView> {
    world.finding("probe.degraded")
}

/// What came once comes no more: the list is asked for anew, and twice refused.
fn jobs_fail(world: &mut World) {
    world.link(LinkEvent::JobsChanged);
    fails(world, jobs, refused());
    fails(world, jobs, refused());
}

/// A minute passes, after which it looks again.
fn a_minute_later(world: &mut World) {
    world.pass(60_000);
    let before = world.call(jobs);
    world.tell(Event::Timer(TimerId::Judge));
    assert_ne!(world.call(jobs), before, "it asks again");
}

#[test]
fn jobs_that_do_not_come_stay_told_while_everything_else_comes() {
    let mut world = World::running();
    world.reply(parts, Reply::Parts(Parts::default()));
    let began_ms = world.now.unix_ms;
    jobs_fail(&mut world);
    assert_eq!(told(&world), None, "nobody is told at once");
    for _ in 0..4 {
        a_minute_later(&mut world);
        world.reply(parts, Reply::Parts(Parts::default()));
        assert_eq!(told(&world).expect("between two answers too").since_ms, began_ms);
        fails(&mut world, jobs, refused());
    }
    assert_eq!(told(&world).unwrap().evidence[0].text, "cron.list: UNAVAILABLE: no such table: cron_jobs");
    a_minute_later(&mut world);
    world.reply(jobs, Reply::Jobs { runs: vec![], due: vec![] });
    assert_eq!(told(&world), None);
}

#[test]
fn what_did_not_come_once_is_asked_for_again_before_anybody_is_told() {
    let mut world = World::running();
    let first = world.call(parts);
    fails(&mut world, parts, CallProblem::TimedOut);
    assert_ne!(world.call(parts), first, "it is asked for again at once");
    world.pass(10_000);
    world.reply(parts, Reply::Parts(Parts::default()));
    world.pass(120_000);
    world.tell(Event::Timer(TimerId::Judge));
    assert_eq!(told(&world), None);

    let calls = |world: &World| {
        let parts = |effect: &&Effect| matches!(effect, Effect::Call { request: Request::Parts, .. });
        world.all.iter().filter(parts).count()
    };
    let before = calls(&world);
    fails(&mut world, parts, CallProblem::TimedOut);
    fails(&mut world, parts, CallProblem::TimedOut);
    assert_eq!(calls(&world), before + 1, "and once only");
    world.pass(30_000);
    world.tell(Event::Timer(TimerId::Judge));
    assert!(told(&world).is_some());
}

/// The check that a person asks for, of a gateway that tells its health and lists everything but its jobs.
fn checked(world: &mut World, of_jobs: Result<Reply, CallProblem>) -> Option<Outcome> {
    let repair = world.run(FindingRef::of("probe.degraded"), "run_the_health_check_again");
    world.reply(|request| *request == Request::Health, Reply::Done);
    world.reply(parts, Reply::Parts(Parts::default()));
    let ticket = world.call(jobs).unwrap();
    world.tell(Event::Replied { ticket, result: of_jobs });
    world.outcome(repair)
}

#[test]
fn the_health_check_asks_for_what_was_not_answered() {
    let mut world = World::running();
    world.reply(parts, Reply::Parts(Parts::default()));
    jobs_fail(&mut world);
    world.pass(30_000);
    world.tell(Event::Timer(TimerId::Judge));
    assert_eq!(checked(&mut world, Err(refused())), Some(Outcome::Failed));
    assert!(told(&world).is_some());
    assert_eq!(checked(&mut world, Ok(Reply::Jobs { runs: vec![], due: vec![] })), Some(Outcome::Repaired));
    assert_eq!(told(&world), None);
}
