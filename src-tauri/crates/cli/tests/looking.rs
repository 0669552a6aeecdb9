//! Commands that look: `status`, `doctor`, `logs`, and a keeper that misbehaves.
#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;

use std::{
    io::{BufRead, BufReader},
    process::Stdio,
};

use clawtray_contract::{ExitView, HistoryEntry, HistoryKind, Severity, State};
use common::{Stage, broken, finding, healthy, hello, is_plain, shown, write};
use serde_json::json;

fn no_wishes(_: &serde_json::Value) -> Vec<serde_json::Value> {
    vec![]
}

#[test]
fn status_says_headline_signals_and_the_runbooks_words() {
    let ran = Stage::with_keeper(healthy(), no_wishes).run(&["status"]);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    let expected = "\
Running 2 h 5 min, OpenClaw 2026.9.6
Started by Clawtray · OpenClaw 2026.9.6 · pid 812 · port 18789 · 412 MB

  Process  yes   The process runs (pid 812)             Runtime: running
  HTTP     yes   Answers and is ready (/readyz 200)     Connectivity probe: ok
  Sign-in  yes   Signed in and answering (protocol 4)   Capability: admin-capable

No problems
Nobody waits for permission
";
    assert_eq!(ran.out, expected);
}

#[test]
fn a_german_session_is_spoken_to_in_german() {
    let german = |words: &[&str]| {
        let stage = Stage::with_keeper(healthy(), no_wishes);
        let output = stage.command(words).env("LANG", "de_DE.UTF-8").output().unwrap();
        String::from_utf8(output.stdout).unwrap()
    };
    let status = german(&["status"]);
    for words in
        ["Von Clawtray gestartet", "Prozess 812", "Anmeldung  ja", "Keine Probleme", "Niemand wartet auf eine Freigabe"]
    {
        assert!(status.contains(words), "{words}: {status}");
    }
    let help = german(&["--help"]);
    assert!(help.contains("Das Gateway anhalten und angehalten lassen"), "{help}");
    let explained = german(&["doctor", "--explain", "install.node_unsupported"]);
    assert!(explained.contains("Node.js ist zu alt für dieses OpenClaw"), "{explained}");
}

#[test]
fn a_narrow_terminal_gets_the_words_below() {
    let stage = Stage::with_keeper(healthy(), no_wishes);
    let output = stage.command(&["status"]).env("COLUMNS", "60").output().unwrap();
    let out = String::from_utf8(output.stdout).unwrap();
    assert!(out.contains("\n  Runtime: running\n  Connectivity probe: ok\n  Capability: admin-capable\n"), "{out}");
    assert!(out.lines().all(|line| line.chars().count() <= 60), "{out}");
}

#[test]
fn status_json_has_everything_but_the_output() {
    let ran = Stage::with_keeper(broken(), no_wishes).run(&["--json", "status"]);
    let json = ran.json();
    assert_eq!(ran.code, 0);
    assert_eq!(json["gateways"][0]["healthy_words"]["capability"], "admin-capable");
    assert_eq!(json["gateways"][0]["findings"][0]["id"], "config.invalid");
    assert_eq!(json["app"]["keeper_pid"], 4242);
    assert_eq!(json["notices"], json!([]));
    assert!(json["gateways"][0].get("output").is_none() && json.get("history").is_none());
}

#[test]
fn watching_prints_one_line_per_change_and_ends_quietly_when_nobody_reads() {
    let stage = Stage::new();
    let mut changed = healthy();
    changed.gateways[0].state = State::Down;
    changed.gateways[0].headline = "Gateway down since 04:15".into();
    let same = healthy();
    stage.keeper(Box::new(move |frame| match frame["type"].as_str() {
        Some("hello") => vec![hello()],
        // The second one says nothing new. What follows fills any pipe.
        _ => [shown(&same), shown(&same)]
            .into_iter()
            .chain((0..2_000).map(|turn| {
                changed.revision = turn;
                changed.gateways[0].since_ms = turn;
                shown(&changed)
            }))
            .collect(),
    }));
    let mut child =
        stage.command(&["status", "--watch", "--json"]).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let mut next = || serde_json::from_str::<serde_json::Value>(&lines.next().unwrap().unwrap()).unwrap();
    assert_eq!(next()["gateways"][0]["state"], "running");
    assert_eq!(next()["gateways"][0]["state"], "down");
    drop(lines);
    let mut errors = child.stderr.take().unwrap();
    let code = child.wait().unwrap().code();
    let mut said = String::new();
    std::io::Read::read_to_string(&mut errors, &mut said).unwrap();
    assert_eq!((code, said.as_str()), (Some(0), ""));
}

