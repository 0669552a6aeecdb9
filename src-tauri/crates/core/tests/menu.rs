//! The menu, as data: what is in it, how much of it, and where each line leads.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;

use clawtray_contract::{Decision, Intent, Route};
use clawtray_core::{
    ApprovalRequest, ConfigFault, ConfigFaultKind, Detail, Event, ExitReason, Fact, JobRun, LinkEvent, MenuEntry,
    Reply, Request, Source, TimerId,
};
use common::World;

fn menu(world: &World) -> Vec<MenuEntry> {
    world.app.tray(world.now).menu
}

fn key(entry: &MenuEntry) -> &str {
    match entry {
        MenuEntry::Separator => "",
        MenuEntry::Item { key, .. } | MenuEntry::Group { key, .. } => key,
    }
}

fn label(entry: &MenuEntry) -> &str {
    match entry {
        MenuEntry::Separator => "",
        MenuEntry::Item { label, .. } | MenuEntry::Group { label, .. } => label,
    }
}

fn leads_to(menu: &[MenuEntry], wanted: &str) -> Option<Route> {
    menu.iter().find(|entry| key(entry) == wanted).and_then(|entry| match entry {
        MenuEntry::Item { intent: Some(Intent::OpenWindow { route }), .. } => Some(route.clone()),
        _ => None,
    })
}

fn groups<'a>(menu: &'a [MenuEntry], prefix: &str) -> Vec<(&'a str, &'a [MenuEntry])> {
    let groups = menu.iter().filter_map(|entry| match entry {
        MenuEntry::Group { key, label, entries } if key.starts_with(prefix) => {
            Some((label.as_str(), entries.as_slice()))
        }
        _ => None,
    });
    groups.collect()
}

fn keys(entries: &[MenuEntry]) -> Vec<&str> {
    entries.iter().map(|entry| key(entry).rsplit(':').next().unwrap_or_default()).collect()
}

fn waiting(world: &mut World, source: Source, requests: Vec<ApprovalRequest>) {
    world.pass(1_000);
    world.link(LinkEvent::ApprovalsChanged { source, ended: Vec::new() });
    world.reply(|request| *request == Request::ListApprovals(source), Reply::Approvals(requests));
}

fn failing(job: usize) -> JobRun {
    JobRun {
        job: format!("job-{job}"),
        name: Some(format!("Job {job}")),
        ok: false,
        at_ms: 10,
        streak: Some(1),
        enabled: true,
        ..JobRun::default()
    }
}

#[test]
fn at_most_five_requests_and_three_jobs_and_the_rest_is_one_line_that_leads_to_their_list() {
    let mut world = World::running();
    for job in 0..7 {
        world.link(LinkEvent::JobFinished(failing(job)));
    }
    let requests = (0..9).map(|number| ApprovalRequest {
        name: Some(format!("Device {number}")),
        since_ms: number,
        ..ApprovalRequest::new(Source::Devices, format!("r{number}"))
    });
    waiting(&mut world, Source::Devices, requests.collect());
    let menu = menu(&world);
    let approvals = groups(&menu, "approval:");
    assert_eq!(approvals.len(), 5);
    assert!(approvals[0].0.contains("Device 0"), "the one that waits longest first: {approvals:?}");
    assert_eq!(keys(approvals[0].1), ["deny", "approve", "details"]);
    assert_eq!(leads_to(&menu, "approvals-more"), Some(Route::Approval(String::new())));
    let jobs = groups(&menu, "problem:cron.job_failed");
    assert_eq!(jobs.len(), 3);
    assert_eq!(jobs[0].0, "A scheduled job failed: Job 0");
    assert!(keys(jobs[0].1).contains(&"run_it_again_now"));
    assert_eq!(leads_to(&menu, "jobs-more"), Some(Route::Automations));
    let more: Vec<&str> = menu.iter().filter(|entry| key(entry).ends_with("-more")).map(label).collect();
    assert_eq!(more, ["4 more requests…", "4 more jobs…"]);
    let order: Vec<&str> = menu.iter().map(key).collect();
    let place = |wanted: &str| order.iter().position(|key| key.starts_with(wanted)).unwrap();
    assert!(place("state") < place("approval:") && place("approval:") < place("problem:cron"));
    assert!(place("problem:cron") < place("dashboard") && place("dashboard") < place("quit"));
}

