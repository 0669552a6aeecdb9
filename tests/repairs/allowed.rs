//! What was refused, and a person allows or puts right: an address, a program.

use std::{fs, os::unix::fs::symlink, time::Instant};

use clawtray_contract::Outcome;
use serde_json::{Value, json};

use crate::common::{
    READY, Stage,
    faults::{TOKEN, after_a_look, config, running},
    page,
    proof::Trial,
};

#[test]
#[ignore = "slow: a page of another origin asks a real gateway"]
fn slow_a_page_of_another_origin() {
    let mut stage = Stage::without_screen();
    running(&mut stage, json!({}));
    let begun = Instant::now();
    page::sign_in(stage.port, "https://claw.example.com", "openclaw-control-ui", TOKEN);
    let origins = r#"["https://claw.example.com"]"#;
    Trial::new(&stage, "dashboard opened elsewhere", "auth.origin_not_allowed", "allow_this_address")
        .begun(begun)
        .ends_as(Outcome::Repaired)
        .undone()
        .beside(&[&["config", "set", "gateway.controlUi.allowedOrigins", origins, "--json"]])
        .told();
}

#[test]
#[ignore = "slow: a real gateway's browser is not there"]
fn slow_a_browser_that_is_not_there() {
    let mut stage = Stage::without_screen();
    let bin = stage.desktop.folder().join("bin");
    fs::create_dir_all(&bin).unwrap();
    symlink("/bin/true", bin.join("chromium")).unwrap();
    stage.set("PATH", &format!("{}:{}", bin.display(), std::env::var("PATH").unwrap()));
    let with = |browser: Value| {
        config(json!({"logging": {"file": stage.state_dir().join("gateway.log")}, "browser": browser}))
    };
    let (good, broken) =
        (with(json!({"enabled": true})), with(json!({"enabled": true, "executablePath": "/nowhere/chrome"})));
    stage.write_config(&good);
    stage.start_keeper();
    stage.wait_state(clawtray_contract::State::Running, READY);
    let begun = Instant::now();
    stage.write_config(&broken);
    after_a_look(&stage, "browser.executable_missing", true);
    let found = bin.join("chromium").display().to_string();
    Trial::new(&stage, "browser executable missing", "browser.executable_missing", "use_the_browser_found_here")
        .begun(begun)
        .choice(&found)
        .ends_as(Outcome::Repaired)
        .undone()
        .beside(&[&["config", "set", "browser.executablePath", &found]])
        .told();
}
