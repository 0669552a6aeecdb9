//! What the tests of this crate share.
#![allow(dead_code)]

use clawtray_contract::Secret;
use clawtray_gateway::{
    ConnectFailure, ConnectRequest, Credential, DeviceIdentity, Endpoint, EventStream, Limits, Session, SessionEvent,
};
use clawtray_testkit::fake_gateway::{FakeGateway, Script};
use std::time::Duration;

/// Longer than anything here takes, shorter than a person waits.
pub const PATIENCE: Duration = Duration::from_secs(20);

pub fn identity() -> DeviceIdentity {
    DeviceIdentity::generate(&[42; 32])
}

pub fn operator(credential: Credential) -> ConnectRequest {
    let scopes = ["operator.read", "operator.admin", "operator.pairing"].map(str::to_owned).to_vec();
    ConnectRequest::operator("0.1.0", "linux", scopes, credential)
}

pub fn with_token() -> ConnectRequest {
    operator(Credential::Token(Secret::new("fake-token")))
}

pub async fn gateway(script: Script) -> FakeGateway {
    FakeGateway::start(script).await.unwrap()
}

pub async fn connect(gateway: &FakeGateway) -> (Session, EventStream) {
    connect_as(gateway, &with_token(), &Limits::default()).await.unwrap()
}

pub async fn connect_as(
    gateway: &FakeGateway,
    request: &ConnectRequest,
    limits: &Limits,
) -> Result<(Session, EventStream), ConnectFailure> {
    clawtray_gateway::session::open(&Endpoint::loopback(gateway.port()), request, &identity(), limits).await
}

/// The failure of a connect to a gateway with this script.
pub async fn failure(script: Script, request: &ConnectRequest) -> ConnectFailure {
    let gateway = gateway(script).await;
    match connect_as(&gateway, request, &Limits::default()).await {
        Ok(_) => panic!("the connect was accepted"),
        Err(failure) => failure,
    }
}

pub async fn next(events: &mut EventStream) -> SessionEvent {
    tokio::time::timeout(PATIENCE, events.next()).await.expect("no event came").expect("the stream had ended")
}

/// The next event that is none of the gateway's own doing.
pub async fn event_name(events: &mut EventStream) -> String {
    match next(events).await {
        SessionEvent::Event { name, .. } => name,
        other => panic!("not an event: {other:?}"),
    }
}

pub async fn closed(events: &mut EventStream) -> (u16, String) {
    loop {
        if let SessionEvent::Closed { code, reason } = next(events).await {
            let after = tokio::time::timeout(PATIENCE, events.next()).await.expect("the stream did not end");
            assert_eq!(after, None, "something came after Closed");
            return (code, reason);
        }
    }
}
