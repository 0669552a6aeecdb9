//! The HTTP probes, and what else may answer them.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod support;

use clawtray_gateway::Endpoint;
use clawtray_gateway::http::{EventLoop, NotTheProbe, Probe, ProbeAnswer, probe};
use clawtray_testkit::fake_gateway::{FakeGateway, HttpReply, Script};
use serde_json::json;
use std::io::ErrorKind;
use std::time::Duration;
use support::*;

async fn ask(gateway: &FakeGateway, which: Probe) -> ProbeAnswer {
    probe(&Endpoint::loopback(gateway.port()), which, PATIENCE).await
}

async fn answer_of(path: &str, reply: HttpReply, which: Probe) -> ProbeAnswer {
    let mut script = Script::default();
    script.http.insert(path.to_owned(), reply);
    let gateway = gateway(script).await;
    ask(&gateway, which).await
}

#[tokio::test]
async fn a_ready_gateway_says_so_on_all_three() {
    let gateway = gateway(Script::default()).await;
    assert_eq!(ask(&gateway, Probe::Healthz).await, ProbeAnswer::Healthz { live: true });
    let started = ProbeAnswer::Startupz {
        started: true,
        version: Some("2026.9.6".to_owned()),
        pending_reason: None,
        uptime_ms: Some(5000),
    };
    assert_eq!(ask(&gateway, Probe::Startupz).await, started);
    let ready = ProbeAnswer::Readyz {
        ready: true,
        failing: vec![],
        suppressed: vec![],
        uptime_ms: Some(5000),
        event_loop: Some(EventLoop { degraded: false, delay_max_ms: 0 }),
    };
    assert_eq!(ask(&gateway, Probe::Readyz).await, ready);
    assert_eq!(gateway.record().http_paths, ["/healthz", "/startupz", "/readyz"]);
}

#[tokio::test]
async fn a_starting_gateway_says_what_it_waits_for() {
    let gateway = gateway(Script { ready: false, ..Script::default() }).await;
    let ProbeAnswer::Startupz { started: false, pending_reason, .. } = ask(&gateway, Probe::Startupz).await else {
        panic!("not starting")
    };
    assert_eq!(pending_reason.as_deref(), Some("startup-sidecars"));
    let ProbeAnswer::Readyz { ready: false, failing, event_loop: None, .. } = ask(&gateway, Probe::Readyz).await else {
        panic!("ready")
    };
    assert_eq!(failing, ["startup-sidecars"]);
}

#[tokio::test]
async fn channels_held_back_after_a_crash_loop_are_named() {
    let body = json!({"ready": true, "failing": [], "suppressed": ["telegram"], "uptimeMs": 7});
    let answer = answer_of("/readyz", HttpReply::json(200, &body), Probe::Readyz).await;
    assert!(matches!(answer, ProbeAnswer::Readyz { ready: true, suppressed, .. } if suppressed == ["telegram"]));
}

#[tokio::test]
async fn a_web_page_is_no_answer() {
    let gateway = gateway(Script::older_generation()).await;
    let page = ProbeAnswer::Unknown(NotTheProbe::ContentType("text/html".to_owned()));
    assert_eq!(ask(&gateway, Probe::Startupz).await, page);
    assert_eq!(ask(&gateway, Probe::Healthz).await, ProbeAnswer::Healthz { live: true });
}

#[tokio::test]
async fn json_of_somebody_else_is_no_answer() {
    for body in [json!({"ok": true}), json!([]), json!({"ready": "yes"}), json!({"ok": true, "status": 7})] {
        for which in [Probe::Healthz, Probe::Startupz, Probe::Readyz] {
            let answer = answer_of(which.path(), HttpReply::json(404, &body), which).await;
            assert_eq!(answer, ProbeAnswer::Unknown(NotTheProbe::Shape { status: 404 }), "{which:?} {body}");
        }
    }
    let broken = HttpReply { body: "{".to_owned(), ..HttpReply::json(200, &json!({})) };
    let answer = answer_of("/healthz", broken, Probe::Healthz).await;
    assert_eq!(answer, ProbeAnswer::Unknown(NotTheProbe::Shape { status: 200 }));
}

#[tokio::test]
async fn a_body_without_end_is_not_read() {
    let body = json!({"ok": true, "status": "live", "more": "x".repeat(70_000)});
    let answer = answer_of("/healthz", HttpReply::json(200, &body), Probe::Healthz).await;
    assert_eq!(answer, ProbeAnswer::Unknown(NotTheProbe::TooLarge));
}

#[tokio::test]
async fn another_protocol_is_no_answer() {
    let gateway = gateway(Script { banner: Some(b"220 mail ready\r\n".to_vec()), ..Script::default() }).await;
    assert_eq!(ask(&gateway, Probe::Healthz).await, ProbeAnswer::Unknown(NotTheProbe::NotHttp));
}

#[tokio::test]
async fn nobody_and_silence_are_told_apart() {
    let slow = HttpReply { delay: Duration::from_secs(60), ..HttpReply::json(200, &json!({})) };
    let mut script = Script::default();
    script.http.insert("/healthz".to_owned(), slow);
    let gateway = gateway(script).await;
    let endpoint = Endpoint::loopback(gateway.port());
    let answer = probe(&endpoint, Probe::Healthz, Duration::from_millis(100)).await;
    assert_eq!(answer, ProbeAnswer::TimedOut);
    gateway.stop().await;
    let answer = probe(&endpoint, Probe::Healthz, PATIENCE).await;
    assert_eq!(answer, ProbeAnswer::Unreachable(ErrorKind::ConnectionRefused));
}
