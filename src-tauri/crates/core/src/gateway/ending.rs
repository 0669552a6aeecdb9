//! Ends that were not asked for, and what follows from each kind.

use clawtray_contract::Desired;

use super::{Gateway, LOOK_AGAIN_MS, Observed, Owner, Then};
use crate::{
    effect::{Effect, ProcessRef, TimerId},
    event::ExitReason,
    facts::{ExitSeen, Facts},
    turn::Turn,
};

impl Gateway {
    pub(super) fn exited(
        &mut self,
        process: ProcessRef,
        reason: &ExitReason,
        last_lines: &[String],
        facts: &mut Facts,
        turn: &mut Turn,
    ) {
        if self.process() != Some(process) {
            return;
        }
        for timer in [TimerId::Probe, TimerId::Stable, TimerId::StopDeadline] {
            turn.cancel(timer);
        }
        self.leave_met_port(turn);
        self.forget_work();
        self.forget_silence();
        self.event_loop = None;
        self.updating_since_mono_ms = None;
        self.boot_id = None;
        self.version = None;
        let uptime_ms = self.uptime_ms(facts, turn);
        facts.forget_run();
        // It was announced for this end; the next process has announced nothing yet.
        let announced = self.restart_expected_until_mono_ms.take().is_some_and(|until| turn.now.mono_ms <= until);
        if let Observed::Stopping { then, .. } = self.observed {
            if std::mem::take(&mut self.ends_hung) {
                let last_lines = last_lines.to_vec();
                turn.ended =
                    Some((ExitSeen { at_ms: turn.now.unix_ms, reason: ExitReason::Hung, last_lines }, uptime_ms));
            }
            self.set(Observed::Stopped, turn);
            match then {
                Then::Stay => {}
                Then::Restart => self.start(facts, turn),
                Then::Quit => turn.push(Effect::Exit),
            }
            return;
        }
        let owner = match self.observed {
            Observed::Starting { owner, .. } | Observed::Running { owner, .. } => owner,
            _ => Owner::Child,
        };
        if owner == Owner::Service && self.wish_ended(facts, turn) {
            self.set(Observed::Stopped, turn);
            return;
        }
        // How a process of another parent ended is not seen.
        if matches!(reason, ExitReason::Clean | ExitReason::Unseen) && announced && owner == Owner::Child {
            self.start(facts, turn);
            return;
        }
        let seen = ExitSeen { at_ms: turn.now.unix_ms, reason: reason.clone(), last_lines: last_lines.to_vec() };
        turn.ended = Some((seen.clone(), uptime_ms));
        facts.last_exit = Some(seen);
        match owner {
            Owner::Other => self.set(Observed::Stopped, turn),
            Owner::Service => {
                self.set(Observed::Stopped, turn);
                self.read_service_end(turn.now.unix_ms, Some(process), turn);
                self.look_again_at_service(facts, turn);
            }
            Owner::Child => match reason {
                ExitReason::Configuration(_)
                | ExitReason::StateOwned { .. }
                | ExitReason::OlderBinary { .. }
                | ExitReason::NodeUnsupported { .. }
                | ExitReason::NoAuth { .. }
                | ExitReason::SecretUnresolved { .. } => self.set(Observed::Stopped, turn),
                ExitReason::PortInUse { .. } => {
                    self.set(Observed::Stopped, turn);
                    turn.push(Effect::LookForGateway);
                    turn.timer(TimerId::Restart, LOOK_AGAIN_MS);
                }
                ExitReason::Clean
                | ExitReason::Signal(_)
                | ExitReason::Code(_)
                | ExitReason::Hung
                | ExitReason::Unseen
                | ExitReason::NotStarted => self.unclean(turn),
            },
        }
    }

    fn uptime_ms(&mut self, facts: &Facts, turn: &Turn) -> Option<u64> {
        let spawned = self.spawned_mono_ms.take().map(|spawned| turn.now.mono_ms.saturating_sub(spawned));
        let started_ms = facts.probes.as_ref().and_then(|probes| probes.started_ms);
        spawned.or_else(|| started_ms.map(|started| turn.now.unix_ms.saturating_sub(started)))
    }

    pub(super) fn unclean(&mut self, turn: &mut Turn) {
        self.budget.record(turn.now.unix_ms);
        turn.save = true;
        if self.desired == Desired::Run && self.once && self.gave_up {
            self.set(Observed::GaveUp, turn);
        } else if self.desired == Desired::Stop || self.once || !self.restarts {
            self.set(Observed::Stopped, turn);
        } else if self.budget.is_spent(turn.now.unix_ms) {
            self.gave_up = true;
            self.set(Observed::GaveUp, turn);
        } else {
            self.jitter = self.jitter.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            let jitter = u8::try_from(self.jitter >> 56).unwrap_or(0);
            let wait = self.budget.wait_ms(turn.now.unix_ms, jitter);
            let (until_mono_ms, until_unix_ms) = (turn.now.mono_ms + wait, turn.now.unix_ms + wait);
            self.set(Observed::Backoff { until_mono_ms, until_unix_ms }, turn);
            turn.timer(TimerId::Restart, wait);
        }
    }
}
