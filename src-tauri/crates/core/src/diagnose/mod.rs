//! Pasted output, judged alone: which findings its lines show, the likeliest cause first.
//!
//! A text is read once, in pieces of any size, in memory that does not grow with it. Gateway output, command output
//! and JSON may be mixed.

mod causes;
mod encoding;
mod lines;
mod order;
mod reader;

use std::{
    collections::{BTreeMap, BTreeSet},
    hash::{DefaultHasher, Hash, Hasher},
};

use clawtray_contract::{ActionView, Evidence, FindingView};
use clawtray_text::Catalogue;

use crate::{
    plan::documentation,
    rules::rule,
    signatures::{
        Signature, Strength, excerpt, fields_in, part_of, subject_of,
        together::{OTHERWISE, TOGETHER},
    },
};
use encoding::Decoder;
use lines::Lines;
pub(crate) use reader::{Reader, Told, What};

/// Most lines shown per finding.
const LINES_SHOWN: usize = 5;
/// Most subjects counted for one finding.
const SUBJECTS: usize = 2;
/// Most parts of the gateway remembered for one finding.
const PARTS: usize = 16;
/// Most lines of a trouble that is taken for passing.
const PASSES: u64 = 3;
/// From how many lines on a text tells of hours, not of one event.
const MANY_LINES: u64 = 50;
/// Most lines of one finding whose words are looked at; what comes after them is only counted.
const LOOKED_AT: usize = 256;

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
    /// Lines whose words were looked at.
    looked_at: Vec<u64>,
    /// How many lines said so.
    lines: u64,
    /// The last line of each part of the gateway that said so; what names no part stands under an empty name.
    parts: BTreeMap<String, u64>,
}

/// A text being read.
#[derive(Debug)]
pub struct LogReading {
    decoder: Decoder,
    lines: Lines,
    findings: Findings,
}

/// What the lines said so far.
#[derive(Debug)]
struct Findings {
    reader: Reader,
    seen: SeenInText,
}

/// What they show.
#[derive(Debug, Default)]
struct SeenInText {
    shown: BTreeMap<&'static str, Shown>,
    /// The last line that says that a gateway is ready.
    ready_line: Option<u64>,
    /// The last line of each part that says that it works again.
    works_again: BTreeMap<String, u64>,
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
        Self {
            decoder: Decoder::default(),
            lines: Lines::default(),
            findings: Findings { reader: Reader::of_text(), seen: SeenInText::default() },
        }
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

impl SeenInText {
    fn take(&mut self, told: Told<'_>) {
        let near = (told.line, told.near_ms);
        match told.what {
            What::Line { signature, text, .. } if signature.is_mark() => match signature.finding {
                "~ready" => self.ready_line = Some(told.line),
                "~works again" if self.works_again.len() < PARTS => {
                    self.works_again.extend(part_of(text).map(|part| (part.to_owned(), told.line)));
                }
                _ => {}
            },
            What::Line { signature, text, at_ms } => {
                let mark = mark_of(text);
                self.count(signature.finding, text, told.line);
                if self.shown.get_mut(signature.finding).is_some_and(|shown| shown.again(signature, mark, at_ms, near))
                {
                    return;
                }
                let evidence = Evidence { source: "output".into(), text: excerpt(text), at_ms };
                let subject = subject_of(signature.finding, &fields_in(text));
                self.show(signature.finding, signature.strength, vec![evidence], subject, near);
                if self.shown.get(signature.finding).is_some_and(|shown| shown.lines == 0) {
                    self.count(signature.finding, text, told.line);
                }
                if let Some(shown) = self.shown.get_mut(signature.finding) {
                    shown.only_together = false;
                    if shown.looked_at.len() < LOOKED_AT {
                        shown.looked_at.push(mark);
                    }
                }
            }
            What::Together { combination, evidence } => {
                self.show(combination.finding, Strength::Plain, evidence, None, near);
            }
        }
    }

