//! `clawtray history`.

use clawtray_contract::{ExitView, HistoryEntry, HistoryKind};
use serde_json::json;

use crate::{
    exit,
    problem::Problem,
    screen::{Look, Screen, short},
    source::{Need, Source},
    start::Places,
};

/// Longest line of history shown, characters.
const TEXT: usize = 500;

/// Shows what happened lately, the newest first: each end of the gateway with what is known of it and at most `lines`
/// of its last lines.
pub(crate) async fn run(places: &Places, screen: &mut Screen, lines: usize) -> Result<u8, Problem> {
    let snapshot = Source::open(places, screen, Need::Look).await?.snapshot().await?;
    let exits: Vec<&ExitView> = snapshot.gateways.iter().flat_map(|gateway| &gateway.exits).collect();
    if screen.json {
        let cut = |exit: &&ExitView| {
            let surplus = exit.lines.len().saturating_sub(lines);
            ExitView { lines: exit.lines.iter().skip(surplus).cloned().collect(), ..(*exit).clone() }
        };
        let exits: Vec<ExitView> = exits.iter().map(cut).collect();
        screen.document(&json!({ "history": snapshot.history, "exits": exits }))?;
        return Ok(exit::FINE);
    }
    if snapshot.history.is_empty() && exits.is_empty() {
        let nothing = screen.say("cli-history-nothing");
        screen.line(&nothing)?;
        return Ok(exit::FINE);
    }
    let is_told = |exit: &ExitView| {
        let same = |entry: &HistoryEntry| entry.kind == HistoryKind::Exit && entry.at_ms == exit.at_ms;
        snapshot.history.iter().any(same)
    };
    for entry in &snapshot.history {
        let text = match &entry.gateway {
            Some(gateway) => format!("{gateway}: {}", entry.text),
            None => entry.text.clone(),
        };
        entry_line(screen, entry.at_ms, &text)?;
        let ended = exits.iter().find(|exit| entry.kind == HistoryKind::Exit && exit.at_ms == entry.at_ms);
        if let Some(exit) = ended {
            details(screen, exit, lines)?;
        }
    }
    // The memory of ends is longer than that of everything.
    for exit in exits.iter().filter(|exit| !is_told(exit)) {
        entry_line(screen, exit.at_ms, &exit.text)?;
        details(screen, exit, lines)?;
    }
    Ok(exit::FINE)
}

fn entry_line(screen: &mut Screen, at_ms: u64, text: &str) -> Result<(), Problem> {
    let ago = screen.ago(at_ms);
    let text = screen.say_with("cli-doctor-exit", &[("ago", ago.into()), ("text", short(text, TEXT).into())]);
    screen.paragraph("- ", 2, Look::Plain, &text)
}

/// The suspect and the last lines.
fn details(screen: &mut Screen, exit: &ExitView, lines: usize) -> Result<(), Problem> {
    if !exit.finding_title.is_empty() {
        let title = short(&exit.finding_title, TEXT);
        let args = [("title", title.into()), ("finding", exit.finding.as_str().into())];
        let suspect = screen.say_with("cli-history-suspect", &args);
        screen.paragraph("", 4, Look::Plain, &suspect)?;
    }
    for line in exit.lines.iter().skip(exit.lines.len().saturating_sub(lines)) {
        screen.paragraph("", 4, Look::Dim, line)?;
    }
    Ok(())
}
