//! Connecting: what is sent, what is accepted, and every way to be turned away.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod support;

use clawtray_contract::Secret;
use clawtray_gateway::failure::Stage;
use clawtray_gateway::{ConnectFailure, Credential, Endpoint, Limits, NotAGateway, Refusal};
use clawtray_testkit::fake_gateway::{HttpReply, OnConnect, Raw, Reply, Script, refusal};
use serde_json::{Value, json};
use std::io::ErrorKind;
use std::time::Duration;
use support::*;

#[tokio::test]
async fn todays_gateway_accepts_and_grants() {
    let gateway = gateway(Script::default()).await;
    let (session, _events) = connect(&gateway).await;
    let hello = session.hello();
    assert_eq!((hello.protocol, hello.server_version.as_str()), (4, "2026.9.6"));
    assert_eq!(hello.boot_id.as_deref(), Some("boot-1"));
    assert_eq!(hello.auth.method.as_deref(), Some("token"));
    assert_eq!(hello.auth.scopes, ["operator.read", "operator.admin", "operator.pairing"]);
    assert!(hello.auth.device_token.is_some());
    let health = session.call("health", json!({}), 10_000).await.unwrap();
    assert_eq!(health["ok"], true);
}

#[tokio::test]
async fn the_older_generation_accepts_the_same_request() {
    let gateway = gateway(Script::older_generation()).await;
    let (session, _events) = connect(&gateway).await;
    assert_eq!((session.hello().protocol, session.hello().server_version.as_str()), (3, "2026.4.29"));
    assert_eq!(session.hello().boot_id, None);
    assert_eq!(session.call("health", json!({}), 10_000).await.unwrap()["ok"], true);
}

#[tokio::test]
async fn the_upgrade_carries_no_origin_and_ignores_proxies() {
    // Proxy settings are read by nothing in this crate. A child process with them set proves it below.
    let gateway = gateway(Script::default()).await;
    let _session = connect(&gateway).await;
    let headers = gateway.record().upgrade_headers;
    assert!(headers.iter().all(|(name, _)| name != "origin"), "an Origin was sent: {headers:?}");
    let host = headers.iter().find(|(name, _)| name == "host").unwrap();
    assert_eq!(host.1, format!("127.0.0.1:{}", gateway.port()));
}

/// Runs the happy path of this file again with every proxy variable pointing at a closed port.
#[test]
fn proxy_variables_have_no_effect() {
    let this = std::env::current_exe().unwrap();
    let mut child = std::process::Command::new(this);
    child.args(["todays_gateway_accepts_and_grants", "--exact", "--test-threads=1"]);
    for name in ["HTTP_PROXY", "http_proxy", "HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy", "WS_PROXY"] {
        child.env(name, "http://127.0.0.1:9");
    }
    child.env_remove("NO_PROXY").env_remove("no_proxy");
    let output = child.output().unwrap();
    let shown = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success() && shown.contains("1 passed"), "with proxy variables: {shown}");
}

#[tokio::test]
async fn the_device_token_of_one_hello_opens_the_next_connection() {
    let gateway = gateway(Script::default()).await;
    let (first, _events) = connect(&gateway).await;
    let token = first.hello().auth.device_token.clone().unwrap();
    first.close().await;
    let request = operator(Credential::DeviceToken(token.clone()));
    let (second, _events) = connect_as(&gateway, &request, &Limits::default()).await.unwrap();
    assert_eq!(second.hello().auth.method.as_deref(), Some("device-token"));
    let request = operator(Credential::TokenAndDeviceToken { token: Secret::new("stale"), device_token: token });
    let (third, _events) = connect_as(&gateway, &request, &Limits::default()).await.unwrap();
    assert_eq!(third.hello().auth.method.as_deref(), Some("device-token"), "the second credential must be sent too");
}

#[tokio::test]
async fn a_password_and_no_credential_work_where_they_are_enough() {
    let script = Script { token: None, password: Some("pw".to_owned()), ..Script::default() };
    let gateway = gateway(script).await;
    let request = operator(Credential::Password(Secret::new("pw")));
    let (session, _events) = connect_as(&gateway, &request, &Limits::default()).await.unwrap();
    assert_eq!(session.hello().auth.method.as_deref(), Some("password"));
    gateway.change(|script| script.password = None);
    let (session, _events) = connect_as(&gateway, &operator(Credential::None), &Limits::default()).await.unwrap();
    assert_eq!(session.hello().auth.method.as_deref(), Some("none"));
}

