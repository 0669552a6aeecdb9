//! Events: in order, counted, bounded, and ended by exactly one Closed.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod support;

use clawtray_gateway::payload::{FromForeign as _, Shutdown};
use clawtray_gateway::{Limits, Payload, SessionEvent};
use clawtray_testkit::fake_gateway::{FakeGateway, Raw, Script};
use serde_json::json;
use std::time::Duration;
use support::*;

#[tokio::test]
async fn events_come_in_order_with_their_numbers() {
    let gateway = gateway(Script::default()).await;
    let limits = Limits { wanted_events: Some(&["cron", "shutdown"]), ..Limits::default() };
    let (_session, mut events) = connect_as(&gateway, &with_token(), &limits).await.unwrap();
    gateway.emit("cron", json!({"jobId": "a"}));
    gateway.emit("presence", json!({"presence": []}));
    gateway.emit("tick", json!({"ts": 1}));
    gateway.emit("cron", json!({"jobId": "b"}));
    let event = |id: &str, seq| SessionEvent::Event {
        name: "cron".to_owned(),
        payload: json!({"jobId": id}).into(),
        seq: Some(seq),
    };
    assert_eq!(next(&mut events).await, event("a", 1));
    assert_eq!(next(&mut events).await, event("b", 4), "skipped events count without being a gap");
}

#[tokio::test]
async fn a_jump_in_the_numbers_is_reported_before_the_event() {
    let gateway = gateway(Script::default()).await;
    let (_session, mut events) = connect(&gateway).await;
    gateway.emit("cron", json!({}));
    gateway.skip_seq(3);
    gateway.emit("cron", json!({}));
    assert_eq!(event_name(&mut events).await, "cron");
    assert_eq!(next(&mut events).await, SessionEvent::Gap { expected: 2, got: 5 });
    assert_eq!(event_name(&mut events).await, "cron");
}

#[tokio::test]
async fn a_slow_reader_loses_events_but_not_memory() {
    let gateway = gateway(Script::default()).await;
    let limits = Limits { queued_events: 8, ..Limits::default() };
    let (session, mut events) = connect_as(&gateway, &with_token(), &limits).await.unwrap();
    for number in 0..500 {
        gateway.emit("agent", json!({ "number": number }));
    }
    gateway.emit("device.pair.requested", json!({"requestId": "r"}));
    gateway.shut_down(Some(1500));
    assert!(gateway.wait_until(|record| record.disconnects == 1).await);
    let mut seen = Vec::new();
    let mut dropped = 0;
    while let Some(event) = tokio::time::timeout(PATIENCE, events.next()).await.expect("no end came") {
        match event {
            SessionEvent::Overflow(count) => dropped += count,
            other => seen.push(other),
        }
    }
    assert_eq!(seen.len() as u64 - 1 + dropped, 502, "every event is either given or counted");
    assert!(seen.len() <= 9, "more than the queue holds was kept: {}", seen.len());
    assert_eq!(session.stats().dropped_events, dropped);
    let named =
        |event: &SessionEvent, wanted: &str| matches!(event, SessionEvent::Event { name, .. } if name == wanted);
    assert!(seen.iter().any(|event| named(event, "device.pair.requested")), "what matters was dropped");
    assert!(seen.iter().any(|event| named(event, "shutdown")), "the shutdown was dropped");
    assert!(matches!(seen.last(), Some(SessionEvent::Closed { code: 1012, .. })));
}

#[tokio::test]
async fn an_event_too_large_to_read_is_counted() {
    let gateway = gateway(Script::default()).await;
    let limits = Limits { event_bytes: 1000, ..Limits::default() };
    let (_session, mut events) = connect_as(&gateway, &with_token(), &limits).await.unwrap();
    gateway.emit("cron", json!({"summary": "x".repeat(2000)}));
    gateway.emit("cron", json!({}));
    assert_eq!(next(&mut events).await, SessionEvent::Overflow(1));
    assert_eq!(event_name(&mut events).await, "cron");
}

#[tokio::test]
async fn a_restart_is_told_by_its_shutdown_event_and_a_stop_has_none_expected() {
    for (expected, code) in [(Some(1500), 1012), (None, 1012)] {
        let gateway = gateway(Script::default()).await;
        let (_session, mut events) = connect(&gateway).await;
        gateway.shut_down(expected);
        let SessionEvent::Event { name, payload, .. } = next(&mut events).await else { panic!("no shutdown event") };
        assert_eq!(name, "shutdown");
        assert_eq!(Shutdown::from_foreign(&payload.read()).restart_expected_ms, expected);
        assert_eq!(closed(&mut events).await, (code, "service restart".to_owned()));
    }
}

#[tokio::test]
async fn a_close_without_a_shutdown_event_is_given_as_it_came() {
    let gateway = gateway(Script::default()).await;
    let (_session, mut events) = connect(&gateway).await;
    gateway.close_all(1012, "service restart");
    assert_eq!(next(&mut events).await, SessionEvent::Closed { code: 1012, reason: "service restart".to_owned() });
}

#[tokio::test]
async fn pings_are_answered() {
    let gateway = gateway(Script::default()).await;
    let (_session, _events) = connect(&gateway).await;
    gateway.send_raw(Raw::Ping(b"are you there".to_vec()));
    assert!(gateway.wait_until(|record| record.pongs == [b"are you there".to_vec()]).await, "no pong came");
}

