//! What a signature is: data, compared as it stands.

/// A line that shows a finding, or one half of what shows it (see [`super::together`]).
#[derive(Clone, Copy, Debug)]
pub(crate) struct Signature {
    /// The finding's id, or a mark: a name that begins with `~`.
    pub(crate) finding: &'static str,
    /// One of these is in the line. Letters match in either case, in all lists.
    any: Any,
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

/// The texts of which one must be in the line.
#[derive(Clone, Copy, Debug)]
enum Any {
    /// Sentences, each with who prints it.
    Wordings(&'static [Wording]),
    /// Words of a family, which belong to no version.
    Words(&'static [&'static str]),
}

/// A text of a log, and which OpenClaw prints it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Wording {
    pub(crate) text: &'static str,
    pub(crate) printed: Printed,
}

/// Which of the two generations that were looked through have a text in their program as it stands
/// ([`Printed::versions`]). Looked up in the programs that npm installs, letters in either case; the slow test
/// `slow_the_versions_of_the_wordings_are_those_of_the_programs` looks again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Printed {
    Both,
    Older,
    Newer,
    /// Neither has it in one piece: it is put together while running (`status=440`, JSON), another version printed it,
    /// or another program does (Node.js, SQLite, an operating system, a provider).
    Elsewhere,
}

/// The generations, the older first.
pub(crate) const GENERATIONS: [&str; 2] = ["2026.4.29", "2026.9.6"];

impl Printed {
    /// The versions that print it.
    pub(crate) fn versions(self) -> &'static [&'static str] {
        match self {
            Self::Both => &GENERATIONS,
            Self::Older => GENERATIONS.split_at(1).0,
            Self::Newer => GENERATIONS.split_at(1).1,
            Self::Elsewhere => &[],
        }
    }
}

/// A text that both generations print.
pub(crate) const fn both(text: &'static str) -> Wording {
    Wording { text, printed: Printed::Both }
}

/// A text that only the older one prints.
pub(crate) const fn older(text: &'static str) -> Wording {
    Wording { text, printed: Printed::Older }
}

/// A text that only the newer one prints.
pub(crate) const fn newer(text: &'static str) -> Wording {
    Wording { text, printed: Printed::Newer }
}

/// A text that neither has in one piece.
pub(crate) const fn elsewhere(text: &'static str) -> Wording {
    Wording { text, printed: Printed::Elsewhere }
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

/// A signature of sentences: one of the `any` texts says the finding.
pub(crate) const fn says(finding: &'static str, any: &'static [Wording]) -> Signature {
    signature(finding, Any::Wordings(any))
}

/// A signature of a family: one of the `any` words shows the finding, with what must be there besides.
pub(crate) const fn shows(finding: &'static str, any: &'static [&'static str]) -> Signature {
    signature(finding, Any::Words(any))
}

const fn signature(finding: &'static str, any: Any) -> Signature {
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

    /// The texts of which one must be in the line.
    pub(crate) fn texts(&self) -> impl Iterator<Item = &'static str> + use<> {
        let (wordings, words): (&[Wording], &[&str]) = match self.any {
            Any::Wordings(wordings) => (wordings, &[]),
            Any::Words(words) => (&[], words),
        };
        wordings.iter().map(|wording| wording.text).chain(words.iter().copied())
    }

    /// The sentences, with who prints them; none of a family.
    pub(crate) fn wordings(&self) -> &'static [Wording] {
        match self.any {
            Any::Wordings(wordings) => wordings,
            Any::Words(_) => &[],
        }
    }

    /// What must be in the line too: all of the first, one of the second where there are any.
    pub(crate) fn besides(&self) -> (&'static [&'static str], &'static [&'static str]) {
        (self.all, self.with)
    }

    /// What must not be in the line.
    pub(crate) fn not(&self) -> impl Iterator<Item = &'static str> + use<> {
        self.none.into_iter().flatten().copied()
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

#[cfg(test)]
mod tests {
    use std::{collections::BTreeSet, fs, path::Path};

    use aho_corasick::AhoCorasick;

    use super::{GENERATIONS, Printed, Wording};
    use crate::signatures::{ALL, FAMILIES};

    fn wordings() -> impl Iterator<Item = &'static Wording> {
        ALL.iter().copied().flatten().flat_map(|one| one.wordings())
    }

    #[test]
    fn every_signature_of_sentences_says_who_prints_each_and_a_family_belongs_to_no_version() {
        for one in ALL.iter().copied().flatten() {
            assert!(!one.wordings().is_empty(), "{}", one.finding);
            assert_eq!(one.wordings().len(), one.texts().count(), "{}", one.finding);
        }
        assert!(FAMILIES.iter().copied().flatten().all(|one| one.wordings().is_empty() && one.texts().count() > 0));
        // A column that somebody filled without looking would say the same everywhere.
        for printed in [Printed::Both, Printed::Older, Printed::Newer, Printed::Elsewhere] {
            assert!(wordings().filter(|wording| wording.printed == printed).count() > 50, "{printed:?}");
        }
    }

    #[test]
    fn the_versions_are_named_from_the_older_to_the_newer() {
        assert_eq!(Printed::Both.versions(), GENERATIONS);
        assert_eq!(Printed::Older.versions(), ["2026.4.29"]);
        assert_eq!(Printed::Newer.versions(), ["2026.9.6"]);
        assert!(Printed::Elsewhere.versions().is_empty());
    }

    /// The places of the texts that a program has, in one reading of each of its files.
    fn printed_by(folder: &Path, texts: &AhoCorasick, owner: &[usize], found: &mut BTreeSet<usize>, deep: bool) {
        for path in fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
            if path.is_dir() && deep {
                printed_by(&path, texts, owner, found, deep);
            } else if path.extension().is_some_and(|end| end == "js" || end == "mjs" || end == "cjs") {
                let file = fs::read(&path).unwrap();
                found.extend(texts.find_overlapping_iter(&file).map(|text| owner[text.pattern().as_usize()]));
            }
        }
    }

    #[test]
    #[ignore = "slow: reads both generations of OpenClaw, as `cargo xtask` installs them"]
    fn slow_the_versions_of_the_wordings_are_those_of_the_programs() {
        let wordings: Vec<_> = wordings().collect();
        // A quotation mark may stand in the program as itself or behind a stroke.
        let forms = wordings.iter().enumerate().flat_map(|(place, wording)| {
            BTreeSet::from([wording.text.to_owned(), wording.text.replace('"', "\\\"")])
                .into_iter()
                .map(move |text| (text, place))
        });
        let (forms, owner): (Vec<String>, Vec<usize>) = forms.unzip();
        let texts = AhoCorasick::builder().ascii_case_insensitive(true).build(forms).unwrap();
        let target = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../target/openclaw");
        let [older, newer] = GENERATIONS.map(|version| {
            let package = target.join(version).join("node_modules/openclaw");
            let mut found = BTreeSet::new();
            printed_by(&package.join("dist"), &texts, &owner, &mut found, true);
            printed_by(&package, &texts, &owner, &mut found, false);
            found
        });
        let mut wrong = Vec::new();
        for (place, wording) in wordings.iter().enumerate() {
            let printed = match (older.contains(&place), newer.contains(&place)) {
                (true, true) => Printed::Both,
                (true, false) => Printed::Older,
                (false, true) => Printed::Newer,
                (false, false) => Printed::Elsewhere,
            };
            if printed != wording.printed {
                wrong.push(format!("{:?}: {printed:?}, not {:?}", wording.text, wording.printed));
            }
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }
}
