//! Actions that bring OpenClaw here or finish its update, and changes of the configuration while no gateway runs,
//! against the real OpenClaw.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;

#[path = "actions/token.rs"]
mod token;
#[path = "actions/updates.rs"]
mod updates;

use std::{
    fs,
    io::{BufRead, BufReader},
    net::TcpListener,
    os::unix::fs::symlink,
    path::{Path, PathBuf},
    process::Stdio,
    time::Instant,
};

use clawtray_contract::State;
use common::{
    READY, SOON, Stage, binary,
    faults::config,
    proof::{By, Line},
};
use serde_json::{Value, json};

/// The package folder of the real OpenClaw.
fn package() -> PathBuf {
    let entry = PathBuf::from(std::env::var_os("CLAWTRAY_TEST_OPENCLAW").expect("run `cargo xtask test`"));
    if entry.is_dir() { entry } else { entry.parent().expect("its folder").to_path_buf() }
}

/// An npm that installs the real OpenClaw as npm would leave it, without a network.
fn npm_in(home: &Path) -> PathBuf {
    let folder = home.join("bin");
    fs::create_dir_all(&folder).unwrap();
    let script = format!(
        r#"const fs = require("fs"), path = require("path"), words = process.argv.slice(2);
const prefix = path.join(process.env.HOME, ".npm-global");
if (words[0] === "prefix") console.log(prefix);
else if (words.join(" ").startsWith(`install --global --prefix ${{prefix}} openclaw@latest`)) {{
  console.error("npm http fetch GET 200 /openclaw");
  // It goes on once the test has seen that line.
  const hold = path.join(process.env.HOME, "npm-hold"), sleeping = new Int32Array(new SharedArrayBuffer(4));
  while (fs.existsSync(hold)) Atomics.wait(sleeping, 0, 0, 20);
  if (fs.existsSync(path.join(process.env.HOME, "npm-fails"))) {{ console.error("npm error 404"); process.exit(1); }}
  const modules = path.join(prefix, "lib/node_modules");
  fs.mkdirSync(modules, {{ recursive: true }});
  fs.symlinkSync({package:?}, path.join(modules, "openclaw"));
}} else {{ console.error(`npm error code EUNKNOWN ${{words}}`); process.exit(1); }}
"#,
        package = package()
    );
    fs::write(folder.join("npm-cli.js"), script).unwrap();
    symlink(folder.join("npm-cli.js"), folder.join("npm")).unwrap();
    folder
}

/// Without the OpenClaw of the tests, and with that npm.
fn without_openclaw() -> Stage {
    let mut stage = Stage::without_screen();
    stage.unset("CLAWTRAY_OPENCLAW");
    let home = stage.state_dir().parent().expect("a home").to_path_buf();
    let path = format!("{}:{}", npm_in(&home).display(), std::env::var("PATH").unwrap_or_default());
    stage.set("PATH", &path);
    // Nobody's own shell knows of more places.
    stage.set("SHELL", "/bin/false");
    stage
}

/// A line of the table for what was carried out by the command line.
fn row(fault: &str, found_s: f64, (done, took_s): (&Value, f64), undone_s: Option<f64>, runbook: &str) {
    let text = |name: &str| done["repair"][name].as_str().unwrap().to_owned();
    let line = Line {
        fault,
        finding: done["repair"]["finding"]["id"].as_str().unwrap(),
        action: &text("action"),
        by: By::CommandLine,
        found_s,
        outcome: done["outcome"].as_str().unwrap(),
        took_s,
        proved_s: None,
        undone_s,
        runbook,
    };
    line.told();
}

