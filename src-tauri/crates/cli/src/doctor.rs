//! `clawtray doctor`.

use std::{collections::BTreeMap, ffi::OsStr};

use clawtray_contract::{ExitView, FindingView, GatewayView, Risk, Severity, Snapshot};
use clawtray_core::add_deep_look;
use clawtray_engine::deep_look;
use serde_json::json;

use crate::{
    exit,
    finding_names::{self, Named},
    json, logs_input,
    problem::Problem,
    runbook,
    screen::{Look, Screen, pad, short, width_of},
    source::{Need, Source},
    start::Places,
};

/// Columns before the text of a finding.
const INDENT: usize = 9;

/// Ends of the gateway shown, and last lines shown of the newest.
const EXITS_SHOWN: usize = 3;
const EXIT_LINES_SHOWN: usize = 5;

/// Shows every finding, what could not be looked at, and how the gateway ended lately.
pub(crate) async fn run(places: &Places, screen: &mut Screen, watch: bool) -> Result<u8, Problem> {
    let mut source = Source::open(places, screen, Need::Look).await?;
    if !watch {
        return show_all(screen, &*source.snapshot().await?);
    }
    let mut shown = None;
    loop {
        let snapshot = source.snapshot().await?;
        let now: Vec<(String, String)> = snapshot
            .gateways
            .iter()
            .flat_map(|gateway| &gateway.findings)
            .map(|finding| (finding.reference().to_string(), finding.etag.clone()))
            .collect();
        if shown.as_ref() != Some(&now) {
            if screen.json {
                screen.record(&json::doctor(&snapshot))?;
            } else {
                if shown.is_some() {
                    screen.gap()?;
                    let line = "─".repeat(screen.terminal.width.min(60));
                    screen.line(&line)?;
                }
                show_all(screen, &snapshot)?;
                screen.flush()?;
            }
            shown = Some(now);
        }
        source.changed().await?;
    }
}

/// The same, with what only OpenClaw's own slow commands tell.
pub(crate) async fn deep(places: &Places, screen: &mut Screen) -> Result<u8, Problem> {
    let mut source = Source::open(places, screen, Need::Look).await?;
    let mut snapshot = Snapshot::clone(&*source.snapshot().await?);
    if !screen.json {
        let words = screen.say("cli-doctor-deep-wait");
        screen.aside(&words);
    }
    let look = deep_look(&places.environment, screen.now_ms()).await;
    add_deep_look(&mut snapshot, &look, &screen.catalogue);
    let code = show_all(screen, &snapshot)?;
    if !screen.json {
        for command in &look.not_offered {
            let said = screen.say_with("cli-doctor-deep-not-offered", &[("command", short(command, 200).into())]);
            screen.paragraph("", 0, Look::Dim, &said)?;
        }
        for (command, words) in &look.failed {
            let (command, words) = (short(command, 200), short(words, 500));
            let said =
                screen.say_with("cli-doctor-deep-failed", &[("command", command.into()), ("words", words.into())]);
            screen.paragraph("", 0, Look::Dim, &said)?;
        }
    }
    Ok(code)
}

fn show_all(screen: &mut Screen, snapshot: &Snapshot) -> Result<u8, Problem> {
    let findings: Vec<&FindingView> = snapshot.gateways.iter().flat_map(|gateway| &gateway.findings).collect();
    let code = code(&findings);
    if screen.json {
        screen.document(&json::doctor(snapshot))?;
        return Ok(code);
    }
    let several = snapshot.gateways.len() > 1;
    for (index, gateway) in snapshot.gateways.iter().enumerate() {
        if several {
            if index > 0 {
                screen.gap()?;
            }
            let name = screen.paint(Look::Bold, &short(&gateway.name, 60));
            screen.line(&name)?;
        }
        let findings: Vec<&FindingView> = gateway.findings.iter().collect();
        report(screen, &findings, Some(&Live { gateway: (index > 0).then_some(gateway.id.as_str()) }))?;
        show_unknown(screen, gateway)?;
        show_exits(screen, &gateway.exits.iter().collect::<Vec<_>>())?;
    }
    Ok(code)
}

/// The finding is about this computer, now.
pub(crate) struct Live<'a> {
    /// The gateway that commands have to name; absent for the primary one.
    pub(crate) gateway: Option<&'a str>,
}

/// What nobody could look at is neither there nor absent, and is named.
fn show_unknown(screen: &mut Screen, gateway: &GatewayView) -> Result<(), Problem> {
    let unknown = &gateway.not_looked_at;
    if unknown.is_empty() {
        return Ok(());
    }
    screen.gap()?;
    let count = [("count", unknown.len().into())];
    let head = screen.say_with("cli-doctor-unknown", &count);
    screen.paragraph("", 0, Look::Dim, &head)?;
    let mut reasons: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for id in unknown {
        let because = gateway.not_looked_because.get(id).map_or("", String::as_str);
        reasons.entry(because).or_default().push(id);
    }
    for (because, ids) in reasons {
        let ids = ids.join(", ");
        let line = if because.is_empty() { ids } else { format!("{because} {ids}") };
        screen.paragraph("", 2, Look::Dim, &line)?;
    }
    Ok(())
}

