//! The report for whoever helps: one text, everything in it bounded and without secrets. What is shown before it is
//! written is what is written.

use std::fmt::Write as _;

use clawtray_contract::{FindingView, Snapshot};

use crate::signatures::redact;

/// Most lines of the output and of the log, the newest.
const LINES: usize = 200;
/// Longest line, characters.
const LINE_CHARS: usize = 500;
/// Most of the history, the newest.
const HISTORY: usize = 40;

/// What goes into a report beside the snapshot.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ReportMaterial {
    /// Operating system and architecture.
    pub system: String,
    /// When, in local time, for people.
    pub written: String,
    /// The configuration's path.
    pub config_path: String,
    /// The configuration, secrets replaced; or why there is none.
    pub config: String,
    /// Files beside it: name and when each was written.
    pub config_copies: Vec<String>,
    /// The newest lines of the gateway's log, with its path before them; or why there are none.
    pub log: Vec<String>,
    /// Where OpenClaw's own diagnostics lie, or why there are none.
    pub diagnostics: String,
    /// Values that are secrets: whatever holds one of them is replaced.
    pub secrets: Vec<clawtray_contract::Secret>,
}

/// The report.
pub fn report(snapshot: &Snapshot, material: &ReportMaterial) -> String {
    let mut text = String::new();
    let mut section = |name: &str, lines: Vec<String>| {
        let _infallible = writeln!(text, "[{name}]");
        for line in lines {
            let indent = (line.len() - line.trim_start_matches(' ').len()).min(40);
            let line = clawtray_text::clean(&redact(&line), LINE_CHARS);
            let _infallible = writeln!(text, "{:indent$}{line}", "");
        }
        text.push('\n');
    };
    let gateway = snapshot.gateways.first();
    let mut about = vec![
        format!("written = {}", material.written),
        format!("system = {}", material.system),
        format!("clawtray = {}", snapshot.app.version),
    ];
    if let Some(gateway) = gateway {
        let details = &gateway.details;
        about.push(format!("openclaw = {}", details.version.as_deref().unwrap_or("?")));
        about.push(format!("state = {:?}, mode = {:?}, desired = {:?}", gateway.state, gateway.mode, gateway.desired));
        about.push(format!("headline = {}", gateway.headline));
        let ladder = &gateway.ladder;
        for (name, rung) in [("process", &ladder.process), ("http", &ladder.http), ("rpc", &ladder.rpc)] {
            about.push(format!("{name} = {:?}: {}", rung.state, rung.text));
        }
    }
    section("clawtray report", about);
    if let Some(gateway) = gateway {
        section("findings", gateway.findings.iter().flat_map(finding).collect());
        section("not looked at", vec![gateway.not_looked_at.join(", ")]);
        let exits = gateway.exits.iter().flat_map(|exit| {
            let head = format!("{} {}: {}", exit.at_ms, exit.reason, exit.text);
            std::iter::once(head).chain(exit.lines.iter().map(|line| format!("    {line}")))
        });
        section("last exits", exits.collect());
    }
    section(&format!("configuration {}", material.config_path), material.config.lines().map(str::to_owned).collect());
    section("beside the configuration", material.config_copies.clone());
    if let Some(gateway) = gateway {
        section("output", newest(&gateway.output));
    }
    section("log", newest(&material.log));
    let history = snapshot.history.iter().take(HISTORY);
    section("history", history.map(|entry| format!("{} {:?}: {}", entry.at_ms, entry.kind, entry.text)).collect());
    section("openclaw diagnostics", vec![material.diagnostics.clone()]);
    for secret in &material.secrets {
        let secret = secret.expose();
        // A short word may be anything, and stands under its own name in the configuration only.
        if secret.len() >= 8 {
            text = text.replace(secret, "<redacted>");
        }
    }
    text
}

fn newest(lines: &[String]) -> Vec<String> {
    lines.iter().skip(lines.len().saturating_sub(LINES)).cloned().collect()
}

fn finding(finding: &FindingView) -> Vec<String> {
    let mut lines =
        vec![format!("{:?} {} since {}: {}", finding.severity, finding.reference(), finding.since_ms, finding.title)];
    lines.push(format!("    {}", finding.text));
    lines.extend(finding.evidence.iter().map(|seen| format!("    {}: {}", seen.source, seen.text)));
    let explains = finding.explains.iter().map(|consequence| format!("    explains {}", consequence.id));
    lines.extend(explains);
    lines
}

#[cfg(test)]
mod tests {
    use super::{LINES, ReportMaterial, report};
    use clawtray_contract::{Evidence, Secret};

    #[test]
    fn a_secret_goes_wherever_it_stands_and_lines_are_bounded() {
        let (app, now) = (crate::app::tests_app(), crate::now::Now { unix_ms: 5, mono_ms: 0, offset_minutes: 0 });
        let mut snapshot = app.snapshot(now);
        let gateway = &mut snapshot.gateways[0];
        gateway.output = vec!["my word hunter22222 is".into(), "\u{202e}turned".into(), "x".repeat(9_000)];
        gateway.findings.push(crate::deep::tests_finding(Evidence {
            source: "output".into(),
            text: "sk-ant-api03-abcdefghijklmnopqrst".into(),
            at_ms: None,
        }));
        let material = ReportMaterial {
            config: "{\n  \"a\": \"hunter22222\"\n}".into(),
            log: (0..10_000).map(|line| format!("line {line}")).collect(),
            secrets: vec![Secret::new("hunter22222"), Secret::new("on")],
            ..ReportMaterial::default()
        };
        let text = report(&snapshot, &material);
        assert!(!text.contains("hunter22222") && !text.contains("abcdefghijklmnop") && !text.contains('\u{202e}'));
        assert!(text.contains("my word <redacted> is") && text.contains("[configuration"), "{text}");
        assert!(text.contains("line 9999") && !text.contains(&format!("line {}\n", 9_999 - LINES)));
        assert!(text.lines().all(|line| line.chars().count() < 600));
    }
}