fn refused(failure: ConnectFailure) -> Refusal {
    match failure {
        ConnectFailure::Refused(refusal) => *refusal,
        other => panic!("not a refusal: {other:?}"),
    }
}

#[tokio::test]
async fn a_wrong_token_is_told_with_everything_to_decide_on() {
    let request = operator(Credential::Token(Secret::new("wrong")));
    let refusal = refused(failure(Script::default(), &request).await);
    assert_eq!((refusal.code.as_str(), refusal.top_code.as_str()), ("AUTH_TOKEN_MISMATCH", "INVALID_REQUEST"));
    assert_eq!(refusal.reason.as_deref(), Some("token_mismatch"));
    assert_eq!(refusal.recommended_next_step.as_deref(), Some("retry_with_device_token"));
    assert!(refusal.can_retry_with_device_token);
    assert_eq!(refusal.close_code, Some(1008));
    assert!(refusal.message.contains("gateway token mismatch"));
}

#[tokio::test]
async fn each_kind_of_wrong_credential_has_its_code() {
    for (credential, code) in [
        (Credential::None, "AUTH_TOKEN_MISSING"),
        (Credential::Password(Secret::new("x")), "AUTH_PASSWORD_MISMATCH"),
        (Credential::DeviceToken(Secret::new("x")), "AUTH_DEVICE_TOKEN_MISMATCH"),
    ] {
        let refusal = refused(failure(Script::default(), &operator(credential)).await);
        assert_eq!(refusal.code, code);
        assert!(!refusal.can_retry_with_device_token, "{code}");
    }
}

#[tokio::test]
async fn a_device_that_waits_for_approval_learns_its_request() {
    let gateway = gateway(Script { asks_for_pairing: true, ..Script::default() }).await;
    let failed = connect_as(&gateway, &with_token(), &Limits::default()).await.err().unwrap();
    let refusal = refused(failed);
    assert_eq!((refusal.code.as_str(), refusal.top_code.as_str()), ("PAIRING_REQUIRED", "NOT_PAIRED"));
    assert_eq!(refusal.reason.as_deref(), Some("not-paired"));
    assert!(refusal.request_id.is_some());
    assert_eq!(refusal.requested_role.as_deref(), Some("operator"));
    assert_eq!(refusal.requested_scopes.len(), 3);
    assert!(refusal.approved_scopes.is_empty() && refusal.remediation_hint.is_some());
    let again = refused(connect_as(&gateway, &with_token(), &Limits::default()).await.err().unwrap());
    assert_eq!(again.request_id, refusal.request_id, "an unchanged request keeps its id");
}

#[tokio::test]
async fn more_scopes_than_approved_are_told_apart() {
    let gateway = gateway(Script::default()).await;
    drop(connect(&gateway).await);
    gateway.change(|script| script.asks_for_pairing = true);
    let mut more = with_token();
    more.scopes.push("operator.approvals".to_owned());
    let refusal = refused(connect_as(&gateway, &more, &Limits::default()).await.err().unwrap());
    assert_eq!(refusal.reason.as_deref(), Some("scope-upgrade"));
    assert_eq!((refusal.requested_scopes.len(), refusal.approved_scopes.len()), (4, 3));
    assert_eq!(refusal.approved_roles, ["operator"]);
}

#[tokio::test]
async fn a_refused_signature_is_told_with_its_code() {
    let script = Script::default().on_connect(refusal(
        "INVALID_REQUEST",
        "device signature invalid",
        json!({"code": "DEVICE_AUTH_SIGNATURE_INVALID", "reason": "device-signature"}),
    ));
    let refusal = refused(failure(script, &with_token()).await);
    assert_eq!(refusal.code, "DEVICE_AUTH_SIGNATURE_INVALID");
    assert_eq!(refusal.reason.as_deref(), Some("device-signature"));
}

