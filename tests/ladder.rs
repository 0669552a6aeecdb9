//! How long `clawtray doctor` takes, beside the commands that OpenClaw's own runbook asks for, in one run.
//!
//! The figures that count are those of a release build: `cargo build --release -p clawtray-keeper -p clawtray-cli`, and
//! `CLAWTRAY_BIN_DIR` set to its folder.
#![cfg(target_os = "linux")]
#![allow(clippy::print_stdout, clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;

use std::{
    process::{Command, Stdio},
    time::Instant,
};

use clawtray_contract::{Intent, State};
use common::{READY, SOON, Stage, peer};

const RUNS: usize = 15;

/// Least, middle and greatest of many runs, milliseconds.
fn doctor(stage: &Stage, what: &str, limit_ms: u128) {
    let mut took: Vec<u128> = (0..RUNS)
        .map(|_| {
            let begun = Instant::now();
            let output = stage.clawtray(&["doctor", "--json"]);
            let took = begun.elapsed().as_millis();
            assert!(output.status.code().is_some_and(|code| code <= 1), "{what}: it could look: {output:?}");
            took
        })
        .collect();
    took.sort_unstable();
    let (least, middle, greatest) = (took[0], took[RUNS / 2], took[RUNS - 1]);
    println!(
        "| `clawtray doctor --json`, {what}; the aim is below {limit_ms} ms | {least} / {middle} / {greatest} ms |"
    );
}

/// What the keeper takes, with its gateway running and no window open.
fn memory(keeper: u32) {
    let told = std::fs::read_to_string(format!("/proc/{keeper}/smaps_rollup")).expect("it runs");
    let kb = |name: &str| told.lines().find_map(|line| line.strip_prefix(name)?.trim().strip_suffix(" kB"));
    let (own, share, all) = (kb("Private_Dirty:"), kb("Pss:"), kb("Rss:"));
    println!("| the keeper, its gateway running: own, share, all resident | {own:?} / {share:?} / {all:?} KB |");
}

/// The runbook's ladder, each command once.
fn ladder(stage: &Stage, what: &str) {
    for args in [
        &["status", "--json"][..],
        &["gateway", "status", "--json"],
        &["doctor", "--json"],
        &["channels", "status", "--probe", "--json"],
    ] {
        let node = std::env::var_os("CLAWTRAY_TEST_NODE").expect("CLAWTRAY_TEST_NODE: run `cargo xtask test`");
        let openclaw = std::env::var_os("CLAWTRAY_TEST_OPENCLAW").expect("CLAWTRAY_TEST_OPENCLAW: the same");
        let begun = Instant::now();
        let mut command = stage.command(node);
        command.arg(openclaw).args(args).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        // How it ends is another matter: only how long a person waits for it counts.
        command.status().expect("it starts");
        println!("| `openclaw {}`, {what} | {} ms |", args.join(" "), begun.elapsed().as_millis());
    }
}

#[test]
#[ignore = "slow: some of the commands it is measured beside take a minute"]
fn slow_doctor_is_measured_beside_the_runbooks_own_ladder() {
    let mut stage = Stage::without_screen();
    stage.start_keeper();
    let pid = stage.wait_state(State::Running, READY).details.pid.expect("a process");
    doctor(&stage, "a gateway runs, with the app", 50);
    memory(stage.keeper.as_ref().expect("a keeper").id());
    peer::ask(&stage.clawtray_home(), Intent::Quit { stop_gateway: false }).expect("it goes");
    stage.keeper.take().expect("a keeper").wait(SOON).expect("it has gone");
    doctor(&stage, "a gateway runs, without the app", 300);
    ladder(&stage, "a gateway runs");
    assert!(Command::new("kill").arg(pid.to_string()).status().unwrap().success());
    let end = Instant::now() + READY;
    while std::path::Path::new(&format!("/proc/{pid}")).exists() {
        assert!(Instant::now() < end, "the gateway does not end");
        std::thread::sleep(std::time::Duration::from_millis(50));
    }
    doctor(&stage, "none runs, without the app", 500);
    ladder(&stage, "none runs");
    let left = stage.desktop.processes();
    assert!(left.is_empty(), "left behind: {left:?}");
}
