//! How a gateway lives and dies, told as events.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;

use clawtray_contract::{Intent, Mode, State};
use clawtray_core::{
    Effect, Event, ExitReason, Fact, Holder, HttpSign, LinkEvent, Occupancy, PackageSeen, Probes, ProcessRef, Saved,
    TimerId,
};
use common::{GATEWAY, World, around, hello, options, ready_probes};

#[test]
fn it_goes_from_not_set_up_over_starting_to_running() {
    let mut world = World::new();
    assert_eq!(world.view().state, State::NotSetUp);
    world.tell(Event::Began);
    assert!(world.did(&Effect::LookAround));
    world.fact(Fact::Surroundings(Box::new(around())));
    assert!(world.did(&Effect::LookForGateway), "who is there comes before any start");
    world.fact(Fact::Occupancy(Occupancy::Free));
    assert_eq!(world.view().state, State::Starting);
    world.prepared_and_spawned();
    world.become_ready();
    assert_eq!(world.view().state, State::Running);
    assert!(world.app.tray(world.now).tooltip.contains("2026.9.6"));
}

#[test]
fn installs_that_change_are_looked_at_and_a_person_who_asks_has_all_of_them_searched_anew() {
    let mut world = World::new();
    world.launch();
    world.fact(Fact::InstallsChanged);
    assert!(world.did(&Effect::LookAround) && !world.did(&Effect::ForgetInstalls));
    world.ask(Intent::Refresh);
    let place = |wanted: &Effect| world.last.iter().position(|effect| effect == wanted);
    assert!(place(&Effect::ForgetInstalls).unwrap() < place(&Effect::LookAround).unwrap(), "{:?}", world.last);
}

#[test]
fn running_is_said_only_when_all_three_signals_agree() {
    let mut world = World::new();
    world.launch();
    world.fact(Fact::Probed(ready_probes()));
    assert_eq!(world.view().state, State::Starting, "HTTP alone is not enough");
    let not_ready = Probes { readyz: HttpSign::NotYet("503 startup-sidecars".into()), ..ready_probes() };
    world.fact(Fact::Probed(not_ready));
    world.link(LinkEvent::Ready(hello()));
    assert_eq!(world.view().state, State::Starting, "a link without readiness is not enough");
    world.fact(Fact::Probed(ready_probes()));
    assert_eq!(world.view().state, State::Running);
}

#[test]
fn a_crash_is_shown_and_told_at_once_and_back_replaces_down() {
    let mut world = World::running();
    world.pass(70_000);
    world.tell(Event::Timer(TimerId::Stable));
    world.exit(ExitReason::Signal(9));
    assert_eq!(world.view().state, State::Down, "in the same turn as the evidence");
    let note = world.notes().remove(0);
    assert!(note.title.contains("down since"), "{note:?}");
    assert!(note.body.contains("signal 9"), "{note:?}");
    assert_eq!(world.finding("service.not_running").unwrap().actions[0].id, "start");
    assert!(world.timer_of(TimerId::Restart).unwrap() <= 1_000);
    world.pass(1_000);
    world.tell(Event::Timer(TimerId::Restart));
    world.fact(Fact::Occupancy(Occupancy::Free));
    assert!(world.withdrawn().is_empty(), "it is not back yet");
    world.prepared_and_spawned();
    world.become_ready();
    let back = world.notes();
    assert!(
        world.all.iter().any(
            |effect| matches!(effect, Effect::Notify(note) if note.key == "gateway" && note.title.contains("back"))
        ),
        "{back:?}"
    );
    assert_eq!(world.finding("service.not_running"), None);
}

#[test]
fn a_second_crash_of_the_same_kind_is_not_told_again() {
    let mut world = World::running();
    world.exit(ExitReason::Signal(9));
    let told = world.all_notes();
    world.tell(Event::Timer(TimerId::Restart));
    world.fact(Fact::Occupancy(Occupancy::Free));
    world.prepared_and_spawned();
    world.exit(ExitReason::Signal(9));
    assert_eq!(world.all_notes(), told);
}

