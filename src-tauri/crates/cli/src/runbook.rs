//! `clawtray runbook`.

use clawtray_contract::Severity;
use clawtray_core::{RunbookEntry, runbook};
use serde_json::json;

use crate::{
    doctor, exit,
    problem::Problem,
    screen::{Look, Screen, pad, width_of},
};

/// Columns before the text of a finding.
const INDENT: usize = 9;

/// Lists every finding that this version knows.
pub(crate) fn run(screen: &mut Screen) -> Result<u8, Problem> {
    let book = runbook(&screen.catalogue);
    if screen.json {
        screen.document(&json!({ "findings": book }))?;
        return Ok(exit::FINE);
    }
    let widest = book.iter().map(|entry| width_of(entry.id)).max().unwrap_or(0) + 2;
    for entry in &book {
        let (word, look) = doctor::severity(screen, entry.severity);
        let mark = screen.paint(look, &pad(&word, INDENT));
        let first = format!("{mark}{}", pad(entry.id, widest));
        // The mark may carry colour, so its width is not its length.
        screen.line(&format!("{first}{}", entry.title))?;
    }
    screen.gap()?;
    let counted = |severity: Severity| book.iter().filter(|entry| entry.severity == severity).count();
    let actions = || book.iter().flat_map(|entry| &entry.actions);
    let summary = screen.say_with(
        "cli-runbook-count",
        &[
            ("count", book.len().into()),
            ("errors", counted(Severity::Error).into()),
            ("warnings", counted(Severity::Warning).into()),
            ("infos", counted(Severity::Info).into()),
            ("actions", actions().count().into()),
            ("available", actions().filter(|action| action.available).count().into()),
        ],
    );
    screen.paragraph("", 0, Look::Plain, &summary)?;
    Ok(exit::FINE)
}

/// One finding in general.
pub(crate) fn show(screen: &mut Screen, entry: &RunbookEntry) -> Result<(), Problem> {
    let (word, look) = doctor::severity(screen, entry.severity);
    let mark = screen.paint(look, &pad(&word, INDENT));
    let title = screen.paint(Look::Bold, &entry.title);
    screen.line(&format!("{mark}{title}"))?;
    screen.paragraph("", INDENT, Look::Dim, entry.id)?;
    let head = screen.say("cli-finding-signals");
    screen.paragraph("", INDENT, Look::Dim, &head)?;
    let bullet = format!("{}-", " ".repeat(INDENT + 2));
    for signal in entry.signals {
        screen.paragraph(&bullet, INDENT + 4, Look::Plain, signal)?;
    }
    let head = screen.say("cli-finding-offers");
    screen.paragraph("", INDENT, Look::Dim, &head)?;
    for action in &entry.actions {
        let label = if action.available {
            doctor::action_line(screen, &action.label, action.risk, None)
        } else {
            screen.say_with("cli-action-unavailable", &[("label", (&action.label).into())])
        };
        screen.paragraph(&bullet, INDENT + 4, Look::Plain, &label)?;
    }
    if let Some(page) = &entry.docs {
        let docs = screen.say_with("cli-finding-docs", &[("page", page.into())]);
        screen.paragraph("", INDENT, Look::Dim, &docs)?;
    }
    Ok(())
}
