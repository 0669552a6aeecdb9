//! The table at the end.

use std::time::Duration;

use crate::say;

/// How a step ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Ended {
    Passed,
    Failed,
    /// Why.
    Skipped(String),
}

impl Ended {
    pub(crate) fn word(&self) -> &str {
        match self {
            Self::Passed => "passed",
            Self::Failed => "FAILED",
            Self::Skipped(_) => "skipped",
        }
    }
}

/// One step.
#[derive(Clone, Debug)]
pub(crate) struct Row {
    pub(crate) name: String,
    pub(crate) elapsed: Duration,
    pub(crate) ended: Ended,
}

/// The table. `strict`: a skipped step counts as failed.
pub(crate) fn table(rows: &[Row], strict: bool) -> String {
    let widest = rows.iter().map(|row| row.name.chars().count()).max().unwrap_or(0);
    let lines = rows.iter().map(|row| {
        let why = match &row.ended {
            Ended::Skipped(why) if strict => format!(": {why}; with CI nothing may be skipped"),
            Ended::Skipped(why) => format!(": {why}"),
            Ended::Passed | Ended::Failed => String::new(),
        };
        format!("  {:<widest$}  {:>12}  {}{why}", row.name, say::seconds(row.elapsed), row.ended.word())
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// The last line, and whether all is good.
pub(crate) fn closing(rows: &[Row], strict: bool) -> (String, bool) {
    let count = |wanted: fn(&Ended) -> bool| rows.iter().filter(|row| wanted(&row.ended)).count();
    let passed = count(|ended| matches!(ended, Ended::Passed));
    let skipped = count(|ended| matches!(ended, Ended::Skipped(_)));
    let failed = count(|ended| matches!(ended, Ended::Failed)) + if strict { skipped } else { 0 };
    let rest = if skipped > 0 && !strict { format!(", {skipped} skipped") } else { String::new() };
    (format!("{passed} passed, {failed} failed{rest}"), failed == 0 && passed > 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(name: &str, ended: Ended) -> Row {
        Row { name: name.to_owned(), elapsed: Duration::from_secs(3), ended }
    }

    #[test]
    fn a_skip_is_counted_apart_and_unattended_it_is_a_failure() {
        let rows = [row("one", Ended::Passed), row("two", Ended::Skipped("no Wine here".to_owned()))];
        assert_eq!(closing(&rows, false), ("1 passed, 0 failed, 1 skipped".to_owned(), true));
        assert_eq!(closing(&rows, true), ("1 passed, 1 failed".to_owned(), false));
        assert!(table(&rows, false).ends_with("skipped: no Wine here"));
    }

    #[test]
    fn one_failure_is_a_failure_and_nothing_at_all_is_no_success() {
        let rows = [row("one", Ended::Passed), row("two", Ended::Failed)];
        assert_eq!(closing(&rows, false), ("1 passed, 1 failed".to_owned(), false));
        assert!(!closing(&[], false).1);
    }
}
