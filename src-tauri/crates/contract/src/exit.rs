//! How a gateway ended, as people see it.

use serde::{Deserialize, Serialize};

/// One end of the gateway that nobody asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(default)]
pub struct ExitView {
    /// When, milliseconds since 1970.
    #[cfg_attr(test, ts(type = "number"))]
    pub at_ms: u64,
    /// Stable name of the reason: `configuration`, `folder-in-use`, `older-binary`, `port-in-use`, `node-unsupported`,
    /// `secret-unresolved`, `no-auth`, `signal`, `code`, `clean`, `hung`, `unseen` or `not-started`.
    pub reason: String,
    /// The same in words, with how long it had run.
    pub text: String,
    /// Finding that its last lines show, else the one that this reason usually comes with.
    pub finding: String,
    /// That finding's title.
    pub finding_title: String,
    /// The code it returned, where it ended by itself and that was seen.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, ts(optional))]
    pub code: Option<i32>,
    /// The signal that ended it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, ts(optional))]
    pub signal: Option<i32>,
    /// How long the process had run, milliseconds, where its start is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, ts(optional, type = "number"))]
    pub uptime_ms: Option<u64>,
    /// Its last output lines, cleaned, redacted and bounded, the newest last.
    pub lines: Vec<String>,
}
