//! Faults of paired devices, approvals and the browser put into a real OpenClaw gateway: each is named, and gone once
//! it is undone.
#![cfg(target_os = "linux")]
#![allow(clippy::print_stdout, clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;

use std::{fs, time::Instant};

use clawtray_contract::State;
use common::{
    READY, Stage,
    faults::{after_a_look, config, named, passed, running, waits_for_its_commands},
    is_of_spring,
    peer::{Node, Rpc},
};
use serde_json::{Value, json};

fn invoke(rpc: &Rpc, node: &str, command: &str, number: u32) -> Result<Value, String> {
    let key = format!("test-{command}-{number}");
    rpc.try_call("node.invoke", json!({"nodeId": node, "command": command, "params": {}, "idempotencyKey": key}))
}

#[test]
#[ignore = "slow: a real gateway goes through the faults of devices"]
fn slow_what_happens_to_a_device_is_named_until_it_is_undone() {
    let mut stage = Stage::without_screen();
    running(&mut stage, json!({}));
    let rpc = stage.rpc();
    let token = stage.token_in_keyring().expect("a token is in the keyring");
    let commands = ["camera.list", "camera.snap", "location.get"];
    let phone = Node::connect(stage.port, &token, 40, &commands);
    let pending = waits_for_its_commands(&stage, &rpc, &phone.id);
    rpc.call("node.pair.approve", json!({"requestId": pending}));

    // A command that the rules do not allow.
    let begun = Instant::now();
    println!("camera.snap: {:?}", invoke(&rpc, &phone.id, "camera.snap", 1));
    named(&stage, "node.allowlist_miss");
    let allow = if is_of_spring() {
        json!({"allowCommands": ["camera.snap"]})
    } else {
        json!({"commands": {"allow": ["camera.snap"]}})
    };
    rpc.patch(&json!({"gateway": {"nodes": allow}}));
    stage.wait_gone("node.allowlist_miss", READY);
    passed("node command not allowed", "node.allowlist_miss", begun);
    let (rpc, phone) = if is_of_spring() {
        // It starts anew for that, and lets everybody go.
        stage.wait("the session ends", READY, |_| rpc.try_call("health", json!({})).is_err().then_some(()));
        stage.wait_state(State::Running, READY);
        (stage.rpc(), Node::connect(stage.port, &token, 40, &commands))
    } else {
        (rpc, phone)
    };

    // The app lies in the background.
    let begun = Instant::now();
    let error = json!({"code": "NODE_BACKGROUND_UNAVAILABLE", "message": "NODE_BACKGROUND_UNAVAILABLE: bring it up"});
    phone.answers(json!({"ok": false, "error": error}));
    println!("location.get: {:?}", invoke(&rpc, &phone.id, "location.get", 1));
    named(&stage, "node.background");
    let id = phone.id.clone();
    phone.leave();
    let phone = Node::connect(stage.port, &token, 40, &commands);
    assert_eq!(phone.id, id);
    after_a_look(&stage, "node.background", false);
    passed("node background", "node.background", begun);

    // It goes away.
    let begun = Instant::now();
    phone.leave();
    println!("location.get: {:?}", invoke(&rpc, &id, "location.get", 2));
    after_a_look(&stage, "node.offline", true);
    let phone = Node::connect(stage.port, &token, 40, &commands);
    after_a_look(&stage, "node.offline", false);
    passed("node not connected", "node.offline", begun);
    drop(phone);
}

#[test]
#[ignore = "slow: a real gateway goes through the faults of its tools"]
fn slow_what_happens_to_tools_is_named_until_it_is_undone() {
    let mut stage = Stage::without_screen();
    fs::create_dir_all(stage.clawtray_home()).unwrap();
    // Agents wait only for who says that it answers them.
    fs::write(stage.clawtray_home().join("clawtray.json"), r#"{"answer_agents": true}"#).unwrap();
    running(&mut stage, json!({}));
    let rpc = stage.rpc();

    // A command waits for a yes.
    let begun = Instant::now();
    let asked = rpc.call(
        "exec.approval.request",
        json!({
            "command": "ls /", "commandArgv": ["ls", "/"], "cwd": "/", "host": "gateway", "agentId": "main",
            "timeoutMs": 600_000, "twoPhase": true,
        }),
    );
    println!("exec.approval.request: {asked}");
    named(&stage, "node.exec_approval");
    rpc.call("exec.approval.resolve", json!({"id": asked["id"], "decision": "deny"}));
    stage.wait_gone("node.exec_approval", READY);
    passed("exec approval waiting", "node.exec_approval", begun);

    drop(rpc);

    let begun = Instant::now();
    let browser = |more: Value| {
        stage.write_config(&config(more));
    };
    browser(json!({"browser": {"enabled": true}, "plugins": {"allow": ["telegram"]}}));
    after_a_look(&stage, "browser.plugin_excluded", true);
    browser(json!({"browser": {"enabled": true}, "plugins": {"allow": ["telegram", "browser"]}}));
    after_a_look(&stage, "browser.plugin_excluded", false);
    passed("browser plugin excluded", "browser.plugin_excluded", begun);

    let begun = Instant::now();
    browser(json!({"browser": {"enabled": true, "executablePath": "/nowhere/chrome"}}));
    after_a_look(&stage, "browser.executable_missing", true);
    browser(json!({"browser": {"enabled": true}}));
    after_a_look(&stage, "browser.executable_missing", false);
    passed("browser executable missing", "browser.executable_missing", begun);
}
