//! A gateway played by a test: HTTP probes and WebSocket on one loopback port, scripted per connection, with a record of
//! everything it received. It checks device signatures by its own means, not with the code under test.

mod bare;
mod device;
mod handshake;
mod http;
mod record;
mod script;
mod socket;

pub use bare::bare_flood;
pub use record::{Call, Record};
pub use script::{HttpReply, OnConnect, Reply, Script, refusal};
pub use socket::Raw;

use serde_json::Value;
use std::io;
use std::net::Ipv4Addr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpListener;
use tokio::sync::{mpsc, watch};
use tokio::task::JoinHandle;

/// How long `wait_until` waits at most.
const WAIT: Duration = Duration::from_secs(20);

/// A running fake gateway. Dropping it closes the port and cuts every connection.
pub struct FakeGateway {
    port: u16,
    state: Arc<State>,
    accepting: Option<JoinHandle<()>>,
}

/// What all connections share.
pub(crate) struct State {
    script: Mutex<Script>,
    record: Mutex<Record>,
    changed: watch::Sender<u64>,
    live: Mutex<Live>,
    stopped: watch::Sender<bool>,
}

#[derive(Default)]
pub(crate) struct Live {
    next_id: u64,
    connections: Vec<Connection>,
    pub(crate) devices: device::Devices,
}

struct Connection {
    id: u64,
    commands: mpsc::UnboundedSender<socket::Command>,
    scopes: Vec<String>,
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl State {
    pub(crate) fn new(script: Script) -> Arc<Self> {
        Arc::new(Self {
            script: Mutex::new(script),
            record: Mutex::new(Record::default()),
            changed: watch::Sender::new(0),
            live: Mutex::new(Live::default()),
            stopped: watch::Sender::new(false),
        })
    }

    pub(crate) fn script(&self) -> MutexGuard<'_, Script> {
        lock(&self.script)
    }

    pub(crate) fn live(&self) -> MutexGuard<'_, Live> {
        lock(&self.live)
    }

    pub(crate) fn note(&self, change: impl FnOnce(&mut Record)) {
        change(&mut lock(&self.record));
        self.changed.send_modify(|count| *count += 1);
    }

    /// Registers an accepted connection; gives its id.
    pub(crate) fn join(&self, commands: mpsc::UnboundedSender<socket::Command>, scopes: Vec<String>) -> u64 {
        let mut live = self.live();
        live.next_id += 1;
        let id = live.next_id;
        live.connections.push(Connection { id, commands, scopes });
        id
    }

    pub(crate) fn leave(&self, id: u64) {
        self.live().connections.retain(|connection| connection.id != id);
        self.note(|record| record.disconnects += 1);
    }

    pub(crate) fn tell_all(&self, command: &socket::Command) {
        for connection in &self.live().connections {
            // A connection that ended meanwhile needs no command.
            let _gone = connection.commands.send(command.clone());
        }
    }

    /// Emits an event to the connections that hold a scope (`operator.admin` holds all).
    pub(crate) fn tell_scope(&self, scope: &str, event: &str, payload: &Value) {
        for connection in &self.live().connections {
            if connection.scopes.iter().any(|held| held == scope || held == "operator.admin") {
                let _gone = connection
                    .commands
                    .send(socket::Command::Emit { event: event.to_owned(), payload: payload.clone() });
            }
        }
    }
}

impl FakeGateway {
    /// Listens on a free loopback port.
    ///
    /// # Errors
    /// When no port can be opened.
    pub async fn start(script: Script) -> io::Result<Self> {
        Self::start_on(0, script).await
    }

