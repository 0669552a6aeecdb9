//! A world that is not as it should be: the app stays up, says what is wrong, and loses nothing.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;

use std::{
    fs,
    io::{Read as _, Write as _},
    os::unix::{
        fs::{PermissionsExt as _, symlink},
        net::UnixStream,
    },
    path::PathBuf,
    time::Duration,
};

use clawtray_contract::State;
use common::{READY, SOON, Stage, peer};
use serde_json::json;

/// An OpenClaw package whose program is this script, run by `sh` in place of Node.js.
fn stand_in(stage: &mut Stage, script: &str) {
    let folder = stage.desktop.folder().join("stand-in");
    fs::create_dir_all(&folder).unwrap();
    let package = json!({"name": "openclaw", "version": "2026.9.6", "bin": {"openclaw": "openclaw.mjs"}});
    fs::write(folder.join("package.json"), package.to_string()).unwrap();
    fs::write(folder.join("openclaw.mjs"), script).unwrap();
    let node = folder.join("node");
    fs::write(&node, "#!/bin/sh\nif [ \"$1\" = --version ]; then echo v26.10.0; exit 0; fi\nexec sh \"$@\"\n").unwrap();
    fs::set_permissions(&node, fs::Permissions::from_mode(0o755)).unwrap();
    stage.set("CLAWTRAY_OPENCLAW", folder.join("openclaw.mjs").to_str().unwrap());
    stage.set("CLAWTRAY_NODE", node.to_str().unwrap());
}

#[test]
fn a_strange_home_a_proxy_and_no_runtime_folder_are_no_obstacle() {
    let mut stage = Stage::in_home("Zoë’s home, with spaces");
    for name in ["HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy", "HTTPS_PROXY"] {
        stage.set(name, "http://127.0.0.1:9");
    }
    stage.unset("XDG_RUNTIME_DIR");
    stage.start_keeper();
    stage.wait_state(State::Running, READY);

    // A configuration with comments, an include and a mistake: the plan says what a rewrite would lose.
    assert!(stage.clawtray(&["stop"]).status.success());
    stage.wait_state(State::Paused, READY);
    let good = fs::read_to_string(stage.config_path()).unwrap();
    fs::write(stage.state_dir().join("more.json5"), "{}").unwrap();
    let spoiled = good.replacen('{', "{\n  // my own note\n  \"bogus\": {\"$include\": \"./more.json5\"},", 1);
    fs::write(stage.config_path(), &spoiled).unwrap();
    assert!(!stage.clawtray(&["start"]).status.success());
    stage.wait_finding("config.invalid", READY);
    let plan = stage.clawtray_json(&["fix", "config.invalid", "--dry-run", "--json"]).to_string();
    assert!(plan.contains("Comments in the configuration file get lost"), "{plan}");
    assert!(plan.contains("more.json5"), "{plan}");
    assert_eq!(fs::read_to_string(stage.config_path()).unwrap(), spoiled, "looking changes nothing");
    fs::write(stage.config_path(), good).unwrap();
    assert!(stage.clawtray(&["start"]).status.success());
    stage.wait_state(State::Running, READY);
}

