//! Calls: answers find their callers, whatever happens in between.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod support;

use clawtray_gateway::{CallFailure, Limits};
use clawtray_testkit::fake_gateway::{Reply, Script};
use serde_json::{Value, json};
use std::collections::HashSet;
use std::time::Duration;
use support::*;

fn held_echo() -> Script {
    Script::default().method("echo", |params| Reply::Held(Box::new(Reply::Ok(params.clone()))))
}

#[tokio::test]
async fn answers_in_the_wrong_order_find_their_callers() {
    let gateway = gateway(held_echo()).await;
    let (session, _events) = connect(&gateway).await;
    let calls: Vec<_> = (0..5)
        .map(|number| {
            let session = session.clone();
            tokio::spawn(async move { session.call("echo", json!({ "number": number }), 20_000).await })
        })
        .collect();
    assert!(gateway.wait_until(|record| record.calls_of("echo") == 5).await);
    gateway.release_held();
    for (number, call) in calls.into_iter().enumerate() {
        assert_eq!(call.await.unwrap().unwrap()["number"], number);
    }
}

#[tokio::test]
async fn two_hundred_calls_at_once_are_all_answered() {
    let gateway = gateway(Script::default().method("echo", |params| Reply::Ok(params.clone()))).await;
    let (session, _events) = connect(&gateway).await;
    let mut calls = tokio::task::JoinSet::new();
    for number in 0..200 {
        let session = session.clone();
        calls.spawn(async move {
            let answer = session.call("echo", json!({ "number": number }), 20_000).await.unwrap();
            assert_eq!(answer["number"], number);
            number
        });
    }
    let answered: HashSet<i32> = calls.join_all().await.into_iter().collect();
    assert_eq!(answered.len(), 200);
    assert_eq!(session.stats().calls_in_flight, 0);
}

#[tokio::test]
async fn a_refused_call_keeps_its_reason() {
    let error = json!({"code": "UNAVAILABLE", "message": "later", "retryable": true, "retryAfterMs": 700,
        "details": {"code": "NOT_CONNECTED"}});
    let gateway = gateway(Script::default().method("node.invoke", move |_| Reply::Error(error.clone()))).await;
    let (session, _events) = connect(&gateway).await;
    let failed = session.call("node.invoke", json!({}), 20_000).await.unwrap_err();
    let expected = CallFailure::Refused {
        code: "UNAVAILABLE".to_owned(),
        message: "later".to_owned(),
        details: json!({"code": "NOT_CONNECTED"}),
        retryable: true,
        retry_after_ms: Some(700),
    };
    assert_eq!(failed, expected);
    let unknown = session.call("nope.method", Value::Null, 20_000).await.unwrap_err();
    assert!(matches!(&unknown, CallFailure::Refused { code, .. } if code == "INVALID_REQUEST"), "{unknown:?}");
}

#[tokio::test]
async fn a_late_answer_meets_nobody_and_hurts_nobody() {
    let gateway = gateway(held_echo()).await;
    let (session, _events) = connect(&gateway).await;
    let failed = session.call("echo", json!({}), 50).await.unwrap_err();
    assert_eq!(failed, CallFailure::Timeout);
    assert_eq!(session.stats().calls_in_flight, 0, "a call that timed out is forgotten");
    gateway.release_held();
    assert_eq!(session.call("health", json!({}), 20_000).await.unwrap()["ok"], true);
    assert_eq!(session.stats().ignored, 1, "the late answer was counted");
}

#[tokio::test]
async fn an_abandoned_call_is_forgotten() {
    let gateway = gateway(Script::default().method("echo", |_| Reply::Never)).await;
    let (session, _events) = connect(&gateway).await;
    let call = tokio::spawn({
        let session = session.clone();
        async move { session.call("echo", json!({}), 20_000).await }
    });
    assert!(gateway.wait_until(|record| record.calls_of("echo") == 1).await);
    assert_eq!(session.stats().calls_in_flight, 1);
    call.abort();
    assert!(call.await.unwrap_err().is_cancelled());
    assert_eq!(session.stats().calls_in_flight, 0);
}

#[tokio::test]
async fn the_end_of_the_connection_ends_every_call() {
    let gateway = gateway(Script::default().method("echo", |_| Reply::Never)).await;
    let (session, mut events) = connect(&gateway).await;
    let call = tokio::spawn({
        let session = session.clone();
        async move { session.call("echo", json!({}), 60_000).await }
    });
    assert!(gateway.wait_until(|record| record.calls_of("echo") == 1).await);
    gateway.close_all(4001, "gateway auth changed");
    let expected = CallFailure::Closed { code: 4001, reason: "gateway auth changed".to_owned() };
    assert_eq!(call.await.unwrap().unwrap_err(), expected);
    assert_eq!(session.call("health", json!({}), 20_000).await.unwrap_err(), expected, "later calls fail at once");
    assert_eq!(closed(&mut events).await, (4001, "gateway auth changed".to_owned()));
}

#[tokio::test]
async fn a_request_larger_than_the_gateway_takes_is_not_sent() {
    let gateway = gateway(Script { max_payload: 1000, ..Script::default() }).await;
    let (session, _events) = connect(&gateway).await;
    let failed = session.call("config.patch", json!({"raw": "x".repeat(2000)}), 20_000).await.unwrap_err();
    assert_eq!(failed, CallFailure::TooLarge);
    assert!(session.call("health", json!({}), 20_000).await.is_ok(), "the connection goes on");
    assert_eq!(gateway.record().calls_of("config.patch"), 0);
}

#[tokio::test]
async fn closing_says_goodbye_and_ends_the_stream_once() {
    let gateway = gateway(Script::default()).await;
    let (session, mut events) = connect(&gateway).await;
    tokio::time::timeout(Duration::from_secs(5), session.close()).await.expect("closing hung");
    assert_eq!(closed(&mut events).await, (1000, "closed by this client".to_owned()));
    assert!(gateway.wait_until(|record| record.disconnects == 1).await);
    assert_eq!(gateway.record().client_closes, [(1000, "closed by this client".to_owned())]);
    session.close().await;
}

#[tokio::test]
async fn dropping_every_handle_closes_the_connection() {
    let gateway = gateway(Script::default()).await;
    let (session, mut events) = connect(&gateway).await;
    let clone = session.clone();
    drop(session);
    assert!(clone.call("health", json!({}), 20_000).await.is_ok(), "a clone keeps it open");
    drop(clone);
    assert_eq!(closed(&mut events).await.0, 1000);
    assert!(gateway.wait_until(|record| record.disconnects == 1).await, "the gateway saw it end");
}

#[tokio::test]
async fn a_cut_connection_ends_with_code_1006() {
    let gateway = gateway(Script::default()).await;
    let (session, mut events) = connect_as(&gateway, &with_token(), &Limits::default()).await.unwrap();
    gateway.cut_all();
    assert_eq!(closed(&mut events).await.0, 1006);
    assert!(matches!(session.call("health", json!({}), 20_000).await, Err(CallFailure::Closed { code: 1006, .. })));
}
