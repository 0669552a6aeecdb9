//! Ends of the gateway are told apart, remembered, and followed by what each kind asks for.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;

use clawtray_contract::{HistoryKind, Intent, State};
use clawtray_core::{
    ConfigFault, ConfigFaultKind, Effect, Event, ExitReason, Fact, FolderSeen, LinkEvent, Occupancy, Saved, TimerId,
};
use common::{World, around, options};

fn newest_saved(world: &mut World) -> Saved {
    world.tell(Event::Timer(TimerId::Save));
    let saved = world.all.iter().rev().find_map(|effect| match effect {
        Effect::Save(saved) => Some((**saved).clone()),
        _ => None,
    });
    saved.expect("the state was kept")
}

#[test]
fn an_end_is_remembered_with_its_uptime_and_last_lines_also_by_the_next_keeper_and_by_who_only_looks() {
    let mut world = World::running();
    world.pass(90_000);
    world.exit(ExitReason::Signal(9));
    let exit = world.view().exits.remove(0);
    assert_eq!(
        (exit.reason.as_str(), exit.uptime_ms, exit.finding.as_str()),
        ("signal", Some(90_000), "service.not_running")
    );
    assert_eq!(exit.lines, ["last words"]);
    let told = world.app.snapshot(world.now).history.into_iter().find(|entry| entry.kind == HistoryKind::Exit).unwrap();
    assert_eq!((told.at_ms, &told.text), (exit.at_ms, &exit.text));
    let saved = newest_saved(&mut world);
    let text = serde_json::to_string(&saved).unwrap();
    let saved: Saved = serde_json::from_str(&text).unwrap();
    let looking = World::with(clawtray_core::Options { look_only: true, ..options() }, saved);
    assert_eq!(looking.view().exits, [exit]);
}

#[test]
fn what_was_asked_for_and_an_announced_restart_are_no_crashes() {
    let mut world = World::running();
    world.ask(Intent::Stop { now: false });
    world.exit(ExitReason::Clean);
    assert_eq!(world.view().exits, []);
    for reason in [ExitReason::Clean, ExitReason::Unseen] {
        let mut world = World::running();
        world.link(LinkEvent::Shutdown { restart_expected_ms: Some(1_500) });
        world.pass(2_000);
        world.exit(reason.clone());
        assert!(world.did(&Effect::LookForGateway), "it starts again at once after {reason:?}");
        assert_eq!(world.view().exits, []);
        assert!(world.all_notes() == 0, "and nobody is told that it is down");
        assert!(newest_saved(&mut world).exits_ms.is_empty(), "and the budget is untouched");
    }
}

#[test]
fn an_end_with_0_that_nobody_announced_is_counted_and_restarted() {
    for shutdown in [None, Some(LinkEvent::Shutdown { restart_expected_ms: None })] {
        let mut world = World::running();
        if let Some(shutdown) = shutdown {
            world.link(shutdown);
        }
        world.exit(ExitReason::Clean);
        assert_eq!(world.view().exits[0].reason, "clean");
        assert!(world.timer_of(TimerId::Restart).is_some());
        assert_eq!(newest_saved(&mut world).exits_ms.len(), 1);
    }
}

#[test]
fn an_announcement_does_not_excuse_a_crash_or_an_end_long_after_it() {
    let mut world = World::running();
    world.link(LinkEvent::Shutdown { restart_expected_ms: Some(1_500) });
    world.exit(ExitReason::Code(1));
    assert_eq!(world.view().exits[0].reason, "code");
    let mut world = World::running();
    world.link(LinkEvent::Shutdown { restart_expected_ms: Some(1_500) });
    world.pass(120_000);
    world.exit(ExitReason::Clean);
    assert_eq!(world.view().exits[0].reason, "clean");
}

#[test]
fn an_announcement_ends_with_the_process_that_made_it() {
    let mut world = World::running();
    world.link(LinkEvent::Shutdown { restart_expected_ms: Some(1_500) });
    world.ask(Intent::Stop { now: true });
    world.exit(ExitReason::Clean);
    world.link(LinkEvent::Shutdown { restart_expected_ms: Some(1_500) });
    world.ask(Intent::Start);
    world.fact(Fact::Occupancy(Occupancy::Free));
    world.prepared_and_spawned();
    world.exit(ExitReason::Clean);
    assert_eq!(world.view().exits[0].reason, "clean");
    assert_eq!(newest_saved(&mut world).exits_ms.len(), 1);
}

#[test]
fn what_a_restart_cannot_cure_is_told_apart_and_not_retried() {
    let fault = ConfigFault { kind: ConfigFaultKind::Other, key: None, line: None, column: None, words: "w".into() };
    let cases = [
        (ExitReason::Configuration(fault), "configuration", "config.invalid"),
        (ExitReason::StateOwned { words: "owned".into() }, "folder-in-use", "process.state_owned"),
        (ExitReason::OlderBinary { words: "older".into() }, "older-binary", "service.not_running"),
        (ExitReason::NodeUnsupported { words: "node".into() }, "node-unsupported", "service.not_running"),
        (ExitReason::SecretUnresolved { words: "secret".into() }, "secret-unresolved", "service.not_running"),
    ];
    for (reason, name, finding) in cases {
        let mut world = World::new();
        world.launch();
        world.exit(reason);
        let exit = world.view().exits.remove(0);
        assert_eq!((exit.reason.as_str(), exit.finding.as_str()), (name, finding));
        assert!(!exit.text.contains("exit-"), "{}", exit.text);
        assert_eq!(world.view().state, State::Down);
        assert_eq!(world.timer_of(TimerId::Restart), None, "{name} is not retried");
        assert!(newest_saved(&mut world).exits_ms.is_empty(), "{name} costs no budget");
    }
}

#[test]
fn a_start_that_the_system_refused_is_an_end_too() {
    let mut world = World::new();
    world.tell(Event::Began);
    world.fact(Fact::Surroundings(Box::new(around())));
    world.fact(Fact::Occupancy(Occupancy::Free));
    world.fact(Fact::Prepared(Ok(around().secrets)));
    world.fact(Fact::SpawnFailed { words: "permission denied".into() });
    let exit = world.view().exits.remove(0);
    assert_eq!((exit.reason.as_str(), exit.lines), ("not-started", vec!["permission denied".to_owned()]));
    assert_eq!(world.view().details.pid, None);
}

#[test]
fn it_is_down_since_it_was_last_seen_running_however_long_the_reason_was_known() {
    let mut world = World::running();
    let full = FolderSeen { path: "/s".into(), free_bytes: Some(1_000), unwritable: None, ..FolderSeen::default() };
    world.fact(Fact::Folder(Some(full)));
    let known = world.finding("storage.full").expect("it is known before the gateway falls over it").since_ms;
    world.pass(7_200_000);
    world.exit(ExitReason::Signal(9));
    // 22:13 and two hours.
    assert!(world.view().headline.starts_with("Gateway down since 00:13"), "{}", world.view().headline);
    assert!(known < world.now.unix_ms - 7_000_000);
}
