//! The computer's sleep: the gateway takes in no work that the sleep would cut off, and after it the connection is
//! looked at at once.

use super::{App, Purpose};
use crate::{
    effect::{Effect, Request, Ticket, TimerId},
    event::{CallProblem, Reply},
    link::{LinkState, rights::ADMIN},
    turn::Turn,
};

/// How long the computer may wait for the gateway, milliseconds. logind lets it wait for 5 s.
const PREPARE_LIMIT_MS: u64 = 3_000;
/// How long a gateway may take to answer after the computer woke, milliseconds; then the connection is a new one.
const RECHECK_LIMIT_MS: u64 = 5_000;
/// The system and the clocks both tell of one sleep, milliseconds.
const SAME_WAKE_MS: u64 = 10_000;

/// Calls that older gateways do not offer.
const PREPARE: &str = "gateway.suspend.prepare";
const RESUME: &str = "gateway.suspend.resume";

/// Where the computer's sleep is.
#[derive(Clone, Debug, Default)]
pub(super) struct Sleep {
    /// The gateway was asked to take in nothing more; the computer waits for its answer.
    asked: Option<Ticket>,
    /// The gateway's promise, which is given back after the sleep.
    lease: Option<String>,
    /// The computer is about to sleep or sleeps.
    sleeps: bool,
}

impl App {
    /// The computer is about to sleep and waits a moment.
    pub(super) fn sleeps(&mut self, turn: &mut Turn) {
        self.sleep.sleeps = true;
        let able = |name: &str, methods: &[String]| methods.iter().any(|method| method == name);
        let offered = self.link.hello().is_some_and(|hello| {
            able(PREPARE, &hello.methods)
                && able(RESUME, &hello.methods)
                && hello.scopes.iter().any(|scope| scope == ADMIN)
        });
        if !offered || !self.gateway.is_ours() || self.options.look_only || self.options.settings.only_watch {
            turn.push(Effect::LetSleep);
            return;
        }
        let ticket = turn.ticket();
        self.sleep.asked = Some(ticket);
        let operation = format!("clawtray-{}", turn.now.unix_ms);
        turn.push(Effect::Call { ticket, request: Request::PrepareSleep { operation }, limit_ms: PREPARE_LIMIT_MS });
    }

    /// The answer to that; others are passed over.
    pub(super) fn sleep_replied(&mut self, ticket: Ticket, result: &Result<Reply, CallProblem>, turn: &mut Turn) {
        if self.sleep.asked != Some(ticket) {
            return;
        }
        self.sleep.asked = None;
        // A gateway that is busy is not held up: the computer sleeps all the same.
        if let Ok(Reply::Asleep { lease: Some(lease) }) = result {
            self.sleep.lease = Some(lease.clone());
        }
        if self.sleep.sleeps {
            turn.push(Effect::LetSleep);
        } else {
            self.give_lease_back(turn);
        }
    }

    /// The computer is awake.
    pub(super) fn woke(&mut self, turn: &mut Turn) {
        let again = self.facts.woke_ms.is_some_and(|woke_ms| turn.now.unix_ms.saturating_sub(woke_ms) < SAME_WAKE_MS);
        self.sleep.sleeps = false;
        self.gateway.forget_silence();
        self.facts.woke_ms = Some(turn.now.unix_ms);
        self.give_lease_back(turn);
        if again || !self.gateway.is_up() {
            return;
        }
        turn.timer(TimerId::Probe, 0);
        match self.link.state {
            LinkState::Waiting { .. } => self.link.retry_now(&self.facts.secrets, turn),
            LinkState::Ready(_) => {
                let ticket = turn.ticket();
                self.purposes.insert(ticket, Purpose::Recheck);
                turn.push(Effect::Call { ticket, request: Request::Health, limit_ms: RECHECK_LIMIT_MS });
            }
            _ => {}
        }
    }

    /// What is promised is given back as soon as there is a connection; without one the gateway takes it back itself
    /// after two minutes.
    pub(super) fn give_lease_back(&mut self, turn: &mut Turn) {
        if self.sleep.sleeps || self.link.hello().is_none() {
            return;
        }
        if let Some(lease) = self.sleep.lease.take() {
            let ticket = turn.ticket();
            turn.push(Effect::Call { ticket, request: Request::EndSleep { lease }, limit_ms: RECHECK_LIMIT_MS });
        }
    }

    /// Whether the connection outlived the sleep: any answer of the gateway says so, a refusal too.
    pub(super) fn rechecked(&mut self, result: &Result<Reply, CallProblem>, turn: &mut Turn) {
        let dead = matches!(result, Err(CallProblem::TimedOut | CallProblem::NotConnected));
        if dead && matches!(self.link.state, LinkState::Ready(_)) {
            self.link.retry_now(&self.facts.secrets, turn);
        }
    }
}
