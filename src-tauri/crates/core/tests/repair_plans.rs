//! Plans that a real gateway proved wrong once: each as it has to be.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;

use clawtray_contract::{FindingRef, Intent, Outcome, UndoState};
use clawtray_core::{
    ApprovalRequest, Beat, ChannelAccount, CliCommand, CliDone, ConfigCopy, ConfigCopyKind, Effect, Event, ExitReason,
    Fact, FolderSeen, JobRun, LinkEvent, Occupancy, Parts, Reply, Request, Source, TimerId,
};
use common::{GATEWAY, World, around};
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
fn what_runs_is_put_back_and_a_gateway_that_runs_with_just_that_need_not_say_so() {
    let mut world = World::running();
    let copy = ConfigCopy {
        value: None,
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
    let config = Reply::Config { hash: "h".into(), valid: false, value: json!({}) };
    world.reply(|request| *request == Request::ReadConfig, config);
    world.pass(1_000);
    world.fact(Fact::ConfigRestored(Ok("openclaw.json.broken.1".into())));
    world.fact(Fact::Surroundings(Box::new(seen)));
    assert_eq!(world.outcome(repair), Some(Outcome::Repaired));
    assert_eq!(world.finding("config.reload_skipped"), None);
}

fn sender(world: &World) -> ApprovalRequest {
    let mut request = ApprovalRequest::new(Source::Senders, "r1");
    request.channel = Some(("telegram".into(), "default".into()));
    request.since_ms = world.now.unix_ms;
    request
}

/// No event tells of a sender's pairing: the list that is known is from before the decision.
#[test]
fn a_sender_that_was_approved_waits_no_more() {
    let mut world = World::running();
    let request = sender(&world);
    let list = |request: &Request| *request == Request::ListApprovals(Source::Senders);
    world.reply(list, Reply::Approvals(vec![request.clone()]));
    let repair = world.run(FindingRef::about("channel.pairing_pending", "r1"), "approve");
    world.reply(list, Reply::Approvals(vec![request]));
    assert_eq!(world.outcome(repair), None, "it is decided only as it was seen");
    world.reply(|request| matches!(request, Request::DecideSender { approve: true, .. }), Reply::Done);
    assert_eq!(world.outcome(repair), Some(Outcome::Repaired));
    assert!(world.call(list).is_some(), "and the list is read again");
    assert!(world.view().approvals.is_empty());
}

#[test]
fn a_channel_that_was_told_to_connect_is_given_a_while() {
    let account = |running| ChannelAccount {
        channel: "telegram".into(),
        label: "Telegram".into(),
        account: "default".into(),
        enabled: true,
        configured: true,
        running,
        connected: Some(running),
        lifecycle: Some(if running { "running" } else { "stopped" }.into()),
        ..ChannelAccount::default()
    };
    let parts = |running| Reply::Parts(Parts { channels: Some(vec![account(running)]), ..Parts::default() });
    for comes_back in [true, false] {
        let mut world = World::running();
        world.reply(|request| *request == Request::Parts, parts(false));
        let repair = world.run(FindingRef::about("channel.disconnected", "telegram/default"), "reconnect_it");
        world.pass(100);
        world.reply(|request| matches!(request, Request::StopChannel { .. }), Reply::Done);
        world.reply(|request| matches!(request, Request::StartChannel { .. }), Reply::Done);
        assert_eq!(world.outcome(repair), Some(Outcome::AwaitingProof));
        world.pass(5_000);
        world.reply(|request| *request == Request::Parts, parts(false));
        assert_eq!(world.outcome(repair), Some(Outcome::AwaitingProof), "it may still be connecting");
        world.pass(60_000);
        world.tell(Event::Timer(TimerId::Judge));
        world.reply(|request| *request == Request::Parts, parts(comes_back));
        let expected = if comes_back { Outcome::Repaired } else { Outcome::StillBroken };
        assert_eq!(world.outcome(repair), Some(expected));
    }
}

/// Its lines tell what is wrong seconds before it ends (OpenClaw's own triage).
#[test]
fn a_gateway_that_does_not_come_up_is_waited_for_and_not_taken_for_one_that_runs() {
    let mut world = World::new();
    world.launch();
    world.fact(Fact::Surroundings(Box::new(around())));
    world.fact(Fact::Output(vec!["tailscale funnel requires gateway auth mode=password".into()]));
    let repair = world.run(FindingRef::of("bind.no_auth"), "listen_on_this_computer_only");
    world.fact(Fact::Occupancy(Occupancy::Ours(GATEWAY)));
    assert_eq!(world.outcome(repair), None, "it still starts");
    world.exit(ExitReason::NoAuth { words: "tailscale funnel requires gateway auth mode=password".into() });
    assert!(world.did(&Effect::LookForGateway), "{:?}", world.last);
    world.fact(Fact::Occupancy(Occupancy::Free));
    assert!(world.last.iter().any(|effect| matches!(effect, Effect::RunCli { .. })), "{:?}", world.last);
}

/// A gateway that takes in a change prints lines from before it (observed on OpenClaw 2026.9.6).
#[test]
fn a_line_from_before_a_change_that_comes_after_it_is_no_proof_against_it() {
    let mut world = World::running();
    let line = "[skills] Skipping escaped skill path outside its configured root: source=openclaw-workspace \
                root=~/s reason=symlink-escape requested=~/s/tool resolved=/srv/team/skills/tool";
    world.fact(Fact::Output(vec![line.into()]));
    let folder = FolderSeen {
        path: "/s".into(),
        skill_targets: vec!["/srv/team/skills".into()],
        skill_links: Some(vec!["tool".into()]),
        ..FolderSeen::default()
    };
    world.fact(Fact::Folder(Some(folder)));
    let config = |value| Reply::Config { hash: "h".into(), valid: true, value };
    let read = |request: &Request| *request == Request::ReadConfig;
    world.reply(read, config(json!({})));
    let repair = world.run(FindingRef::of("skills.symlink_escape"), "trust_that_folder");
    world.reply(read, config(json!({})));
    world.reply(|request| matches!(request, Request::PatchConfig { .. }), Reply::Done);
    world.pass(1_000);
    world.fact(Fact::Output(vec![line.into()]));
    let load = json!({"extraDirs": ["/srv/team/skills"], "allowSymlinkTargets": ["/srv/team/skills"]});
    world.reply(read, config(json!({"skills": {"load": load}})));
    assert_eq!(world.outcome(repair), Some(Outcome::Repaired));
    world.pass(60_000);
    world.fact(Fact::Output(vec![line.into()]));
    assert!(world.finding("skills.symlink_escape").is_some(), "one that is left out later is news");
}

/// The rule of the heartbeat knows nothing of changes: the mark is the repair's.
#[test]
fn a_changed_finding_stays_marked_until_its_rule_judges_or_the_person_accepts() {
    let changed = || {
        let mut world = World::running();
        let beat = |at_ms: u64, status: &str| Beat {
            at_ms,
            status: status.into(),
            reason: (status == "skipped").then(|| "unknown-account".into()),
            ..Beat::default()
        };
        world.link(LinkEvent::Heartbeat(beat(world.now.unix_ms, "skipped")));
        let heartbeat = |account: &str| {
            json!({"channels": {"telegram": {"botToken": "x"}},
                "agents": {"defaults": {"heartbeat": {"target": "telegram", "accountId": account}}}})
        };
        let config = |value| Reply::Config { hash: "h".into(), valid: true, value };
        let read = |request: &Request| *request == Request::ReadConfig;
        world.reply(read, config(heartbeat("gone")));
        let finding = FindingRef::of("heartbeat.unknown_account");
        assert!(!world.finding(&finding.id).unwrap().awaiting_proof);
        let repair = world.run(finding.clone(), "choose_a_configured_account");
        world.reply(read, config(heartbeat("gone")));
        world.reply(|request| matches!(request, Request::PatchConfig { .. }), Reply::Done);
        world.reply(read, config(heartbeat("default")));
        assert_eq!(world.outcome(repair), Some(Outcome::AwaitingProof));
        assert!(world.finding(&finding.id).unwrap().awaiting_proof, "changed, waiting for the next run");
        world.pass(9_000);
        // It began before the change and ended after it.
        world.link(LinkEvent::Heartbeat(Beat { took_ms: 12_000, ..beat(world.now.unix_ms, "skipped") }));
        assert_eq!(world.outcome(repair), Some(Outcome::AwaitingProof), "that one says nothing of the change");
        assert!(world.finding(&finding.id).unwrap().awaiting_proof, "and still");
        world.pass(60_000);
        let sent = beat(world.now.unix_ms, "sent");
        (world, repair, sent)
    };
    let (mut world, repair, sent) = changed();
    world.link(LinkEvent::Heartbeat(sent));
    assert!(world.finding("heartbeat.unknown_account").is_none());
    assert_eq!(world.outcome(repair), Some(Outcome::Repaired));

    let (mut world, repair, _) = changed();
    world.ask(Intent::AcceptProof { repair });
    assert_eq!(world.outcome(repair), Some(Outcome::Repaired));
    assert!(!world.finding("heartbeat.unknown_account").unwrap().awaiting_proof, "the person took it as enough");
}

/// Lines of OpenClaw 2026.9.6, which started a real browser.
#[test]
fn a_browser_that_starts_is_the_proof_whoever_starts_it() {
    let failed = "[ws] ⇄ res ✗ browser.request 238ms errorCode=INVALID_REQUEST errorMessage=Cannot start browser profile \
                  \"work\": Chromium profile lock names another hostname. conn=51361047…5013 id=2:33a28201-1…c6c6";
    let started = |profile: &str| {
        let words = format!("openclaw browser started (chromium) profile \"{profile}\" on 127.0.0.1:23722 (pid 3520)");
        Fact::Output(vec![format!("[browser/chrome] 🦞 {words}")])
    };
    let finding = FindingRef { id: "browser.launch_failed".into(), subject: Some("work".into()) };
    let broken = || {
        let mut world = World::running();
        world.fact(Fact::LinesCaughtUp);
        world.fact(Fact::Output(vec![failed.into()]));
        assert_eq!(world.finding(&finding.id).expect("it is seen").subject, finding.subject);
        world.pass(1_000);
        world
    };
    let mut world = broken();
    world.fact(started("openclaw"));
    assert!(world.finding(&finding.id).is_some(), "that is another one");
    world.fact(started("work"));
    assert_eq!(world.finding(&finding.id), None);

    let mut world = broken();
    let repair = world.run(finding.clone(), "try_to_start_it");
    let command = world.all.iter().find_map(|effect| match effect {
        Effect::RunCli { command, .. } => Some(command.display()),
        _ => None,
    });
    assert_eq!(command.as_deref(), Some("openclaw browser start --browser-profile work"));
    let ticket = world.command();
    world.tell(Event::CliEnded { ticket, result: Ok(CliDone::default()) });
    assert_eq!(world.outcome(repair), Some(Outcome::Repaired));
    assert_eq!(world.finding(&finding.id), None);
}
