//! The session with the gateway: which credential to present, what to do about each refusal, when to try again.

use crate::{
    effect::{CredentialChoice, Effect, TimerId},
    event::{HelloFacts, LinkEvent, Refusal, SecretsHeld},
    turn::Turn,
};

/// Waits between attempts, milliseconds.
const WAITS_MS: [u64; 6] = [1_000, 2_000, 4_000, 8_000, 15_000, 30_000];
/// Pause before the one retry with the device token, milliseconds.
const DEVICE_RETRY_MS: u64 = 250;
/// Wait after "too many attempts" when the gateway names none, milliseconds: its own lockout.
const RATE_LIMIT_MS: u64 = 300_000;

/// Where the session is.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum LinkState {
    /// Not wanted now.
    Idle,
    /// On its way.
    Connecting { credential: CredentialChoice },
    /// Signed in.
    Ready(HelloFacts),
    /// Someone must approve this computer.
    PairingNeeded { reason: String, request: Option<String>, role: Option<String>, scopes: Vec<String>, since_ms: u64 },
    /// Refused for a reason that only a person or a change ends.
    Refused { refusal: Refusal, since_ms: u64 },
    /// Will try again.
    Waiting { why: Refusal },
}

/// One session.
#[derive(Clone, Debug)]
pub(crate) struct Link {
    pub(crate) state: LinkState,
    attempt: usize,
    /// The one retry of this episode has been made.
    retried: bool,
    /// The credential of the next attempt, where a retry chose it.
    next: Option<CredentialChoice>,
    /// `bootId` of the last session, to tell a new generation inside one process.
    pub(crate) boot_id: Option<String>,
}

impl Link {
    pub(crate) fn new() -> Self {
        Self { state: LinkState::Idle, attempt: 0, retried: false, next: None, boot_id: None }
    }

    /// The hello, while signed in.
    pub(crate) fn hello(&self) -> Option<&HelloFacts> {
        match &self.state {
            LinkState::Ready(hello) => Some(hello),
            _ => None,
        }
    }

    /// Opens the session if none is there or on its way. Does nothing while a refusal stands.
    pub(crate) fn want(&mut self, secrets: &SecretsHeld, turn: &mut Turn) {
        if self.state == LinkState::Idle {
            self.connect(secrets, turn);
        }
    }

    /// Begins a new episode at once: something changed, or the person asked.
    pub(crate) fn retry_now(&mut self, secrets: &SecretsHeld, turn: &mut Turn) {
        self.attempt = 0;
        self.retried = false;
        self.next = None;
        turn.cancel(TimerId::Link);
        if matches!(self.state, LinkState::Ready(_) | LinkState::Connecting { .. }) {
            turn.push(Effect::Disconnect);
        }
        self.connect(secrets, turn);
    }

    /// The gateway is gone.
    pub(crate) fn drop_session(&mut self, turn: &mut Turn) {
        if !matches!(self.state, LinkState::Idle) {
            if matches!(self.state, LinkState::Ready(_) | LinkState::Connecting { .. }) {
                turn.push(Effect::Disconnect);
            }
            turn.cancel(TimerId::Link);
        }
        *self = Self { boot_id: self.boot_id.take(), ..Self::new() };
    }

    fn connect(&mut self, secrets: &SecretsHeld, turn: &mut Turn) {
        let credential = self.next.take().unwrap_or(match (secrets.device_token, secrets.shared_token) {
            (true, _) => CredentialChoice::DeviceToken,
            (false, true) => CredentialChoice::SharedToken,
            (false, false) => CredentialChoice::None,
        });
        self.state = LinkState::Connecting { credential };
        turn.push(Effect::Connect { credential });
    }

    /// A link timer is due.
    pub(crate) fn timer(&mut self, secrets: &SecretsHeld, turn: &mut Turn) {
        if matches!(self.state, LinkState::Waiting { .. }) {
            self.connect(secrets, turn);
        }
    }