fn show_exits(screen: &mut Screen, exits: &[&ExitView]) -> Result<(), Problem> {
    if exits.is_empty() {
        return Ok(());
    }
    screen.gap()?;
    let head = screen.say("cli-doctor-exits");
    let head = screen.paint(Look::Bold, &head);
    screen.line(&head)?;
    for (index, exit) in exits.iter().take(EXITS_SHOWN).enumerate() {
        let ago = screen.ago(exit.at_ms);
        let text = short(&exit.text, 500);
        let text = screen.say_with("cli-doctor-exit", &[("ago", ago.into()), ("text", text.into())]);
        screen.paragraph("  -", 4, Look::Plain, &text)?;
        // The newest one is the one that is asked about.
        let surplus = if index == 0 { exit.lines.len().saturating_sub(EXIT_LINES_SHOWN) } else { exit.lines.len() };
        for line in exit.lines.iter().skip(surplus) {
            screen.paragraph("", 6, Look::Dim, line)?;
        }
    }
    Ok(())
}

/// Explains one finding: as it is raised, or in general.
pub(crate) async fn explain(places: &Places, screen: &mut Screen, id: &str) -> Result<u8, Problem> {
    let wanted = crate::arguments::reference(id);
    let snapshot = Source::open(places, screen, Need::Look).await?.snapshot().await?;
    if let Named::Raised(finding) = finding_names::find(screen, &snapshot, &wanted)? {
        report(screen, &[finding], Some(&Live { gateway: places.gateway.as_deref() }))?;
        return Ok(code(&[finding]));
    }
    let Some(entry) = finding_names::entry(&screen.catalogue, &wanted.id) else { return Ok(exit::FINE) };
    if screen.json {
        let mut explained = json!(entry);
        explained["raised"] = false.into();
        screen.document(&json!({ "findings": [], "explained": explained }))?;
        return Ok(exit::FINE);
    }
    runbook::show(screen, &entry)?;
    screen.gap()?;
    let healthy = screen.say("cli-finding-healthy");
    screen.paragraph("", 0, Look::Plain, &healthy)?;
    Ok(exit::FINE)
}

/// Judges a log instead of this computer.
pub(crate) async fn logs(screen: &mut Screen, file: &OsStr) -> Result<u8, Problem> {
    let findings = logs_input::judge(screen, file).await?;
    let findings: Vec<&FindingView> = findings.iter().collect();
    report(screen, &findings, None)?;
    Ok(code(&findings))
}

/// Ends badly when something is a warning or worse.
fn code(findings: &[&FindingView]) -> u8 {
    if findings.iter().any(|finding| finding.severity >= Severity::Warning) { exit::FINDINGS } else { exit::FINE }
}

fn report(screen: &mut Screen, findings: &[&FindingView], live: Option<&Live<'_>>) -> Result<(), Problem> {
    if screen.json {
        return screen.document(&json::findings(findings.iter().copied()));
    }
    if findings.is_empty() {
        let none = screen.say(if live.is_some() { "cli-doctor-healthy" } else { "cli-doctor-logs-nothing" });
        return screen.line(&none);
    }
    // What a text shows because of something else stands under its cause.
    let caused = |finding: &FindingView| {
        live.is_none() && findings.iter().any(|other| other.explains.iter().any(|caused| caused.id == finding.id))
    };
    for (index, finding) in findings.iter().filter(|finding| !caused(finding)).enumerate() {
        if index > 0 {
            screen.gap()?;
        }
        show(screen, finding, live)?;
    }
    if live.is_none() {
        let judged = screen.say("cli-doctor-logs-judged");
        screen.gap()?;
        screen.paragraph("", 0, Look::Dim, &judged)?;
    }
    Ok(())
}

/// One finding with its evidence and actions.
pub(crate) fn show(screen: &mut Screen, finding: &FindingView, live: Option<&Live<'_>>) -> Result<(), Problem> {
    let (word, look) = severity(screen, finding.severity);
    let mark = screen.paint(look, &pad(&word, INDENT));
    let title = short(&finding.title, 200);
    let title = screen.paint(Look::Bold, &title);
    screen.line(&format!("{mark}{title}"))?;
    let name = short(&finding.reference().to_string(), 200);
    let since = screen.ago(finding.since_ms);
    let name = match live {
        Some(_) => screen.say_with("cli-finding-since", &[("name", name.into()), ("since", since.into())]),
        None if finding.since_ms > 0 => {
            screen.say_with("cli-finding-first-seen", &[("name", name.into()), ("since", since.into())])
        }
        None => name,
    };
    screen.paragraph("", INDENT, Look::Dim, &name)?;
    screen.paragraph("", INDENT, Look::Plain, &finding.text)?;
    if finding.awaiting_proof {
        let awaiting = screen.say("cli-finding-awaiting");
        screen.paragraph("", INDENT, Look::Waiting, &awaiting)?;
    }
    show_evidence(screen, finding)?;
    show_consequences(screen, finding)?;
    show_actions(screen, finding, live)?;
    if let Some(docs) = &finding.docs {
        let docs = screen.say_with("cli-finding-docs", &[("page", docs.into())]);
        screen.paragraph("", INDENT, Look::Dim, &docs)?;
    }
    Ok(())
}

