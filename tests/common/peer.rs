//! Others who talk to the keeper and to the gateway: the tests' own eyes.

use std::{
    io::{BufRead, BufReader, Write},
    path::{Path, PathBuf},
    sync::{Arc, Mutex},
    time::Duration,
};

use clawtray_contract::{
    Answer, AppError, ClientFrame, ClientKind, Intent, KeeperFrame, SOCKET_PROTOCOL, Secret, Snapshot,
};
use clawtray_gateway::{
    CallFailure, ConnectFailure, ConnectRequest, Credential, DeviceIdentity, Endpoint, Limits, Session, SessionEvent,
};
use serde_json::{Value, json};

fn environment(home: &Path) -> clawtray_engine::Environment {
    let variables = [("CLAWTRAY_HOME".into(), home.as_os_str().to_owned())];
    clawtray_engine::Environment::from_variables(variables, home, &clawtray_platform::paths::current_user_id())
        .expect("the folder is absolute")
}

/// The socket of the keeper with this home.
pub fn socket_of(home: &Path) -> PathBuf {
    environment(home).paths.socket
}

/// The keychain service of the Clawtray with this home.
pub fn keychain_service(home: &Path) -> String {
    environment(home).keychain_service
}

struct Line {
    reader: BufReader<std::os::unix::net::UnixStream>,
}

impl Line {
    fn open(home: &Path, limit: Duration) -> Option<Self> {
        Self::open_as(home, ClientKind::CommandLine, limit)
    }

    fn open_as(home: &Path, client: ClientKind, limit: Duration) -> Option<Self> {
        let stream = std::os::unix::net::UnixStream::connect(socket_of(home)).ok()?;
        stream.set_read_timeout(Some(limit)).ok()?;
        let mut line = Self { reader: BufReader::new(stream) };
        line.send(&ClientFrame::Hello { protocol: SOCKET_PROTOCOL, client, version: "test".into() })?;
        matches!(line.read()?, KeeperFrame::Hello { .. }).then_some(line)
    }

    fn send(&mut self, frame: &ClientFrame) -> Option<()> {
        let mut text = serde_json::to_string(frame).ok()?;
        text.push('\n');
        self.reader.get_mut().write_all(text.as_bytes()).ok()
    }

    fn read(&mut self) -> Option<KeeperFrame> {
        let mut text = String::new();
        self.reader.read_line(&mut text).ok().filter(|bytes| *bytes > 0)?;
        serde_json::from_str(&text).ok()
    }

    fn snapshot(&mut self) -> Option<Snapshot> {
        loop {
            if let KeeperFrame::Snapshot { snapshot } = self.read()? {
                return Some(*snapshot);
            }
        }
    }
}

/// The keeper's newest snapshot.
pub fn snapshot(home: &Path) -> Option<Snapshot> {
    let mut line = Line::open(home, Duration::from_secs(10))?;
    line.send(&ClientFrame::Subscribe)?;
    line.snapshot()
}

/// Waits until the keeper publishes something new, or `limit`.
pub fn next_change(home: &Path, limit: Duration) {
    let changed = Line::open(home, limit).and_then(|mut line| {
        line.send(&ClientFrame::Subscribe)?;
        line.snapshot()?;
        line.snapshot()
    });
    if changed.is_none() && snapshot(home).is_none() {
        // No keeper at all: nothing to wait on but time.
        std::thread::sleep(Duration::from_millis(50));
    }
}

/// Shows every snapshot that the keeper publishes, until `limit` has passed.
pub fn watch(home: &Path, limit: Duration, mut seen: impl FnMut(&Snapshot)) {
    let end = std::time::Instant::now() + limit;
    while std::time::Instant::now() < end {
        // Without anything new for so long, the newest is told once more.
        let mut line = Line::open(home, Duration::from_secs(20)).expect("the keeper answers");
        line.send(&ClientFrame::Subscribe).expect("sent");
        while let Some(snapshot) = line.snapshot() {
            seen(&snapshot);
            if std::time::Instant::now() >= end {
                return;
            }
        }
    }
}

/// Asks the keeper for something.
pub fn ask(home: &Path, intent: Intent) -> Result<Answer, AppError> {
    ask_as(home, ClientKind::CommandLine, intent)
}

/// Asks the keeper for something, as that program does.
pub fn ask_as(home: &Path, client: ClientKind, intent: Intent) -> Result<Answer, AppError> {
    let mut line = Line::open_as(home, client, Duration::from_secs(60)).expect("the keeper answers");
    line.send(&ClientFrame::Intent { id: 7, intent }).expect("sent");
    loop {
        match line.read().expect("an answer") {
            KeeperFrame::Answer { id: 7, answer } => return Ok(answer),
            KeeperFrame::Failure { error, .. } => return Err(error),
            _ => {}
        }
    }
}

