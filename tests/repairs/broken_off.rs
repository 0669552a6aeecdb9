//! Repairs that are broken off in their middle, with the real OpenClaw: a full disk, a killed keeper, a gateway that is
//! killed, two surfaces at once.

use std::{fs, process::Command, thread, time::Instant};

use clawtray_contract::{Answer, ClientKind, ErrorCode, FindingRef, Intent, Outcome, RepairView, State, StepState};
use serde_json::{Value, json};

use crate::common::{
    READY, SOON, Stage,
    faults::{config, running},
    mounted::Mounted,
    peer,
};

const FINDING: &str = "config.invalid";

/// The plan's tag, as whoever looks at it first gets it.
fn plan(stage: &Stage, finding: &str, action: &str) -> String {
    stage.wait(&format!("a plan of {action}"), READY, |_| {
        let intent = Intent::Preview { finding: FindingRef::of(finding), action: action.to_owned(), choice: None };
        match peer::ask_as(&stage.clawtray_home(), ClientKind::Window, intent) {
            Ok(Answer::Plan { plan }) => Some(plan.etag),
            _ => None,
        }
    })
}

fn press(stage: &Stage, client: ClientKind, finding: &str, action: &str, tag: &str) -> Result<Answer, ErrorCode> {
    let (finding, action) = (FindingRef::of(finding), action.to_owned());
    let run = Intent::Run { finding, action, plan: Some(tag.to_owned()), choice: None };
    peer::ask_as(&stage.clawtray_home(), client, run).map_err(|error| error.code)
}

/// The newest repair, once it has ended: every step of it has an end, and its outcome a sentence.
fn ended(stage: &Stage) -> RepairView {
    let repair = stage.wait("the end of the repair", READY * 2, |stage| {
        stage.gateway().repairs.into_iter().next().filter(|repair| repair.outcome.is_some())
    });
    let open = [StepState::Running, StepState::Waiting];
    assert!(repair.steps.iter().all(|step| !open.contains(&step.state)), "{repair:#?}");
    assert!(!repair.text.is_empty(), "{repair:#?}");
    repair
}

fn told(what: &str, outcome: &RepairView, begun: Instant) {
    println!("broken off | {what} | {:?} | {:.1} s", outcome.outcome, begun.elapsed().as_secs_f64());
}

/// What keeps a gateway from starting, healed by the copy beside it.
fn cut_off(stage: &mut Stage) -> (String, String) {
    let good = config(json!({}));
    let broken = good.trim_end().trim_end_matches('}').to_owned();
    stage.write_config(&broken);
    fs::write(stage.config_path().with_file_name("openclaw.json.bak"), &good).unwrap();
    stage.start_keeper();
    stage.wait_finding(FINDING, READY);
    (good, broken)
}

fn files_with(stage: &Stage, part: &str) -> Vec<String> {
    let files = fs::read_dir(stage.state_dir()).unwrap().flatten();
    files.map(|entry| entry.file_name().to_string_lossy().into_owned()).filter(|name| name.contains(part)).collect()
}

#[test]
#[ignore = "slow: mounts a small file system, which takes the right to"]
fn slow_a_disk_that_fills_up_during_a_repair() {
    let mut stage = Stage::without_screen();
    let disk = Mounted::new(&stage.state_dir(), "2g");
    let (_, broken) = cut_off(&mut stage);
    let tag = plan(&stage, FINDING, "restore_the_last_good_copy");
    let begun = Instant::now();
    // Full from here on, up to the last byte.
    let filler = stage.state_dir().join("filler");
    let filled = Command::new("dd").arg("if=/dev/zero").arg(format!("of={}", filler.display())).arg("bs=1M").output();
    assert!(!filled.unwrap().status.success(), "the disk is full");
    press(&stage, ClientKind::Window, FINDING, "restore_the_last_good_copy", &tag).expect("it begins");
    let failed = ended(&stage);
    assert_eq!(failed.outcome, Some(Outcome::Failed), "{failed:#?}");
    assert_eq!(fs::read_to_string(stage.config_path()).unwrap(), broken, "the file is as it was");
    for name in files_with(&stage, ".broken.") {
        assert_eq!(fs::read_to_string(stage.state_dir().join(&name)).unwrap(), broken, "{name} is whole or not there");
    }
    assert_eq!(files_with(&stage, ".tmp"), Vec::<String>::new(), "nothing half written is left");
    told("disk fills", &failed, begun);

    fs::remove_file(filler).unwrap();
    let again = stage.clawtray(&["fix", FINDING, "restore_the_last_good_copy", "--yes"]);
    assert!(again.status.success(), "the lease is given back: {}", String::from_utf8_lossy(&again.stdout));
    stage.wait_state(State::Running, READY);
    assert!(stage.clawtray(&["stop", "--now"]).status.success());
    stage.wait_state(State::Paused, READY);
    let quit = peer::ask(&stage.clawtray_home(), Intent::Quit { stop_gateway: true });
    assert!(quit.is_ok());
    stage.keeper.take().unwrap().wait(SOON).unwrap();
    drop(disk);
}

