//! `clawtray status --json` in one line for people.

use std::time::{SystemTime, UNIX_EPOCH};

use serde::Deserialize;

#[derive(Deserialize)]
struct Status {
    app: App,
    gateways: Vec<Gateway>,
    #[serde(default)]
    notices: Vec<Notice>,
}

#[derive(Deserialize)]
struct App {
    keeper_pid: Option<u32>,
}

#[derive(Deserialize)]
struct Notice {
    text: String,
}

#[derive(Deserialize)]
struct Gateway {
    state: String,
    headline: String,
    #[serde(default)]
    findings: Vec<Finding>,
    #[serde(default)]
    approvals: Vec<serde_json::Value>,
}

#[derive(Deserialize)]
struct Finding {
    title: String,
}

/// What one record says.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Seen {
    /// For people.
    pub(super) text: String,
    /// Whether the gateway runs, well or not.
    pub(super) running: bool,
}

/// Reads one record; `None` when it is none.
pub(super) fn read(json: &str) -> Option<Seen> {
    let status: Status = serde_json::from_str(json).ok()?;
    let gateway = status.gateways.first()?;
    let mut text = gateway.headline.clone();
    for finding in &gateway.findings {
        text.push_str(" · ");
        text.push_str(&finding.title);
    }
    if !gateway.approvals.is_empty() {
        text.push_str(&format!(" · waiting for you: {}", gateway.approvals.len()));
    }
    for notice in &status.notices {
        text.push_str("\n          ");
        text.push_str(&notice.text);
    }
    let running = matches!(gateway.state.as_str(), "running" | "needs_you" | "degraded");
    Some(Seen { text, running })
}

/// Whether a keeper stands behind this answer.
pub(super) fn keeper_answers(json: &str) -> bool {
    serde_json::from_str::<Status>(json).is_ok_and(|status| status.app.keeper_pid.is_some())
}

/// The text with the time of day (UTC) before it.
pub(super) fn at(text: &str) -> String {
    let seconds = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs());
    format!("{}  {text}", clock(seconds))
}

fn clock(seconds: u64) -> String {
    format!("{:02}:{:02}:{:02}", seconds / 3600 % 24, seconds / 60 % 60, seconds % 60)
}

#[cfg(test)]
mod tests {
    use super::*;

    const RUNNING: &str = r#"{"app":{"version":"0.1.0","keeper_pid":7,"language":"en"},"notices":[],"gateways":[
        {"state":"degraded","headline":"Running, OpenClaw 2026.9.6","findings":[{"title":"No channel is connected"}],
         "approvals":[{},{}]}]}"#;

    #[test]
    fn a_record_becomes_one_line() {
        let seen = read(RUNNING).unwrap();
        assert_eq!(seen.text, "Running, OpenClaw 2026.9.6 · No channel is connected · waiting for you: 2");
        assert!(seen.running);
        assert!(keeper_answers(RUNNING));
    }

    #[test]
    fn without_a_keeper_or_with_nonsense_nobody_answers() {
        assert!(!keeper_answers(r#"{"app":{"version":"0.1.0","language":"en"},"notices":[],"gateways":[]}"#));
        assert!(!keeper_answers("error: nobody there"));
        assert_eq!(read("{}"), None);
        let down = r#"{"app":{},"gateways":[{"state":"down","headline":"Down"}]}"#;
        assert_eq!(read(down), Some(Seen { text: "Down".to_owned(), running: false }));
    }

    #[test]
    fn the_clock_shows_the_time_of_day() {
        assert_eq!(clock(86_400 * 3 + 3_661), "01:01:01");
    }
}
