//! The session against its table, also with two hundred drops.

use super::{Link, LinkState, Refusal, rights::Wanted};
use crate::{
    effect::{CredentialChoice, Effect, TimerId},
    event::{HelloFacts, LinkEvent, SecretsHeld},
    now::Now,
    settings::Settings,
    turn::Turn,
};

const BOTH: SecretsHeld = SecretsHeld { shared_token: true, device_token: true, keychain_problem: None };
const SHARED: SecretsHeld = SecretsHeld { shared_token: true, device_token: false, keychain_problem: None };

fn link() -> Link {
    Link::new(Wanted::of(&Settings::default()))
}

fn turn() -> Turn {
    Turn::new(Now { unix_ms: 1_000, mono_ms: 0, offset_minutes: 0 }, 0)
}

fn connected_with(turn: &Turn) -> Option<CredentialChoice> {
    turn.effects.iter().rev().find_map(|effect| match effect {
        Effect::Connect { credential, .. } => Some(*credential),
        _ => None,
    })
}

fn waits(turn: &Turn) -> Vec<u64> {
    let wait = |effect: &Effect| match effect {
        Effect::Timer { id: TimerId::Link, after_ms } => Some(*after_ms),
        _ => None,
    };
    turn.effects.iter().filter_map(wait).collect()
}

#[test]
fn the_device_token_is_presented_first_then_the_shared_one_once() {
    let (mut link, mut turn) = (link(), turn());
    link.want(&BOTH, &mut turn);
    assert_eq!(connected_with(&turn), Some(CredentialChoice::DeviceToken));
    link.moved(&LinkEvent::Refused(Refusal::DeviceTokenMismatch), &BOTH, &mut turn);
    assert!(turn.effects.contains(&Effect::ForgetDeviceToken), "a dead device token is not kept");
    link.timer(&SHARED, &mut turn);
    assert_eq!(connected_with(&turn), Some(CredentialChoice::SharedToken));
    link.moved(&LinkEvent::Refused(Refusal::TokenMismatch), &SHARED, &mut turn);
    assert!(matches!(link.state, LinkState::Refused { .. }), "then it waits for a person");
}

#[test]
fn a_refused_shared_token_is_retried_once_with_both() {
    let (mut link, mut turn) = (link(), turn());
    link.want(&SHARED, &mut turn);
    link.moved(&LinkEvent::Refused(Refusal::TokenMismatch), &BOTH, &mut turn);
    link.timer(&BOTH, &mut turn);
    assert_eq!(connected_with(&turn), Some(CredentialChoice::Both));
    link.moved(&LinkEvent::Refused(Refusal::TokenMismatch), &BOTH, &mut turn);
    assert!(matches!(link.state, LinkState::Refused { .. }));
    let before = turn.effects.len();
    link.timer(&BOTH, &mut turn);
    link.want(&BOTH, &mut turn);
    assert_eq!(turn.effects.len(), before, "authentication is never retried by itself");
}

#[test]
fn an_unreachable_gateway_is_tried_again_with_growing_waits() {
    let (mut link, mut turn) = (link(), turn());
    link.want(&SHARED, &mut turn);
    for _ in 0..8 {
        link.moved(&LinkEvent::Refused(Refusal::Unreachable { words: "refused".into() }), &SHARED, &mut turn);
        link.timer(&SHARED, &mut turn);
    }
    assert_eq!(waits(&turn), [1_000, 2_000, 4_000, 8_000, 15_000, 30_000, 30_000, 30_000]);
}

#[test]
fn the_servers_wait_wins_within_reason() {
    let (mut link, mut turn) = (link(), turn());
    link.want(&SHARED, &mut turn);
    for wait in [Some(500), Some(60_000), None] {
        link.moved(&LinkEvent::Refused(Refusal::Starting { retry_after_ms: wait }), &SHARED, &mut turn);
        link.timer(&SHARED, &mut turn);
    }
    assert_eq!(waits(&turn), [500, 2_000, 500]);
}

#[test]
fn pairing_waits_for_a_person_and_a_new_episode_begins_only_on_request() {
    let (mut link, mut turn) = (link(), turn());
    link.want(&SHARED, &mut turn);
    let pairing = Refusal::Pairing {
        reason: "not-paired".into(),
        request: Some("r".into()),
        role: None,
        scopes: vec![],
        ask_again: None,
    };
    link.moved(&LinkEvent::Refused(pairing), &SHARED, &mut turn);
    assert!(matches!(&link.state, LinkState::PairingNeeded { request: Some(id), .. } if id == "r"));
    assert!(waits(&turn).is_empty());
    link.retry_now(&SHARED, &mut turn);
    assert!(matches!(link.state, LinkState::Connecting { .. }));
}

#[test]
fn a_closed_session_is_opened_again_and_a_late_close_is_ignored() {
    let (mut link, mut turn) = (link(), turn());
    link.want(&SHARED, &mut turn);
    link.moved(&LinkEvent::Ready(HelloFacts::default()), &SHARED, &mut turn);
    link.moved(&LinkEvent::Closed { code: Some(1012), words: "service restart".into() }, &SHARED, &mut turn);
    assert_eq!(waits(&turn), [1_000]);
    link.drop_session(&mut turn);
    link.moved(&LinkEvent::Closed { code: None, words: String::new() }, &SHARED, &mut turn);
    assert_eq!(link.state, LinkState::Idle);
}

