//! A refusal for long context: what is changed, what proves it, and the way back.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;

use clawtray_contract::{Answer, FindingRef, Intent, Outcome, UndoState};
use clawtray_core::{CallProblem, Effect, Event, LinkEvent, ModelError, ModelRun, Reply, Request};
use common::World;
use serde_json::{Value, json};

const MODEL: &str = "anthropic/claude-sonnet-4-6";

fn config_with_key() -> Value {
    json!({"agents": {"defaults": {"models": {MODEL: {"params": {"context1m": true}}}}}})
}

fn tell_config(world: &mut World, value: Value) {
    let reply = Reply::Config { hash: "h1".into(), valid: true, value };
    world.reply(|request| *request == Request::ReadConfig, reply);
}

fn refused_for_long_context() -> World {
    let mut world = World::running();
    let words = "Extra usage is required for long context requests.".into();
    let error = Some(ModelError { http_status: Some(429), kind: None, words });
    let at_ms = world.now.unix_ms;
    world.link(LinkEvent::ModelRun(ModelRun { model: MODEL.into(), at_ms, error }));
    tell_config(&mut world, config_with_key());
    world.pass(1_000);
    world
}

fn patch_of(world: &World) -> (u64, Value) {
    world
        .all
        .iter()
        .rev()
        .find_map(|effect| match effect {
            Effect::Call { ticket, request: Request::PatchConfig { patch, base_hash, .. }, .. } => {
                assert_eq!(base_hash, "h1");
                Some((*ticket, patch.clone()))
            }
            _ => None,
        })
        .expect("a patch was sent")
}

#[test]
fn turning_context1m_off_waits_for_a_later_good_run_and_can_be_undone() {
    let mut world = refused_for_long_context();
    let finding = FindingRef::about("model.long_context_429", MODEL);
    let repair = world.run(finding, "disable_context1m");
    tell_config(&mut world, config_with_key());
    let (ticket, patch) = patch_of(&world);
    assert_eq!(patch, json!({"agents": {"defaults": {"models": {MODEL: {"params": {"context1m": null}}}}}}));
    world.tell(Event::Replied { ticket, result: Ok(Reply::Done) });
    tell_config(&mut world, json!({"agents": {"defaults": {"models": {MODEL: {"params": {}}}}}}));
    assert_eq!(world.outcome(repair), Some(Outcome::AwaitingProof));
    assert!(world.finding("model.long_context_429").unwrap().awaiting_proof);
    world.pass(1_000);
    let at_ms = world.now.unix_ms;
    world.link(LinkEvent::ModelRun(ModelRun { model: MODEL.into(), at_ms, error: None }));
    assert_eq!(world.outcome(repair), Some(Outcome::Repaired));
    assert_eq!(world.finding("model.long_context_429"), None);

    assert!(matches!(world.ask(Intent::UndoRepair { repair }), Some(Ok(Answer::Repair { .. }))));
    tell_config(&mut world, json!({"agents": {"defaults": {"models": {MODEL: {"params": {}}}}}}));
    let (ticket, patch) = patch_of(&world);
    assert_eq!(patch, config_with_key());
    world.tell(Event::Replied { ticket, result: Ok(Reply::Done) });
    tell_config(&mut world, config_with_key());
    assert_eq!(world.view().repairs[0].undo, UndoState::Done);
}

#[test]
fn undo_is_refused_when_the_key_was_changed_since() {
    let mut world = refused_for_long_context();
    let repair = world.run(FindingRef::about("model.long_context_429", MODEL), "disable_context1m");
    tell_config(&mut world, config_with_key());
    let (ticket, _) = patch_of(&world);
    world.tell(Event::Replied { ticket, result: Ok(Reply::Done) });
    tell_config(&mut world, json!({}));
    world.ask(Intent::UndoRepair { repair });
    let calls = world.all.len();
    tell_config(&mut world, json!({"agents": {"defaults": {"models": {MODEL: {"params": {"context1m": false}}}}}}));
    assert!(matches!(&world.view().repairs[0].undo, UndoState::Refused(why) if why.contains("context1m")));
    assert!(
        !world.all[calls..]
            .iter()
            .any(|effect| matches!(effect, Effect::Call { request: Request::PatchConfig { .. }, .. }))
    );
}

#[test]
fn a_changed_hash_is_retried_once_and_a_changed_key_aborts_before_any_change() {
    let mut world = refused_for_long_context();
    let repair = world.run(FindingRef::about("model.long_context_429", MODEL), "disable_context1m");
    for _ in 0..2 {
        tell_config(&mut world, config_with_key());
        let (ticket, _) = patch_of(&world);
        world.tell(Event::Replied { ticket, result: Err(CallProblem::HashChanged) });
    }
    assert_eq!(world.outcome(repair), Some(Outcome::AbortedChanged));

    let mut world = refused_for_long_context();
    let repair = world.run(FindingRef::about("model.long_context_429", MODEL), "disable_context1m");
    tell_config(&mut world, json!({}));
    assert_eq!(world.outcome(repair), Some(Outcome::AbortedChanged));
    assert!(
        !world.all.iter().any(|effect| matches!(effect, Effect::Call { request: Request::PatchConfig { .. }, .. }))
    );
}

#[test]
fn another_refusal_after_the_change_means_still_broken_and_a_person_may_accept() {
    let off = |world: &mut World| {
        let repair = world.run(FindingRef::about("model.long_context_429", MODEL), "disable_context1m");
        tell_config(world, config_with_key());
        let (ticket, _) = patch_of(world);
        world.tell(Event::Replied { ticket, result: Ok(Reply::Done) });
        tell_config(world, json!({}));
        world.pass(1_000);
        repair
    };
    let mut world = refused_for_long_context();
    let repair = off(&mut world);
    let words = "Extra usage is required for long context requests.".into();
    let at_ms = world.now.unix_ms;
    let error = Some(ModelError { http_status: Some(429), kind: None, words });
    world.link(LinkEvent::ModelRun(ModelRun { model: MODEL.into(), at_ms, error }));
    assert_eq!(world.outcome(repair), Some(Outcome::StillBroken));

    let mut world = refused_for_long_context();
    let repair = off(&mut world);
    assert!(world.ask(Intent::AcceptProof { repair }).unwrap().is_ok());
    assert_eq!(world.outcome(repair), Some(Outcome::Repaired));
    assert_eq!(world.finding("model.long_context_429"), None);
}
