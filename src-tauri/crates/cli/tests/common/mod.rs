//! A keeper that says what a test tells it to, and the program itself in a private folder.
#![allow(dead_code)]

use std::{
    io::{Read, Write},
    os::unix::net::{UnixListener, UnixStream},
    path::Path,
    process::{Child, Command, Output, Stdio},
    sync::mpsc::{Receiver, Sender, channel},
    thread,
    time::{Duration, Instant},
};

use clawtray_contract::*;
use serde_json::{Value, json};

/// How long anything may take before a test gives up.
pub const PATIENCE: Duration = Duration::from_secs(60);

/// What the fake keeper does with a frame of the client: frames to send back.
pub type Script = Box<dyn FnMut(&Value) -> Vec<Value> + Send>;

/// A private Clawtray home, with a keeper or without one.
pub struct Stage {
    pub home: tempfile::TempDir,
    /// The frames that the keeper received.
    pub received: Receiver<Value>,
    received_in: Sender<Value>,
}

impl Stage {
    pub fn new() -> Self {
        let home = tempfile::tempdir().unwrap();
        for folder in ["run", "logs", "state"] {
            std::fs::create_dir(home.path().join(folder)).unwrap();
        }
        let (received_in, received) = channel();
        Self { home, received, received_in }
    }

    /// A keeper that greets, shows `snapshot` after `subscribe` and answers wishes by the script.
    pub fn with_keeper(snapshot: Snapshot, mut wishes: impl FnMut(&Value) -> Vec<Value> + Send + 'static) -> Self {
        let stage = Self::new();
        stage.keeper(Box::new(move |frame| match frame["type"].as_str() {
            Some("hello") => vec![hello()],
            Some("subscribe") => vec![shown(&snapshot)],
            _ => wishes(frame),
        }));
        stage
    }

    /// A keeper that follows a script frame by frame, one client after the other.
    pub fn keeper(&self, mut script: Script) {
        self.raw_keeper(move |line| {
            let frame: Value = serde_json::from_str(line).unwrap_or_default();
            script(&frame).iter().map(|frame| format!("{frame}\n").into_bytes()).collect()
        });
    }

    /// A keeper that answers each line with bytes.
    pub fn raw_keeper(&self, mut script: impl FnMut(&str) -> Vec<Vec<u8>> + Send + 'static) {
        let listener = UnixListener::bind(self.home.path().join("run/keeper.sock")).unwrap();
        let received = self.received_in.clone();
        // Ends with the test process; nothing waits for it.
        thread::spawn(move || {
            for client in listener.incoming() {
                let Ok(client) = client else { return };
                serve(client, &mut script, &received);
            }
        });
    }

    pub fn command(&self, words: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_clawtray"));
        command.args(words).env_clear().env("CLAWTRAY_HOME", self.home.path()).env("HOME", self.home.path());
        command.env("PATH", "/usr/bin:/bin").env("LANG", "C.UTF-8").stdin(Stdio::null());
        command
    }

    pub fn run(&self, words: &[&str]) -> Ran {
        self.run_with(words, b"")
    }

    pub fn run_with(&self, words: &[&str], input: &[u8]) -> Ran {
        Ran::told(words, self.command(words), input)
    }

    /// The wishes the keeper got, in order.
    pub fn wishes(&self) -> Vec<Value> {
        self.received
            .try_iter()
            .filter(|frame| frame["type"] == "intent")
            .map(|frame| frame["intent"].clone())
            .collect()
    }
}

fn serve(client: UnixStream, script: &mut impl FnMut(&str) -> Vec<Vec<u8>>, received: &Sender<Value>) {
    let mut writer = client.try_clone().unwrap();
    let mut reader = std::io::BufReader::new(client);
    let mut line = String::new();
    while std::io::BufRead::read_line(&mut reader, &mut line).is_ok_and(|length| length > 0) {
        let _gone = received.send(serde_json::from_str(&line).unwrap_or_default());
        for bytes in script(&line) {
            if bytes.is_empty() {
                return;
            }
            if writer.write_all(&bytes).is_err() {
                return;
            }
        }
        line.clear();
    }
}

