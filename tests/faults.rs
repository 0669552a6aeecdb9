//! Faults put into a real OpenClaw gateway, one after the other: each is named, and gone once it is undone.
//!
//! Those that keep a gateway from starting, and those of the computer around it, run with every test run; those that
//! take minutes are in the slow suite.
#![cfg(target_os = "linux")]
#![allow(clippy::print_stdout, clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;

use std::{
    fs,
    os::unix::fs::{PermissionsExt as _, symlink},
    path::{Path, PathBuf},
    process::Command,
    time::{Duration, Instant},
};

use clawtray_contract::{FindingView, Intent, State};
use common::{
    READY, SOON, Stage,
    faults::{TOKEN, config, hold, named, passed, running},
    mounted::Mounted,
    peer, skipped_on_spring,
};
use serde_json::{Value, json};

/// Starts the gateway and expects it to end for this.
fn ends_for(stage: &Stage, fault: &str, config: &str, id: &str) -> FindingView {
    let begun = Instant::now();
    stage.write_config(config);
    if stage.keeper.is_some() {
        assert!(!stage.clawtray(&["start"]).status.success(), "{fault}: it says that it did not start");
    }
    let finding = named(stage, id);
    println!("fault | {fault} | {id} | named after {} s", begun.elapsed().as_secs());
    finding
}

#[test]
fn what_keeps_a_gateway_from_starting_is_named_until_it_starts() {
    let mut stage = Stage::without_screen();
    let begun = Instant::now();
    stage.write_config(&config(json!({"gateway": {"mode": null}})));
    stage.start_keeper();
    let missing = named(&stage, "mode.not_local");
    assert!(missing.actions.iter().any(|action| action.id == "set_mode_local"), "{missing:?}");
    println!("fault | mode missing | mode.not_local | named after {} s", begun.elapsed().as_secs());

    let remote = json!({"gateway": {"mode": "remote", "remote": {"url": "ws://127.0.0.1:9"}}});
    let remote = ends_for(&stage, "mode remote", &config(remote), "mode.not_local");
    assert_ne!(remote.text, missing.text, "the two are told apart");

    let funnel = config(json!({"gateway": {"tailscale": {"mode": "funnel"}}}));
    let open = ends_for(&stage, "reachable from outside without a password", &funnel, "bind.no_auth");
    assert!(open.evidence.iter().any(|seen| seen.text.contains("auth mode=password")), "{open:?}");
    assert_eq!(stage.finding("mode.not_local"), None, "the fault before is over");
    assert_eq!(stage.finding("config.invalid"), None, "no configuration is called invalid for it");

    if !skipped_on_spring("written by a newer OpenClaw", "only warns of it and starts") {
        let newer = config(json!({"meta": {"lastTouchedVersion": "2099.1.1"}}));
        let older = ends_for(&stage, "written by a newer OpenClaw", &newer, "install.split_brain");
        assert!(older.evidence.iter().any(|seen| seen.text.contains("2099.1.1")), "{older:?}");
        assert_eq!(stage.finding("bind.no_auth"), None, "the fault before is over");
    }

    let key = config(json!({"gateway": {"bogus": true}}));
    ends_for(&stage, "unknown key", &key, "config.invalid");
    assert_eq!(stage.finding("install.split_brain"), None, "the fault before is over");

    stage.write_config(&config(json!({})));
    assert!(stage.clawtray(&["start"]).status.success(), "{}", stage.story());
    stage.wait_state(State::Running, READY);
    for over in ["mode.not_local", "bind.no_auth", "install.split_brain", "config.invalid", "service.not_running"] {
        assert_eq!(stage.finding(over), None, "{over} is over");
    }
    passed("all of these", "undone", begun);
}