#[tokio::test]
async fn garbage_is_counted_and_the_connection_goes_on() {
    let gateway = gateway(Script::default()).await;
    let (session, mut events) = connect(&gateway).await;
    for text in [
        "",
        "{",
        "null",
        "[]",
        r#"["event","cron"]"#,
        r#"{"type":7}"#,
        r#"{"type":"event"}"#,
        r#"{"type":"res","id":{}}"#,
        r#"{"type":"res","id":"999999","ok":true}"#,
        r#"{"type":"res","id":"-1","ok":false}"#,
        r#"{"type":"surprise","more":1}"#,
        r#"{"type":"event","type":"event","event":"x"}"#,
    ] {
        gateway.send_raw(Raw::Text(text.to_owned()));
    }
    gateway.send_raw(Raw::Text("[".repeat(200_000)));
    gateway.send_raw(Raw::Binary(vec![0xff; 64]));
    gateway.emit("cron", json!({}));
    assert_eq!(event_name(&mut events).await, "cron");
    assert_eq!(session.stats().ignored, 14);
    assert_eq!(session.call("health", json!({}), 20_000).await.unwrap()["ok"], true);
}

#[tokio::test]
async fn an_event_with_odd_fields_still_comes() {
    let gateway = gateway(Script::default()).await;
    let (_session, mut events) = connect(&gateway).await;
    let deep = format!("{}{}", "[".repeat(400), "]".repeat(400));
    gateway.send_raw(Raw::Text(format!(r#"{{"type":"event","event":"a","seq":"one","payload":{deep}}}"#)));
    gateway.send_raw(Raw::Text(r#"{"type":"event","event":"b","new":{"x":1}}"#.to_owned()));
    let event = |name: &str| SessionEvent::Event { name: name.to_owned(), payload: Payload::default(), seq: None };
    assert_eq!(next(&mut events).await, event("a"), "a payload nested too deeply is null");
    assert_eq!(next(&mut events).await, event("b"));
}

#[tokio::test]
async fn text_that_is_not_utf8_ends_the_connection_with_its_code() {
    let gateway = gateway(Script::default()).await;
    let (_session, mut events) = connect(&gateway).await;
    gateway.send_raw(Raw::TextBytes(vec![b'{', 0xff, 0xfe, b'}']));
    assert_eq!(closed(&mut events).await.0, 1007);
}

#[tokio::test]
async fn a_frame_over_the_limit_ends_the_connection_with_its_code() {
    let gateway = gateway(Script::default()).await;
    let limits = Limits { frame_bytes: 64 * 1024, ..Limits::default() };
    let (_session, mut events) = connect_as(&gateway, &with_token(), &limits).await.unwrap();
    gateway.send_raw(Raw::Text("x".repeat(65 * 1024)));
    assert_eq!(closed(&mut events).await.0, 1009);
}

#[tokio::test]
async fn dropping_the_stream_leaves_the_session_open() {
    let gateway = gateway(Script::default()).await;
    let (session, events) = connect(&gateway).await;
    drop(events);
    for _ in 0..50 {
        gateway.emit("cron", json!({}));
    }
    assert_eq!(session.call("health", json!({}), 20_000).await.unwrap()["ok"], true);
}

/// Over a pipe in memory, so that time can be paused.
async fn over_a_pipe(script: Script) -> (FakeGateway, clawtray_gateway::Session, clawtray_gateway::EventStream) {
    let gateway = FakeGateway::without_port(script);
    let (ours, theirs) = tokio::io::duplex(256 * 1024);
    gateway.serve(theirs);
    let endpoint = clawtray_gateway::Endpoint::loopback(1);
    let opened =
        clawtray_gateway::session::open_over(ours, &endpoint, &with_token(), &identity(), &Limits::default()).await;
    let (session, events) = opened.unwrap();
    (gateway, session, events)
}

#[tokio::test(start_paused = true)]
async fn twice_the_tick_interval_of_silence_ends_the_connection() {
    let (gateway, _session, mut events) = over_a_pipe(Script { sends_ticks: false, ..Script::default() }).await;
    let began = tokio::time::Instant::now();
    let ended = loop {
        match events.next().await {
            Some(SessionEvent::Closed { code, reason }) => break (code, reason),
            Some(_) => {}
            None => panic!("the stream ended without Closed"),
        }
    };
    assert_eq!(ended, (4000, "tick timeout".to_owned()));
    let waited = began.elapsed();
    assert!(waited >= Duration::from_secs(60) && waited < Duration::from_secs(62), "waited {waited:?}");
    assert_eq!(events.next().await, None);
    assert!(gateway.wait_until(|record| record.client_closes == [(4000, "tick timeout".to_owned())]).await);
}

#[tokio::test(start_paused = true)]
async fn ticks_keep_a_quiet_connection_open() {
    let (gateway, session, mut events) = over_a_pipe(Script::default()).await;
    let quiet = tokio::time::timeout(Duration::from_secs(3600), events.next()).await;
    assert!(quiet.is_err(), "an hour with ticks brought {quiet:?}");
    assert!(session.call("health", json!({}), 20_000).await.is_ok());
    drop(gateway);
    assert_eq!(closed(&mut events).await.0, 1006);
}
