//! OpenClaw's own service commands, where the system's service manager keeps the gateway.

use clawtray_contract::{Desired, Mode};

use super::{Gateway, LOOK_AGAIN_MS, Observed, Owner, Then, is_service};
use crate::{
    effect::{CliCommand, Effect, ProcessRef, Ticket, TimerId},
    event::{CliProblem, ExitReason, ServiceUnit},
    facts::{ExitSeen, Facts},
    now::Now,
    turn::Turn,
};

/// Limit of a service command, milliseconds.
const SERVICE_LIMIT_MS: u64 = 180_000;
/// How long a gateway may take from its start to its first answer where nobody tells, milliseconds.
const COMING_UP_MS: u64 = 120_000;
/// Two tellings of an end this close are of the same one, milliseconds.
const SAME_END_MS: u64 = 4_000;

/// True where the service runs or will by itself, and where that cannot be known.
pub(super) fn may_run(facts: &Facts) -> bool {
    facts.unit.as_ref().is_none_or(|unit| !matches!(unit.active.as_str(), "inactive" | "failed"))
}

/// How the service's last process ended, as far as its manager's two numbers say.
fn reason_of(unit: &ServiceUnit) -> ExitReason {
    match (unit.exit_code, unit.signal) {
        (Some(code), _) if code != 0 => ExitReason::Code(code),
        (_, Some(signal)) => ExitReason::Signal(signal),
        _ => ExitReason::Unseen,
    }
}

impl Gateway {
    pub(super) fn service(&mut self, command: CliCommand, turn: &mut Turn) {
        let ticket = turn.ticket();
        self.service_call = Some(ticket);
        self.service_problem = None;
        turn.push(Effect::RunCli { ticket, command, limit_ms: SERVICE_LIMIT_MS });
    }

    /// The end of a service command this gateway asked for; false when the ticket is somebody else's.
    pub(crate) fn service_ended(
        &mut self,
        ticket: Ticket,
        problem: Option<CliProblem>,
        facts: &Facts,
        turn: &mut Turn,
    ) -> bool {
        if self.service_call != Some(ticket) {
            return false;
        }
        self.service_call = None;
        self.brought_up_mono_ms = (problem.is_none() && self.desired == Desired::Run).then_some(turn.now.mono_ms);
        self.wish_answered(problem.as_ref(), facts, turn);
        self.service_problem = problem;
        if !self.is_up() && !self.is_calling_service() {
            turn.push(Effect::LookForGateway);
        }
        true
    }

    /// The service manager told of a change: where nobody answers yet, it is looked at again now.
    pub(crate) fn unit_told(&mut self, before: Option<&ServiceUnit>, facts: &mut Facts, turn: &mut Turn) {
        if !is_service(facts) {
            return;
        }
        let Some(unit) = facts.unit.clone() else { return };
        self.own(&unit);
        let ended = !matches!(unit.active.as_str(), "active" | "reloading");
        // The manager is the parent: it alone knows how the process ended.
        if let Some(exit) = facts.last_exit.as_mut().filter(|exit| ended && exit.reason == ExitReason::Unseen) {
            exit.reason = reason_of(&unit);
        }
        if ended {
            self.ended_unmet(&unit, facts, turn);
        }
        if !self.is_up() && !self.is_calling_service() && before.is_none_or(|before| before.active != unit.active) {
            turn.push(Effect::LookForGateway);
        }
    }

    /// A gateway that was met before its manager named its process is the manager's.
    fn own(&mut self, unit: &ServiceUnit) {
        match &mut self.observed {
            Observed::Starting { process: Some(process), owner, .. }
            | Observed::Running { process: Some(process), owner, .. }
                if *owner == Owner::Other && unit.pid == Some(process.pid) =>
            {
                *owner = Owner::Service;
            }
            _ => {}
        }
    }

