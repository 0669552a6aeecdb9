//! Actions with several ways, changes while no gateway answers, and configurations that are not OpenClaw's to write.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;

use clawtray_contract::{Answer, AskedBy, ErrorCode, FindingRef, Intent, Outcome, PlanView, UndoState};
use clawtray_core::{
    ApprovalRequest, CallProblem, CliCommand, CliDone, CliProblem, ConfigFile, Effect, Event, Fact, LinkEvent,
    ModelError, ModelRun, Occupancy, Reply, Request, Saved, Settings, Source, Surroundings, UndoKey, WriteRefusal,
};
use common::{World, around};
use serde_json::{Value, json};

const MODEL: &str = "anthropic/claude-sonnet-4-6";
const SWITCH: &str = "switch_to_a_standard_window_model";

fn config() -> Value {
    json!({"agents": {"defaults": {
        "model": {"primary": MODEL, "fallbacks": ["openai/gpt-5"]},
        "models": {MODEL: {}, "openai/gpt-5": {}, "ollama/qwen3": {}}}}})
}

fn tell_config(world: &mut World, value: Value) {
    let reply = Reply::Config { hash: "h1".into(), valid: true, value };
    world.reply(|request| *request == Request::ReadConfig, reply);
}

fn refused() -> World {
    let mut world = World::running();
    let words = "Extra usage is required for long context requests.".into();
    let error = Some(ModelError { http_status: Some(429), kind: None, words });
    let at_ms = world.now.unix_ms;
    world.link(LinkEvent::ModelRun(ModelRun { model: MODEL.into(), at_ms, error }));
    tell_config(&mut world, config());
    world.pass(1_000);
    world
}

fn finding() -> FindingRef {
    FindingRef::about("model.long_context_429", MODEL)
}

fn preview(world: &mut World, action: &str, choice: Option<&str>) -> Result<PlanView, ErrorCode> {
    let choice = choice.map(str::to_owned);
    match world.ask(Intent::Preview { finding: finding(), action: action.into(), choice }) {
        Some(Ok(Answer::Plan { plan })) => Ok(*plan),
        Some(Err(error)) => Err(error.code),
        other => panic!("{other:?}"),
    }
}

fn patches(world: &World) -> Vec<Value> {
    let patch = |effect: &Effect| match effect {
        Effect::Call { request: Request::PatchConfig { patch, .. }, .. } => Some(patch.clone()),
        _ => None,
    };
    world.all.iter().filter_map(patch).collect()
}

#[test]
fn a_configuration_that_came_too_late_is_asked_for_again() {
    let mut world = World::running();
    let words = "Extra usage is required for long context requests.".into();
    let error = Some(ModelError { http_status: Some(429), kind: None, words });
    let at_ms = world.now.unix_ms;
    world.link(LinkEvent::ModelRun(ModelRun { model: MODEL.into(), at_ms, error }));
    world.pass(1_000);
    let asked = |world: &World| {
        let ticket = |effect: &Effect| match effect {
            Effect::Call { ticket, request: Request::ReadConfig, .. } => Some(*ticket),
            _ => None,
        };
        world.all.iter().filter_map(ticket).collect::<Vec<_>>()
    };
    let first = asked(&world);
    for ticket in &first {
        world.tell(Event::Replied { ticket: *ticket, result: Err(CallProblem::TimedOut) });
    }
    world.pass(1_000);
    assert!(asked(&world).len() > first.len(), "{first:?}");
    tell_config(&mut world, config());
    assert!(preview(&mut world, SWITCH, Some("openai/gpt-5")).is_ok());
}

