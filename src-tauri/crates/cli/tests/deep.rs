//! `doctor --deep`: OpenClaw's own slow checks, one after the other, once.
#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;

use std::os::unix::fs::PermissionsExt as _;

use common::{Ran, Stage, healthy, write};
use serde_json::json;

/// An OpenClaw whose commands print what OpenClaw 2026.9.6 printed, shortened, and note that they ran.
fn deep(probe_answers: bool) -> (Stage, impl Fn(&[&str]) -> Ran) {
    let mut snapshot = healthy();
    snapshot.gateways[0].not_looked_at = ["probe.multiple_gateways", "service.duplicate"].map(String::from).to_vec();
    let stage = Stage::with_keeper(snapshot, |_| vec![]);
    let home = stage.home.path().to_owned();
    let package = json!({"name": "openclaw", "version": "2026.9.6", "bin": {"openclaw": "openclaw.mjs"}});
    let status = json!({"service": {"configAudit": {"ok": true, "issues": []}}, "extraServices": []});
    let warning = json!({"code": "multiple_gateways", "message": "multiple reachable gateway identities detected"});
    let probe = json!({"ok": true, "warnings": [warning]});
    let found = json!({
        "checkId": "core/doctor/security", "severity": "warning", "message": "plaintext secret-bearing config fields",
        "fixHint": "Migrate them to SecretRefs",
    });
    let lint = json!({"schemaVersion": 1, "ok": false, "findings": [found]});
    write(&home, "package.json", package.to_string().as_bytes());
    write(&home, "openclaw.mjs", b"");
    for (name, answer) in [("status", status), ("probe", probe), ("lint", lint)] {
        write(&home, &format!("{name}.json"), answer.to_string().as_bytes());
    }
    let probe = if probe_answers { "cat probe.json; exit 1" } else { "echo something else" };
    let script = format!(
        "#!/bin/sh\n[ \"$1\" = --version ] && echo v26.10.0 && exit\nshift\ncd {}\necho \"$*\" >> ran\n\
         case \"$*\" in\n\"gateway status --deep --json\") cat status.json;;\n\"gateway probe --json\") {probe};;\n\
         \"doctor --lint --json\") cat lint.json; exit 1;;\n*) exit 9;;\nesac\n",
        home.display()
    );
    write(&home, "node", script.as_bytes());
    std::fs::set_permissions(home.join("node"), std::fs::Permissions::from_mode(0o755)).unwrap();
    let run = {
        let home = home.clone();
        move |words: &[&str]| {
            let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_clawtray"));
            command.args(words).env_clear().env("CLAWTRAY_HOME", &home).env("HOME", &home).env("LANG", "C.UTF-8");
            command
                .env("PATH", "/usr/bin:/bin")
                .env("CLAWTRAY_OPENCLAW", &home)
                .env("CLAWTRAY_NODE", home.join("node"));
            Ran::of(words, command.output().unwrap())
        }
    };
    (stage, run)
}

#[test]
fn what_was_not_looked_at_is_and_openclaws_own_findings_keep_their_name() {
    let (stage, run) = deep(true);
    let ran = run(&["--json", "doctor", "--deep"]);
    let json = ran.json();
    assert_eq!(ran.code, 1, "{ran:?}");
    assert_eq!(json["not_looked_at"], json!([]));
    let ids: Vec<_> = json["findings"].as_array().unwrap().iter().map(|found| found["id"].clone()).collect();
    assert_eq!(ids, ["probe.multiple_gateways", "openclaw.doctor"]);
    assert_eq!(json["findings"][1]["subject"], "core/doctor/security");
    let ran_before = std::fs::read_to_string(stage.home.path().join("ran")).unwrap();
    assert_eq!(ran_before.lines().count(), 3, "{ran_before}");
    let words = run(&["doctor", "--deep"]);
    assert!(words.out.contains("openclaw.doctor/core/doctor/security"), "{words:?}");
    assert!(words.out.contains("Migrate them to SecretRefs"), "{words:?}");
    let ran_after = std::fs::read_to_string(stage.home.path().join("ran")).unwrap();
    assert_eq!(ran_after, ran_before, "a fresh look is good enough for the next one");
}

#[test]
fn a_command_that_does_not_answer_is_named_and_what_it_would_tell_stays_unknown() {
    let (_stage, run) = deep(false);
    let ran = run(&["doctor", "--deep"]);
    assert!(ran.out.contains("openclaw gateway probe --json did not answer"), "{ran:?}");
    assert!(ran.out.contains("probe.multiple_gateways") && !ran.out.contains("service.duplicate"), "{ran:?}");
}

#[test]
fn without_openclaw_nothing_is_called_well() {
    let mut snapshot = healthy();
    snapshot.gateways[0].not_looked_at = vec!["probe.multiple_gateways".into()];
    let stage = Stage::with_keeper(snapshot, |_| vec![]);
    let ran = stage.run(&["--json", "doctor", "--deep"]);
    assert_eq!(ran.json()["not_looked_at"], json!(["probe.multiple_gateways"]));
}
