//! Repairs: a plan before, progress during, an outcome and a way back after.

use serde::{Deserialize, Serialize};

use crate::finding::FindingRef;

/// One changed value of a configuration, both sides redacted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct DiffLine {
    /// Where: keys joined by dots, unusual keys quoted.
    pub path: String,
    /// Value before; absent when the key is new.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, ts(optional))]
    pub before: Option<String>,
    /// Value after; absent when the key goes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, ts(optional))]
    pub after: Option<String>,
}

/// One of several ways to carry an action out: the person names one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct PlanChoice {
    /// What is sent back to choose it.
    pub id: String,
    /// In words.
    pub label: String,
    /// The plan is made for this one.
    pub chosen: bool,
}

/// What an action will do, shown before it runs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct PlanView {
    /// The finding it is for.
    pub finding: FindingRef,
    /// The action's id.
    pub action: String,
    /// The words on the button.
    pub label: String,
    /// Identifies this exact plan; running a `confirm` action needs it.
    pub etag: String,
    /// The ways to carry it out, the best first; empty where there is only one.
    #[serde(default)]
    pub choices: Vec<PlanChoice>,
    /// What will happen, step by step, in words.
    pub steps: Vec<String>,
    /// The exact commands and calls, as a person could type them.
    pub commands: Vec<String>,
    /// What changes in the configuration.
    pub diff: Vec<DiffLine>,
    /// What a person should know before pressing: restarts, interrupted work, comments that get lost.
    pub warnings: Vec<String>,
    /// How long it may take at most, milliseconds.
    #[cfg_attr(test, ts(type = "number"))]
    pub limit_ms: u64,
    /// Whether the change can be undone afterwards.
    pub can_undo: bool,
}

/// How far a step is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum StepState {
    /// Not begun.
    Waiting,
    /// Under way.
    Running,
    /// Finished as wanted.
    Done,
    /// Ended badly.
    Failed,
    /// Not needed or not reached.
    Skipped,
}

/// One step of a repair.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct StepView {
    /// What it does, in words.
    pub label: String,
    /// How far it is.
    pub state: StepState,
    /// Its last output lines, bounded and redacted.
    pub output: Vec<String>,
}

/// How a repair ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// The check says healthy.
    Repaired,
    /// The change is made; only a later run can prove it.
    AwaitingProof,
    /// The check was healthy before anything was done.
    NothingToDo,
    /// Every step ran, and the check still says unhealthy.
    StillBroken,
    /// The guard said no: something makes this action unsafe now.
    Blocked,
    /// The person stopped it.
    AbortedByPerson,
    /// What the plan rested on changed while it ran.
    AbortedChanged,
    /// The action's automatic budget is used up.
    BudgetSpent,
    /// A step failed.
    Failed,
    /// The change was taken back.
    Undone,
    /// What was asked for is shown; nothing was changed.
    Shown,
    /// The person wants it left as it is: it is told again only when it changes.
    Acknowledged,
}

/// Whether a finished repair can be taken back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "snake_case", tag = "state", content = "why")]
pub enum UndoState {
    /// Nothing to take back, or no way to.
    NotOffered,
    /// One click away.
    Available,
    /// Under way.
    Running,
    /// Taken back.
    Done,
    /// Not possible any more, and why.
    Refused(String),
}

/// Who wanted a repair.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum AskedBy {
    /// Nobody knows any more.
    #[default]
    Unknown,
    /// The tray menu.
    Tray,
    /// A notification's button.
    Notification,
    /// The window.
    Window,
    /// The command line.
    CommandLine,
    /// Nobody: Clawtray itself, where the settings allow it.
    Clawtray,
}

/// A repair: a run of an action.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct RepairView {
    /// Its number, unique on this computer.
    #[cfg_attr(test, ts(type = "number"))]
    pub id: u64,
    /// The finding it is for.
    pub finding: FindingRef,
    /// The action's id.
    pub action: String,
    /// The words on the button.
    pub label: String,
    /// Who wanted it.
    #[serde(default)]
    pub asked_by: AskedBy,
    /// The exact commands and calls of its plan.
    #[serde(default)]
    pub commands: Vec<String>,
    /// Its steps.
    pub steps: Vec<StepView>,
    /// How it ended; absent while it runs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, ts(optional))]
    pub outcome: Option<Outcome>,
    /// The outcome in words: what happened, and what to do next. Empty while it runs.
    pub text: String,
    /// What changed, redacted, for the record.
    pub diff: Vec<DiffLine>,
    /// When it began, milliseconds since 1970.
    #[cfg_attr(test, ts(type = "number"))]
    pub started_ms: u64,
    /// When it ended, milliseconds since 1970.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, ts(optional, type = "number"))]
    pub ended_ms: Option<u64>,
    /// Whether it can be taken back.
    pub undo: UndoState,
}
