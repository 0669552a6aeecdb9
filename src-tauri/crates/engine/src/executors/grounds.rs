//! What all executors stand on: where things are, and what the last look around found.

use std::{
    path::PathBuf,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use clawtray_core::{
    ProcessRef, Refusal,
    fleet::{RemoteGateway, Way},
};
use clawtray_gateway::{Endpoint, Transport, tls::Pin};
use clawtray_openclaw::{Cli, Locator, OpenClaw};
use clawtray_platform::process::ProcessIdentity;

use super::{record::Started, vault::Vault};
use crate::{
    environment::{Environment, RECORD},
    ports::Clock,
};

/// Output lines kept for the end of the gateway.
const LINES_KEPT: usize = 400;

/// Shared by all executors.
pub(crate) struct Grounds {
    pub(crate) environment: Environment,
    pub(crate) locator: Locator,
    pub(crate) vault: Vault,
    pub(crate) clock: Arc<dyn Clock>,
    /// Clawtray's version.
    pub(crate) version: String,
    /// Where the gateway is, when it is on another computer.
    pub(crate) remote: Option<RemoteGateway>,
    /// Told when the computer may sleep.
    pub(crate) may_sleep: tokio::sync::Notify,
    /// Held while a choice is written.
    pub(crate) choosing: Arc<Mutex<()>>,
    known: Mutex<Known>,
}

/// What executors learned and others need.
#[derive(Debug, Default)]
struct Known {
    openclaw: Option<OpenClaw>,
    port: Option<u16>,
    /// The port of a gateway that is watched instead of one on its own port.
    elsewhere: Option<u16>,
    /// The gateway process that a keeper started, whose output goes to our file.
    ours: Option<ProcessRef>,
    /// The port that it was told to listen on, while it runs.
    ours_on: Option<u16>,
    lines: std::collections::VecDeque<String>,
}

impl Grounds {
    pub(crate) fn new(environment: Environment, vault: Vault, clock: Arc<dyn Clock>, version: String) -> Self {
        let locator = Locator::new(environment.places());
        let may_sleep = tokio::sync::Notify::new();
        Self {
            environment,
            locator,
            vault,
            clock,
            version,
            remote: None,
            may_sleep,
            choosing: Arc::default(),
            known: Mutex::default(),
        }
    }

    /// The same for a gateway on another computer.
    pub(crate) fn elsewhere(self, remote: Option<RemoteGateway>) -> Self {
        Self { remote, ..self }
    }

    /// The OpenClaw of the last look around.
    pub(crate) fn openclaw(&self) -> Option<OpenClaw> {
        self.lock().openclaw.clone()
    }

    /// The port of the gateway that is watched, of the one that a keeper started while it runs, or of the last look
    /// around: the configuration may name another one meanwhile, by a person's change or by OpenClaw's own repair.
    pub(crate) fn port(&self) -> u16 {
        let port = {
            let known = self.lock();
            known.elsewhere.or(known.ours_on).or(known.port)
        };
        port.unwrap_or_else(|| self.environment.profile.port(&self.environment.variables, None).0)
    }

    /// Where the gateway answers.
    pub(crate) fn endpoint(&self) -> Endpoint {
        match &self.remote {
            None => Endpoint::loopback(self.port()),
            Some(remote) => endpoint_of(remote),
        }
    }

    pub(crate) fn found(&self, openclaw: Option<OpenClaw>, port: u16) {
        let mut known = self.lock();
        known.openclaw = openclaw;
        known.port = Some(port);
    }

    /// The port of the configuration is this one now.
    pub(crate) fn found_on(&self, port: u16) {
        self.lock().port = Some(port);
    }

    /// From now on the gateway is met on this port, or on its own again.
    pub(crate) fn meet_on(&self, port: Option<u16>) {
        self.lock().elsewhere = port;
    }

    /// Commands of the OpenClaw that was found.
    pub(crate) fn cli(&self) -> Option<Cli> {
        let environment = &self.environment;
        Some(Cli::new(self.openclaw()?, &environment.profile, &environment.variables))
    }

    /// The file that the gateway's output goes to.
    pub(crate) fn output_path(&self) -> PathBuf {
        self.environment.paths.log_folder.join(format!("gateway-{}.log", self.environment.gateway_id()))
    }

    /// The file that names the process of the gateway that a keeper started.
    pub(crate) fn record_path(&self) -> PathBuf {
        self.environment.gateway_folder().join(RECORD)
    }

    pub(crate) fn set_ours(&self, started: Started) {
        let mut known = self.lock();
        known.ours = Some(started.process);
        known.ours_on = started.port;
    }

    /// No process that a keeper started runs: the port is the configuration's.
    pub(crate) fn none_of_ours(&self) {
        self.lock().ours_on = None;
    }

    pub(crate) fn is_ours(&self, process: ProcessRef) -> bool {
        self.lock().ours == Some(process)
    }

    /// Remembers lines for the end of the gateway.
    pub(crate) fn remember_lines(&self, lines: &[String]) {
        let mut known = self.lock();
        known.lines.extend(lines.iter().skip(lines.len().saturating_sub(LINES_KEPT)).cloned());
        let surplus = known.lines.len().saturating_sub(LINES_KEPT);
        known.lines.drain(..surplus);
    }

    /// Forgets the lines of the process before.
    pub(crate) fn forget_lines(&self) {
        self.lock().lines.clear();
    }

    /// The last lines, the newest last.
    pub(crate) fn last_lines(&self) -> Vec<String> {
        self.lock().lines.iter().cloned().collect()
    }

    fn lock(&self) -> MutexGuard<'_, Known> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Where a gateway on another computer is called. What has no certificate that could be read leads nowhere: it is
/// called with one that nobody has.
fn endpoint_of(remote: &RemoteGateway) -> Endpoint {
    let transport = match &remote.way {
        Way::Tls { pin } => Transport::Tls(pin.parse().unwrap_or_else(|_| Pin::of(&[]))),
        Way::Plain | Way::Ssh { .. } => Transport::Plain,
    };
    Endpoint { host: remote.host.clone(), port: remote.port, transport }
}

/// The platform's name for the same process.
pub(crate) fn identity(process: ProcessRef) -> ProcessIdentity {
    ProcessIdentity { pid: process.pid, start_time: process.start_time }
}

/// The core's name for the same process.
pub(crate) fn process_ref(process: ProcessIdentity) -> ProcessRef {
    ProcessRef { pid: process.pid, start_time: process.start_time }
}

/// Runs something that blocks on a thread of its own; `None` when it broke off.
pub(crate) async fn blocking<Output: Send + 'static>(work: impl FnOnce() -> Output + Send + 'static) -> Option<Output> {
    tokio::task::spawn_blocking(work).await.ok()
}

/// 32 bytes of the system's randomness.
///
/// # Errors
/// In words, when the system has none.
pub(crate) fn random<const COUNT: usize>() -> Result<[u8; COUNT], String> {
    let mut bytes = [0; COUNT];
    getrandom::fill(&mut bytes).map_err(|error| format!("the system gave no random numbers: {error}"))?;
    Ok(bytes)
}

/// A refusal for a connection that was never tried.
pub(crate) fn unreachable(words: String) -> Refusal {
    Refusal::Unreachable { words }
}
