//! From a process to ready, and while it runs.

use super::{Gateway, Observed, PROBE_RUNNING_MS, PROBE_STARTING_MS, STABLE_MS};
use crate::{
    effect::TimerId,
    event::{HttpSign, Probes},
    facts::Facts,
    turn::Turn,
};

impl Gateway {
    pub(super) fn probed(&mut self, probes: &Probes, facts: &Facts, turn: &mut Turn) {
        let moved = facts.probes.as_ref().is_none_or(|before| {
            (&before.healthz, &before.startupz, &before.readyz) != (&probes.healthz, &probes.startupz, &probes.readyz)
        });
        self.listen_for_silence(probes, turn);
        match &mut self.observed {
            Observed::Starting { moved_mono_ms, .. } => {
                if moved {
                    *moved_mono_ms = turn.now.mono_ms;
                }
                turn.timer(TimerId::Probe, PROBE_STARTING_MS);
            }
            Observed::Running { .. } => {
                let fine = probes.healthz == HttpSign::Yes;
                turn.timer(TimerId::Probe, if fine { PROBE_RUNNING_MS } else { 1_000 });
            }
            _ => {}
        }
    }

    /// All three signals agree.
    pub(crate) fn all_ready(&mut self, facts: &mut Facts, turn: &mut Turn) {
        if let Observed::Starting { process, owner, .. } = self.observed {
            self.set(Observed::Running { process, owner, ready_mono_ms: turn.now.mono_ms }, turn);
            facts.last_exit = None;
            facts.start_problem = None;
            self.service_problem = None;
            turn.timer(TimerId::Stable, STABLE_MS);
            turn.timer(TimerId::Probe, PROBE_RUNNING_MS);
        }
    }

    /// Signed in. Another generation in the same process restarted by itself, also when nobody was there to hear it.
    pub(crate) fn signed_in(&mut self, boot_id: Option<&str>, version: Option<&str>, turn: &mut Turn) {
        self.heard();
        self.version = version.map(str::to_owned);
        let restarted = boot_id.is_some() && self.boot_id.is_some() && self.boot_id.as_deref() != boot_id;
        if boot_id.is_some() {
            self.boot_id = boot_id.map(str::to_owned);
        }
        if restarted {
            self.forget_work();
            self.event_loop = None;
            self.updating_since_mono_ms = None;
            if let Observed::Running { ready_mono_ms, .. } = &mut self.observed {
                *ready_mono_ms = turn.now.mono_ms;
                turn.timer(TimerId::Stable, STABLE_MS);
            }
        }
    }

    /// The gateway said that it is going down.
    pub(crate) fn shutdown_announced(&mut self, restart_expected_ms: Option<u64>, turn: &mut Turn) {
        let Some(expected) = restart_expected_ms else { return };
        if !self.is_up() && !matches!(self.observed, Observed::Stopping { .. }) {
            // A late word of a process that is gone.
            return;
        }
        self.forget_work();
        self.restart_expected_until_mono_ms = Some(turn.now.mono_ms + expected.min(60_000) + 30_000);
        if let Observed::Running { process, owner, .. } = self.observed {
            self.set(Observed::Starting { process, owner, moved_mono_ms: turn.now.mono_ms }, turn);
            turn.cancel(TimerId::Stable);
            turn.timer(TimerId::Probe, PROBE_STARTING_MS);
        }
    }
}