#[test]
fn an_openclaw_that_prints_garbage_and_ends_is_given_up_with_its_last_words() {
    let mut stage = Stage::without_screen();
    stand_in(
        &mut stage,
        "head -c 300000 /dev/urandom; echo; head -c 10000000 /dev/zero | tr '\\0' 'x'; echo; echo last words; exit 3\n",
    );
    fs::create_dir_all(stage.clawtray_home()).unwrap();
    let settings = stage.clawtray_home().join("clawtray.json");
    fs::write(&settings, r#"{"version": 99, "restart_limit": 2, "restart_window_ms": 600000, "later": true}"#).unwrap();
    stage.start_keeper();
    let view = stage.wait_state(State::GaveUp, SOON);
    let finding = view.findings.iter().find(|finding| finding.id == "process.crash_loop").expect("the loop is named");
    assert!(finding.evidence.iter().any(|seen| seen.text.contains("last words")), "{:?}", finding.evidence);
    assert!(finding.evidence.iter().any(|seen| seen.text == "exit code 3"), "{:?}", finding.evidence);
    let notices = stage.snapshot().notices;
    assert!(notices.iter().any(|notice| notice.id == "notice-settings-newer"), "{notices:?}");
    assert!(fs::read_to_string(&settings).unwrap().contains("later"), "a newer file is left as it is");
    let longest = view.output.iter().map(String::len).max().unwrap_or_default();
    assert!(longest < 64 * 1024, "a line of ten megabytes is cut: {longest}");
}

#[test]
fn an_openclaw_that_hangs_is_shown_as_starting_and_can_be_stopped() {
    let mut stage = Stage::without_screen();
    stand_in(&mut stage, "case \"$1\" in gateway) exec sleep 1000;; *) exec sleep 1000;; esac\n");
    stage.write_config(
        r#"{"gateway": {"mode": "local", "auth": {"mode": "token", "token": "a-token-of-this-test-only"}}}"#,
    );
    stage.start_keeper();
    stage.wait("a process", SOON, |stage| stage.gateway().details.pid);
    assert_eq!(stage.gateway().state, State::Starting);
    assert!(stage.clawtray(&["stop", "--now"]).status.success());
    stage.wait_state(State::Paused, SOON);
}

#[test]
fn garbage_and_strangers_on_the_socket_are_turned_away() {
    let mut stage = Stage::without_screen();
    stand_in(&mut stage, "exec sleep 1000\n");
    // What an earlier life left: a dead socket and a lock file that nobody holds.
    let socket = peer::socket_of(&stage.clawtray_home());
    fs::create_dir_all(socket.parent().unwrap()).unwrap();
    drop(std::os::unix::net::UnixListener::bind(&socket).unwrap());
    stage.start_keeper();
    let mode = fs::metadata(&socket).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode, 0o600, "only its owner may speak to the keeper");
    for garbage in [
        &b"\xff\xfe\x00garbage\n"[..],
        b"{\"type\":\"hello\",\"protocol\":99,\"client\":\"window\",\"version\":\"x\"}\n",
        b"[]\n",
    ] {
        let mut stream = UnixStream::connect(&socket).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
        stream.write_all(garbage).unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).ok();
        assert!(answer.contains("failure"), "told why: {answer:?}");
    }
    assert!(stage.snapshot().revision > 0, "and it still answers");
    let second = stage.command(common::binary("clawtrayd")).output().unwrap();
    let said = String::from_utf8_lossy(&second.stdout).into_owned() + &String::from_utf8_lossy(&second.stderr);
    assert!(said.contains("already running"), "{said}");
    assert!(stage.clawtray(&["stop", "--now"]).status.success());
}

#[test]
fn empty_and_broken_files_of_our_own_are_said_and_kept() {
    let mut stage = Stage::without_screen();
    stand_in(&mut stage, "exec sleep 1000\n");
    let home = stage.clawtray_home();
    fs::create_dir_all(home.join("state")).unwrap();
    fs::write(home.join("clawtray.json"), "{\"on_quit\": ").unwrap();
    fs::write(home.join("state").join("state.json"), "not json at all").unwrap();
    stage.start_keeper();
    stage.wait("told of the broken settings", SOON, |stage| {
        stage.snapshot().notices.into_iter().find(|notice| notice.id == "notice-settings-broken")
    });
    assert_eq!(fs::read_to_string(home.join("clawtray.json")).unwrap(), "{\"on_quit\": ");
    let kept: Vec<PathBuf> = fs::read_dir(home.join("state")).unwrap().flatten().map(|entry| entry.path()).collect();
    let aside = kept.iter().any(|path| fs::read(path).is_ok_and(|bytes| bytes == b"not json at all"));
    assert!(aside, "the broken state is set aside, not lost: {kept:?}");
    assert!(stage.clawtray(&["stop", "--now"]).status.success());
}

#[test]
fn without_any_openclaw_it_says_so_and_stays_up() {
    let mut stage = Stage::without_screen();
    let nowhere = stage.desktop.folder().join("nowhere");
    fs::create_dir_all(&nowhere).unwrap();
    symlink("/does/not/exist", nowhere.join("openclaw.mjs")).unwrap();
    stage.set("CLAWTRAY_OPENCLAW", nowhere.join("openclaw.mjs").to_str().unwrap());
    stage.start_keeper();
    let view = stage
        .wait("looked around", SOON, |stage| Some(stage.gateway()).filter(|view| view.headline.contains("not found")));
    assert_eq!(view.state, State::NotSetUp);
    let refused = stage.clawtray(&["start"]);
    assert!(!refused.status.success(), "there is nothing to start");
    assert!(String::from_utf8_lossy(&refused.stderr).contains("not found"), "{refused:?}");
}
