//! What a person lives through, with a real OpenClaw gateway and through the real surfaces: tray, notifications,
//! keyring, command line.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;

use std::time::{Duration, Instant};

use clawtray_contract::{Consequence, Outcome, RungState, State};
use clawtray_testkit::desktop::Notification;
use common::{DOCTOR_WANTS, READY, SOON, Stage, holder::Holder, is_of_spring, peer, skipped_on_spring};
use serde_json::json;

fn note_with(stage: &Stage, what: &str, limit: Duration, is_it: impl Fn(&Notification) -> bool) -> Notification {
    let found =
        stage.desktop.wait_for(what, limit, |state| state.on_screen().into_iter().find(|note| is_it(note)).cloned());
    found.unwrap_or_else(|error| panic!("{error}\n{}", stage.story()))
}

fn press(stage: &Stage, note: &Notification, label: &str) {
    let key = note.action_key(label).unwrap_or_else(|| panic!("no {label:?} on {note:?}"));
    stage.desktop.press(note.id, key).expect("pressed");
}

/// The icon on screen, as its pixels: a state change changes them.
fn icon(stage: &Stage) -> Vec<u8> {
    stage.desktop.tray().expect("an icon").icons.first().map(|icon| icon.argb.clone()).unwrap_or_default()
}

#[test]
fn it_starts_is_killed_and_comes_back() {
    let mut stage = Stage::without_screen();
    let begun = Instant::now();
    stage.start_keeper();
    let there = stage.desktop.wait_for("the icon is there", SOON, |state| state.tray.as_ref().map(|_| Instant::now()));
    println!("start to icon: {} ms", there.unwrap().duration_since(begun).as_millis());
    let starting = stage.wait_state(State::Starting, SOON);
    assert_eq!(starting.details.protocol, None);
    let icon_starting = icon(&stage);
    let running = stage.wait_state(State::Running, READY);
    println!("start to running: {} ms", begun.elapsed().as_millis());
    let version = if is_of_spring() { "2026.4.29" } else { "2026.9.6" };
    assert_eq!(running.details.version.as_deref(), Some(version));
    let item = stage
        .desktop
        .wait_for("the tooltip names the version", SOON, |state| {
            state
                .tray
                .clone()
                .filter(|item| item.tooltip_title.contains(version) || item.tooltip_text.contains(version))
        })
        .unwrap();
    assert_ne!(icon(&stage), icon_starting, "the icon of running is another one");
    assert!(item.menu.iter().any(|entry| entry.label.contains("Running since")), "{:?}", item.menu_lines());
    let token = stage.token_in_keyring().expect("the token is in the keyring");
    assert!(token.len() >= 32, "a token worth its name");

    // Killed: down within a second, with the cause; back by itself; "back" replaces "down".
    let pid = running.details.pid.expect("a process");
    let icon_running = icon(&stage);
    let killed = Instant::now();
    assert!(std::process::Command::new("kill").args(["-9", &pid.to_string()]).status().unwrap().success());
    let changed = stage.desktop.wait_for("the icon changes", Duration::from_secs(10), |state| {
        let item = state.tray.as_ref()?;
        (item.icons.first().map(|icon| &icon.argb) != Some(&icon_running)).then(Instant::now)
    });
    let delay = changed.unwrap_or_else(|error| panic!("{error}\n{}", stage.story())).duration_since(killed);
    println!("crash to icon: {} ms", delay.as_millis());
    assert!(delay < Duration::from_secs(1), "the icon was late: {delay:?}");
    let down = note_with(&stage, "told that it is down", SOON, |note| note.summary.contains("down since"));
    assert!(down.body.contains("signal 9"), "{down:?}");
    stage.wait_state(State::Running, READY);
    println!("crash to running again: {} ms", killed.elapsed().as_millis());
    let back = note_with(&stage, "told that it is back", SOON, |note| note.summary.contains("is back"));
    assert_eq!(back.replaces_id, down.id, "in the same place");
    assert_ne!(stage.gateway().details.pid, Some(pid));
}

#[test]
fn the_keeper_is_killed_and_the_next_one_adopts_the_gateway() {
    let mut stage = Stage::start_running();
    let pid = stage.gateway().details.pid;
    stage.kill_keeper();
    assert!(std::path::Path::new(&format!("/proc/{}", pid.unwrap())).exists(), "the gateway lives on");
    stage.start_keeper();
    let adopted = stage.wait_state(State::Running, READY);
    assert_eq!(adopted.details.pid, pid, "the same gateway, not a second one");
}

