//! Pasted output, judged alone: which findings its lines show, the likeliest cause first.
//!
//! A text is read once, in pieces of any size, in memory that does not grow with it. Gateway output, command output
//! and JSON may be mixed.

mod encoding;
mod lines;
mod order;

use std::collections::{BTreeMap, BTreeSet};

use clawtray_contract::{ActionView, Evidence, FindingView};
use clawtray_text::Catalogue;

use crate::{
    plan::documentation,
    rules::rule,
    signatures::{
        self, Signature, Strength, excerpt, fields_in, may_continue, subject_of,
        together::{TOGETHER, WITHIN_LINES},
        unframed,
    },
};
use encoding::Decoder;
use lines::Lines;

/// Most lines shown per finding.
const LINES_SHOWN: usize = 5;
/// Most of a line that a next one may go on from, and most of that next one, bytes.
const SEAM_BYTES: usize = 240;
/// Most subjects counted for one finding.
const SUBJECTS: usize = 2;

/// What was seen of one finding.
#[derive(Debug)]
struct Shown {
    strength: Strength,
    evidence: Vec<Evidence>,
    first_ms: Option<u64>,
    last_line: u64,
    subjects: BTreeSet<String>,
    /// No line alone says so.
    only_together: bool,
}

/// A mark: the last line that bears it.
#[derive(Debug)]
struct Marked {
    line: u64,
    evidence: Evidence,
}

/// A text being read.
#[derive(Debug)]
pub struct LogReading {
    decoder: Decoder,
    lines: Lines,
    findings: Findings,
}

/// What the lines said so far.
#[derive(Debug, Default)]
struct Findings {
    shown: BTreeMap<&'static str, Shown>,
    marks: BTreeMap<&'static str, Marked>,
    /// The end of the line before, when the next one may go on from it.
    before: Vec<u8>,
    /// Lines read.
    count: u64,
    /// When the last line with a time was written.
    at_ms: Option<u64>,
    /// The last line that says that a gateway is ready.
    ready_line: Option<u64>,
}

/// The findings that a text shows, causes before what they cause.
pub fn diagnose_text(text: &str, catalogue: &Catalogue) -> Vec<FindingView> {
    let mut reading = LogReading::new();
    reading.push(text.as_bytes());
    reading.finish(catalogue)
}

impl Default for LogReading {
    fn default() -> Self {
        Self::new()
    }
}

impl LogReading {
    /// Nothing read yet.
    pub fn new() -> Self {
        Self { decoder: Decoder::default(), lines: Lines::default(), findings: Findings::default() }
    }

    /// Reads on. The pieces may end anywhere.
    pub fn push(&mut self, bytes: &[u8]) {
        let Self { decoder, lines, findings } = self;
        lines.push(&decoder.utf8(bytes), &mut |line| findings.read(line));
    }

    /// The findings, causes before what they cause.
    pub fn finish(mut self, catalogue: &Catalogue) -> Vec<FindingView> {
        let Self { lines, findings, .. } = &mut self;
        lines.finish(&mut |line| findings.read(line));
        self.findings.views(catalogue)
    }
}

impl Findings {
    fn read(&mut self, line: &[u8]) {
        self.count += 1;
        if signatures::touches(signatures::telling_part(line)) {
            let text = String::from_utf8_lossy(line);
            if signatures::is_banner(&text) {
                return;
            }
            let said = signatures::read(&text);
            self.at_ms = said.at_ms.or(self.at_ms);
            for one in signatures::shown(&said.text) {
                self.add(one, &said.text, said.at_ms);
            }
        }
        self.read_seam(line);
    }

    /// A sentence that a terminal or a box broke over two lines.
    fn read_seam(&mut self, line: &[u8]) {
        if !self.before.is_empty() && !begins_an_entry(line) {
            let head = String::from_utf8_lossy(line.get(..line.len().min(SEAM_BYTES)).unwrap_or_default());
            if may_continue(&head) {
                let before = String::from_utf8_lossy(&self.before).into_owned();
                self.read_joined(unframed(&before), unframed(&head));
            }
        }
        self.before.clear();
        self.before.extend_from_slice(line.get(line.len().saturating_sub(SEAM_BYTES)..).unwrap_or_default());
    }

    fn read_joined(&mut self, before: &str, rest: &str) {
        let joined = format!("{before} {rest}");
        if before.is_empty() || !signatures::touches(joined.as_bytes()) {
            return;
        }
        let alone: Vec<_> = [before, rest].into_iter().flat_map(signatures::shown).collect();
        for one in signatures::shown(&joined) {
            if !alone.iter().any(|known| std::ptr::eq(*known, one)) {
                self.add(one, &joined, None);
            }
        }
    }