/// A package folder of some OpenClaw version; nothing in it is ever run.
fn package(folder: &Path, version: &str) -> PathBuf {
    fs::create_dir_all(folder).unwrap();
    let mut package = json!({"name": "openclaw", "version": version, "bin": {"openclaw": "openclaw.mjs"}});
    package["engines"] = json!({"node": ">=24.16.0"});
    fs::write(folder.join("package.json"), package.to_string()).unwrap();
    fs::write(folder.join("openclaw.mjs"), "#!/usr/bin/env node\n").unwrap();
    folder.join("openclaw.mjs")
}

fn program(path: &Path, script: &str) {
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, script).unwrap();
    fs::set_permissions(path, fs::Permissions::from_mode(0o755)).unwrap();
}

#[test]
fn an_older_openclaw_on_the_path_and_a_node_that_is_too_old_are_named_until_they_are_gone() {
    let mut stage = Stage::without_screen();
    let begun = Instant::now();
    let home = stage.clawtray_home().parent().unwrap().to_owned();
    let older = package(&home.join("old/lib/node_modules/openclaw"), "2026.5.1");
    package(&home.join(".npm-global/lib/node_modules/openclaw"), "2026.9.6");
    let bin = home.join("old/bin");
    fs::create_dir_all(&bin).unwrap();
    symlink(older, bin.join("openclaw")).unwrap();
    // No gateway comes of this one: it only tells its version.
    let node = home.join("node/node");
    let version = |version: &str| program(&node, &format!("#!/bin/sh\n[ \"$1\" = --version ] && echo {version}\n"));
    version("v26.10.0");
    stage.unset("CLAWTRAY_OPENCLAW");
    stage.set("CLAWTRAY_NODE", node.to_str().unwrap());
    stage.set("PATH", &format!("{}:/usr/bin:/bin", bin.display()));
    stage.start_keeper();
    let two = named(&stage, "install.split_brain");
    let seen = format!("{:?}", two.evidence);
    assert!(seen.contains("2026.5.1") && seen.contains("2026.9.6"), "{seen}");
    fs::remove_file(bin.join("openclaw")).unwrap();
    over_after_a_look(&stage, "install.split_brain");
    passed("two installs", "install.split_brain", begun);

    let begun = Instant::now();
    version("v20.1.0");
    peer::ask(&stage.clawtray_home(), Intent::Refresh).unwrap();
    let old = named(&stage, "install.node_unsupported");
    assert!(old.text.contains("20.1.0"), "{old:?}");
    version("v26.10.0");
    over_after_a_look(&stage, "install.node_unsupported");
    passed("unsupported Node", "install.node_unsupported", begun);
    assert!(stage.clawtray(&["stop", "--now"]).status.success());
}

fn over_after_a_look(stage: &Stage, id: &str) {
    stage.wait(&format!("{id} is over"), READY, |stage| {
        peer::ask(&stage.clawtray_home(), Intent::Refresh).unwrap();
        stage.finding(id).is_none().then_some(())
    });
}

fn job(name: &str) -> Value {
    json!({
        "name": name, "schedule": {"kind": "every", "everyMs": 3_600_000}, "sessionTarget": "isolated",
        "wakeMode": "now", "payload": {"kind": "agentTurn", "message": "say hi"}, "delivery": {"mode": "none"},
    })
}

fn signal(stage: &Stage, signal: &str) {
    let pid = stage.gateway().details.pid.expect("a process");
    assert!(Command::new("kill").args([signal, &pid.to_string()]).status().unwrap().success());
}