#[tokio::test]
async fn a_refusal_without_details_keeps_its_sentence() {
    let script = Script::default().on_connect(refusal("INVALID_REQUEST", "invalid role", Value::Null));
    let refusal = refused(failure(script, &with_token()).await);
    assert_eq!((refusal.code.as_str(), refusal.message.as_str()), ("", "invalid role"));
    assert_eq!(refusal.to_string(), "INVALID_REQUEST (invalid role)");
}

#[tokio::test]
async fn waiting_is_told_with_its_length() {
    let error = json!({"code": "INVALID_REQUEST", "message": "too many attempts", "retryAfterMs": 300_000,
        "details": {"code": "AUTH_RATE_LIMITED", "recommendedNextStep": "wait_then_retry", "pauseReconnect": false}});
    let script = Script::default().on_connect(OnConnect::Refuse { error, close: None });
    let refusal = refused(failure(script, &with_token()).await);
    assert_eq!((refusal.code.as_str(), refusal.retry_after_ms), ("AUTH_RATE_LIMITED", Some(300_000)));
    assert_eq!(refusal.pause_reconnect, Some(false));
    assert_eq!(refusal.close_code, None, "the peer left the connection open");
}

#[tokio::test]
async fn a_starting_gateway_is_no_refusal() {
    let failed = failure(Script { ready: false, ..Script::default() }, &with_token()).await;
    let reason = Some("startup-sidecars".to_owned());
    assert_eq!(failed, ConnectFailure::Starting { retry_after_ms: Some(500), reason });
    let closing = Script::default().on_connect(OnConnect::Close(1013, "gateway starting".to_owned()));
    let failed = failure(closing, &with_token()).await;
    assert_eq!(failed, ConnectFailure::Starting { retry_after_ms: None, reason: None });
}

#[tokio::test]
async fn no_common_protocol_is_told_from_either_side() {
    let expected = |gateway_minimum| ConnectFailure::ProtocolMismatch { gateway_protocol: Some(5), gateway_minimum };
    let refused = failure(Script { protocol: 5, ..Script::default() }, &with_token()).await;
    assert_eq!(refused, expected(Some(3)));
    let patched = Script { hello_patch: json!({"protocol": 5}), ..Script::default() };
    assert_eq!(failure(patched, &with_token()).await, expected(None));
    let closing = Script::default().on_connect(OnConnect::Close(1002, "protocol mismatch".to_owned()));
    let unknown = ConnectFailure::ProtocolMismatch { gateway_protocol: None, gateway_minimum: None };
    assert_eq!(failure(closing, &with_token()).await, unknown);
}

#[tokio::test]
async fn nobody_there_is_unreachable() {
    let gateway = gateway(Script::default()).await;
    let port = gateway.port();
    gateway.stop().await;
    let failed =
        clawtray_gateway::session::open(&Endpoint::loopback(port), &with_token(), &identity(), &Limits::default())
            .await
            .err()
            .unwrap();
    assert_eq!(failed, ConnectFailure::Unreachable(ErrorKind::ConnectionRefused));
}

#[tokio::test]
async fn other_programs_are_told_apart() {
    let page = Script::default().on_connect(OnConnect::Http(HttpReply::page()));
    let status = |status, error_type: Option<&str>| {
        let error_type = error_type.map(str::to_owned);
        ConnectFailure::NotAGateway(NotAGateway::HttpStatus { status, error_type })
    };
    assert_eq!(failure(page, &with_token()).await, status(200, None));
    let proxy = json!({"error": {"type": "proxy_attribution_required", "message": "x"}});
    let proxy = Script::default().on_connect(OnConnect::Http(HttpReply::json(403, &proxy)));
    let failed = failure(proxy, &with_token()).await;
    assert!(matches!(failed, ConnectFailure::NotAGateway(NotAGateway::HttpStatus { status: 403, .. })), "{failed:?}");
    let ssh = Script { banner: Some(b"SSH-2.0-OpenSSH_9.9\r\n".to_vec()), ..Script::default() };
    let failed = failure(ssh, &with_token()).await;
    assert!(matches!(failed, ConnectFailure::NotAGateway(_) | ConnectFailure::Closed { .. }), "{failed:?}");
    let echo = Script::default().on_connect(OnConnect::Before(vec![Raw::Text("hello".to_owned()); 100]));
    assert_eq!(failure(echo, &with_token()).await, ConnectFailure::NotAGateway(NotAGateway::NoChallenge));
}