#[test]
#[ignore = "slow: installs OpenClaw and starts it"]
fn slow_where_there_is_none_openclaw_is_installed_by_one_action_started_and_proven() {
    let mut stage = without_openclaw();
    let begun = Instant::now();
    stage.start_keeper();
    let missing = stage.wait_finding("install.missing", READY);
    let found_s = begun.elapsed().as_secs_f64();
    assert!(missing.actions.iter().any(|action| action.id == "install_openclaw" && action.blocked_by.is_none()));
    let planned = stage.clawtray_json(&["fix", "install.missing", "install_openclaw", "--dry-run", "--json"]);
    let command = planned["plan"]["commands"][0].as_str().unwrap().to_owned();
    assert!(
        command.starts_with("npm install --global --prefix ") && command.ends_with(" openclaw@latest"),
        "{command}"
    );
    assert!(stage.finding("install.missing").is_some(), "a plan changes nothing");
    let asked = Instant::now();
    let done = stage.clawtray_json(&["fix", "install.missing", "install_openclaw", "--yes", "--json"]);
    let took_s = asked.elapsed().as_secs_f64();
    assert_eq!(done["outcome"], "repaired", "{done}");
    let steps = done["repair"]["steps"].as_array().unwrap();
    assert!(steps[0]["output"].to_string().contains("npm http fetch GET 200"), "what npm says is told: {done}");
    stage.wait_state(State::Running, READY);
    assert!(stage.finding("install.missing").is_none());
    row("no OpenClaw (a played npm)", found_s, (&done, took_s), None, "");
}

/// What a command says is read by whoever waits for it, in the moment it is said: on the command line, and in the
/// snapshot that the window draws.
#[test]
fn what_a_command_says_arrives_line_by_line_while_it_runs() {
    let mut stage = without_openclaw();
    let home = stage.state_dir().parent().expect("a home").to_path_buf();
    let hold = home.join("npm-hold");
    fs::write(&hold, "").unwrap();
    fs::write(home.join("npm-fails"), "").unwrap();
    stage.start_keeper();
    stage.wait_finding("install.missing", READY);
    let mut command = stage.command(binary("clawtray"));
    command.args(["fix", "install.missing", "install_openclaw", "--yes"]);
    let mut fix = command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
    let mut lines = BufReader::new(fix.stdout.take().unwrap()).lines().map_while(Result::ok);
    let said = lines.by_ref().find(|line| line.contains("npm http fetch GET 200"));
    assert!(said.is_some_and(|line| line.trim_start().starts_with('|')), "the command line tells it");
    let running = stage.wait("the window's line", SOON, |stage| {
        let repair = stage.gateway().repairs.into_iter().next()?;
        let said = |line: &String| line.contains("npm http fetch GET 200");
        repair.steps.iter().any(|step| step.output.iter().any(said)).then_some(repair)
    });
    assert_eq!((running.outcome, running.ended_ms), (None, None), "it still runs: {running:#?}");
    assert_eq!(fix.try_wait().unwrap(), None, "and so does the command line");
    fs::remove_file(&hold).unwrap();
    assert!(lines.any(|line| line.contains("npm error 404")), "the next line comes when it is said");
    assert_eq!(fix.wait().unwrap().code(), Some(6), "it failed");
}

#[test]
#[ignore = "slow: starts a real gateway"]
fn slow_an_openclaw_that_a_person_names_is_used_and_what_is_none_is_refused() {
    let mut stage = without_openclaw();
    stage.start_keeper();
    stage.wait_finding("install.missing", READY);
    let refused = stage.clawtray(&["openclaw", "use", "/etc"]);
    assert!(!refused.status.success());
    let told = stage.clawtray_json(&["openclaw", "use", package().to_str().unwrap(), "--json"]);
    assert_eq!(told["done"], true, "{told}");
    stage.wait_gone("install.missing", READY);
    stage.wait_state(State::Running, READY);
}

/// Takes the change back; what was told of it, and how long it took, seconds.
fn taken_back(stage: &Stage, done: &Value, before: &Value) -> (Value, f64) {
    let repair = done["repair"]["id"].to_string();
    let asked = Instant::now();
    let undone = stage.clawtray_json(&["fix", "--undo", &repair, "--yes", "--json"]);
    let undone_s = asked.elapsed().as_secs_f64();
    assert_eq!(undone["outcome"], "undone", "{undone}");
    assert_eq!(on_disk(stage), *before, "everything is as it was");
    (undone, undone_s)
}