#[test]
fn a_spent_budget_ends_restarting_and_survives_a_new_keeper() {
    let mut world = World::running();
    for round in 0..5 {
        world.pass(1_000);
        world.exit(ExitReason::Code(1));
        if round < 4 {
            world.tell(Event::Timer(TimerId::Restart));
            world.fact(Fact::Occupancy(Occupancy::Free));
            world.prepared_and_spawned();
        }
    }
    assert_eq!(world.view().state, State::GaveUp);
    assert!(world.finding("process.crash_loop").is_some());
    assert_eq!(world.finding("service.not_running"), None, "the loop is the cause, not a second problem");
    world.tell(Event::Timer(TimerId::Save));
    let saved = world.all.iter().rev().find_map(|effect| match effect {
        Effect::Save(saved) => Some((**saved).clone()),
        _ => None,
    });
    let mut next = World::with(options(), saved.unwrap());
    next.tell(Event::Began);
    next.fact(Fact::Surroundings(Box::new(around())));
    next.fact(Fact::Occupancy(Occupancy::Free));
    assert_eq!(next.view().state, State::GaveUp);
    assert!(!next.all.iter().any(|effect| matches!(effect, Effect::Spawn { .. } | Effect::Prepare)));
    next.ask(Intent::Start);
    next.fact(Fact::Occupancy(Occupancy::Free));
    assert!(next.did(&Effect::Prepare), "the person's word starts it again");
}

#[test]
fn stopped_stays_stopped_also_for_the_next_keeper() {
    let mut world = World::running();
    world.ask(Intent::Stop { now: false });
    assert!(world.did(&Effect::Terminate { process: GATEWAY }));
    assert!(!world.last.iter().any(|effect| matches!(effect, Effect::Kill { .. })), "first it may finish its work");
    world.exit(ExitReason::Clean);
    assert_eq!(world.view().state, State::Paused);
    assert!(world.notes().is_empty(), "what the person asked for is no news");
    let saved = Saved { desired: clawtray_contract::Desired::Stop, ..Saved::default() };
    let mut next = World::with(options(), saved);
    next.tell(Event::Began);
    next.fact(Fact::Surroundings(Box::new(around())));
    next.fact(Fact::Occupancy(Occupancy::Free));
    assert_eq!(next.view().state, State::Paused);
    assert!(!next.all.iter().any(|effect| matches!(effect, Effect::Prepare)));
}

#[test]
fn a_stop_kills_only_after_the_deadline_or_a_second_word() {
    let mut world = World::running();
    world.ask(Intent::Stop { now: false });
    assert!(world.timer_of(TimerId::StopDeadline).unwrap() > 325_000, "later than the gateway's own deadline");
    world.ask(Intent::Stop { now: true });
    assert!(world.did(&Effect::Kill { process: GATEWAY }));
    let mut world = World::running();
    world.ask(Intent::Stop { now: false });
    world.tell(Event::Timer(TimerId::StopDeadline));
    assert!(world.did(&Effect::Kill { process: GATEWAY }));
}

#[test]
fn a_stop_between_the_look_and_the_process_is_not_lost() {
    let mut world = World::new();
    world.tell(Event::Began);
    world.fact(Fact::Surroundings(Box::new(around())));
    world.fact(Fact::Occupancy(Occupancy::Free));
    world.ask(Intent::Stop { now: false });
    world.fact(Fact::Prepared(Ok(around().secrets)));
    assert!(!world.all.iter().any(|effect| matches!(effect, Effect::Spawn { .. })), "not started at all");
    let mut world = World::new();
    world.launch();
    let mut late = World::new();
    late.tell(Event::Began);
    late.fact(Fact::Surroundings(Box::new(around())));
    late.fact(Fact::Occupancy(Occupancy::Free));
    late.fact(Fact::Prepared(Ok(around().secrets)));
    late.ask(Intent::Stop { now: false });
    late.fact(Fact::Spawned(GATEWAY));
    assert!(late.did(&Effect::Terminate { process: GATEWAY }), "or ended as soon as it is there");
}

#[test]
fn the_gateway_that_an_earlier_keeper_left_is_adopted_not_doubled() {
    let mut world = World::new();
    world.tell(Event::Began);
    world.fact(Fact::Surroundings(Box::new(around())));
    assert!(world.did(&Effect::LookForGateway));
    world.fact(Fact::Occupancy(Occupancy::Ours(GATEWAY)));
    assert!(world.did(&Effect::Watch { process: GATEWAY }));
    world.become_ready();
    assert_eq!(world.view().mode, Mode::Child);
    assert!(!world.all.iter().any(|effect| matches!(effect, Effect::Spawn { .. } | Effect::Prepare)));
    world.exit(ExitReason::Unseen);
    assert_eq!(world.view().state, State::Down);
}

