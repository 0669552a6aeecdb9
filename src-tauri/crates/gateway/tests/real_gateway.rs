//! Against a real OpenClaw, when the environment names one:
//! `CLAWTRAY_TEST_OPENCLAW` is its `openclaw.mjs`, `CLAWTRAY_TEST_NODE` the Node to run it with.
#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout)]

#[path = "support/real.rs"]
mod real;

use clawtray_contract::Secret;
use clawtray_gateway::http::{Probe, ProbeAnswer, probe};
use clawtray_gateway::payload::{ConfigSnapshot, CronList, DevicePairingList, FromForeign as _, Health, Shutdown};
use clawtray_gateway::{CallFailure, ConnectFailure, ConnectRequest, Credential, DeviceIdentity, Limits, SessionEvent};
use real::{RealGateway, TOKEN, program};
use serde_json::json;
use std::time::Duration;

fn operator(credential: Credential) -> ConnectRequest {
    let scopes = ["operator.read", "operator.write", "operator.admin", "operator.pairing"].map(str::to_owned).to_vec();
    let mut request = ConnectRequest::operator("0.1.0", "linux", scopes, credential);
    request.display_name = Some("Clawtray test".to_owned());
    request.locale = Some("en-US".to_owned());
    request
}

#[tokio::test]
async fn a_real_gateway_understands_this_client() {
    let Some((node, openclaw)) = program() else {
        println!("skipped: CLAWTRAY_TEST_NODE and CLAWTRAY_TEST_OPENCLAW name no gateway");
        return;
    };
    let mut gateway = RealGateway::start(&node, &openclaw).await;
    let identity = DeviceIdentity::generate(&[77; 32]);
    let limits = Limits::default();
    let endpoint = gateway.endpoint.clone();
    let open =
        async |request: &ConnectRequest| clawtray_gateway::session::open(&endpoint, request, &identity, &limits).await;

    let live = probe(&endpoint, Probe::Healthz, Duration::from_secs(5)).await;
    assert_eq!(live, ProbeAnswer::Healthz { live: true });
    let startup = probe(&endpoint, Probe::Startupz, Duration::from_secs(5)).await;
    println!("startupz: {startup:?}");

    // A wrong token first: refused with a code.
    let wrong = open(&operator(Credential::Token(Secret::new("wrong")))).await.err().unwrap();
    let ConnectFailure::Refused(refusal) = &wrong else { panic!("not refused: {wrong:?}") };
    assert_eq!((refusal.code.as_str(), refusal.close_code), ("AUTH_TOKEN_MISMATCH", Some(1008)));

    // The shared token with a new device.
    let request = operator(Credential::Token(Secret::new(TOKEN)));
    let (session, mut events) = open(&request).await.unwrap();
    let hello = session.hello().clone();
    println!("hello: protocol {} of {}, scopes {:?}", hello.protocol, hello.server_version, hello.auth.scopes);
    for scope in &request.scopes {
        assert!(hello.auth.scopes.contains(scope), "{scope} was not granted");
    }
    let health = Health::from_foreign(&session.call("health", json!({}), 30_000).await.unwrap());
    assert!(health.ok && !health.agents.is_empty(), "{health:?}");
    let jobs = CronList::from_foreign(&session.call("cron.list", json!({}), 30_000).await.unwrap());
    println!("cron jobs: {:?}", jobs.jobs.iter().map(|job| &job.name).collect::<Vec<_>>());
    let devices = session.call("device.pair.list", json!({}), 30_000).await.unwrap();
    let devices = DevicePairingList::from_foreign(&devices);
    assert!(devices.paired.iter().any(|device| device.device_id == identity.device_id()), "{devices:?}");
    let config = ConfigSnapshot::from_foreign(&session.call("config.get", json!({}), 30_000).await.unwrap());
    assert!(config.valid && config.hash.is_some());
    let unknown = session.call("nope.method", json!({}), 30_000).await.unwrap_err();
    assert!(matches!(&unknown, CallFailure::Refused { code, .. } if code == "INVALID_REQUEST"), "{unknown:?}");
    let bogus = session.call("cron.list", json!({"bogus": 1}), 30_000).await.unwrap_err();
    assert!(matches!(bogus, CallFailure::Refused { .. }), "{bogus:?}");
    session.close().await;
    while let Some(event) = tokio::time::timeout(Duration::from_secs(10), events.next()).await.unwrap() {
        assert!(!matches!(event, SessionEvent::Gap { .. }), "numbers jumped: {event:?}");
    }

    // The device token of the hello, alone.
    let Some(device_token) = hello.auth.device_token.clone() else { panic!("no device token was issued") };
    let (again, mut events) = open(&operator(Credential::DeviceToken(device_token))).await.unwrap();
    println!("again: method {:?}", again.hello().auth.method);
    assert!(again.call("health", json!({}), 30_000).await.is_ok());

    // A stop is told by its shutdown event and the code of the close frame.
    gateway.ask_to_stop();
    let mut shutdown = None;
    let ended = tokio::time::timeout(Duration::from_secs(60), async {
        loop {
            match events.next().await {
                Some(SessionEvent::Event { name, payload, .. }) if name == "shutdown" => {
                    shutdown = Some(Shutdown::from_foreign(&payload.read()));
                }
                Some(SessionEvent::Closed { code, reason }) => break (code, reason),
                Some(_) => {}
                None => panic!("no Closed came"),
            }
        }
    });
    let (code, reason) = ended.await.expect("the connection did not end");
    println!("stopped: {code} {reason}, {shutdown:?}");
    assert_eq!(code, 1012);
    assert_eq!(shutdown.expect("no shutdown event came").restart_expected_ms, None);
    let status =
        tokio::time::timeout(Duration::from_secs(60), gateway.child.wait()).await.expect("it did not end").unwrap();
    println!("exit: {status}");
}
