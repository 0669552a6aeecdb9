//! The gateway's token moves into the keychain and back, and whatever goes wrong, it is not lost.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;

use std::collections::BTreeMap;

use clawtray_contract::{FindingRef, Intent, Outcome, UndoState};
use clawtray_core::{
    CallProblem, ConfigFile, CredentialChoice, Effect, Event, Fact, LinkEvent, Refusal, Reply, Request, Surroundings,
    TokenFault, TokenKept, TokenProvider, TokenSeen,
};
use common::{World, around, hello};
use serde_json::{Value, json};

const HIDDEN: &str = "__OPENCLAW_REDACTED__";

fn seen(kept: TokenKept) -> Surroundings {
    let provider = TokenProvider {
        command: "/home/ann/.local/bin/clawtray".into(),
        args: ["secret", "get", "shared-token", "--gateway", "default"].map(String::from).to_vec(),
        pass_env: vec!["HOME".into()],
        env: BTreeMap::new(),
        timeout_ms: 15_000,
    };
    let value = Some(json!({"gateway": {"mode": "local", "auth": {"token": "<redacted>"}}}));
    let config = ConfigFile { value, ..around().config };
    Surroundings { config, token: Some(TokenSeen { kept, provider: Ok(provider) }), ..around() }
}

fn world() -> World {
    let mut world = World::running();
    world.fact(Fact::Surroundings(Box::new(seen(TokenKept::Plain))));
    world
}

fn begin(world: &mut World) -> u64 {
    let repair = world.run(FindingRef::of("token"), "keep_in_keychain");
    assert!(world.last.iter().any(|effect| matches!(effect, Effect::ProveToken { .. })), "{:?}", world.last);
    assert!(world.call(is_patch).is_none(), "nothing is changed before the keychain gave it back");
    repair
}

fn is_patch(request: &Request) -> bool {
    matches!(request, Request::PatchConfig { .. })
}

fn plain() -> Value {
    json!({"gateway": {"mode": "local", "auth": {"token": HIDDEN}}})
}

/// The configuration is read, patched, and read again.
fn patched(world: &mut World, before: Value) -> Value {
    world.reply(
        |request| *request == Request::ReadConfig,
        Reply::Config { hash: "h1".into(), valid: true, value: before },
    );
    let patch = world.all.iter().rev().find_map(|effect| match effect {
        Effect::Call { request: Request::PatchConfig { patch, .. }, .. } => Some(patch.clone()),
        _ => None,
    });
    world.reply(is_patch, Reply::Done);
    let (hash, value) = ("h2".into(), json!({}));
    world.reply(|request| *request == Request::ReadConfig, Reply::Config { hash, valid: true, value });
    patch.expect("a patch was sent")
}

fn looked(world: &mut World, kept: TokenKept) {
    assert!(world.did(&Effect::LookAround), "{:?}", world.last);
    world.fact(Fact::Surroundings(Box::new(seen(kept))));
}

fn moved() -> (World, u64, Value) {
    let mut world = world();
    let repair = begin(&mut world);
    world.fact(Fact::TokenProven(Ok(())));
    let patch = patched(&mut world, plain());
    assert_eq!(world.connected_with(), Some(CredentialChoice::SharedToken), "the proof is a sign-in with the token");
    world.link(LinkEvent::Ready(hello()));
    looked(&mut world, TokenKept::WithClawtray);
    (world, repair, patch)
}

#[test]
fn it_moves_is_proven_and_moves_back_and_no_secret_is_in_what_is_kept() {
    let (mut world, repair, patch) = moved();
    assert_eq!(world.outcome(repair), Some(Outcome::Repaired), "{:?}", world.view().repairs);
    assert_eq!(patch["gateway"]["auth"]["token"]["provider"], "clawtray");
    assert_eq!(world.view().token.unwrap().actions, vec![]);

    world.ask(Intent::UndoRepair { repair }).unwrap().unwrap();
    // The gateway hides even the name in a reference.
    let mut now = patch;
    now["gateway"]["auth"]["token"]["id"] = json!(HIDDEN);
    let back = patched(&mut world, now);
    assert_eq!(back["gateway"]["auth"]["token"], json!(HIDDEN), "the engine puts the token there; core never has it");
    assert_eq!(back["secrets"], Value::Null);
    world.link(LinkEvent::Ready(hello()));
    looked(&mut world, TokenKept::Plain);
    assert_eq!(world.outcome(repair), Some(Outcome::Undone));
}

