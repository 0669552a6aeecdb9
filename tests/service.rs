//! A service that no longer fits is found and reinstalled: with the real OpenClaw, its own `gateway install`, and a
//! real systemd in a throw-away container.
#![cfg(target_os = "linux")]
#![allow(clippy::print_stdout, clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;

use std::time::Duration;

use clawtray_testkit::container::{self, Container, ContainerError};
use common::inside::{OPENCLAW, PORT, PROGRAMS, installation, programs, told, told_json};
use serde_json::Value;

const OTHER_PORT: &str = "19111";

/// The whole journey, ten starts of a gateway included, on a busy machine.
const LIMIT: Duration = Duration::from_secs(2_400);

/// Repaired, by every sign there is.
fn proven(output: &str, name: &str) {
    let about = |what: &str| told(output, &format!("{name}_{what}"));
    let fix = told_json(output, name);
    assert_eq!((fix["outcome"].as_str(), about("code")), (Some("repaired"), "0"), "{output}");
    let command = format!("openclaw gateway install --force --port {PORT} --json");
    assert_eq!(fix["plan"]["commands"][0].as_str(), Some(command.as_str()));
    let status = told_json(output, &format!("{name}_status"));
    let gateway = &status["gateways"][0];
    assert_eq!((gateway["state"].as_str(), gateway["mode"].as_str()), (Some("running"), Some("service")), "{status:#}");
    for signal in ["process", "http", "rpc"] {
        assert_eq!(gateway["ladder"][signal]["state"], "yes", "{signal}: {status:#}");
    }
    // The container has no keychain and no tray, which are worth warnings of their own and say nothing about the gateway.
    let findings = gateway["findings"].as_array().unwrap();
    let of = |wanted: bool| {
        let warned = findings.iter().filter(|finding| finding["severity"] != "info");
        let ids = warned.map(|finding| finding["id"].as_str().unwrap_or_default());
        ids.filter(|id| (id.starts_with("secrets.") || id.starts_with("desktop.")) == wanted).count()
    };
    assert_eq!(of(false), 0, "nothing is wrong with the gateway any more: {status:#}");
    assert_eq!(about("doctor_code"), if of(true) == 0 { "0" } else { "1" }, "{output}");
    assert_eq!(about("unit"), told(output, "unit_at_first"));
    assert_eq!(about("active"), "active");
    let pid = about("main_pid");
    assert_eq!(gateway["details"]["pid"].to_string(), pid, "the service's own process: {status:#}");
    assert_eq!(about("gateways"), pid, "exactly one gateway");
}

/// Stop, start, a killed process, restart, uninstall, install and a broken configuration, all by Clawtray's own words.
fn driven(output: &str) {
    let about = |name: &str, what: &str| told(output, &format!("{name}_{what}"));
    let gateway = |name: &str| told_json(output, &format!("{name}_status"))["gateways"][0].clone();
    let is = |name: &str, state: &str, mode: &str, unit: &str| {
        let gateway = gateway(name);
        let seen = (gateway["state"].as_str(), gateway["mode"].as_str(), about(name, "unit_state"));
        assert_eq!(seen, (Some(state), Some(mode), unit), "{name}: {gateway:#}");
        gateway
    };
    let exits = |gateway: &Value| gateway["exits"].as_array().map_or(0, Vec::len);
    for name in ["stopped", "started", "restarted", "uninstalled", "installed", "again"] {
        assert_eq!(about(name, "code"), "0", "{name}: {}", told(output, name));
    }
    let before = exits(&is("stopped", "paused", "service", "inactive"));
    let stays = is("stays_stopped", "paused", "service", "inactive");
    assert_eq!(exits(&stays), before, "a stop that was asked for is no failure: {stays:#}");
    assert_eq!(exits(&is("started", "running", "service", "active")), before);

    let killed = is("killed", "running", "service", "active");
    assert_eq!(told(output, "killed_restarts"), "1");
    assert_eq!(killed["details"]["service_restarts"], 1, "{killed:#}");
    assert_eq!(exits(&killed), before + 1, "{killed:#}");
    assert_eq!(killed["exits"][0]["reason"], "signal", "{killed:#}");
    let restarted = is("restarted", "running", "service", "active");
    assert_eq!(exits(&restarted), before + 1, "a restart is no failure: {restarted:#}");
    assert_ne!(restarted["details"]["pid"], killed["details"]["pid"]);

    assert_eq!(told(output, "uninstalled_file"), "none");
    is("uninstalled", "running", "child", "inactive");
    let plan = told_json(output, "uninstalled");
    assert_eq!(plan["plan"]["commands"][0], "openclaw gateway uninstall --json", "{plan:#}");
    let installed = is("installed", "running", "service", "active");
    assert_eq!(installed["details"]["pid"].to_string(), told(output, "installed_pid"));
    assert_eq!(installed["details"]["lingers"], true, "the container's account lingers: {installed:#}");

    assert_eq!(told(output, "reason_code"), "78");
    for name in ["reason", "reason_kept"] {
        let doctor = told_json(output, name);
        let found = doctor["findings"].as_array().unwrap();
        let found = found.iter().find(|finding| finding["id"] == "config.invalid").unwrap();
        assert!(found["text"].as_str().unwrap().contains("bogus"), "{name}: {doctor:#}");
    }
    is("again", "running", "service", "active");
    for name in ["words_seconds", "stopped_seconds", "started_seconds", "restarted_seconds", "uninstalled_seconds"] {
        println!("{name}: {}", told(output, name));
    }
}

