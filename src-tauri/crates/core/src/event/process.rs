//! The gateway's process and what it answers without a sign-in.

use super::ConfigFault;
use crate::effect::ProcessRef;

/// A program that holds the gateway's port or folder.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Holder {
    /// The process, where the system tells.
    pub process: Option<ProcessRef>,
    /// Its name, cleaned.
    pub name: String,
    /// Its command line, cleaned and bounded.
    pub command: Option<String>,
    /// Its account, where it is not this one.
    pub other_user: Option<String>,
    /// Since when, milliseconds since 1970.
    pub since_ms: Option<u64>,
    /// What shows who keeps it.
    pub kept_by: KeptBy,
    /// It is proven to be an OpenClaw gateway of this user, and none that Clawtray keeps.
    pub gateway: bool,
    /// It answers as a gateway does, and nothing shows that it is another one than this.
    pub answers: bool,
    /// The port it listens on, where that is not this gateway's own.
    pub port: Option<u16>,
}

/// What became of the wish to end a gateway that Clawtray did not start.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OtherEnd {
    /// It ended.
    Ended,
    /// What runs under that number now is not proven to be that gateway. Nothing was sent.
    NotProven,
    /// The system does not let this user end it, or it could not be asked.
    Refused,
    /// It was asked, and goes on.
    GoesOn,
}

/// What can be seen of whoever keeps a process running. Absent means not seen.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct KeptBy {
    /// The systemd unit that it runs in, from its control group.
    pub unit: Option<String>,
    /// The service that its environment says it was started as, by the service manager's name for it.
    pub service: Option<String>,
    /// Its environment says that some other supervisor starts it again (`OPENCLAW_SUPERVISOR_MODE=external`).
    pub external: bool,
    /// The programs above it, the nearest first.
    pub parents: Vec<String>,
}

/// Who is where the gateway should be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Occupancy {
    /// Nobody holds the port; the recorded process, if any, is gone.
    Free,
    /// The recorded process lives: it is our gateway.
    Ours(ProcessRef),
    /// Another OpenClaw gateway of this user.
    Gateway(Holder),
    /// Some other program.
    Stranger(Holder),
}

/// Why a gateway ended, told apart by the one classifier for its output.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum ExitReason {
    /// Ended with 0.
    Clean,
    /// Configuration class, with what is wrong.
    Configuration(ConfigFault),
    /// Another process owns the state folder.
    StateOwned {
        /// OpenClaw's words.
        words: String,
    },
    /// The configuration was written by a newer OpenClaw.
    OlderBinary {
        /// OpenClaw's words.
        words: String,
    },
    /// The port is taken.
    PortInUse {
        /// Who holds it, as OpenClaw says.
        holder: Option<String>,
    },
    /// Node.js is too old.
    NodeUnsupported {
        /// Node's or OpenClaw's words.
        words: String,
    },
    /// It would be reachable from other computers without a sign-in, and refuses that.
    NoAuth {
        /// OpenClaw's words.
        words: String,
    },
    /// A required secret could not be resolved.
    SecretUnresolved {
        /// OpenClaw's words.
        words: String,
    },
    /// Killed by a signal.
    Signal(i32),
    /// Any other exit code.
    Code(i32),
    /// It answered nothing any more, and Clawtray ended it unasked to start it again.
    Hung,
    /// The end was seen, but not how (a process this keeper did not start).
    Unseen,
    /// The system did not start it at all.
    NotStarted,
}

impl ExitReason {
    /// True where it may have been one of the reasons that only OpenClaw's own words tell: nobody saw the end, or all
    /// that is known is the code that OpenClaw uses for several of them.
    pub fn is_unexplained(&self) -> bool {
        matches!(self, Self::Unseen | Self::Code(78))
    }

    /// True where it ends so again and again until somebody changes something: it is not started again unasked.
    pub(crate) fn stands(&self) -> bool {
        matches!(
            self,
            Self::Configuration(_)
                | Self::StateOwned { .. }
                | Self::OlderBinary { .. }
                | Self::NodeUnsupported { .. }
                | Self::NoAuth { .. }
                | Self::SecretUnresolved { .. }
        )
    }
}

/// One HTTP signal.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum HttpSign {
    /// Answered as it should when all is well.
    Yes,
    /// Answered that it is not ready, and why.
    NotYet(String),
    /// Nobody listens.
    Closed,
    /// Connected, but no answer in time.
    Silent,
    /// An answer of another shape: this gateway does not offer it.
    #[default]
    NotOffered,
}

/// How the gateway's event loop fared in the last window that it measured itself (`/readyz`, `eventLoop`).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct EventLoop {
    /// The gateway calls itself overloaded.
    pub degraded: bool,
    /// Longest time that anything waited for its turn, milliseconds.
    pub delay_max_ms: u64,
}

/// Answers of the HTTP probes at one moment.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Probes {
    /// `/healthz`
    pub healthz: HttpSign,
    /// `/startupz`
    pub startupz: HttpSign,
    /// `/readyz`
    pub readyz: HttpSign,
    /// Channels that the gateway holds back after a crash loop.
    pub suppressed: Vec<String>,
    /// The gateway's event loop; absent where it does not tell.
    pub event_loop: Option<EventLoop>,
    /// Resident memory of the process, bytes.
    pub memory_bytes: Option<u64>,
    /// Since when the process runs, milliseconds since 1970.
    pub started_ms: Option<u64>,
}

/// What came of a signal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SignalOutcome {
    /// Sent.
    Sent,
    /// The process was gone already.
    Gone,
    /// Not allowed or not possible on this system.
    Refused,
}