/// The end of a program, waited for with a limit.
pub fn finished(mut child: Child) -> Output {
    let mut outputs = (child.stdout.take().unwrap(), child.stderr.take().unwrap());
    let error_reader = thread::spawn(move || {
        let mut bytes = Vec::new();
        outputs.1.read_to_end(&mut bytes).unwrap();
        bytes
    });
    let output_reader = thread::spawn(move || {
        let mut bytes = Vec::new();
        outputs.0.read_to_end(&mut bytes).unwrap();
        bytes
    });
    let begun = Instant::now();
    let status = loop {
        if let Some(status) = child.try_wait().unwrap() {
            break status;
        }
        if begun.elapsed() > PATIENCE {
            child.kill().unwrap();
            child.wait().unwrap();
            panic!("the program did not end");
        }
        thread::sleep(Duration::from_millis(5));
    };
    Output { status, stdout: output_reader.join().unwrap(), stderr: error_reader.join().unwrap() }
}

/// How a run ended.
#[derive(Debug)]
pub struct Ran {
    pub code: i32,
    pub out: String,
    pub err: String,
}

impl Ran {
    /// What came of a command that is told `input`.
    pub fn told(words: &[&str], mut command: Command, input: &[u8]) -> Self {
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        let mut stdin = child.stdin.take().unwrap();
        // A program that ends before it has read everything breaks the pipe.
        let _left = stdin.write_all(input);
        drop(stdin);
        Self::of(words, finished(child))
    }

    pub fn of(words: &[&str], output: Output) -> Self {
        let text = |bytes| String::from_utf8(bytes).unwrap_or_else(|error| panic!("{words:?}: {error}"));
        let code = output.status.code().unwrap_or_else(|| panic!("{words:?} ended by {:?}", output.status));
        Self { code, out: text(output.stdout), err: text(output.stderr) }
    }

    pub fn json(&self) -> Value {
        serde_json::from_str(&self.out).unwrap_or_else(|error| panic!("{error}: {self:?}"))
    }
}

pub fn hello() -> Value {
    json!({ "type": "hello", "protocol": SOCKET_PROTOCOL, "version": "0.1.0", "pid": 4242 })
}

pub fn shown(snapshot: &Snapshot) -> Value {
    json!({ "type": "snapshot", "snapshot": snapshot })
}

pub fn answer(frame: &Value, answer: Answer) -> Value {
    json!({ "type": "answer", "id": frame["id"], "answer": answer })
}

pub fn refusal(frame: &Value, code: ErrorCode, message: &str) -> Value {
    json!({ "type": "failure", "id": frame["id"], "error": AppError::new(code, message) })
}

/// A gateway that runs and lacks nothing.
pub fn healthy() -> Snapshot {
    let rung =
        |text: &str, detail: &str| Rung { state: RungState::Yes, text: text.into(), detail: Some(detail.into()) };
    Snapshot {
        revision: 7,
        at_ms: 1_795_000_000_000,
        settings: None,
        app: AppView { version: "0.1.0".into(), keeper_pid: Some(4242), language: "en".into() },
        notices: vec![],
        gateways: vec![GatewayView {
            id: "default".into(),
            name: "This computer".into(),
            mode: Mode::Child,
            desired: Desired::Run,
            state: State::Running,
            headline: "Running 2 h 5 min, OpenClaw 2026.9.6".into(),
            since_ms: 1_794_990_000_000,
            ladder: Ladder {
                process: rung("The process runs", "pid 812"),
                http: rung("Answers and is ready", "/readyz 200"),
                rpc: rung("Signed in and answering", "protocol 4"),
            },
            details: GatewayDetails {
                version: Some("2026.9.6".into()),
                pid: Some(812),
                port: Some(18_789),
                memory_bytes: Some(412 * 1024 * 1024),
                ..GatewayDetails::default()
            },
            healthy_words: HealthyWords {
                runtime: "running".into(),
                connectivity_probe: "ok".into(),
                capability: "admin-capable".into(),
            },
            restart_at_ms: None,
            can_start: false,
            can_stop: true,
            can_restart: true,
            can_stop_now: false,
            not_looked_at: Vec::new(),
            not_looked_because: std::collections::BTreeMap::new(),
            findings: vec![],
            approvals: vec![],
            repairs: vec![],
            output: vec!["a line that belongs to logs only".into()],
            exits: vec![],
            parts: PartsView::default(),
            token: None,
        }],
        found: vec![],
        history: vec![],
    }
}

