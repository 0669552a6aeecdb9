//! The whole truth at one moment. Tray, window and command line draw it and hold no state of their own.

use serde::{Deserialize, Serialize};

use crate::{gateway::GatewayView, settings::SettingsView};

/// The keeper itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct AppView {
    /// Clawtray's version.
    pub version: String,
    /// The keeper's process id; absent when a command line runs the engine itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, ts(optional))]
    pub keeper_pid: Option<u32>,
    /// Language of the sentences, as a BCP 47 tag.
    pub language: String,
}

/// Something the keeper has to say about itself: no tray host, settings from a newer version, no keychain.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Notice {
    /// Stable id.
    pub id: String,
    /// One sentence: what it is, what it means, what to do.
    pub text: String,
}

/// What a history entry tells of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum HistoryKind {
    /// The gateway ended.
    Exit,
    /// A repair ended.
    Repair,
    /// A notification was raised.
    Notification,
    /// The gateway changed state.
    State,
}

/// One line of history.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct HistoryEntry {
    /// When, milliseconds since 1970.
    #[cfg_attr(test, ts(type = "number"))]
    pub at_ms: u64,
    /// What it tells of.
    pub kind: HistoryKind,
    /// In words.
    pub text: String,
    /// Which gateway it tells of; absent where there is only one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, ts(optional))]
    pub gateway: Option<String>,
}

/// A gateway's traces on this computer: nobody asked Clawtray to keep it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct FoundGateway {
    /// Its profile's name; `default` for the one without.
    pub id: String,
    /// Name for people.
    pub name: String,
    /// Its state folder.
    pub state_folder: String,
    /// The system's service manager has a service for it.
    pub service: bool,
}

/// Everything there is to show.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Snapshot {
    /// Grows with every change.
    #[cfg_attr(test, ts(type = "number"))]
    pub revision: u64,
    /// When it was taken, milliseconds since 1970.
    #[cfg_attr(test, ts(type = "number"))]
    pub at_ms: u64,
    /// The keeper.
    pub app: AppView,
    /// What the keeper has to say about itself.
    pub notices: Vec<Notice>,
    /// What the person chose; absent when a command line runs the engine itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, ts(optional))]
    pub settings: Option<SettingsView>,
    /// The gateways, the primary one first. Never empty.
    pub gateways: Vec<GatewayView>,
    /// Other gateways on this computer that are not kept, by id.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(test, ts(optional, as = "Option<Vec<FoundGateway>>"))]
    pub found: Vec<FoundGateway>,
    /// What happened lately, the newest first.
    pub history: Vec<HistoryEntry>,
}