#[test]
fn a_gateway_somebody_else_started_is_watched_and_never_stopped() {
    let mut world = World::new();
    world.tell(Event::Began);
    world.fact(Fact::Surroundings(Box::new(around())));
    let process = Some(ProcessRef { pid: 9, start_time: 9 });
    let holder = Holder {
        process,
        name: "openclaw-gateway".into(),
        command: None,
        other_user: None,
        since_ms: None,
        ..Holder::default()
    };
    world.fact(Fact::Occupancy(Occupancy::Gateway(holder)));
    world.become_ready();
    assert_eq!((world.view().mode, world.view().can_stop), (Mode::Attached, false));
    assert!(world.ask(Intent::Stop { now: false }).unwrap().is_err());
    assert!(!world.all.iter().any(|effect| matches!(effect, Effect::Terminate { .. } | Effect::Kill { .. })));
}

#[test]
fn a_stranger_on_the_port_is_named_and_looked_at_again() {
    let mut world = World::new();
    world.tell(Event::Began);
    world.fact(Fact::Surroundings(Box::new(around())));
    let process = Some(ProcessRef { pid: 812, start_time: 9 });
    let holder = Holder {
        process,
        name: "python3".into(),
        command: None,
        other_user: None,
        since_ms: None,
        ..Holder::default()
    };
    world.fact(Fact::Occupancy(Occupancy::Stranger(holder)));
    let finding = world.finding("port.conflict").unwrap();
    assert!(finding.text.contains("python3") && finding.text.contains("812"), "{}", finding.text);
    assert!(!world.all.iter().any(|effect| matches!(effect, Effect::Terminate { .. } | Effect::Kill { .. })));
    assert_eq!(world.all_notes(), 1);
    for _ in 0..20 {
        world.pass(5_000);
        world.tell(Event::Timer(TimerId::Restart));
        let process = Some(ProcessRef { pid: 812, start_time: 9 });
        let holder = Holder {
            process,
            name: "python3".into(),
            command: None,
            other_user: None,
            since_ms: None,
            ..Holder::default()
        };
        world.fact(Fact::Occupancy(Occupancy::Stranger(holder)));
    }
    assert_eq!(world.all_notes(), 1, "repeated while nothing changes: never");
    world.tell(Event::Timer(TimerId::Restart));
    world.fact(Fact::Occupancy(Occupancy::Free));
    assert!(world.did(&Effect::Prepare), "the port is free again, and nobody said stop");
    assert_eq!(world.finding("port.conflict"), None);
}

#[test]
fn a_start_that_was_too_slow_for_openclaw_is_tried_again_and_tells_nobody_of_an_update() {
    let line = "OpenClaw startup migrations did not complete cleanly; refusing to report the gateway ready.";
    let read = |world: &mut World| {
        world.fact(Fact::Output(vec![line.to_owned()]));
        world.fact(Fact::LinesCaughtUp);
    };
    let told = |world: &mut World| {
        world.pass(20_000);
        world.tell(Event::Timer(TimerId::Judge));
        world.finding("install.update_incomplete").is_some()
    };
    let mut world = World::new();
    world.launch();
    read(&mut world);
    world.exit(ExitReason::Code(78));
    assert_eq!(world.finding("config.invalid"), None);
    assert!(world.timer_of(TimerId::Restart).is_some(), "the next start may be good");
    assert!(!told(&mut world));
    let mut world = World::running();
    read(&mut world);
    assert!(told(&mut world), "otherwise it means what it says");
}

#[test]
fn after_an_update_its_own_checks_are_asked_once() {
    let settle = |world: &mut World, version: &str| {
        world.link(LinkEvent::Ready(clawtray_core::HelloFacts { version: Some(version.into()), ..hello() }));
        world.tell(Event::Timer(TimerId::Stable));
        world.did(&Effect::LookDeep)
    };
    let mut world = World::running();
    assert!(!settle(&mut world, "2026.9.5"), "nothing is known of a version before");
    assert!(!settle(&mut world, "2026.9.5"), "the same again");
    assert!(settle(&mut world, "2026.9.6"));
    assert!(!settle(&mut world, "2026.9.6"), "once");
    let saved = Saved { settled_version: Some("2026.9.6".into()), ..Saved::default() };
    let mut world = World::with(options(), saved);
    world.launch();
    world.become_ready();
    assert!(settle(&mut world, "2026.10.1"), "also one that happened while no keeper ran");
}