#[test]
fn a_gateway_of_spring_2026_is_named_no_lists() {
    for (protocol, named) in [(3, false), (4, true)] {
        let (mut world, repair, patch) = moved();
        world.link(LinkEvent::Closed { code: None, words: String::new() });
        world.tell(Event::Timer(clawtray_core::TimerId::Link));
        world.link(LinkEvent::Ready(clawtray_core::HelloFacts { protocol, ..hello() }));
        world.ask(Intent::UndoRepair { repair }).unwrap().unwrap();
        patched(&mut world, patch);
        let paths = world.all.iter().rev().find_map(|effect| match effect {
            Effect::Call { request: Request::PatchConfig { replace_paths, .. }, .. } => Some(replace_paths.clone()),
            _ => None,
        });
        assert_eq!(!paths.unwrap().is_empty(), named, "protocol {protocol}");
    }
}

/// OpenClaw 2026.4.29: "Config was written to ..., but runtime snapshot refresh failed".
#[test]
fn what_a_gateway_of_spring_2026_refuses_may_be_written_all_the_same() {
    for written in [true, false] {
        let (mut world, repair, patch) = moved();
        world.link(LinkEvent::Closed { code: None, words: String::new() });
        world.tell(Event::Timer(clawtray_core::TimerId::Link));
        world.link(LinkEvent::Ready(clawtray_core::HelloFacts { protocol: 3, ..hello() }));
        world.ask(Intent::UndoRepair { repair }).unwrap().unwrap();
        let is_read = |request: &Request| *request == Request::ReadConfig;
        world.reply(is_read, Reply::Config { hash: "h1".into(), valid: true, value: patch.clone() });
        let ticket = world.call(is_patch).unwrap();
        let words = "Config was written, but runtime snapshot refresh failed".to_owned();
        world.tell(Event::Replied { ticket, result: Err(CallProblem::Refused { code: "UNAVAILABLE".into(), words }) });
        let value = if written { plain() } else { patch };
        world.reply(is_read, Reply::Config { hash: "h2".into(), valid: true, value });
        if written {
            world.link(LinkEvent::Ready(clawtray_core::HelloFacts { protocol: 3, ..hello() }));
            looked(&mut world, TokenKept::Plain);
            assert_eq!(world.outcome(repair), Some(Outcome::Undone));
        } else {
            assert!(matches!(&world.view().repairs[0].undo, UndoState::Refused(words) if words.contains("Config was")));
        }
    }
}

#[test]
fn what_the_keychain_does_not_give_back_stays_in_the_configuration() {
    for fault in [
        TokenFault::NotPlain,
        TokenFault::Keychain { words: "it is locked".into() },
        TokenFault::Provider { words: "it did not answer".into() },
    ] {
        let mut world = world();
        let repair = begin(&mut world);
        world.fact(Fact::TokenProven(Err(fault)));
        assert_eq!(world.outcome(repair), Some(Outcome::Blocked));
        assert!(world.call(is_patch).is_none());
        assert_eq!(world.view().repairs[0].undo, UndoState::NotOffered);
    }
}

#[test]
fn a_gateway_that_cannot_read_it_refuses_the_change_and_one_that_changed_meanwhile_is_left_alone() {
    let mut world = world();
    let repair = begin(&mut world);
    world.fact(Fact::TokenProven(Ok(())));
    let value = json!({"gateway": {"auth": {"token": {"source": "env", "provider": "default", "id": "X"}}}});
    world.reply(|request| *request == Request::ReadConfig, Reply::Config { hash: "h".into(), valid: true, value });
    assert_eq!(world.outcome(repair), Some(Outcome::AbortedChanged));

    let mut world = self::world();
    let repair = begin(&mut world);
    world.fact(Fact::TokenProven(Ok(())));
    let value = plain();
    world.reply(|request| *request == Request::ReadConfig, Reply::Config { hash: "h".into(), valid: true, value });
    let ticket = world.call(is_patch).unwrap();
    let refused = CallProblem::Refused { code: "UNAVAILABLE".into(), words: "unresolved SecretRef".into() };
    world.tell(Event::Replied { ticket, result: Err(refused) });
    assert_eq!(world.outcome(repair), Some(Outcome::Failed));
    assert_eq!(world.view().repairs[0].undo, UndoState::NotOffered, "nothing was written");
}

