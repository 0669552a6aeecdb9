//! What a fake gateway does.

use super::Raw;
use serde_json::{Value, json};
use std::collections::{HashMap, VecDeque};
use std::sync::Arc;
use std::time::Duration;

type Method = Arc<dyn Fn(&Value) -> Reply + Send + Sync>;

/// How the fake behaves. The default is a healthy gateway of today with the shared token `fake-token`.
#[derive(Clone)]
pub struct Script {
    /// The protocol of the hello: 4, or 3 for the older generation.
    pub protocol: u64,
    /// The version it names.
    pub version: String,
    /// The boot id it names; none on the older generation.
    pub boot_id: Option<String>,
    /// The shared token; `None` and no password means that it asks for nothing.
    pub token: Option<String>,
    /// The shared password.
    pub password: Option<String>,
    /// Devices it does not know must be approved first, as from another computer.
    pub asks_for_pairing: bool,
    /// `policy.tickIntervalMs`.
    pub tick_interval_ms: u64,
    /// It really sends ticks.
    pub sends_ticks: bool,
    /// `policy.maxPayload`.
    pub max_payload: u64,
    /// The start is complete; otherwise probes say so and connects are refused with close 1013.
    pub ready: bool,
    /// What the next connects get, one each; afterwards they are judged by their credentials.
    pub connects: VecDeque<OnConnect>,
    /// Sent as soon as a TCP connection is there, which then ends: a program that speaks something else.
    pub banner: Option<Vec<u8>>,
    /// Answers of plain HTTP paths that differ from a real gateway's.
    pub http: HashMap<String, HttpReply>,
    /// Merged into the hello's payload.
    pub hello_patch: Value,
    /// Answers of methods that differ from the built-in ones.
    pub methods: HashMap<String, Method>,
}

/// What a scripted connect gets.
#[derive(Debug, Clone)]
pub enum OnConnect {
    /// Judge it by its credentials.
    Judge,
    /// Refuse it with this error object, then close.
    Refuse {
        /// The `error` of the answer.
        error: Value,
        /// Code and reason of the close frame; `None` leaves the connection open.
        close: Option<(u16, String)>,
    },
    /// Close instead of answering.
    Close(u16, String),
    /// Answer the upgrade with plain HTTP.
    Http(HttpReply),
    /// Send no challenge.
    NoChallenge,
    /// Send a challenge and never answer the connect.
    NoAnswer,
    /// Cut the connection when the connect arrives.
    Cut,
    /// Send these before the challenge, then go on as usual.
    Before(Vec<Raw>),
}

/// A plain HTTP answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HttpReply {
    /// The status.
    pub status: u16,
    /// The content type.
    pub content_type: String,
    /// The body.
    pub body: String,
    /// Waits this long first.
    pub delay: Duration,
}

/// What a method answers.
#[derive(Debug, Clone)]
pub enum Reply {
    /// A result.
    Ok(Value),
    /// A large result, written as JSON before.
    Text(Arc<str>),
    /// An error object.
    Error(Value),
    /// The same, later.
    After(Duration, Box<Reply>),
    /// The same, when the test says `release_held`.
    Held(Box<Reply>),
    /// Nothing.
    Never,
}

impl Default for Script {
    fn default() -> Self {
        Self {
            protocol: 4,
            version: "2026.9.6".to_owned(),
            boot_id: Some("boot-1".to_owned()),
            token: Some("fake-token".to_owned()),
            password: None,
            asks_for_pairing: false,
            tick_interval_ms: 30_000,
            sends_ticks: true,
            max_payload: 26_214_400,
            ready: true,
            connects: VecDeque::new(),
            banner: None,
            http: HashMap::new(),
            hello_patch: Value::Null,
            methods: HashMap::new(),
        }
    }
}

impl Script {
    /// A gateway of spring 2026: protocol 3, no boot id, no `/startupz`.
    pub fn older_generation() -> Self {
        let mut script = Self { protocol: 3, version: "2026.4.29".to_owned(), boot_id: None, ..Self::default() };
        script.http.insert("/startupz".to_owned(), HttpReply::page());
        script
    }

    /// Adds what the next connect gets.
    #[must_use]
    pub fn on_connect(mut self, what: OnConnect) -> Self {
        self.connects.push_back(what);
        self
    }

    /// Sets the answer of a method.
    #[must_use]
    pub fn method(mut self, name: &str, answer: impl Fn(&Value) -> Reply + Send + Sync + 'static) -> Self {
        self.set_method(name, answer);
        self
    }

    /// Sets the answer of a method.
    pub fn set_method(&mut self, name: &str, answer: impl Fn(&Value) -> Reply + Send + Sync + 'static) {
        self.methods.insert(name.to_owned(), Arc::new(answer));
    }
}

impl HttpReply {
    /// A JSON answer.
    pub fn json(status: u16, body: &Value) -> Self {
        Self {
            status,
            content_type: "application/json; charset=utf-8".to_owned(),
            body: body.to_string(),
            delay: Duration::ZERO,
        }
    }

    /// The web page every unknown path gets.
    pub fn page() -> Self {
        Self {
            status: 200,
            content_type: "text/html; charset=utf-8".to_owned(),
            body: "<!doctype html><title>Control UI</title>".to_owned(),
            delay: Duration::ZERO,
        }
    }
}

/// A refusal of a connect as real gateways send it: code in the details, close 1008 with the message.
pub fn refusal(top_code: &str, message: &str, details: Value) -> OnConnect {
    OnConnect::Refuse {
        error: json!({ "code": top_code, "message": message, "details": details }),
        close: Some((1008, message.chars().take(60).collect())),
    }
}
