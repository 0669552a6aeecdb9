//! Every refusal that a real gateway on loopback can be brought to, and the older generation's hello. As
//! `real_gateway`, with `CLAWTRAY_TEST_OPENCLAW_OLDER` naming an OpenClaw of spring 2026 besides.
#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout)]

#[path = "support/real.rs"]
mod real;

use clawtray_contract::Secret;
use clawtray_gateway::http::{Probe, ProbeAnswer, probe};
use clawtray_gateway::identity::SignedConnect;
use clawtray_gateway::{
    CallFailure, ConnectFailure, ConnectRequest, Credential, DeviceIdentity, Endpoint, EventStream, Limits, Refusal,
    Session,
};
use futures_util::{SinkExt as _, StreamExt as _};
use real::{RealGateway, TOKEN, program};
use serde_json::{Value, json};
use std::path::PathBuf;
use std::time::Duration;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::client::IntoClientRequest as _;

const READ: &[&str] = &["operator.read"];
const USUAL: &[&str] = &["operator.read", "operator.pairing", "operator.admin"];

fn request(credential: Credential, scopes: &[&str]) -> ConnectRequest {
    let scopes = scopes.iter().map(ToString::to_string).collect();
    ConnectRequest::operator("0.1.0", "linux", scopes, credential)
}

async fn open(
    endpoint: &Endpoint,
    seed: u8,
    request: &ConnectRequest,
) -> Result<(Session, EventStream), ConnectFailure> {
    let identity = DeviceIdentity::generate(&[seed; 32]);
    clawtray_gateway::session::open(endpoint, request, &identity, &Limits::default()).await
}

async fn refused(endpoint: &Endpoint, seed: u8, request: &ConnectRequest) -> Refusal {
    match open(endpoint, seed, request).await {
        Err(ConnectFailure::Refused(refusal)) => *refusal,
        Err(other) => panic!("not refused: {other:?}"),
        Ok((session, _)) => panic!("accepted with {:?}", session.hello().auth.scopes),
    }
}

/// A connect made by hand, so that it can be wrong. Gives the gateway's answer.
async fn by_hand(endpoint: &Endpoint, origin: Option<&str>, change: impl FnOnce(&mut Value, &str, i64)) -> Value {
    let stream = tokio::net::TcpStream::connect(endpoint.authority()).await.unwrap();
    let mut upgrade = format!("ws://{}/", endpoint.authority()).into_client_request().unwrap();
    if let Some(origin) = origin {
        upgrade.headers_mut().insert("Origin", origin.parse().unwrap());
    }
    let (mut socket, _) = tokio_tungstenite::client_async(upgrade, stream).await.unwrap();
    let next = async |socket: &mut tokio_tungstenite::WebSocketStream<tokio::net::TcpStream>| loop {
        match tokio::time::timeout(Duration::from_secs(20), socket.next()).await.unwrap() {
            Some(Ok(Message::Text(text))) => return serde_json::from_str::<Value>(text.as_str()).unwrap(),
            Some(Ok(_)) => {}
            other => panic!("no answer: {other:?}"),
        }
    };
    let challenge = next(&mut socket).await;
    let (nonce, ts) = (challenge["payload"]["nonce"].as_str().unwrap(), challenge["payload"]["ts"].as_i64().unwrap());
    let mut params = json!({
        "minProtocol": 3, "maxProtocol": 4, "role": "operator", "scopes": READ, "caps": [],
        "client": {"id": "gateway-client", "version": "0.1.0", "platform": "linux", "mode": "ui"},
        "auth": {"token": TOKEN},
    });
    change(&mut params, nonce, ts);
    let frame = json!({"type": "req", "id": "1", "method": "connect", "params": params});
    socket.send(Message::text(frame.to_string())).await.unwrap();
    loop {
        let answer = next(&mut socket).await;
        if answer["type"] == "res" {
            return answer;
        }
    }
}

/// A device's proof as this client makes it, for another nonce or time.
fn device(nonce: &str, signed_at_ms: i64) -> Value {
    let identity = DeviceIdentity::generate(&[9; 32]);
    let scopes: Vec<String> = READ.iter().map(ToString::to_string).collect();
    let signature = identity.sign_connect(SignedConnect {
        client_id: "gateway-client",
        client_mode: "ui",
        role: "operator",
        scopes: &scopes,
        signed_at_ms,
        token: TOKEN,
        nonce,
        platform: "linux",
        device_family: "",
    });
    json!({"id": identity.device_id(), "publicKey": identity.public_key(), "signature": signature,
        "signedAt": signed_at_ms, "nonce": nonce})
}