#[test]
fn a_service_that_no_longer_fits_is_reinstalled_and_proven() {
    if container::skips("a_service_that_no_longer_fits_is_reinstalled_and_proven") {
        return;
    }
    let (prefix, openclaw, node) = installation("CLAWTRAY_TEST_OPENCLAW", "CLAWTRAY_TEST_NODE", OPENCLAW);
    let ended = Container::new()
        .read_only(prefix, OPENCLAW)
        .read_only(programs(), PROGRAMS)
        .env("PORT", PORT)
        .env("OTHER_PORT", OTHER_PORT)
        .env("OPENCLAW", openclaw)
        .env("NODE", &node)
        .env("BIN", PROGRAMS)
        .run(concat!(include_str!("service/words.sh"), include_str!("service/inside.sh")), LIMIT)
        .unwrap_or_else(|error| panic!("{error}"));
    let output = ended.output.as_str();
    assert_eq!(ended.code, Some(0), "{output}");

    assert!(told(output, "unit_at_first").starts_with(&format!("ExecStart={node} ")), "{output}");
    assert!(told(output, "unit_broken").contains("/.node/26.1.0/bin/node"), "{output}");
    let doctor = told_json(output, "doctor");
    let findings = doctor["findings"].as_array().unwrap();
    assert_eq!(findings[0]["id"], "service.config_mismatch", "{doctor:#}");
    assert!(findings[0]["text"].as_str().unwrap().contains("/.node/26.1.0/bin/node"), "{doctor:#}");
    assert!(findings.iter().all(|finding| finding["id"] != "service.not_running"), "explained: {doctor:#}");

    proven(output, "first_fix");

    // Installing over a service that runs replaces its process too.
    let doctor = told_json(output, "doctor_port");
    let text = doctor["findings"][0]["text"].as_str().unwrap();
    assert!(text.contains(PORT) && text.contains(OTHER_PORT), "{doctor:#}");
    proven(output, "second_fix");
    assert_ne!(told(output, "other_pid"), told(output, "second_fix_main_pid"));
    driven(output);
    assert_eq!(told(output, "after_quit"), "active", "the service outlives the keeper");

    for name in ["install_seconds", "first_ready_seconds", "first_fix_seconds", "second_fix_seconds", "result_broken"] {
        println!("{name}: {}", told(output, name));
    }
    println!("container, boot to shut-down: {:.1} s", ended.took.as_secs_f64());
}

#[test]
fn a_container_ends_with_its_scripts_code_and_one_that_hangs_is_ended() {
    if container::skips("a_container_ends_with_its_scripts_code_and_one_that_hangs_is_ended") {
        return;
    }
    let script =
        "echo \"$WORD\"; id -un; systemctl --user is-system-running --wait; touch /etc/x || echo refused; exit 7";
    let ended = Container::new().env("WORD", "it's $HOME").run(script, Duration::from_secs(180)).unwrap();
    assert_eq!(ended.code, Some(7), "{ended:?}");
    let lines: Vec<&str> = ended.output.lines().collect();
    assert_eq!((lines[0], lines[1]), ("it's $HOME", container::USER), "{ended:?}");
    assert!(lines.contains(&"running") && lines.contains(&"refused"), "{ended:?}");
    println!("container, boot to shut-down: {:.1} s", ended.took.as_secs_f64());

    // Ended with everything it started; `run` itself fails when anything is left.
    let hangs = "echo began; setsid sleep 100000 & systemd-run --user sleep 100000; sleep 100000";
    let error = Container::new().run(hangs, Duration::from_secs(25)).unwrap_err();
    assert!(matches!(&error, ContainerError::TooSlow { output, .. } if output.contains("began")), "{error}");
}
