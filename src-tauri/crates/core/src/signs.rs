//! What lines of text said about findings: kept per finding and subject, bounded, newest evidence first to go stale.
//!
//! A rule reads them beside the other facts; a line by itself raises nothing.

use std::collections::{BTreeMap, VecDeque};

use clawtray_contract::Evidence;

/// Most subjects kept for one finding: a gateway that names thousands cannot fill the memory.
const SUBJECTS_KEPT: usize = 100;
/// Most lines kept for one subject; the newest stay.
const LINES_KEPT: usize = 5;

/// After so long without a line it is another story that begins, milliseconds.
const STORY_MS: u64 = 21_600_000;

/// One line that shows a finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sign {
    /// The finding's id, `area.problem`.
    pub finding: &'static str,
    /// Which one: a job, model, channel, device. Absent where the line does not tell, or there is at most one.
    pub subject: Option<String>,
    /// What else the line told, by name: `model`, `provider`, `port`, `pid`, `path`, `reason`. Cleaned and bounded.
    pub fields: BTreeMap<&'static str, String>,
    /// The line itself: cleaned, bounded, secrets replaced.
    pub line: String,
}

/// Everything seen of one finding and subject.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Seen {
    /// Which one.
    pub subject: Option<String>,
    /// The newest value of each field.
    pub fields: BTreeMap<&'static str, String>,
    /// The newest lines, oldest of them first.
    pub lines: VecDeque<Evidence>,
    /// When first, milliseconds since 1970.
    pub first_ms: u64,
    /// When last, milliseconds since 1970.
    pub last_ms: u64,
    /// How often.
    pub count: u64,
}

/// All that lines said.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Signs {
    seen: BTreeMap<&'static str, BTreeMap<Option<String>, Seen>>,
}

impl Signs {
    /// Takes in a sign written at `at_ms`, milliseconds since 1970, and read from `source` (see [`Evidence::source`]).
    /// Where a finding has too many subjects already, the one that has been quiet longest makes room.
    pub fn add(&mut self, sign: Sign, source: &str, at_ms: u64) {
        let subjects = self.seen.entry(sign.finding).or_default();
        if subjects.len() >= SUBJECTS_KEPT && !subjects.contains_key(&sign.subject) {
            let quietest = subjects.values().min_by_key(|seen| seen.last_ms).map(|seen| seen.subject.clone());
            if let Some(subject) = quietest {
                subjects.remove(&subject);
            }
        }
        let seen = subjects.entry(sign.subject.clone()).or_insert_with(|| Seen {
            subject: sign.subject,
            first_ms: at_ms,
            last_ms: at_ms,
            ..Seen::default()
        });
        // The same line comes twice where the output and the log are read, or the output again after a restart.
        if seen.lines.iter().any(|known| known.at_ms == Some(at_ms) && known.text == sign.line) {
            return;
        }
        seen.fields.extend(sign.fields);
        let story_goes_on = at_ms <= seen.last_ms.saturating_add(STORY_MS);
        seen.first_ms = if story_goes_on { seen.first_ms.min(at_ms) } else { at_ms };
        seen.last_ms = seen.last_ms.max(at_ms);
        seen.count = seen.count.saturating_add(1);
        if seen.lines.len() >= LINES_KEPT {
            seen.lines.pop_front();
        }
        seen.lines.push_back(Evidence { source: source.to_owned(), text: sign.line, at_ms: Some(at_ms) });
    }

    /// What was seen of a finding, by subject.
    pub fn of(&self, finding: &str) -> impl Iterator<Item = &Seen> {
        self.seen.get(finding).into_iter().flat_map(BTreeMap::values)
    }

    /// When a finding was last seen, whatever its subject, milliseconds since 1970; absent when it never was.
    pub fn quiet_since(&self, finding: &str) -> Option<u64> {
        self.of(finding).map(|seen| seen.last_ms).max()
    }

    /// Forgets a finding with all its subjects: its lines meant something else.
    pub fn forget_all(&mut self, finding: &str) {
        self.seen.remove(finding);
    }

    /// Forgets one subject of a finding: it is known to be over.
    pub fn forget(&mut self, finding: &str, subject: Option<&str>) {
        if let Some(subjects) = self.seen.get_mut(finding) {
            subjects.remove(&subject.map(str::to_owned));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{LINES_KEPT, SUBJECTS_KEPT, Sign, Signs};
    use std::collections::BTreeMap;

    fn sign(subject: Option<&str>, port: &str) -> Sign {
        Sign {
            finding: "port.conflict",
            subject: subject.map(str::to_owned),
            fields: BTreeMap::from([("port", port.to_owned())]),
            line: format!("listen EADDRINUSE {port}"),
        }
    }

    #[test]
    fn first_last_count_and_newest_fields_are_kept() {
        let mut signs = Signs::default();
        for (at_ms, port) in [(20, "1"), (10, "2"), (30, "3")] {
            signs.add(sign(None, port), "output", at_ms);
        }
        let seen = signs.of("port.conflict").next().unwrap();
        assert_eq!((seen.first_ms, seen.last_ms, seen.count), (10, 30, 3));
        assert_eq!(seen.fields["port"], "3");
        assert_eq!(seen.lines[2].at_ms, Some(30));
        assert_eq!(signs.quiet_since("port.conflict"), Some(30));
        assert_eq!(signs.quiet_since("config.invalid"), None);
    }

    #[test]
    fn after_a_long_silence_another_story_begins() {
        let mut signs = Signs::default();
        for at_ms in [5, 5 + super::STORY_MS, 6 + 2 * super::STORY_MS] {
            signs.add(sign(None, "1"), "output", at_ms);
        }
        assert_eq!(signs.of("port.conflict").next().unwrap().first_ms, 6 + 2 * super::STORY_MS);
    }

    #[test]
    fn lines_and_subjects_are_bounded() {
        let mut signs = Signs::default();
        for at_ms in 0..1_000 {
            signs.add(sign(Some("one"), "1"), "output", at_ms);
            signs.add(sign(Some("one"), "1"), "log", at_ms);
            signs.add(sign(Some(&at_ms.to_string()), "1"), "output", at_ms);
        }
        assert_eq!(signs.of("port.conflict").count(), SUBJECTS_KEPT);
        let one = signs.of("port.conflict").find(|seen| seen.subject.as_deref() == Some("one")).unwrap();
        assert_eq!((one.lines.len(), one.count), (LINES_KEPT, 1_000));
        assert!(signs.of("port.conflict").all(|seen| seen.subject.as_deref() != Some("0")), "the quietest went");
    }

    #[test]
    fn what_is_over_is_forgotten_and_the_rest_stays() {
        let mut signs = Signs::default();
        signs.add(sign(Some("a"), "1"), "output", 1);
        signs.add(sign(Some("b"), "1"), "output", 1);
        signs.forget("port.conflict", Some("a"));
        signs.forget("no.such", None);
        let left: Vec<_> = signs.of("port.conflict").map(|seen| seen.subject.as_deref()).collect();
        assert_eq!(left, [Some("b")]);
    }
}
