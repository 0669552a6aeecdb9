//! Recorded ends of a real gateway (OpenClaw 2026.9.6) and what they mean.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use clawtray_openclaw::config::{ConfigProblemKind, explain_exit_78};
use clawtray_openclaw::{ConfigReading, ExitReason, classify_exit};
use std::path::Path;

fn recorded(name: &str) -> Vec<String> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/exit").join(name).with_extension("txt");
    std::fs::read_to_string(path).expect("a recording").lines().map(str::to_owned).collect()
}

fn reason(name: &str, code: i32) -> ExitReason {
    let lines = recorded(name);
    classify_exit(Some(code), None, &lines.iter().map(String::as_str).collect::<Vec<_>>())
}

#[test]
fn each_recorded_end_has_its_reason() {
    for (name, expected) in [
        ("unknown-top", "Configuration"),
        ("unknown-nested", "Configuration"),
        ("invalid-value", "Configuration"),
        ("truncated", "Configuration"),
        ("mode-missing", "Configuration"),
        ("mode-remote", "Configuration"),
        ("no-config", "MissingConfig"),
        ("newer-service", "OlderBinary"),
        ("state-owned", "StateOwned"),
        ("startup-starved", "Crash(78)"),
        ("bind-no-auth", "NoAuth"),
        ("funnel-no-password", "NoAuth"),
    ] {
        let reason = format!("{:?}", reason(name, 78));
        assert!(reason.starts_with(expected), "{name}: {reason}");
    }
}

#[test]
fn an_older_openclaw_names_both_versions() {
    let expected = ExitReason::OlderBinary { binary: "2026.9.6".into(), config: "2099.1.1".into() };
    assert_eq!(reason("newer", 1), expected);
    assert_eq!(reason("newer-service", 78), expected);
}

#[test]
fn a_taken_port_names_its_holder() {
    let gateway = reason("port-in-use", 1);
    let ExitReason::PortInUse { port: Some(port), holder_pid: Some(pid), holder_name: Some(name) } = &gateway else {
        panic!("{gateway:?}");
    };
    assert!(*port > 1024 && *pid > 1);
    assert_eq!(name, "openclaw-gateway");
    let other = reason("port-in-use-by-another-program", 1);
    let ExitReason::PortInUse { holder_name: Some(name), .. } = &other else { panic!("{other:?}") };
    assert_eq!(name, "python3", "only the program, never its arguments");
}

#[test]
fn a_missing_secret_and_an_old_node_are_told_apart() {
    let secret = reason("secretref", 1);
    assert!(
        matches!(&secret, ExitReason::SecretUnresolvable { text } if text.contains("required secrets")),
        "{secret:?}"
    );
    assert_eq!(reason("node-unsupported", 1), ExitReason::NodeUnsupported { found: "20.20.2".into() });
}

#[test]
fn codes_and_signals_without_words() {
    assert_eq!(classify_exit(Some(0), None, &["Invalid config at /x:"]), ExitReason::Clean);
    assert_eq!(classify_exit(None, Some(9), &[]), ExitReason::Signal(9));
    assert_eq!(classify_exit(Some(1), None, &[]), ExitReason::Crash(1));
    assert_eq!(classify_exit(Some(134), None, &["FATAL ERROR: heap"]), ExitReason::Crash(134));
    assert_eq!(classify_exit(None, None, &[]), ExitReason::Crash(-1));
    assert_eq!(classify_exit(Some(78), None, &["", "why"]), ExitReason::Configuration { text: "why".into() });
}

#[test]
fn a_port_that_was_busy_once_does_not_explain_a_later_crash_code_zero_or_signal() {
    let lines = ["Port 18789 is already in use."];
    assert_eq!(classify_exit(Some(0), None, &lines), ExitReason::Clean);
    assert_eq!(classify_exit(None, Some(6), &lines), ExitReason::Signal(6));
}

fn explained(name: &str, text: Option<&str>) -> clawtray_openclaw::config::ConfigProblem {
    let path = Path::new("/home/user/.openclaw/openclaw.json");
    let reading = match text {
        Some(text) => ConfigReading::from_text(path, text.to_owned()),
        None => ConfigReading::read_blocking(Path::new("/nonexistent/openclaw.json")),
    };
    let lines = recorded(name);
    explain_exit_78(&reading, &lines.iter().map(String::as_str).collect::<Vec<_>>())
}