    /// Listens on a given loopback port, for a gateway that comes back.
    ///
    /// # Errors
    /// When the port cannot be opened.
    pub async fn start_on(port: u16, script: Script) -> io::Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await?;
        let port = listener.local_addr()?.port();
        let state = State::new(script);
        let accepting = tokio::spawn(accept_all(listener, Arc::clone(&state)));
        Ok(Self { port, state, accepting: Some(accepting) })
    }

    /// A gateway without a port, for streams handed to [`FakeGateway::serve`].
    pub fn without_port(script: Script) -> Self {
        Self { port: 0, state: State::new(script), accepting: None }
    }

    /// Serves one client over a stream that is connected already.
    pub fn serve<S>(&self, stream: S)
    where
        S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
    {
        tokio::spawn(serve_until_stopped(stream, Arc::clone(&self.state)));
    }

    /// The port.
    pub fn port(&self) -> u16 {
        self.port
    }

    /// Changes the script for what comes from now on.
    pub fn change(&self, change: impl FnOnce(&mut Script)) {
        change(&mut self.state.script());
    }

    /// A copy of what was received so far.
    pub fn record(&self) -> Record {
        lock(&self.state.record).clone()
    }

    /// Waits until the record fulfils a condition; false after 20 s.
    pub async fn wait_until(&self, mut check: impl FnMut(&Record) -> bool) -> bool {
        let mut changed = self.state.changed.subscribe();
        let waited = tokio::time::timeout(WAIT, async {
            while !check(&lock(&self.state.record)) {
                if changed.changed().await.is_err() {
                    return false;
                }
            }
            true
        });
        waited.await.unwrap_or(false)
    }

    /// Sends an event with the next number to every accepted connection.
    pub fn emit(&self, event: &str, payload: Value) {
        self.state.tell_all(&socket::Command::Emit { event: event.to_owned(), payload });
    }

    /// Leaves out event numbers, as a gateway does that dropped events.
    pub fn skip_seq(&self, count: u64) {
        self.state.tell_all(&socket::Command::SkipSeq(count));
    }

    /// Sends something that is no proper message to every accepted connection.
    pub fn send_raw(&self, raw: Raw) {
        self.state.tell_all(&socket::Command::Raw(raw));
    }

    /// Sends these texts in turn to every accepted connection, so many a second, or as many as it takes; 0 ends it.
    pub fn flood(&self, texts: &[&str], per_second: u64) {
        let texts = texts.iter().map(|text| (*text).to_owned()).collect();
        self.state.tell_all(&socket::Command::Flood { texts, per_second });
    }

    /// Answers held calls of every connection, the newest first.
    pub fn release_held(&self) {
        self.state.tell_all(&socket::Command::ReleaseHeld);
    }

    /// Closes every accepted connection with a close frame.
    pub fn close_all(&self, code: u16, reason: &str) {
        self.state.tell_all(&socket::Command::Close { code, reason: reason.to_owned() });
    }

    /// Says goodbye like a real gateway: a `shutdown` event, then close 1012.
    pub fn shut_down(&self, restart_expected_ms: Option<u64>) {
        let mut payload = serde_json::json!({ "reason": "gateway restarting" });
        if let Some(expected) = restart_expected_ms {
            payload["restartExpectedMs"] = expected.into();
        }
        self.emit("shutdown", payload);
        self.close_all(1012, "service restart");
    }

    /// Cuts every connection without a word.
    pub fn cut_all(&self) {
        self.state.tell_all(&socket::Command::Cut);
    }

    /// Makes a device's request for approval appear, as if it had tried to connect. Gives the request id.
    pub fn request_device_pairing(&self, device_id: &str, display_name: &str, scopes: &[&str]) -> String {
        device::request_pairing(&self.state, device_id, display_name, scopes)
    }
}

impl FakeGateway {
    /// Closes the port and cuts every connection; afterwards nobody answers there.
    pub async fn stop(mut self) {
        if let Some(accepting) = self.accepting.take() {
            accepting.abort();
            // It ends as cancelled, which is what is wanted.
            let _cancelled = accepting.await;
        }
    }
}

impl Drop for FakeGateway {
    fn drop(&mut self) {
        if let Some(accepting) = self.accepting.take() {
            accepting.abort();
        }
        self.state.stopped.send_replace(true);
    }
}

async fn accept_all(listener: TcpListener, state: Arc<State>) {
    loop {
        if let Ok((stream, _peer)) = listener.accept().await {
            tokio::spawn(serve_until_stopped(stream, Arc::clone(&state)));
        }
    }
}

async fn serve_until_stopped<S>(stream: S, state: Arc<State>)
where
    S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    let mut stopped = state.stopped.subscribe();
    tokio::select! {
        () = http::serve(stream, Arc::clone(&state)) => {}
        _ = stopped.wait_for(|stopped| *stopped) => {}
    }
}