#[test]
fn a_plugin_without_its_libraries_is_no_update_where_the_package_is_whole() {
    let line = "[plugins] device-pair failed to load from /o/node_modules/openclaw/dist/extensions/device-pair/index.js: \
                Error: Cannot find module 'json5'";
    let mut world = World::running();
    world.fact(Fact::Output(vec![line.to_owned()]));
    let asked = Effect::LookAtPackage { modules: vec!["json5".into()] };
    assert!(world.did(&asked), "{:?}", world.last);
    world.fact(Fact::LinesCaughtUp);
    let told = |world: &mut World| {
        world.pass(20_000);
        world.tell(Event::Timer(TimerId::Judge));
        world.finding("install.update_incomplete").is_some()
    };
    assert!(told(&mut world), "nothing is known of the package");
    let other = line.replace("json5", "jiti");
    world.fact(Fact::Output((0..9).map(|number| format!("{other} ({number})")).collect()));
    let both = ["jiti", "json5"].map(String::from).to_vec();
    let asked = Effect::LookAtPackage { modules: both.clone() };
    assert!(world.did(&asked), "what was named before is asked about as well: {:?}", world.last);
    let version = world.view().details.version.unwrap_or_default();
    let whole = PackageSeen { version, missing: vec![], present: both };
    world.fact(Fact::Package(Some(whole.clone())));
    assert!(!told(&mut world));
    world.fact(Fact::Output(vec![line.to_owned()]));
    assert!(!world.did(&asked), "each module is looked for once");
    world.fact(Fact::InstallsChanged);
    assert!(world.did(&asked), "until the installation is another");
    world.fact(Fact::Package(Some(PackageSeen { missing: vec!["dist/a.mjs".into()], ..whole })));
    assert!(told(&mut world), "something of it is gone");
}

#[test]
fn an_announced_restart_is_no_crash() {
    let mut world = World::running();
    world.link(LinkEvent::Shutdown { restart_expected_ms: Some(1_500) });
    assert_eq!(world.view().state, State::Starting);
    world.link(LinkEvent::Closed { code: Some(1012), words: "service restart".into() });
    world.exit(ExitReason::Clean);
    assert!(world.did(&Effect::LookForGateway), "started again at once");
    assert_eq!(world.all_notes(), 0);
}

#[test]
fn an_exit_that_a_restart_cannot_cure_is_not_retried() {
    for reason in [
        ExitReason::StateOwned { words: "owned".into() },
        ExitReason::OlderBinary { words: "older".into() },
        ExitReason::NodeUnsupported { words: "node".into() },
    ] {
        let mut world = World::new();
        world.launch();
        let before = world.timer_of(TimerId::Restart);
        world.exit(reason);
        assert_eq!(world.timer_of(TimerId::Restart), before);
        assert_eq!(world.view().state, State::Down);
    }
}

#[test]
fn quitting_leaves_the_gateway_unless_asked_otherwise() {
    let mut world = World::running();
    world.ask(Intent::Quit { stop_gateway: false });
    assert!(world.did(&Effect::Exit));
    assert!(!world.all.iter().any(|effect| matches!(effect, Effect::Terminate { .. })));
    let mut world = World::running();
    world.ask(Intent::Quit { stop_gateway: true });
    assert!(world.did(&Effect::Terminate { process: GATEWAY }) && !world.did(&Effect::Exit));
    world.exit(ExitReason::Clean);
    assert!(world.did(&Effect::Exit));
    let desired = world.all.iter().rev().find_map(|effect| match effect {
        Effect::Save(saved) => Some(saved.desired),
        _ => None,
    });
    assert_eq!(desired, Some(clawtray_contract::Desired::Run), "quitting is not asking for a stop");
}

