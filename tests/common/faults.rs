//! What the tests that put faults into a real gateway share.

use std::{
    io::{BufRead, BufReader},
    path::Path,
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

use clawtray_contract::{FindingView, Intent, State};
use serde_json::{Value, json};

use super::{
    READY, Stage,
    peer::{self, Rpc},
};

/// How long a look has for its answers before the next one: many at once would keep a gateway from everything else.
const SETTLES: Duration = Duration::from_secs(5);

pub const TOKEN: &str = "a-token-of-these-tests-only-0123456789";

/// A configuration that starts, with `more` merged into it.
pub fn config(more: Value) -> String {
    let mut config = json!({
        "gateway": {"mode": "local", "auth": {"mode": "token", "token": TOKEN}},
        "agents": {"defaults": {"heartbeat": {"every": "0m"}}},
    });
    merge(&mut config, more);
    serde_json::to_string_pretty(&config).unwrap()
}

/// Null takes a key away.
pub fn merge(into: &mut Value, from: Value) {
    match (into, from) {
        (Value::Object(into), Value::Object(from)) => {
            for (key, value) in from {
                if value.is_null() {
                    into.remove(&key);
                } else {
                    merge(into.entry(key).or_insert(Value::Null), value);
                }
            }
        }
        (into, from) => *into = from,
    }
}

/// One line of the table of faults, for whoever reads the output.
pub fn passed(fault: &str, finding: &str, begun: Instant) {
    println!("fault | {fault} | {finding} | named and gone, {} s", begun.elapsed().as_secs());
}

/// Named with its words and evidence.
pub fn named(stage: &Stage, id: &str) -> FindingView {
    let finding = stage.wait_finding(id, READY);
    assert!(!finding.title.is_empty() && !finding.text.is_empty() && !finding.evidence.is_empty(), "{finding:?}");
    finding
}

/// Runs a gateway with its own log file, so that what its modules write there is heard too.
pub fn running(stage: &mut Stage, more: Value) {
    let mut all = json!({"logging": {"file": stage.state_dir().join("gateway.log")}});
    merge(&mut all, more);
    stage.write_config(&config(all));
    stage.start_keeper();
    stage.wait_state(State::Running, READY);
}

/// Looks every few seconds until a finding stands, or is over: how the parts of a gateway fare is asked now and then, and
/// whenever somebody looks.
pub fn after_a_look(stage: &Stage, id: &str, stands: bool) {
    let mut looked: Option<Instant> = None;
    stage.wait(&format!("{id} stands: {stands}"), READY * 2, |stage| {
        if looked.is_none_or(|looked| looked.elapsed() > SETTLES) {
            looked = Some(Instant::now());
            peer::ask(&stage.clawtray_home(), Intent::Refresh).unwrap();
        }
        (stage.finding(id).is_some() == stands).then_some(())
    });
}

/// The request by which a device waits for its commands.
pub fn waits_for_its_commands(stage: &Stage, rpc: &Rpc, device: &str) -> Value {
    let list = |method: &str, key: &str| rpc.call(method, json!({}))[key].as_array().cloned().unwrap_or_default();
    stage.wait("the device waits for its commands", READY, |_| {
        // A gateway of spring 2026 does not tell it in its list of devices.
        let (listed, id) = if super::is_of_spring() {
            (list("node.pair.list", "pending"), "requestId")
        } else {
            (list("node.list", "nodes"), "pendingRequestId")
        };
        let node = listed.into_iter().find(|node| node["nodeId"] == device)?;
        Some(node[id].clone()).filter(Value::is_string)
    })
}

/// Adds a job with this model, which nothing but the test runs.
pub fn job(rpc: &Rpc, name: &str, model: &str, delivery: Value) -> String {
    let job = json!({
        "name": name, "schedule": {"kind": "every", "everyMs": 3_600_000}, "sessionTarget": "isolated",
        "wakeMode": "now", "delivery": delivery,
        "payload": {"kind": "agentTurn", "message": "say hi", "model": model, "timeoutSeconds": 120},
    });
    rpc.call("cron.add", job)["id"].as_str().expect("an id").to_owned()
}

/// Runs the job once; how it ended. A run that goes on already is the one that is meant.
pub fn run(stage: &Stage, rpc: &Rpc, job: &str) -> Value {
    let runs = || rpc.call("cron.runs", json!({"id": job}))["entries"].as_array().cloned().unwrap_or_default();
    let before = runs().len();
    rpc.call("cron.run", json!({"id": job, "mode": "force"}));
    stage.wait("the job's run ends", READY, |_| runs().first().filter(|_| runs().len() > before).cloned())
}

/// Runs the job until it ends well: OpenClaw leaves a provider alone for a while after some refusals.
pub fn run_until_good(stage: &Stage, rpc: &Rpc, job: &str) {
    let end = Instant::now() + READY * 3;
    loop {
        let last = run(stage, rpc, job);
        if last["status"] == "ok" {
            return;
        }
        assert!(Instant::now() < end, "it never ends well: {last}");
    }
}

/// Whether a finding stands, by itself or among the consequences of its cause.
pub fn stands(stage: &Stage, id: &str) -> bool {
    let findings = stage.gateway().findings;
    findings.iter().any(|one| one.id == id || one.explains.iter().any(|consequence| consequence.id == id))
}

/// Wakes the heartbeat now and then until a finding stands, or is over: OpenClaw keeps some time between two beats.
pub fn wake_until(stage: &Stage, rpc: &Rpc, finding: &str, wanted: bool) {
    let mut woken: Option<Instant> = None;
    stage.wait(&format!("{finding} stands: {wanted}"), READY, |stage| {
        if woken.is_none_or(|woken| woken.elapsed() > Duration::from_secs(15)) {
            woken = Some(Instant::now());
            rpc.call("wake", json!({"mode": "now", "text": "hello"}));
        }
        (stands(stage, finding) == wanted).then_some(())
    });
}

/// A program that holds the write lock of an SQLite database until it is killed.
pub fn hold(database: &Path) -> Child {
    let script = "import sqlite3, sys, time\n\
                  c = sqlite3.connect(sys.argv[1], isolation_level=None, timeout=60)\n\
                  c.execute('BEGIN IMMEDIATE')\nprint('held', flush=True)\ntime.sleep(3600)\n";
    let mut holder = Command::new("python3")
        .args(["-c", script])
        .arg(database)
        .stdout(Stdio::piped())
        .spawn()
        .expect("python3 is there");
    let mut said = String::new();
    BufReader::new(holder.stdout.take().unwrap()).read_line(&mut said).unwrap();
    assert_eq!(said, "held\n");
    holder
}
