//! A provider that refuses long conversations, with a real OpenClaw gateway: found, turned off with one yes, proved by
//! a later good run, and taken back.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;

use std::{
    io::Write,
    process::{Output, Stdio},
};

use clawtray_contract::{Outcome, RepairView, State, UndoState};
use clawtray_testkit::fake_model::{Answer, FakeModel, Script};
use common::{READY, SOON, Stage, peer};
use serde_json::{Value, json};

const MODEL: &str = "anthropic/claude-sonnet-4-6";
const FINDING: &str = "model.long_context_429";
const ACTION: &str = "disable_context1m";
const REFUSED_KEY: &str = "test-key-that-is-refused";
const OTHER_KEY: &str = "test-key-of-another-account";

/// A desktop whose OpenClaw asks `model`, with long context switched on for it.
fn stage_with(model: &FakeModel) -> Stage {
    let mut stage = Stage::without_screen();
    let config = json!({
        "gateway": {"mode": "local"},
        "models": {"providers": {"anthropic": model.provider(REFUSED_KEY, "claude-sonnet-4-6")}},
        "agents": {"defaults": {
            "model": {"primary": MODEL},
            "models": {MODEL: {"params": {"context1m": true}}},
            // Only the test's own job shall ask the model.
            "heartbeat": {"every": "0m"},
        }},
    });
    stage.write_config(&serde_json::to_string_pretty(&config).unwrap());
    stage.start_keeper();
    stage.wait_state(State::Running, READY);
    stage
}

/// `context1m` as the running gateway sees it; null when it is not set.
fn context1m(rpc: &peer::Rpc) -> Value {
    rpc.config()["config"]["agents"]["defaults"]["models"][MODEL]["params"]["context1m"].clone()
}

fn add_job(rpc: &peer::Rpc) -> String {
    let job = rpc.call(
        "cron.add",
        json!({
            "name": "Long report",
            "schedule": {"kind": "every", "everyMs": 3_600_000},
            "sessionTarget": "isolated",
            "wakeMode": "now",
            "payload": {"kind": "agentTurn", "message": "say hi", "model": MODEL, "timeoutSeconds": 120},
            "delivery": {"mode": "none"},
        }),
    );
    job["id"].as_str().expect("an id").to_owned()
}

/// Runs the job once and gives how it ended: `ok` or `error`, and the gateway's words.
fn run_job(stage: &Stage, rpc: &peer::Rpc, job: &str) -> (String, String) {
    let runs = || rpc.call("cron.runs", json!({"id": job}))["entries"].as_array().cloned().unwrap_or_default();
    let before = runs().len();
    rpc.call("cron.run", json!({"id": job, "mode": "force"}));
    stage.wait("the job's run ends", READY, |_| {
        let runs = runs();
        let last = runs.first().filter(|_| runs.len() > before)?;
        let text = |key: &str| last[key].as_str().unwrap_or_default().to_owned();
        Some((text("status"), text("error")))
    })
}

fn repair(stage: &Stage, outcome: Outcome) -> RepairView {
    stage.wait(&format!("a repair that is {outcome:?}"), SOON, |stage| {
        stage
            .gateway()
            .repairs
            .into_iter()
            .find(|repair| repair.finding.id == FINDING && repair.outcome == Some(outcome))
    })
}

