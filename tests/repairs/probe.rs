//! A gateway that lets Clawtray in and does not answer about its state.

use std::{
    path::Path,
    process::Command,
    time::{Duration, Instant},
};

use clawtray_contract::{Intent, Outcome, State};
use serde_json::json;

use crate::common::{
    READY, Stage,
    faults::running,
    peer,
    proof::{By, Trial},
};

/// Runs one statement on the gateway's own database, beside it.
fn statement(stage: &Stage, statement: &str) -> Command {
    const SCRIPT: &str = "import sqlite3, sys\n\
                          c = sqlite3.connect(sys.argv[1], timeout=60)\nc.execute(sys.argv[2])\nc.commit()\n";
    let mut command = stage.desktop.command("python3");
    command.args(["-c", SCRIPT]).arg(stage.state_dir().join("state/openclaw.sqlite")).arg(statement);
    command
}

fn done(mut command: Command) {
    assert!(command.status().expect("python3 is there").success(), "{command:?}");
}

/// What the list of devices is made of is not where the gateway looks for it; the session that is open goes on.
const GONE: &str = "ALTER TABLE device_pairing_paired RENAME TO set_aside";
const BACK: &str = "ALTER TABLE set_aside RENAME TO device_pairing_paired";

/// It is asked once, and the finding is there after a while. More looks could be answered only after it is well again.
fn fails(stage: &Stage) {
    done(statement(stage, GONE));
    peer::ask(&stage.clawtray_home(), Intent::Refresh).unwrap();
    stage.wait_finding("probe.degraded", READY);
}

#[test]
#[ignore = "slow: a real gateway fails to answer about its devices"]
fn slow_a_gateway_that_lets_in_and_does_not_answer() {
    let mut stage = Stage::without_screen();
    running(&mut stage, json!({}));
    let begun = Instant::now();
    fails(&stage);
    done(statement(&stage, BACK));
    Trial::new(&stage, "lists fail for a while", "probe.degraded", "run_the_health_check_again")
        .begun(begun)
        .by(By::Menu)
        .ends_as(Outcome::Repaired)
        .told();

    let begun = Instant::now();
    fails(&stage);
    // No gateway starts with that. What ails this one ends with its process.
    let (process, back) = (stage.gateway().details.pid.expect("its process is known"), statement(&stage, BACK));
    let mended = std::thread::spawn(move || {
        while Path::new(&format!("/proc/{process}")).exists() {
            std::thread::sleep(Duration::from_millis(10));
        }
        done(back);
    });
    let row = Trial::new(&stage, "lists fail until it starts anew", "probe.degraded", "restart")
        .begun(begun)
        .ends_as(Outcome::Repaired);
    mended.join().unwrap();
    stage.wait_state(State::Running, READY);
    row.told();
}