#[tokio::test]
async fn a_gateway_is_told_by_its_challenge_without_a_sign_in_and_nothing_else_is_one() {
    let speaks = async |script: Script, patience| {
        let gateway = gateway(script).await;
        clawtray_gateway::session::answers_challenge(&Endpoint::loopback(gateway.port()), patience).await
    };
    let long = Duration::from_secs(30);
    assert!(speaks(Script::default(), long).await);
    assert!(speaks(Script { token: Some("another".to_owned()), ..Script::default() }, long).await);
    let page = HttpReply::json(200, &json!({}));
    assert!(!speaks(Script::default().on_connect(OnConnect::Http(page)), long).await);
    let ssh = Script { banner: Some(b"SSH-2.0-OpenSSH_9.9\r\n".to_vec()), ..Script::default() };
    assert!(!speaks(ssh, long).await);
    let silent = Script::default().on_connect(OnConnect::NoChallenge);
    assert!(!speaks(silent, Duration::from_millis(300)).await);
    let free = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    assert!(!clawtray_gateway::session::answers_challenge(&Endpoint::loopback(free), long).await);
}

#[tokio::test]
async fn stray_messages_before_the_challenge_are_tolerated() {
    let stray = vec![
        Raw::Text("{".to_owned()),
        Raw::Text(r#"{"type":"event"}"#.to_owned()),
        Raw::Text(r#"{"type":"event","event":"tick","payload":{}}"#.to_owned()),
        Raw::Binary(vec![0, 159, 146]),
        Raw::Ping(b"p".to_vec()),
    ];
    let gateway = gateway(Script::default().on_connect(OnConnect::Before(stray))).await;
    let (session, _events) = connect(&gateway).await;
    assert_eq!(session.hello().protocol, 4);
}

#[tokio::test]
async fn what_is_too_much_before_the_hello_is_not_read() {
    let huge = Raw::Text("x".repeat(3 * 1024 * 1024));
    let failed = failure(Script::default().on_connect(OnConnect::Before(vec![huge])), &with_token()).await;
    assert_eq!(failed, ConnectFailure::TooLarge);
}

#[tokio::test]
async fn silence_is_told_with_the_stage_it_came_to() {
    let limits = Limits { hello_deadline: Duration::from_millis(300), ..Limits::default() };
    for (what, stage) in [(OnConnect::NoChallenge, Stage::Challenge), (OnConnect::NoAnswer, Stage::Hello)] {
        let gateway = gateway(Script::default().on_connect(what)).await;
        let failed = connect_as(&gateway, &with_token(), &limits).await.err().unwrap();
        assert_eq!(failed, ConnectFailure::HandshakeTimeout(stage));
    }
}

#[tokio::test]
async fn a_connection_cut_in_the_handshake_is_told() {
    let failed = failure(Script::default().on_connect(OnConnect::Cut), &with_token()).await;
    assert!(matches!(failed, ConnectFailure::Closed { code: 1006, .. }), "{failed:?}");
}

#[tokio::test]
async fn a_strange_hello_is_not_taken_for_one() {
    let script = Script { hello_patch: json!({"type": "welcome"}), ..Script::default() };
    let failed = failure(script, &with_token()).await;
    assert!(matches!(failed, ConnectFailure::NotAGateway(NotAGateway::Malformed(_))), "{failed:?}");
}

#[tokio::test]
async fn a_hello_without_scopes_is_accepted_and_says_so() {
    let gateway = gateway(Script { hello_patch: json!({"auth": {"scopes": []}}), ..Script::default() }).await;
    gateway.change(|script| {
        script.set_method("health", |_| {
            Reply::Error(json!({"code": "FORBIDDEN", "message": "missing scope: operator.read",
                "details": {"code": "MISSING_SCOPE", "missingScope": "operator.read"}}))
        });
    });
    let (session, _events) = connect(&gateway).await;
    assert!(session.hello().auth.scopes.is_empty());
    let refused = session.call("health", json!({}), 10_000).await.unwrap_err();
    assert_eq!(refused.detail_code(), Some("MISSING_SCOPE"));
}
