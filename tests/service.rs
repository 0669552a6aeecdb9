//! A service that no longer fits is found and reinstalled: with the real OpenClaw, its own `gateway install`, and a
//! real systemd in a throw-away container.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::{
    path::{Path, PathBuf},
    time::Duration,
};

use clawtray_testkit::container::{self, Container, ContainerError};
use serde_json::Value;

const PORT: &str = "18999";
const OTHER_PORT: &str = "19111";

/// Where the container sees what is tested.
const OPENCLAW: &str = "/opt/openclaw";
const PROGRAMS: &str = "/opt/clawtray";

/// The whole journey, four starts of a gateway included, on a busy machine.
const LIMIT: Duration = Duration::from_secs(2_400);

fn needed(name: &str) -> PathBuf {
    std::env::var_os(name).map(PathBuf::from).unwrap_or_else(|| panic!("{name} is not set: run `cargo xtask test`"))
}

/// The folder with both programs in it, and each as the container sees it.
fn installation() -> (PathBuf, String, String) {
    let (openclaw, node) = (needed("CLAWTRAY_TEST_OPENCLAW"), needed("CLAWTRAY_TEST_NODE"));
    // Node looks for packages in folders called `node_modules`: the name has to stay.
    let above = |folder: &&Path| node.starts_with(folder) && !folder.ends_with("node_modules");
    let prefix = openclaw.ancestors().find(above).expect("both below one folder");
    let inside = |path: &Path| format!("{OPENCLAW}/{}", path.strip_prefix(prefix).unwrap().display());
    (prefix.to_owned(), inside(&openclaw), inside(&node))
}

fn programs() -> PathBuf {
    let folder = needed("CLAWTRAY_BIN_DIR");
    for name in ["clawtrayd", "clawtray"] {
        assert!(folder.join(name).is_file(), "{name} is not built in {}", folder.display());
    }
    folder.canonicalize().unwrap()
}

/// What the script reported under a name.
fn told<'a>(output: &'a str, name: &str) -> &'a str {
    let start = format!("@{name} ");
    let line = output.lines().find_map(|line| line.strip_prefix(&start));
    line.unwrap_or_else(|| panic!("nothing said about {name}:\n{output}")).trim()
}

fn told_json(output: &str, name: &str) -> Value {
    let text = told(output, name);
    serde_json::from_str(text).unwrap_or_else(|error| panic!("{name}: {error}\n{text}"))
}

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

#[test]
fn a_service_that_no_longer_fits_is_reinstalled_and_proven() {
    if container::skips("a_service_that_no_longer_fits_is_reinstalled_and_proven") {
        return;
    }
    let (prefix, openclaw, node) = installation();
    let ended = Container::new()
        .read_only(prefix, OPENCLAW)
        .read_only(programs(), PROGRAMS)
        .env("PORT", PORT)
        .env("OTHER_PORT", OTHER_PORT)
        .env("OPENCLAW", openclaw)
        .env("NODE", &node)
        .env("BIN", PROGRAMS)
        .run(include_str!("service/inside.sh"), LIMIT)
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
