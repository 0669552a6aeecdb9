//! Faults of models, jobs and the heartbeat put into a real OpenClaw gateway, with providers that the test plays: each
//! is named, and gone once it is undone.
#![cfg(target_os = "linux")]
#![allow(clippy::print_stdout, clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;

use std::time::Instant;

use clawtray_testkit::fake_model::{Answer, FakeModel, Script};
use common::{
    READY, Stage,
    faults::{job, named, passed, run, run_until_good, running, wake_until},
    peer::Rpc,
};
use serde_json::{Value, json};

const HELLO: &str = "Hello there";

#[test]
#[ignore = "slow: a real gateway goes through the refusals of providers"]
fn slow_what_a_provider_refuses_is_named_until_a_run_of_that_model_is_good() {
    let model = FakeModel::start(Script::always(Answer::says(HELLO))).unwrap();
    let mut stage = Stage::without_screen();
    let faults = [
        (
            "limited",
            "model.rate_limited",
            "429",
            Answer::refuses(429, "rate_limit_error", "Number of requests has exceeded your rate limit"),
        ),
        ("keyless", "model.credentials", "401", Answer::refuses(401, "authentication_error", "invalid x-api-key")),
        (
            "walled",
            "model.upstream_403",
            "403 with HTML",
            Answer::page(403, "<html><head><title>403 Forbidden</title></head><body>Cloudflare: blocked</body></html>"),
        ),
        ("strings", "model.local_backend", "local backend that wants plain strings", Answer::wants_strings(HELLO)),
        (
            "keys",
            "model.local_backend",
            "local backend that wants strict keys",
            Answer::refuses(
                400,
                "invalid_request_error",
                "validation.keys: message entries only allow role and content",
            ),
        ),
    ];
    let providers: serde_json::Map<String, Value> =
        faults.iter().map(|(name, ..)| ((*name).to_owned(), model.local_provider("tiny"))).collect();
    running(
        &mut stage,
        json!({"models": {"providers": providers}, "agents": {"defaults": {"model": {"primary": "limited/tiny"}}}}),
    );
    let rpc = stage.rpc();
    for (provider, finding, fault, answer) in faults {
        let begun = Instant::now();
        let id = job(&rpc, fault, &format!("{provider}/tiny"), json!({"mode": "none"}));
        model.answer_with(answer);
        // OpenClaw asks again for a while before the run ends; the refusal itself is enough.
        rpc.call("cron.run", json!({"id": id, "mode": "force"}));
        let found = named(&stage, finding);
        println!("{fault}: {:?} {}", found.subject, found.text);
        model.answer_with(Answer::says(HELLO));
        run_until_good(&stage, &rpc, &id);
        stage.wait_gone(finding, READY);
        stage.wait_gone("cron.job_failed", READY);
        passed(fault, finding, begun);
    }
}

/// Runs a gateway whose only model is a local one, and whose heartbeat is as told.
fn with_tiny_model(stage: &mut Stage, model: &FakeModel, heartbeat: Value) {
    let providers = json!({"local": model.local_provider("tiny")});
    let defaults = json!({"model": {"primary": "local/tiny"}, "heartbeat": heartbeat});
    running(stage, json!({"models": {"providers": providers}, "agents": {"defaults": defaults}}));
}

/// Says something in the main chat; how the run ended.
fn chat(rpc: &Rpc, key: &str) -> Value {
    let said = json!({"message": "say hi", "agentId": "main", "sessionKey": "agent:main:main", "idempotencyKey": key});
    let run = rpc.call("agent", said)["runId"].as_str().expect("a run").to_owned();
    rpc.call("agent.wait", json!({"runId": run, "timeoutMs": 120_000}))
}

#[test]
#[ignore = "slow: a real gateway gets empty answers"]
fn slow_a_server_that_answers_with_nothing_is_named_for_a_job_and_for_a_chat() {
    let model = FakeModel::start(Script::always(Answer::says(HELLO))).unwrap();
    let mut stage = Stage::without_screen();
    with_tiny_model(&mut stage, &model, json!({"every": "0m"}));
    let rpc = stage.rpc();

    let begun = Instant::now();
    let id = job(&rpc, "Morning news", "local/tiny", json!({"mode": "none"}));
    model.answer_with(Answer::says(""));
    let ended = run(&stage, &rpc, &id);
    assert_eq!(ended["status"], "ok", "OpenClaw sees nothing wrong: {ended}");
    let found = named(&stage, "model.local_backend");
    assert_eq!(found.subject.as_deref(), Some("local/tiny"), "{found:?}");
    model.answer_with(Answer::says(HELLO));
    run_until_good(&stage, &rpc, &id);
    stage.wait_gone("model.local_backend", READY);
    passed("job with an empty answer", "model.local_backend", begun);

    let begun = Instant::now();
    model.answer_with(Answer::says(""));
    println!("chat with an empty answer: {}", chat(&rpc, "one"));
    let found = named(&stage, "model.local_backend");
    assert!(found.evidence.iter().any(|seen| seen.text.contains("empty response")), "{found:?}");
    model.answer_with(Answer::says(HELLO));
    println!("chat: {}", chat(&rpc, "two"));
    stage.wait_gone("model.local_backend", READY);
    passed("chat with an empty answer", "model.local_backend", begun);
}

