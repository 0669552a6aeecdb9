//! Another program at the gateway: it lets a job fail, and a device asks for rights.

use anyhow::{Context as _, Result, anyhow, bail};
use clawtray_contract::Secret;
use clawtray_gateway::{
    ConnectFailure, ConnectRequest, Credential, DeviceIdentity, Endpoint, Limits, Session, session,
};
use serde_json::{Value, json};

/// How long a call may take, milliseconds.
const ANSWERED_WITHIN_MS: u64 = 60_000;
/// What a program that may do everything asks for.
const SCOPES: [&str; 5] =
    ["operator.read", "operator.write", "operator.admin", "operator.approvals", "operator.pairing"];

/// Somebody who signs in to the private gateway.
pub(super) struct Client {
    runtime: tokio::runtime::Runtime,
    port: u16,
    token: String,
}

impl Client {
    pub(super) fn new(port: u16, token: &str) -> Result<Self> {
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build()?;
        Ok(Self { runtime, port, token: token.to_owned() })
    }

    /// Adds a job that nothing can run without a model's sign-in, and runs it.
    pub(super) fn fail_a_job(&self) -> Result<()> {
        let session = self.sign_in(self.operator("Another program"), 1).map_err(refused)?;
        let job = self.call(
            &session,
            "cron.add",
            json!({
                "name": "Morning news",
                "schedule": {"kind": "every", "everyMs": 3_600_000},
                "sessionTarget": "isolated",
                "wakeMode": "now",
                "payload": {"kind": "agentTurn", "message": "What is new?", "timeoutSeconds": 60},
                "delivery": {"mode": "none"},
            }),
        )?;
        let id = job.get("id").and_then(Value::as_str).context("the new job has an id")?;
        self.call(&session, "cron.run", json!({"id": id, "mode": "force"})).map(drop)
    }

    /// A device that is known as a client asks to become a node, which is never granted silently.
    pub(super) fn ask_for_rights(&self, name: &str) -> Result<()> {
        drop(self.sign_in(self.operator(name), 2).map_err(refused)?);
        let node = ConnectRequest {
            client_id: "node-host".into(),
            client_mode: "node".into(),
            role: "node".into(),
            scopes: vec![],
            ..self.operator(name)
        };
        match self.sign_in(node, 2) {
            Err(ConnectFailure::Refused(refusal)) if refusal.request_id.is_some() => Ok(()),
            Err(other) => Err(refused(other)),
            Ok(_) => bail!("the gateway made it a node without asking"),
        }
    }

    fn operator(&self, name: &str) -> ConnectRequest {
        let credential = Credential::Token(Secret::new(self.token.as_str()));
        let mut request = ConnectRequest::operator("0.0.0", "linux", SCOPES.map(String::from).to_vec(), credential);
        request.display_name = Some(name.into());
        request
    }

    fn sign_in(&self, request: ConnectRequest, device: u8) -> Result<Session, ConnectFailure> {
        let (endpoint, identity) = (Endpoint::loopback(self.port), DeviceIdentity::generate(&[device; 32]));
        let limits = Limits::default();
        let (session, mut events) = self.runtime.block_on(session::open(&endpoint, &request, &identity, &limits))?;
        self.runtime.spawn(async move { while events.next().await.is_some() {} });
        Ok(session)
    }

    fn call(&self, session: &Session, method: &str, params: Value) -> Result<Value> {
        let answer = self.runtime.block_on(session.call(method, params, ANSWERED_WITHIN_MS));
        answer.map_err(|error| anyhow!("{method}: {error:?}"))
    }
}

fn refused(failure: ConnectFailure) -> anyhow::Error {
    anyhow!("the gateway did not let it in: {failure:?}")
}
