//! A scheduler that stumbles, and a job whose time passed without it.

use std::{
    fs,
    time::{Duration, Instant, SystemTime, UNIX_EPOCH},
};

use clawtray_contract::{Answer, ClientKind, FindingRef, Intent, Outcome, PlanView, State};
use serde_json::{Value, json};

use crate::common::{
    READY, Stage,
    faults::{hold, run_until_good, running},
    peer,
    proof::{By, Trial},
};

/// How long after its time a job counts as missed, with something on top: its list is read when the gateway is back.
const PAST_DUE: Duration = Duration::from_secs(130);
const TICK_FAILED: &str = "cron.tick_failed";

fn command(name: &str, schedule: Value, argv: &[&str]) -> Value {
    json!({
        "name": name, "schedule": schedule, "sessionTarget": "isolated", "wakeMode": "now",
        "payload": {"kind": "command", "argv": argv}, "delivery": {"mode": "none"},
    })
}

fn restart_planned(stage: &Stage) -> PlanView {
    let finding = FindingRef::of(TICK_FAILED);
    stage.wait("a plan of the restart", READY, |stage| {
        let intent = Intent::Preview { finding: finding.clone(), action: "restart".into(), choice: None };
        match peer::ask_as(&stage.clawtray_home(), ClientKind::Window, intent) {
            Ok(Answer::Plan { plan }) => Some(*plan),
            _ => None,
        }
    })
}

/// What a restart would interrupt is named before anybody says yes to it.
#[test]
#[ignore = "slow: a real gateway's scheduler cannot write"]
fn slow_a_scheduler_whose_tick_fails() {
    let mut stage = Stage::without_screen();
    running(&mut stage, json!({}));
    let rpc = stage.rpc();
    let often = json!({"kind": "every", "everyMs": 10_000});
    rpc.call("cron.add", command("Every few seconds", often, &["true"]));
    let hour = json!({"kind": "every", "everyMs": 3_600_000});
    let wait_for = stage.desktop.folder().join("go-on");
    let script = format!("until [ -e {} ]; do sleep 0.2; done", wait_for.display());
    let long = rpc.call("cron.add", command("Nightly backup", hour, &["bash", "-c", &script]));
    let long = long["id"].as_str().expect("an id").to_owned();
    let begun = Instant::now();
    let mut holder = hold(&stage.state_dir().join("state/openclaw.sqlite"));
    let log = stage.state_dir().join("gateway.log");
    stage.wait("a tick fails", READY, |_| {
        fs::read_to_string(&log).is_ok_and(|log| log.contains("timer tick failed")).then_some(())
    });
    holder.kill().unwrap();
    holder.wait().unwrap();
    stage.wait_finding(TICK_FAILED, READY);

    rpc.call("cron.run", json!({"id": long, "mode": "force"}));
    let named = stage.wait("the running job is named", READY, |stage| {
        let plan = restart_planned(stage);
        plan.warnings.iter().any(|warning| warning.contains("Nightly backup")).then_some(plan.warnings)
    });
    println!("what a restart would interrupt: {named:?}");
    fs::write(&wait_for, "").unwrap();
    stage.wait("nothing runs any more", READY, |stage| {
        let plan = restart_planned(stage);
        (!plan.warnings.iter().any(|warning| warning.contains("Nightly backup"))).then_some(())
    });

    Trial::new(&stage, "scheduler's tick failed", TICK_FAILED, "restart")
        .begun(begun)
        .ends_as(Outcome::Repaired)
        .told();
}

#[test]
#[ignore = "slow: a real gateway is away while a job is due"]
fn slow_a_job_whose_time_passed() {
    let mut stage = Stage::without_screen();
    running(&mut stage, json!({"cron": {"skipMissedJobs": true}}));
    let rpc = stage.rpc();
    let now_ms = u64::try_from(SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_millis()).unwrap();
    // The gateway is down before it is due, and nothing of the schedule comes again within this test.
    let (every_ms, due_ms) = (3_600_000, now_ms + 45_000);
    let schedule = json!({"kind": "every", "everyMs": every_ms, "anchorMs": due_ms - every_ms});
    let added = rpc.call("cron.add", command("Morning news", schedule, &["true"]));
    let id = added["id"].as_str().expect("an id").to_owned();
    stage.wait("the job is known", READY, |stage| {
        let known = stage.gateway().parts.jobs.into_iter().flatten().any(|job| job.id == id);
        known.then_some(())
    });
    drop(rpc);
    assert!(stage.clawtray(&["stop", "--now"]).status.success());
    stage.wait_state(State::Paused, READY);
    let due = UNIX_EPOCH + Duration::from_millis(due_ms);
    assert!(SystemTime::now() < due, "the gateway was down in time");
    stage.wait("its time has passed", PAST_DUE * 2, |_| (SystemTime::now() > due + PAST_DUE).then_some(()));
    let begun = Instant::now();
    assert!(stage.clawtray(&["start"]).status.success());
    let rpc = stage.rpc();
    Trial::new(&stage, "job missed while away", "cron.missed", "run_it_now")
        .begun(begun)
        .by(By::Window)
        .proof_may_be_quick()
        .ends_as(Outcome::AwaitingProof)
        .proven_by(|_| {})
        .beside(&[&["cron", "run", &id]])
        .told();
    run_until_good(&stage, &rpc, &id);
}
