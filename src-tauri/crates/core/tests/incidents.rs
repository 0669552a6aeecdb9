//! Output of real OpenClaw installations, as reported by people: the first answer is right, and healthy output raises
//! nothing.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use clawtray_contract::Severity;
use clawtray_core::diagnose_text;
use clawtray_text::Catalogue;
use serde::Deserialize;

#[derive(Deserialize)]
struct Case {
    id: String,
    /// The finding, or `none`.
    expect: String,
    /// Findings that are right too.
    also: Vec<String>,
    text: String,
}

fn cases(file: &str) -> Vec<Case> {
    file.lines().map(|line| serde_json::from_str(line).expect("one case on each line")).collect()
}

#[test]
fn known_output_is_recognised() {
    let catalogue = Catalogue::for_languages(&[]);
    let mut wrong = Vec::new();
    let known = cases(include_str!("logs/known.jsonl"));
    let held_out = cases(include_str!("logs/held_out.jsonl"));
    // Each judged once before anything was mended for it; the figures are in docs/performance.md.
    let later_lots = [
        include_str!("logs/third_lot.jsonl"),
        include_str!("logs/fourth_lot.jsonl"),
        include_str!("logs/fifth_lot.jsonl"),
        include_str!("logs/sixth_lot.jsonl"),
        include_str!("logs/seventh_lot.jsonl"),
        include_str!("logs/eighth_lot.jsonl"),
        include_str!("logs/ninth_lot.jsonl"),
        include_str!("logs/tenth_lot.jsonl"),
        include_str!("logs/eleventh_lot.jsonl"),
        include_str!("logs/twelfth_lot.jsonl"),
        include_str!("logs/thirteenth_lot.jsonl"),
        include_str!("logs/fourteenth_lot.jsonl"),
        include_str!("logs/fifteenth_lot.jsonl"),
        include_str!("logs/sixteenth_lot.jsonl"),
        include_str!("logs/seventeenth_lot.jsonl"),
        include_str!("logs/eighteenth_lot.jsonl"),
        include_str!("logs/nineteenth_lot.jsonl"),
        include_str!("logs/twentieth_lot.jsonl"),
        include_str!("logs/twentyfirst_lot.jsonl"),
        include_str!("logs/twentysecond_lot.jsonl"),
    ];
    let later_lots = later_lots.into_iter().flat_map(cases);
    // Recorded from OpenClaw 2026.9.6: a start, a refused sign-in, a stop, a slow machine, a file edited by hand; the
    // start of 2026.4.29 as npm installs it.
    let recorded = cases(include_str!("logs/recorded.jsonl"));
    // Sentences of OpenClaw 2026.9.6's own program that were missed or taken for something else.
    let own = cases(include_str!("logs/programs_own.jsonl"));
    // What the commands of a healthy OpenClaw of both generations print, where no system has services and a command has no
    // more rights than its token gives.
    let commands = cases(include_str!("logs/own_commands.jsonl"));
    for case in known.into_iter().chain(held_out).chain(later_lots).chain(recorded).chain(own).chain(commands) {
        let found = diagnose_text(&case.text, &catalogue);
        let first = found.first().map(|finding| finding.id.clone());
        let right = if case.expect == "none" {
            found.iter().all(|finding| finding.severity < Severity::Warning)
        } else if case.id.starts_with('r') {
            // Nothing beside it either.
            found.len() == 1 && first.as_deref() == Some(case.expect.as_str())
        } else {
            first.as_ref().is_some_and(|first| *first == case.expect || case.also.contains(first))
        };
        if !right {
            let all: Vec<&str> = found.iter().map(|finding| finding.id.as_str()).collect();
            wrong.push(format!("{}: expected {}, got {all:?}", case.id, case.expect));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