    /// Counts a line of a finding that is known already, and remembers whose line it is.
    fn count(&mut self, finding: &str, text: &str, line: u64) {
        let Some(shown) = self.shown.get_mut(finding) else { return };
        shown.lines += 1;
        let part = part_of(text).unwrap_or_default();
        if let Some(last) = shown.parts.get_mut(part) {
            *last = line;
        } else if shown.parts.len() < PARTS {
            shown.parts.insert(part.to_owned(), line);
        }
    }

    fn show(
        &mut self,
        finding: &'static str,
        strength: Strength,
        evidence: Vec<Evidence>,
        subject: Option<String>,
        (line, near_ms): (u64, Option<u64>),
    ) {
        let at_ms = evidence.iter().find_map(|evidence| evidence.at_ms).or(near_ms);
        let shown = self.shown.entry(finding).or_insert_with(|| Shown {
            strength,
            evidence: Vec::new(),
            first_ms: None,
            last_line: line,
            subjects: BTreeSet::new(),
            only_together: true,
            looked_at: Vec::new(),
            lines: 0,
            parts: BTreeMap::new(),
        });
        shown.strength = shown.strength.max(strength);
        shown.first_ms = [shown.first_ms, at_ms].into_iter().flatten().min();
        shown.last_line = line;
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
}

impl Shown {
    /// Counts a line that says nothing new: one that was looked at before, or one too many. False for any other.
    fn again(
        &mut self,
        signature: &Signature,
        mark: u64,
        at_ms: Option<u64>,
        (line, near_ms): (u64, Option<u64>),
    ) -> bool {
        if self.only_together || !(self.looked_at.contains(&mark) || self.looked_at.len() == LOOKED_AT) {
            return false;
        }
        self.strength = self.strength.max(signature.strength);
        self.first_ms = [self.first_ms, at_ms.or(near_ms)].into_iter().flatten().min();
        self.last_line = line;
        true
    }
}

impl Shown {
    /// Whether it happened a few times, and each part that said so said later that it works again. What happens more
    /// often comes back.
    fn has_passed(&self, works_again: &BTreeMap<String, u64>) -> bool {
        !self.parts.is_empty()
            && self.lines <= PASSES
            && self.parts.iter().all(|(part, line)| works_again.get(part).is_some_and(|again| again > line))
    }
}

/// What tells one text from another.
fn mark_of(text: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    text.hash(&mut hasher);
    hasher.finish()
}

impl Findings {
    fn read(&mut self, line: &[u8]) {
        let Self { reader, seen } = self;
        reader.read(line, &mut |told| seen.take(told));
    }

    fn views(self, catalogue: &Catalogue) -> Vec<FindingView> {
        let Self { reader, seen: SeenInText { mut shown, ready_line, works_again } } = self;
        for combination in TOGETHER {
            let against = combination.none.iter().any(|name| reader.has_mark(name) || shown.contains_key(name));
            if against && shown.get(combination.finding).is_some_and(|shown| shown.only_together) {
                shown.remove(combination.finding);
            }
        }
        shown.retain(|finding, shown| {
            // A gateway that became ready afterwards has got over what kept it from starting.
            let over = ready_line.is_some_and(|ready| ready > shown.last_line) && order::ends_when_ready(finding);
            // A stall or two belong to a start, and one among many lines is a moment.
            let weak = shown.strength == Strength::Hint && order::may_be_a_moment(finding);
            let started = weak && shown.lines <= PASSES && ready_line.is_some_and(|ready| ready > shown.last_line);
            let once = weak && shown.lines == 1 && reader.lines() >= MANY_LINES;
            let over = over || started || once;
            let passed = order::passes(finding) && shown.has_passed(&works_again);
            let otherwise = OTHERWISE.iter().any(|one| {
                one.finding == *finding
                    && reader.has_mark(one.beside)
                    && shown.evidence.iter().all(|seen| (one.may)(&seen.text))
            });
            !(over || passed || otherwise)
        });
        let mut found: Vec<(&'static str, Shown)> = shown.into_iter().collect();
        found.sort_by_key(|(finding, shown)| (std::cmp::Reverse(shown.strength), order::place(finding)));
        let found = found.into_iter().filter_map(|(finding, shown)| view(finding, shown, catalogue));
        let mut views: Vec<FindingView> = found.collect();
        causes::name_consequences(&mut views);
        views
    }
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
