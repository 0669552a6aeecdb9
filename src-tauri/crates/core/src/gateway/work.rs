//! Stopping and restarting with respect for what the gateway is doing.

use clawtray_contract::Desired;

use super::{Gateway, Observed, Owner, Then};
use crate::{
    effect::{Effect, ProcessRef, Request, Ticket, TimerId},
    event::{CallProblem, Reply},
    facts::Facts,
    turn::Turn,
};

/// Limit of the count before a stop, milliseconds: a stop is not held up for a number.
pub(crate) const COUNT_LIMIT_MS: u64 = 1_500;
/// Limit of asking for a restart, milliseconds.
const RESTART_LIMIT_MS: u64 = 15_000;

/// Calls that older gateways do not offer (OpenClaw's "Gateway protocol" page).
const RESTART: &str = "gateway.restart.request";
pub(crate) const COUNT: &str = "gateway.restart.preflight";

impl Gateway {
    /// Asks the gateway to restart when its work allows. False where that is not possible, or was asked for already:
    /// whoever asks twice does not want to wait.
    pub(crate) fn ask_restart_when_idle(&mut self, offered: &[String], turn: &mut Turn) -> bool {
        let able = matches!(self.observed, Observed::Running { owner: Owner::Child, .. })
            && self.desired == Desired::Run
            && self.silence.is_none()
            && offered.iter().any(|method| method == RESTART);
        if !able || self.restart_call.is_some() || self.waits_for.is_some() {
            return false;
        }
        let ticket = turn.ticket();
        self.restart_call = Some(ticket);
        turn.push(Effect::Call { ticket, request: Request::RestartWhenIdle, limit_ms: RESTART_LIMIT_MS });
        true
    }

    /// True while the link is needed for one last question.
    pub(crate) fn is_counting(&self) -> bool {
        self.count_call.is_some()
    }

    /// Asks the process to end; where the gateway can tell, only after it has told how much it is doing.
    pub(super) fn stop_counted(&mut self, process: ProcessRef, then: Then, offered: &[String], turn: &mut Turn) {
        if self.silence.is_some() || !offered.iter().any(|method| method == COUNT) {
            self.stop(process, then, turn);
            return;
        }
        let until_mono_ms = turn.now.mono_ms + self.stop_deadline_ms;
        self.set(Observed::Stopping { process, then, until_mono_ms }, turn);
        let ticket = turn.ticket();
        self.count_call = Some(ticket);
        turn.push(Effect::Call { ticket, request: Request::CountWork, limit_ms: COUNT_LIMIT_MS });
        turn.timer(TimerId::StopDeadline, self.stop_deadline_ms);
        turn.cancel(TimerId::Probe);
        turn.cancel(TimerId::Stable);
    }

    /// The answer to one of the two questions above; others are passed over.
    pub(crate) fn work_replied(
        &mut self,
        ticket: Ticket,
        result: &Result<Reply, CallProblem>,
        facts: &Facts,
        turn: &mut Turn,
    ) {
        let count = match result {
            Ok(Reply::Work { active, .. }) => Some(*active),
            _ => None,
        };
        if self.count_call == Some(ticket) {
            self.count_call = None;
            if let Observed::Stopping { process, .. } = self.observed {
                self.waits_for = count;
                turn.push(Effect::Terminate { process });
            }
        } else if self.restart_call == Some(ticket) {
            self.restart_call = None;
            match count {
                Some(active) if self.is_up() => self.waits_for = Some(active),
                Some(_) => {}
                None => drop(self.ask_stop(false, Then::Restart, &[], facts, turn)),
            }
        }
    }

    /// The process is gone, or another generation runs: nothing is waited for any more.
    pub(super) fn forget_work(&mut self) {
        self.waits_for = None;
        self.count_call = None;
        self.restart_call = None;
    }
}
