//! What comes over the connection.

use serde_json::Value;

use super::command::WriteRefusal;
use crate::{
    approvals::{ApprovalRequest, Source},
    link::Refusal,
    parts::{JobDue, Parts},
};

/// The gateway's hello.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct HelloFacts {
    /// Wire protocol version.
    pub protocol: u32,
    /// OpenClaw's version.
    pub version: Option<String>,
    /// Changes with each boot, also inside one process.
    pub boot_id: Option<String>,
    /// Scopes held.
    pub scopes: Vec<String>,
    /// Methods offered.
    pub methods: Vec<String>,
    /// How long it had been up then, milliseconds.
    pub up_ms: Option<u64>,
}

/// The link moved.
#[derive(Clone, Debug, PartialEq)]
pub enum LinkEvent {
    /// Signed in.
    Ready(HelloFacts),
    /// Not accepted.
    Refused(Refusal),
    /// An open link ended.
    Closed {
        /// WebSocket close code, if one came.
        code: Option<u16>,
        /// Its words, bounded.
        words: String,
    },
    /// Events were lost: lists must be read again.
    Gap,
    /// `shutdown`: the gateway is going down; with an expected time it is a restart.
    Shutdown {
        /// When it expects to be back, milliseconds.
        restart_expected_ms: Option<u64>,
    },
    /// A list of what waits for a decision changed: read it again.
    ApprovalsChanged {
        /// Which.
        source: Source,
        /// Requests that were decided, replaced or ran out since the last time.
        ended: Vec<String>,
    },
    /// A job finished.
    JobFinished(JobRun),
    /// The list of jobs changed.
    JobsChanged,
    /// A heartbeat.
    Heartbeat(Beat),
    /// A model run ended.
    ModelRun(ModelRun),
    /// The configuration file changed on disk.
    ConfigChanged,
}

/// One run of a job.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct JobRun {
    /// Job id.
    pub job: String,
    /// Its name, cleaned.
    pub name: Option<String>,
    /// True for the built-in heartbeat job, which has its own finding.
    pub heartbeat: bool,
    /// False when the run itself failed.
    pub ok: bool,
    /// When it ran, milliseconds since 1970.
    pub at_ms: u64,
    /// How long, milliseconds.
    pub duration_ms: Option<u64>,
    /// The error's words, cleaned.
    pub error: Option<String>,
    /// OpenClaw's reason code, such as `auth`, `billing`, `rate_limit`.
    pub reason: Option<String>,
    /// `provider/model`.
    pub model: Option<String>,
    /// Failures in a row, this one included.
    pub streak: Option<u32>,
    /// The job is still enabled.
    pub enabled: bool,
    /// The run was fine and its message did not arrive: why, cleaned.
    pub undelivered: Option<String>,
    /// The gateway switched the job off by itself: `consecutive-failures`, `schedule-errors`.
    pub auto_disabled: Option<String>,
    /// The model was asked and answered with nothing at all, which OpenClaw calls a good run.
    pub empty_answer: bool,
}

/// One heartbeat.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Beat {
    /// When, milliseconds since 1970.
    pub at_ms: u64,
    /// `ok-empty`, `ok-token`, `sent`, `skipped`, `failed`.
    pub status: String,
    /// Reason code.
    pub reason: Option<String>,
    /// Words, cleaned.
    pub words: Option<String>,
    /// The assistant was asked and said something, whatever came of it.
    pub answered: bool,
    /// How long it took, milliseconds.
    pub took_ms: u64,
}

impl Beat {
    /// When it began, milliseconds since 1970: a change after that is not in it.
    pub(crate) fn begun_ms(&self) -> u64 {
        self.at_ms.saturating_sub(self.took_ms)
    }

    /// The assistant was asked and answered. An answer that was told before is not told again, which the gateway calls a
    /// skip (`duplicate`, observed on OpenClaw 2026.9.6).
    pub(crate) fn is_good(&self) -> bool {
        matches!(self.status.as_str(), "sent" | "ok-empty" | "ok-token")
            || self.status == "skipped" && self.reason.as_deref() == Some("duplicate")
    }
}

/// One run of a model, as far as the gateway tells.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ModelRun {
    /// `provider/model`.
    pub model: String,
    /// When, milliseconds since 1970.
    pub at_ms: u64,
    /// Absent for a good run.
    pub error: Option<ModelError>,
}

/// A provider's refusal.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct ModelError {
    /// HTTP status, if the gateway tells.
    pub http_status: Option<u16>,
    /// Provider's error type, such as `rate_limit_error`.
    pub kind: Option<String>,
    /// Provider's words, bounded.
    pub words: String,
}

/// A good answer to a request.
#[derive(Clone, Debug, PartialEq)]
pub enum Reply {
    /// Everything in one list that waits for a decision.
    Approvals(Vec<ApprovalRequest>),
    /// The scopes that this device was granted. The next session has them; the open one keeps those it began with.
    Scopes(Vec<String>),
    /// More scopes were asked for, and somebody must decide.
    ScopesAsked {
        /// The request that waits.
        request: String,
    },
    /// All jobs: their last runs, and when they are due.
    Jobs {
        /// Last runs.
        runs: Vec<JobRun>,
        /// When each is due.
        due: Vec<JobDue>,
    },
    /// How the gateway's parts fare.
    Parts(Parts),
    /// The last heartbeat and the interval in milliseconds (0 when switched off).
    Heartbeat {
        /// The last one, if any.
        last: Option<Beat>,
        /// Interval of the default agent's heartbeat.
        every_ms: Option<u64>,
    },
    /// The configuration as the gateway sees it, secrets redacted by the gateway.
    Config {
        /// Base hash for a patch.
        hash: String,
        /// False when the file on disk is not valid.
        valid: bool,
        /// The configuration.
        value: Value,
    },
    /// How many tasks run that a stop or a restart waits for.
    Work {
        /// Their number.
        active: u64,
        /// The gateway's words about them, one for each kind, cleaned.
        running: Vec<String>,
    },
    /// The gateway takes in no work until the lease is given back; none where it is too busy for that.
    Asleep {
        /// Names the promise.
        lease: Option<String>,
    },
    /// The id that the gateway goes by.
    Identity {
        /// Its own device's id.
        device: String,
    },
    /// Lines of its log.
    Log {
        /// As they stand there, oldest first; secrets replaced, bounded.
        lines: Vec<String>,
        /// Where they end.
        cursor: Option<u64>,
        /// No more is there.
        whole: bool,
    },
    /// Done; nothing to tell.
    Done,
}

/// Why a call failed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CallProblem {
    /// The link is not ready or broke.
    NotConnected,
    /// No answer in time.
    TimedOut,
    /// The connection lacks a scope.
    MissingScope(String),
    /// What the request names is gone, or was decided already.
    Gone,
    /// The configuration changed since it was read.
    HashChanged,
    /// The configuration is not the gateway's to write.
    NotWritten(WriteRefusal),
    /// The gateway does not offer it.
    NotOffered,
    /// The gateway refused.
    Refused {
        /// Its code.
        code: String,
        /// Its words, bounded.
        words: String,
    },
}