/// The configuration without what OpenClaw itself writes down at each change.
fn on_disk(stage: &Stage) -> Value {
    let mut config: Value = serde_json::from_slice(&fs::read(stage.config_path()).unwrap()).unwrap();
    config.as_object_mut().unwrap().remove("meta");
    config
}

#[test]
#[ignore = "slow: runs OpenClaw's own commands and starts a gateway"]
fn slow_a_port_that_moves_while_no_gateway_runs_is_all_that_changes_in_the_file_and_goes_back() {
    let mut stage = Stage::without_screen();
    // The port is the configuration's here, and nobody's environment's.
    stage.unset("OPENCLAW_GATEWAY_PORT");
    stage.write_config(&config(json!({"gateway": {"port": stage.port}, "cron": {"enabled": true}})));
    let before = on_disk(&stage);
    let holder = TcpListener::bind(("127.0.0.1", stage.port)).unwrap();
    let asked = Instant::now();
    let done = stage.clawtray_json(&["fix", "port.conflict", "use_the_next_free_port", "--yes", "--json"]);
    let took_s = asked.elapsed().as_secs_f64();
    assert_eq!(done["outcome"], "repaired", "{done}");
    let command = done["plan"]["commands"][0].as_str().unwrap();
    assert!(command.ends_with("| openclaw config patch --stdin"), "{command}");
    let moved = on_disk(&stage);
    let port = moved["gateway"]["port"].as_u64().unwrap();
    assert_ne!(port, u64::from(stage.port));
    let mut expected = before.clone();
    expected["gateway"]["port"] = json!(port);
    assert_eq!(moved, expected, "nothing but the port");

    assert!(stage.clawtray(&["stop"]).status.success());
    drop(holder);
    let (_, undone_s) = taken_back(&stage, &done, &before);
    row("port held, without a keeper", 0.0, (&done, took_s), Some(undone_s), "");

    // OpenClaw puts back its last copy, which names the other port, and listens where it was told to.
    let mut without_mode = before;
    without_mode["gateway"].as_object_mut().unwrap().remove("mode");
    fs::write(stage.config_path(), without_mode.to_string()).unwrap();
    let started = stage.clawtray(&["start"]);
    assert!(started.status.success(), "{started:?}");
    assert_eq!(on_disk(&stage), moved, "put back");
    // A keeper adopts what the command started, where it listens, and ends it with this test.
    stage.start_keeper();
    // That it was put back is worth a word.
    stage.wait_state(State::Degraded, READY);
    assert!(stage.finding("config.restored").is_some());
}

#[test]
#[ignore = "slow: runs OpenClaw's own commands and starts a gateway"]
fn slow_a_mode_that_is_set_while_no_gateway_runs_is_all_that_changes_in_the_file() {
    let mut stage = Stage::without_screen();
    stage.write_config(&config(json!({"gateway": {"mode": null}})));
    let mut expected = on_disk(&stage);
    expected["gateway"]["mode"] = json!("local");
    // Only a start that was refused shows it.
    let begun = Instant::now();
    let refused = stage.clawtray(&["start"]);
    let found_s = begun.elapsed().as_secs_f64();
    assert!(!refused.status.success(), "{refused:?}");
    let asked = Instant::now();
    let done = stage.clawtray_json(&["fix", "mode.not_local", "set_mode_local", "--yes", "--json"]);
    let took_s = asked.elapsed().as_secs_f64();
    assert_eq!(done["outcome"], "repaired", "{done}");
    assert_eq!(on_disk(&stage), expected, "nothing but the mode");
    // A keeper adopts what the command started, and ends it with this test.
    stage.start_keeper();
    stage.wait_state(State::Running, READY);
    row("mode missing, without a keeper", found_s, (&done, took_s), None, "");
}