#[test]
fn doctor_is_quiet_about_a_healthy_gateway() {
    let ran = Stage::with_keeper(healthy(), no_wishes).run(&["doctor"]);
    assert_eq!((ran.code, ran.out.as_str()), (0, "No problems found.\n"));
    let json = Stage::with_keeper(healthy(), no_wishes).run(&["doctor", "--json"]);
    assert_eq!((json.code, json.json()), (0, json!({ "findings": [], "exits": [], "not_looked_at": [] })));
}

#[test]
fn doctor_tells_how_the_gateway_ended_lately() {
    let mut snapshot = healthy();
    let exit = |number: u64| ExitView {
        at_ms: 1_794_990_000_000 - number * 60_000,
        reason: "signal".into(),
        text: format!("The gateway was ended by signal {number}."),
        finding: "service.not_running".into(),
        finding_title: "The gateway is not running".into(),
        signal: Some(9),
        lines: (0..9).map(|line| format!("end {number} line {line} \u{1b}[2J")).collect(),
        ..ExitView::default()
    };
    snapshot.gateways[0].exits = (1..6).map(exit).collect();
    let ran = Stage::with_keeper(snapshot.clone(), no_wishes).run(&["doctor"]);
    let after = ran.out.split_once("No problems found.\n\nLatest ends of the gateway\n").expect(&ran.out).1;
    assert!(after.contains("ago: The gateway was ended by signal 1.\n"), "{after}");
    assert!(after.contains("end 1 line 8") && !after.contains("end 1 line 3\n"), "the newest lines only: {after}");
    assert!(!after.contains("end 2 line") && !after.contains("signal 4"), "three ends, lines of the newest: {after}");
    assert!(is_plain(&ran.out), "{:?}", ran.out);
    let json = Stage::with_keeper(snapshot, no_wishes).run(&["doctor", "--json"]).json();
    assert_eq!(json["exits"][0]["reason"], "signal");
    assert_eq!(json["exits"].as_array().unwrap().len(), 5);
}

#[test]
fn history_tells_each_end_with_its_suspect_and_its_last_lines() {
    let mut snapshot = healthy();
    snapshot.gateways[0].exits = vec![ExitView {
        at_ms: 1_794_990_000_000,
        reason: "code".into(),
        text: "The gateway ended with exit code 1.".into(),
        finding: "storage.full".into(),
        finding_title: "The disk is full".into(),
        code: Some(1),
        lines: (0..50).map(|line| format!("line {line} \u{1b}[2J")).collect(),
        ..ExitView::default()
    }];
    let entry = |kind, text: &str| HistoryEntry { at_ms: 1_794_990_000_000, kind, text: text.into(), gateway: None };
    snapshot.history =
        vec![entry(HistoryKind::State, "Starting"), entry(HistoryKind::Exit, "The gateway ended with exit code 1.")];
    let ran = Stage::with_keeper(snapshot.clone(), no_wishes).run(&["history"]);
    assert_eq!(ran.code, 0, "{}", ran.out);
    assert_eq!(ran.out.matches("ended with exit code 1").count(), 1, "{}", ran.out);
    assert!(ran.out.contains("Suspected: The disk is full (storage.full)"), "{}", ran.out);
    assert!(ran.out.contains("line 49") && ran.out.contains("line 40") && !ran.out.contains("line 39"), "{}", ran.out);
    assert!(is_plain(&ran.out), "{:?}", ran.out);
    let json = Stage::with_keeper(snapshot, no_wishes).run(&["history", "--json", "-n", "3"]).json();
    assert_eq!((&json["history"][1]["kind"], &json["exits"][0]["code"]), (&json!("exit"), &json!(1)));
    assert_eq!(json["exits"][0]["lines"].as_array().unwrap().len(), 3);
}

