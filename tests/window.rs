//! The real window on a private screen: it shows what the keeper knows, and a repair is two presses and a proof.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;

use std::{fs, path::PathBuf};

use clawtray_contract::State;
use common::{READY, SOON, Stage, webdriver::Window};
use serde_json::json;

/// Where screenshots go, beside the build's other results.
fn shots() -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("target").join("screenshots");
    fs::create_dir_all(&folder).unwrap();
    folder
}

#[test]
fn the_window_shows_the_ladder_and_repairs_with_two_presses_and_proof() {
    let mut stage = Stage::new();
    stage.start_keeper();
    stage.wait_state(State::Running, READY);
    let window = Window::open(&stage);
    window.wait("state-word", SOON, |text| text.contains("Running"));
    for rung in ["rung-process", "rung-http", "rung-rpc"] {
        assert!(window.text(rung).is_some_and(|text| !text.is_empty()), "{rung} is shown");
    }
    let token = stage.token_in_keyring().unwrap();
    let page = window.script("return document.documentElement.outerHTML;", &json!([]));
    assert!(!page.as_str().unwrap().contains(&token), "the token is not in the web view");
    stage.desktop.screenshot(&shots().join("window-running.png")).unwrap();

    // A second start shows its place in the first window and ends; what is no link shows nothing.
    let windows = || {
        let found = stage.command("xdotool").args(["search", "--onlyvisible", "--name", "Clawtray"]).output().unwrap();
        String::from_utf8(found.stdout).unwrap().lines().count()
    };
    assert_eq!(windows(), 1);
    for (link, page, is_one) in [
        ("clawtray://logs", "page-logs", true),
        ("clawtray://approve/everything", "page-logs", false),
        ("clawtray://overview", "page-overview", true),
    ] {
        let second = stage.command(common::binary("clawtray-desktop")).arg(link).output().unwrap();
        assert!(second.status.success(), "{second:?}");
        assert_eq!(second.stderr.is_empty(), is_one, "a link that leads nowhere is said: {second:?}");
        window.wait(page, SOON, |_| true);
        assert_eq!(windows(), 1, "{link}");
    }

    window.press("stop");
    window.wait("state-word", READY, |text| text.contains("Stopped"));
    let mut config: serde_json::Value =
        serde_json::from_str(&fs::read_to_string(stage.config_path()).unwrap()).unwrap();
    config["gateway"]["bogus"] = json!(true);
    fs::write(stage.config_path(), serde_json::to_string_pretty(&config).unwrap()).unwrap();
    window.press("start");
    window.wait("state-word", READY, |text| text.contains("Down"));
    window.press("nav-problems");
    window.wait("finding-config.invalid", SOON, |text| text.contains("gateway.bogus"));
    window.press("action-config.invalid-repair_the_configuration");
    window.wait("plan-commands", SOON, |text| text.contains("doctor --fix"));
    stage.desktop.screenshot(&shots().join("window-plan.png")).unwrap();
    assert_eq!(stage.gateway().repairs.len(), 0, "showing the plan runs nothing");
    window.press("plan-confirm");
    window.wait("outcome", READY * 2, |text| text.contains("Repaired"));
    stage.desktop.screenshot(&shots().join("window-repaired.png")).unwrap();
    stage.wait_state(State::Running, READY);
    drop(window);
    assert_eq!(stage.gateway().state, State::Running, "the window's end is not the keeper's");
}
