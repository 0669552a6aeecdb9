//! What befalls devices, approvals, the browser and installs.

use std::{fs, time::Instant};

use clawtray_contract::Outcome;
use serde_json::json;

use crate::common::{
    Stage,
    faults::{after_a_look, config, running, waits_for_its_commands},
    is_of_spring,
    peer::Node,
    proof::{By, Trial},
};

#[test]
#[ignore = "slow: a device asks a real gateway"]
fn slow_a_device_whose_command_is_not_allowed() {
    let mut stage = Stage::without_screen();
    running(&mut stage, json!({}));
    let rpc = stage.rpc();
    let token = stage.token_in_keyring().expect("a token is in the keyring");
    let phone = Node::connect(stage.port, &token, 40, &["camera.list", "camera.snap", "location.get"]);
    let pending = waits_for_its_commands(&stage, &rpc, &phone.id);
    rpc.call("node.pair.approve", json!({"requestId": pending}));
    let begun = Instant::now();
    let asked = json!({"nodeId": phone.id, "command": "camera.snap", "params": {}, "idempotencyKey": "snap-1"});
    rpc.try_call("node.invoke", asked).expect_err("it is not allowed");
    let list = if is_of_spring() { "gateway.nodes.allowCommands" } else { "gateway.nodes.commands.allow" };
    Trial::new(&stage, "node command not allowed", "node.allowlist_miss", "allow_this_node_command")
        .begun(begun)
        .ends_as(Outcome::Repaired)
        .undone()
        .beside(&[&["config", "set", list, "[\"camera.snap\"]", "--json"]])
        .told();
    drop(phone);
}

#[test]
#[ignore = "slow: an agent asks a real gateway"]
fn slow_a_command_that_waits_for_a_yes() {
    let mut stage = Stage::without_screen();
    fs::create_dir_all(stage.clawtray_home()).unwrap();
    fs::write(stage.clawtray_home().join("clawtray.json"), r#"{"answer_agents": true}"#).unwrap();
    running(&mut stage, json!({}));
    let rpc = stage.rpc();
    for (action, by) in [("deny", By::Menu), ("allow_once", By::CommandLine), ("always_allow", By::Window)] {
        let begun = Instant::now();
        rpc.call(
            "exec.approval.request",
            json!({
                "command": "ls /", "commandArgv": ["ls", "/"], "cwd": "/", "host": "gateway", "agentId": "main",
                "timeoutMs": 600_000, "twoPhase": true,
            }),
        );
        Trial::new(&stage, "exec approval waiting", "node.exec_approval", action)
            .begun(begun)
            .by(by)
            .ends_as(Outcome::Repaired)
            .told();
    }
}

#[test]
#[ignore = "slow: a real gateway's browser is left out"]
fn slow_a_browser_that_is_left_out() {
    let mut stage = Stage::without_screen();
    running(&mut stage, json!({}));
    let broken = json!({
        "logging": {"file": stage.state_dir().join("gateway.log")},
        "browser": {"enabled": true}, "plugins": {"allow": ["telegram"]},
    });
    let begun = Instant::now();
    stage.write_config(&config(broken));
    after_a_look(&stage, "browser.plugin_excluded", true);
    Trial::new(&stage, "browser plugin excluded", "browser.plugin_excluded", "allow_the_browser_plugin")
        .begun(begun)
        .ends_as(Outcome::Repaired)
        .undone()
        .beside(&[&["config", "set", "plugins.allow", "[\"telegram\", \"browser\"]", "--json"]])
        .told();
}
