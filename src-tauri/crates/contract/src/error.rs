//! The one error shape at the borders.

use serde::{Deserialize, Serialize};

/// Why something asked for did not happen. A variant exists only where something acts on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum ErrorCode {
    /// The plan shown to the person is not today's plan any more: show the new one.
    PlanChanged,
    /// The action needs the person to see its plan and press again.
    NeedsConfirmation,
    /// What the request names (finding, action, approval, repair) is not there any more.
    Gone,
    /// Another repair holds the gateway's lease.
    Busy,
    /// The gateway's link is not ready, and the request needs it.
    NotConnected,
    /// The connection holds too few rights for the request.
    MissingRights,
    /// No OpenClaw was found, or the Node.js it would run under is not supported.
    NotSetUp,
    /// No keeper runs and none could be started.
    NoKeeper,
    /// The two sides speak different versions of the socket protocol.
    Protocol,
    /// The frame or argument was not understood.
    BadRequest,
    /// The keychain cannot be used now.
    Keychain,
    /// Anything else; `message` says what.
    Failed,
}

/// An error as a person and a program read it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct AppError {
    /// What a program acts on.
    pub code: ErrorCode,
    /// One sentence for a person: what happened and what to do next.
    pub message: String,
    /// Technical detail, bounded, free of secrets.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, ts(optional))]
    pub detail: Option<String>,
    /// True when the same request may work later without anything being changed.
    #[serde(default)]
    pub retryable: bool,
}

impl AppError {
    /// An error with a code and a sentence.
    pub fn new(code: ErrorCode, message: impl Into<String>) -> Self {
        Self { code, message: message.into(), detail: None, retryable: false }
    }
}

impl std::fmt::Display for AppError {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(&self.message)
    }
}

impl std::error::Error for AppError {}