#[test]
#[ignore = "slow: a real gateway goes through its faults"]
fn slow_what_happens_to_a_running_gateway_is_named_until_it_is_undone() {
    let mut stage = Stage::without_screen();
    running(&mut stage, json!({}));
    let good = fs::read_to_string(stage.config_path()).unwrap();

    // Reload skipped: a key that OpenClaw does not know, while it runs.
    let begun = Instant::now();
    let mut spoiled: Value = serde_json::from_str(&good).unwrap();
    spoiled["gateway"]["bogus"] = json!(true);
    fs::write(stage.config_path(), spoiled.to_string()).unwrap();
    if skipped_on_spring("a reload that is skipped", "goes back to its last good configuration at once") {
        named(&stage, "config.restored");
        return;
    }
    named(&stage, "config.reload_skipped");
    let mut mended: Value = serde_json::from_str(&good).unwrap();
    mended["agents"]["defaults"]["heartbeat"]["every"] = json!("59m");
    fs::write(stage.config_path(), serde_json::to_string_pretty(&mended).unwrap()).unwrap();
    stage.wait_gone("config.reload_skipped", READY);
    passed("reload skipped", "config.reload_skipped", begun);

    // The scheduler is off although a job waits for it.
    let begun = Instant::now();
    let rpc = stage.rpc();
    rpc.call("cron.add", job("Morning news"));
    drop(rpc);
    stage.rpc().patch(&json!({"cron": {"enabled": false}}));
    named(&stage, "cron.disabled");
    stage.wait_state(State::Degraded, READY);
    stage.rpc().patch(&json!({"cron": {"enabled": true}}));
    stage.wait_gone("cron.disabled", READY);
    passed("scheduler off", "cron.disabled", begun);

    // A skill whose link leaves the folder of skills, seen when somebody asks for skills.
    let begun = Instant::now();
    let (inside, outside) = (stage.state_dir().join("workspace/skills"), stage.state_dir().join("elsewhere/evil"));
    fs::create_dir_all(&inside).unwrap();
    fs::create_dir_all(&outside).unwrap();
    fs::write(outside.join("SKILL.md"), "---\nname: evil\ndescription: x\n---\nhi\n").unwrap();
    symlink(&outside, inside.join("evil")).unwrap();
    stage.rpc().call("skills.status", json!({}));
    named(&stage, "skills.symlink_escape");
    fs::remove_file(inside.join("evil")).unwrap();
    stage.wait_gone("skills.symlink_escape", READY);
    passed("skill link escaping", "skills.symlink_escape", begun);

    // Somebody else holds the database.
    let begun = Instant::now();
    let rpc = stage.rpc();
    let mut holder = hold(&stage.state_dir().join("state/openclaw.sqlite"));
    rpc.try_call("cron.add", job("Evening news")).expect_err("the database is locked");
    named(&stage, "storage.locked");
    holder.kill().unwrap();
    holder.wait().unwrap();
    stage.wait_gone("storage.locked", READY);
    passed("database locked", "storage.locked", begun);

    // Hung: the process lives and answers nothing.
    let begun = Instant::now();
    signal(&stage, "-STOP");
    named(&stage, "process.hung");
    signal(&stage, "-CONT");
    stage.wait_gone("process.hung", READY);
    passed("hung (SIGSTOP)", "process.hung", begun);
}

#[test]
#[ignore = "slow: a real gateway is killed again and again"]
fn slow_a_gateway_that_is_killed_again_and_again_is_given_up_and_comes_back_when_asked() {
    let mut stage = Stage::without_screen();
    fs::create_dir_all(stage.clawtray_home()).unwrap();
    let settings = r#"{"restart_limit": 2, "restart_window_ms": 3600000}"#;
    fs::write(stage.clawtray_home().join("clawtray.json"), settings).unwrap();
    running(&mut stage, json!({}));
    let begun = Instant::now();
    loop {
        let view = stage.wait("it runs or is given up", READY, |stage| {
            Some(stage.gateway()).filter(|view| matches!(view.state, State::Running | State::GaveUp))
        });
        if view.state == State::GaveUp {
            break;
        }
        signal(&stage, "-KILL");
        let pid = view.details.pid;
        stage.wait("its end is seen", SOON, |stage| (stage.gateway().details.pid != pid).then_some(()));
    }
    named(&stage, "process.crash_loop");
    assert!(stage.clawtray(&["start"]).status.success(), "{}", stage.story());
    stage.wait_state(State::Running, READY);
    stage.wait_gone("process.crash_loop", READY);
    passed("crash loop", "process.crash_loop", begun);
}

