//! Following a repair: each step's changes and output lines as they come.

use std::{sync::Arc, time::Duration};

use clawtray_contract::{ErrorCode, Intent, Outcome, RepairView, Snapshot, StepState, StepView, UndoState};

use crate::{
    problem::Problem,
    screen::{Look, Screen, pad, short},
    source::Source,
};

/// How long the snapshot may take to show what was just begun.
const SHOWN_WITHIN: Duration = Duration::from_secs(30);

/// Follows a repair to its end. The first Ctrl-C asks for it to be stopped at a safe point, the second one leaves.
///
/// # Errors
/// When the source breaks off, or the repair never shows.
pub(crate) async fn to_the_end(source: &mut Source, screen: &mut Screen, id: u64) -> Result<RepairView, Problem> {
    follow(source, screen, id, |repair| repair.outcome.is_some()).await
}

/// Follows the taking back of a repair to its end.
///
/// # Errors
/// As [`to_the_end`].
pub(crate) async fn undo(source: &mut Source, screen: &mut Screen, id: u64) -> Result<RepairView, Problem> {
    follow(source, screen, id, |repair| matches!(repair.undo, UndoState::Done | UndoState::Refused(_))).await
}

/// Waits until a change that was taken as enough shows as such.
///
/// # Errors
/// As [`to_the_end`].
pub(crate) async fn accepted(source: &mut Source, screen: &mut Screen, id: u64) -> Result<RepairView, Problem> {
    follow(source, screen, id, |repair| repair.outcome != Some(Outcome::AwaitingProof)).await
}

async fn follow(
    source: &mut Source,
    screen: &mut Screen,
    id: u64,
    over: impl Fn(&RepairView) -> bool,
) -> Result<RepairView, Problem> {
    let mut told = Told::default();
    let mut snapshot = source.snapshot().await?;
    let mut cancelled = false;
    loop {
        let found = find(&snapshot, id);
        if let Some(repair) = found {
            told.tell(screen, repair)?;
            if over(repair) {
                return Ok(repair.clone());
            }
        }
        let there = found.is_some();
        tokio::select! {
            next = next(source, there) => snapshot = next?.ok_or_else(|| gone(screen))?,
            pressed = tokio::signal::ctrl_c() => {
                if cancelled || pressed.is_err() {
                    return Err(Problem::new(ErrorCode::Busy, screen.say("cli-fix-left")));
                }
                cancelled = true;
                let stopping = screen.say("cli-fix-stopping");
                screen.aside(&stopping);
                // If it cannot be stopped any more, its end comes with the next snapshot.
                let _refused = source.send(Intent::CancelRepair { repair: id }).await;
                snapshot = source.snapshot().await?;
            }
        }
    }
}

/// The next snapshot; `None` when what was begun does not show in time.
async fn next(source: &mut Source, there: bool) -> Result<Option<Arc<Snapshot>>, Problem> {
    if there {
        return source.changed().await.map(Some);
    }
    match tokio::time::timeout(SHOWN_WITHIN, source.changed()).await {
        Ok(snapshot) => snapshot.map(Some),
        Err(_) => Ok(None),
    }
}

fn gone(screen: &Screen) -> Problem {
    Problem::new(ErrorCode::Gone, screen.say("cli-fix-vanished"))
}

/// The repair with that number.
pub(crate) fn find(snapshot: &Snapshot, id: u64) -> Option<&RepairView> {
    snapshot.gateways.iter().flat_map(|gateway| &gateway.repairs).find(|repair| repair.id == id)
}

/// What was told already.
#[derive(Debug, Default)]
struct Told {
    steps: Vec<StepView>,
}

impl Told {
    fn tell(&mut self, screen: &mut Screen, repair: &RepairView) -> Result<(), Problem> {
        if !screen.json {
            for (index, step) in repair.steps.iter().enumerate() {
                let before = self.steps.get(index);
                let was = before.map_or(StepState::Waiting, |before| before.state);
                let lines = fresh(before.map_or(&[], |before| &before.output), &step.output);
                // The state a step enters stands above its lines, the one it ends with below them.
                let begins = step.state != was && was == StepState::Waiting && step.state == StepState::Running;
                if begins {
                    tell_step(screen, step)?;
                }
                for line in lines {
                    screen.paragraph("         |", 11, Look::Dim, line)?;
                }
                if step.state != was && !begins {
                    tell_step(screen, step)?;
                }
            }
            screen.flush()?;
        }
        self.steps.clone_from(&repair.steps);
        Ok(())
    }
}

/// How far a step is, in a word.
pub(crate) fn state_word(screen: &Screen, state: StepState) -> String {
    screen.say(word_of(state).0)
}

fn word_of(state: StepState) -> (&'static str, Look) {
    match state {
        StepState::Waiting => ("cli-step-waiting", Look::Dim),
        StepState::Running => ("cli-step-running", Look::Waiting),
        StepState::Done => ("cli-step-done", Look::Good),
        StepState::Failed => ("cli-step-failed", Look::Bad),
        StepState::Skipped => ("cli-step-skipped", Look::Dim),
    }
}

fn tell_step(screen: &mut Screen, step: &StepView) -> Result<(), Problem> {
    let (id, look) = word_of(step.state);
    let mark = screen.say(id);
    let mark = screen.paint(look, &pad(&mark, 9));
    screen.line(&format!("{mark}{}", short(&step.label, 200)))
}

/// What came since: the window of last lines moves on, so what both share is the end of one and the start of the other.
fn fresh<'a>(before: &[String], now: &'a [String]) -> &'a [String] {
    let most = before.len().min(now.len());
    let shared =
        (0..=most).rev().find(|shared| before.get(before.len() - shared..) == now.get(..*shared)).unwrap_or_default();
    now.get(shared..).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::fresh;

    fn lines(text: &str) -> Vec<String> {
        text.split_whitespace().map(str::to_owned).collect()
    }

    #[test]
    fn only_new_lines_of_a_moving_window_are_told() {
        for (before, now, told) in [
            ("", "a b", "a b"),
            ("a b", "a b", ""),
            ("a b", "a b c", "c"),
            ("a b c", "b c d", "d"),
            ("a b", "c d", "c d"),
            ("a b", "", ""),
            ("a a", "a a a", "a"),
        ] {
            assert_eq!(fresh(&lines(before), &lines(now)), lines(told).as_slice(), "{before:?} to {now:?}");
        }
    }
}
