//! `secret set` and `secret get`.
#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;

use clawtray_contract::{Answer, ErrorCode, Outcome};
use common::{Ran, Stage, answer, healthy, plan, refusal, repair, shown};
use serde_json::{Value, json};

/// The program where no keychain answers.
fn without_a_keychain(stage: &Stage, words: &[&str], input: &[u8]) -> Ran {
    let mut command = stage.command(words);
    command.env("DBUS_SESSION_BUS_ADDRESS", format!("unix:path={}/no-bus", stage.home.path().display()));
    Ran::told(words, command, input)
}

#[test]
fn a_secret_is_never_shown_whatever_goes_wrong() {
    let stage = Stage::with_keeper(healthy(), |frame| vec![answer(frame, Answer::Accepted)]);
    let ran = without_a_keychain(&stage, &["secret", "set", "shared-token", "--json"], b"tok-visible-nowhere\n");
    assert_eq!((ran.code, &ran.json()["error"]["code"]), (5, &json!("keychain")), "{ran:?}");
    assert!(!format!("{ran:?}").contains("visible"), "{ran:?}");
    for bad in [&b""[..], b"\n", b"\x1b[31mtok-visible\n", &[b'x'; 5_000]] {
        let ran = stage.run_with(&["secret", "set", "shared-token"], bad);
        assert_eq!(ran.code, 2, "{ran:?}");
        assert!(!ran.err.contains("visible") && !ran.err.contains("xxx"), "{ran:?}");
    }
    assert_eq!(stage.wishes(), Vec::<Value>::new(), "nothing was saved, so nobody is told");
}

#[test]
fn a_locked_keychain_is_no_value_and_a_clear_error_and_what_is_no_request_reads_nothing() {
    let stage = Stage::new();
    let ask = |name: &str, text: &[u8]| without_a_keychain(&stage, &["secret", "get", name], text);
    let request = |id: &str| json!({"protocolVersion": 1, "provider": "clawtray", "ids": [id]}).to_string();
    let locked = ask("shared-token", request("shared-token").as_bytes());
    assert!(locked.code == 5 && locked.err.contains("Unlock the keychain"), "{locked:?}");
    let said: Value = serde_json::from_str(&locked.out).unwrap();
    assert_eq!(
        (&said["values"], &said["errors"]["shared-token"]["code"]),
        (&json!({}), &json!("KEYCHAIN_UNAVAILABLE"))
    );
    let other = ask("shared-token", request("device-key").as_bytes());
    assert_eq!(other.code, 0, "for another name the keychain is not asked: {other:?}");
    assert_eq!(serde_json::from_str::<Value>(&other.out).unwrap()["errors"]["device-key"]["code"], "NOT_FOUND");
    let none = ask("shared-token", b"shared-token");
    assert!(none.code == 2 && none.out.is_empty(), "{none:?}");
}

/// A keeper that plans the move and carries it out.
fn moving() -> Stage {
    Stage::with_keeper(healthy(), |frame| match frame["intent"]["intent"].as_str() {
        Some("preview") => vec![answer(frame, Answer::Plan { plan: Box::new(plan()) })],
        _ => {
            let mut after = healthy();
            after.gateways[0].repairs = vec![repair(5, Some(Outcome::Repaired))];
            vec![answer(frame, Answer::Repair { repair: 5 }), shown(&after)]
        }
    })
}

#[test]
fn the_token_moves_only_by_the_plan_that_was_shown_and_after_a_yes() {
    let stage = moving();
    let dry = stage.run(&["secret", "migrate", "--dry-run"]);
    assert!(dry.code == 0 && dry.out.contains("Before you say yes"), "{dry:?}");
    let silent = stage.run_with(&["secret", "migrate"], b"y\n");
    assert!(silent.code == 5 && silent.err.contains("--yes"), "a pipe is no person: {silent:?}");
    let wishes = stage.wishes();
    let wish = json!({"intent": "preview", "finding": {"id": "token"}, "action": "keep_in_keychain"});
    assert_eq!(wishes, [wish.clone(), wish]);
    let done = stage.run(&["secret", "migrate", "--yes", "--json"]);
    assert_eq!((done.code, &done.json()["outcome"]), (0, &json!("repaired")), "{done:?}");
    let run = &stage.wishes()[1];
    assert_eq!(
        (&run["intent"], &run["plan"], &run["finding"]["id"]),
        (&json!("run"), &json!("plan-1"), &json!("token"))
    );
}

#[test]
fn where_the_move_is_not_offered_the_reason_is_the_answer() {
    let why = "OpenClaw only runs a program that your own account owns.";
    let stage = Stage::with_keeper(healthy(), move |frame| vec![refusal(frame, ErrorCode::Failed, why)]);
    let ran = stage.run(&["secret", "migrate", "--yes"]);
    assert!(ran.code != 0 && ran.err.contains(why), "{ran:?}");
    assert_eq!(stage.wishes().len(), 1, "nothing is run");
}
