//! Lines read one after the other, with what only several of them say. Shared by a log that is judged alone and by the
//! lines of a gateway that is kept.

use std::collections::BTreeMap;

use clawtray_contract::Evidence;

use crate::signatures::{
    self, Breadth, Signature, excerpt, may_continue,
    together::{TOGETHER, Together, WITHIN_LINES},
    unframed,
};

/// Most of a line that a next one may go on from, and most of that next one, bytes.
const SEAM_BYTES: usize = 240;

/// Something that lines say.
#[derive(Debug)]
pub(crate) struct Told<'a> {
    /// Which line it is, counted from 1.
    pub(crate) line: u64,
    /// When the last line with a time was written, as far as times were looked at, milliseconds since 1970.
    pub(crate) near_ms: Option<u64>,
    pub(crate) what: What<'a>,
}

/// What they say.
#[derive(Debug)]
pub(crate) enum What<'a> {
    /// One line, or a sentence broken over two, shows a finding or bears a mark.
    Line { signature: &'static Signature, text: &'a str, at_ms: Option<u64> },
    /// Several lines close together show a finding; their evidence, in the order of the marks.
    Together { combination: &'static Together, evidence: Vec<Evidence> },
}

/// A mark: the last line that bears it.
#[derive(Debug)]
struct Marked {
    line: u64,
    evidence: Evidence,
}

/// What is remembered from line to line.
#[derive(Debug, Default)]
pub(crate) struct Reader {
    breadth: Breadth,
    marks: BTreeMap<&'static str, Marked>,
    /// The end of the line before, when the next one may go on from it.
    before: Vec<u8>,
    /// Lines read.
    count: u64,
    /// When the last line with a time was written.
    at_ms: Option<u64>,
    /// Whether what stands indented is a list of commands and options that a command line offers.
    in_help: bool,
}

impl Reader {
    /// A reader of a text that is all there is.
    pub(crate) fn of_text() -> Self {
        Self { breadth: Breadth::Families, ..Self::default() }
    }

    /// Reads the next line where it says nothing, by itself or with the one before it: true for nearly every line of a
    /// log. Any other is left to [`Reader::read`].
    pub(crate) fn passes(&mut self, line: &[u8]) -> bool {
        if self.in_help || !begins_an_entry(line) || signatures::touches(signatures::telling_part(line), self.breadth) {
            return false;
        }
        self.count += 1;
        self.remember(line);
        true
    }