#[test]
fn looking_only_starts_and_tells_nothing() {
    let mut world = World::with(clawtray_core::Options { look_only: true, ..options() }, Saved::default());
    world.tell(Event::Began);
    world.fact(Fact::Surroundings(Box::new(around())));
    world.fact(Fact::Occupancy(Occupancy::Free));
    assert_eq!(world.view().state, State::Down);
    let forbidden = |effect: &Effect| {
        matches!(
            effect,
            Effect::Prepare | Effect::Spawn { .. } | Effect::Notify(_) | Effect::Save(_) | Effect::Kill { .. }
        )
    };
    assert!(!world.all.iter().any(forbidden));
    let holder = Holder {
        process: None,
        name: "g".into(),
        command: None,
        other_user: None,
        since_ms: None,
        ..Holder::default()
    };
    world.fact(Fact::Occupancy(Occupancy::Gateway(holder)));
    world.fact(Fact::Probed(ready_probes()));
    assert_eq!(world.connected_with(), None, "no new device is paired by looking");
}

#[test]
fn who_only_looks_signs_in_beside_the_probes_and_not_at_all_where_those_fail() {
    let looking = || clawtray_core::Options { look_only: true, ..options() };
    let met = || {
        let mut world = World::with(looking(), Saved::default());
        world.tell(Event::Began);
        let secrets = clawtray_core::SecretsHeld { device_token: true, ..Default::default() };
        world.fact(Fact::Surroundings(Box::new(clawtray_core::Surroundings { secrets, ..around() })));
        let holder = Holder { process: Some(GATEWAY), name: "openclaw-gateway".into(), ..Holder::default() };
        world.fact(Fact::Occupancy(Occupancy::Gateway(holder)));
        world
    };
    let mut world = met();
    assert_eq!(world.connected_with(), Some(clawtray_core::CredentialChoice::DeviceToken), "before any probe answers");
    world.link(LinkEvent::Ready(hello()));
    world.fact(Fact::Probed(ready_probes()));
    assert_eq!(world.view().state, State::Running);
    let mut world = met();
    world.fact(Fact::Probed(Probes { healthz: HttpSign::Silent, ..ready_probes() }));
    assert!(world.did(&Effect::Disconnect), "nobody waits for one that does not even answer that");
}

#[test]
fn the_token_of_a_gateway_that_was_there_before_is_learned_once_without_asking() {
    let mut world = World::new();
    world.tell(Event::Began);
    let none = clawtray_core::SecretsHeld::default();
    world.fact(Fact::Surroundings(Box::new(clawtray_core::Surroundings { secrets: none, ..around() })));
    let process = Some(ProcessRef { pid: 9, start_time: 9 });
    let holder = Holder {
        process,
        name: "openclaw-gateway".into(),
        command: None,
        other_user: None,
        since_ms: None,
        ..Holder::default()
    };
    world.fact(Fact::Occupancy(Occupancy::Gateway(holder)));
    world.fact(Fact::Probed(ready_probes()));
    world.link(LinkEvent::Refused(clawtray_core::Refusal::TokenMissing));
    assert!(world.did(&Effect::FetchToken));
    world.fact(Fact::TokenFetched(Ok(clawtray_core::TokenFetch { changed: true })));
    assert_eq!(world.connected_with(), Some(clawtray_core::CredentialChoice::SharedToken));
    world.link(LinkEvent::Ready(hello()));
    world.fact(Fact::Probed(ready_probes()));
    assert_eq!(world.view().state, State::Running);
    let fetches = world.all.iter().filter(|effect| **effect == Effect::FetchToken).count();
    assert_eq!(fetches, 1);
}

#[test]
fn a_stop_does_not_wait_for_what_openclaws_own_command_comes_to() {
    let mut world = World::new();
    world.tell(Event::Began);
    world.fact(Fact::Surroundings(Box::new(around())));
    world.fact(Fact::Occupancy(Occupancy::Free));
    assert!(world.did(&Effect::Prepare));
    world.ask(Intent::Stop { now: false });
    assert_eq!(world.view().state, State::Paused);
    world.fact(Fact::Prepared(Ok(around().secrets)));
    assert!(!world.all.iter().any(|effect| matches!(effect, Effect::Spawn { .. })), "stopped stays stopped");
    world.ask(Intent::Start);
    world.fact(Fact::Occupancy(Occupancy::Free));
    assert!(world.did(&Effect::Prepare), "and a start begins anew");
}