#[test]
fn doctor_shows_evidence_and_what_can_be_done_and_cleans_both() {
    let ran = Stage::with_keeper(broken(), no_wishes).run(&["doctor"]);
    assert_eq!(ran.code, 1);
    assert!(ran.out.starts_with("error    The configuration is not valid"), "{}", ran.out);
    for part in [
        "config.invalid",
        "process  exit code 78",
        "output   Invalid config at line 3",
        "Repair the configuration (asks first)",
        "clawtray fix config.invalid repair_the_configuration",
    ] {
        assert!(ran.out.contains(part), "{part:?} is missing in {}", ran.out);
    }
    assert!(is_plain(&ran.out), "{:?}", ran.out);
}

#[test]
fn doctor_marks_what_was_changed_and_waits_for_its_next_run_until_it_does_not() {
    let told = |awaiting_proof: bool| {
        let mut snapshot = broken();
        snapshot.gateways[0].findings[0].awaiting_proof = awaiting_proof;
        let stage = Stage::with_keeper(snapshot, no_wishes);
        let json = stage.run(&["doctor", "--json"]).json();
        assert_eq!(json["findings"][0]["awaiting_proof"], json!(awaiting_proof), "{json}");
        stage.run(&["doctor"]).out
    };
    let words = "Something was changed; whether it helped shows at the next run.";
    assert!(told(true).contains(words) && !told(false).contains(words));
}

#[test]
fn doctor_json_is_the_findings_and_the_code_follows_the_worst() {
    let mut snapshot = healthy();
    snapshot.gateways[0].findings = vec![finding("heartbeat.skipped", None, Severity::Info)];
    let ran = Stage::with_keeper(snapshot.clone(), no_wishes).run(&["doctor", "--json"]);
    assert_eq!(ran.code, 0, "what is only worth knowing is no failure");
    let found = &ran.json()["findings"][0];
    for key in ["id", "severity", "title", "text", "evidence", "actions"] {
        assert!(found.get(key).is_some(), "{key} is missing: {found}");
    }
    snapshot.gateways[0].findings.push(finding("cron.job_failed", Some("j1"), Severity::Warning));
    assert_eq!(Stage::with_keeper(snapshot, no_wishes).run(&["doctor", "--json"]).code, 1);
}

#[test]
fn doctor_names_what_a_cause_explains_and_what_nobody_could_look_at() {
    let mut snapshot = broken();
    let gateway = &mut snapshot.gateways[0];
    let caused = finding("service.not_running", None, Severity::Error);
    gateway.findings[0].explains = vec![clawtray_contract::Consequence {
        id: caused.id,
        subject: None,
        severity: caused.severity,
        title: "The gateway is not running".into(),
        text: caused.text,
        since_ms: 0,
    }];
    gateway.not_looked_at = vec!["channel.disconnected".into(), "cron.missed".into()];
    let why = "The gateway does not run:".to_owned();
    gateway.not_looked_because = gateway.not_looked_at.iter().map(|id| (id.clone(), why.clone())).collect();
    let ran = Stage::with_keeper(snapshot.clone(), no_wishes).run(&["doctor"]);
    for part in [
        "It causes:",
        "- The gateway is not running (service.not_running)",
        "The gateway does not run: channel.disconnected, cron.missed",
    ] {
        assert!(ran.out.contains(part), "{part:?} is missing in {}", ran.out);
    }
    let json = Stage::with_keeper(snapshot, no_wishes).run(&["doctor", "--json"]).json();
    assert_eq!(json["findings"][0]["explains"][0]["id"], "service.not_running");
    assert_eq!(json["not_looked_at"], json!(["channel.disconnected", "cron.missed"]));
    assert_eq!(json["not_looked_because"]["cron.missed"], "The gateway does not run:");
}

