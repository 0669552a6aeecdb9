//! OpenClaw's own service commands, where the system's service manager keeps the gateway.

use super::Gateway;
use crate::{
    effect::{CliCommand, Effect, Ticket},
    event::CliProblem,
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
            turn.push(Effect::LookForGateway { record: None });
        }
        true
    }

    /// True while a service command is under way.
    pub(crate) fn is_calling_service(&self) -> bool {
        self.service_call.is_some()
    }
}
