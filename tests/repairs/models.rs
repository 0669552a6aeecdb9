//! What a provider refuses, with providers that the test plays.

use std::{fs, os::unix::fs::symlink, time::Instant};

use clawtray_contract::{Outcome, State};
use clawtray_testkit::fake_model::{Answer, FakeModel, Script};
use serde_json::{Value, json};

use crate::common::{
    READY, Stage,
    faults::{job, run_until_good, running},
    peer::Rpc,
    proof::{By, Trial},
};

const HELLO: &str = "Hello there";

/// A gateway with these providers, each with one model, the first of them chosen.
fn with_providers(model: &FakeModel, providers: &[&str]) -> Stage {
    let mut stage = Stage::without_screen();
    // The dashboard is opened in a browser that this desktop does not have.
    let bin = stage.desktop.folder().join("bin");
    fs::create_dir_all(&bin).unwrap();
    symlink("/bin/true", bin.join("xdg-open")).unwrap();
    stage.set("PATH", &format!("{}:{}", bin.display(), std::env::var("PATH").unwrap()));
    let entries: serde_json::Map<String, Value> =
        providers.iter().map(|name| ((*name).to_owned(), model.local_provider("tiny"))).collect();
    let chosen = format!("{}/tiny", providers[0]);
    running(
        &mut stage,
        json!({"models": {"providers": entries}, "agents": {"defaults": {"model": {"primary": chosen}}}}),
    );
    stage
}

#[test]
#[ignore = "slow: a provider refuses a real gateway"]
fn slow_a_provider_that_limits() {
    let model = FakeModel::start(Script::always(Answer::says(HELLO))).unwrap();
    let stage = with_providers(&model, &["limited", "spare"]);
    let rpc = stage.rpc();
    let id = job(&rpc, "429", "limited/tiny", json!({"mode": "none"}));
    model.answer_with(Answer::refuses(429, "rate_limit_error", "Number of requests has exceeded your rate limit"));
    let begun = Instant::now();
    rpc.call("cron.run", json!({"id": id, "mode": "force"}));
    stage.wait_finding("model.rate_limited", READY);
    // OpenClaw tries the same model again by itself, 0.6 s later: it is refused until the repair was asked for.
    Trial::new(&stage, "429", "model.rate_limited", "add_a_fallback_model")
        .begun(begun)
        .choice("spare/tiny")
        .proof_may_be_quick()
        .ends_as(Outcome::AwaitingProof)
        .proven_by(|stage| {
            model.answer_with(Answer::says(HELLO));
            run_until_good(stage, &rpc, &id);
        })
        .undone()
        .beside(&[&["models", "fallbacks", "add", "spare/tiny"]])
        .told();
}

/// A job whose model no longer knows the sign-in, which is found, and would take it again from now on.
fn sign_in_is_over(stage: &Stage, model: &FakeModel) -> (Rpc, String, Instant) {
    let rpc = stage.rpc();
    let id = job(&rpc, "401", "keyless/tiny", json!({"mode": "none"}));
    model.answer_with(Answer::refuses(401, "authentication_error", "invalid x-api-key"));
    let begun = Instant::now();
    rpc.call("cron.run", json!({"id": id, "mode": "force"}));
    stage.wait_finding("model.credentials", READY);
    model.answer_with(Answer::says(HELLO));
    (rpc, id, begun)
}

#[test]
#[ignore = "slow: a provider refuses a real gateway"]
fn slow_a_sign_in_that_is_over() {
    let model = FakeModel::start(Script::always(Answer::says(HELLO))).unwrap();
    let stage = with_providers(&model, &["keyless"]);

    let (rpc, id, begun) = sign_in_is_over(&stage, &model);
    Trial::new(&stage, "401", "model.credentials", "sign_in_again")
        .begun(begun)
        .by(By::Window)
        .proof_may_be_quick()
        .ends_as(Outcome::AwaitingProof)
        .proven_by(|stage| run_until_good(stage, &rpc, &id))
        .told();
}

