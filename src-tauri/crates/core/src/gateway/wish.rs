//! A stop or a restart of the service that somebody asked for: the end it brings is no failure.

use super::{Gateway, Observed, Owner, Then};
use crate::{
    effect::{CliCommand, Effect, Ticket, TimerId},
    event::CliProblem,
    facts::Facts,
    turn::Turn,
};

/// How long the process may go on after its stop was carried out, before it is called running again, milliseconds.
const LINGER_MS: u64 = 15_000;

/// What was asked for, until the process has ended and the command too.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Wish {
    /// What is to follow.
    then: Then,
    /// The command that was sent for it; absent while another command has to end first.
    sent: Option<CliCommand>,
    /// The process ended.
    ended: bool,
}

/// What carries it out.
fn command(then: Then) -> CliCommand {
    if then == Then::Restart { CliCommand::ServiceRestart } else { CliCommand::ServiceStop }
}

impl Gateway {
    /// What is to follow once the running process has ended, where the service was asked to end it.
    pub(crate) fn wished(&self) -> Option<Then> {
        self.wish.as_ref().filter(|wish| !wish.ended && self.is_up()).map(|wish| wish.then)
    }

    /// A stop of the service is not over: nobody is to take its end for a failure.
    pub(super) fn is_wished_for(&self) -> bool {
        self.wish.is_some()
    }

    /// Has the service stopped or restarted, after whatever command is under way.
    pub(super) fn wish(&mut self, then: Then, turn: &mut Turn) {
        turn.cancel(TimerId::StopDeadline);
        match &mut self.wish {
            Some(wish) if self.service_call.is_some() => wish.then = then,
            _ if self.service_call.is_some() => self.wish = Some(Wish { then, sent: None, ended: false }),
            _ => self.carry_out(then, turn),
        }
    }

    /// The person wants it to run again while it is being stopped. False where it is not.
    pub(super) fn wish_turned(&mut self) -> bool {
        let waits = self.service_call.is_some() || self.is_up();
        match &mut self.wish {
            Some(wish) if waits => {
                wish.then = Then::Restart;
                true
            }
            _ => false,
        }
    }

    fn carry_out(&mut self, then: Then, turn: &mut Turn) {
        self.wish = Some(Wish { then, sent: Some(command(then)), ended: false });
        self.service(command(then), turn);
    }

    /// A repair runs a command that ends the service's process.
    pub(crate) fn expect_end(&mut self, command: &CliCommand, ticket: Ticket) {
        let other = matches!(
            self.observed,
            Observed::Starting { owner: Owner::Other, .. } | Observed::Running { owner: Owner::Other, .. }
        );
        if other && *command == CliCommand::ServiceUninstall {
            return;
        }
        let then = match command {
            CliCommand::ServiceStop | CliCommand::ServiceUninstall => Then::Stay,
            CliCommand::ServiceRestart | CliCommand::ServiceInstall { .. } => Then::Restart,
            _ => return,
        };
        self.wish = Some(Wish { then, sent: Some(command.clone()), ended: false });
        self.service_call = Some(ticket);
    }

    /// The command under way ended.
    pub(super) fn wish_answered(&mut self, problem: Option<&CliProblem>, facts: &Facts, turn: &mut Turn) {
        let Some(wish) = self.wish.take() else { return };
        match (wish.sent.as_ref(), wish.then) {
            // Something else was under way, or the person changed their mind.
            (None, then)
            | (
                Some(CliCommand::ServiceRestart | CliCommand::ServiceInstall { .. }),
                then @ (Then::Stay | Then::Quit),
            ) => {
                self.carry_out(then, turn);
            }
            (Some(_), Then::Quit) => turn.push(Effect::Exit),
            (Some(_), _) if problem.is_some() => {}
            (Some(CliCommand::ServiceStop), Then::Restart) if wish.ended || !self.is_up() => self.start(facts, turn),
            (Some(_), _) if self.is_up() && !wish.ended => {
                self.wish = Some(wish);
                turn.timer(TimerId::StopDeadline, LINGER_MS);
            }
            (Some(_), _) => {}
        }
    }

    /// The process ended. True when it was asked to.
    pub(super) fn wish_ended(&mut self, facts: &Facts, turn: &mut Turn) -> bool {
        let calling = self.service_call.is_some();
        let Some(wish) = self.wish.as_mut().filter(|wish| !wish.ended) else { return false };
        wish.ended = true;
        if !calling {
            let stopped = wish.sent == Some(CliCommand::ServiceStop);
            let then = wish.then;
            self.wish = None;
            if then == Then::Restart && stopped {
                self.start(facts, turn);
            } else if then == Then::Restart {
                turn.push(Effect::LookForGateway);
            }
        }
        true
    }

    /// It goes on although its stop was carried out: it is called what it is.
    pub(super) fn wish_in_vain(&mut self) {
        if self.service_call.is_none() {
            self.wish = None;
        }
    }
}
