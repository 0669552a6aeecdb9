//! The session with the gateway: which credential to present, what to do about each refusal, when to try again.

mod policy;
mod refusal;
pub(crate) mod rights;
#[cfg(test)]
mod tests;

pub use refusal::{DeviceFault, Refusal};

use crate::{
    effect::{CredentialChoice, Effect, TimerId},
    event::{HelloFacts, LinkEvent, SecretsHeld},
    turn::Turn,
};
use policy::{Follow, Instead, RETRY_MS, STEADY_MS, WAITS_MS, first_wait, follow};
use rights::{READ, Wanted};

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
    /// What is asked for at sign-in.
    pub(crate) wanted: Wanted,
    attempt: usize,
    /// The one retry of this episode has been made.
    retried: bool,
    /// What the next attempt presents, where a retry chose it.
    next: Option<Instead>,
    /// What opened the last session.
    signed_in_with: Option<CredentialChoice>,
    /// When the present session began, on the clock that never jumps, milliseconds.
    ready_mono_ms: Option<u64>,
    /// The gateway counts failures: nothing before this time on the same clock.
    locked_until_mono_ms: Option<u64>,
    /// Since when there is no session although one is tried for, milliseconds since 1970, and why at last.
    lost: Option<(u64, Refusal)>,
    /// `bootId` of the last session, to tell a new generation inside one process.
    pub(crate) boot_id: Option<String>,
}

impl Link {
    pub(crate) fn new(wanted: Wanted) -> Self {
        Self {
            state: LinkState::Idle,
            wanted,
            attempt: 0,
            retried: false,
            next: None,
            signed_in_with: None,
            ready_mono_ms: None,
            locked_until_mono_ms: None,
            lost: None,
            boot_id: None,
        }
    }

    /// One that stands so.
    #[cfg(test)]
    pub(crate) fn standing(state: LinkState, lost: Option<(u64, Refusal)>) -> Self {
        Self { state, lost, ..Self::new(Wanted::of(&crate::settings::Settings::default())) }
    }

    /// The hello, while signed in.
    pub(crate) fn hello(&self) -> Option<&HelloFacts> {
        match &self.state {
            LinkState::Ready(hello) => Some(hello),
            _ => None,
        }
    }

    /// True while signed in to a gateway of spring 2026 (protocol 3, of OpenClaw 2026.4.29): its configuration has other
    /// keys, and it merges lists.
    pub(crate) fn is_of_spring(&self) -> bool {
        self.hello().is_some_and(|hello| hello.protocol == 3)
    }

    /// Nobody answers where the gateway should be, since when and why; the next attempt may be under way.
    pub(crate) fn lost(&self) -> Option<(u64, &Refusal)> {
        let trying = matches!(self.state, LinkState::Waiting { .. } | LinkState::Connecting { .. });
        self.lost.as_ref().filter(|_| trying).map(|(since_ms, why)| (*since_ms, why))
    }

    /// Milliseconds until the gateway lets anybody try again, while it counts failures.
    pub(crate) fn locked_ms(&self, mono_ms: u64) -> Option<u64> {
        self.locked_until_mono_ms.map(|until| until.saturating_sub(mono_ms)).filter(|left| *left > 0)
    }

    /// Opens the session if none is there or on its way. Does nothing while a refusal stands.
    pub(crate) fn want(&mut self, secrets: &SecretsHeld, turn: &mut Turn) {
        if self.state == LinkState::Idle {
            self.connect(secrets, turn);
        }
    }

    /// Begins a new episode at once: something changed, or the person asked. While the gateway counts failures it
    /// begins when that is over.
    pub(crate) fn retry_now(&mut self, secrets: &SecretsHeld, turn: &mut Turn) {
        self.retry_with(None, secrets, turn);
    }

    fn retry_with(&mut self, next: Option<Instead>, secrets: &SecretsHeld, turn: &mut Turn) {
        self.attempt = 0;
        self.retried = next.is_some();
        self.next = next;
        turn.cancel(TimerId::Link);
        if matches!(self.state, LinkState::Ready(_) | LinkState::Connecting { .. }) {
            turn.push(Effect::Disconnect);
        }
        self.connect(secrets, turn);
    }

    /// Signs in anew with the shared token and nothing else: no other secret is tried where it is refused.
    pub(crate) fn sign_in_with_token(&mut self, secrets: &SecretsHeld, turn: &mut Turn) {
        self.retry_with(Some(Instead::SharedToken), secrets, turn);
    }

    /// What opened the session that stands.
    pub(crate) fn signed_in_with(&self) -> Option<CredentialChoice> {
        self.hello().and(self.signed_in_with)
    }

    /// The gateway is gone. What it counted stays counted: a restart may keep its list.
    pub(crate) fn drop_session(&mut self, turn: &mut Turn) {
        if !matches!(self.state, LinkState::Idle) {
            if matches!(self.state, LinkState::Ready(_) | LinkState::Connecting { .. }) {
                turn.push(Effect::Disconnect);
            }
            turn.cancel(TimerId::Link);
        }
        let locked_until_mono_ms = self.locked_until_mono_ms;
        *self = Self { boot_id: self.boot_id.take(), locked_until_mono_ms, ..Self::new(self.wanted.clone()) };
    }

