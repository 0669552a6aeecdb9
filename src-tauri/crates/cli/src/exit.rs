//! What the exit code says. The numbers are documented in `docs/cli.md`.

use clawtray_contract::{ErrorCode, Outcome};

/// Ends well: healthy, repaired, done.
pub(crate) const FINE: u8 = 0;
/// There are problems, or nothing was chosen.
pub(crate) const FINDINGS: u8 = 1;
/// Could not look: no answer, or the command was not understood.
pub(crate) const NO_LOOK: u8 = 2;
/// Changed; a later run proves it.
pub(crate) const AWAITING_PROOF: u8 = 3;
/// Everything ran and it is still broken, or the state asked for was not reached.
pub(crate) const STILL_BROKEN: u8 = 4;
/// Not done: a guard, the person, a change in between or the budget said no.
pub(crate) const BLOCKED: u8 = 5;
/// A step failed.
pub(crate) const FAILED: u8 = 6;

/// The code for a repair's end.
pub(crate) fn of_outcome(outcome: Outcome) -> u8 {
    match outcome {
        Outcome::Repaired | Outcome::NothingToDo | Outcome::Undone | Outcome::Shown | Outcome::Acknowledged => FINE,
        Outcome::AwaitingProof => AWAITING_PROOF,
        Outcome::StillBroken => STILL_BROKEN,
        Outcome::Blocked | Outcome::AbortedByPerson | Outcome::AbortedChanged | Outcome::BudgetSpent => BLOCKED,
        Outcome::Failed => FAILED,
    }
}

/// The code for a refused wish.
pub(crate) fn of_error(code: ErrorCode) -> u8 {
    match code {
        ErrorCode::PlanChanged
        | ErrorCode::NeedsConfirmation
        | ErrorCode::Busy
        | ErrorCode::NotConnected
        | ErrorCode::MissingRights
        | ErrorCode::NotSetUp
        | ErrorCode::Keychain => BLOCKED,
        ErrorCode::Failed => FAILED,
        _ => NO_LOOK,
    }
}
