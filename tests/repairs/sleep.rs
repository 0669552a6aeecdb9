//! A gateway that does not come back from sleep.

use std::{process::Command, time::Instant};

use clawtray_contract::{Outcome, State};
use serde_json::json;

use crate::common::{
    READY, Stage,
    faults::running,
    proof::{By, Trial},
};

#[test]
#[ignore = "slow: a real gateway does not answer after the computer woke"]
fn slow_a_gateway_that_does_not_come_back_from_sleep() {
    let mut stage = Stage::without_screen();
    // The computer itself does not sleep: what its logind would tell is told on the private bus.
    let bus = stage.desktop.bus_address().to_owned();
    stage.set("DBUS_SYSTEM_BUS_ADDRESS", &bus);
    running(&mut stage, json!({}));
    let pid = stage.gateway().details.pid.expect("a process").to_string();
    let begun = Instant::now();
    assert!(Command::new("kill").args(["-STOP", &pid]).status().unwrap().success());
    stage.desktop.tell_sleep(true).unwrap();
    stage.desktop.tell_sleep(false).unwrap();
    Trial::new(&stage, "silent after sleep", "process.sleep_stall", "wake_it")
        .begun(begun)
        .by(By::Menu)
        .ends_as(Outcome::Repaired)
        .told();
    let view = stage.wait_state(State::Running, READY);
    assert_ne!(view.details.pid.expect("a process").to_string(), pid, "another process answers");
}