#[test]
fn a_session_that_ends_while_the_gateway_writes_leaves_the_answer_to_the_configuration() {
    for written in [true, false] {
        let mut world = world();
        let repair = begin(&mut world);
        world.fact(Fact::TokenProven(Ok(())));
        let is_read = |request: &Request| *request == Request::ReadConfig;
        world.reply(is_read, Reply::Config { hash: "h1".into(), valid: true, value: plain() });
        let ticket = world.call(is_patch).unwrap();
        world.link(LinkEvent::Closed { code: Some(4001), words: "gateway auth changed".into() });
        world.tell(Event::Replied { ticket, result: Err(CallProblem::NotConnected) });
        assert_eq!(world.outcome(repair), None, "nobody knows yet");
        world.tell(Event::Timer(clawtray_core::TimerId::Link));
        world.link(LinkEvent::Ready(hello()));
        let mut value = plain();
        if written {
            let patch = world.all.iter().rev().find_map(|effect| match effect {
                Effect::Call { request: Request::PatchConfig { patch, .. }, .. } => Some(patch.clone()),
                _ => None,
            });
            value = patch.unwrap();
            value["gateway"]["mode"] = json!("local");
        }
        world.reply(is_read, Reply::Config { hash: "h2".into(), valid: true, value });
        if written {
            world.link(LinkEvent::Ready(hello()));
            looked(&mut world, TokenKept::WithClawtray);
            assert_eq!(world.outcome(repair), Some(Outcome::Repaired));
        } else {
            assert_eq!(world.outcome(repair), Some(Outcome::Failed));
        }
        assert_eq!(world.view().repairs[0].undo, UndoState::Available, "taking it back compares first");
    }
}

#[test]
fn a_session_that_ends_right_after_the_gateway_wrote_is_no_failure() {
    let mut world = world();
    let repair = begin(&mut world);
    world.fact(Fact::TokenProven(Ok(())));
    let is_read = |request: &Request| *request == Request::ReadConfig;
    world.reply(is_read, Reply::Config { hash: "h1".into(), valid: true, value: plain() });
    world.reply(is_patch, Reply::Done);
    let ticket = world.call(is_read).unwrap();
    world.link(LinkEvent::Closed { code: Some(4001), words: "gateway auth changed".into() });
    world.tell(Event::Replied { ticket, result: Err(CallProblem::NotConnected) });
    world.link(LinkEvent::Ready(hello()));
    looked(&mut world, TokenKept::WithClawtray);
    assert_eq!(world.outcome(repair), Some(Outcome::Repaired));
}

#[test]
fn a_session_that_something_else_opened_is_no_proof_and_a_refused_token_can_be_taken_back() {
    let mut world = world();
    let repair = begin(&mut world);
    world.fact(Fact::TokenProven(Ok(())));
    patched(&mut world, plain());
    // The gateway ends the session while it takes the change in; the device's own token opens the next one.
    world.link(LinkEvent::Closed { code: Some(4001), words: "auth changed".into() });
    let held = clawtray_core::SecretsHeld { shared_token: true, device_token: true, ..Default::default() };
    world.fact(Fact::Secrets(held));
    world.tell(Event::Timer(clawtray_core::TimerId::Link));
    assert_eq!(world.connected_with(), Some(CredentialChoice::DeviceToken));
    world.link(LinkEvent::Ready(hello()));
    assert_eq!(world.outcome(repair), None);
    assert_eq!(world.connected_with(), Some(CredentialChoice::SharedToken), "asked again, with the token");
    world.link(LinkEvent::Refused(Refusal::TokenMismatch));
    assert_eq!(world.outcome(repair), Some(Outcome::StillBroken));
    assert_eq!(world.view().repairs[0].undo, UndoState::Available);
}

#[test]
fn the_line_that_openclaw_writes_about_a_reference_in_use_is_no_problem() {
    let mut world = world();
    let line = "[secrets] [SECRETS_GATEWAY_AUTH_SURFACE] gateway.auth.token is active. gateway.auth.mode is \"token\".";
    world.fact(Fact::Output(vec![line.into()]));
    world.pass(120_000);
    world.tell(Event::Timer(clawtray_core::TimerId::Probe));
    assert_eq!(world.finding("probe.secretref_unresolved"), None);
}