#[test]
#[ignore = "slow: a keeper is killed while the real doctor repairs"]
fn slow_a_keeper_that_is_killed_during_a_repair() {
    let mut stage = Stage::without_screen();
    stage.write_config(&config(json!({"gateway": {"bogus": true}})));
    stage.start_keeper();
    stage.wait_finding(FINDING, READY);
    let tag = plan(&stage, FINDING, "repair_the_configuration");
    let begun = Instant::now();
    press(&stage, ClientKind::Window, FINDING, "repair_the_configuration", &tag).expect("it begins");
    let doctors = |stage: &Stage| {
        let all = stage.desktop.processes();
        all.iter().filter(|one| one.command.contains("doctor") && one.command.contains("--fix")).count()
    };
    stage.wait("doctor runs", SOON, |stage| (doctors(stage) > 0).then_some(()));
    stage.kill_keeper();
    stage.start_keeper();
    let repairs = stage.gateway().repairs;
    assert_eq!(repairs.len(), 1, "{repairs:#?}");
    assert_eq!(repairs[0].outcome, Some(Outcome::Failed), "{repairs:#?}");
    assert!(repairs[0].text.contains("Clawtray ended"), "{}", repairs[0].text);
    let history = stage.clawtray_json(&["history", &repairs[0].id.to_string(), "--json"]);
    assert!(history.to_string().contains("Clawtray ended"), "{history}");
    told("keeper killed with -9", &repairs[0], begun);
    // Doctor does its work all the same, or ends with whom it writes to; a file is there as a whole at every moment.
    stage.wait("doctor has ended", READY, |stage| (doctors(stage) == 0).then_some(()));
    let text = fs::read_to_string(stage.config_path()).unwrap();
    serde_json::from_str::<Value>(&text).expect("a whole file");
    // The lease is free: the same again where doctor has not done it.
    if !stage.clawtray(&["start"]).status.success() {
        stage.wait_finding(FINDING, READY);
        let again = stage.clawtray(&["fix", FINDING, "repair_the_configuration", "--yes"]);
        assert!(again.status.success(), "{}", String::from_utf8_lossy(&again.stdout));
    }
    stage.wait_state(State::Running, READY);
}

#[test]
#[ignore = "slow: a real gateway is killed while it is asked to change"]
fn slow_a_gateway_that_dies_during_a_repair() {
    let mut stage = Stage::without_screen();
    running(&mut stage, json!({}));
    let job = json!({
        "name": "Morning news", "schedule": {"kind": "every", "everyMs": 3_600_000}, "sessionTarget": "isolated",
        "wakeMode": "now", "payload": {"kind": "agentTurn", "message": "say hi"}, "delivery": {"mode": "none"},
    });
    stage.rpc().call("cron.add", job);
    stage.rpc().patch(&json!({"cron": {"enabled": false}}));
    stage.wait_finding("cron.disabled", READY);
    let tag = plan(&stage, "cron.disabled", "switch_scheduling_on");
    let pid = stage.gateway().details.pid.expect("a process").to_string();
    let begun = Instant::now();
    // Held still, so that the change is under way when it dies.
    assert!(Command::new("kill").args(["-STOP", &pid]).status().unwrap().success());
    press(&stage, ClientKind::CommandLine, "cron.disabled", "switch_scheduling_on", &tag).expect("it begins");
    assert!(Command::new("kill").args(["-9", &pid]).status().unwrap().success());
    let failed = ended(&stage);
    assert_eq!(failed.outcome, Some(Outcome::Failed), "{failed:#?}");
    let text = fs::read_to_string(stage.config_path()).unwrap();
    serde_json::from_str::<Value>(&text).expect("a whole file");
    told("gateway killed with -9", &failed, begun);
    stage.wait("another one runs", READY, |stage| {
        let view = stage.gateway();
        let another = view.details.pid.is_some_and(|now| now.to_string() != pid) && view.details.protocol.is_some();
        (another && stage.finding("cron.disabled").is_some()).then_some(())
    });
    plan(&stage, "cron.disabled", "switch_scheduling_on");
    let again = stage.clawtray(&["fix", "cron.disabled", "switch_scheduling_on", "--yes"]);
    assert!(again.status.success(), "the lease is given back: {}", String::from_utf8_lossy(&again.stdout));
}

#[test]
#[ignore = "slow: a real gateway is repaired from two surfaces at once"]
fn slow_two_surfaces_that_press_at_once() {
    let mut stage = Stage::without_screen();
    cut_off(&mut stage);
    let tag = plan(&stage, FINDING, "restore_the_last_good_copy");
    let begun = Instant::now();
    let answers: Vec<Result<Answer, ErrorCode>> = thread::scope(|scope| {
        let pressed = [ClientKind::Window, ClientKind::CommandLine].map(|client| {
            let (stage, tag) = (&stage, &tag);
            scope.spawn(move || press(stage, client, FINDING, "restore_the_last_good_copy", tag))
        });
        pressed.into_iter().map(|thread| thread.join().unwrap()).collect()
    });
    let begins = answers.iter().filter(|answer| answer.is_ok()).count();
    let busy = answers.iter().filter(|answer| matches!(answer, Err(ErrorCode::Busy))).count();
    assert_eq!((begins, busy), (1, 1), "{answers:?}");
    let repaired = ended(&stage);
    assert_eq!(repaired.outcome, Some(Outcome::Repaired), "{repaired:#?}");
    assert_eq!(stage.gateway().repairs.len(), 1, "kept once");
    assert_eq!(files_with(&stage, ".broken.").len(), 1, "done once");
    told("two surfaces at once", &repaired, begun);
}
