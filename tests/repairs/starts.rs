//! What keeps a gateway from starting.

use std::{fs, net::TcpListener, process::Command, time::Instant};

use clawtray_contract::{Outcome, State};
use serde_json::{Value, json};

use crate::common::{
    READY, SOON, Stage,
    faults::{TOKEN, config, running},
    holder::Holder,
    proof::{By, Trial, again},
};

/// Doctor's own repair, as the runbook asks for it.
const DOCTOR: &[&str] = &["doctor", "--fix", "--yes", "--non-interactive"];

/// A gateway that cannot start with this configuration.
fn kept_from_starting(text: &str) -> (Stage, Instant) {
    let mut stage = Stage::without_screen();
    stage.write_config(text);
    let begun = Instant::now();
    stage.start_keeper();
    (stage, begun)
}

#[test]
#[ignore = "slow: a real gateway is broken, repaired and proven"]
fn slow_a_mode_that_is_missing() {
    let broken = config(json!({"gateway": {"mode": null}}));
    let (stage, begun) = kept_from_starting(&broken);
    Trial::new(&stage, "mode missing", "mode.not_local", "set_mode_local")
        .begun(begun)
        .ends_as(Outcome::Repaired)
        .beside_and_start(|stage| stage.write_config(&broken), &[&["config", "set", "gateway.mode", "local"]])
        .told();
    stage.wait_state(State::Running, READY);
}

#[test]
#[ignore = "slow: a real gateway is broken, repaired and proven"]
fn slow_a_mode_that_an_older_copy_has() {
    let mut stage = Stage::without_screen();
    // Where the mode is missing, OpenClaw goes back to the copy by itself.
    stage.write_config(&config(json!({"gateway": {"mode": "remote", "remote": {"url": "ws://127.0.0.1:9"}}})));
    fs::write(stage.config_path().with_file_name("openclaw.json.bak"), config(json!({}))).unwrap();
    let begun = Instant::now();
    stage.start_keeper();
    Trial::new(&stage, "mode remote", "mode.not_local", "restore_the_last_good_config")
        .begun(begun)
        .ends_as(Outcome::Repaired)
        .told();
    stage.wait_state(State::Running, READY);
}

#[test]
#[ignore = "slow: a real gateway is broken, repaired and proven"]
fn slow_a_mode_that_is_remote() {
    let broken = config(json!({"gateway": {"mode": "remote", "remote": {"url": "ws://127.0.0.1:9"}}}));
    let (stage, begun) = kept_from_starting(&broken);
    Trial::new(&stage, "mode remote", "mode.not_local", "set_mode_local")
        .begun(begun)
        .by(By::Window)
        .ends_as(Outcome::Repaired)
        .beside_and_start(|stage| stage.write_config(&broken), &[&["config", "set", "gateway.mode", "local"]])
        .told();
    stage.wait_state(State::Running, READY);
}

#[test]
#[ignore = "slow: a real gateway is broken, repaired and proven"]
fn slow_a_funnel_without_a_password() {
    // Clawtray's own child always listens on this computer alone; what keeps it from starting is the funnel.
    let broken = config(json!({"gateway": {"tailscale": {"mode": "funnel"}}}));
    let (stage, begun) = kept_from_starting(&broken);
    Trial::new(&stage, "bind without auth (funnel)", "bind.no_auth", "listen_on_this_computer_only")
        .begun(begun)
        .ends_as(Outcome::Repaired)
        .undone()
        .beside_and_start(|stage| stage.write_config(&broken), &[&["config", "set", "gateway.tailscale.mode", "off"]])
        .told();
}

#[test]
#[ignore = "slow: a real gateway is broken, repaired and proven"]
fn slow_a_file_that_is_no_json() {
    let good = config(json!({}));
    let broken = good.trim_end().trim_end_matches('}').to_owned();
    let mut stage = Stage::without_screen();
    stage.write_config(&broken);
    fs::write(stage.config_path().with_file_name("openclaw.json.bak"), &good).unwrap();
    let begun = Instant::now();
    stage.start_keeper();
    let row = Trial::new(&stage, "invalid JSON", "config.invalid", "restore_the_last_good_copy")
        .begun(begun)
        .by(By::Window)
        .ends_as(Outcome::Repaired);
    let mut files = fs::read_dir(stage.state_dir()).unwrap().flatten();
    let kept = files.find(|entry| entry.file_name().to_string_lossy().contains(".broken.")).expect("it is kept");
    assert_eq!(fs::read_to_string(kept.path()).unwrap(), broken);
    row.beside_and_start(|stage| stage.write_config(&broken), &[DOCTOR]).told();
}