    /// The session moved.
    pub(crate) fn moved(&mut self, event: &LinkEvent, secrets: &SecretsHeld, turn: &mut Turn) {
        match event {
            LinkEvent::Ready(hello) => {
                self.attempt = 0;
                self.retried = false;
                self.boot_id.clone_from(&hello.boot_id);
                self.state = LinkState::Ready(hello.clone());
            }
            LinkEvent::Refused(refusal) => self.refused(refusal, secrets, turn),
            LinkEvent::Closed { words, .. }
                if matches!(self.state, LinkState::Ready(_) | LinkState::Connecting { .. }) =>
            {
                let why = Refusal::Unreachable { words: words.clone() };
                self.wait(why, WAITS_MS[0], turn);
            }
            _ => {}
        }
    }

    fn refused(&mut self, refusal: &Refusal, secrets: &SecretsHeld, turn: &mut Turn) {
        let LinkState::Connecting { credential } = self.state else { return };
        match refusal {
            Refusal::Starting { retry_after_ms } => {
                self.wait(refusal.clone(), retry_after_ms.unwrap_or(500).clamp(100, 2_000), turn);
            }
            Refusal::Unreachable { .. } | Refusal::NotAGateway { .. } => self.wait_longer(refusal.clone(), turn),
            Refusal::RateLimited { retry_after_ms } => {
                self.wait(refusal.clone(), retry_after_ms.unwrap_or(RATE_LIMIT_MS).max(1_000), turn);
            }
            Refusal::TokenMismatch
                if credential == CredentialChoice::SharedToken && secrets.device_token && !self.retried =>
            {
                self.retried = true;
                self.next = Some(CredentialChoice::Both);
                self.wait(refusal.clone(), DEVICE_RETRY_MS, turn);
            }
            Refusal::DeviceTokenMismatch => {
                turn.push(Effect::ForgetDeviceToken);
                if secrets.shared_token && !self.retried {
                    self.retried = true;
                    self.next = Some(CredentialChoice::SharedToken);
                    self.wait(refusal.clone(), DEVICE_RETRY_MS, turn);
                } else {
                    self.stand(refusal.clone(), turn);
                }
            }
            Refusal::Pairing { reason, request, role, scopes } => {
                self.state = LinkState::PairingNeeded {
                    reason: reason.clone(),
                    request: request.clone(),
                    role: role.clone(),
                    scopes: scopes.clone(),
                    since_ms: turn.now.unix_ms,
                };
            }
            Refusal::TokenMismatch | Refusal::TokenMissing | Refusal::Protocol { .. } | Refusal::Other { .. } => {
                self.stand(refusal.clone(), turn);
            }
        }
    }

    fn stand(&mut self, refusal: Refusal, turn: &Turn) {
        self.state = LinkState::Refused { refusal, since_ms: turn.now.unix_ms };
    }

    fn wait_longer(&mut self, why: Refusal, turn: &mut Turn) {
        let wait = WAITS_MS.get(self.attempt).copied().unwrap_or(30_000);
        self.attempt = (self.attempt + 1).min(WAITS_MS.len());
        self.wait(why, wait, turn);
    }

    fn wait(&mut self, why: Refusal, after_ms: u64, turn: &mut Turn) {
        self.state = LinkState::Waiting { why };
        turn.timer(TimerId::Link, after_ms);
    }
}

#[cfg(test)]
mod tests {
    use super::{Link, LinkState};
    use crate::{
        effect::{CredentialChoice, Effect, TimerId},
        event::{HelloFacts, LinkEvent, Refusal, SecretsHeld},
        now::Now,
        turn::Turn,
    };

    const BOTH: SecretsHeld = SecretsHeld { shared_token: true, device_token: true, keychain_problem: None };
    const SHARED: SecretsHeld = SecretsHeld { shared_token: true, device_token: false, keychain_problem: None };

    fn turn() -> Turn {
        Turn::new(Now { unix_ms: 1_000, mono_ms: 0, offset_minutes: 0 }, 0)
    }

    fn connected_with(turn: &Turn) -> Option<CredentialChoice> {
        turn.effects.iter().rev().find_map(|effect| match effect {
            Effect::Connect { credential } => Some(*credential),
            _ => None,
        })
    }

    fn waits(turn: &Turn) -> Vec<u64> {
        let wait = |effect: &Effect| match effect {
            Effect::Timer { id: TimerId::Link, after_ms } => Some(*after_ms),
            _ => None,
        };
        turn.effects.iter().filter_map(wait).collect()
    }