    /// Reads the next line and tells what it says.
    pub(crate) fn read(&mut self, line: &[u8], tell: &mut impl FnMut(Told<'_>)) {
        self.count += 1;
        if self.is_help(line) {
            self.before.clear();
            return;
        }
        if signatures::touches(signatures::telling_part(line), self.breadth) {
            let text = String::from_utf8_lossy(line);
            if signatures::is_banner(&text) {
                return;
            }
            match signatures::records(&text) {
                Some(records) => records.iter().for_each(|record| self.read_text(record, tell)),
                None => self.read_text(&text, tell),
            }
        }
        self.read_seam(line, tell);
    }

    fn read_text(&mut self, text: &str, tell: &mut impl FnMut(Told<'_>)) {
        let said = signatures::read(text);
        self.at_ms = said.at_ms.or(self.at_ms);
        let of_another = signatures::is_of_another(text);
        for one in signatures::shown(&said.text, self.breadth) {
            if of_another && !one.is_mark() && !signatures::may_tell(one.finding) {
                continue;
            }
            self.tell(one, &said.text, said.at_ms, tell);
        }
    }

    /// Whether a line belongs to what a command line offers, below `Options:` or `Commands:`: what could be done tells
    /// nothing of what happened.
    fn is_help(&mut self, line: &[u8]) -> bool {
        if is_heading_of_help(line) {
            self.in_help = true;
        } else if self.in_help {
            self.in_help = line.first().is_none_or(u8::is_ascii_whitespace);
        }
        self.in_help
    }

    /// How many lines were read.
    pub(crate) fn lines(&self) -> u64 {
        self.count
    }

    /// Whether any line so far bore this mark.
    pub(crate) fn has_mark(&self, mark: &str) -> bool {
        self.marks.contains_key(mark)
    }

    /// Whether one of the last lines bore this mark.
    pub(crate) fn has_near_mark(&self, mark: &str) -> bool {
        self.marks.get(mark).is_some_and(|mark| self.count - mark.line <= WITHIN_LINES)
    }

    /// A sentence that a terminal or a box broke over two lines.
    fn read_seam(&mut self, line: &[u8], tell: &mut impl FnMut(Told<'_>)) {
        if !self.before.is_empty() && !begins_an_entry(line) {
            let head = String::from_utf8_lossy(line.get(..line.len().min(SEAM_BYTES)).unwrap_or_default());
            if may_continue(&head) && !is_row(&head) {
                let before = String::from_utf8_lossy(&self.before).into_owned();
                if !is_row(&before) {
                    self.read_joined(unframed(&before), unframed(&head), tell);
                }
            }
        }
        self.remember(line);
    }

    fn remember(&mut self, line: &[u8]) {
        self.before.clear();
        self.before.extend_from_slice(line.get(line.len().saturating_sub(SEAM_BYTES)..).unwrap_or_default());
    }

    fn read_joined(&mut self, before: &str, rest: &str, tell: &mut impl FnMut(Told<'_>)) {
        let joined = format!("{before} {rest}");
        if before.is_empty() || !signatures::touches(joined.as_bytes(), self.breadth) {
            return;
        }
        let alone: Vec<_> = [before, rest].into_iter().flat_map(|part| signatures::shown(part, self.breadth)).collect();
        for one in signatures::shown(&joined, self.breadth) {
            if !alone.iter().any(|known| std::ptr::eq(*known, one)) {
                self.tell(one, &joined, None, tell);
            }
        }
    }

    fn tell(&mut self, signature: &'static Signature, text: &str, at_ms: Option<u64>, tell: &mut impl FnMut(Told<'_>)) {
        let (line, near_ms) = (self.count, self.at_ms);
        tell(Told { line, near_ms, what: What::Line { signature, text, at_ms } });
        if signature.is_mark() {
            let evidence = Evidence { source: "output".into(), text: excerpt(text), at_ms };
            self.marks.insert(signature.finding, Marked { line, evidence });
            self.combine(signature.finding, tell);
        }
    }

    fn combine(&self, mark: &str, tell: &mut impl FnMut(Told<'_>)) {
        for combination in TOGETHER.iter().filter(|combination| combination.all.contains(&mark)) {
            let marks: Vec<&Marked> = combination.all.iter().filter_map(|name| self.marks.get(name)).collect();
            let close = marks.iter().all(|mark| self.count - mark.line <= WITHIN_LINES);
            let agree = combination.differ && agree(&marks);
            if marks.len() == combination.all.len() && close && !agree {
                let evidence = marks.iter().map(|mark| mark.evidence.clone()).collect();
                let what = What::Together { combination, evidence };
                tell(Told { line: self.count, near_ms: self.at_ms, what });
            }
        }
    }
}

/// Whether lines say the same behind their colon.
fn agree(marks: &[&Marked]) -> bool {
    let mut said = marks.iter().map(|mark| {
        let (_, value) = unframed(&mark.evidence.text).split_once(": ").unwrap_or_default();
        // Where a program lies, in brackets behind its version, is none of what it says.
        value.split(" (").next().unwrap_or_default().trim()
    });
    let first = said.next();
    said.all(|value| Some(value) == first)
}

/// Whether a line heads a list of what a command line offers.
fn is_heading_of_help(line: &[u8]) -> bool {
    const HEADINGS: [&[u8]; 5] = [b"Options:", b"Commands:", b"Arguments:", b"Global options:", b"Examples:"];
    matches!(line.first(), Some(b'O' | b'C' | b'A' | b'G' | b'E')) && HEADINGS.contains(&line.trim_ascii_end())
}

/// Whether a line is a row of a table, whose next line is another row: a box has one cell, and its sentences go on.
fn is_row(line: &str) -> bool {
    line.matches('│').count() > 2
}

/// Whether a line begins like the entries of a log, which most lines of a long text are: known without reading it.
fn begins_an_entry(line: &[u8]) -> bool {
    line.first().is_none_or(|first| first.is_ascii_digit() || matches!(first, b'[' | b'{' | b'\x22'))
}
