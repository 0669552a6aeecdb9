//! One turn of the state: the time it happens at and the effects it gathers.

use crate::{
    effect::{Effect, Ticket, TimerId},
    facts::ExitSeen,
    now::Now,
};

/// Handed through every decision of one event.
#[derive(Debug)]
pub(crate) struct Turn {
    pub(crate) now: Now,
    pub(crate) effects: Vec<Effect>,
    /// The kept state must be written at the end of this turn.
    pub(crate) save: bool,
    /// The gateway ended in this turn and nobody had asked for it; with how long it had run, milliseconds.
    pub(crate) ended: Option<(ExitSeen, Option<u64>)>,
    /// Why an end that was told before came about.
    pub(crate) explained: Option<ExitSeen>,
    next_ticket: Ticket,
}

impl Turn {
    pub(crate) fn new(now: Now, next_ticket: Ticket) -> Self {
        Self { now, effects: Vec::new(), save: false, ended: None, explained: None, next_ticket }
    }

    pub(crate) fn push(&mut self, effect: Effect) {
        self.effects.push(effect);
    }

    pub(crate) fn timer(&mut self, id: TimerId, after_ms: u64) {
        self.effects.push(Effect::Timer { id, after_ms });
    }

    pub(crate) fn cancel(&mut self, id: TimerId) {
        self.effects.push(Effect::CancelTimer { id });
    }

    pub(crate) fn ticket(&mut self) -> Ticket {
        self.next_ticket += 1;
        self.next_ticket
    }
}
