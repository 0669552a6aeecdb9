//! What a signature is: data, compared as it stands.

/// A line that shows a finding, or one half of what shows it (see [`super::together`]).
#[derive(Clone, Copy, Debug)]
pub(crate) struct Signature {
    /// The finding's id, or a mark: a name that begins with `~`.
    pub(crate) finding: &'static str,
    /// One of these is in the line. Letters match in either case, in all lists.
    pub(crate) any: &'static [&'static str],
    /// All of these are.
    all: &'static [&'static str],
    /// One of these is, where there are any.
    with: &'static [&'static str],
    /// None of these is: lists that several signatures share, and the signature's own.
    none: [&'static [&'static str]; NONE_LISTS],
    /// What the line must match besides, where that takes more than words: a regular expression.
    pub(crate) pattern: Option<&'static str>,
    /// How much the words alone say.
    pub(crate) strength: Strength,
}

/// How many lists of what must not be there one signature may name.
const NONE_LISTS: usize = 3;

/// How sure a line is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Strength {
    /// It often comes with the finding, and with others.
    Hint,
    /// It says so.
    Plain,
    /// It names the cause, whatever else went wrong after it.
    Cause,
}

/// A signature: one of the `any` texts shows the finding.
pub(crate) const fn shows(finding: &'static str, any: &'static [&'static str]) -> Signature {
    Signature { finding, any, all: &[], with: &[], none: [&[]; NONE_LISTS], pattern: None, strength: Strength::Plain }
}

impl Signature {
    /// Only where all of these are there too.
    pub(crate) const fn all(mut self, all: &'static [&'static str]) -> Self {
        self.all = all;
        self
    }

    /// Only where one of these is there too.
    pub(crate) const fn with(mut self, with: &'static [&'static str]) -> Self {
        self.with = with;
        self
    }

    /// Not where one of these is there. Said again, it adds to what was said before.
    pub(crate) const fn none(mut self, none: &'static [&'static str]) -> Self {
        let [first, second, third] = &mut self.none;
        if first.is_empty() {
            *first = none;
        } else if second.is_empty() {
            *second = none;
        } else {
            *third = none;
        }
        self
    }

    /// Only where this regular expression matches.
    pub(crate) const fn pattern(mut self, pattern: &'static str) -> Self {
        self.pattern = Some(pattern);
        self
    }

    pub(crate) const fn hint(mut self) -> Self {
        self.strength = Strength::Hint;
        self
    }

    pub(crate) const fn cause(mut self) -> Self {
        self.strength = Strength::Cause;
        self
    }

    /// True for one half of something.
    pub(crate) fn is_mark(&self) -> bool {
        self.finding.starts_with('~')
    }

    /// Whether the rest of the signature agrees, after one of `any` was found.
    pub(crate) fn confirms(&self, line: &str) -> bool {
        self.all.iter().all(|part| contains(line, part))
            && (self.with.is_empty() || self.with.iter().any(|part| contains(line, part)))
            && !self.none.iter().copied().flatten().any(|part| contains(line, part))
    }
}

/// Whether a text holds a part, ASCII letters in either case.
pub(crate) fn contains(text: &str, part: &str) -> bool {
    let (text, part) = (text.as_bytes(), part.as_bytes());
    let Some(first) = part.first() else { return true };
    let (small, large) = (first.to_ascii_lowercase(), first.to_ascii_uppercase());
    memchr::memchr2_iter(small, large, text)
        .any(|at| text.get(at..at + part.len()).is_some_and(|found| found.eq_ignore_ascii_case(part)))
}