#[test]
fn a_model_of_a_long_window_by_nature_is_switched_to_the_one_that_was_chosen_and_back() {
    let mut world = refused();
    let first = preview(&mut world, SWITCH, None).unwrap();
    let ids: Vec<_> = first.choices.iter().map(|choice| (choice.id.as_str(), choice.chosen)).collect();
    assert_eq!(ids, [("openai/gpt-5", true), ("ollama/qwen3", false)]);
    let second = preview(&mut world, SWITCH, Some("ollama/qwen3")).unwrap();
    assert_eq!(second.diff[0].after.as_deref(), Some("\"ollama/qwen3\""));
    assert_ne!(first.etag, second.etag);
    assert_eq!(preview(&mut world, SWITCH, Some("openai/none")), Err(ErrorCode::Failed));

    let run = |choice: Option<&str>| Intent::Run {
        finding: finding(),
        action: SWITCH.into(),
        plan: Some(second.etag.clone()),
        choice: choice.map(str::to_owned),
    };
    let other = world.ask(run(Some("openai/gpt-5"))).unwrap().unwrap_err();
    assert_eq!(other.code, ErrorCode::PlanChanged, "what was seen is what runs");
    let Some(Ok(Answer::Repair { repair })) = world.ask(run(Some("ollama/qwen3"))) else { panic!("it runs") };
    tell_config(&mut world, config());
    assert_eq!(patches(&world), [json!({"agents": {"defaults": {"model": {"primary": "ollama/qwen3"}}}})]);
    let ticket = world.call(|request| matches!(request, Request::PatchConfig { .. })).unwrap();
    world.tell(Event::Replied { ticket, result: Ok(Reply::Done) });
    tell_config(&mut world, json!({"agents": {"defaults": {"model": {"primary": "ollama/qwen3"}}}}));
    assert_eq!(world.outcome(repair), Some(Outcome::AwaitingProof));
    assert!(world.finding("model.long_context_429").unwrap().awaiting_proof, "changed, waiting for the next run");
    let kept = world.view().repairs.remove(0);
    assert_eq!((kept.asked_by, kept.undo), (AskedBy::Window, UndoState::Available));
    assert!(kept.commands[0].starts_with("config.patch "), "{:?}", kept.commands);
}

/// Down, with a configuration that was read from the file.
fn down(config: Value) -> World {
    let mut world = World::new();
    let file = ConfigFile { value: Some(config), ..around().config };
    world.tell(Event::Began);
    world.fact(Fact::Surroundings(Box::new(Surroundings { config: file, ..around() })));
    world.fact(Fact::Occupancy(Occupancy::Stranger(clawtray_core::Holder {
        name: "python3".into(),
        ..clawtray_core::Holder::default()
    })));
    world
}

fn patched_keys(world: &World) -> Option<(u64, Vec<UndoKey>)> {
    world.all.iter().rev().find_map(|effect| match effect {
        Effect::RunCli { ticket, command: CliCommand::ConfigPatch { keys }, .. } => Some((*ticket, keys.clone())),
        _ => None,
    })
}

