//! The gateway's token out of OpenClaw's configuration into the keychain, and back.

use std::{
    fs,
    path::Path,
    process::{Command, Stdio},
    time::Instant,
};

use clawtray_contract::State;
use serde_json::{Value, json};

use super::{
    common::{READY, Stage, binary, skipped_on_spring},
    on_disk, row, taken_back,
};

/// What the provider answers to a request for this name.
fn asked_for(stage: &Stage, provider: &Value, name: &str) -> Value {
    let mut command: Command = stage.command(binary("clawtray"));
    let words = provider["args"].as_array().unwrap().iter().map(|word| word.as_str().unwrap());
    command.args(words).stdin(Stdio::piped()).stdout(Stdio::piped());
    let mut child = command.spawn().unwrap();
    let request = json!({"protocolVersion": 1, "provider": "clawtray", "ids": [name]}).to_string();
    std::io::Write::write_all(&mut child.stdin.take().unwrap(), request.as_bytes()).unwrap();
    serde_json::from_slice(&child.wait_with_output().unwrap().stdout).unwrap()
}

/// The files below the folder in which the text stands.
fn holding(folder: &Path, text: &str) -> Vec<String> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            found.extend(holding(&path, text));
        } else if fs::read(&path).is_ok_and(|bytes| bytes.windows(text.len()).any(|part| part == text.as_bytes())) {
            found.push(path.display().to_string());
        }
    }
    found
}

#[test]
#[ignore = "slow: starts a real gateway three times and runs OpenClaw's own command"]
fn slow_the_token_moves_into_the_keychain_the_gateway_restarts_with_it_and_it_moves_back() {
    let stage = Stage::start_running();
    let token = stage.token_in_keyring().expect("the keeper has it");
    let before = on_disk(&stage);
    assert_eq!(before["gateway"]["auth"]["token"], json!(token));
    let shown = stage.gateway().token.expect("it is known where the token stands");
    assert!(shown.actions.iter().all(|action| action.blocked_by.is_none()) && shown.actions.len() == 1, "{shown:?}");

    let planned = stage.clawtray_json(&["secret", "migrate", "--dry-run", "--json"]);
    assert!(planned["plan"]["warnings"].to_string().contains("17 seconds"), "{planned}");
    assert_eq!(on_disk(&stage), before, "a plan changes nothing");
    let asked = Instant::now();
    let done = stage.clawtray_json(&["secret", "migrate", "--yes", "--json"]);
    let took_s = asked.elapsed().as_secs_f64();
    assert_eq!(done["outcome"], "repaired", "{done}");
    let moved = on_disk(&stage);
    let provider = moved["secrets"]["providers"]["clawtray"].clone();
    let mut expected = before.clone();
    expected["gateway"]["auth"]["token"] = json!({"source": "exec", "provider": "clawtray", "id": "shared-token"});
    expected["secrets"] = json!({"providers": {"clawtray": provider}});
    assert_eq!(moved, expected, "nothing but the token and the program that is asked for it");
    assert!(stage.gateway().token.is_some_and(|shown| shown.actions.is_empty()), "it is where it should be");
    assert!(stage.clawtray(&["secret", "migrate", "--yes"]).status.code() != Some(0), "it is there already");

    // A new process has it from the keychain or not at all.
    let pid = stage.gateway().details.pid;
    assert!(stage.clawtray(&["stop"]).status.success());
    assert!(stage.clawtray(&["start"]).status.success());
    let again = stage.wait_state(State::Running, READY);
    assert!(again.details.pid.is_some() && again.details.pid != pid, "another process");
    let _signed_in = stage.rpc();
    assert_eq!(on_disk(&stage), moved, "OpenClaw leaves it so");
    assert_eq!(asked_for(&stage, &provider, "shared-token")["values"]["shared-token"], json!(token));
    let other = asked_for(&stage, &provider, "device-key");
    assert_eq!((&other["values"], &other["errors"]["device-key"]["code"]), (&json!({}), &json!("NOT_FOUND")));

    if skipped_on_spring("taking it back", "refuses that while it runs: the reference is still in use") {
        return;
    }
    let (undone, undone_s) = taken_back(&stage, &done, &before);
    stage.wait_state(State::Running, READY);
    row("token in plain (no finding)", 0.0, (&done, took_s), Some(undone_s), "");

    // While no gateway runs, which is when a locked keychain keeps it from starting, OpenClaw's command takes it back.
    let again = stage.clawtray_json(&["secret", "migrate", "--yes", "--json"]);
    assert_eq!(again["outcome"], "repaired", "{again}");
    assert!(stage.clawtray(&["stop"]).status.success());
    let (undone_down, _) = taken_back(&stage, &again, &before);
    assert!(stage.clawtray(&["start"]).status.success());
    stage.wait_state(State::Running, READY);

    // Of Clawtray's own, nothing has ever held it.
    assert_eq!(holding(&stage.clawtray_home(), &token), Vec::<String>::new());
    for told in [stage.story(), done.to_string(), undone.to_string(), undone_down.to_string(), planned.to_string()] {
        assert!(!told.contains(&token));
    }
}
