//! Findings: something wrong, with evidence and what can be done about it.

use serde::{Deserialize, Serialize};

/// How much a finding matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// Worth knowing.
    Info,
    /// Something does not work as the person expects.
    Warning,
    /// Something the person relies on does not work.
    Error,
}

/// How an action runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum Risk {
    /// One click.
    Safe,
    /// The change is shown first; a second press runs it.
    Confirm,
    /// Takes the person to the place where they decide.
    Guide,
}

/// Names one finding: the stable id of the runbook, and which thing it is about.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct FindingRef {
    /// Stable id, `area.problem`.
    pub id: String,
    /// Which one, where a rule can find several (a job, a model); absent otherwise.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, ts(optional))]
    pub subject: Option<String>,
}

impl FindingRef {
    /// A finding that has no subject.
    pub fn of(id: impl Into<String>) -> Self {
        Self { id: id.into(), subject: None }
    }

    /// The finding that [`Display`](std::fmt::Display) wrote so.
    pub fn parse(name: &str) -> Self {
        match name.split_once('/') {
            Some((id, subject)) => Self::about(id, subject),
            None => Self::of(name),
        }
    }

    /// A finding about one subject.
    pub fn about(id: impl Into<String>, subject: impl Into<String>) -> Self {
        Self { id: id.into(), subject: Some(subject.into()) }
    }
}

impl std::fmt::Display for FindingRef {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(&self.id)?;
        match &self.subject {
            Some(subject) => write!(formatter, "/{subject}"),
            None => Ok(()),
        }
    }
}

/// What was seen, and where.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Evidence {
    /// Where it was seen: `process`, `http`, `rpc`, `event`, `config`, `output`, `cli`, `keychain`.
    pub source: String,
    /// What was seen: foreign text is bounded and stripped of control characters.
    pub text: String,
    /// When, milliseconds since 1970; absent where the source gives no time.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, ts(optional, type = "number"))]
    pub at_ms: Option<u64>,
}

/// Something that can be done about a finding.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct ActionView {
    /// Stable id within the finding, as in the runbook.
    pub id: String,
    /// The words on the button.
    pub label: String,
    /// How it runs.
    pub risk: Risk,
    /// Why it cannot run now, in words; absent when it can.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, ts(optional))]
    pub blocked_by: Option<String>,
}

/// A finding that another one causes: shown under its cause, not by itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Consequence {
    /// Stable id, `area.problem`.
    pub id: String,
    /// Which one; absent where the rule finds at most one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, ts(optional))]
    pub subject: Option<String>,
    /// How much it matters by itself.
    pub severity: Severity,
    /// Plain words, one line.
    pub title: String,
    /// What happened, in words.
    pub text: String,
    /// Since when, milliseconds since 1970.
    #[cfg_attr(test, ts(type = "number"))]
    pub since_ms: u64,
}

/// A finding as people and programs see it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct FindingView {
    /// Stable id, `area.problem`.
    pub id: String,
    /// Which one; absent where the rule finds at most one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, ts(optional))]
    pub subject: Option<String>,
    /// How much it matters.
    pub severity: Severity,
    /// Plain words, one line.
    pub title: String,
    /// What happened, what it means, and what to do next.
    pub text: String,
    /// Since when, milliseconds since 1970.
    #[cfg_attr(test, ts(type = "number"))]
    pub since_ms: u64,
    /// What was seen.
    pub evidence: Vec<Evidence>,
    /// What can be done, the best first.
    pub actions: Vec<ActionView>,
    /// What it causes: findings that stand as well and end with it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(test, ts(optional, as = "Option<Vec<Consequence>>"))]
    pub explains: Vec<Consequence>,
    /// Changes when the evidence changes in kind; snooze, ignore and notifications hang on it.
    pub etag: String,
    /// Set while a change has been made and only a later run can prove it.
    #[serde(default)]
    pub awaiting_proof: bool,
    /// Address of OpenClaw's own page about it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, ts(optional))]
    pub docs: Option<String>,
}

impl FindingView {
    /// The finding's name.
    pub fn reference(&self) -> FindingRef {
        FindingRef { id: self.id.clone(), subject: self.subject.clone() }
    }
}
