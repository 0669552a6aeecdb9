//! The link: one session with the gateway at a time.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use clawtray_core::{CallProblem, CredentialChoice, Event, HelloFacts, LinkEvent, Refusal, Reply, Request};
use clawtray_gateway::{
    ConnectRequest, Credential, DeviceIdentity, Endpoint, EventStream, Hello, Limits, Session, close_code, session,
};
use tokio::{task::AbortHandle, time::Instant};

use super::{
    call::{Clocks, call},
    gather::Gathered,
    grounds::{Grounds, random, unreachable},
    translate::{TRANSLATED, Translator, refusal},
    tunnel::Tunnel,
};
use crate::{
    sink::EventSink,
    words::{NAME, clean_field},
};

/// The capability by which agents, plugins and the gateway itself ask this client and wait for its answer.
const ANSWERS_AGENTS: &str = "approvals";

/// Clocks that differ by less show the same time, milliseconds: a sign-in takes a while itself.
const SAME_CLOCK_MS: u64 = 60_000;
/// Methods kept of a hello.
const METHODS_KEPT: usize = 4_096;

/// How to sign in.
#[derive(Clone, Debug)]
pub(crate) struct SignIn {
    /// What to present.
    pub(crate) credential: CredentialChoice,
    /// Scopes to ask for.
    pub(crate) scopes: Vec<String>,
    /// Say that this client answers what agents ask.
    pub(crate) answers_agents: bool,
}

#[derive(Default)]
struct Current {
    task: Option<AbortHandle>,
    session: Option<Session>,
    /// What the gateway's clock is ahead of this computer's, milliseconds.
    ahead_ms: i64,
    number: u64,
}

/// Holds the session that calls go through.
#[derive(Default)]
pub(crate) struct LinkDesk {
    current: Mutex<Current>,
    /// The way to a gateway that is reached through one.
    pub(crate) tunnel: Tunnel,
}

impl LinkDesk {
    /// Opens a session in place of the one before, whose events are not told any more.
    pub(crate) fn connect(self: &Arc<Self>, grounds: Arc<Grounds>, sign_in: SignIn, events: EventSink) {
        let (desk, number) = (Arc::clone(self), self.disconnect());
        let task = tokio::spawn(async move {
            let inner = tokio::spawn(run(Arc::clone(&desk), number, grounds, sign_in, events.clone()));
            // A session that is given up takes its reader with it.
            let _aborts_with_this = AbortOnDrop(inner.abort_handle());
            if inner.await.is_err_and(|error| error.is_panic()) {
                tracing::error!("the link broke off by a fault");
                let words = "a fault of Clawtray's own; its log has more".to_owned();
                events.tell(Event::Link(LinkEvent::Closed { code: None, words })).await;
            }
        });
        let mut current = self.lock();
        if current.number == number {
            current.task = Some(task.abort_handle());
        } else {
            task.abort();
        }
    }

    /// Gives the present session up without a word. Returns the number of the next one.
    pub(crate) fn disconnect(&self) -> u64 {
        let mut current = self.lock();
        current.number += 1;
        let (task, session) = (current.task.take(), current.session.take());
        let number = current.number;
        drop(current);
        if let Some(task) = task {
            task.abort();
        }
        if let Some(session) = session {
            tokio::spawn(async move { session.close().await });
        }
        number
    }

    /// Asks something over the present session.
    ///
    /// # Errors
    /// [`CallProblem::NotConnected`] when there is none.
    pub(crate) async fn call(&self, grounds: &Grounds, request: &Request, limit_ms: u64) -> Result<Reply, CallProblem> {
        let (session, ahead_ms) = {
            let current = self.lock();
            (current.session.clone().ok_or(CallProblem::NotConnected)?, current.ahead_ms)
        };
        let clocks = Clocks { now_ms: grounds.clock.now().unix_ms, ahead_ms };
        call(&session, &grounds.vault, request, limit_ms, clocks).await
    }

    fn lock(&self) -> MutexGuard<'_, Current> {
        self.current.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn set_session(&self, number: u64, session: Option<Session>, ahead_ms: i64) -> bool {
        let mut current = self.lock();
        let is_present = current.number == number;
        if is_present {
            current.session = session;
            current.ahead_ms = ahead_ms;
        }
        is_present
    }
}

struct AbortOnDrop(AbortHandle);

impl Drop for AbortOnDrop {
    fn drop(&mut self) {
        self.0.abort();
    }
}

async fn run(desk: Arc<LinkDesk>, number: u64, grounds: Arc<Grounds>, sign_in: SignIn, events: EventSink) {
    let (session, stream) = match open(&desk, &grounds, &sign_in).await {
        Ok(opened) => opened,
        Err(refused) => {
            events.tell(Event::Link(LinkEvent::Refused(refused))).await;
            return;
        }
    };
    if let Some(token) = session.hello().auth.device_token.clone() {
        grounds.vault.keep_device_token(token).await;
    }
    let hello = facts(session.hello());
    let ahead_ms = ahead(session.hello().challenged_at_ms, grounds.clock.now().unix_ms);
    if !desk.set_session(number, Some(session), ahead_ms) {
        return;
    }
    events.tell(Event::Fact(clawtray_core::Fact::Secrets(grounds.vault.held()))).await;
    events.tell(Event::Link(LinkEvent::Ready(hello))).await;
    read(&grounds, stream, &desk, number, &events).await;
}

type Opened = Result<(Session, EventStream), Refusal>;