fn code(answer: &Value) -> &str {
    answer["error"]["details"]["code"].as_str().unwrap_or_default()
}

#[tokio::test]
async fn a_real_gateway_refuses_in_the_ways_this_client_tells_apart() {
    let Some((node, openclaw)) = program() else {
        println!("skipped: CLAWTRAY_TEST_NODE and CLAWTRAY_TEST_OPENCLAW name no gateway");
        return;
    };
    let gateway = RealGateway::start(&node, &openclaw).await;
    let endpoint = &gateway.endpoint;
    let token = || Credential::Token(Secret::new(TOKEN));

    let missing = refused(endpoint, 1, &request(Credential::None, READ)).await;
    assert_eq!(missing.code, "AUTH_TOKEN_MISSING");
    let wrong = refused(endpoint, 1, &request(Credential::Token(Secret::new("wrong")), READ)).await;
    assert_eq!((wrong.code.as_str(), wrong.can_retry_with_device_token), ("AUTH_TOKEN_MISMATCH", true));
    assert!(wrong.challenge_ts_ms.is_some_and(|ts| ts > 0), "the gateway's clock is known");
    let dead = refused(endpoint, 1, &request(Credential::DeviceToken(Secret::new("dead")), READ)).await;
    assert_eq!(dead.code, "AUTH_DEVICE_TOKEN_MISMATCH");

    // A device that may only read asks for more with its own token.
    let (reader, _events) = open(endpoint, 2, &request(token(), READ)).await.unwrap();
    let own = reader.hello().auth.device_token.clone().unwrap();
    let more = refused(endpoint, 2, &request(Credential::DeviceToken(own), USUAL)).await;
    assert_eq!(more.code, "AUTH_SCOPE_MISMATCH");
    let forbidden = reader.call("device.pair.list", json!({}), 20_000).await.unwrap_err();
    assert_eq!(forbidden.detail_code(), Some("MISSING_SCOPE"), "{forbidden:?}");

    // It asks over its open session, and somebody who holds the least this client asks for grants it.
    let (boss, _boss_events) = open(endpoint, 3, &request(token(), USUAL)).await.unwrap();
    let asked = reader.call("device.scopes.requestUpgrade", json!({"scopes": USUAL}), 20_000).await.unwrap();
    let params = json!({"requestId": asked["requestId"]});
    let waited = reader.call("device.scopes.waitUpgrade", params.clone(), 20_000);
    let granted = boss.call("device.pair.approve", params, 20_000);
    let (waited, granted) = tokio::join!(waited, granted);
    let waited = waited.unwrap();
    assert!(granted.is_ok() && waited["status"] == "approved", "{granted:?}");
    assert!(reader.call("health", json!({}), 20_000).await.is_ok(), "the session went on");
    let still = reader.call("device.pair.list", json!({}), 20_000).await.unwrap_err();
    assert_eq!(still.detail_code(), Some("MISSING_SCOPE"), "an open session keeps the rights it began with");
    let new = Credential::DeviceToken(Secret::new(waited["deviceToken"].as_str().unwrap()));
    let (upgraded, _upgraded_events) = open(endpoint, 2, &request(new, USUAL)).await.unwrap();
    assert!(upgraded.call("device.pair.list", json!({}), 20_000).await.is_ok(), "the next one has more");
    for list in ["node.pair.list", "channels.pairing.list", "cron.list", "config.get"] {
        assert!(boss.call(list, json!({}), 20_000).await.is_ok(), "{list} with read, pairing and administration");
    }
    let gone = boss.call("device.pair.approve", json!({"requestId": "never"}), 20_000).await.unwrap_err();
    assert!(
        matches!(&gone, CallFailure::Refused { message, .. } if message.starts_with("unknown requestId")),
        "{gone:?}"
    );

    // Another role is never granted silently.
    let mut as_node = request(token(), &[]);
    as_node.role = "node".to_owned();
    let pairing = refused(endpoint, 2, &as_node).await;
    assert_eq!((pairing.code.as_str(), pairing.reason.as_deref()), ("PAIRING_REQUIRED", Some("role-upgrade")));
    assert!(pairing.request_id.is_some());

    let unsigned = by_hand(endpoint, None, |params, nonce, ts| {
        params["device"] = device(nonce, ts);
        params["device"]["signature"] = device("another", ts)["signature"].clone();
    });
    assert_eq!(code(&unsigned.await), "DEVICE_AUTH_SIGNATURE_INVALID");
    let stale = by_hand(endpoint, None, |params, nonce, ts| params["device"] = device(nonce, ts - 7_200_000));
    assert_eq!(code(&stale.await), "DEVICE_AUTH_SIGNATURE_EXPIRED");
    let replayed = by_hand(endpoint, None, |params, _, ts| params["device"] = device("another", ts));
    assert_eq!(code(&replayed.await), "DEVICE_AUTH_NONCE_MISMATCH");
    let stranger = by_hand(endpoint, None, |params, nonce, ts| {
        params["device"] = device(nonce, ts);
        params["device"]["id"] = json!("0".repeat(64));
    });
    assert_eq!(code(&stranger.await), "DEVICE_AUTH_DEVICE_ID_MISMATCH");
    let newer = by_hand(endpoint, None, |params, nonce, ts| {
        params["device"] = device(nonce, ts);
        (params["minProtocol"], params["maxProtocol"]) = (json!(98), json!(99));
    });
    assert_eq!(code(&newer.await), "PROTOCOL_MISMATCH");
    let evil =
        by_hand(endpoint, Some("https://evil.example"), |params, nonce, ts| params["device"] = device(nonce, ts));
    assert_eq!(code(&evil.await), "CONTROL_UI_ORIGIN_NOT_ALLOWED");

    // Failures of a page on this computer are counted; ours, without a page, are not.
    let origin = format!("http://{}", endpoint.authority());
    let mut last = Value::Null;
    for _ in 0..14 {
        last = by_hand(endpoint, Some(&origin), |params, _, _| params["auth"] = json!({"token": "guess"})).await;
        if code(&last) == "AUTH_RATE_LIMITED" {
            break;
        }
    }
    assert_eq!(code(&last), "AUTH_RATE_LIMITED");
    println!("rate limited: retry after {:?}", last["error"]["retryAfterMs"]);
    assert!(open(endpoint, 3, &request(token(), USUAL)).await.is_ok(), "who makes no failures is let in");
}

