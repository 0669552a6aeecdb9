//! Recorded answers of OpenClaw 2026.9.6 and what they mean.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use clawtray_openclaw::cli::{
    ConfigValidation, Dashboard, DoctorSummary, PatchResult, ServiceAnswer, ServiceStatus, WrittenFile, classify,
};
use clawtray_openclaw::{CliOutcome, CliProblem};
use std::path::Path;

fn recorded(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/cli").join(name);
    std::fs::read_to_string(path).expect("a recording")
}

fn outcome(exit: i32, stdout: String, stderr: String) -> CliOutcome {
    CliOutcome {
        exit: Some(exit),
        signal: None,
        stdout,
        stderr,
        truncated: false,
        duration_ms: 1000,
        timed_out: false,
        limit_ms: 60_000,
    }
}

fn printed(exit: i32, name: &str) -> CliOutcome {
    outcome(exit, recorded(name), String::new())
}

fn complained(name: &str) -> CliOutcome {
    outcome(1, String::new(), recorded(name))
}

#[test]
fn each_refusal_of_a_service_command_has_its_kind() {
    let older = CliProblem::OlderBinary { binary: "2026.9.6".into(), config: "2099.1.1".into() };
    for (name, expected) in [
        ("install-no-service-manager.json", CliProblem::NoServiceManager),
        ("install-non-default-state.json", CliProblem::NonDefaultState),
        ("start-non-default-state.json", CliProblem::NonDefaultState),
        ("start-older-binary.json", older),
        ("start-no-systemd.json", CliProblem::NoServiceManager),
        ("stop-needs-force.json", CliProblem::NeedsForce),
    ] {
        assert_eq!(ServiceAnswer::of(&printed(1, name)), Err(expected), "{name}");
    }
}

#[test]
fn what_another_generation_does_not_know_is_not_offered_and_no_failure_of_its_own() {
    // OpenClaw 2026.4.29: `gateway stop --force`, and a command of a plugin that is not there.
    for message in ["error: unknown option '--force'", "error: unknown command 'browser'"] {
        let said = ServiceAnswer::of(&outcome(1, String::new(), format!("{message}\n")));
        assert_eq!(said, Err(CliProblem::NotOffered { message: message.to_owned() }));
    }
    let quoted = outcome(1, String::new(), "Refused: it says \"error: unknown option '--force'\"\n".to_owned());
    assert!(matches!(classify(&quoted), CliProblem::Refused { .. }), "only as a line of its own");
}

#[test]
fn the_words_of_an_error_are_told_and_not_where_in_the_program_it_came_up() {
    let stderr = "[openclaw] Failed to start CLI: GatewayClientRequestError: missing scope: operator.admin\n    \
                  at WebSocket.emit (node:events:519:28)\n    at async file:///opt/openclaw/dist/entry.js:327:54\n";
    let said = classify(&outcome(1, String::new(), stderr.to_owned()));
    assert!(
        matches!(&said, CliProblem::Refused { message } if message.ends_with("missing scope: operator.admin")),
        "{said:?}"
    );
    let plain = classify(&outcome(1, String::new(), "Not done\nLook at 12:30\n".to_owned()));
    assert_eq!(plain, CliProblem::Refused { message: "Look at 12:30".into() });
}

#[test]
fn good_service_answers_are_read() {
    let stop = ServiceAnswer::of(&printed(0, "stop-not-loaded.json")).expect("an answer");
    assert_eq!((stop.action.as_str(), stop.result.as_str()), ("stop", "not-loaded"));
    let restart = ServiceAnswer::of(&printed(0, "restart-done.json")).expect("an answer");
    assert_eq!((restart.action.as_str(), restart.result.as_str()), ("restart", "restarted"));
    assert!(restart.message.contains("foreground process"), "{}", restart.message);
}

#[test]
fn a_banner_around_the_document_does_not_matter() {
    let text = format!("[plugins] {{loading}}\n{}\nBye.\n", recorded("stop-not-loaded.json"));
    assert_eq!(ServiceAnswer::of(&outcome(0, text, "warning\n".into())).expect("an answer").result, "not-loaded");
}

