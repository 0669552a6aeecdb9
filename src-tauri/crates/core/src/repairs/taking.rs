//! A change that was just made: the gateway needs a moment to take it in, and what it told before that is no verdict.

use super::{Active, CALL_LIMIT_MS, Wait};
use crate::{
    effect::{Effect, Request, TimerId},
    turn::Turn,
};

/// How long a gateway may tell, or print in lines, what was so before a change that it takes in, milliseconds. OpenClaw
/// 2026.9.6 took a new configuration in 0.3 to 2 s after it had written it.
pub(super) const TAKING_MS: u64 = 10_000;

/// How often it is asked meanwhile, milliseconds.
const ASK_MS: u64 = 500;

impl Active {
    /// Whether the gateway may still be taking the change in. The first time it is asked, this begins to look again.
    pub(super) fn is_being_taken_in(&mut self, turn: &mut Turn) -> bool {
        match self.wait {
            Wait::TakingIn { until_mono_ms } => turn.now.mono_ms < until_mono_ms,
            _ => {
                self.wait = Wait::TakingIn { until_mono_ms: turn.now.mono_ms + TAKING_MS };
                turn.push(Effect::LookAround);
                look_again(turn);
                true
            }
        }
    }
}

/// Asks the gateway for what verdicts rest on, and sets the time of the next look.
pub(super) fn look_again(turn: &mut Turn) {
    for request in [Request::Parts, Request::ListJobs] {
        let ticket = turn.ticket();
        turn.push(Effect::Call { ticket, request, limit_ms: CALL_LIMIT_MS });
    }
    turn.timer(TimerId::Repair, ASK_MS);
}