#[test]
#[ignore = "slow: a real gateway is broken, repaired and proven"]
fn slow_a_key_that_is_unknown() {
    let broken = config(json!({"gateway": {"bogus": true}}));
    let (stage, begun) = kept_from_starting(&broken);
    Trial::new(&stage, "unknown key", "config.invalid", "repair_the_configuration")
        .begun(begun)
        .ends_as(Outcome::Repaired)
        .beside_and_start(|stage| stage.write_config(&broken), &[DOCTOR])
        .told();
}

#[test]
#[ignore = "slow: a real gateway is broken, repaired and proven"]
fn slow_a_port_that_somebody_holds() {
    let mut stage = Stage::without_screen();
    // The port of the configuration counts only where no variable names another.
    stage.unset("OPENCLAW_GATEWAY_PORT");
    stage.write_config(&config(json!({"gateway": {"port": stage.port}})));
    let mut holder = Holder::of(stage.port);
    let begun = Instant::now();
    stage.start_keeper();
    let row = Trial::new(&stage, "port held", "port.conflict", "use_the_next_free_port")
        .begun(begun)
        .ends_as(Outcome::Repaired);
    assert!(holder.lives(), "whoever holds the port is left alone");
    stage.wait_state(State::Running, READY);
    let free = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port().to_string();
    row.undone().beside_and_start(|_| {}, &[&["config", "set", "gateway.port", &free]]).told();
    assert!(holder.lives(), "whoever holds the port is left alone");
}

#[test]
#[ignore = "slow: a real gateway is broken, repaired and proven"]
fn slow_a_gateway_that_is_not_running() {
    let mut stage = Stage::without_screen();
    fs::create_dir_all(stage.clawtray_home()).unwrap();
    // Nobody starts it again unasked.
    let settings = r#"{"automatic": {"service.not_running": false}}"#;
    fs::write(stage.clawtray_home().join("clawtray.json"), settings).unwrap();
    running(&mut stage, json!({}));
    let pid = stage.gateway().details.pid.expect("a process").to_string();
    let begun = Instant::now();
    assert!(Command::new("kill").args(["-9", &pid]).status().unwrap().success());
    Trial::new(&stage, "not running", "service.not_running", "start")
        .begun(begun)
        .by(By::Menu)
        .ends_as(Outcome::Repaired)
        .told();
    stage.wait_state(State::Running, READY);
    let pid = stage.gateway().details.pid.expect("a process").to_string();
    let begun = Instant::now();
    assert!(Command::new("kill").args(["-9", &pid]).status().unwrap().success());
    Trial::new(&stage, "not running", "service.not_running", "repair_and_start")
        .begun(begun)
        .ends_as(Outcome::Repaired)
        .beside_and_start(|_| {}, &[DOCTOR])
        .told();
}

/// A gateway that is killed until nobody starts it again.
fn given_up() -> (Stage, Instant) {
    let mut stage = Stage::without_screen();
    fs::create_dir_all(stage.clawtray_home()).unwrap();
    let settings = r#"{"restart_limit": 1, "restart_window_ms": 3600000}"#;
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
        let pid = view.details.pid.expect("a process");
        assert!(Command::new("kill").args(["-9", &pid.to_string()]).status().unwrap().success());
        stage.wait("its end is seen", SOON, |stage| (stage.gateway().details.pid != Some(pid)).then_some(()));
    }
    (stage, begun)
}

#[test]
#[ignore = "slow: a real gateway is killed again and again"]
fn slow_a_crash_loop() {
    let (stage, begun) = given_up();
    Trial::new(&stage, "crash loop", "process.crash_loop", "repair_and_try_once_more")
        .begun(begun)
        .ends_as(Outcome::Repaired)
        .told();
}

#[test]
#[ignore = "slow: a real gateway is killed again and again"]
fn slow_a_crash_loop_that_channels_may_cause() {
    let (stage, begun) = given_up();
    Trial::new(&stage, "crash loop", "process.crash_loop", "start_without_channels")
        .begun(begun)
        .ends_as(Outcome::Repaired)
        .told();
}

