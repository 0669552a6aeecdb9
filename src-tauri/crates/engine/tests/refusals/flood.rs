//! Ten thousand approvals and a gateway that never stops talking: the memory stays where it is, and what is shown is
//! current. Time runs as it does.

use std::{
    fs,
    time::{Duration, Instant},
};

use clawtray_contract::Intent;
use serde_json::json;

use crate::stage::Stage;

/// Events a second without another word: little enough for a debug build on a busy machine.
pub const USUAL: u64 = 5_000;
/// More resident memory than before the flood, kilobytes, is a leak: all that may wait is 8 MB of the link's own queue
/// and the texts of one list.
const MORE_KB: u64 = 200_000;
/// The requests, and how many of them are shown.
const APPROVALS: u64 = 10_000;
const SHOWN: usize = 100;

/// Resident memory of this process, which is the keeper's, kilobytes.
fn resident_kb() -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap();
    line.trim().trim_end_matches(" kB").parse().unwrap()
}

/// As many events a second as asked for, and how soon a request among them is shown.
pub async fn flood(rate: u64, rounds: u64) {
    let stage = Stage::at_pace(1).await;
    stage.healed("the first start", "nothing").await;
    let quiet_kb = resident_kb();
    stage.order(&json!({"approvals": APPROVALS, "marked": "first"}));
    stage.until("approvals", |view| (view.approvals.len() >= SHOWN).then_some(())).await;
    let full_kb = resident_kb();
    let before = stage.order(&json!({"rate": rate}));
    let (began, mut late_ms, mut most_kb) = (Instant::now(), Vec::new(), full_kb);
    for round in 0..rounds {
        tokio::time::sleep(Duration::from_secs(1)).await;
        let id = format!("marked-{round}");
        stage.order(&json!({"approvals": APPROVALS, "marked": id}));
        let told = Instant::now();
        stage.until(&id, |view| view.approvals.iter().any(|waits| waits.id == id).then_some(())).await;
        late_ms.push(told.elapsed().as_millis());
        most_kb = most_kb.max(resident_kb());
    }
    let lasted = began.elapsed();
    let after = stage.order(&json!({"count": true}));
    let count = |name: &str| after[name].as_u64().unwrap() - before[name].as_u64().unwrap();
    let (sent, read) = (count("sent"), count("read"));
    let shown = stage.view().approvals.len();
    stage.order(&json!({"rate": 0}));
    stage.ask(Intent::Quit { stop_gateway: true }).await;
    late_ms.sort_unstable();
    println!(
        "{rate} events a second wanted, {} sent and taken, 10,000 approvals ({shown} shown): a new request is shown \
         after {} ms (the middle one of {rounds}; the slowest {} ms); the list was read {read} times in {} s; resident \
         {quiet_kb} KB before, {full_kb} KB with the approvals, at most {most_kb} KB under the flood",
        u128::from(sent) * 1_000 / lasted.as_millis(),
        late_ms[late_ms.len() / 2],
        late_ms[late_ms.len() - 1],
        lasted.as_secs(),
    );
    assert!(sent > 0, "the gateway talked");
    assert!(most_kb < full_kb + MORE_KB, "{most_kb} KB under the flood, {full_kb} KB before");
    // Each of thousands of events says that the list changed; it is read at most every 200 ms.
    assert!(u128::from(read) <= lasted.as_millis() / 200 + 2, "{read} readings in {lasted:?}");
}