/// A client of the gateway, signed in beside Clawtray.
pub struct Rpc {
    runtime: tokio::runtime::Runtime,
    session: Session,
}

fn request(credential: Credential, name: &str) -> ConnectRequest {
    let scopes = ["operator.read", "operator.write", "operator.admin", "operator.approvals", "operator.pairing"];
    let mut request = ConnectRequest::operator("0.0.0", "linux", scopes.map(String::from).to_vec(), credential);
    request.display_name = Some(name.into());
    request
}

/// A device key that is the same for the same number.
pub fn device(number: u8) -> DeviceIdentity {
    DeviceIdentity::generate(&[number; 32])
}

impl Rpc {
    /// With a device of the tests' own, paired silently because it is on this computer. A gateway at work may answer
    /// late, and is asked again.
    pub fn operator(port: u16, token: &str) -> Self {
        let begun = std::time::Instant::now();
        loop {
            let request = request(Credential::Token(Secret::new(token)), "Test observer");
            match Self::open(port, request, &device(1)) {
                Ok(observer) => return observer,
                Err(ConnectFailure::HandshakeTimeout(_) | ConnectFailure::Starting { .. })
                    if begun.elapsed() < super::READY =>
                {
                    std::thread::sleep(Duration::from_millis(200));
                }
                Err(other) => panic!("the observer may sign in: {other:?}"),
            }
        }
    }

    pub fn open(port: u16, request: ConnectRequest, identity: &DeviceIdentity) -> Result<Self, ConnectFailure> {
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
        let (session, mut events) = runtime.block_on(clawtray_gateway::session::open(
            &Endpoint::loopback(port),
            &request,
            identity,
            &Limits::default(),
        ))?;
        runtime.spawn(async move { while events.next().await.is_some() {} });
        Ok(Self { runtime, session })
    }

    pub fn call(&self, method: &str, params: Value) -> Value {
        self.try_call(method, params).unwrap_or_else(|error| panic!("{method}: {error}"))
    }

    /// A call that may be refused. Asked for too often, it is made again when the gateway says, which is within a minute.
    pub fn try_call(&self, method: &str, params: Value) -> Result<Value, String> {
        let call = || self.runtime.block_on(self.session.call(method, params.clone(), 180_000));
        let answer = match call() {
            Err(CallFailure::Refused { retryable: true, retry_after_ms: Some(wait_ms), .. }) => {
                std::thread::sleep(Duration::from_millis(wait_ms.min(60_000)));
                call()
            }
            answer => answer,
        };
        answer.map_err(|error| format!("{error:?}"))
    }

    pub fn pending_devices(&self) -> Vec<Value> {
        list(&self.call("device.pair.list", json!({})), "pending")
    }

    pub fn paired_devices(&self) -> Vec<Value> {
        list(&self.call("device.pair.list", json!({})), "paired")
    }

    pub fn config(&self) -> Value {
        self.call("config.get", json!({}))
    }

    /// Changes the configuration as another client would.
    pub fn patch(&self, patch: &Value) {
        let hash = self.config()["hash"].clone();
        let params = json!({"raw": patch.to_string(), "baseHash": hash});
        let call = || self.runtime.block_on(self.session.call("config.patch", params.clone(), 180_000));
        let answer = match call() {
            Err(CallFailure::Refused { retryable: true, retry_after_ms: Some(wait_ms), .. }) => {
                std::thread::sleep(Duration::from_millis(wait_ms.min(60_000)));
                call()
            }
            answer => answer,
        };
        match answer {
            // OpenClaw of spring 2026 starts anew for what today's takes in as it runs, and may end the session first.
            Ok(_) | Err(CallFailure::Closed { code: 1012, .. }) => {}
            Err(error) => panic!("config.patch: {error:?}"),
        }
    }
}

fn list(value: &Value, key: &str) -> Vec<Value> {
    value.get(key).and_then(Value::as_array).cloned().unwrap_or_default()
}

/// Makes a device of the tests' own ask for the role of a node, which is never granted silently.
pub fn ask_for_node_role(port: u16, token: &str, number: u8) -> Option<String> {
    ask_for_node_role_on(port, token, number, "linux")
}

