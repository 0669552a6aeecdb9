//! How a repair ended, for people and for programs.

use clawtray_contract::{Outcome, PlanView, RepairView, UndoState};
use serde_json::{Value, json};

use crate::{
    exit, plan,
    problem::Problem,
    screen::{Look, Screen},
};

/// The `--json` of `fix`. Every key is always there.
pub(crate) fn document(
    outcome: Option<Outcome>,
    text: &str,
    plan: Option<&PlanView>,
    repair: Option<&RepairView>,
) -> Value {
    json!({ "outcome": outcome, "text": text, "plan": plan, "repair": repair })
}

/// Says how it ended and gives the exit code.
pub(crate) fn report(screen: &mut Screen, shown: Option<&PlanView>, repair: &RepairView) -> Result<u8, Problem> {
    let outcome = repair.outcome.unwrap_or(Outcome::Failed);
    if screen.json {
        screen.document(&document(Some(outcome), &repair.text, shown, Some(repair)))?;
        return Ok(exit::of_outcome(outcome));
    }
    screen.gap()?;
    let look = match exit::of_outcome(outcome) {
        exit::FINE => Look::Good,
        exit::AWAITING_PROOF => Look::Waiting,
        _ => Look::Bad,
    };
    screen.paragraph("", 0, look, &repair.text)?;
    if !repair.diff.is_empty() && outcome != Outcome::Undone {
        plan::show_diff(screen, &repair.diff)?;
    }
    if repair.undo == UndoState::Available {
        let undo = screen.say_with("cli-fix-undo", &[("repair", repair.id.into())]);
        screen.paragraph("", 0, Look::Dim, &undo)?;
    }
    Ok(exit::of_outcome(outcome))
}