#[test]
fn a_good_document_of_a_command_that_failed_is_no_answer() {
    let failed = ServiceAnswer::of(&printed(1, "stop-not-loaded.json"));
    assert_eq!(failed, Err(CliProblem::Garbage { exit: Some(1) }));
}

#[test]
fn status_tells_service_port_and_listener() {
    let up = ServiceStatus::of(&printed(0, "status-up.json")).expect("an answer");
    assert_eq!((up.port, up.port_busy, up.listener_pid), (Some(19777), true, Some(12053)));
    assert_eq!((up.loaded, up.command.is_empty(), up.runtime.status.as_str()), (false, true, "unknown"));
    assert_eq!(up.cli_version.as_deref(), Some("2026.9.6"));
    let none = ServiceStatus::of(&printed(0, "status-no-service-manager.json")).expect("an answer");
    assert!(none.no_service_manager && !none.port_busy && none.listener_pid.is_none(), "{none:?}");
    assert_eq!(none.config_path, none.service_config_path);
}

#[test]
fn status_of_an_installed_service_names_its_program() {
    let text = r#"{"service":{"label":"systemd","loaded":true,"command":{"programArguments":["/n/node","/o/openclaw.mjs","gateway"],
        "environment":{"OPENCLAW_GATEWAY_PORT":"18789"},"sourcePath":"/u/openclaw-gateway.service"},
        "runtime":{"status":"running","state":"active","pid":42,"lastExitStatus":0}}}"#;
    let status = ServiceStatus::of(&outcome(0, text.into(), String::new())).expect("an answer");
    assert!(status.loaded);
    assert_eq!(status.command, ["/n/node", "/o/openclaw.mjs", "gateway"]);
    assert_eq!((status.command_port, status.runtime.pid), (Some(18789), Some(42)));
    assert_eq!(status.definition_path.as_deref(), Some("/u/openclaw-gateway.service"));
}

#[test]
fn validation_gives_the_issues_although_the_command_fails() {
    let good = ConfigValidation::of(&printed(0, "validate-good.json")).expect("an answer");
    assert!(good.valid && good.issues.is_empty());
    let cut = ConfigValidation::of(&printed(1, "validate-truncated.json")).expect("an answer");
    assert!(!cut.valid && cut.issues[0].path.is_empty());
    assert!(cut.issues[0].message.contains("invalid end of input at 1:31"), "{cut:?}");
    let unknown = ConfigValidation::of(&printed(1, "validate-unknown-keys.json")).expect("an answer");
    let paths: Vec<_> = unknown.issues.iter().map(|issue| (issue.path.as_str(), issue.message.as_str())).collect();
    assert_eq!(paths, [("gateway", "Unrecognized key: \"bogus\""), ("", "Unrecognized key: \"nope\"")]);
}

#[test]
fn a_patch_is_applied_or_refused_with_a_reason() {
    let done = PatchResult::of(&printed(0, "patch-done.stdout.txt")).expect("an answer");
    assert!(done.restart_wanted && done.message.starts_with("Applied 2 config update(s)"), "{done:?}");
    let cut = outcome(1, recorded("patch-truncated.json"), recorded("patch-truncated.stderr.txt"));
    let Err(CliProblem::InvalidConfig { message }) = PatchResult::of(&cut) else {
        panic!("{:?}", PatchResult::of(&cut))
    };
    assert!(message.contains("JSON5 parse failed"), "{message}");
    let refused = PatchResult::of(&complained("patch-json-refused.stderr.txt"));
    assert_eq!(
        refused,
        Err(CliProblem::Refused { message: "config patch mode error: --json requires --dry-run.".into() })
    );
}

#[test]
fn doctor_tells_what_it_changed_or_that_it_gave_up() {
    let unknown = DoctorSummary::of(&printed(0, "doctor-unknown-keys.stdout.txt")).expect("an answer");
    assert!(unknown.config_updated && !unknown.restored_from_backup, "{unknown:?}");
    assert_eq!(unknown.removed_keys, ["gateway.bogus", "nope"]);
    let cut = DoctorSummary::of(&complained("doctor-truncated.stderr.txt"));
    let Err(CliProblem::Refused { message }) = &cut else { panic!("{cut:?}") };
    assert!(message.contains("cannot be repaired automatically"), "{message}");
    let restored =
        "Config auto-restored from last-known-good: /home/user/.openclaw/openclaw.json (doctor-invalid-config)\n";
    let restored = DoctorSummary::of(&outcome(0, restored.into(), String::new())).expect("an answer");
    assert!(restored.restored_from_backup && restored.config_updated && restored.changes.len() == 1);
    let stripped = "Config auto-stripped non-JSON prefix: /home/user/.openclaw/openclaw.json (original saved as x)\n";
    assert!(DoctorSummary::of(&outcome(0, String::new(), stripped.into())).expect("an answer").stripped_prefix);
}