/// The same for a device of another platform.
pub fn ask_for_node_role_on(port: u16, token: &str, number: u8, platform: &str) -> Option<String> {
    let identity = device(number);
    let mut operator = request(Credential::Token(Secret::new(token)), &format!("Device {number}"));
    operator.platform = platform.into();
    let first = Rpc::open(port, operator, &identity);
    drop(first.expect("as an operator it is paired silently"));
    let mut node = request(Credential::Token(Secret::new(token)), &format!("Device {number}"));
    node.platform = platform.into();
    node.client_id = "node-host".into();
    node.client_mode = "node".into();
    node.role = "node".into();
    node.scopes = vec![];
    match Rpc::open(port, node, &identity) {
        Err(ConnectFailure::Refused(refusal)) => refusal.request_id.clone(),
        Err(other) => panic!("expected to be told to wait, got {other:?}"),
        Ok(_) => panic!("a node role was granted silently"),
    }
}

/// Makes a device of the tests' own, paired to read, ask for more. A gateway of spring 2026 grants that to nobody
/// silently; one of autumn does on this computer.
pub fn ask_for_more_rights(port: u16, token: &str, number: u8) -> Option<String> {
    let identity = device(number);
    let mut asked = request(Credential::Token(Secret::new(token)), &format!("Device {number}"));
    asked.scopes = vec!["operator.read".into()];
    drop(Rpc::open(port, asked.clone(), &identity).expect("to read it is paired silently"));
    asked.scopes.push("operator.pairing".into());
    match Rpc::open(port, asked, &identity) {
        Err(ConnectFailure::Refused(refusal)) => refusal.request_id.clone(),
        Err(other) => panic!("expected to be told to wait, got {other:?}"),
        Ok(_) => panic!("more rights were granted silently"),
    }
}

/// Pairs a device of the tests' own that only reads; its token.
pub fn pair_to_read(port: u16, token: &str, number: u8) -> Secret {
    pair_for(port, token, number, "operator.read")
}

/// Pairs a device of the tests' own that has one right; its token.
pub fn pair_for(port: u16, token: &str, number: u8, right: &str) -> Secret {
    let mut asked = request(Credential::Token(Secret::new(token)), &format!("Device {number}"));
    asked.scopes = vec![right.into()];
    // It lets nobody in while it still starts.
    let begun = std::time::Instant::now();
    let paired = loop {
        match Rpc::open(port, asked.clone(), &device(number)) {
            Err(ConnectFailure::Starting { .. }) if begun.elapsed() < super::READY => {
                std::thread::sleep(Duration::from_millis(200));
            }
            opened => break opened.expect("it is paired silently"),
        }
    };
    paired.session.hello().auth.device_token.clone().expect("a token of its own")
}

/// A paired device that offers commands, played by a test.
pub struct Node {
    runtime: tokio::runtime::Runtime,
    session: Session,
    answer: Arc<Mutex<Value>>,
    pub id: String,
}

impl Node {
    /// Signs in and answers every command as [`Self::answers`] says.
    pub fn connect(port: u16, token: &str, number: u8, commands: &[&str]) -> Self {
        let identity = device(number);
        let mut request = request(Credential::Token(Secret::new(token)), &format!("Phone {number}"));
        request.client_id = "node-host".into();
        request.client_mode = "node".into();
        request.role = "node".into();
        request.platform = "ios".into();
        request.scopes = vec![];
        request.commands = commands.iter().map(ToString::to_string).collect();
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
        let (endpoint, limits) = (Endpoint::loopback(port), Limits::default());
        let opened = clawtray_gateway::session::open(&endpoint, &request, &identity, &limits);
        let (session, mut events) = runtime.block_on(opened).expect("the device may sign in");
        let answer = Arc::new(Mutex::new(json!({"ok": true, "payload": {}})));
        let (telling, answers) = (session.clone(), Arc::clone(&answer));
        runtime.spawn(async move {
            while let Some(event) = events.next().await {
                let SessionEvent::Event { name, payload, .. } = event else { continue };
                if name == "node.invoke.request" {
                    let payload = payload.read();
                    let mut result = answers.lock().unwrap().clone();
                    result["id"] = payload["id"].clone();
                    result["nodeId"] = payload["nodeId"].clone();
                    // The gateway may have gone meanwhile.
                    let _gone = telling.call("node.invoke.result", result, 60_000).await;
                }
            }
        });
        Self { runtime, session, answer, id: identity.device_id().to_owned() }
    }

    /// Answers like this from now on: `ok` with `payload`, or not with `error`.
    pub fn answers(&self, answer: Value) {
        *self.answer.lock().unwrap() = answer;
    }

    /// Goes away.
    pub fn leave(self) {
        self.runtime.block_on(self.session.close());
    }
}