    fn add(&mut self, one: &'static Signature, text: &str, at_ms: Option<u64>) {
        let evidence = Evidence { source: "output".into(), text: excerpt(text), at_ms };
        if one.is_mark() {
            if one.finding == "~ready" {
                self.ready_line = Some(self.count);
            }
            self.marks.insert(one.finding, Marked { line: self.count, evidence });
            self.combine(one.finding);
            return;
        }
        let subject = subject_of(one.finding, &fields_in(text));
        self.show(one.finding, one.strength, vec![evidence], subject);
        if let Some(shown) = self.shown.get_mut(one.finding) {
            shown.only_together = false;
        }
    }

    fn combine(&mut self, mark: &str) {
        for combination in TOGETHER.iter().filter(|combination| combination.all.contains(&mark)) {
            let marks: Vec<&Marked> = combination.all.iter().filter_map(|name| self.marks.get(name)).collect();
            let close = marks.iter().all(|mark| self.count - mark.line <= WITHIN_LINES);
            if marks.len() == combination.all.len() && close {
                let evidence = marks.iter().map(|mark| mark.evidence.clone()).collect();
                self.show(combination.finding, Strength::Plain, evidence, None);
            }
        }
    }

    fn show(&mut self, finding: &'static str, strength: Strength, evidence: Vec<Evidence>, subject: Option<String>) {
        let (count, at_ms) = (self.count, evidence.iter().find_map(|evidence| evidence.at_ms).or(self.at_ms));
        let shown = self.shown.entry(finding).or_insert_with(|| Shown {
            strength,
            evidence: Vec::new(),
            first_ms: None,
            last_line: count,
            subjects: BTreeSet::new(),
            only_together: true,
        });
        shown.strength = shown.strength.max(strength);
        shown.first_ms = [shown.first_ms, at_ms].into_iter().flatten().min();
        shown.last_line = count;
        if let Some(subject) = subject
            && shown.subjects.len() < SUBJECTS
        {
            shown.subjects.insert(subject);
        }
        for evidence in evidence {
            let known = shown.evidence.iter().any(|known| known.text == evidence.text);
            if !known && shown.evidence.len() < LINES_SHOWN {
                shown.evidence.push(evidence);
            }
        }
    }

    fn views(mut self, catalogue: &Catalogue) -> Vec<FindingView> {
        for combination in TOGETHER {
            let against =
                combination.none.iter().any(|name| self.marks.contains_key(name) || self.shown.contains_key(name));
            if against && self.shown.get(combination.finding).is_some_and(|shown| shown.only_together) {
                self.shown.remove(combination.finding);
            }
        }
        let ready = self.ready_line;
        self.shown.retain(|finding, shown| {
            // A gateway that became ready afterwards has got over what kept it from starting.
            let over = ready.is_some_and(|ready| ready > shown.last_line) && order::ends_when_ready(finding);
            !over
        });
        let mut found: Vec<(&'static str, Shown)> = self.shown.into_iter().collect();
        found.sort_by_key(|(finding, shown)| (std::cmp::Reverse(shown.strength), order::place(finding)));
        found.into_iter().filter_map(|(finding, shown)| view(finding, shown, catalogue)).collect()
    }
}

/// Whether a line begins like the entries of a log, which most lines of a long text are: known without reading it.
fn begins_an_entry(line: &[u8]) -> bool {
    line.first().is_none_or(|first| first.is_ascii_digit() || matches!(first, b'[' | b'{' | b'\x22'))
}

/// `None` for a finding without a rule, which a test rules out.
fn view(finding: &str, shown: Shown, catalogue: &Catalogue) -> Option<FindingView> {
    let rule = rule(finding)?;
    let mut subjects = shown.subjects.into_iter();
    let subject = subjects.next().filter(|_| subjects.next().is_none());
    Some(FindingView {
        id: finding.into(),
        subject,
        severity: rule.severity,
        title: catalogue.say(rule.title),
        text: catalogue.say("finding-from-text"),
        since_ms: shown.first_ms.unwrap_or(0),
        evidence: shown.evidence,
        actions: rule
            .actions
            .iter()
            .map(|action| ActionView {
                id: action.id.into(),
                label: catalogue.say(action.label),
                risk: action.risk,
                blocked_by: None,
            })
            .collect(),
        etag: "text".into(),
        explains: Vec::new(),
        awaiting_proof: false,
        docs: rule.docs.map(documentation),
    })
}

#[cfg(test)]
mod tests;