#[test]
#[ignore = "slow: a real gateway restores its configuration"]
fn slow_a_clobbered_file_and_a_refused_write_are_named_until_the_person_answers() {
    let mut stage = Stage::without_screen();
    // Long enough that losing most of it is not an edit.
    let names: serde_json::Map<String, Value> = (0..40).map(|n| (format!("CLAWTRAY_TEST_{n}"), json!("x"))).collect();
    running(&mut stage, json!({"env": {"vars": names}}));
    stage.rpc().patch(&json!({"logging": {"level": "info"}}));
    let beside = |part: &str| {
        let mut files = fs::read_dir(stage.state_dir()).unwrap().flatten();
        files.any(|entry| entry.file_name().to_string_lossy().contains(part))
    };
    stage.wait("OpenClaw keeps a good copy", READY, |_| beside(".last-good").then_some(()));

    // A whole that leaves out nearly everything is refused.
    let begun = Instant::now();
    let rpc = stage.rpc();
    let hash = rpc.config()["hash"].clone();
    let small = json!({"gateway": {"mode": "local", "auth": {"mode": "token", "token": TOKEN}}});
    let _ = rpc.try_call("config.set", json!({"raw": small.to_string(), "baseHash": hash}));
    stage.wait("OpenClaw keeps what it refused", READY, |_| beside(".rejected.").then_some(()));
    named(&stage, "config.write_rejected");

    // The same, written into the file while the gateway is stopped.
    assert!(stage.clawtray(&["stop"]).status.success());
    stage.wait_state(State::Paused, READY);
    fs::write(stage.config_path(), r#"{"gateway": {"port": 1}}"#).unwrap();
    assert!(stage.clawtray(&["start"]).status.success(), "{}", stage.story());
    named(&stage, "config.restored");
    assert!(beside(".clobbered."), "OpenClaw keeps what it replaced");

    // The person's own change, well after it, answers both.
    let (mut changes, mut changed) = (0, Instant::now());
    stage.wait("both are answered", READY, |stage| {
        // Such a change may restart the gateway, which answers nobody meanwhile.
        let answers = stage.gateway().details.protocol.is_some();
        if answers && changed.elapsed() > Duration::from_secs(10) {
            changes += 1;
            changed = Instant::now();
            stage.rpc().patch(&json!({"env": {"vars": {"CLAWTRAY_TEST_0": format!("y{changes}")}}}));
        }
        let stands = |id: &str| stage.finding(id).is_some();
        (!stands("config.restored") && !stands("config.write_rejected")).then_some(())
    });
    passed("clobbered file restored", "config.restored", begun);
    passed("rejected write", "config.write_rejected", begun);
}

#[test]
#[ignore = "slow: mounts a small file system, which takes the right to"]
fn slow_a_full_disk_and_a_folder_that_may_not_be_written_are_named_until_they_are_well() {
    let mut stage = Stage::without_screen();
    let disk = Mounted::new(&stage.state_dir(), "200m");
    let begun = Instant::now();
    // Kept from starting, so that nothing but the disk is the matter.
    stage.write_config(&config(json!({"gateway": {"mode": "remote", "remote": {"url": "ws://127.0.0.1:9"}}})));
    stage.start_keeper();
    named(&stage, "storage.full");
    disk.again("size=2g");
    stage.wait_gone("storage.full", READY);
    passed("disk full", "storage.full", begun);

    let begun = Instant::now();
    disk.again("ro");
    named(&stage, "storage.readonly");
    disk.again("rw");
    stage.wait_gone("storage.readonly", READY);
    passed("state folder read-only", "storage.readonly", begun);
    assert!(stage.clawtray(&["quit"]).status.success());
    stage.keeper.take().unwrap().wait(Duration::from_secs(60)).unwrap();
}