#[test]
#[ignore = "slow: a server of one's own refuses a real gateway"]
fn slow_a_server_that_wants_plain_strings() {
    let model = FakeModel::start(Script::always(Answer::says(HELLO))).unwrap();
    let stage = with_providers(&model, &["strings"]);
    let rpc = stage.rpc();
    let id = job(&rpc, "strings", "strings/tiny", json!({"mode": "none"}));
    model.answer_with(Answer::wants_strings(HELLO));
    let begun = Instant::now();
    rpc.call("cron.run", json!({"id": id, "mode": "force"}));
    Trial::new(&stage, "local backend that wants plain strings", "model.local_backend", "send_plain_text_messages")
        .begun(begun)
        .proof_may_be_quick()
        .ends_as(Outcome::AwaitingProof)
        .proven_by(|stage| run_until_good(stage, &rpc, &id))
        .undone()
        .beside(&[&["config", "set", "models.providers.strings.models[0].compat.requiresStringContent", "true"]])
        .told();
}

#[test]
#[ignore = "slow: a server of one's own refuses a real gateway"]
fn slow_a_server_that_wants_other_settings() {
    let changes = [
        (
            "local backend that wants no other keys",
            "strict",
            "send_strict_messages",
            None,
            ("compat.strictMessageKeys", "true"),
            "Extra inputs are not permitted: messages[0]",
        ),
        (
            "local backend with a small window",
            "small",
            "lower_the_context_window",
            Some("32768"),
            ("contextWindow", "32768"),
            "n_ctx (32768) is smaller than the request",
        ),
    ];
    let model = FakeModel::start(Script::always(Answer::says(HELLO))).unwrap();
    let stage = with_providers(&model, &changes.map(|(_, provider, ..)| provider));
    let rpc = stage.rpc();
    for (fault, provider, action, choice, (key, value), words) in changes {
        let id = job(&rpc, provider, &format!("{provider}/tiny"), json!({"mode": "none"}));
        model.answer_with(Answer::refuses(400, "invalid_request_error", words));
        let begun = Instant::now();
        rpc.call("cron.run", json!({"id": id, "mode": "force"}));
        stage.wait_finding("model.local_backend", READY);
        model.answer_with(Answer::says(HELLO));
        let mut trial = Trial::new(&stage, fault, "model.local_backend", action).begun(begun).proof_may_be_quick();
        if let Some(choice) = choice {
            trial = trial.choice(choice);
        }
        let key = format!("models.providers.{provider}.models[0].{key}");
        trial
            .ends_as(Outcome::AwaitingProof)
            .proven_by(|stage| run_until_good(stage, &rpc, &id))
            .undone()
            .beside(&[&["config", "set", &key, value]])
            .told();
        stage.wait_gone("model.local_backend", READY);
    }
}

#[test]
#[ignore = "slow: a server of one's own is asked at the wrong address"]
fn slow_a_server_at_the_wrong_address() {
    let model = FakeModel::start(Script::always(Answer::says(HELLO))).unwrap();
    let mut stage = Stage::without_screen();
    let mut provider = model.local_provider("tiny");
    provider["baseUrl"] = json!(model.base_url());
    running(
        &mut stage,
        json!({
            "models": {"providers": {"local": provider}},
            "agents": {"defaults": {"model": {"primary": "local/tiny"}}},
        }),
    );
    let rpc = stage.rpc();
    let id = job(&rpc, "404", "local/tiny", json!({"mode": "none"}));
    let begun = Instant::now();
    rpc.call("cron.run", json!({"id": id, "mode": "force"}));
    Trial::new(&stage, "address without /v1", "model.local_backend", "fix_the_model_id_or_base_url")
        .begun(begun)
        .proof_may_be_quick()
        .ends_as(Outcome::AwaitingProof)
        .proven_by(|stage| run_until_good(stage, &rpc, &id))
        .undone()
        .beside(&[&["config", "set", "models.providers.local.baseUrl", &format!("{}/v1", model.base_url())]])
        .told();
}

#[test]
#[ignore = "slow: a provider refuses a real gateway, which is stopped for its repair"]
fn slow_copies_of_a_sign_in_that_are_over() {
    let model = FakeModel::start(Script::always(Answer::says(HELLO))).unwrap();
    let stage = with_providers(&model, &["keyless"]);
    let (rpc, id, begun) = sign_in_is_over(&stage, &model);
    drop(rpc);
    // OpenClaw's doctor is not let at the files of a gateway that runs.
    assert!(stage.clawtray(&["stop"]).status.success());
    stage.wait_state(State::Paused, READY);
    Trial::new(&stage, "401, doctor asked", "model.credentials", "remove_stale_copies")
        .begun(begun)
        .ends_as(Outcome::AwaitingProof)
        .proven_by(|stage| {
            assert!(stage.clawtray(&["start"]).status.success());
            run_until_good(stage, &stage.rpc(), &id);
        })
        .told();
}
