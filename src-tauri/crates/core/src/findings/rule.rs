//! What a rule is, and what it answers.

use clawtray_contract::{FindingRef, Risk, Severity};
use clawtray_text::Arg;

use crate::{
    facts::Facts,
    gateway::Gateway,
    link::Link,
    now::Now,
    seen::{Said, Seen},
};

/// What a rule may look at.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Scene<'a> {
    pub(crate) facts: &'a Facts,
    pub(crate) gateway: &'a Gateway,
    pub(crate) link: &'a Link,
    pub(crate) now: Now,
}

/// A sentence: its id in the catalogue and what goes into it.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Words {
    pub(crate) id: &'static str,
    pub(crate) args: Vec<(&'static str, Arg)>,
}

impl Words {
    pub(crate) fn plain(id: &'static str) -> Self {
        Self { id, args: Vec::new() }
    }

    pub(crate) fn with(id: &'static str, args: Vec<(&'static str, Arg)>) -> Self {
        Self { id, args }
    }
}

/// An action as a rule declares it. Its label in the catalogue is `action-<finding>-<action>` with dashes.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Action {
    pub(crate) id: &'static str,
    pub(crate) label: &'static str,
    pub(crate) risk: Risk,
    /// There is a plan for it. An action without one is named in the runbook and never offered.
    pub(crate) built: bool,
}

/// A rule: data and a pure check.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Rule {
    /// Stable id, `area.problem`.
    pub(crate) id: &'static str,
    pub(crate) severity: Severity,
    /// Catalogue id of the title.
    pub(crate) title: &'static str,
    /// How long the fault must stand before it is shown, milliseconds.
    pub(crate) visible_after_ms: u64,
    /// Findings that explain this one: while one of them is raised, this one is held back.
    pub(crate) explained_by: &'static [&'static str],
    /// What shows it: lines, codes, answers and states, in technical words.
    pub(crate) signals: &'static [&'static str],
    pub(crate) actions: &'static [Action],
    /// OpenClaw's page about it.
    pub(crate) docs: Option<&'static str>,
    pub(crate) check: fn(&Scene<'_>) -> Verdict,
}

impl Rule {
    /// The actions that the fault offers, the likeliest first.
    pub(crate) fn offered(&self, fault: &Fault) -> impl Iterator<Item = &'static Action> {
        let actions = self.actions;
        fault.actions.iter().filter_map(move |id| actions.iter().find(|action| action.id == *id))
    }

    /// All of its actions, in its order.
    pub(crate) fn action_ids(&self) -> Vec<&'static str> {
        self.actions.iter().map(|action| action.id).collect()
    }

    /// False for what is wrong with this desktop only: the gateway itself is as well as it was.
    pub(crate) fn is_about_gateway(&self) -> bool {
        !["desktop.", "secrets."].iter().any(|area| self.id.starts_with(area))
    }

    /// True for what is wrong with scheduled jobs and the heartbeat.
    pub(crate) fn is_about_jobs(&self) -> bool {
        ["cron.", "heartbeat."].iter().any(|area| self.id.starts_with(area))
    }

    pub(super) fn can_do(&self, action: &str) -> bool {
        self.actions.iter().any(|known| known.id == action && known.built)
    }
}

/// What a check says.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Verdict {
    Healthy,
    Unknown,
    Unhealthy(Vec<Fault>),
}

impl Verdict {
    pub(crate) fn one(fault: Fault) -> Self {
        Self::Unhealthy(vec![fault])
    }
}

/// One thing wrong.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Fault {
    /// Which one; absent where there is at most one.
    pub(crate) subject: Option<String>,
    pub(crate) text: Words,
    pub(crate) evidence: Vec<Seen>,
    /// Changes when the fault changes in kind.
    pub(crate) etag: String,
    /// When the evidence last showed it, milliseconds since 1970; a repair compares it with its own end.
    pub(crate) last_seen_ms: u64,
    /// When the gateway was asked, milliseconds since 1970, where it shows in nothing but an answer to a question. It is
    /// shown only where a later answer says the same.
    pub(crate) asked_ms: Option<u64>,
    /// When it began, where the evidence knows better than the moment of raising.
    pub(crate) began_ms: Option<u64>,
    /// Actions that make sense for this fault, the likeliest first.
    pub(crate) actions: Vec<&'static str>,
    /// A change was made that only a later run can prove.
    pub(crate) awaiting_proof: bool,
    /// Only lines of text show it, so that it may be over before its time of quiet is.
    pub(crate) by_lines: bool,
    /// Findings that explain this very fault, beside those that explain its rule.
    pub(crate) because: Vec<Because>,
}

/// A finding that would explain a fault.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Because {
    pub(crate) finding: &'static str,
    /// Only where it is about this model, or about its provider; absent for any.
    pub(crate) model: Option<String>,
}

impl Because {
    pub(super) fn is(&self, cause: &FindingRef) -> bool {
        let about = match (&self.model, &cause.subject) {
            (Some(model), Some(subject)) => {
                model == subject || model.strip_prefix(subject.as_str()).is_some_and(|rest| rest.starts_with('/'))
            }
            _ => true,
        };
        self.finding == cause.id && about
    }
}

impl Fault {
    pub(crate) fn new(text: Words, etag: impl Into<String>, last_seen_ms: u64) -> Self {
        Self {
            subject: None,
            text,
            evidence: Vec::new(),
            etag: etag.into(),
            last_seen_ms,
            asked_ms: None,
            began_ms: None,
            actions: Vec::new(),
            awaiting_proof: false,
            because: Vec::new(),
            by_lines: false,
        }
    }

    pub(crate) fn saw(mut self, source: &str, said: impl Into<Said>, at_ms: Option<u64>) -> Self {
        self.evidence.push(Seen::new(source, said.into(), at_ms));
        self
    }

    /// What must change for a finding that the person left as it is to be told again. Lines repeat themselves, so for
    /// them only their kind counts.
    pub(super) fn mark(&self) -> String {
        let began_ms = self.began_ms.filter(|_| !self.by_lines);
        format!("{}@{}", self.etag, began_ms.map_or_else(String::new, |at_ms| at_ms.to_string()))
    }

    pub(crate) fn offer(mut self, actions: &[&'static str]) -> Self {
        self.actions = actions.to_vec();
        self
    }
}
