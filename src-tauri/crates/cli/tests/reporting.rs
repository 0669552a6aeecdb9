//! `report`: shown before it is written, written only with a yes, and without a single secret.
#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;

use std::os::unix::fs::PermissionsExt as _;

use clawtray_contract::{Evidence, HistoryEntry, HistoryKind, Snapshot};
use common::{Stage, broken, write};
use serde_json::json;

/// What must not be in a report: one for each kind of place that secrets are kept in or get into.
const SECRETS: [&str; 11] = [
    "shared-token-of-the-gateway",
    "correct horse battery",
    "123456789:AAEhBOweik6ad9r_QXMENQjcrGbqCr4K-bc",
    "sk-ant-api03-abcdefghijklmnopqrstuvwx",
    "value-of-a-variable",
    "hook-secret-99",
    "ghp_0123456789abcdefghijABCDEFGHIJ012345",
    "xoxb-1234567890-abcdefghijklmnop",
    "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3In0.abcdefghijk",
    "ann:proxy-password",
    "bearer-of-a-header-0123456789",
];

/// A snapshot whose every text holds some of them.
fn leaky() -> Snapshot {
    let mut snapshot = broken();
    let gateway = &mut snapshot.gateways[0];
    gateway.output = SECRETS.iter().map(|secret| format!("a line with {secret} in it")).collect();
    let text = SECRETS.join(" and ");
    gateway.headline = format!("Running with {}", SECRETS[0]);
    gateway.findings[0].text = text.clone();
    gateway.findings[0].evidence.push(Evidence { source: "output".into(), text: text.clone(), at_ms: None });
    snapshot.history.push(HistoryEntry { at_ms: 1, kind: HistoryKind::State, text, gateway: None });
    snapshot
}

fn stage() -> Stage {
    let stage = Stage::with_keeper(leaky(), |_| vec![]);
    let state = stage.home.path().join(".openclaw");
    std::fs::create_dir(&state).unwrap();
    let config = json!({
        "gateway": {"port": 18789, "auth": {"mode": "token", "token": SECRETS[0], "password": SECRETS[1]}},
        "channels": {"telegram": {"botToken": SECRETS[2]}, "slack": {"appToken": SECRETS[7]}},
        "models": {"providers": {"anthropic": {"apiKey": SECRETS[3], "headers": {"x-mine": SECRETS[10]}}}},
        "env": {"vars": {"NAME": SECRETS[4]}},
        "hooks": {"token": SECRETS[5]},
        "notes": [SECRETS[6], SECRETS[8], format!("http://{}@proxy:8080", SECRETS[9])],
        "logging": {"file": stage.home.path().join("gateway.log")},
    });
    write(&state, "openclaw.json", config.to_string().as_bytes());
    write(&state, "openclaw.json.bak", b"{}");
    let log: String = SECRETS.iter().map(|secret| format!("2026-11-22T19:56:49Z [x] {secret}\n")).collect();
    write(
        stage.home.path(),
        "gateway.log",
        format!("{log}Authorization: Bearer some-other-token-0123456789\n").as_bytes(),
    );
    stage
}

fn is_clean(text: &str) {
    for secret in SECRETS.iter().copied().chain(["some-other-token-0123456789"]) {
        assert!(!text.contains(secret), "{secret} is in\n{text}");
    }
}

#[test]
fn no_secret_of_configuration_log_or_findings_is_in_it_and_what_was_shown_is_written() {
    let stage = stage();
    let path = stage.home.path().join("report.txt");
    let ran = stage.run(&["report", "--yes", "--output", path.to_str().unwrap()]);
    assert_eq!(ran.code, 0, "{ran:?}");
    let written = std::fs::read_to_string(&path).unwrap();
    is_clean(&written);
    is_clean(&ran.out);
    is_clean(&ran.err);
    assert!(ran.out.starts_with(&written), "what is written was shown:\n{}\n----\n{written}", ran.out);
    for part in
        ["[findings]", "config.invalid", "\"port\": 18789", "openclaw.json.bak (2 bytes)", "2026-11-22T19:56:49Z"]
    {
        assert!(written.contains(part), "{part} is missing in\n{written}");
    }
    let mode = std::fs::metadata(&path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode, 0o600, "only its owner reads it");
    assert!(ran.out.contains("could not be added"), "there is no OpenClaw to ask: {}", ran.out);
}

#[test]
fn without_a_yes_nothing_is_written() {
    let stage = stage();
    let path = stage.home.path().join("report.txt");
    for input in [&b"n\n"[..], b"\n", b""] {
        let ran = stage.run_with(&["report", "--output", path.to_str().unwrap()], input);
        assert_eq!(ran.code, 0, "{ran:?}");
        assert!(ran.out.contains("[findings]") && ran.err.contains("Nothing was written"), "{ran:?}");
        assert!(!path.exists());
    }
    let json = stage.run(&["--json", "report", "--output", path.to_str().unwrap()]).json();
    assert_eq!(json["written"], json!(null));
    is_clean(&json.to_string());
    assert!(!path.exists());
}
