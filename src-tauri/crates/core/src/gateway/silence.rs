//! A process that lives and answers nothing.
//!
//! Every number here is a budget with a source:
//! - A probe waits 4 s for its answer and the next one comes 1 s later, so [`HUNG_MS`] is at least four without an
//!   answer in a row. A gateway that works hard but moves answers one of them.
//! - A gateway whose last own figures (`/readyz`, `eventLoop`) said that it is overloaded gets [`HEAVY_MS`], and any
//!   gateway three times the longest delay that it measured itself, but never more than [`LONGEST_MS`].
//! - The link gives up after twice the tick interval without a frame; [`RPC_MS`] more make it three intervals of 30 s
//!   (OpenClaw 2026.9.6 ticks every 30 s).

use clawtray_contract::Desired;

use super::{Gateway, Observed, Owner, Then};
use crate::{
    effect::{Effect, ProcessRef, TimerId},
    event::{HttpSign, Probes},
    now::Now,
    turn::Turn,
};

/// Silent for so long without a break counts as hung, milliseconds.
pub(crate) const HUNG_MS: u64 = 20_000;
/// The same for a gateway that was overloaded when it last told, milliseconds.
pub(crate) const HEAVY_MS: u64 = 60_000;
/// No gateway gets more, milliseconds.
const LONGEST_MS: u64 = 120_000;
/// Answers over HTTP and none over the link for so long after the link gave up, milliseconds.
const RPC_MS: u64 = 30_000;
/// Hung for so long it is restarted without a person, within the budget, milliseconds.
const RESTART_MS: u64 = 120_000;
/// How long an update of the files under a running gateway may take, milliseconds. OpenClaw's own update ends with a
/// restart that it announces.
const UPDATE_MS: u64 = 600_000;
/// What a process that answers nothing gets to end by itself, milliseconds.
const GRACE_MS: u64 = 10_000;

/// An unbroken silence of the running gateway.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Silence {
    since: Now,
    probes: u32,
}

/// What is silent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Mute {
    /// Everything: no HTTP probe is answered; for longer than this, milliseconds.
    All { budget_ms: u64 },
    /// HTTP is answered, the connection is not.
    Link,
}

/// A gateway that hangs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Hung {
    /// Since when, milliseconds since 1970.
    pub(crate) since_ms: u64,
    pub(crate) mute: Mute,
}

impl Gateway {
    /// It hangs; never while it starts, stops, restarts or is being updated.
    pub(crate) fn hung(&self, now: Now) -> Option<Hung> {
        if !matches!(self.observed, Observed::Running { .. }) || self.is_updating(now) {
            return None;
        }
        let lasts = |since: Now| now.mono_ms.saturating_sub(since.mono_ms);
        let budget_ms = self.patience_ms();
        if let Some(silence) = self.silence.filter(|silence| silence.probes > 1 && lasts(silence.since) >= budget_ms) {
            return Some(Hung { since_ms: silence.since.unix_ms, mute: Mute::All { budget_ms } });
        }
        let since = self.link_silent_since.filter(|since| lasts(*since) >= RPC_MS)?;
        Some(Hung { since_ms: since.unix_ms, mute: Mute::Link })
    }

    /// It has not answered for a moment: whether it hangs is not known yet.
    pub(crate) fn is_silent(&self) -> bool {
        self.silence.is_some() || self.link_silent_since.is_some()
    }

    /// What was silent before says nothing any more: the computer slept, or the gateway is another one.
    pub(crate) fn forget_silence(&mut self) {
        self.silence = None;
        self.link_silent_since = None;
    }

    /// Something came over the link: whatever does not answer, it moves.
    pub(crate) fn heard(&mut self) {
        self.forget_silence();
    }

    /// The link gave up because nothing came over it, though the process lives.
    pub(crate) fn link_fell_silent(&mut self, now: Now) {
        if matches!(self.observed, Observed::Running { .. }) {
            self.link_silent_since.get_or_insert(now);
        }
    }

    /// The files under the running gateway are of another version than it is.
    pub(crate) fn files_are_of(&mut self, version: Option<&str>, now: Now) {
        let runs = self.version.as_deref();
        if version.is_none() || runs.is_none() || version == runs {
            self.updating_since_mono_ms = None;
        } else {
            self.updating_since_mono_ms.get_or_insert(now.mono_ms);
        }
    }

    fn is_updating(&self, now: Now) -> bool {
        self.updating_since_mono_ms.is_some_and(|since| now.mono_ms.saturating_sub(since) < UPDATE_MS)
    }

    /// How long this gateway may be silent, milliseconds.
    fn patience_ms(&self) -> u64 {
        let Some(event_loop) = self.event_loop else { return HUNG_MS };
        let least = if event_loop.degraded { HEAVY_MS } else { HUNG_MS };
        event_loop.delay_max_ms.saturating_mul(3).clamp(least, LONGEST_MS)
    }

    pub(super) fn listen_for_silence(&mut self, probes: &Probes, turn: &mut Turn) {
        let Observed::Running { process, owner, .. } = self.observed else {
            self.forget_silence();
            self.event_loop = None;
            return;
        };
        if probes.event_loop.is_some() {
            self.event_loop = probes.event_loop;
        }
        let answered = [&probes.healthz, &probes.startupz, &probes.readyz]
            .iter()
            .any(|sign| matches!(sign, HttpSign::Yes | HttpSign::NotYet(_) | HttpSign::NotOffered));
        if answered || probes.healthz != HttpSign::Silent {
            self.silence = None;
        } else {
            let silence = self.silence.get_or_insert(Silence { since: turn.now, probes: 0 });
            silence.probes += 1;
            if silence.probes == 2 {
                // Whether it is being updated shows in its files.
                turn.push(Effect::LookAround);
            }
        }
        let lasts = self.silence.map_or(0, |silence| turn.now.mono_ms.saturating_sub(silence.since.mono_ms));
        let may = self.restarts_hung
            && owner == Owner::Child
            && self.desired == Desired::Run
            && !self.once
            && !self.look_only
            && !self.is_updating(turn.now);
        if let Some(process) = process
            && may
            && lasts >= self.patience_ms() + RESTART_MS
            && !self.budget.is_spent(turn.now.unix_ms)
        {
            self.budget.record(turn.now.unix_ms);
            turn.save = true;
            self.ends_hung = true;
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
        self.forget_silence();
        self.set(Observed::Stopping { process, then, until_mono_ms: turn.now.mono_ms + GRACE_MS }, turn);
        turn.push(Effect::Terminate { process });
        turn.timer(TimerId::StopDeadline, GRACE_MS);
        turn.cancel(TimerId::Probe);
        turn.cancel(TimerId::Stable);
    }
}
