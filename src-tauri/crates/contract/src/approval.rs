//! Approvals: someone or something asks for rights.

use serde::{Deserialize, Serialize};

/// What asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum ApprovalKind {
    /// A device wants to pair, or wants more rights, another role, or changed its description.
    DevicePairing,
    /// A node wants its commands and capabilities allowed.
    NodePairing,
    /// Somebody wrote on a channel and is not known to the assistant yet.
    ChannelSender,
    /// An agent wants to run a command.
    Command,
    /// A plugin wants to do something.
    Plugin,
    /// The gateway itself wants to do something.
    System,
}

/// What the person decides.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum Decision {
    /// Refuse.
    Deny,
    /// Grant exactly what was asked, this time where there is a difference.
    Approve,
    /// Grant it now and whenever the same is asked again.
    ApproveAlways,
}

/// One labelled fact about who asks.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Field {
    /// What it is ("Address").
    pub label: String,
    /// Its value: foreign text, bounded and cleaned.
    pub value: String,
}

/// A waiting approval.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct ApprovalView {
    /// The gateway's request id: a decision is bound to it.
    pub id: String,
    /// Changes when what is asked for changes.
    #[serde(default)]
    pub etag: String,
    /// What asks.
    pub kind: ApprovalKind,
    /// One line: who asks for what.
    pub title: String,
    /// Who: name, device, platform, address.
    pub who: Vec<Field>,
    /// What would be done: the whole command, its folder, warnings. Invisible characters are written as escapes.
    #[serde(default)]
    pub what: Vec<Field>,
    /// Which rights, in words, each with its technical name.
    pub rights: Vec<Field>,
    /// The decisions that can be made, refusal first.
    #[serde(default)]
    pub decisions: Vec<Decision>,
    /// Since when, milliseconds since 1970; 0 where that is unknown.
    #[cfg_attr(test, ts(type = "number"))]
    pub since_ms: u64,
    /// Until when, milliseconds since 1970, where the gateway says so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, ts(optional, type = "number"))]
    pub until_ms: Option<u64>,
    /// Set while a decision is on its way to the gateway.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, ts(optional))]
    pub deciding: Option<Decision>,
    /// Why Approve cannot be pressed here (rights this connection lacks); Deny stays possible.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, ts(optional))]
    pub approve_blocked_by: Option<String>,
}