#[test]
fn the_runbook_is_listed_with_what_is_built_and_needs_no_keeper() {
    let ran = Stage::new().run(&["runbook"]);
    assert_eq!(ran.code, 0);
    assert!(ran.out.contains("error    config.invalid") && ran.out.contains("72 findings"), "{}", ran.out);
    let json = Stage::new().run(&["runbook", "--json"]).json();
    let book = json["findings"].as_array().unwrap();
    let entry = book.iter().find(|entry| entry["id"] == "config.invalid").unwrap();
    assert_eq!(entry["actions"][0]["available"], true);
    for key in ["title", "severity", "signals", "explained_by", "docs"] {
        assert!(entry.get(key).is_some(), "{key} is missing: {entry}");
    }
    assert_eq!(book.len(), 72);
}

#[test]
fn explaining_knows_findings_that_are_not_raised_and_helps_with_others() {
    let ran = Stage::with_keeper(healthy(), no_wishes).run(&["doctor", "--explain", "config.invalid"]);
    assert_eq!(ran.code, 0);
    assert!(ran.out.contains("not the case right now") && ran.out.contains("Repair the configuration"), "{}", ran.out);
    let unknown = Stage::with_keeper(healthy(), no_wishes).run(&["doctor", "--explain", "config.invlid"]);
    assert_eq!(unknown.code, 2);
    assert!(unknown.err.contains("Did you mean") && unknown.err.contains("config.invalid"), "{}", unknown.err);
    let raised = Stage::with_keeper(broken(), no_wishes).run(&["doctor", "--explain", "config.invalid"]);
    assert_eq!(raised.code, 1);
    assert!(raised.out.contains("exit code 78"), "{}", raised.out);
}

#[test]
fn a_log_that_cannot_be_read_is_a_sentence() {
    let stage = Stage::new();
    for file in ["/nowhere/log", "/"] {
        let ran = stage.run(&["doctor", "--logs", file]);
        assert_eq!(ran.code, 2, "{ran:?}");
        assert!(ran.err.contains("cannot be read"), "{ran:?}");
    }
}

#[test]
fn a_log_is_judged_without_anything_else() {
    let stage = Stage::new();
    let log = b"[gateway] starting\nlisten EADDRINUSE: address already in use 127.0.0.1:18789\n\x1b[31m\xff\n";
    let ran = stage.run_with(&["doctor", "--logs", "-", "--json"], log);
    assert_eq!((ran.code, ran.json()["findings"][0]["id"].as_str()), (1, Some("port.conflict")), "{ran:?}");
    write(stage.home.path(), "some.log", log);
    let file = stage.home.path().join("some.log");
    let ran = stage.run(&["doctor", "--logs", file.to_str().unwrap()]);
    assert!(ran.code == 1 && ran.out.contains("EADDRINUSE") && is_plain(&ran.out), "{ran:?}");
    assert!(!ran.out.contains("clawtray fix"), "nothing can be done about a log: {}", ran.out);
    assert!(ran.out.contains("What can be done:") && ran.out.contains("This is what the text says."), "{}", ran.out);
    assert!(!ran.out.contains("first seen"), "no line has a time: {}", ran.out);
    let log = b"2026-03-04T16:29:35Z [sessions] ENOSPC: no space left on device, write\ncron: timer tick failed\n";
    let ran = stage.run_with(&["doctor", "--logs", "-"], log);
    assert!(ran.out.contains("storage.full, first seen ") && ran.out.contains("It causes:"), "{}", ran.out);
    assert_eq!(ran.out.matches("cron.tick_failed").count(), 1, "it stands under its cause alone: {}", ran.out);
    let rubbish: Vec<u8> = (0..1_000_000_u32).map(|turn| (turn.wrapping_mul(2_654_435_761) >> 24) as u8).collect();
    for input in [&b""[..], &rubbish, b"[gateway] ready\n"] {
        let ran = stage.run_with(&["doctor", "--logs", "-"], input);
        assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{} bytes: {}", input.len(), ran.out);
    }
}