fn show_evidence(screen: &mut Screen, finding: &FindingView) -> Result<(), Problem> {
    if finding.evidence.is_empty() {
        return Ok(());
    }
    let head = screen.say("cli-finding-evidence");
    screen.paragraph("", INDENT, Look::Dim, &head)?;
    let sources: Vec<String> = finding.evidence.iter().map(|evidence| short(&evidence.source, 20)).collect();
    let widest = sources.iter().map(|source| width_of(source)).max().unwrap_or(0);
    for (evidence, source) in finding.evidence.iter().zip(&sources) {
        let first = format!("{}{source}", " ".repeat(INDENT + 2));
        screen.paragraph(&first, INDENT + 2 + widest + 2, Look::Plain, &evidence.text)?;
    }
    Ok(())
}

fn show_consequences(screen: &mut Screen, finding: &FindingView) -> Result<(), Problem> {
    if finding.explains.is_empty() {
        return Ok(());
    }
    let head = screen.say("cli-finding-explains");
    screen.paragraph("", INDENT, Look::Dim, &head)?;
    let bullet = format!("{}-", " ".repeat(INDENT + 2));
    for consequence in &finding.explains {
        let name = match &consequence.subject {
            Some(subject) => format!("{} ({}/{subject})", consequence.title, consequence.id),
            None => format!("{} ({})", consequence.title, consequence.id),
        };
        screen.paragraph(&bullet, INDENT + 4, Look::Plain, &name)?;
    }
    Ok(())
}

fn show_actions(screen: &mut Screen, finding: &FindingView, live: Option<&Live<'_>>) -> Result<(), Problem> {
    if finding.actions.is_empty() {
        return Ok(());
    }
    let head = screen.say("cli-finding-actions");
    screen.paragraph("", INDENT, Look::Dim, &head)?;
    for action in &finding.actions {
        let label = action_line(screen, &action.label, action.risk, action.blocked_by.as_deref());
        screen.paragraph("", INDENT + 2, Look::Plain, &label)?;
        // What a text shows may be about another computer.
        if let Some(live) = live.filter(|_| action.blocked_by.is_none()) {
            let (name, action) = (shell_word(&finding.reference().to_string()), shell_word(&action.id));
            let command = command(&format!("fix {name} {action}"), live.gateway);
            screen.paragraph("", INDENT + 4, Look::Dim, &command)?;
        }
    }
    Ok(())
}

/// The words on the button, and what pressing it means.
pub(crate) fn action_line(screen: &Screen, label: &str, risk: Risk, blocked_by: Option<&str>) -> String {
    if let Some(why) = blocked_by {
        return screen.say_with("cli-action-blocked", &[("label", label.into()), ("why", why.into())]);
    }
    let id = match risk {
        Risk::Safe => "cli-action-safe",
        Risk::Confirm => "cli-action-confirm",
        Risk::Guide => "cli-action-guide",
    };
    screen.say_with(id, &[("label", label.into())])
}

/// A command as it can be typed, about the gateway that has to be named.
pub(crate) fn command(words: &str, gateway: Option<&str>) -> String {
    let gateway = gateway.map(|id| format!(" --gateway {}", shell_word(id))).unwrap_or_default();
    format!("clawtray {words}{gateway}")
}

/// A word as it can be typed: foreign text must not become a second command when it is copied.
pub(crate) fn shell_word(word: &str) -> String {
    let word = short(word, 300);
    let plain = |character: char| character.is_ascii_alphanumeric() || "._-/:@%+=".contains(character);
    if !word.is_empty() && word.chars().all(plain) { word } else { format!("'{}'", word.replace('\'', r"'\''")) }
}

pub(crate) fn severity(screen: &Screen, severity: Severity) -> (String, Look) {
    let (id, look) = match severity {
        Severity::Error => ("cli-severity-error", Look::Bad),
        Severity::Warning => ("cli-severity-warning", Look::Waiting),
        Severity::Info => ("cli-severity-info", Look::Dim),
    };
    (screen.say(id), look)
}

#[cfg(test)]
mod tests {
    use super::shell_word;

    #[test]
    fn a_foreign_name_stays_one_word() {
        assert_eq!(shell_word("config.invalid"), "config.invalid");
        assert_eq!(shell_word("cron.job_failed/a b; rm -rf ~"), "'cron.job_failed/a b; rm -rf ~'");
        assert_eq!(shell_word("it's"), r"'it'\''s'");
        assert_eq!(shell_word(""), "''");
    }
}
