//! `cargo xtask test`: every check there is, one step after the other.

mod left;
mod licences;
mod steps;
mod table;
mod untouched;

use std::{
    process::ExitCode,
    time::{Duration, Instant},
};

use anyhow::{Result, bail};

pub(crate) use self::steps::Outcome;
use self::{
    steps::{Context, STEPS, Step},
    table::{Ended, Row},
};
use crate::{arguments::TestWish, command::unattended, say, setup, workspace::Workspace};

pub(crate) fn test(workspace: &Workspace, wish: &TestWish) -> Result<ExitCode> {
    let steps = chosen(wish.only.as_deref(), wish.slow)?;
    let began = Instant::now();
    let mut rows = Vec::new();
    say::heading("setup");
    let before = Instant::now();
    let more = || if wish.slow { setup::for_slow_tests(workspace, wish.yes) } else { Ok(()) };
    let ready = setup::everything(workspace, wish.yes).and_then(|()| more()).map(|()| Outcome::Passed);
    let could_set_up = ready.is_ok();
    rows.push(ended("setup", before.elapsed(), ready));
    // Without what they need, the steps would fail for reasons that hide the one that counts.
    let context = Context::new(workspace, wish.slow, wish.yes)?;
    for step in steps.into_iter().filter(|_| could_set_up) {
        say::heading(step.name);
        let before = Instant::now();
        let result = (step.run)(&context);
        let row = ended(step.name, before.elapsed(), result);
        say::line(&format!("{}: {} ({})", row.name, row.ended.word(), say::seconds(row.elapsed)));
        rows.push(row);
    }
    let left_out = STEPS.iter().filter(|step| step.slow && !wish.slow).map(|step| step.name);
    say::heading("all");
    let unattended = unattended();
    say::line(&table::table(&rows, unattended));
    for name in left_out {
        say::line(&format!("  {name}: only with --slow"));
    }
    say::line(&format!("in {}\n", say::seconds(began.elapsed())));
    let (line, good) = table::closing(&rows, unattended);
    say::line(&line);
    Ok(if good { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn chosen(only: Option<&str>, slow: bool) -> Result<Vec<&'static Step>> {
    let asked = |step: &&Step| (slow || !step.slow) && only.is_none_or(|only| step.name.contains(only));
    let steps: Vec<&Step> = STEPS.iter().filter(asked).collect();
    if steps.is_empty() {
        let names: Vec<&str> = STEPS.iter().map(|step| step.name).collect();
        bail!("no step has {:?} in its name: {}", only.unwrap_or_default(), names.join(", "));
    }
    Ok(steps)
}

fn ended(name: &str, elapsed: Duration, result: Result<Outcome>) -> Row {
    let ended = match result {
        Ok(Outcome::Passed) => Ended::Passed,
        Ok(Outcome::Skipped(why)) => Ended::Skipped(why),
        Err(error) => {
            say::trouble(&format!("{error:#}"));
            Ended::Failed
        }
    };
    Row { name: name.to_owned(), elapsed, ended }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_are_chosen_by_a_part_of_their_name() {
        assert_eq!(chosen(None, true).unwrap().len(), STEPS.len());
        let ui = chosen(Some("ui "), false).unwrap();
        assert!(ui.len() > 1 && ui.len() < STEPS.len());
        assert!(ui.iter().all(|step| step.name.starts_with("ui ")));
        assert!(chosen(Some("nonsense"), false).unwrap_err().to_string().contains("clippy"));
    }
}