/// A new key that waits to be accepted goes first. Where the gateway wants it approved, the old one keeps the link
/// up meanwhile.
async fn open(desk: &LinkDesk, grounds: &Grounds, sign_in: &SignIn) -> Opened {
    let endpoint = desk.tunnel.way(grounds).await?;
    let mut waits = None;
    if let Some(next) = grounds.vault.next_identity() {
        // Never with a device token: that is the old key's.
        let credential = match (grounds.vault.shared_token(), sign_in.credential) {
            (None, _) => Credential::None,
            (Some(secret), CredentialChoice::Password) => Credential::Password(secret),
            (Some(secret), _) => Credential::Token(secret),
        };
        match open_as(grounds, &endpoint, sign_in, &next, credential).await {
            Ok(opened) => {
                grounds.vault.next_identity_accepted().await;
                return Ok(opened);
            }
            Err(
                refusal @ (Refusal::Unreachable { .. }
                | Refusal::Starting { .. }
                | Refusal::NotAGateway { .. }
                | Refusal::OtherCertificate { .. }
                | Refusal::RateLimited { .. }),
            ) => return Err(refusal),
            Err(refusal @ Refusal::Pairing { .. }) => waits = Some(refusal),
            Err(_) => {}
        }
    }
    let identity = grounds.vault.identity(&random::<32>().map_err(unreachable)?).await;
    let credential = grounds.vault.credential(sign_in.credential);
    let opened = open_as(grounds, &endpoint, sign_in, &identity, credential).await;
    // What a person can approve is worth more than why the old key is not good any more.
    opened.map_err(|refusal| waits.unwrap_or(refusal))
}

async fn open_as(
    grounds: &Grounds,
    endpoint: &Endpoint,
    sign_in: &SignIn,
    identity: &DeviceIdentity,
    mut credential: Credential,
) -> Opened {
    if credential == Credential::None
        && let Some(password) = grounds.environment.variables.text("OPENCLAW_GATEWAY_PASSWORD")
    {
        credential = Credential::Password(clawtray_contract::Secret::new(password));
    }
    let mut request = ConnectRequest::operator(&grounds.version, platform(), sign_in.scopes.clone(), credential);
    if sign_in.answers_agents {
        request.caps.push(ANSWERS_AGENTS.to_owned());
    }
    let install: String = identity.device_id().chars().take(4).collect();
    request.display_name = Some(format!("Clawtray ({}-{install})", host_name()));
    let limits = Limits { wanted_events: Some(TRANSLATED), ..Limits::default() };
    let opened = session::open(endpoint, &request, identity, &limits).await;
    opened.map_err(|failure| refusal(failure, grounds.clock.now().unix_ms))
}

async fn read(grounds: &Grounds, mut stream: EventStream, desk: &LinkDesk, number: u64, events: &EventSink) {
    let mut translator = Translator::default();
    let mut gathered = Gathered::new(|ms| grounds.clock.lasts(ms));
    let mut closed = None;
    // Whoever only looks waits for what is gathered.
    let mut busy = None;
    while closed.is_none() {
        let now = Instant::now();
        let due = gathered.due(now);
        if due.is_none() {
            busy = None;
        }
        tokio::select! {
            biased;
            room = events.room(), if due.is_some_and(|due| due <= now) => {
                let Some(room) = room else { return };
                if let Some(event) = gathered.take(now) {
                    room.tell(Event::Link(event));
                }
            }
            event = stream.next() => {
                let Some(event) = event else { break };
                match translator.event(&event, || grounds.clock.now().unix_ms) {
                    Some(event @ LinkEvent::Closed { .. }) => closed = Some(event),
                    Some(event) => {
                        gathered.add(event);
                        busy.get_or_insert_with(|| events.activity().busy());
                    }
                    None => {}
                }
            }
            () = tokio::time::sleep_until(due.unwrap_or(now)), if due.is_some() => {}
        }
    }
    desk.set_session(number, None, 0);
    gathered.end();
    while let Some(event) = gathered.take(Instant::now()) {
        events.tell(Event::Link(event)).await;
    }
    let broken = LinkEvent::Closed { code: Some(close_code::ABNORMAL), words: String::new() };
    events.tell(Event::Link(closed.unwrap_or(broken))).await;
    drop(busy);
}

/// What the gateway's clock is ahead of this computer's, milliseconds. What a sign-in may take is no difference.
fn ahead(theirs_ms: i64, ours_ms: u64) -> i64 {
    let ahead = theirs_ms.saturating_sub_unsigned(ours_ms);
    if ahead.unsigned_abs() <= SAME_CLOCK_MS { 0 } else { ahead }
}

fn facts(hello: &Hello) -> HelloFacts {
    HelloFacts {
        up_ms: hello.uptime_ms,
        protocol: u32::try_from(hello.protocol).unwrap_or(u32::MAX),
        version: clean_field(Some(&hello.server_version), NAME),
        boot_id: clean_field(hello.boot_id.as_deref(), NAME),
        scopes: hello.auth.scopes.iter().take(64).filter_map(|scope| clean_field(Some(scope), NAME)).collect(),
        methods: hello.methods.iter().take(METHODS_KEPT).filter_map(|name| clean_field(Some(name), NAME)).collect(),
    }
}

/// Never anything else: a gateway takes a changed platform for a changed device.
fn platform() -> &'static str {
    if cfg!(windows) {
        "windows"
    } else if cfg!(target_os = "macos") {
        "macos"
    } else {
        "linux"
    }
}

fn host_name() -> String {
    let name = gethostname::gethostname();
    let short = name.to_string_lossy();
    let short = short.split('.').next().unwrap_or_default();
    clean_field(Some(short), 40).unwrap_or_else(|| "computer".to_owned())
}
