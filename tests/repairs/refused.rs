//! Repairs that may not write: a configuration that is managed from outside, that includes another file, or whose file may
//! not be changed. The outcome says so, with what the person can do, and everything is as it was.

use std::{fs, path::PathBuf, process::Command, time::Instant};

use clawtray_contract::{FindingRef, Outcome, RepairView, State};
use serde_json::{Value, json};

use crate::common::{
    READY, Stage,
    faults::{config, job, running},
    proof::Trial,
};

const SCHEDULER: (&str, &str) = ("cron.disabled", "switch_scheduling_on");
const MODE: (&str, &str) = ("mode.not_local", "set_mode_local");

/// Files and folders that nobody may change, not even root, until it is dropped.
struct Fixed(Vec<PathBuf>);

impl Fixed {
    fn new(paths: Vec<PathBuf>) -> Self {
        let fixed = Self(paths);
        assert!(fixed.say("+i"), "a file system with attributes, and the right to set them");
        fixed
    }

    fn say(&self, how: &str) -> bool {
        Command::new("chattr").arg(how).args(&self.0).status().is_ok_and(|status| status.success())
    }
}

impl Drop for Fixed {
    fn drop(&mut self) {
        self.say("-i");
    }
}

/// What is in the folder of the configuration that begins like it, by name and content.
fn files(stage: &Stage) -> Vec<(PathBuf, Vec<u8>)> {
    let folder = fs::read_dir(stage.config_path().parent().unwrap()).unwrap().flatten().map(|entry| entry.path());
    let ours = folder.filter(|path| path.is_file() && path.to_string_lossy().contains("openclaw.json"));
    let mut files: Vec<_> = ours.map(|path| (path.clone(), fs::read(&path).unwrap())).collect();
    files.sort();
    files
}

/// Tries the action; the outcome, after which the file and the copies beside it are as they were.
fn refused(stage: &Stage, what: &str, (finding, action): (&'static str, &'static str), outcome: Outcome) -> RepairView {
    let (begun, before) = (Instant::now(), files(stage));
    let repair = Trial::new(stage, "not to be written", finding, action).ends_as(outcome).repair;
    let after = files(stage);
    assert_eq!(
        after.iter().map(|(path, _)| path).collect::<Vec<_>>(),
        before.iter().map(|(path, _)| path).collect::<Vec<_>>()
    );
    assert!(after == before, "{what}: no byte of them was changed");
    assert!(stage.finding(finding).is_some(), "{what}: what was not repaired still stands");
    println!("refused | {what} | `{finding}` `{action}` | {} | {:.1} s", repair.text, begun.elapsed().as_secs_f64());
    repair
}

/// A gateway that runs with this scheduler, which is off, and has a job.
fn scheduler_off(mut stage: Stage, cron: Value) -> Stage {
    running(&mut stage, json!({"cron": cron}));
    job(&stage.rpc(), "Morning news", "none/none", json!({"mode": "none"}));
    stage
}

/// A gateway that does not start, since its mode is another.
fn mode_remote(variable: Option<&str>) -> Stage {
    let mut stage = Stage::without_screen();
    if let Some(variable) = variable {
        stage.set(variable, "1");
    }
    stage.write_config(&config(json!({"gateway": {"mode": "remote", "remote": {"url": "ws://127.0.0.1:9"}}})));
    stage.start_keeper();
    stage
}

#[test]
#[ignore = "slow: real gateways whose configuration is managed from outside"]
fn slow_a_configuration_that_is_managed_from_outside_is_left_alone() {
    for (variable, said) in [("OPENCLAW_CONFIG_READONLY", "OPENCLAW_CONFIG_READONLY"), ("OPENCLAW_NIX_MODE", "Nix")] {
        let mut stage = Stage::without_screen();
        stage.set(variable, "1");
        let answers = scheduler_off(stage, json!({"enabled": false}));
        let repair = refused(&answers, variable, SCHEDULER, Outcome::Blocked);
        assert!(repair.text.contains(said), "{}", repair.text);
        assert!(answers.gateway().details.pid.is_some(), "it runs on");
        drop(answers);
        let down = mode_remote(Some(variable));
        let repair = refused(&down, variable, MODE, Outcome::Blocked);
        assert!(repair.text.contains(said), "{}", repair.text);
    }
}

#[test]
#[ignore = "slow: real gateways whose configuration includes other files"]
fn slow_a_key_of_an_included_file_is_changed_there_or_left_to_the_person() {
    let stage = Stage::without_screen();
    fs::create_dir_all(stage.state_dir()).unwrap();
    let included = stage.state_dir().join("cron.json");
    fs::write(&included, r#"{"enabled": false}"#).unwrap();
    let stage = scheduler_off(stage, json!({"$include": "./cron.json"}));
    let main = fs::read(stage.config_path()).unwrap();
    Trial::new(&stage, "in an included file", SCHEDULER.0, SCHEDULER.1).ends_as(Outcome::Repaired).undone();
    let now: Value = serde_json::from_slice(&fs::read(&included).unwrap()).unwrap();
    assert_eq!(now["enabled"], json!(false), "taken back in the file that it is in");
    assert_eq!(fs::read(stage.config_path()).unwrap(), main, "the file that includes it is untouched");
    drop(stage);

    // Of several files OpenClaw does not know which one to change.
    let stage = Stage::without_screen();
    fs::create_dir_all(stage.state_dir()).unwrap();
    let included = stage.state_dir().join("cron.json");
    fs::write(&included, r#"{"enabled": false}"#).unwrap();
    fs::write(stage.state_dir().join("more.json"), "{}").unwrap();
    let stage = scheduler_off(stage, json!({"$include": ["./cron.json", "./more.json"]}));
    let repair = refused(&stage, "included with others", SCHEDULER, Outcome::Blocked);
    assert!(repair.text.contains("cron"), "{}", repair.text);
    // By hand, as it says.
    fs::write(&included, r#"{"enabled": true}"#).unwrap();
    assert!(stage.clawtray(&["restart"]).status.success());
    stage.wait_gone(SCHEDULER.0, READY);
}

#[test]
#[ignore = "slow: a file is made unchangeable, which takes the right to"]
fn slow_a_file_that_may_not_be_changed_is_named() {
    let stage = mode_remote(None);
    stage.wait_finding(MODE.0, READY);
    let config = stage.config_path();
    let fixed = Fixed::new(vec![config.clone(), config.parent().unwrap().to_path_buf()]);
    let repair = refused(&stage, "unchangeable", MODE, Outcome::Failed);
    drop(fixed);
    assert!(!repair.text.is_empty());
    let again = stage.clawtray(&["fix", &FindingRef::of(MODE.0).to_string(), MODE.1, "--yes"]);
    assert!(again.status.success(), "the lease is given back: {}", String::from_utf8_lossy(&again.stdout));
    stage.wait_state(State::Running, READY);
}