    /// The manager tells of an end that was not seen from here: the process never listened, or no keeper was there.
    fn ended_unmet(&mut self, unit: &ServiceUnit, facts: &mut Facts, turn: &mut Turn) {
        let failed = unit.active == "failed" || unit.sub == "auto-restart";
        let reason = reason_of(unit);
        let asked = self.desired == Desired::Stop || self.is_wished_for() || self.is_calling_service();
        if !failed || reason == ExitReason::Unseen || asked || self.is_up() || self.reads_end {
            return;
        }
        match &facts.last_exit {
            // The end that is known already.
            Some(exit) if exit.at_ms.abs_diff(unit.changed_ms) < SAME_END_MS || exit.at_ms > unit.changed_ms => {
                if exit.reason.is_unexplained() {
                    self.read_service_end(exit.at_ms, None, turn);
                }
            }
            _ => {
                let seen = ExitSeen { at_ms: unit.changed_ms, reason, last_lines: Vec::new() };
                turn.ended = Some((seen.clone(), None));
                facts.last_exit = Some(seen);
                self.read_service_end(unit.changed_ms, None, turn);
            }
        }
    }

    /// Has it read why the service's process ended.
    pub(super) fn read_service_end(&mut self, at_ms: u64, process: Option<ProcessRef>, turn: &mut Turn) {
        self.reads_end = true;
        turn.push(Effect::ReadServiceEnd { at_ms, process });
    }

    /// What the service manager knows about an end.
    pub(super) fn service_end_read(
        &mut self,
        at_ms: u64,
        reason: &ExitReason,
        last_lines: &[String],
        facts: &mut Facts,
        turn: &mut Turn,
    ) {
        self.reads_end = false;
        let last_lines = last_lines.to_vec();
        if let Some(exit) = facts.last_exit.as_mut().filter(|exit| exit.at_ms == at_ms) {
            if *reason != ExitReason::Unseen {
                exit.reason = reason.clone();
            }
            exit.last_lines.clone_from(&last_lines);
            turn.explained = Some(exit.clone());
        } else if *reason != ExitReason::Unseen {
            // It is over already; the memory of it still learns why.
            turn.explained = Some(ExitSeen { at_ms, reason: reason.clone(), last_lines });
        }
    }

    /// The service manager is at it, or has just been and is not heard of.
    pub(crate) fn service_comes_up(&self, facts: &Facts, now: Now) -> bool {
        if self.mode(facts) != Mode::Service {
            return false;
        }
        match &facts.unit {
            Some(unit) => unit.is_on_its_way(now.unix_ms),
            None => self.brought_up_mono_ms.is_some_and(|at| now.mono_ms.saturating_sub(at) < COMING_UP_MS),
        }
    }

    /// Looks again later, unless the service manager says that nothing runs and tells by itself when that changes. An
    /// active unit may take any time until it listens.
    pub(super) fn look_again_at_service(&self, facts: &Facts, turn: &mut Turn) {
        let told = facts.unit.as_ref().is_some_and(|unit| matches!(unit.active.as_str(), "inactive" | "failed"));
        if self.desired == Desired::Run && !self.look_only && !told {
            turn.timer(TimerId::Restart, LOOK_AGAIN_MS);
        }
    }

    /// A service kept it, and its definition is gone.
    pub(crate) fn misses_service(&self, facts: &Facts) -> bool {
        self.expects_service && facts.surroundings.as_ref().is_some_and(|around| around.mode != Mode::Service)
    }

    /// Clawtray keeps it from now on.
    pub(crate) fn keep_by_clawtray(&mut self, turn: &mut Turn) {
        self.expects_service = false;
        turn.save = true;
    }

    /// Ends the gateway that Clawtray started, so that the service manager can start it. What the person wants stays.
    pub(crate) fn stop_for_service(&mut self, turn: &mut Turn) {
        self.once = true;
        match self.observed {
            Observed::Starting { process: Some(process), owner: Owner::Child, .. }
            | Observed::Running { process: Some(process), owner: Owner::Child, .. } => {
                self.stop(process, Then::Stay, turn);
            }
            _ => {}
        }
    }

    /// The service manager did not get it: Clawtray keeps it as before.
    pub(crate) fn take_back(&mut self, facts: &Facts, turn: &mut Turn) {
        if self.desired == Desired::Run && self.is_down() && !is_service(facts) {
            self.start(facts, turn);
        }
    }

    /// True while a service command is under way.
    pub(crate) fn is_calling_service(&self) -> bool {
        self.service_call.is_some()
    }
}