#[test]
#[ignore = "slow: a real gateway is given another token"]
fn slow_a_token_that_is_not_the_gateways() {
    let mut stage = Stage::without_screen();
    running(&mut stage, json!({}));
    assert!(stage.clawtray(&["quit"]).status.success());
    stage.keeper.take().unwrap().wait(SOON).unwrap();
    let wrong = json!({"shared_token": "wrong-token-of-a-former-life"}).to_string();
    stage.desktop.secret_store(&stage.keychain_service(), "default", &wrong).unwrap();
    let begun = Instant::now();
    stage.start_keeper();
    Trial::new(&stage, "gateway token mismatch", "auth.token_mismatch", "refetch_token")
        .begun(begun)
        .by(By::Menu)
        .ends_as(Outcome::Repaired)
        .beside(&[&["dashboard", "--no-open"]])
        .told();
    assert_eq!(stage.token_in_keyring().as_deref(), Some(TOKEN));
}

/// A gateway that found this in place of most of its configuration, and went back to its last good copy.
fn restored(clobbered: &str) -> (Stage, Instant) {
    let mut stage = Stage::without_screen();
    let names: serde_json::Map<String, Value> = (0..40).map(|n| (format!("CLAWTRAY_TEST_{n}"), json!("x"))).collect();
    running(&mut stage, json!({"env": {"vars": names}}));
    stage.rpc().patch(&json!({"logging": {"level": "info"}}));
    let beside = |part: &str| {
        let mut files = fs::read_dir(stage.state_dir()).unwrap().flatten();
        files.any(|entry| entry.file_name().to_string_lossy().contains(part))
    };
    stage.wait("OpenClaw keeps a good copy", READY, |_| beside(".last-good").then_some(()));
    assert!(stage.clawtray(&["stop"]).status.success());
    stage.wait_state(State::Paused, READY);
    stage.write_config(clobbered);
    let begun = Instant::now();
    assert!(stage.clawtray(&["start"]).status.success(), "{}", stage.story());
    (stage, begun)
}

#[test]
#[ignore = "slow: a real gateway restores its configuration"]
fn slow_a_file_that_lost_most_of_what_it_held() {
    let (stage, begun) = restored(r#"{"gateway": {"port": 1}}"#);
    Trial::new(&stage, "clobbered file restored", "config.restored", "compare_the_two")
        .begun(begun)
        .by(By::Menu)
        .ends_as(Outcome::Shown)
        .told();
    Trial::new(&stage, "clobbered file restored", "config.restored", "keep_the_restored_one")
        .begun(begun)
        .ends_as(Outcome::Acknowledged)
        .told();
}

#[test]
#[ignore = "slow: a real gateway restores its configuration"]
fn slow_a_change_that_was_lost_with_a_file() {
    let (stage, begun) = restored(r#"{"gateway": {"port": 1}, "logging": {"level": "warn"}}"#);
    Trial::new(&stage, "clobbered file restored", "config.restored", "put_your_change_back_corrected")
        .begun(begun)
        .choice("logging.level")
        .ends_as(Outcome::Repaired)
        .undone()
        .beside(&[&["config", "set", "logging.level", "warn"]])
        .told();
}

#[test]
#[ignore = "slow: a real gateway meets a file that it does not take"]
fn slow_a_reload_that_is_skipped() {
    let mut stage = Stage::without_screen();
    running(&mut stage, json!({}));
    stage.rpc().patch(&json!({"logging": {"level": "info"}}));
    let copy = stage.config_path().with_file_name("openclaw.json.last-good");
    stage.wait("OpenClaw keeps a good copy", READY, |_| copy.is_file().then_some(()));
    let good = fs::read_to_string(stage.config_path()).unwrap();
    let mut spoiled: Value = serde_json::from_str(&good).unwrap();
    spoiled["gateway"]["bogus"] = json!(true);
    let spoiled = serde_json::to_string_pretty(&spoiled).unwrap();
    let begun = Instant::now();
    stage.write_config(&spoiled);
    let row = Trial::new(&stage, "reload skipped", "config.reload_skipped", "restore_what_is_running")
        .begun(begun)
        .ends_as(Outcome::Repaired);
    stage.write_config(&spoiled);
    again(&stage, "config.reload_skipped");
    row.beside(&[DOCTOR]).told();
}