#[test]
fn a_taken_port_is_given_up_for_the_next_free_one_through_openclaws_own_command_and_undone_so() {
    let mut world = down(json!({"gateway": {"port": 18_789}}));
    let repair = world.run(FindingRef::of("port.conflict"), "use_the_next_free_port");
    let (ticket, keys) = patched_keys(&world).expect("nobody answers, so the file is OpenClaw's to change");
    assert_eq!((keys[0].before.clone(), keys[0].after.clone()), (json!(18_789), json!(18_809)));
    let view = world.view().repairs.remove(0);
    assert_eq!(view.commands[0], r#"echo '{"gateway":{"port":18809}}' | openclaw config patch --stdin"#);
    world.tell(Event::CliEnded { ticket, result: Ok(CliDone::default()) });
    for _ in 0..2 {
        let moved = ConfigFile { value: Some(json!({"gateway": {"port": 18_809}})), ..around().config };
        world.fact(Fact::Surroundings(Box::new(Surroundings { config: moved, port: 18_809, ..around() })));
    }
    world.fact(Fact::Occupancy(Occupancy::Free));
    world.fact(Fact::Occupancy(Occupancy::Free));
    world.prepared_and_spawned();
    world.become_ready();
    assert_eq!(world.outcome(repair), Some(Outcome::Repaired));
    assert_eq!(world.view().repairs[0].undo, UndoState::Available);
}

#[test]
fn a_configuration_that_openclaw_does_not_write_says_what_a_person_can_do() {
    for (refusal, word) in [
        (WriteRefusal::ReadOnly, "OPENCLAW_CONFIG_READONLY"),
        (WriteRefusal::Nix, "programs.openclaw.config"),
        (WriteRefusal::Included { place: "agents".into() }, "agents"),
    ] {
        let mut world = down(json!({"gateway": {"port": 18_789}}));
        let repair = world.run(FindingRef::of("port.conflict"), "use_the_next_free_port");
        let (ticket, _) = patched_keys(&world).unwrap();
        world.tell(Event::CliEnded { ticket, result: Err(CliProblem::NotWritten(refusal.clone())) });
        assert_eq!(world.outcome(repair), Some(Outcome::Blocked), "{refusal:?}");
        let view = world.view().repairs.remove(0);
        assert!(view.text.contains(word) && view.text.contains("Nothing was changed"), "{}", view.text);
        assert_eq!(view.diff, [], "so nothing is kept as changed");
        assert_eq!(view.undo, UndoState::NotOffered);
        assert!(!world.all.iter().any(|effect| matches!(effect, Effect::Spawn { .. })), "nothing more is done");

        let mut world = refused();
        let plan = preview(&mut world, SWITCH, None).unwrap();
        let (action, plan) = (SWITCH.to_owned(), Some(plan.etag));
        world.ask(Intent::Run { finding: finding(), action, plan, choice: None });
        tell_config(&mut world, config());
        let ticket = world.call(|request| matches!(request, Request::PatchConfig { .. })).unwrap();
        world.tell(Event::Replied { ticket, result: Err(CallProblem::NotWritten(refusal)) });
        let view = world.view().repairs.remove(0);
        assert_eq!(view.outcome, Some(Outcome::Blocked));
        assert!(view.text.contains(word), "{}", view.text);
    }
}

#[test]
fn a_key_that_changed_on_disk_meanwhile_ends_it_before_any_change() {
    let mut world = down(json!({"gateway": {"port": 18_789}}));
    let repair = world.run(FindingRef::of("port.conflict"), "use_the_next_free_port");
    let (ticket, _) = patched_keys(&world).unwrap();
    world.tell(Event::CliEnded { ticket, result: Err(CliProblem::Changed { path: "gateway.port".into() }) });
    assert_eq!(world.outcome(repair), Some(Outcome::AbortedChanged));
    assert!(world.view().repairs[0].text.contains("gateway.port"));
}

#[test]
fn a_command_that_waits_is_decided_only_as_it_was_seen() {
    for same in [true, false] {
        let settings = Settings { answer_agents: true, ..Settings::default() };
        let mut world = World::with(clawtray_core::Options { settings, ..common::options() }, Saved::default());
        world.launch();
        world.become_ready();
        let mut request = ApprovalRequest::new(Source::Commands, "a-1");
        request.what = vec![(clawtray_core::Detail::Command, "rm -rf build".into())];
        world.link(LinkEvent::ApprovalsChanged { source: Source::Commands, ended: Vec::new() });
        let listed = |one: &Request| *one == Request::ListApprovals(Source::Commands);
        world.reply(listed, Reply::Approvals(vec![request.clone()]));
        let finding = FindingRef::about("node.exec_approval", "a-1");
        let plan =
            match world.ask(Intent::Preview { finding: finding.clone(), action: "allow_once".into(), choice: None }) {
                Some(Ok(Answer::Plan { plan })) => plan,
                other => panic!("{other:?}"),
            };
        assert!(plan.warnings.iter().any(|warning| warning.contains("rm -rf build")), "{:?}", plan.warnings);
        let repair = world.run(finding, "allow_once");
        let decided = |request: &Request| matches!(request, Request::DecideAction { decision: "allow-once", .. });
        assert!(world.call(decided).is_none(), "the list is read again first");
        if !same {
            request.what = vec![(clawtray_core::Detail::Command, "rm -rf /".into())];
        }
        world.reply(listed, Reply::Approvals(vec![request]));
        assert_eq!(world.call(decided).is_some(), same);
        if same {
            world.reply(decided, Reply::Done);
        } else {
            assert_eq!(world.outcome(repair), Some(Outcome::AbortedChanged));
        }
    }
}
