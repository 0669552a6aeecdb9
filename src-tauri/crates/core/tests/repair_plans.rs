//! Plans that a real gateway proved wrong once: each as it has to be.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;

use clawtray_contract::{FindingRef, Outcome, UndoState};
use clawtray_core::{
    CliCommand, CliDone, ConfigCopy, ConfigCopyKind, Effect, Event, ExitReason, Fact, JobRun, LinkEvent, Occupancy,
    Reply, Request,
};
use common::{World, around};
use serde_json::json;

#[test]
fn what_a_configuration_that_can_be_read_lets_through_is_closed_key_by_key_and_can_be_taken_back() {
    let lan = json!({"gateway": {"bind": "lan", "auth": {"mode": "none"}}});
    let funnel = json!({"gateway": {"tailscale": {"mode": "funnel"}}});
    for (config, paths, token) in
        [(lan, &["gateway.bind"][..], true), (funnel, &["gateway.bind", "gateway.tailscale.mode"], false)]
    {
        let mut world = World::new();
        world.launch();
        world.exit(ExitReason::NoAuth { words: "Refusing to bind gateway to lan without auth.".into() });
        let mut seen = around();
        seen.config.value = Some(config);
        world.fact(Fact::Surroundings(Box::new(seen)));
        world.fact(Fact::Occupancy(Occupancy::Free));
        let offered = world.finding("bind.no_auth").expect("raised").actions;
        assert_eq!(offered.iter().any(|action| action.id == "create_token"), token, "{offered:?}");
        let repair = world.run(FindingRef::of("bind.no_auth"), "listen_on_this_computer_only");
        world.fact(Fact::Occupancy(Occupancy::Free));
        let changed: Vec<String> = world.view().repairs[0].diff.iter().map(|line| line.path.clone()).collect();
        assert_eq!(changed, paths);
        let patches =
            |effect: &Effect| matches!(effect, Effect::RunCli { command: CliCommand::ConfigPatch { .. }, .. });
        assert!(world.last.iter().any(patches), "{:?}", world.last);
        let ticket = world.command();
        world.tell(Event::CliEnded { ticket, result: Ok(CliDone::default()) });
        world.fact(Fact::Surroundings(Box::new(around())));
        world.fact(Fact::Occupancy(Occupancy::Free));
        world.prepared_and_spawned();
        world.become_ready();
        assert_eq!(world.outcome(repair), Some(Outcome::Repaired));
        assert_eq!(world.view().repairs[0].undo, UndoState::Available);
    }
}

#[test]
fn a_token_is_made_whatever_the_configuration_asked_for_and_never_shown() {
    let mut world = World::new();
    world.launch();
    world.exit(ExitReason::NoAuth { words: "Refusing to bind gateway to lan without auth.".into() });
    let mut seen = around();
    seen.config.value = Some(json!({"gateway": {"bind": "lan", "auth": {"mode": "none"}}}));
    world.fact(Fact::Surroundings(Box::new(seen)));
    world.fact(Fact::Occupancy(Occupancy::Free));
    world.run(FindingRef::of("bind.no_auth"), "create_token");
    world.fact(Fact::Occupancy(Occupancy::Free));
    assert!(world.did(&Effect::MakeToken), "{:?}", world.last);
    let repair = world.view().repairs.remove(0);
    assert_eq!(repair.diff[0].before.as_deref(), Some("\"none\""), "{repair:?}");
    assert_eq!(repair.diff[1].after.as_deref(), Some("<redacted>"), "{repair:?}");
}

#[test]
fn a_job_is_paused_once_the_list_says_so() {
    let mut world = World::running();
    let run = JobRun { job: "j".into(), at_ms: world.now.unix_ms, enabled: true, ..JobRun::default() };
    world.link(LinkEvent::JobFinished(run.clone()));
    let repair = world.run(FindingRef::about("cron.job_failed", "j"), "pause_this_job");
    world.reply(|request| matches!(request, Request::PauseJob { .. }), Reply::Done);
    assert_eq!(world.outcome(repair), None, "the list that is known is from before");
    let paused = JobRun { enabled: false, ..run };
    world.reply(|request| *request == Request::ListJobs, Reply::Jobs { runs: vec![paused], due: vec![] });
    assert_eq!(world.outcome(repair), Some(Outcome::Repaired));
}

#[test]
fn what_runs_is_put_back_and_the_gateways_own_word_is_the_proof() {
    let mut world = World::running();
    let copy = ConfigCopy {
        name: "openclaw.json.last-good".into(),
        kind: ConfigCopyKind::LastGood,
        changed_ms: 1,
        usable: true,
        stamp: "s".into(),
        diff: vec![],
    };
    let mut seen = around();
    seen.config.copies = vec![copy];
    seen.config.stamp = Some("b".into());
    world.fact(Fact::Surroundings(Box::new(seen.clone())));
    world.pass(1_000);
    let line = "[reload] config reload skipped (invalid config): gateway: Unrecognized key: \"bogus\"";
    world.fact(Fact::Output(vec![line.into()]));
    let repair = world.run(FindingRef::of("config.reload_skipped"), "restore_what_is_running");
    let config = |valid| Reply::Config { hash: "h".into(), valid, value: json!({}) };
    world.reply(|request| *request == Request::ReadConfig, config(false));
    world.fact(Fact::ConfigRestored(Ok("openclaw.json.broken.1".into())));
    world.pass(1_000);
    world.fact(Fact::Surroundings(Box::new(seen)));
    assert_eq!(world.outcome(repair), None, "a gateway that runs with just that says nothing of it");
    world.reply(|request| *request == Request::ReadConfig, config(true));
    assert_eq!(world.outcome(repair), Some(Outcome::Repaired));
    assert_eq!(world.finding("config.reload_skipped"), None);
}
