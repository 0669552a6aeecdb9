//! One gateway as people see it.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::{
    approval::ApprovalView,
    exit::ExitView,
    finding::{ActionView, FindingView},
    parts::PartsView,
    repair::RepairView,
};

/// Who keeps the gateway running.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum Mode {
    /// Clawtray starts it and supervises it.
    Child,
    /// The system's service manager keeps it; Clawtray watches and drives it through OpenClaw's own commands.
    Service,
    /// Somebody else started it; Clawtray watches.
    Attached,
    /// It runs elsewhere.
    Remote,
}

/// What the person wants. Nothing automatic overrides it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum Desired {
    /// Keep it running.
    #[default]
    Run,
    /// Stopped stays stopped.
    Stop,
}

/// The one state that icon, tooltip and first menu line show.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// No OpenClaw, or nothing looked at yet.
    NotSetUp,
    /// Coming up, restarting, draining or under repair.
    Starting,
    /// Process, HTTP and RPC agree.
    Running,
    /// Runs, and something waits for a person.
    NeedsYou,
    /// Runs, and something does not work.
    Degraded,
    /// Does not run although it should.
    Down,
    /// Keeps crashing; Clawtray stopped restarting it.
    GaveUp,
    /// The person stopped it.
    Paused,
    /// A remote gateway cannot be reached.
    Unreachable,
}

/// What one of the three signals says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum RungState {
    /// Seen and good.
    Yes,
    /// On its way.
    Waiting,
    /// Seen and bad.
    No,
    /// Cannot be known now; never guessed.
    Unknown,
}

/// One signal of the readiness ladder.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Rung {
    /// What it says.
    pub state: RungState,
    /// The same in words.
    pub text: String,
    /// Technical detail, small: `pid 812`, `/readyz 503 startup-sidecars`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, ts(optional))]
    pub detail: Option<String>,
}

/// The three independent signals, kept apart.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Ladder {
    /// The process.
    pub process: Rung,
    /// `/healthz`, `/startupz`, `/readyz`.
    pub http: Rung,
    /// An authenticated connection that answers.
    pub rpc: Rung,
}

/// Technical facts about a gateway. Absent means not known.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(default)]
pub struct GatewayDetails {
    /// OpenClaw's version as the gateway reports it, else as installed.
    #[cfg_attr(test, ts(optional = nullable))]
    pub version: Option<String>,
    /// Process id.
    #[cfg_attr(test, ts(optional = nullable))]
    pub pid: Option<u32>,
    /// TCP port.
    #[cfg_attr(test, ts(optional = nullable))]
    pub port: Option<u16>,
    /// When the process was started, milliseconds since 1970.
    #[cfg_attr(test, ts(optional, type = "number | null"))]
    pub started_ms: Option<u64>,
    /// Resident memory of the gateway process, bytes.
    #[cfg_attr(test, ts(optional, type = "number | null"))]
    pub memory_bytes: Option<u64>,
    /// Where OpenClaw is installed.
    #[cfg_attr(test, ts(optional = nullable))]
    pub openclaw_path: Option<String>,
    /// Version of the Node.js it runs under.
    #[cfg_attr(test, ts(optional = nullable))]
    pub node_version: Option<String>,
    /// The configuration file.
    #[cfg_attr(test, ts(optional = nullable))]
    pub config_path: Option<String>,
    /// Wire protocol version of the link.
    #[cfg_attr(test, ts(optional = nullable))]
    pub protocol: Option<u32>,
    /// Rights that the link holds.
    pub scopes: Vec<String>,
    /// Rights that what the person switched on needs.
    pub wanted_scopes: Vec<String>,
    /// Those of them that the link does not hold; what needs them does not work. Empty while there is no link.
    pub missing_scopes: Vec<String>,
    /// The service manager's name for the gateway's service, where one is installed.
    #[cfg_attr(test, ts(optional = nullable))]
    pub service: Option<String>,
    /// How often the service manager has started it again since it was last started by hand.
    #[cfg_attr(test, ts(optional = nullable))]
    pub service_restarts: Option<u32>,
    /// Whether the service goes on when the person logs out; known on Linux only.
    #[cfg_attr(test, ts(optional = nullable))]
    pub lingers: Option<bool>,
    /// Who keeps a gateway that Clawtray did not start, as far as that can be seen.
    #[cfg_attr(test, ts(optional = nullable))]
    pub kept_by: Option<String>,
    /// The gateway's own id, which it tells whoever is signed in.
    #[cfg_attr(test, ts(optional = nullable))]
    pub identity: Option<String>,
    /// Where tokens are kept: the keychain, or only in memory and why.
    #[cfg_attr(test, ts(optional = nullable))]
    pub keychain: Option<String>,
}

/// The words OpenClaw's own runbook tells people to look for.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct HealthyWords {
    /// `running`, `stopped` or `unknown`.
    pub runtime: String,
    /// `ok`, `failed` or `unknown`.
    pub connectivity_probe: String,
    /// `admin-capable`, `write-capable`, `read-only`, `connected-no-operator-scope`, `pairing-pending` or `unknown`.
    pub capability: String,
}

/// One gateway.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct GatewayView {
    /// Stable id on this computer.
    pub id: String,
    /// Name for people.
    pub name: String,
    /// Who keeps it.
    pub mode: Mode,
    /// What the person wants.
    pub desired: Desired,
    /// The one state.
    pub state: State,
    /// One sentence: state, version, uptime; or since when and why.
    pub headline: String,
    /// Since when it is in this state, milliseconds since 1970.
    #[cfg_attr(test, ts(type = "number"))]
    pub since_ms: u64,
    /// The three signals.
    pub ladder: Ladder,
    /// Technical facts.
    pub details: GatewayDetails,
    /// The runbook's words.
    pub healthy_words: HealthyWords,
    /// When the next automatic restart comes, milliseconds since 1970.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, ts(optional, type = "number"))]
    pub restart_at_ms: Option<u64>,
    /// Whether Start, Stop, Restart and a second-word Stop now make sense.
    pub can_start: bool,
    /// See `can_start`.
    pub can_stop: bool,
    /// See `can_start`.
    pub can_restart: bool,
    /// A stop is waiting for running work; the person may end the wait.
    pub can_stop_now: bool,
    /// What is wrong, the worst first.
    pub findings: Vec<FindingView>,
    /// Findings of the runbook that could not be answered with what is known now: neither there nor absent.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(test, ts(optional, as = "Option<Vec<String>>"))]
    pub not_looked_at: Vec<String>,
    /// Why each of them could not be looked at, in the person's language.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    #[cfg_attr(test, ts(optional, as = "Option<BTreeMap<String, String>>"))]
    pub not_looked_because: BTreeMap<String, String>,
    /// What waits for a decision, the oldest first.
    pub approvals: Vec<ApprovalView>,
    /// Repairs under way and the latest finished ones, the newest first.
    pub repairs: Vec<RepairView>,
    /// The gateway's last output lines, the newest last.
    pub output: Vec<String>,
    /// The latest ends that nobody asked for, the newest first.
    #[serde(default)]
    pub exits: Vec<ExitView>,
    /// Jobs and heartbeat, channels, devices.
    #[serde(default)]
    pub parts: PartsView,
    /// Where the gateway's token is kept; absent where it has none, is not known, or is on another computer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, ts(optional))]
    pub token: Option<TokenView>,
}

/// Where the gateway's token is kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct TokenView {
    /// In words.
    pub text: String,
    /// What can be done about that. They are previewed and run like those of a finding with the id `token`.
    pub actions: Vec<ActionView>,
}
