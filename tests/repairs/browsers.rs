//! A browser that cannot be reached, does not start, or has lost its tab, with a real one that OpenClaw starts.

use std::{env, fs, os::unix::fs::symlink, path::PathBuf, time::Instant};

use clawtray_contract::Outcome;
use serde_json::{Value, json};

use crate::common::{
    Stage,
    faults::{merge, named, running},
    peer::Rpc,
    proof::{By, Trial},
};

/// A gateway whose browser is the real one, seen by nobody; absent, and said so, where there is none.
fn with_browser(more: Value) -> Option<Stage> {
    let folders = env::var_os("PATH").unwrap_or_default();
    let Some(program) = env::split_paths(&folders).map(|folder| folder.join("chromium")).find(|one| one.is_file())
    else {
        println!("skipped, since there is no chromium on the path");
        return None;
    };
    // Tests run as root, too, whose browser starts without a sandbox alone.
    let mut browser = json!({"enabled": true, "headless": true, "noSandbox": true, "executablePath": program});
    merge(&mut browser, more);
    let mut stage = Stage::without_screen();
    running(&mut stage, json!({"browser": browser}));
    Some(stage)
}

/// What a tool of an agent asks of a browser.
fn asked(rpc: &Rpc, method: &str, path: &str, query: Value) -> Result<Value, String> {
    rpc.try_call("browser.request", json!({"method": method, "path": path, "query": query, "timeoutMs": 120_000}))
}

fn stops(rpc: &Rpc, profile: &str) {
    asked(rpc, "POST", "/stop", json!({"profile": profile})).expect("it is stopped");
}

#[test]
#[ignore = "slow: a real gateway attaches to a browser that is not there, and starts a real one"]
fn slow_a_browser_that_cannot_be_reached() {
    let remote = json!({"cdpUrl": "http://127.0.0.1:9", "attachOnly": true});
    let Some(stage) = with_browser(json!({"defaultProfile": "remote", "profiles": {"remote": remote}})) else { return };
    let rpc = stage.rpc();
    let begun = Instant::now();
    asked(&rpc, "POST", "/start", json!({})).expect_err("nobody listens there");
    let row = Trial::new(&stage, "browser not reached", "browser.cdp_unreachable", "use_openclaw_s_own_browser")
        .begun(begun)
        .ends_as(Outcome::Repaired);
    assert_eq!(row.reference.subject.as_deref(), Some("remote"));
    let status = asked(&rpc, "GET", "/", json!({})).unwrap();
    assert_eq!((&status["profile"], &status["running"]), (&json!("openclaw"), &json!(true)), "{status}");
    let row = row.undone();
    stops(&rpc, "openclaw");
    row.beside(&[
        &["config", "set", "browser.defaultProfile", "openclaw"],
        &["browser", "start", "--browser-profile", "openclaw"],
    ])
    .told();
    stops(&rpc, "openclaw");
}

#[test]
#[ignore = "slow: a real gateway's browser finds its folder in use, and starts after it"]
fn slow_a_browser_that_does_not_start() {
    let Some(stage) = with_browser(json!({})) else { return };
    let rpc = stage.rpc();
    let lock: PathBuf = stage.state_dir().join("browser/openclaw/user-data/SingletonLock");
    fs::create_dir_all(lock.parent().unwrap()).unwrap();
    let fails = || {
        symlink("another-computer-1", &lock).unwrap();
        asked(&rpc, "POST", "/start", json!({})).expect_err("another computer uses its folder");
    };
    let begun = Instant::now();
    fails();
    named(&stage, "browser.launch_failed");
    // The other computer is done.
    fs::remove_file(&lock).unwrap();
    let row = Trial::new(&stage, "browser does not start", "browser.launch_failed", "try_to_start_it")
        .begun(begun)
        .by(By::Menu)
        .ends_as(Outcome::Repaired);
    assert_eq!(row.reference.subject.as_deref(), Some("openclaw"));
    assert_eq!(asked(&rpc, "GET", "/", json!({})).unwrap()["running"], true);
    stops(&rpc, "openclaw");
    fails();
    fs::remove_file(&lock).unwrap();
    row.beside(&[&["browser", "start", "--browser-profile", "openclaw"]]).told();
    stops(&rpc, "openclaw");
}

#[test]
#[ignore = "slow: the tab that an agent used in a real browser was closed"]
fn slow_a_tab_that_is_gone() {
    let Some(stage) = with_browser(json!({})) else { return };
    let rpc = stage.rpc();
    asked(&rpc, "POST", "/start", json!({})).expect("it starts");
    let tabs = || asked(&rpc, "GET", "/tabs", json!({})).unwrap()["tabs"].as_array().cloned().unwrap();
    let closed = || {
        let open =
            json!({"method": "POST", "path": "/tabs/open", "body": {"url": "about:blank"}, "timeoutMs": 120_000});
        let tab = rpc.call("browser.request", open)["targetId"].as_str().expect("its id").to_owned();
        for open in tabs() {
            let id = open["targetId"].as_str().expect("its id");
            asked(&rpc, "DELETE", &format!("/tabs/{id}"), json!({})).expect("a person closes it");
        }
        asked(&rpc, "GET", "/snapshot", json!({"targetId": tab})).expect_err("it is not there");
    };
    let begun = Instant::now();
    closed();
    let row = Trial::new(&stage, "browser's tab closed", "browser.no_tabs", "open_a_tab")
        .begun(begun)
        .ends_as(Outcome::Repaired);
    assert_eq!(tabs().len(), 1);
    closed();
    row.beside(&[&["browser", "open", "about:blank"]]).told();
    stops(&rpc, "openclaw");
}
