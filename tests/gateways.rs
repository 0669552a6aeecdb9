//! Two profiles with a real OpenClaw gateway each, kept by one keeper.
#![cfg(target_os = "linux")]
#![allow(clippy::print_stdout, clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;

use std::{fs, net::TcpListener, path::PathBuf, process::Command, time::Duration};

use clawtray_contract::{GatewayView, State};
use clawtray_testkit::desktop::Signal;
use common::{READY, SOON, Stage, faults::config, needed, skipped_on_spring};
use serde_json::{Value, json};

fn view(stage: &Stage, id: &str) -> GatewayView {
    let found = stage.snapshot().gateways.into_iter().find(|gateway| gateway.id == id);
    found.unwrap_or_else(|| panic!("{id} is not kept: {}", stage.story()))
}

fn both_run(stage: &Stage, limit: Duration) {
    stage.wait("two that run", limit, |stage| {
        let gateways = stage.snapshot().gateways;
        (gateways.len() == 2 && gateways.iter().all(|gateway| gateway.state == State::Running)).then_some(())
    });
}

fn pid(stage: &Stage, id: &str) -> u32 {
    view(stage, id).details.pid.expect("its process is known")
}

fn token(stage: &Stage, id: &str) -> String {
    let item = stage.desktop.secret_lookup(&stage.keychain_service(), id).expect("the keyring answers");
    let item: Value = serde_json::from_str(&item.expect("an item of its own")).expect("as JSON");
    item["shared_token"].as_str().expect("a token").to_owned()
}

/// Resident memory in KiB, and processor time so far in ticks.
fn cost(pid: u32) -> (u64, u64) {
    let status = fs::read_to_string(format!("/proc/{pid}/status")).unwrap();
    let memory = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap();
    let memory = memory.trim().trim_end_matches(" kB").parse().unwrap();
    let stat = fs::read_to_string(format!("/proc/{pid}/stat")).unwrap();
    let fields: Vec<&str> = stat.rsplit(')').next().unwrap().split_whitespace().collect();
    (memory, fields[11].parse::<u64>().unwrap() + fields[12].parse::<u64>().unwrap())
}

/// What the keeper costs while nothing happens.
fn tell_cost(stage: &Stage, what: &str) {
    let keeper = stage.keeper.as_ref().unwrap().id();
    let before = cost(keeper);
    std::thread::sleep(Duration::from_secs(10));
    let after = cost(keeper);
    println!("{what}: {} KiB resident, {} ticks of 10 ms within 10 s", after.0, after.1 - before.1);
}

#[test]
#[ignore = "slow: two real gateways, and twenty seconds of watching what they cost"]
fn slow_two_real_gateways_live_side_by_side_and_neither_notices_the_others_end() {
    let mut stage = Stage::without_screen();
    stage.start_keeper();
    stage.wait_state(State::Running, READY);
    tell_cost(&stage, "one gateway");
    let port = TcpListener::bind(("127.0.0.1", 0)).unwrap().local_addr().unwrap().port();
    let work = stage.state_dir().with_file_name(".openclaw-work");
    fs::create_dir_all(&work).unwrap();
    fs::write(work.join("openclaw.json"), format!(r#"{{"gateway":{{"mode":"local","port":{port}}}}}"#)).unwrap();
    assert!(stage.clawtray(&["gateways", "watch", "work"]).status.success(), "{}", stage.story());
    both_run(&stage, READY);
    assert_eq!(view(&stage, "work").details.port, Some(port));
    assert_ne!(token(&stage, "default"), token(&stage, "work"));
    let first = pid(&stage, "default");
    let listed = stage.clawtray_json(&["status", "--json"]);
    assert_eq!(listed["gateways"].as_array().map(Vec::len), Some(2));
    let in_menu = |state: &clawtray_testkit::desktop::DesktopState| {
        let item = state.tray.as_ref()?;
        item.menu_lines().iter().any(|line| line.contains("work: Running")).then_some(())
    };
    stage.desktop.wait_for("the submenu names both", SOON, in_menu).expect("Gateways in the menu");
    tell_cost(&stage, "two gateways");

    let killed = pid(&stage, "work");
    assert!(Command::new("/bin/kill").args(["-KILL", &killed.to_string()]).status().unwrap().success());
    stage
        .desktop
        .wait_for("the icon tells which one is down", SOON, |state| {
            let item = state.tray.as_ref()?;
            let tooltip = format!("{} {}", item.tooltip_title, item.tooltip_text);
            tooltip.contains("work: Gateway down").then_some(())
        })
        .expect("the worst one is the icon's");
    assert_eq!((view(&stage, "default").state, pid(&stage, "default")), (State::Running, first));
    both_run(&stage, READY);
    assert_ne!(pid(&stage, "work"), killed);

    let stopped = stage.clawtray(&["stop", "--gateway", "work"]);
    assert!(stopped.status.success(), "{stopped:?}");
    assert_eq!(view(&stage, "work").state, State::Paused);
    assert_eq!((view(&stage, "default").state, pid(&stage, "default")), (State::Running, first));
}

/// Says that the test is the one inside of the network of its own.
const ALONE: &str = "CLAWTRAY_TEST_NETWORK_OF_ITS_OWN";

#[test]
#[ignore = "slow: a real gateway announces itself in a network of its own, which takes the right to make one"]
fn slow_a_gateway_that_announces_itself_is_found() {
    if skipped_on_spring(
        "announcing itself",
        "fetches the libraries of its Bonjour as it starts, and there is nowhere to",
    ) {
        return;
    }
    if std::env::var_os(ALONE).is_none() {
        // Nothing is announced to the network of whoever runs this.
        let name = "slow_a_gateway_that_announces_itself_is_found";
        let itself = std::env::current_exe().unwrap();
        let inside = r#"ip link set lo up && exec "$0" --exact "$1" --ignored --nocapture"#;
        let args = ["--net", "sh", "-c", inside];
        let run = Command::new("unshare").args(args).arg(itself).arg(name).env(ALONE, "1").status();
        assert!(run.expect("unshare is there").success());
        return;
    }
    let stage = Stage::without_screen();
    stage.write_config(&config(json!({
        "gateway": {"bind": "lan", "port": stage.port},
        "plugins": {"entries": {"bonjour": {"enabled": true}}},
        "discovery": {"mdns": {"mode": "full"}},
    })));
    let mut command = stage.command(PathBuf::from(needed("CLAWTRAY_TEST_NODE")));
    command.arg(needed("CLAWTRAY_TEST_OPENCLAW")).args(["gateway", "run"]).env("OPENCLAW_DISABLE_BONJOUR", "0");
    let mut gateway = stage.desktop.spawn("gateway", command).expect("it starts");
    stage.wait("it announces itself", READY, |_| {
        gateway.lines().iter().any(|line| line.contains("bonjour: advertised gateway")).then_some(())
    });
    let found = stage.wait("it is found", READY, |stage| {
        let found = stage.clawtray_json(&["gateways", "find", "--json"]);
        found["near"].as_array().filter(|near| !near.is_empty()).cloned()
    });
    println!("{found:?}");
    assert_eq!(found[0]["address"], json!(format!("ws://127.0.0.1:{}", stage.port)));
    let said = stage.clawtray(&["gateways", "find"]);
    let said = String::from_utf8_lossy(&said.stdout).into_owned();
    assert!(said.contains("Anybody on this network can announce anything"), "{said}");
    gateway.signal(Signal::TERM);
    gateway.wait(READY).expect("it ends");
}