#[test]
fn a_request_is_approved_or_denied_on_its_notification() {
    let stage = Stage::start_running();
    let token = stage.token_in_keyring().unwrap();
    let rpc = stage.rpc();
    // A gateway of spring 2026 lets a device of this computer be a node without asking, and grants more rights to nobody.
    let ask = |number: u8| {
        let asks = if is_of_spring() { peer::ask_for_more_rights } else { peer::ask_for_node_role };
        asks(stage.port, &token, number).expect("a request waits")
    };
    let wanted = if is_of_spring() { ("scopes", "operator.pairing") } else { ("roles", "node") };
    let has_it = |rpc: &peer::Rpc, number: u8| {
        let id = peer::device(number).device_id();
        let has = |device: &serde_json::Value| device[wanted.0].to_string().contains(wanted.1);
        rpc.paired_devices().iter().any(|device| device["deviceId"] == json!(id) && has(device))
    };

    let first = ask(11);
    let note = note_with(&stage, "told of the request", SOON, |note| note.summary.contains("Device 11"));
    assert_eq!(note.buttons()[..2], ["Deny", "Approve"], "Deny first");
    let view = stage.wait_state(State::NeedsYou, SOON);
    assert_eq!(view.approvals[0].id, first);
    press(&stage, &note, "Approve");
    stage.wait("the request is gone", SOON, |stage| stage.gateway().approvals.is_empty().then_some(()));
    assert!(has_it(&rpc, 11), "exactly that device was approved: {:?}", rpc.paired_devices());
    stage
        .desktop
        .wait_until("the notification goes", SOON, |state| !state.on_screen().iter().any(|on| on.id == note.id))
        .unwrap();

    ask(12);
    let note = note_with(&stage, "told of the second request", SOON, |note| note.summary.contains("Device 12"));
    // The notification may be a moment quicker than the picture.
    stage.wait_state(State::NeedsYou, SOON);
    press(&stage, &note, "Deny");
    stage.wait("the request is gone", SOON, |stage| stage.gateway().approvals.is_empty().then_some(()));
    assert!(rpc.pending_devices().is_empty() && !has_it(&rpc, 12), "denied is not approved");
    stage
        .desktop
        .wait_until("the notification goes", SOON, |state| !state.on_screen().iter().any(|on| on.id == note.id))
        .unwrap();
}

#[test]
fn a_failing_job_and_a_failing_heartbeat_are_told_once() {
    if skipped_on_spring("a failing job", "fetches what its agents need before the first of them runs") {
        return;
    }
    let stage = Stage::start_running();
    let rpc = stage.rpc();
    let job = rpc.call(
        "cron.add",
        json!({
            "name": "Morning news",
            "schedule": {"kind": "every", "everyMs": 3_600_000},
            "sessionTarget": "isolated",
            "wakeMode": "now",
            "payload": {"kind": "agentTurn", "message": "say hi", "timeoutSeconds": 60},
            "delivery": {"mode": "none"},
        }),
    );
    let id = job["id"].as_str().expect("an id").to_owned();
    // No provider is signed in: that is the one problem, and job and heartbeat are what it causes.
    let cause = "A model provider's sign-in has expired or is missing";
    let told = || {
        let state = stage.desktop.state();
        let failures = state.notifications.iter().filter(|note| {
            note.summary == cause
                || note.summary == "A scheduled job failed"
                || note.summary.contains("heartbeat failed")
        });
        failures.count()
    };
    let caused = |stage: &Stage, id: &str, is: &dyn Fn(&Consequence) -> bool| {
        let explains = stage.finding("model.credentials").map(|finding| finding.explains).unwrap_or_default();
        explains.into_iter().find(|one| one.id == id && is(one))
    };
    rpc.call("cron.run", json!({"id": id, "mode": "force"}));
    note_with(&stage, "told of the cause", READY, |note| note.summary == cause);
    let failed = stage.wait("the job is under it", SOON, |stage| caused(stage, "cron.job_failed", &|_| true));
    assert_eq!(failed.subject.as_deref(), Some(id.as_str()));
    assert!(failed.text.contains("Morning news"), "{failed:?}");
    rpc.call("cron.run", json!({"id": id, "mode": "force"}));
    stage.wait("the second failure is counted", READY, |stage| {
        caused(stage, "cron.job_failed", &|one| one.text.contains("last 2 runs"))
    });
    assert_eq!(told(), 1, "a second failure in the streak raises no second one");

    rpc.call("wake", json!({"mode": "now", "text": "Test"}));
    stage.wait("the heartbeat is under it", READY, |stage| caused(stage, "heartbeat.failed", &|_| true));
    rpc.call("wake", json!({"mode": "now", "text": "Test again"}));
    assert_eq!(told(), 1, "the same cause is not told again");
}