#[test]
fn at_most_three_problems_and_the_rest_is_one_line_that_leads_to_their_list() {
    let mut world = World::running();
    world.fact(Fact::TrayHost(false));
    world.fact(Fact::NotificationService { present: false, buttons: false, inhibited: false });
    for model in ["a/one", "b/two", "c/three"] {
        let error = clawtray_core::ModelError {
            http_status: Some(429),
            kind: Some("rate_limit_error".into()),
            words: "Extra usage is required for long context requests.".into(),
        };
        let at_ms = world.now.unix_ms;
        world.link(LinkEvent::ModelRun(clawtray_core::ModelRun { model: model.into(), at_ms, error: Some(error) }));
    }
    world.pass(300_000);
    world.tell(Event::Timer(TimerId::Judge));
    let menu = menu(&world);
    let problems = groups(&menu, "problem:");
    let all = world.view().findings.iter().filter(|finding| !finding.id.starts_with("cron.")).count();
    assert!(all > 3, "{:?}", world.view().findings);
    assert_eq!(problems.len(), 3);
    assert_eq!(leads_to(&menu, "problems-more"), Some(Route::Finding(String::new())));
    for (_, entries) in problems {
        assert_eq!(keys(entries).last(), Some(&"details"));
    }
}

#[test]
fn only_what_can_be_decided_here_is_offered() {
    let mut options = common::options();
    options.settings.answer_agents = true;
    let mut world = World::with(options, clawtray_core::Saved::default());
    world.launch();
    world.become_ready();
    let command = |id: &str, allowed: &[&str]| ApprovalRequest {
        what: vec![(Detail::Command, "ls".into())],
        allowed: allowed.iter().map(|word| (*word).to_owned()).collect(),
        ..ApprovalRequest::new(Source::Commands, id)
    };
    let lists = vec![
        command("a-any", &["allow-once", "allow-always", "deny"]),
        command("b-deny-only", &["deny"]),
        ApprovalRequest { is_cut: true, ..command("c-cut", &["allow-once", "deny"]) },
    ];
    waiting(&mut world, Source::Commands, lists.clone());
    let menu = menu(&world);
    let offered: Vec<Vec<&str>> = groups(&menu, "approval:").iter().map(|(_, entries)| keys(entries)).collect();
    assert_eq!(offered[0], ["deny", "approve", "approve-always", "details"]);
    for blocked in &offered[1..] {
        assert_eq!(*blocked, ["deny", "why", "details"]);
    }
    let notes = world.all.iter().filter_map(|effect| match effect {
        clawtray_core::Effect::Notify(note) => Some(note.clone()),
        _ => None,
    });
    for note in notes.filter(|note| note.key.starts_with("approval:") && !note.key.contains("a-any")) {
        assert!(note.buttons.iter().all(|(id, _)| id != "approve"), "{note:?}");
    }
    world.ask(Intent::Decide { approval: "a-any".into(), decision: Decision::Deny, etag: None });
    let menu = self::menu(&world);
    assert_eq!(keys(groups(&menu, "approval:")[0].1), ["deciding", "details"], "a decision is made once");
}

#[test]
fn the_first_line_is_a_whole_sentence_and_the_tooltip_says_all_of_it() {
    let mut world = World::running();
    world.exit(ExitReason::Configuration(ConfigFault {
        kind: ConfigFaultKind::UnknownKey,
        key: Some(format!("gateway.{}", "very.".repeat(30))),
        line: Some(7),
        column: Some(3),
        words: "Unrecognized key".into(),
    }));
    world.pass(10_000);
    world.tell(Event::Timer(TimerId::Judge));
    let tray = world.app.tray(world.now);
    let first = label(&tray.menu[0]).to_owned();
    assert!(first.starts_with("Gateway down since ") && !first.contains('…'), "{first}");
    assert!(tray.tooltip.starts_with("Gateway down since ") && tray.tooltip.contains("gateway.very."), "{tray:?}");
    assert_eq!(leads_to(&tray.menu, "state"), Some(Route::Overview), "and so does the window behind it");
}
