//! The gateway's own parts as people see them: jobs and heartbeat, channels, paired devices.

use serde::{Deserialize, Serialize};

/// How a run went.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(default)]
pub struct RunView {
    /// When it ran, milliseconds since 1970.
    #[cfg_attr(test, ts(type = "number"))]
    pub at_ms: u64,
    /// False when the run itself failed.
    pub ok: bool,
    /// How long it took, milliseconds.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, ts(optional, type = "number"))]
    pub duration_ms: Option<u64>,
    /// Why it failed, or why its message did not arrive; the gateway's words.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, ts(optional))]
    pub words: Option<String>,
    /// Failures in a row, this one included.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, ts(optional))]
    pub streak: Option<u32>,
}

/// A scheduled job.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(default)]
pub struct JobView {
    /// The gateway's id.
    pub id: String,
    /// Its name, else its id.
    pub name: String,
    /// Switched on.
    pub enabled: bool,
    /// Runs now.
    pub running: bool,
    /// When it is due next, milliseconds since 1970.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, ts(optional, type = "number"))]
    pub next_ms: Option<u64>,
    /// Its last run.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, ts(optional))]
    pub last: Option<RunView>,
    /// It was due then and did not run, milliseconds since 1970.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, ts(optional, type = "number"))]
    pub missed_ms: Option<u64>,
}

/// The heartbeat.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(default)]
pub struct HeartbeatView {
    /// Its interval, milliseconds; 0 when it is switched off, absent when the gateway does not say.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, ts(optional, type = "number"))]
    pub every_ms: Option<u64>,
    /// When the last one was, milliseconds since 1970.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, ts(optional, type = "number"))]
    pub at_ms: Option<u64>,
    /// How it went: `sent`, `ok-empty`, `ok-token`, `skipped`, `failed`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, ts(optional))]
    pub status: Option<String>,
    /// Why it was skipped or failed; the gateway's words or its reason code.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, ts(optional))]
    pub words: Option<String>,
}

/// How an account of a channel fares.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum ChannelState {
    /// Messages come and go.
    #[default]
    Connected,
    /// Coming up.
    Starting,
    /// Should be connected and is not.
    Out,
    /// Lacks what it needs to sign in.
    NotConfigured,
    /// Switched off.
    Off,
}

/// One account of a channel.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(default)]
pub struct ChannelView {
    /// `channel/account`, the subject of findings about it.
    pub id: String,
    /// The channel's name.
    pub name: String,
    /// The account's id.
    pub account: String,
    /// How it fares.
    pub state: ChannelState,
    /// The last error, in the gateway's words.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, ts(optional))]
    pub words: Option<String>,
    /// When it was last connected, milliseconds since 1970.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, ts(optional, type = "number"))]
    pub connected_ms: Option<u64>,
}

/// A paired device that offers commands to agents.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(default)]
pub struct DeviceView {
    /// The gateway's id.
    pub id: String,
    /// Its name, else its id.
    pub name: String,
    /// Its platform.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, ts(optional))]
    pub platform: Option<String>,
    /// Connected now.
    pub connected: bool,
    /// When it was last seen, milliseconds since 1970.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, ts(optional, type = "number"))]
    pub seen_ms: Option<u64>,
}

/// What the gateway tells of its parts. A part that it does not offer, may not be asked about, or was not asked about
/// yet is absent; an empty list means that there is nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(default)]
pub struct PartsView {
    /// Scheduled jobs, the next due first.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, ts(optional))]
    pub jobs: Option<Vec<JobView>>,
    /// False while the scheduler is switched off as a whole.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, ts(optional))]
    pub scheduler: Option<bool>,
    /// The heartbeat.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, ts(optional))]
    pub heartbeat: Option<HeartbeatView>,
    /// Accounts of channels, those that are out first.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, ts(optional))]
    pub channels: Option<Vec<ChannelView>>,
    /// Paired devices, by name.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, ts(optional))]
    pub devices: Option<Vec<DeviceView>>,
}