/// Stops the gateway, breaks its configuration, and asks for a start. Returns the configuration as it was.
fn broken_while_stopped(stage: &Stage, break_it: impl Fn(&str) -> String, expected: &str, repair: [&str; 2]) -> String {
    assert!(stage.clawtray(&["stop"]).status.success());
    stage.wait_state(State::Paused, READY);
    let good = std::fs::read_to_string(stage.config_path()).unwrap();
    std::fs::write(stage.config_path(), break_it(&good)).unwrap();
    let started = stage.clawtray(&["start"]);
    assert!(!started.status.success(), "it says that it did not start: {started:?}");
    let finding = stage.wait_finding("config.invalid", READY);
    assert!(finding.text.contains(expected), "{finding:?}");
    assert!(finding.text.contains("line "), "with its place: {finding:?}");
    let note = note_with(stage, "told with the cause", SOON, |note| note.summary.contains("down since"));
    assert!(note.body.contains(expected), "{note:?}");
    let [action, command] = repair;
    let shown = stage.clawtray_json(&["fix", "config.invalid", action, "--dry-run", "--json"]);
    assert!(shown.to_string().contains(command), "the plan names the command: {shown}");
    good
}

#[test]
fn an_unknown_key_is_explained_and_repaired() {
    let stage = Stage::start_running();
    let add_key = |good: &str| {
        let mut config: serde_json::Value = serde_json::from_str(good).unwrap();
        config["gateway"]["bogus"] = json!(true);
        serde_json::to_string_pretty(&config).unwrap()
    };
    broken_while_stopped(&stage, add_key, "gateway.bogus", ["repair_the_configuration", "doctor --fix"]);
    if skipped_on_spring("the repair by its doctor", DOCTOR_WANTS) {
        return;
    }
    let fixed = stage.clawtray(&["fix", "config.invalid", "repair_the_configuration", "--yes"]);
    let said = String::from_utf8_lossy(&fixed.stdout).into_owned();
    assert!(fixed.status.success(), "{said}{}", String::from_utf8_lossy(&fixed.stderr));
    stage.wait_state(State::Running, READY);
    assert_eq!(stage.gateway().repairs[0].outcome, Some(Outcome::Repaired));
    assert_eq!(stage.finding("config.invalid"), None);
}

/// Process, HTTP and RPC agree. What OpenClaw itself restored meanwhile may still be a warning of its own.
fn signed_in(stage: &Stage) {
    stage.wait("all three signals agree", READY, |stage| {
        let ladder = stage.gateway().ladder;
        [&ladder.process, &ladder.http, &ladder.rpc].iter().all(|rung| rung.state == RungState::Yes).then_some(())
    });
}

/// OpenClaw 2026.9.6 calls a cut-off file a missing mode. Its doctor mends one from the good copy that the gateway keeps
/// once its configuration has changed while it ran; without that copy it refuses ("cannot be repaired automatically"),
/// changes nothing, and the copy of the last write, judged by OpenClaw first, brings the gateway back.
#[test]
fn a_truncated_file_is_explained_by_our_own_reading_and_repaired_with_or_without_a_good_copy() {
    let stage = Stage::start_running();
    let rpc = stage.rpc();
    let change = json!({"raw": "{logging: {level: 'info'}}", "baseHash": rpc.config()["hash"].clone()});
    rpc.call("config.patch", change);
    let beside = |suffix: &str| stage.config_path().with_file_name(format!("openclaw.json.{suffix}"));
    stage.wait("OpenClaw keeps a good copy", READY, |_| beside("last-good").is_file().then_some(()));
    let cut = |good: &str| good.trim_end().trim_end_matches('}').to_owned();
    let good = broken_while_stopped(&stage, cut, "JSON", ["repair_the_configuration", "doctor --fix"]);
    if skipped_on_spring("the repair by its doctor", DOCTOR_WANTS) {
        return;
    }
    let fixed = stage.clawtray(&["fix", "config.invalid", "repair_the_configuration", "--yes"]);
    assert!(
        fixed.status.success(),
        "{}{}",
        String::from_utf8_lossy(&fixed.stdout),
        String::from_utf8_lossy(&fixed.stderr)
    );
    signed_in(&stage);
    assert_eq!(stage.gateway().repairs[0].outcome, Some(Outcome::Repaired));
    let port = |text: &str| serde_json::from_str::<serde_json::Value>(text).unwrap()["gateway"]["port"].clone();
    let mended = std::fs::read_to_string(stage.config_path()).unwrap();
    assert_eq!(port(&mended), port(&good), "what was set is there again");

    assert!(stage.clawtray(&["stop"]).status.success());
    stage.wait_state(State::Paused, READY);
    std::fs::remove_file(beside("last-good")).unwrap();
    let copy = ["restore_the_last_good_copy", "openclaw.json.bak -> openclaw.json"];
    let good = broken_while_stopped(&stage, cut, "JSON", copy);
    let tried = stage.clawtray(&["fix", "config.invalid", "repair_the_configuration", "--yes"]);
    let said = String::from_utf8_lossy(&tried.stdout).into_owned();
    assert_eq!(tried.status.code(), Some(6), "a named failure: {said}");
    assert!(said.contains("cannot be repaired automatically"), "in OpenClaw's own words: {said}");
    assert!(stage.finding("config.invalid").is_some(), "it is not over because a repair ran");
    assert_eq!(std::fs::read_to_string(stage.config_path()).unwrap(), cut(&good), "the file is as it was");

    let fixed = stage.clawtray(&["fix", "config.invalid", "restore_the_last_good_copy", "--yes"]);
    assert!(
        fixed.status.success(),
        "{}{}",
        String::from_utf8_lossy(&fixed.stdout),
        String::from_utf8_lossy(&fixed.stderr)
    );
    signed_in(&stage);
    assert_eq!(stage.gateway().repairs[0].outcome, Some(Outcome::Repaired));
    assert_eq!(stage.finding("config.invalid"), None);
    let folder = stage.config_path().parent().unwrap().to_owned();
    let mut files = std::fs::read_dir(folder).unwrap().filter_map(Result::ok);
    let kept = files.find(|entry| entry.file_name().to_string_lossy().contains(".broken."));
    assert_eq!(std::fs::read_to_string(kept.unwrap().path()).unwrap(), cut(&good), "the broken file is kept");
}