#[test]
fn the_place_of_an_unknown_key_is_found_in_the_file() {
    let nested =
        explained("unknown-nested", Some("{\n  // mine\n  gateway: {\n    mode: \"local\",\n    bogus: 1,\n  },\n}\n"));
    assert_eq!(nested.kind, ConfigProblemKind::UnknownKey);
    assert_eq!(nested.key_path.as_deref(), Some("gateway.bogus"));
    assert_eq!((nested.line, nested.column), (Some(5), Some(5)), "OpenClaw itself only says line 3");
    let top = explained("unknown-top", Some("{\"gateway\":{\"mode\":\"local\"},\"bogus\":1}"));
    assert_eq!((top.kind, top.key_path.as_deref()), (ConfigProblemKind::UnknownKey, Some("bogus")));
    assert_eq!((top.line, top.column), (Some(1), Some(29)));
}

/// OpenClaw 2026.4.29 ends with 1 for both, and prints where in its program that was.
#[test]
fn an_openclaw_of_spring_2026_names_the_key_and_the_file_that_is_cut() {
    for name in ["spring-unknown-key", "spring-truncated"] {
        let reason = reason(name, 1);
        assert!(matches!(reason, ExitReason::Configuration { .. }), "{name}: {reason:?}");
    }
    let key = explained("spring-unknown-key", Some("{\"gateway\":{\"mode\":\"local\",\n\"bogus\":true}}"));
    assert_eq!((key.kind, key.key_path.as_deref()), (ConfigProblemKind::UnknownKey, Some("gateway.bogus")));
    assert_eq!((key.line, key.message.as_str()), (Some(2), "Unrecognized key: \"bogus\""));
    let cut = explained("spring-truncated", Some("{\"gateway\":{\"mode\":\"local\"}"));
    assert_eq!(cut.kind, ConfigProblemKind::NotJson);
}

#[test]
fn the_first_mistake_is_told_without_the_value() {
    let text = "{\"gateway\":{\"mode\":\"local\"},\n\"agents\":{\"defaults\":{\"models\":{\n\"anthropic/claude\":{\"bogus\":1}}}}}";
    let problem = explained("invalid-value", Some(text));
    assert_eq!(problem.key_path.as_deref(), Some(r#"agents.defaults.models["anthropic/claude"].bogus"#));
    assert_eq!((problem.line, problem.column), (Some(3), Some(21)));
    let line = r#"openclaw.json:5 — gateway.bind: Invalid input (allowed: "auto", "lan"), got: "sk-whatever""#;
    let reading = ConfigReading::from_text(Path::new("openclaw.json"), "{gateway:{mode:'local',bind:'x'}}".into());
    let problem = explain_exit_78(&reading, &[line]);
    assert_eq!(problem.kind, ConfigProblemKind::InvalidValue);
    assert_eq!(problem.key_path.as_deref(), Some("gateway.bind"));
    assert_eq!(problem.column, Some(24));
    assert!(!problem.message.contains("whatever"), "{}", problem.message);
}

#[test]
fn a_mistake_in_an_included_file_gets_no_place_in_this_one() {
    let line = r#"more.json5:7 — gateway: Unrecognized key: "bogus""#;
    let reading = ConfigReading::from_text(Path::new("/home/user/openclaw.json"), "{gateway:{}}".into());
    let problem = explain_exit_78(&reading, &[line]);
    assert_eq!((problem.key_path.as_deref(), problem.line), (Some("gateway.bogus"), None));
}

#[test]
fn a_cut_file_is_told_as_not_json_although_openclaw_says_mode_missing() {
    let problem = explained("truncated", Some("{\"gateway\":{\"mode\":\"local\",\n \"po"));
    assert_eq!(problem.kind, ConfigProblemKind::NotJson);
    assert_eq!((problem.line, problem.column), (Some(2), Some(5)));
    assert_eq!(explained("truncated", Some("")).kind, ConfigProblemKind::NotJson);
}

#[test]
fn mode_state_and_version_problems_have_their_kinds() {
    let missing = explained("mode-missing", Some("{\n gateway: {port: 1},\n}"));
    assert_eq!((missing.kind, missing.line), (ConfigProblemKind::ModeMissing, Some(2)), "the place of its parent");
    let remote = explained("mode-remote", Some("{gateway:{mode:'remote'}}"));
    assert_eq!((remote.kind, remote.column), (ConfigProblemKind::ModeRemote, Some(11)));
    assert_eq!(explained("no-config", None).kind, ConfigProblemKind::Missing);
    let text = "{gateway:{mode:'local'}}";
    let good = Some(text);
    assert_eq!(explained("state-owned", good).kind, ConfigProblemKind::StateOwned);
    assert_eq!(explained("newer-service", good).kind, ConfigProblemKind::OlderBinary);
    let reading = ConfigReading::from_text(Path::new("c"), text.into());
    let other = explain_exit_78(&reading, &["Refusing to bind gateway to lan without auth.", ""]);
    assert_eq!(other.kind, ConfigProblemKind::Other);
    assert_eq!(other.message, "Refusing to bind gateway to lan without auth.");
}
