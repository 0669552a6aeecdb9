use clawtray_core::{LinkEvent, Refusal, Source};
use clawtray_gateway::{ConnectFailure, SessionEvent, failure::Refusal as Refused};
use serde_json::{Value, json};

use super::{TRANSLATED, Translator, beat, listed_job, refusal};

fn event(name: &str, payload: Value) -> SessionEvent {
    SessionEvent::Event { name: name.to_owned(), payload: payload.into(), seq: None }
}

fn translated(name: &str, payload: Value) -> Option<LinkEvent> {
    Translator::default().event(&event(name, payload), || 99)
}

fn lifecycle(run: &str, data: Value) -> SessionEvent {
    event("agent", json!({"runId": run, "stream": "lifecycle", "data": data, "ts": 5}))
}

#[test]
fn stop_and_restart_are_told_apart() {
    let restart = json!({"reason": "gateway restarting", "restartExpectedMs": 1500});
    assert_eq!(translated("shutdown", restart), Some(LinkEvent::Shutdown { restart_expected_ms: Some(1500) }));
    let stop = json!({"reason": "gateway stopping"});
    assert_eq!(translated("shutdown", stop), Some(LinkEvent::Shutdown { restart_expected_ms: None }));
}

#[test]
fn lost_events_of_either_side_are_a_gap_and_unknown_ones_are_nothing() {
    let mut translator = Translator::default();
    assert_eq!(translator.event(&SessionEvent::Gap { expected: 1, got: 3 }, || 0), Some(LinkEvent::Gap));
    assert_eq!(translator.event(&SessionEvent::Overflow(7), || 0), Some(LinkEvent::Gap));
    for payload in [Value::Null, json!(7), json!({"a": [1]})] {
        assert_eq!(translated("presence", payload.clone()), None);
        assert_eq!(translated("heartbeat", payload.clone()), None);
        assert_eq!(translated("cron", payload.clone()), None);
        assert_eq!(translated("agent", payload), None);
    }
}

#[test]
fn a_finished_job_is_judged_by_its_run_and_a_skipped_one_proves_nothing() {
    let failed = json!({"jobId": "j1", "action": "finished", "status": "error", "completionStatus": "failed",
        "error": "command\nexited\u{202e} with code 3", "runAtMs": 10, "durationMs": 4482, "provider": "openai",
        "model": "gpt", "job": {"id": "j1", "name": "daily", "enabled": true, "payload": {"kind": "agentTurn"},
        "state": {"consecutiveErrors": 2, "lastErrorReason": "auth"}}});
    let Some(LinkEvent::JobFinished(run)) = translated("cron", failed) else { panic!("not a run") };
    assert_eq!((run.job.as_str(), run.name.as_deref(), run.ok), ("j1", Some("daily"), false));
    assert_eq!(run.error.as_deref(), Some("command exited with code 3"));
    assert_eq!((run.reason.as_deref(), run.streak, run.at_ms), (Some("auth"), Some(2), 10));
    assert_eq!((run.model.as_deref(), run.heartbeat), (Some("openai/gpt"), false));
    let undelivered = json!({"jobId": "j1", "action": "finished", "status": "ok", "completionStatus": "failed"});
    let Some(LinkEvent::JobFinished(run)) = translated("cron", undelivered) else { panic!("not a run") };
    assert!(run.ok, "the run itself went well; its delivery is another matter");
    assert_eq!((run.streak, run.at_ms), (None, 99), "an absent job says nothing about a streak");
    let silent = |summary: &str, given: Option<u64>| {
        let mut run = json!({"jobId": "j1", "action": "finished", "status": "ok", "completionStatus": "succeeded",
            "summary": summary, "provider": "local", "model": "tiny"});
        if let Some(given) = given {
            run["usage"] = json!({"input_tokens": 10, "output_tokens": given, "total_tokens": 10 + given});
        }
        let Some(LinkEvent::JobFinished(run)) = translated("cron", run) else { panic!("not a run") };
        run.empty_answer
    };
    assert!(silent("NO_REPLY", Some(0)), "as OpenClaw 2026.9.6 tells of a model that gave not one token");
    assert!(!silent("NO_REPLY", Some(4)), "it chose to say nothing");
    assert!(!silent("All is well.", Some(0)), "a server that counts wrongly");
    assert!(!silent("NO_REPLY", None), "nobody counted");
    let skipped = json!({"jobId": "h", "action": "finished", "status": "skipped", "completionStatus": "failed"});
    assert_eq!(translated("cron", skipped), None);
    let beat = |kind: &str, error: &str| {
        let job = json!({"id": "h", "name": "heartbeat-main", "payload": {"kind": kind}});
        let ran = json!({"jobId": "h", "action": "finished", "status": "skipped", "error": error, "runAtMs": 10});
        let mut ran = ran;
        ran["job"] = job;
        translated("cron", ran)
    };
    let Some(LinkEvent::Heartbeat(off)) = beat("heartbeat", "heartbeat skipped: disabled") else {
        panic!("heartbeats that are off are told by their job alone")
    };
    assert_eq!((off.status.as_str(), off.reason.as_deref(), off.at_ms), ("skipped", Some("disabled"), 10));
    assert_eq!(beat("heartbeat", "heartbeat skipped: quiet-hours"), None, "that has an event of its own");
    assert_eq!(beat("agentTurn", "heartbeat skipped: disabled"), None);
    assert_eq!(translated("cron", json!({"jobId": "j", "action": "added"})), Some(LinkEvent::JobsChanged));
    assert_eq!(translated("cron", json!({"jobId": "j", "action": "started"})), None);
}