#[test]
fn nothing_is_tried_while_the_gateway_counts_failures_whoever_asks() {
    let (mut link, mut turn) = (link(), turn());
    link.want(&SHARED, &mut turn);
    link.moved(&LinkEvent::Refused(Refusal::RateLimited { retry_after_ms: Some(90_000) }), &SHARED, &mut turn);
    assert!(matches!(link.state, LinkState::Refused { .. }) && waits(&turn).is_empty(), "a person must ask");
    let connects = |turn: &Turn| turn.effects.iter().filter(|effect| matches!(effect, Effect::Connect { .. })).count();
    turn.now.mono_ms += 60_000;
    link.retry_now(&SHARED, &mut turn);
    link.drop_session(&mut turn);
    link.want(&SHARED, &mut turn);
    assert_eq!((connects(&turn), waits(&turn)), (1, vec![30_000, 30_000]), "what is left of the lockout is waited");
    turn.now.mono_ms += 30_000;
    link.timer(&SHARED, &mut turn);
    assert_eq!(connects(&turn), 2, "then once");
    link.moved(&LinkEvent::Refused(Refusal::RateLimited { retry_after_ms: None }), &SHARED, &mut turn);
    assert!(matches!(link.state, LinkState::Refused { .. }));
}

#[test]
fn two_hundred_drops_follow_the_table() {
    let (mut link, mut turn) = (link(), turn());
    link.want(&SHARED, &mut turn);
    for _ in 0..200 {
        link.moved(&LinkEvent::Ready(HelloFacts::default()), &SHARED, &mut turn);
        turn.now.mono_ms += 50;
        link.moved(&LinkEvent::Closed { code: Some(1006), words: String::new() }, &SHARED, &mut turn);
        link.timer(&SHARED, &mut turn);
    }
    let waited = waits(&turn);
    assert_eq!(waited[..6], [1_000, 2_000, 4_000, 8_000, 15_000, 30_000]);
    assert_eq!((waited.len(), waited[6..].iter().all(|wait| *wait == 30_000)), (200, true));
    link.moved(&LinkEvent::Ready(HelloFacts::default()), &SHARED, &mut turn);
    turn.now.mono_ms += 30_000;
    link.moved(&LinkEvent::Closed { code: Some(1012), words: String::new() }, &SHARED, &mut turn);
    assert_eq!(waits(&turn).last(), Some(&1_000), "a session that lasted begins anew");
}

#[test]
fn changed_secrets_are_met_with_a_longer_first_wait() {
    let (mut link, mut turn) = (link(), turn());
    link.want(&SHARED, &mut turn);
    link.moved(&LinkEvent::Ready(HelloFacts::default()), &SHARED, &mut turn);
    link.moved(&LinkEvent::Closed { code: Some(4001), words: "gateway auth changed".into() }, &SHARED, &mut turn);
    assert_eq!(waits(&turn), [2_000]);
}

#[test]
fn a_device_that_may_do_less_asks_for_less_and_keeps_working() {
    const DEVICE: SecretsHeld = SecretsHeld { shared_token: false, device_token: true, keychain_problem: None };
    let (mut link, mut turn) = (link(), turn());
    link.want(&DEVICE, &mut turn);
    link.moved(&LinkEvent::Refused(Refusal::ScopeMismatch), &DEVICE, &mut turn);
    link.timer(&DEVICE, &mut turn);
    let read = vec!["operator.read".to_owned()];
    let credential = CredentialChoice::DeviceToken;
    assert_eq!(turn.effects.last(), Some(&Effect::Connect { credential, scopes: read.clone(), answers_agents: false }));
    link.moved(&LinkEvent::Ready(HelloFacts { scopes: read, ..HelloFacts::default() }), &DEVICE, &mut turn);
    let held = link.hello().map(|hello| hello.scopes.clone()).unwrap_or_default();
    assert_eq!(link.wanted.missing(&held), ["operator.pairing", "operator.admin"]);
}

/// OpenClaw 2026.4.29 has one refusal for a dead token and for one that is good for less.
#[test]
fn a_device_token_is_forgotten_only_once_it_is_not_good_for_reading_either() {
    const DEVICE: SecretsHeld = SecretsHeld { shared_token: false, device_token: true, keychain_problem: None };
    let refused = |times: usize| {
        let (mut link, mut turn) = (link(), turn());
        link.want(&DEVICE, &mut turn);
        for _ in 0..times {
            link.moved(&LinkEvent::Refused(Refusal::DeviceTokenMismatch), &DEVICE, &mut turn);
            link.timer(&DEVICE, &mut turn);
        }
        (link, turn)
    };
    let (mut link, mut turn) = refused(1);
    let scopes = vec!["operator.read".to_owned()];
    let credential = CredentialChoice::DeviceToken;
    let less = Effect::Connect { credential, scopes: scopes.clone(), answers_agents: false };
    assert_eq!(turn.effects.last(), Some(&less));
    link.moved(&LinkEvent::Ready(HelloFacts { scopes, ..HelloFacts::default() }), &DEVICE, &mut turn);
    assert!(!turn.effects.contains(&Effect::ForgetDeviceToken), "it works");
    let (link, turn) = refused(2);
    assert!(turn.effects.contains(&Effect::ForgetDeviceToken));
    assert!(matches!(link.state, LinkState::Refused { refusal: Refusal::DeviceTokenMismatch, .. }));
}

#[test]
fn a_pairing_that_the_gateway_wants_asked_again_is_asked_again() {
    let (mut link, mut turn) = (link(), turn());
    link.want(&SHARED, &mut turn);
    let reason = "not-paired".to_owned();
    let pairing = Refusal::Pairing { reason, request: None, role: None, scopes: vec![], ask_again: Some(Some(5_000)) };
    link.moved(&LinkEvent::Refused(pairing), &SHARED, &mut turn);
    assert!(matches!(link.state, LinkState::PairingNeeded { .. }));
    assert_eq!(waits(&turn), [5_000]);
    link.timer(&SHARED, &mut turn);
    assert!(matches!(link.state, LinkState::Connecting { .. }));
}