/// The same with a broken configuration.
pub fn broken() -> Snapshot {
    let mut snapshot = healthy();
    snapshot.gateways[0].state = State::Degraded;
    snapshot.gateways[0].headline = "Running, but: The configuration is not valid".into();
    snapshot.gateways[0].findings = vec![finding("config.invalid", None, Severity::Error)];
    snapshot
}

pub fn finding(id: &str, subject: Option<&str>, severity: Severity) -> FindingView {
    FindingView {
        id: id.into(),
        subject: subject.map(str::to_owned),
        severity,
        title: "The configuration is not valid, so the gateway refuses to start".into(),
        text: "The configuration has an entry that OpenClaw does not know: gateway.bogus.".into(),
        since_ms: 1_794_999_000_000,
        evidence: vec![
            Evidence { source: "process".into(), text: "exit code 78".into(), at_ms: None },
            Evidence {
                source: "output".into(),
                text: "\u{1b}[31mInvalid config\u{1b}[0m at\nline 3".into(),
                at_ms: None,
            },
        ],
        actions: vec![ActionView {
            id: "repair_the_configuration".into(),
            label: "Repair the configuration".into(),
            risk: Risk::Confirm,
            blocked_by: None,
        }],
        etag: "e1".into(),
        explains: Vec::new(),
        awaiting_proof: false,
        docs: Some("https://docs.openclaw.ai/gateway/configuration".into()),
    }
}

pub fn plan() -> PlanView {
    PlanView {
        finding: FindingRef::of("config.invalid"),
        action: "repair_the_configuration".into(),
        label: "Repair the configuration".into(),
        etag: "plan-1".into(),
        choices: Vec::new(),
        steps: vec!["Let OpenClaw repair its files".into(), "Start the gateway".into()],
        commands: vec!["openclaw doctor --fix --yes --non-interactive".into()],
        diff: vec![DiffLine { path: "gateway.bogus".into(), before: Some("true".into()), after: None }],
        warnings: vec!["The gateway restarts.".into()],
        limit_ms: 120_000,
        can_undo: true,
    }
}

pub fn repair(id: u64, outcome: Option<Outcome>) -> RepairView {
    let over = outcome.is_some();
    RepairView {
        id,
        finding: FindingRef::of("config.invalid"),
        action: "repair_the_configuration".into(),
        label: "Repair the configuration".into(),
        asked_by: AskedBy::CommandLine,
        commands: vec!["openclaw doctor --fix --yes --non-interactive".into()],
        steps: vec![StepView {
            label: "Let OpenClaw repair its files".into(),
            state: if over { StepState::Done } else { StepState::Running },
            output: if over { vec!["one".into(), "two".into()] } else { vec!["one".into()] },
        }],
        outcome,
        text: outcome.map(|outcome| format!("It ended as {outcome:?}.")).unwrap_or_default(),
        diff: vec![],
        started_ms: 1,
        ended_ms: over.then_some(2),
        undo: if over { UndoState::Available } else { UndoState::NotOffered },
    }
}

pub fn approval(id: &str) -> ApprovalView {
    ApprovalView {
        id: id.into(),
        etag: format!("tag of {id}"),
        kind: ApprovalKind::DevicePairing,
        title: "Ann's phone wants to connect".into(),
        who: vec![Field { label: "Address".into(), value: "192.168.1.7".into() }],
        what: vec![],
        decisions: vec![Decision::Deny, Decision::Approve],
        rights: vec![Field { label: "Read everything".into(), value: "operator.read".into() }],
        since_ms: 1_794_999_000_000,
        until_ms: None,
        deciding: None,
        approve_blocked_by: None,
    }
}

/// True when a text holds nothing that moves a terminal's cursor or changes its colour.
pub fn is_plain(text: &str) -> bool {
    !text.chars().any(|character| character.is_control() && character != '\n')
}

/// A file below the private home.
pub fn write(home: &Path, name: &str, content: &[u8]) {
    std::fs::write(home.join(name), content).unwrap();
}
