//! What befalls a gateway that runs, its jobs and its heartbeat.

use std::{fs, os::unix::fs::symlink, process::Command, time::Instant};

use clawtray_contract::{Outcome, State};
use clawtray_testkit::fake_model::{Answer, FakeModel, Script};
use serde_json::{Value, json};

use crate::common::{
    READY, Stage,
    faults::{job, run, run_until_good, running, wake_until},
    proof::{By, Trial, again},
};

fn every_hour(name: &str) -> Value {
    json!({
        "name": name, "schedule": {"kind": "every", "everyMs": 3_600_000}, "sessionTarget": "isolated",
        "wakeMode": "now", "payload": {"kind": "agentTurn", "message": "say hi"}, "delivery": {"mode": "none"},
    })
}

#[test]
#[ignore = "slow: a real gateway is stopped in its tracks"]
fn slow_a_gateway_that_hangs() {
    let mut stage = Stage::without_screen();
    fs::create_dir_all(stage.clawtray_home()).unwrap();
    fs::write(stage.clawtray_home().join("clawtray.json"), r#"{"restart_hung": false}"#).unwrap();
    running(&mut stage, json!({}));
    let pid = stage.gateway().details.pid.expect("a process").to_string();
    let begun = Instant::now();
    assert!(Command::new("kill").args(["-STOP", &pid]).status().unwrap().success());
    let row = Trial::new(&stage, "hung (SIGSTOP)", "process.hung", "restart").begun(begun).ends_as(Outcome::Repaired);
    stage.wait_state(State::Running, READY);
    let pid = stage.gateway().details.pid.expect("a process").to_string();
    assert!(Command::new("kill").args(["-STOP", &pid]).status().unwrap().success());
    again(&stage, "process.hung");
    row.beside(&[&["gateway", "restart"]]).told();
    // What a gateway that hangs is left with is the next repair's.
    stage.clawtray(&["stop", "--now"]);
}

#[test]
#[ignore = "slow: a real gateway's scheduler is switched off"]
fn slow_a_scheduler_that_is_off() {
    let mut stage = Stage::without_screen();
    running(&mut stage, json!({}));
    stage.rpc().call("cron.add", every_hour("Morning news"));
    let begun = Instant::now();
    stage.rpc().patch(&json!({"cron": {"enabled": false}}));
    let row = Trial::new(&stage, "scheduler off", "cron.disabled", "switch_scheduling_on")
        .begun(begun)
        .ends_as(Outcome::Repaired)
        .undone();
    again(&stage, "cron.disabled");
    let row = row.beside(&[&["config", "set", "cron.enabled", "true"]]);
    stage.wait_gone("cron.disabled", READY);
    row.told();
}

#[test]
#[ignore = "slow: a real gateway's heartbeat has nowhere to go"]
fn slow_a_heartbeat_without_a_route() {
    let model = FakeModel::start(Script::always(Answer::says("Hello there"))).unwrap();
    let mut stage = Stage::without_screen();
    running(
        &mut stage,
        json!({
            "models": {"providers": {"local": model.local_provider("tiny")}},
            "agents": {"defaults": {"model": {"primary": "local/tiny"}, "heartbeat": {"every": "30m"}}},
        }),
    );
    let rpc = stage.rpc();
    let begun = Instant::now();
    wake_until(&stage, &rpc, "heartbeat.skipped", true);
    Trial::new(&stage, "heartbeat no-route", "heartbeat.skipped", "change_what_causes_it")
        .begun(begun)
        .ends_as(Outcome::AwaitingProof)
        .undone()
        .told();
}

#[test]
#[ignore = "slow: a real gateway's heartbeat fails"]
fn slow_a_heartbeat_that_fails() {
    let model = FakeModel::start(Script::always(Answer::says("Hello there"))).unwrap();
    let mut stage = Stage::without_screen();
    running(
        &mut stage,
        json!({
            "models": {"providers": {"local": model.local_provider("tiny")}},
            "agents": {"defaults": {"model": {"primary": "local/tiny"}, "heartbeat": {"every": "30m", "target": "none"}}},
        }),
    );
    let rpc = stage.rpc();
    let begun = Instant::now();
    // What is no refusal of a known kind has no finding of its own, and the heartbeat's stands.
    model.answer_with(Answer::page(500, "<html><body>out of order</body></html>"));
    wake_until(&stage, &rpc, "heartbeat.failed", true);
    model.answer_with(Answer::says("Hello there"));
    Trial::new(&stage, "heartbeat failed", "heartbeat.failed", "send_one_now")
        .begun(begun)
        .by(By::Notification)
        .proof_may_be_quick()
        .ends_as(Outcome::AwaitingProof)
        .proven_by(|stage| wake_until(stage, &stage.rpc(), "heartbeat.failed", false))
        .beside(&[&["system", "event", "--text", "hello", "--mode", "now"]])
        .told();
}

#[test]
#[ignore = "slow: a real gateway's job fails"]
fn slow_a_job_that_failed() {
    let mut stage = Stage::without_screen();
    running(&mut stage, json!({}));
    let rpc = stage.rpc();
    let add = |name: &str| {
        let mut wanted = every_hour(name);
        wanted["payload"] = json!({"kind": "command", "argv": ["false"]});
        rpc.call("cron.add", wanted)["id"].as_str().expect("an id").to_owned()
    };
    let failing = add("Backup");
    let begun = Instant::now();
    assert_eq!(run(&stage, &rpc, &failing)["status"], "error");
    stage.wait_finding("cron.job_failed", READY);
    rpc.call("cron.update", json!({"id": failing, "patch": {"payload": {"kind": "command", "argv": ["true"]}}}));
    Trial::new(&stage, "job failed", "cron.job_failed", "run_it_again_now")
        .begun(begun)
        .proof_may_be_quick()
        .ends_as(Outcome::AwaitingProof)
        .proven_by(|_| {})
        .beside(&[&["cron", "run", &failing]])
        .told();
    run_until_good(&stage, &rpc, &failing);

    let paused = add("Report");
    let begun = Instant::now();
    assert_eq!(run(&stage, &rpc, &paused)["status"], "error");
    stage.wait_finding("cron.job_failed", READY);
    let row = Trial::new(&stage, "job failed", "cron.job_failed", "pause_this_job")
        .begun(begun)
        .by(By::Window)
        .ends_as(Outcome::Repaired);
    rpc.call("cron.update", json!({"id": paused, "patch": {"enabled": true}}));
    row.beside(&[&["cron", "disable", &paused]]).told();
}

#[test]
#[ignore = "slow: a real gateway's job cannot deliver"]
fn slow_a_job_whose_message_does_not_arrive() {
    let model = FakeModel::start(Script::always(Answer::says("Hello there"))).unwrap();
    let mut stage = Stage::without_screen();
    running(
        &mut stage,
        json!({
            "models": {"providers": {"local": model.local_provider("tiny")}},
            "agents": {"defaults": {"model": {"primary": "local/tiny"}}},
        }),
    );
    let rpc = stage.rpc();
    let begun = Instant::now();
    let mute = job(&rpc, "Evening news", "local/tiny", json!({"mode": "announce", "channel": "telegram", "to": "1"}));
    run(&stage, &rpc, &mute);
    stage.wait_finding("cron.delivery_failed", READY);
    rpc.call("cron.update", json!({"id": mute, "patch": {"delivery": {"mode": "none"}}}));
    Trial::new(&stage, "job not delivered", "cron.delivery_failed", "run_it_again_now")
        .begun(begun)
        .proof_may_be_quick()
        .ends_as(Outcome::AwaitingProof)
        .proven_by(|_| {})
        .beside(&[&["cron", "run", &mute]])
        .told();
}

#[test]
#[ignore = "slow: a real gateway meets a skill that lies elsewhere"]
fn slow_a_skill_that_lies_outside() {
    let mut stage = Stage::without_screen();
    running(&mut stage, json!({}));
    let (inside, outside) = (stage.state_dir().join("workspace/skills"), stage.state_dir().join("elsewhere/tool"));
    fs::create_dir_all(&inside).unwrap();
    fs::create_dir_all(&outside).unwrap();
    fs::write(outside.join("SKILL.md"), "---\nname: tool\ndescription: x\n---\nhi\n").unwrap();
    let begun = Instant::now();
    symlink(&outside, inside.join("tool")).unwrap();
    stage.rpc().call("skills.status", json!({}));
    Trial::new(&stage, "skill link escaping", "skills.symlink_escape", "trust_that_folder")
        .begun(begun)
        .ends_as(Outcome::Repaired)
        .undone()
        .beside(&[&["config", "set", "skills.load.allowSymlinkTargets", &json!([outside]).to_string(), "--json"]])
        .told();
}
