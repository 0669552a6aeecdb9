//! What survives a restart of the keeper: kept in one file, read leniently, bounded.

use std::collections::BTreeMap;

use clawtray_contract::{Desired, ExitView, HistoryEntry, RepairView};
use serde::{Deserialize, Serialize};

/// Version of the file. A newer one is read as far as it is understood and never overwritten.
pub const SAVED_VERSION: u32 = 1;

/// Most history entries kept: a storm of findings and approvals as well, some 200 bytes each.
pub const HISTORY_KEPT: usize = 1_500;

/// Most ends of the gateway kept.
pub const EXITS_KEPT: usize = 20;
/// Most of a gateway's last lines kept with its end.
pub const EXIT_LINES_KEPT: usize = 200;
/// Most of those lines together, bytes: all ends together stay below half a megabyte.
pub const EXIT_BYTES_KEPT: usize = 24 * 1024;

/// Most finished repairs kept.
pub const REPAIRS_KEPT: usize = 20;

/// The kept state.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Saved {
    /// [`SAVED_VERSION`] of the writer.
    pub version: u32,
    /// What the person wants.
    pub desired: Desired,
    /// Unclean exits, milliseconds since 1970, the budget's memory.
    pub exits_ms: Vec<u64>,
    /// Ends that nobody asked for, with their last lines, the newest first.
    pub exits: Vec<ExitView>,
    /// The last of them while it is not over, with all that is known about it.
    pub last_exit: Option<crate::facts::ExitSeen>,
    /// A service kept the gateway when it was last looked at, and nobody said that Clawtray shall.
    pub expects_service: bool,
    /// The port of the gateway that the person chose to watch instead of one on the own port.
    pub met_port: Option<u16>,
    /// Restarting was given up; only the person ends that.
    pub gave_up: bool,
    /// Since when each finding stands, by its name.
    pub since_ms: BTreeMap<String, u64>,
    /// Findings that the person wants left as they are, by name, with what they were then.
    pub acknowledged: BTreeMap<String, String>,
    /// Models that a provider refused for long context, until a later good run.
    pub long_context: BTreeMap<String, crate::facts::ModelRefusal>,
    /// Last good run of each model, milliseconds since 1970: a line about an earlier refusal is read again after a
    /// restart.
    pub model_ok_ms: BTreeMap<String, u64>,
    /// When the last repair that let OpenClaw restore a configuration began and ended, milliseconds since 1970.
    pub mended_ms: Option<(u64, u64)>,
    /// When OpenClaw's own command was last asked for the token, and had answered, milliseconds since 1970: what the
    /// gateway then wrote of it is read again after a restart.
    pub knocked_ms: Option<(u64, u64)>,
    /// One's own sign-ins that were refused, for the same reason.
    pub own_refusals: Option<crate::facts::OwnRefusals>,
    /// When jobs were due, as the last list said: what was due while no keeper ran shows only against it.
    pub due: Vec<crate::parts::JobDue>,
    /// Jobs that were due and did not run, by their id.
    pub missed: BTreeMap<String, crate::parts::MissedRun>,
    /// What was tried unasked, by the finding's name.
    pub tries: crate::automatic::Tries,
    /// What was notified, by key, with the etag it was notified for.
    pub notified: BTreeMap<String, String>,
    /// No notifications until then, milliseconds since 1970.
    pub muted_until_ms: Option<u64>,
    /// What happened lately, the newest first.
    pub history: Vec<HistoryEntry>,
    /// Finished repairs, the newest first.
    pub repairs: Vec<SavedRepair>,
    /// The next repair's number.
    pub next_repair: u64,
    /// The version of the gateway that was ready for a while last: another one is an update.
    pub settled_version: Option<String>,
}

/// A finished repair with what is needed to take it back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SavedRepair {
    /// As shown.
    pub view: RepairView,
    /// The way back.
    #[serde(default)]
    pub undo: Option<UndoPatch>,
}

/// How to take a configuration change back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UndoPatch {
    /// Each touched key as path segments, the value to bring back, and the value the repair left there.
    pub keys: Vec<UndoKey>,
    /// A program that agents were allowed to run.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub allowed: Option<String>,
}

/// One touched key.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UndoKey {
    /// Path segments.
    pub path: Vec<String>,
    /// Value before the repair; `null` when the key was absent.
    pub before: serde_json::Value,
    /// Value after the repair; `null` when the key is gone.
    pub after: serde_json::Value,
}