#[test]
fn a_stranger_on_the_port_is_named_and_left_alone() {
    let mut stage = Stage::without_screen();
    let mut holder = Holder::of(stage.port);
    stage.start_keeper();
    let finding = stage.wait_finding("port.conflict", SOON);
    assert!(finding.text.contains("python3") && finding.text.contains(&holder.id().to_string()), "{finding:?}");
    note_with(&stage, "told with the holder", SOON, |note| note.body.contains("python3"));
    assert!(holder.lives(), "nothing was killed");
    drop(holder);
    stage.wait_state(State::Running, READY);
    assert_eq!(stage.finding("port.conflict"), None);
}

#[test]
fn a_wrong_token_is_found_and_fetched_again_with_one_click() {
    let mut stage = Stage::start_running();
    let right = stage.token_in_keyring().unwrap();
    assert!(stage.clawtray(&["quit"]).status.success());
    stage.keeper.take().unwrap().wait(SOON).unwrap();
    let wrong = json!({"shared_token": "wrong-token-of-a-former-life"}).to_string();
    stage.desktop.secret_store(&stage.keychain_service(), "default", &wrong).unwrap();
    stage.start_keeper();
    let finding = stage.wait_finding("auth.token_mismatch", READY);
    assert_eq!(finding.actions[0].id, "refetch_token");
    let title = finding.title.clone();
    let label = finding.actions[0].label.clone();
    let in_menu = stage.desktop.wait_for("the menu has the finding", SOON, |state| {
        state.tray.as_ref().filter(|item| item.menu.iter().any(|entry| entry.label == title)).map(|_| ())
    });
    in_menu.unwrap_or_else(|error| panic!("{error}\n{}", stage.story()));
    stage.desktop.click(&[&title, &label]).unwrap_or_else(|error| panic!("{error}\n{}", stage.story()));
    stage.wait_gone("auth.token_mismatch", READY);
    stage.wait_state(State::Running, READY);
    assert_eq!(stage.token_in_keyring(), Some(right));
}

#[test]
fn the_token_is_nowhere_but_in_the_keyring_and_the_gateways_own_configuration() {
    let stage = Stage::start_running();
    let token = stage.token_in_keyring().unwrap();
    let snapshot = serde_json::to_string(&stage.snapshot()).unwrap();
    assert!(!snapshot.contains(&token), "in the snapshot");
    for args in [&["status", "--json"][..], &["doctor", "--json"], &["logs", "--json"]] {
        let output = stage.clawtray(args);
        assert!(!String::from_utf8_lossy(&output.stdout).contains(&token), "printed by {args:?}");
    }
    let mut looked_at = 0;
    let mut folders = vec![stage.clawtray_home()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).unwrap().flatten() {
            let path = entry.path();
            if path.is_dir() {
                folders.push(path);
            } else if let Ok(bytes) = std::fs::read(&path) {
                looked_at += 1;
                let found = bytes.windows(token.len()).any(|part| part == token.as_bytes());
                assert!(!found, "in {}", path.display());
            }
        }
    }
    assert!(looked_at >= 2, "the search looked at {looked_at} files only");
    for entry in std::fs::read_dir("/proc").unwrap().flatten() {
        for file in ["cmdline", "environ"] {
            if let Ok(bytes) = std::fs::read(entry.path().join(file)) {
                let found = bytes.windows(token.len()).any(|part| part == token.as_bytes());
                assert!(!found, "in {file} of process {:?}", entry.file_name());
            }
        }
    }
    let keeper = stage.keeper.as_ref().unwrap().lines().join("\n");
    assert!(!keeper.contains(&token), "in the keeper's own output");
}
