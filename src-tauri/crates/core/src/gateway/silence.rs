//! A process that lives and answers nothing.

use clawtray_contract::Desired;

use super::{Gateway, Observed, Owner, Then};
use crate::{
    effect::{Effect, ProcessRef, TimerId},
    event::{HttpSign, Probes},
    now::Now,
    turn::Turn,
};

/// Silent for so long without a break counts as hung, milliseconds. Each probe waits 4 s for its answer, so that is at
/// least four in a row; a gateway that works hard but moves answers one of them.
pub(crate) const HUNG_MS: u64 = 20_000;
/// Hung for so long it is restarted without a person, within the budget, milliseconds.
const RESTART_MS: u64 = 120_000;
/// What a process that answers nothing gets to end by itself, milliseconds.
const GRACE_MS: u64 = 10_000;

/// An unbroken silence of the running gateway.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Silence {
    since: Now,
    probes: u32,
}

impl Gateway {
    /// Since when it is hung, milliseconds since 1970; never while it starts, stops or restarts.
    pub(crate) fn hung_since_ms(&self, now: Now) -> Option<u64> {
        let silence = self.silence.filter(|_| matches!(self.observed, Observed::Running { .. }))?;
        let lasts = now.mono_ms.saturating_sub(silence.since.mono_ms);
        (lasts >= HUNG_MS && silence.probes > 1).then_some(silence.since.unix_ms)
    }

    /// It has not answered for a moment: whether it hangs is not known yet.
    pub(crate) fn is_silent(&self) -> bool {
        self.silence.is_some()
    }

    /// What was silent before says nothing any more: the computer slept, or the gateway is another one.
    pub(crate) fn forget_silence(&mut self) {
        self.silence = None;
    }

    pub(super) fn listen_for_silence(&mut self, probes: &Probes, turn: &mut Turn) {
        let Observed::Running { process, owner, .. } = self.observed else {
            self.silence = None;
            return;
        };
        match probes.healthz {
            HttpSign::Silent => {
                let silence = self.silence.get_or_insert(Silence { since: turn.now, probes: 0 });
                silence.probes += 1;
            }
            _ => self.silence = None,
        }
        let lasts = self.silence.map_or(0, |silence| turn.now.mono_ms.saturating_sub(silence.since.mono_ms));
        let may = owner == Owner::Child && self.desired == Desired::Run && !self.once && !self.look_only;
        if let Some(process) = process
            && may
            && lasts >= HUNG_MS + RESTART_MS
            && !self.budget.is_spent(turn.now.unix_ms)
        {
            self.budget.record(turn.now.unix_ms);
            turn.save = true;
            self.end_hung(process, Then::Restart, turn);
        }
    }

    /// Ends a process that does not answer: it is asked once and not waited for long. False when there is none that
    /// is Clawtray's to end.
    pub(crate) fn end_silent(&mut self, turn: &mut Turn) -> bool {
        match self.observed {
            Observed::Running { process: Some(process), owner: Owner::Child, .. } => {
                self.end_hung(process, Then::Stay, turn);
                true
            }
            _ => false,
        }
    }

    fn end_hung(&mut self, process: ProcessRef, then: Then, turn: &mut Turn) {
        self.silence = None;
        self.set(Observed::Stopping { process, then, until_mono_ms: turn.now.mono_ms + GRACE_MS }, turn);
        turn.push(Effect::Terminate { process });
        turn.timer(TimerId::StopDeadline, GRACE_MS);
        turn.cancel(TimerId::Probe);
        turn.cancel(TimerId::Stable);
    }
}
