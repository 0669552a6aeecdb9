//! Every text of every signature in one automaton, compiled once: a line is read once, however many there are.

use std::sync::{LazyLock, OnceLock};

use aho_corasick::{AhoCorasick, AhoCorasickKind, MatchKind};
use regex::bytes::{Regex, RegexBuilder};

use super::{ALL, FAMILIES, Signature, sieve::Sieve};

/// Which signatures a line is compared with.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Breadth {
    /// Those that say it outright: enough beside the other facts of a gateway that is kept.
    #[default]
    Sentences,
    /// Families of words too: for a text that is all there is.
    Families,
}

/// The compiled signatures.
struct Automaton {
    sieve: Sieve,
    search: AhoCorasick,
    signatures: Vec<Compiled>,
    /// For each text, the place of its signature in the list.
    owner: Vec<usize>,
}

/// A signature, and its regular expression once a line needed it: most are never needed.
struct Compiled {
    signature: &'static Signature,
    pattern: OnceLock<Option<Regex>>,
}

impl Compiled {
    fn matches(&self, line: &str) -> bool {
        let Some(pattern) = self.signature.pattern else { return true };
        let compiled = self.pattern.get_or_init(|| compile(pattern));
        compiled.as_ref().is_some_and(|pattern| pattern.is_match(line.as_bytes()))
    }
}

/// A pattern knows letters by their bytes, which keeps it small: what is compared is English or a fixed word.
fn compile(pattern: &str) -> Option<Regex> {
    RegexBuilder::new(pattern).unicode(false).build().ok()
}

static SENTENCES: LazyLock<Option<Automaton>> = LazyLock::new(|| Automaton::new(ALL));

static ALSO_FAMILIES: LazyLock<Option<Automaton>> = LazyLock::new(|| Automaton::new(&[ALL, FAMILIES].concat()));

fn automaton(breadth: Breadth) -> Option<&'static Automaton> {
    match breadth {
        Breadth::Sentences => SENTENCES.as_ref(),
        Breadth::Families => ALSO_FAMILIES.as_ref(),
    }
}

impl Automaton {
    fn new(areas: &[&'static [Signature]]) -> Option<Self> {
        let signatures: Vec<Compiled> = areas
            .iter()
            .flat_map(|area| area.iter())
            .map(|signature| Compiled { signature, pattern: OnceLock::new() })
            .collect();
        let texts: Vec<(&'static str, usize)> = signatures
            .iter()
            .enumerate()
            .flat_map(|(place, one)| one.signature.texts().map(move |text| (text, place)))
            .collect();
        let sieve = Sieve::new(texts.iter().map(|(text, _)| *text));
        let search = AhoCorasick::builder()
            .ascii_case_insensitive(true)
            .match_kind(MatchKind::Standard)
            // A table of all states would be faster and take twenty megabytes; few lines come this far.
            .kind(Some(AhoCorasickKind::ContiguousNFA))
            .build(texts.iter().map(|(text, _)| text))
            .ok()?;
        Some(Self { sieve, search, signatures, owner: texts.into_iter().map(|(_, place)| place).collect() })
    }
}

/// Whether any signature's text is in there: what nearly every line is asked, and nearly none says yes to.
pub(crate) fn touches(bytes: &[u8], breadth: Breadth) -> bool {
    automaton(breadth).is_some_and(|automaton| automaton.sieve.keeps(bytes) && automaton.search.is_match(bytes))
}

/// The signatures that a line shows, each once.
pub(crate) fn shown(line: &str, breadth: Breadth) -> Vec<&'static Signature> {
    let Some(automaton) = automaton(breadth) else { return Vec::new() };
    let mut touched: Vec<usize> = automaton
        .search
        .find_overlapping_iter(line)
        .filter_map(|found| automaton.owner.get(found.pattern().as_usize()).copied())
        .collect();
    touched.sort_unstable();
    touched.dedup();
    let touched = touched.into_iter().filter_map(|place| automaton.signatures.get(place));
    touched.filter(|one| one.signature.confirms(line) && one.matches(line)).map(|one| one.signature).collect()
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_signatures_compile() {
        let automaton = super::automaton(super::Breadth::Families).unwrap();
        assert!(!automaton.sieve.keeps(b"2026-03-04T16:29:38.289Z [ws] x"), "a text is too short for the sieve");
        assert!(automaton.search.memory_usage() < 2_000_000, "{}", automaton.search.memory_usage());
        for pattern in
            [super::ALL, super::FAMILIES].concat().iter().flat_map(|area| area.iter()).filter_map(|one| one.pattern)
        {
            assert!(super::compile(pattern).is_some(), "{pattern}");
        }
    }
}
