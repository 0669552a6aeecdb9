//! `clawtray history`.

use clawtray_contract::{AskedBy, ErrorCode, ExitView, HistoryEntry, HistoryKind, RepairView, Snapshot, UndoState};
use serde_json::json;

use crate::{
    exit, follow, plan,
    problem::Problem,
    screen::{Look, Screen, short},
    source::{Need, Source},
    start::Places,
};

/// Longest line of history shown, characters.
const TEXT: usize = 500;

/// Shows what happened lately, the newest first: each end of the gateway with what is known of it and at most `lines`
/// of its last lines.
pub(crate) async fn run(
    places: &Places,
    screen: &mut Screen,
    lines: usize,
    repair: Option<u64>,
) -> Result<u8, Problem> {
    let snapshot = Source::open(places, screen, Need::Look).await?.snapshot().await?;
    if let Some(id) = repair {
        return one(screen, &snapshot, id);
    }
    let exits: Vec<&ExitView> = snapshot.gateways.iter().flat_map(|gateway| &gateway.exits).collect();
    if screen.json {
        let cut = |exit: &&ExitView| {
            let surplus = exit.lines.len().saturating_sub(lines);
            ExitView { lines: exit.lines.iter().skip(surplus).cloned().collect(), ..(*exit).clone() }
        };
        let exits: Vec<ExitView> = exits.iter().map(cut).collect();
        let repairs: Vec<&RepairView> = snapshot.gateways.iter().flat_map(|gateway| &gateway.repairs).collect();
        screen.document(&json!({ "history": snapshot.history, "exits": exits, "repairs": repairs }))?;
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
        let repairs = || snapshot.gateways.iter().flat_map(|gateway| &gateway.repairs);
        let repair = repairs().find(|repair| entry.kind == HistoryKind::Repair && repair.ended_ms == Some(entry.at_ms));
        let text = match repair {
            Some(repair) => format!("{text} (clawtray history {})", repair.id),
            None => text,
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

/// Everything that is kept of one repair.
fn one(screen: &mut Screen, snapshot: &Snapshot, id: u64) -> Result<u8, Problem> {
    let Some(repair) = follow::find(snapshot, id) else {
        return Err(Problem::new(ErrorCode::Gone, screen.say_with("cli-undo-unknown", &[("repair", id.into())])));
    };
    if screen.json {
        screen.document(&json!({ "repair": repair }))?;
        return Ok(exit::FINE);
    }
    screen.paragraph("", 0, Look::Bold, &repair.label)?;
    let name = format!("{} {}", repair.finding, repair.action);
    screen.paragraph("", 0, Look::Dim, &name)?;
    let who = screen.say(match repair.asked_by {
        AskedBy::Unknown => "asked-by-unknown",
        AskedBy::Tray => "asked-by-tray",
        AskedBy::Notification => "asked-by-notification",
        AskedBy::Window => "asked-by-window",
        AskedBy::CommandLine => "asked-by-command-line",
        AskedBy::Clawtray => "asked-by-clawtray",
    });
    entry_line(screen, repair.started_ms, &who)?;
    screen.gap()?;
    for command in &repair.commands {
        screen.paragraph("  $", 4, Look::Plain, command)?;
    }
    for step in &repair.steps {
        let state = follow::state_word(screen, step.state);
        screen.paragraph("", 2, Look::Plain, &format!("{state}  {}", step.label))?;
        for line in &step.output {
            screen.paragraph("    |", 6, Look::Dim, line)?;
        }
    }
    if !repair.diff.is_empty() {
        screen.gap()?;
        plan::show_diff(screen, &repair.diff)?;
    }
    screen.gap()?;
    screen.paragraph("", 0, Look::Plain, &repair.text)?;
    let undo = match &repair.undo {
        UndoState::Available => screen.say_with("cli-fix-undo", &[("repair", id.into())]),
        UndoState::Refused(why) => why.clone(),
        UndoState::Done => screen.say("cli-undo-done"),
        UndoState::NotOffered | UndoState::Running => return Ok(exit::FINE),
    };
    screen.paragraph("", 0, Look::Dim, &undo)?;
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