    fn connect(&mut self, secrets: &SecretsHeld, turn: &mut Turn) {
        if let Some(left) = self.locked_ms(turn.now.mono_ms) {
            self.wait(Refusal::RateLimited { retry_after_ms: Some(left) }, left, turn);
            return;
        }
        self.locked_until_mono_ms = None;
        let usual = match (secrets.device_token, secrets.shared_token) {
            (true, _) => CredentialChoice::DeviceToken,
            (false, true) => CredentialChoice::SharedToken,
            (false, false) => CredentialChoice::None,
        };
        let next = self.next.take();
        let credential = match next {
            Some(Instead::BothTokens) => CredentialChoice::Both,
            Some(Instead::SharedToken) => CredentialChoice::SharedToken,
            Some(Instead::Password) => CredentialChoice::Password,
            Some(Instead::ReadOnly) | None => usual,
        };
        let scopes = if next == Some(Instead::ReadOnly) { vec![READ.to_owned()] } else { self.wanted.scopes.clone() };
        self.state = LinkState::Connecting { credential };
        turn.push(Effect::Connect { credential, scopes, answers_agents: self.wanted.answers_agents });
    }

    /// A link timer is due.
    pub(crate) fn timer(&mut self, secrets: &SecretsHeld, turn: &mut Turn) {
        if matches!(self.state, LinkState::Waiting { .. } | LinkState::PairingNeeded { .. }) {
            self.connect(secrets, turn);
        }
    }

    /// The session moved.
    pub(crate) fn moved(&mut self, event: &LinkEvent, secrets: &SecretsHeld, turn: &mut Turn) {
        match event {
            LinkEvent::Ready(hello) => {
                if let LinkState::Connecting { credential } = self.state {
                    self.signed_in_with = Some(credential);
                }
                self.retried = false;
                self.lost = None;
                self.ready_mono_ms = Some(turn.now.mono_ms);
                self.boot_id.clone_from(&hello.boot_id);
                self.state = LinkState::Ready(hello.clone());
            }
            LinkEvent::Refused(refusal) => self.refused(refusal, secrets, turn),
            LinkEvent::Closed { code, words }
                if matches!(self.state, LinkState::Ready(_) | LinkState::Connecting { .. }) =>
            {
                // Sessions that end at once are failures like any other: waits grow until one lasts.
                let lasted = self.ready_mono_ms.take().map(|since| turn.now.mono_ms.saturating_sub(since));
                if lasted.is_some_and(|lasted| lasted >= STEADY_MS) {
                    self.attempt = 0;
                }
                self.attempt = self.attempt.max(first_wait(*code));
                self.wait_longer(Refusal::Unreachable { words: words.clone() }, turn);
            }
            _ => {}
        }
    }

    fn refused(&mut self, refusal: &Refusal, secrets: &SecretsHeld, turn: &mut Turn) {
        let LinkState::Connecting { credential } = self.state else { return };
        let follow = follow(refusal, credential, secrets, self.retried);
        // It may still be good for less.
        if *refusal == Refusal::DeviceTokenMismatch && follow != Follow::Instead(Instead::ReadOnly) {
            turn.push(Effect::ForgetDeviceToken);
        }
        match follow {
            Follow::Longer => self.wait_longer(refusal.clone(), turn),
            Follow::Instead(instead) => {
                self.retried = true;
                self.next = Some(instead);
                self.wait(refusal.clone(), RETRY_MS, turn);
            }
            Follow::After(after_ms) if !matches!(refusal, Refusal::Pairing { .. }) => {
                self.wait(refusal.clone(), after_ms, turn);
            }
            Follow::After(_) | Follow::Stand | Follow::Locked(_) => {
                self.stand(refusal, turn);
                match follow {
                    Follow::After(after_ms) => turn.timer(TimerId::Link, after_ms),
                    Follow::Locked(for_ms) => self.locked_until_mono_ms = Some(turn.now.mono_ms + for_ms),
                    _ => {}
                }
            }
        }
    }

    fn stand(&mut self, refusal: &Refusal, turn: &Turn) {
        let since_ms = turn.now.unix_ms;
        self.state = match refusal {
            Refusal::Pairing { reason, request, role, scopes, .. } => LinkState::PairingNeeded {
                reason: reason.clone(),
                request: request.clone(),
                role: role.clone(),
                scopes: scopes.clone(),
                since_ms,
            },
            refusal => LinkState::Refused { refusal: refusal.clone(), since_ms },
        };
        self.lost = None;
    }

    fn wait_longer(&mut self, why: Refusal, turn: &mut Turn) {
        let since_ms = self.lost.as_ref().map_or(turn.now.unix_ms, |(since_ms, _)| *since_ms);
        self.lost = Some((since_ms, why.clone()));
        let wait = WAITS_MS.get(self.attempt).copied().unwrap_or(30_000);
        self.attempt = (self.attempt + 1).min(WAITS_MS.len());
        self.wait(why, wait, turn);
    }

    fn wait(&mut self, why: Refusal, after_ms: u64, turn: &mut Turn) {
        self.state = LinkState::Waiting { why };
        turn.timer(TimerId::Link, after_ms);
    }
}
