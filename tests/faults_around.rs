//! A computer around the gateway that is not as it should be: each is named, and gone once it is undone. No gateway is
//! started, so these take seconds.
#![cfg(target_os = "linux")]
#![allow(clippy::print_stdout, clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;

use std::{net::TcpListener, time::Instant};

use clawtray_contract::Intent;
use clawtray_testkit::desktop::{Desktop, Options};
use common::{
    SOON, Stage,
    faults::{config, named, passed},
    peer,
};
use serde_json::json;

fn over_after_a_look(stage: &Stage, id: &str) {
    stage.wait(&format!("{id} is over"), SOON, |stage| {
        peer::ask(&stage.clawtray_home(), Intent::Refresh).unwrap();
        stage.finding(id).is_none().then_some(())
    });
}

#[test]
fn a_held_port_a_lost_keychain_and_a_missing_tray_are_named_until_they_are_well() {
    let desktop = Desktop::start(Options { screen: None, watcher: false, keyring: false, ..Options::default() });
    let mut stage = Stage::on(desktop.expect("a private desktop"));
    let remote = json!({"gateway": {"mode": "remote", "remote": {"url": "ws://127.0.0.1:9"}}});
    stage.write_config(&config(remote));
    let begun = Instant::now();
    let holder = TcpListener::bind(("127.0.0.1", stage.port)).unwrap();
    stage.start_keeper();
    let held = named(&stage, "port.conflict");
    assert!(held.text.contains(&stage.port.to_string()), "{held:?}");
    named(&stage, "secrets.unavailable");
    named(&stage, "desktop.no_tray_host");

    drop(holder);
    over_after_a_look(&stage, "port.conflict");
    passed("port held", "port.conflict", begun);
    stage.desktop.start_keyring().expect("a keyring");
    over_after_a_look(&stage, "secrets.unavailable");
    passed("keychain locked", "secrets.unavailable", begun);
    stage.desktop.start_watcher().expect("a tray host");
    stage.wait_gone("desktop.no_tray_host", SOON);
    passed("no tray host", "desktop.no_tray_host", begun);
}
