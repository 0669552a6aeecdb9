//! A computer around the gateway that is not as it should be. No gateway is started, so these take seconds.

use std::{net::TcpListener, process::Command, time::Instant};

use clawtray_contract::Outcome;
use clawtray_testkit::desktop::{Desktop, Options, full_capabilities};
use serde_json::json;

use crate::common::{
    SOON, Stage,
    faults::config,
    proof::{By, Trial},
};

/// A desktop that lacks something, where a gateway elsewhere is watched.
fn lacking(options: Options) -> Stage {
    let mut stage = Stage::on(Desktop::start(options).expect("a private desktop"));
    // Where nobody listens, and nobody will.
    let port = TcpListener::bind(("127.0.0.1", 0)).unwrap().local_addr().unwrap().port();
    let url = format!("ws://127.0.0.1:{port}");
    stage.write_config(&config(json!({"gateway": {"mode": "remote", "remote": {"url": url}}})));
    stage.start_keeper();
    stage
}

#[test]
#[ignore = "slow: a row of the table of repairs"]
fn slow_a_keychain_that_is_not_there() {
    let stage = lacking(Options { screen: None, keyring: false, ..Options::default() });
    let begun = Instant::now();
    Trial::new(&stage, "keychain not there", "secrets.unavailable", "keep_secrets_for_this_session_only")
        .begun(begun)
        .by(By::Window)
        .ends_as(Outcome::Acknowledged)
        .told();
}

#[test]
#[ignore = "slow: a row of the table of repairs"]
fn slow_a_keychain_that_opens() {
    let mut stage = lacking(Options { screen: None, keyring: false, ..Options::default() });
    stage.wait_finding("secrets.unavailable", SOON);
    stage.desktop.start_keyring().expect("a keyring");
    let begun = Instant::now();
    Trial::new(&stage, "keychain that opens again", "secrets.unavailable", "unlock_it")
        .begun(begun)
        .ends_as(Outcome::Repaired)
        .told();
}

#[test]
#[ignore = "slow: a row of the table of repairs"]
fn slow_a_tray_that_is_not_there() {
    let stage = lacking(Options { watcher: false, ..Options::default() });
    let begun = Instant::now();
    Trial::new(&stage, "no tray host", "desktop.no_tray_host", "open_the_window_instead")
        .begun(begun)
        .ends_as(Outcome::Shown)
        .told();
    let windows = || {
        let all = stage.desktop.processes().into_iter();
        all.filter(|one| one.command.contains("clawtray-desktop")).collect::<Vec<_>>()
    };
    stage.wait("the window opens", SOON, |_| (!windows().is_empty()).then_some(()));
    // It would keep a keeper for itself when this one ends.
    stage.wait("the window is gone", SOON, |_| {
        let left = windows();
        left.iter().for_each(|one| drop(Command::new("kill").args(["-9", &one.pid.to_string()]).status()));
        left.is_empty().then_some(())
    });
    stage.desktop.start_watcher().expect("a tray host");
    stage.wait_gone("desktop.no_tray_host", SOON);
}

#[test]
#[ignore = "slow: a row of the table of repairs"]
fn slow_notifications_that_nobody_shows() {
    let stage = lacking(Options { screen: None, notifications: None, ..Options::default() });
    let begun = Instant::now();
    Trial::new(&stage, "no notification service", "desktop.notifications_off", "send_a_test_notification")
        .begun(begun)
        .by(By::Menu)
        .ends_as(Outcome::StillBroken)
        .told();
    stage.desktop.start_notifications(full_capabilities()).expect("a notification service");
    stage.wait_gone("desktop.notifications_off", SOON);
}