    #[test]
    fn the_device_token_is_presented_first_then_the_shared_one_once() {
        let (mut link, mut turn) = (Link::new(), turn());
        link.want(&BOTH, &mut turn);
        assert_eq!(connected_with(&turn), Some(CredentialChoice::DeviceToken));
        link.moved(&LinkEvent::Refused(Refusal::DeviceTokenMismatch), &BOTH, &mut turn);
        assert!(turn.effects.contains(&Effect::ForgetDeviceToken), "a dead device token is not kept");
        link.timer(&SHARED, &mut turn);
        assert_eq!(connected_with(&turn), Some(CredentialChoice::SharedToken));
        link.moved(&LinkEvent::Refused(Refusal::TokenMismatch), &SHARED, &mut turn);
        assert!(matches!(link.state, LinkState::Refused { .. }), "then it waits for a person");
    }

    #[test]
    fn a_refused_shared_token_is_retried_once_with_both() {
        let (mut link, mut turn) = (Link::new(), turn());
        link.want(&SHARED, &mut turn);
        link.moved(&LinkEvent::Refused(Refusal::TokenMismatch), &BOTH, &mut turn);
        link.timer(&BOTH, &mut turn);
        assert_eq!(connected_with(&turn), Some(CredentialChoice::Both));
        link.moved(&LinkEvent::Refused(Refusal::TokenMismatch), &BOTH, &mut turn);
        assert!(matches!(link.state, LinkState::Refused { .. }));
        let before = turn.effects.len();
        link.timer(&BOTH, &mut turn);
        link.want(&BOTH, &mut turn);
        assert_eq!(turn.effects.len(), before, "authentication is never retried by itself");
    }

    #[test]
    fn an_unreachable_gateway_is_tried_again_with_growing_waits() {
        let (mut link, mut turn) = (Link::new(), turn());
        link.want(&SHARED, &mut turn);
        for _ in 0..8 {
            link.moved(&LinkEvent::Refused(Refusal::Unreachable { words: "refused".into() }), &SHARED, &mut turn);
            link.timer(&SHARED, &mut turn);
        }
        assert_eq!(waits(&turn), [1_000, 2_000, 4_000, 8_000, 15_000, 30_000, 30_000, 30_000]);
    }

    #[test]
    fn the_servers_wait_wins_within_reason() {
        let (mut link, mut turn) = (Link::new(), turn());
        link.want(&SHARED, &mut turn);
        for wait in [Some(500), Some(60_000), None] {
            link.moved(&LinkEvent::Refused(Refusal::Starting { retry_after_ms: wait }), &SHARED, &mut turn);
            link.timer(&SHARED, &mut turn);
        }
        link.moved(&LinkEvent::Refused(Refusal::RateLimited { retry_after_ms: Some(90_000) }), &SHARED, &mut turn);
        assert_eq!(waits(&turn), [500, 2_000, 500, 90_000]);
    }

    #[test]
    fn pairing_waits_for_a_person_and_a_new_episode_begins_only_on_request() {
        let (mut link, mut turn) = (Link::new(), turn());
        link.want(&SHARED, &mut turn);
        let pairing =
            Refusal::Pairing { reason: "not-paired".into(), request: Some("r".into()), role: None, scopes: vec![] };
        link.moved(&LinkEvent::Refused(pairing), &SHARED, &mut turn);
        assert!(matches!(&link.state, LinkState::PairingNeeded { request: Some(id), .. } if id == "r"));
        assert!(waits(&turn).is_empty());
        link.retry_now(&SHARED, &mut turn);
        assert!(matches!(link.state, LinkState::Connecting { .. }));
    }

    #[test]
    fn a_closed_session_is_opened_again_and_a_late_close_is_ignored() {
        let (mut link, mut turn) = (Link::new(), turn());
        link.want(&SHARED, &mut turn);
        link.moved(&LinkEvent::Ready(HelloFacts::default()), &SHARED, &mut turn);
        link.moved(&LinkEvent::Closed { code: Some(1012), words: "service restart".into() }, &SHARED, &mut turn);
        assert_eq!(waits(&turn), [1_000]);
        link.drop_session(&mut turn);
        link.moved(&LinkEvent::Closed { code: None, words: String::new() }, &SHARED, &mut turn);
        assert_eq!(link.state, LinkState::Idle);
    }
}