#[test]
fn listed_jobs_tell_their_last_run_if_there_was_one() {
    let ran = json!({"id": "a", "name": "n", "enabled": false, "lastRunAtMs": 7, "lastRunStatus": "error",
        "lastRunError": "boom", "state": {"consecutiveErrors": 10, "lastErrorReason": "timeout"},
        "payload": {"kind": "heartbeat"}});
    let run = listed_job(&ran).unwrap();
    assert_eq!((run.ok, run.enabled, run.heartbeat, run.streak), (false, false, true, Some(10)));
    assert_eq!((run.error.as_deref(), run.at_ms), (Some("boom"), 7));
    assert_eq!(listed_job(&json!({"id": "a", "enabled": true, "state": {}})), None);
}

#[test]
fn a_model_run_is_told_once_at_its_end_with_the_providers_own_words() {
    let mut translator = Translator::default();
    let mut tell = |event: SessionEvent| match translator.event(&event, || 9) {
        Some(LinkEvent::ModelRun(run)) => Some(run),
        None => None,
        other => panic!("{other:?}"),
    };
    assert_eq!(tell(lifecycle("r1", json!({"phase": "model", "provider": "fake", "model": "one"}))), None);
    assert_eq!(tell(lifecycle("r1", json!({"phase": "model", "provider": null, "model": null}))), None);
    assert_eq!(tell(lifecycle("r1", json!({"phase": "finishing"}))), None);
    let good = tell(lifecycle("r1", json!({"phase": "end", "aborted": false}))).unwrap();
    assert_eq!((good.model.as_str(), good.error, good.at_ms), ("fake/one", None, 5));
    assert_eq!(tell(lifecycle("r1", json!({"phase": "end", "aborted": false}))), None, "once");
    let observed = json!({"provider": "anthropic", "model": "claude", "httpStatus": 429,
        "providerErrorType": "rate_limit_error", "providerErrorMessagePreview": "Extra usage is required."});
    let data = json!({"phase": "error", "error": "a billing error", "errorObservation": observed});
    let error = tell(lifecycle("r2", data)).unwrap().error.unwrap();
    assert_eq!((error.http_status, error.kind.as_deref()), (Some(429), Some("rate_limit_error")));
    assert_eq!(error.words, "Extra usage is required.");
    assert_eq!(tell(lifecycle("r3", json!({"phase": "error", "error": "no model known"}))), None);
    for number in 0..500 {
        let run = format!("run-{number}");
        assert_eq!(tell(lifecycle(&run, json!({"phase": "model", "provider": "p", "model": "m"}))), None);
    }
    assert!(translator.runs.len() <= super::RUNS_REMEMBERED, "runs that never end must not pile up");
}

#[test]
fn heartbeats_keep_their_reason_and_null_is_none() {
    let skipped = json!({"ts": 3, "status": "skipped", "reason": "no-route", "message": "No route yet."});
    let found = beat(&skipped, 0).unwrap();
    assert_eq!((found.status.as_str(), found.reason.as_deref(), found.at_ms), ("skipped", Some("no-route"), 3));
    assert_eq!(found.words.as_deref(), Some("No route yet."));
    assert_eq!(beat(&Value::Null, 0), None);
}

#[test]
fn events_about_approvals_name_their_list_and_what_ended() {
    let tell = |name: &str, payload: Value| {
        let event = event(name, payload);
        assert_eq!(TRANSLATED.contains(&name), !name.ends_with("New"), "{name}");
        Translator::default().event(&event, || 0)
    };
    let changed = |source, ended: Option<&str>| {
        Some(LinkEvent::ApprovalsChanged { source, ended: ended.into_iter().map(str::to_owned).collect() })
    };
    assert_eq!(tell("device.pair.requested", json!({"requestId": "r"})), changed(Source::Devices, None));
    assert_eq!(tell("node.pair.resolved", json!({"requestId": "r"})), changed(Source::Nodes, Some("r")));
    let expired = json!({"id": "e", "decision": "deny", "resolvedBy": null});
    assert_eq!(tell("exec.approval.resolved", expired), changed(Source::Commands, Some("e")));
    assert_eq!(tell("plugin.approval.requested", json!({})), changed(Source::Plugins, None));
    assert_eq!(tell("openclaw.approval.resolved", json!(7)), changed(Source::System, None));
    assert_eq!(tell("device.pair.somethingNew", json!({})), None);
}

#[test]
fn failures_before_an_answer_keep_their_category() {
    let refusal = |failure| refusal(failure, 0);
    let starting = ConnectFailure::Starting { retry_after_ms: Some(500), reason: None };
    assert_eq!(refusal(starting), Refusal::Starting { retry_after_ms: Some(500) });
    assert!(matches!(refusal(ConnectFailure::TooLarge), Refusal::NotAGateway { .. }));
    let unnamed = Refused { top_code: "INVALID_REQUEST".to_owned(), ..Refused::default() };
    let other = refusal(ConnectFailure::Refused(Box::new(unnamed)));
    assert!(matches!(other, Refusal::Other { code, .. } if code == "INVALID_REQUEST"));
}