#[test]
fn logs_need_no_keeper_and_are_cleaned() {
    let stage = Stage::new();
    let content: Vec<u8> = (0..200).flat_map(|line| format!("line {line}\n").into_bytes()).collect();
    write(stage.home.path(), "logs/gateway-default.log", &[&content[..], b"\x1b[2Jlast\xff\x07\n"].concat());
    let ran = stage.run(&["logs", "-n", "2"]);
    assert_eq!((ran.code, ran.out.as_str()), (0, "line 199\nlast\u{fffd}\n"));
    let json = stage.run(&["logs", "-n", "1", "--json"]);
    assert_eq!(json.json(), json!({ "gateway": "default", "text": "last\u{fffd}" }));
    let unknown = stage.run(&["logs", "--gateway", "defualt"]);
    assert_eq!(unknown.code, 2);
    assert!(unknown.err.contains("default"), "{}", unknown.err);
    let none = Stage::new().run(&["logs"]);
    assert_eq!(none.code, 2);
    assert!(none.err.contains("no output of a gateway"), "{}", none.err);
}

#[test]
fn following_shows_what_comes() {
    let stage = Stage::new();
    write(stage.home.path(), "logs/gateway-default.log", b"before\n");
    let mut child = stage.command(&["logs", "-f"]).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    assert_eq!(lines.next().unwrap().unwrap(), "before");
    let path = stage.home.path().join("logs/gateway-default.log");
    let mut file = std::fs::OpenOptions::new().append(true).open(path).unwrap();
    std::io::Write::write_all(&mut file, b"after\n").unwrap();
    let next = lines.next();
    child.kill().unwrap();
    child.wait().unwrap();
    assert_eq!(next.unwrap().unwrap(), "after");
}

#[test]
fn a_keeper_of_another_version_is_named() {
    let stage = Stage::new();
    stage.keeper(Box::new(|_| vec![json!({ "type": "hello", "protocol": 99, "new": {} })]));
    let ran = stage.run(&["status"]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("version 99") && ran.err.contains("start it again"), "{}", ran.err);
    let stage = Stage::new();
    stage.keeper(Box::new(|_| vec![json!({ "type": "hello", "protocol": 99 })]));
    assert_eq!(stage.run(&["status", "--json"]).json()["error"]["code"], "protocol");
}

#[test]
fn broken_frames_are_an_error_and_no_crash() {
    let rubbish: [&[u8]; 6] = [
        b"\n\n{\"type\":\n",
        b"\xff\xfe\n",
        b"{\"type\":\"hello\"}\n",
        b"[1,2]\n",
        b"{\"type\":\"snapshot\",\"snapshot\":{}}\n",
        b"half a frame",
    ];
    for bytes in rubbish {
        for after_hello in [false, true] {
            let stage = Stage::new();
            stage.raw_keeper(move |line| {
                if after_hello && line.contains("\"hello\"") {
                    vec![format!("{}\n", hello()).into_bytes()]
                } else {
                    vec![bytes.to_vec(), vec![]]
                }
            });
            let ran = stage.run(&["status"]);
            assert_eq!(ran.code, 2, "{bytes:?}: {ran:?}");
            assert!(ran.err.contains("keeper") && !ran.err.contains("panicked"), "{bytes:?}: {ran:?}");
        }
    }
}

#[test]
fn a_frame_without_end_is_cut_off() {
    let stage = Stage::new();
    stage.raw_keeper(|_| vec![vec![b'x'; clawtray_contract::MAX_FRAME_BYTES + 20_000]]);
    let ran = stage.run(&["status"]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("longer than"), "{}", ran.err);
}

#[test]
fn without_a_keeper_a_look_says_that_nothing_is_installed() {
    let stage = Stage::new();
    let ran = stage.run(&["status", "--json"]);
    assert_eq!(ran.code, 0, "{ran:?}");
    assert!(ran.json()["app"].get("keeper_pid").is_none(), "{}", ran.out);
    assert!(!stage.home.path().join("state/keeper.lock").exists(), "a look takes no lock");
    assert!(!stage.home.path().join("state/state.json").exists(), "a look keeps nothing");
}

#[test]
fn no_colour_reaches_a_pipe_and_help_is_whole() {
    let stage = Stage::new();
    let ran = stage.run(&["--help"]);
    assert_eq!(ran.code, 0);
    assert!(is_plain(&ran.out) && !ran.out.contains("[cli-"), "{}", ran.out);
    for command in ["status", "doctor", "fix", "approvals", "logs", "start", "stop", "restart", "quit", "open"] {
        assert!(ran.out.contains(command), "{command} is missing: {}", ran.out);
    }
    assert_eq!(stage.run(&["statsu"]).code, 2);
}
