//! OpenClaw's own service commands, where the system's service manager keeps the gateway.

use clawtray_contract::{Desired, Mode};

use super::{Gateway, LOOK_AGAIN_MS};
use crate::{
    effect::{CliCommand, Effect, Ticket, TimerId},
    event::{CliProblem, ExitReason, ServiceUnit},
    facts::Facts,
    turn::Turn,
};

/// Limit of a service command, milliseconds.
const SERVICE_LIMIT_MS: u64 = 180_000;

impl Gateway {
    pub(super) fn service(&mut self, command: CliCommand, turn: &mut Turn) {
        let ticket = turn.ticket();
        self.service_call = Some(ticket);
        self.service_problem = None;
        turn.push(Effect::RunCli { ticket, command, limit_ms: SERVICE_LIMIT_MS });
    }

    /// The end of a service command this gateway asked for; false when the ticket is somebody else's.
    pub(crate) fn service_ended(&mut self, ticket: Ticket, problem: Option<CliProblem>, turn: &mut Turn) -> bool {
        if self.service_call != Some(ticket) {
            return false;
        }
        self.service_call = None;
        self.service_problem = problem;
        if !self.is_up() {
            turn.push(Effect::LookForGateway);
        }
        true
    }

    /// The service manager told of a change: where nobody answers yet, it is looked at again now.
    pub(crate) fn unit_told(&mut self, before: Option<&ServiceUnit>, facts: &mut Facts, turn: &mut Turn) {
        if facts.surroundings.as_ref().is_none_or(|around| around.mode != Mode::Service) {
            return;
        }
        let Some(unit) = &facts.unit else { return };
        let ended = !matches!(unit.active.as_str(), "active" | "reloading");
        // The manager is the parent: it alone knows how the process ended.
        if let Some(exit) = facts.last_exit.as_mut().filter(|exit| ended && exit.reason == ExitReason::Unseen) {
            match (unit.exit_code, unit.signal) {
                (Some(code), _) if code != 0 => exit.reason = ExitReason::Code(code),
                (_, Some(signal)) => exit.reason = ExitReason::Signal(signal),
                _ => {}
            }
        }
        if !self.is_up() && !self.is_calling_service() && before.is_none_or(|before| before.active != unit.active) {
            turn.push(Effect::LookForGateway);
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

    /// True while a service command is under way.
    pub(crate) fn is_calling_service(&self) -> bool {
        self.service_call.is_some()
    }
}
