//! Every text of every signature in one automaton, compiled once: a line is read once, however many there are.

use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, AhoCorasickKind, MatchKind};

use regex::Regex;

use super::{ALL, Signature, sieve::Sieve};

/// The compiled signatures.
struct Automaton {
    sieve: Sieve,
    search: AhoCorasick,
    /// For each text, the signature it belongs to and its regular expression.
    owner: Vec<(&'static Signature, Option<Regex>)>,
}

static AUTOMATON: LazyLock<Option<Automaton>> = LazyLock::new(|| {
    let signatures = ALL.iter().flat_map(|area| area.iter());
    let texts: Vec<_> = signatures.flat_map(|one| one.any.iter().map(move |text| (*text, one))).collect();
    let sieve = Sieve::new(texts.iter().map(|(text, _)| *text));
    let search = AhoCorasick::builder()
        .ascii_case_insensitive(true)
        .match_kind(MatchKind::Standard)
        // A table of all states would be faster and take twenty megabytes; few lines come this far.
        .kind(Some(AhoCorasickKind::ContiguousNFA))
        .build(texts.iter().map(|(text, _)| text))
        .ok()?;
    let compiled = |one: &'static Signature| (one, one.pattern.and_then(|pattern| Regex::new(pattern).ok()));
    Some(Automaton { sieve, search, owner: texts.into_iter().map(|(_, one)| compiled(one)).collect() })
});

/// Whether any signature's text is in there: what nearly every line is asked, and nearly none says yes to.
pub(crate) fn touches(bytes: &[u8]) -> bool {
    AUTOMATON.as_ref().is_some_and(|automaton| automaton.sieve.keeps(bytes) && automaton.search.is_match(bytes))
}

/// The signatures that a line shows, each once.
pub(crate) fn shown(line: &str) -> Vec<&'static Signature> {
    let mut shown: Vec<&'static Signature> = Vec::new();
    let Some(automaton) = AUTOMATON.as_ref() else { return shown };
    for found in automaton.search.find_overlapping_iter(line) {
        if let Some((one, pattern)) = automaton.owner.get(found.pattern().as_usize())
            && !shown.iter().any(|known| std::ptr::eq(*known, *one))
            && one.confirms(line)
            && pattern.as_ref().is_none_or(|pattern| pattern.is_match(line))
        {
            shown.push(one);
        }
    }
    shown
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_signatures_compile() {
        let automaton = super::AUTOMATON.as_ref().unwrap();
        assert!(!automaton.sieve.keeps(b"2026-03-04T16:29:38.289Z [ws] x"), "a text is too short for the sieve");
        assert!(automaton.search.memory_usage() < 2_000_000, "{}", automaton.search.memory_usage());
        for pattern in super::ALL.iter().flat_map(|area| area.iter()).filter_map(|one| one.pattern) {
            assert!(regex::Regex::new(pattern).is_ok(), "{pattern}");
        }
    }
}
