//! The runbook as people and programs read it: every finding this version knows, whether it is raised or not.

use clawtray_contract::{Risk, Severity};
use clawtray_text::Catalogue;
use serde::Serialize;

use crate::{plan::documentation, rules::RULES};

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
    /// What can be done about it, the best first.
    pub actions: Vec<RunbookAction>,
    /// Findings that cause it: while one of them is raised, this one is shown under it.
    pub explained_by: &'static [&'static str],
    /// OpenClaw's own page about it, where there is one.
    pub docs: Option<String>,
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

/// The ids of all findings, causes before what they cause.
pub fn runbook_ids() -> impl Iterator<Item = &'static str> {
    RULES.iter().map(|rule| rule.id)
}

#[cfg(test)]
mod tests {
    use super::{runbook, runbook_ids};
    use clawtray_text::Catalogue;

    #[test]
    fn it_has_every_finding_once_in_words() {
        let book = runbook(&Catalogue::for_languages(&[]));
        let ids: Vec<&str> = runbook_ids().collect();
        assert_eq!(book.iter().map(|entry| entry.id).collect::<Vec<_>>(), ids);
        assert!(book.iter().all(|entry| !entry.title.is_empty() && !entry.actions.is_empty()));
        assert!(book.iter().any(|entry| entry.actions.iter().any(|action| action.available)));
    }
}