#[test]
#[ignore = "slow: jobs and heartbeats of a real gateway fail"]
fn slow_jobs_and_heartbeats_that_fail_are_named_until_one_is_good() {
    let model = FakeModel::start(Script::always(Answer::says(HELLO))).unwrap();
    let mut stage = Stage::without_screen();
    running(
        &mut stage,
        json!({
            "models": {"providers": {"local": model.local_provider("tiny")}},
            "agents": {"defaults": {"model": {"primary": "local/tiny"}, "heartbeat": {"every": "30m"}}},
        }),
    );
    let rpc = stage.rpc();

    // Nobody is there to be told.
    let begun = Instant::now();
    rpc.call("wake", json!({"mode": "now", "text": "hello"}));
    let skipped = named(&stage, "heartbeat.skipped");
    assert!(skipped.evidence.iter().any(|seen| seen.text.contains("no-route")), "{skipped:?}");
    rpc.patch(&json!({"agents": {"defaults": {"heartbeat": {"target": "none"}}}}));
    wake_until(&stage, &rpc, "heartbeat.skipped", false);
    passed("heartbeat no-route", "heartbeat.skipped", begun);

    // Nothing that OpenClaw would ask again for.
    let begun = Instant::now();
    model.answer_with(Answer::refuses(400, "invalid_request_error", "the request is not understood"));
    wake_until(&stage, &rpc, "heartbeat.failed", true);
    // The refusal is the cause, and the heartbeat is listed under it.
    let cause = named(&stage, "model.local_backend");
    assert!(cause.explains.iter().any(|one| one.id == "heartbeat.failed"), "{cause:?}");
    model.answer_with(Answer::says(HELLO));
    wake_until(&stage, &rpc, "heartbeat.failed", false);
    passed("heartbeat failed", "heartbeat.failed", begun);

    let begun = Instant::now();
    let failing = rpc.call(
        "cron.add",
        json!({
            "name": "Backup", "schedule": {"kind": "every", "everyMs": 3_600_000}, "sessionTarget": "isolated",
            "wakeMode": "now", "delivery": {"mode": "none"}, "payload": {"kind": "command", "argv": ["false"]},
        }),
    );
    let failing = failing["id"].as_str().expect("an id").to_owned();
    let ended = run(&stage, &rpc, &failing);
    assert_eq!(ended["status"], "error", "{ended}");
    let failed = named(&stage, "cron.job_failed");
    assert_eq!(failed.subject.as_deref(), Some(failing.as_str()), "{failed:?}");
    rpc.call("cron.update", json!({"id": failing, "patch": {"payload": {"kind": "command", "argv": ["true"]}}}));
    run_until_good(&stage, &rpc, &failing);
    stage.wait_gone("cron.job_failed", READY);
    passed("job failed", "cron.job_failed", begun);

    let begun = Instant::now();
    let mute = job(&rpc, "Evening news", "local/tiny", json!({"mode": "announce", "channel": "telegram", "to": "1"}));
    run(&stage, &rpc, &mute);
    let undelivered = named(&stage, "cron.delivery_failed");
    assert_eq!(undelivered.subject.as_deref(), Some(mute.as_str()), "{undelivered:?}");
    rpc.call("cron.update", json!({"id": mute, "patch": {"delivery": {"mode": "none"}}}));
    run(&stage, &rpc, &mute);
    stage.wait_gone("cron.delivery_failed", READY);
    passed("job not delivered", "cron.delivery_failed", begun);
}

#[test]
#[ignore = "slow: a real gateway's heartbeats are switched off and on"]
fn slow_heartbeats_that_are_switched_off_are_named_until_they_are_on() {
    let model = FakeModel::start(Script::always(Answer::says(HELLO))).unwrap();
    let mut stage = Stage::without_screen();
    with_tiny_model(&mut stage, &model, json!({"every": "30s", "target": "none"}));
    let rpc = stage.rpc();
    let begun = Instant::now();
    rpc.call("set-heartbeats", json!({"enabled": false}));
    let off = named(&stage, "heartbeat.skipped");
    assert!(off.evidence.iter().any(|seen| seen.text.contains("disabled")), "{off:?}");
    let fixed = stage.clawtray(&["fix", "heartbeat.skipped", "change_what_causes_it", "--yes"]);
    println!("switched on: {:?} {}", fixed.status.code(), String::from_utf8_lossy(&fixed.stdout));
    stage.wait_gone("heartbeat.skipped", READY);
    passed("heartbeat disabled", "heartbeat.skipped", begun);
}
