//! The runbook as people and programs read it: every finding this version knows, whether it is raised or not.

use clawtray_contract::{Risk, Severity};
use clawtray_text::Catalogue;
use serde::Serialize;

use crate::{
    plan::documentation,
    rules::RULES,
    signatures::{self, Signature, Strength, subject_fields},
};

/// One finding of the runbook.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RunbookEntry {
    /// Stable id, `area.problem`.
    pub id: &'static str,
    /// How much it matters.
    pub severity: Severity,
    /// Plain words, one line.
    pub title: String,
    /// What shows it: lines, codes, answers and states, in technical words.
    pub signals: &'static [&'static str],
    /// The sentences of logs and answers that say it, as they are compared.
    pub signatures: Vec<RunbookSignature>,
    /// What can be done about it, the best first.
    pub actions: Vec<RunbookAction>,
    /// Findings that cause it: while one of them is raised, this one is shown under it.
    pub explained_by: &'static [&'static str],
    /// OpenClaw's own page about it, where there is one.
    pub docs: Option<String>,
}

/// What a line is compared with. Letters match in either case.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RunbookSignature {
    /// One of these is in the line.
    pub any: Vec<RunbookWording>,
    /// All of these are.
    pub all: &'static [&'static str],
    /// One of these is, where there are any.
    pub with: &'static [&'static str],
    /// None of these is.
    pub not: Vec<&'static str>,
    /// What the line matches besides: a regular expression.
    pub pattern: Option<&'static str>,
    /// How sure the line is: `hint`, `plain` or `cause`.
    pub strength: &'static str,
    /// The fields of the line that say which one the finding is about.
    pub fields: &'static [&'static str],
}

/// A text that OpenClaw or what it uses prints.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RunbookWording {
    /// The text.
    pub text: &'static str,
    /// Which of the versions that were looked through have it in one piece. None: it is put together while running, or
    /// another version or another program prints it.
    pub printed_by: &'static [&'static str],
}

/// An action of the runbook.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RunbookAction {
    /// Stable id within the finding.
    pub id: &'static str,
    /// The words on the button.
    pub label: String,
    /// How it runs.
    pub risk: Risk,
    /// This version can run it. The others are named here and never offered.
    pub available: bool,
}

/// The whole runbook, causes before what they cause.
pub fn runbook(catalogue: &Catalogue) -> Vec<RunbookEntry> {
    RULES
        .iter()
        .map(|rule| RunbookEntry {
            id: rule.id,
            severity: rule.severity,
            title: catalogue.say(rule.title),
            signals: rule.signals,
            signatures: signatures_of(rule.id),
            actions: rule
                .actions
                .iter()
                .map(|action| RunbookAction {
                    id: action.id,
                    label: catalogue.say(action.label),
                    risk: action.risk,
                    available: action.built,
                })
                .collect(),
            explained_by: rule.explained_by,
            docs: rule.docs.map(documentation),
        })
        .collect()
}

fn signatures_of(finding: &str) -> Vec<RunbookSignature> {
    let all = signatures::ALL.iter().copied().flatten();
    all.filter(|one| one.finding == finding).map(RunbookSignature::from).collect()
}

impl From<&Signature> for RunbookSignature {
    fn from(one: &Signature) -> Self {
        let (all, with) = one.besides();
        let wordings = one.wordings().iter();
        Self {
            any: wordings
                .map(|wording| RunbookWording { text: wording.text, printed_by: wording.printed.versions() })
                .collect(),
            all,
            with,
            not: one.not().collect(),
            pattern: one.pattern,
            strength: match one.strength {
                Strength::Hint => "hint",
                Strength::Plain => "plain",
                Strength::Cause => "cause",
            },
            fields: subject_fields(one.finding),
        }
    }
}

/// The ids of all findings, causes before what they cause.
pub fn runbook_ids() -> impl Iterator<Item = &'static str> {
    RULES.iter().map(|rule| rule.id)
}

#[cfg(test)]
mod tests {
    use super::{runbook, runbook_ids};
    use clawtray_text::Catalogue;

    #[test]
    fn every_sentence_says_which_version_prints_it() {
        let book = runbook(&Catalogue::for_languages(&[]));
        let entry = book.iter().find(|entry| entry.id == "config.restored").unwrap();
        let wordings: Vec<_> = entry.signatures.iter().flat_map(|one| &one.any).collect();
        let printed_by = |text: &str| wordings.iter().find(|wording| wording.text == text).unwrap().printed_by;
        assert_eq!(printed_by("Config auto-restored"), ["2026.4.29", "2026.9.6"]);
        assert!(book.iter().flat_map(|entry| &entry.signatures).all(|one| !one.any.is_empty()));
        let without: Vec<_> = book.iter().filter(|entry| entry.signatures.is_empty()).map(|entry| entry.id).collect();
        assert!(without.is_empty(), "{without:?}");
    }

    #[test]
    fn it_has_every_finding_once_in_words() {
        let book = runbook(&Catalogue::for_languages(&[]));
        let ids: Vec<&str> = runbook_ids().collect();
        assert_eq!(book.iter().map(|entry| entry.id).collect::<Vec<_>>(), ids);
        assert!(book.iter().all(|entry| !entry.title.is_empty() && !entry.actions.is_empty()));
        assert!(book.iter().any(|entry| entry.actions.iter().any(|action| action.available)));
    }
}