#[tokio::test]
async fn a_real_gateway_with_a_password_tells_missing_from_wrong() {
    let Some((node, openclaw)) = program() else { return };
    let password = "password-of-a-throw-away-gateway";
    let gateway = RealGateway::start_with(&node, &openclaw, json!({"mode": "password", "password": password})).await;
    let endpoint = &gateway.endpoint;
    let missing = refused(endpoint, 1, &request(Credential::None, READ)).await;
    assert_eq!(missing.code, "AUTH_PASSWORD_MISSING");
    let wrong = refused(endpoint, 1, &request(Credential::Password(Secret::new("wrong")), READ)).await;
    assert_eq!(wrong.code, "AUTH_PASSWORD_MISMATCH");
    let (session, _events) =
        open(endpoint, 1, &request(Credential::Password(Secret::new(password)), USUAL)).await.unwrap();
    assert_eq!(session.hello().auth.method.as_deref(), Some("password"));
}

#[tokio::test]
async fn the_generation_of_spring_2026_is_served_too() {
    let older = std::env::var_os("CLAWTRAY_TEST_OPENCLAW_OLDER").map(PathBuf::from);
    let (Some((node, _)), Some(older)) = (program(), older) else {
        println!("skipped: CLAWTRAY_TEST_OPENCLAW_OLDER names no gateway");
        return;
    };
    let gateway = RealGateway::start(&node, &older).await;
    let endpoint = &gateway.endpoint;
    let patience = Duration::from_secs(5);
    assert_eq!(probe(endpoint, Probe::Healthz, patience).await, ProbeAnswer::Healthz { live: true });
    let startup = probe(endpoint, Probe::Startupz, patience).await;
    assert!(!matches!(startup, ProbeAnswer::Startupz { .. }), "a page is no answer of a probe: {startup:?}");
    let wrong = refused(endpoint, 1, &request(Credential::Token(Secret::new("wrong")), READ)).await;
    assert_eq!(wrong.code, "AUTH_TOKEN_MISMATCH");
    let token = Credential::Token(Secret::new(TOKEN));
    let (session, _events) = open(endpoint, 1, &request(token, USUAL)).await.unwrap();
    assert_eq!(session.hello().protocol, 3);
    println!("older: {} grants {:?}", session.hello().server_version, session.hello().auth.scopes);
    for offered in ["device.pair.list", "node.pair.list", "exec.approval.list", "cron.list", "health"] {
        assert!(session.call(offered, json!({}), 20_000).await.is_ok(), "{offered}");
    }
    for absent in ["channels.pairing.list", "device.scopes.requestUpgrade"] {
        let failure = session.call(absent, json!({}), 20_000).await.unwrap_err();
        assert!(
            matches!(&failure, CallFailure::Refused { message, .. } if message.starts_with("unknown method")),
            "{failure:?}"
        );
    }
}
