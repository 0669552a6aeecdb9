//! A healthy real gateway with a channel, a job and a heartbeat at work, of both generations: nothing is found.
//!
//! `CLAWTRAY_QUIET_MINUTES` sets for how long, 30 without it.
#![cfg(target_os = "linux")]
#![allow(clippy::print_stdout, clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;

use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
    time::{Duration, Instant},
};

use clawtray_contract::State;
use clawtray_testkit::{
    desktop::Signal,
    fake_model::{Answer, FakeModel, Script},
    fake_telegram::FakeTelegram,
};
use common::{READY, Stage, peer};
use serde_json::json;

const OWNER: i64 = 4242;
const MODEL: &str = "anthropic/claude-sonnet-4-6";

/// How long the first start of an OpenClaw of spring 2026 may take: it fetches a gigabyte of libraries.
const FIRST_START: Duration = Duration::from_secs(1_200);

/// What npm has to be told to reach its registry from here. It fetches whenever OpenClaw finds that a library is missing,
/// with the first message and the first job too, and the gateway answers nobody meanwhile.
const NPMS_OWN: [&str; 5] = ["registry", "cafile", "proxy", "https-proxy", "noproxy"];

/// One library of a channel that nobody uses here is fetched with git from elsewhere; npm's registry has it too.
const FROM_THE_REGISTRY: &str = r#"const fs = require("fs");
if (fs.existsSync("package.json")) {
  const wanted = JSON.parse(fs.readFileSync("package.json", "utf8"));
  fs.writeFileSync("package.json", JSON.stringify({ ...wanted, overrides: { libsignal: "6.0.0" } }, null, 2));
}
"#;

/// A Node.js with `npm` beside it, as installers leave it: OpenClaw of spring 2026 fetches the libraries of its channels
/// with that when it starts first, from npm's registry. Its program.
fn node_with_npm(stage: &mut Stage) -> PathBuf {
    let node = PathBuf::from(std::env::var_os("CLAWTRAY_TEST_NODE_OLDER").expect("run `cargo xtask test --slow`"));
    let path = std::env::var_os("PATH").expect("a search path");
    let npm = std::env::split_paths(&path).map(|folder| folder.join("npm")).find(|npm| npm.is_file());
    let npm = npm.expect("npm is installed").canonicalize().unwrap();
    let prefix = stage.desktop.folder().join("node");
    let bin = prefix.join("lib/node_modules/npm/bin");
    std::fs::create_dir_all(prefix.join("bin")).unwrap();
    std::fs::create_dir_all(&bin).unwrap();
    std::fs::write(bin.join("npm-cli.js"), format!("{FROM_THE_REGISTRY}require({npm:?});\n")).unwrap();
    std::fs::copy(node.canonicalize().unwrap(), prefix.join("bin/node")).unwrap();
    let told = |name: &&str| {
        let said = std::process::Command::new("npm").args(["config", "get", name]).output().expect("npm answers");
        let value = String::from_utf8_lossy(&said.stdout).trim().to_owned();
        (!value.is_empty() && value != "null").then(|| format!("{name}={value}\n"))
    };
    let settings: String = NPMS_OWN.iter().filter_map(told).collect();
    std::fs::write(stage.state_dir().parent().expect("a home").join(".npmrc"), settings).unwrap();
    let program = prefix.join("bin/node");
    stage.set("CLAWTRAY_NODE", program.to_str().unwrap());
    program
}

/// Starts the gateway once without Clawtray, until it has answered a message of its channel: what it fetches is no matter of the
/// half hour, and while it fetches it answers nobody.
fn first_start(stage: &Stage, node: &Path, openclaw: &str, telegram: &FakeTelegram) {
    let mut command = stage.command(node);
    command.arg(openclaw).args(["gateway", "run", "--bind", "loopback", "--port", &stage.port.to_string()]);
    let mut gateway = stage.desktop.spawn("first start", command).expect("the gateway starts");
    let begun = Instant::now();
    let wait = |method: &str| {
        while !telegram.asked().iter().any(|asked| asked.method == method) {
            assert!(begun.elapsed() < FIRST_START, "no {method}: {:?}", gateway.lines());
            std::thread::sleep(Duration::from_millis(200));
        }
    };
    wait("getUpdates");
    // An agent's first run fetches more.
    telegram.writes(OWNER, "Ann", "good morning");
    wait("sendMessage");
    println!("first start: {} s", begun.elapsed().as_secs());
    gateway.signal(Signal::TERM);
    gateway.wait(READY).expect("it ends");
}