#[test]
fn the_dashboard_token_is_read_and_never_printed() {
    let dashboard = Dashboard::of(&printed(0, "dashboard-up.json")).expect("an answer");
    let token = dashboard.token.as_ref().expect("a token");
    assert!(token.expose().starts_with("tok-s"), "the recorded token");
    assert!(dashboard.url.expose().contains(token.expose()) && dashboard.browser_url.is_some());
    assert_eq!(dashboard.plain_url.as_deref(), Some("http://127.0.0.1:19777/"));
    let shown = format!("{dashboard:?}");
    assert!(!shown.contains("tok-") && !shown.contains("bootstrap"), "{shown}");
    assert_eq!(Dashboard::of(&printed(1, "dashboard-down.json")), Err(CliProblem::GatewayDown));
    let encoded = r##"{"ok":true,"url":"http://127.0.0.1:1/#token=a%2Bb%25&x=1"}"##;
    let encoded = Dashboard::of(&outcome(0, encoded.into(), String::new())).expect("an answer");
    assert_eq!(encoded.token.map(|token| token.expose().to_owned()).as_deref(), Some("a+b%"));
}

#[test]
fn other_refusals_keep_their_words() {
    assert_eq!(classify(&printed(1, "call-down.json")), CliProblem::GatewayDown);
    assert_eq!(classify(&complained("approve-unknown.stderr.txt")), CliProblem::NoSuchRequest);
    let CliProblem::Refused { message } = classify(&printed(1, "unknown-command.json")) else {
        panic!("not a refusal")
    };
    assert_eq!(message, "OpenClaw gateway has no command \"frobnicate\".");
    let node = "openclaw: Node 20.20.2: node:sqlite is unavailable; use 24.16+/26.1+ or a build with the fix.\n";
    let node = classify(&outcome(1, String::new(), node.into()));
    assert_eq!(node, CliProblem::NodeUnsupported { found: "20.20.2".into() });
}

#[test]
fn where_a_written_file_is_comes_from_the_answer_and_a_refusal_is_none() {
    let export = WrittenFile::of(&printed(0, "diagnostics-export.json")).expect("an answer");
    assert!(export.path.ends_with("-4505.zip"), "{}", export.path);
    let backup = WrittenFile::of(&printed(0, "backup-create.json")).expect("an answer");
    assert!(backup.path.ends_with("-openclaw-backup.tar.gz"), "{}", backup.path);
    assert!(WrittenFile::of(&printed(1, "backup-create.json")).is_err(), "the exit code counts");
    assert!(WrittenFile::of(&outcome(0, "{}".into(), String::new())).is_err());
}

#[test]
fn a_configuration_that_is_not_openclaws_to_write_is_told_apart() {
    use clawtray_openclaw::{WriteRefusal, write_refusal};

    for (name, expected) in [
        ("patch-read-only.txt", WriteRefusal::ReadOnly),
        ("patch-nix.txt", WriteRefusal::Nix),
        ("patch-included.txt", WriteRefusal::Included { place: "agents".into() }),
    ] {
        assert_eq!(classify(&complained(name)), CliProblem::NotWritten(expected.clone()), "{name}");
        assert_eq!(write_refusal(&recorded(name)), Some(expected), "{name}");
    }
    assert_eq!(write_refusal("Config write rejected: size-drop"), None);
}

#[test]
fn a_browser_runs_only_where_the_answer_says_so() {
    use clawtray_openclaw::browser_runs;

    // As 2026.9.6 prints it after a start and after a stop.
    assert!(browser_runs("🦞 browser [openclaw] running: true (headless)\n"));
    assert!(!browser_runs("🦞 browser [openclaw] running: false\n"));
    assert!(!browser_runs(""));
}
