//! What people read.

#![allow(clippy::print_stdout, clippy::print_stderr)]

use std::{
    io::{self, BufRead, IsTerminal, Write},
    time::{Duration, Instant},
};

/// One line.
pub(crate) fn line(text: &str) {
    // A reader that has gone away is no reason to stop half way.
    let _ = writeln!(io::stdout(), "{text}");
}

/// What went wrong.
pub(crate) fn trouble(text: &str) {
    let _ = writeln!(io::stderr(), "\nxtask: {text}");
}

/// A heading that stands out between the output of other programs.
pub(crate) fn heading(text: &str) {
    line(&format!("\n── {text} {}", "─".repeat(74usize.saturating_sub(text.chars().count()))));
}

/// Seconds as people say them: `0.4 s`, `12 s`, `3 min 05 s`.
pub(crate) fn seconds(elapsed: Duration) -> String {
    let whole = elapsed.as_secs();
    match whole {
        0..10 => format!("{:.1} s", elapsed.as_secs_f64()),
        10..100 => format!("{whole} s"),
        _ => format!("{} min {:02} s", whole / 60, whole % 60),
    }
}

/// A step of the setup: says when it begins, if it is long, and always how it ended.
pub(crate) struct Step {
    name: String,
    began: Instant,
}

impl Step {
    pub(crate) fn begin(name: &str) -> Self {
        Self { name: name.to_owned(), began: Instant::now() }
    }

    /// Announces work that takes a while.
    pub(crate) fn working(&self, what: &str) {
        line(&format!("  {:<18} {what} ...", self.name));
    }

    pub(crate) fn end(self, result: &str) {
        line(&format!("  {:<18} {result}  ({})", self.name, seconds(self.began.elapsed())));
    }
}

/// Asks a question that only a person at a terminal can answer with yes.
pub(crate) fn agree(question: &str) -> bool {
    if !io::stdin().is_terminal() {
        return false;
    }
    let _ = write!(io::stdout(), "{question} [y/N] ");
    let _ = io::stdout().flush();
    let mut answer = String::new();
    let _ = io::stdin().lock().read_line(&mut answer);
    matches!(answer.trim().to_lowercase().as_str(), "y" | "yes")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn seconds_read_well_from_short_to_long() {
        assert_eq!(seconds(Duration::from_millis(430)), "0.4 s");
        assert_eq!(seconds(Duration::from_millis(12_900)), "12 s");
        assert_eq!(seconds(Duration::from_secs(185)), "3 min 05 s");
    }
}