/// `lapse` is how long, in all, a signal may be late: OpenClaw of spring 2026 answers nobody while a first run fetches what it
/// needs.
fn half_an_hour(openclaw: Option<&str>, lapse: Duration) {
    let minutes = std::env::var("CLAWTRAY_QUIET_MINUTES").ok().and_then(|count| count.parse().ok()).unwrap_or(30);
    let model = FakeModel::start(Script::always(Answer::says("All is well."))).unwrap();
    let telegram = FakeTelegram::start().unwrap();
    let mut stage = Stage::without_screen();
    let config = json!({
        "gateway": {"mode": "local"},
        "logging": {"file": stage.state_dir().join("gateway.log")},
        "models": {"providers": {"anthropic": model.provider("a-key-of-this-test", "claude-sonnet-4-6")}},
        "commands": {"ownerAllowFrom": [format!("telegram:{OWNER}")]},
        "agents": {"defaults": {
            "model": {"primary": MODEL},
            "heartbeat": {"every": "2m", "target": "telegram", "to": OWNER.to_string()},
        }},
        "channels": {"telegram": {
            "enabled": true, "botToken": "123456:played", "apiRoot": telegram.root(),
            "dmPolicy": "allowlist", "allowFrom": [OWNER.to_string()],
        }},
    });
    stage.write_config(&serde_json::to_string_pretty(&config).unwrap());
    if let Some(openclaw) = openclaw {
        stage.set("CLAWTRAY_OPENCLAW", openclaw);
        let node = node_with_npm(&mut stage);
        first_start(&stage, &node, openclaw, &telegram);
    }
    stage.start_keeper();
    stage.wait_state(State::Running, READY);
    let job = json!({
        "name": "Every other minute", "schedule": {"kind": "every", "everyMs": 120_000}, "sessionTarget": "isolated",
        "wakeMode": "now", "payload": {"kind": "agentTurn", "message": "say hi", "model": MODEL},
        "delivery": {"mode": "announce", "channel": "telegram", "to": OWNER.to_string()},
    });
    let job = stage.rpc().call("cron.add", job)["id"].as_str().expect("an id").to_owned();
    telegram.writes(OWNER, "Ann", "hello");

    let mut seen = BTreeSet::new();
    let mut lapses: Vec<(State, Duration)> = Vec::new();
    let mut last: Option<(State, Instant)> = None;
    let limit = Duration::from_secs(60 * minutes);
    peer::watch(&stage.clawtray_home(), limit, |snapshot| {
        let view = &snapshot.gateways[0];
        if let Some((state, since)) =
            last.replace((view.state, Instant::now())).filter(|(state, _)| *state != State::Running)
        {
            lapses.push((state, since.elapsed()));
        }
        for finding in &view.findings {
            if seen.insert(finding.id.clone()) {
                println!("finding: {finding:?}");
            }
        }
    });
    let rpc = stage.rpc();
    let runs = rpc.call("cron.runs", json!({"id": job, "limit": 100}))["entries"].as_array().map_or(0, Vec::len);
    let sent = telegram.asked().iter().filter(|asked| asked.method == "sendMessage").count();
    let beat = rpc.call("last-heartbeat", json!({}));
    println!("{minutes} min: {runs} runs of the job, {sent} messages sent, last heartbeat {beat}");
    assert!(seen.is_empty(), "found in a healthy gateway: {seen:?}\n{}", stage.story());
    println!("not all signals agreed: {lapses:?}");
    assert!(lapses.iter().all(|(state, _)| *state == State::Starting), "{lapses:?}");
    assert!(lapses.iter().map(|(_, time)| *time).sum::<Duration>() <= lapse, "{lapses:?}");
    assert!(u64::try_from(runs).unwrap() >= minutes / 3, "the job was at work");
    assert!(sent > 0 && !beat.is_null(), "so were the channel and the heartbeat");
}

#[test]
#[ignore = "slow: watches a healthy gateway for half an hour"]
fn slow_nothing_is_found_in_a_healthy_gateway_for_half_an_hour() {
    half_an_hour(None, Duration::ZERO);
}

#[test]
#[ignore = "slow: watches a healthy gateway of spring 2026 for half an hour"]
fn slow_nothing_is_found_in_a_healthy_gateway_of_the_generation_before() {
    let Ok(older) = std::env::var("CLAWTRAY_TEST_OPENCLAW_OLDER") else {
        println!("skipped: CLAWTRAY_TEST_OPENCLAW_OLDER names no gateway");
        return;
    };
    half_an_hour(Some(&older), Duration::from_secs(60));
}