fn told(output: &Output) -> String {
    format!("{}\n{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

/// Gives OpenClaw another key, as a person does whom it tells to "switch to a different auth profile/API key": after
/// such a refusal it leaves a key in the configuration alone for ten minutes, whatever its value (OpenClaw's "Model
/// failover" page, "Billing disables"; observed on OpenClaw 2026.9.6).
fn store_another_key(stage: &Stage) {
    let mut command = stage.command(std::env::var_os("CLAWTRAY_TEST_NODE").expect("CLAWTRAY_TEST_NODE is set"));
    command.arg(std::env::var_os("CLAWTRAY_TEST_OPENCLAW").expect("CLAWTRAY_TEST_OPENCLAW is set"));
    command.args(["models", "auth", "paste-api-key", "--provider", "anthropic"]);
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    writeln!(child.stdin.take().unwrap(), "{OTHER_KEY}").unwrap();
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success(), "{}", told(&output));
}

#[test]
fn a_refused_long_context_is_found_turned_off_proved_and_taken_back() {
    let model = FakeModel::start(Script::always(Answer::long_context_refusal())).unwrap();
    let stage = stage_with(&model);
    let rpc = stage.rpc();
    assert_eq!(context1m(&rpc), json!(true));
    let job = add_job(&rpc);

    // Found, with the model it is about and what the provider said.
    let (status, _) = run_job(&stage, &rpc, &job);
    assert_eq!(status, "error");
    let asked = model.received();
    assert!(asked.iter().any(|one| one.has_key(REFUSED_KEY) && one.stream), "{asked:?}");
    let finding = stage.wait_finding(FINDING, SOON);
    assert_eq!(finding.subject.as_deref(), Some(MODEL));
    assert!(finding.evidence.iter().any(|seen| seen.text.contains("Extra usage is required for long context")));
    let finding =
        stage.wait("the key is found", SOON, |stage| stage.finding(FINDING).filter(|one| !one.actions.is_empty()));
    assert_eq!(finding.actions[0].id, ACTION);

    // What would change is shown, and nothing changes by showing it.
    let path = format!("agents.defaults.models[\"{MODEL}\"].params.context1m");
    let shown = stage.clawtray_json(&["fix", FINDING, ACTION, "--dry-run", "--json"]);
    let diff = &shown["plan"]["diff"];
    assert_eq!(diff, &json!([{"path": path, "before": "true"}]), "{shown}");
    assert_eq!(context1m(&rpc), json!(true), "a dry run changes nothing");

    // Without a yes nothing happens; with one, exactly that key goes.
    let unconfirmed = stage.clawtray(&["fix", FINDING, ACTION]);
    assert_eq!(unconfirmed.status.code(), Some(5), "{}", told(&unconfirmed));
    assert_eq!(context1m(&rpc), json!(true), "without a yes nothing changes");
    let before = rpc.config()["config"].clone();
    let fixed = stage.clawtray(&["fix", FINDING, ACTION, "--yes"]);
    assert_eq!(fixed.status.code(), Some(3), "changed, but not yet proved: {}", told(&fixed));
    let mut expected = before["agents"].clone();
    expected["defaults"]["models"][MODEL]["params"] = json!({});
    assert_eq!(rpc.config()["config"]["agents"], expected, "exactly that key");
    let waiting = repair(&stage, Outcome::AwaitingProof);
    assert!(stage.finding(FINDING).is_some_and(|finding| finding.awaiting_proof), "it stays until a run proves it");

    // A later good run of the same model is the proof.
    model.answer_with(Answer::says("Hello"));
    store_another_key(&stage);
    let end = std::time::Instant::now() + READY;
    loop {
        // Until the gateway has taken in the other key, it does not even ask the provider.
        let (status, words) = run_job(&stage, &rpc, &job);
        if status == "ok" {
            break;
        }
        assert!(words.contains("temporarily disabled"), "another failure than the one expected: {words}");
        assert!(std::time::Instant::now() < end, "the other key is not used: {words}");
    }
    assert!(model.received().last().is_some_and(|last| last.has_key(OTHER_KEY)));
    stage.wait_gone(FINDING, SOON);
    let repaired = repair(&stage, Outcome::Repaired);
    assert_eq!((repaired.id, &repaired.undo), (waiting.id, &UndoState::Available));

    // Taken back: the key is there again as it was, and the old refusal does not come back with it.
    let undone = stage.clawtray(&["fix", "--undo", &repaired.id.to_string(), "--yes"]);
    assert_eq!(undone.status.code(), Some(0), "{}", told(&undone));
    assert_eq!(context1m(&rpc), json!(true));
    assert_eq!(repair(&stage, Outcome::Undone).undo, UndoState::Done);
    assert_eq!(stage.finding(FINDING), None);
}
