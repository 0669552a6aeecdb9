//! A gateway that needs too much.

use std::{fs, time::Instant};

use clawtray_contract::{Outcome, State};
use serde_json::json;

use crate::common::{
    READY, Stage,
    faults::{named, running},
    proof::Trial,
};

/// Keeps 700 MB in the gateway as soon as a file is there.
const LEAK: &str = r#"
if (process.argv.includes("gateway") && process.argv.includes("run")) {
    const kept = [];
    const look = () => {
        if (kept.length > 0 || !require("fs").existsSync(process.env.LEAK_WHEN)) return;
        for (let n = 0; n < 350; n += 1) kept.push(new Array(250_000).fill(n + 0.5));
    };
    setInterval(look, 500).unref();
}
"#;

#[test]
#[ignore = "slow: a real gateway runs short of memory"]
fn slow_a_gateway_that_runs_short_of_memory() {
    let mut stage = Stage::without_screen();
    let (script, when) = (stage.desktop.folder().join("leak.cjs"), stage.desktop.folder().join("leak"));
    fs::write(&script, LEAK).unwrap();
    // OpenClaw calls three quarters of what it may have critical, and looks every half minute.
    stage.set("NODE_OPTIONS", &format!("--max-old-space-size=1200 --require {}", script.display()));
    stage.set("LEAK_WHEN", when.to_str().unwrap());
    running(&mut stage, json!({}));
    let begun = Instant::now();
    fs::write(&when, "").unwrap();
    named(&stage, "process.memory_pressure");
    fs::remove_file(&when).unwrap();
    Trial::new(&stage, "memory pressure", "process.memory_pressure", "restart_at_a_quiet_moment")
        .begun(begun)
        .ends_as(Outcome::Repaired)
        .told();
    stage.wait_state(State::Running, READY);
}
