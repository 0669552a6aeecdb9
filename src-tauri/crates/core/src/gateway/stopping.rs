//! From a wish to no process.

use clawtray_contract::Desired;

use super::{Gateway, Observed, Owner, Then, is_service, service::may_run};
use crate::{
    effect::{Effect, ProcessRef, TimerId},
    facts::Facts,
    turn::Turn,
};

impl Gateway {
    /// The person says: stop. Returns false where it is not Clawtray's to stop. `offered` are the gateway's methods
    /// while it is signed in to.
    pub(crate) fn ask_stop(
        &mut self,
        now: bool,
        then: Then,
        offered: &[String],
        facts: &Facts,
        turn: &mut Turn,
    ) -> bool {
        if then == Then::Stay {
            self.desired = Desired::Stop;
        }
        self.once = false;
        turn.save = true;
        turn.cancel(TimerId::Restart);
        match self.observed.clone() {
            Observed::Starting { owner: Owner::Other, .. } | Observed::Running { owner: Owner::Other, .. } => false,
            Observed::Starting { owner: Owner::Service, .. } | Observed::Running { owner: Owner::Service, .. } => {
                self.wish(then, turn);
                true
            }
            Observed::Starting { process: Some(process), .. } | Observed::Running { process: Some(process), .. } => {
                if now {
                    self.stop(process, then, turn);
                    turn.push(Effect::Kill { process });
                } else {
                    self.stop_counted(process, then, offered, turn);
                }
                true
            }
            Observed::Stopping { process, until_mono_ms, .. } => {
                self.observed = Observed::Stopping { process, then, until_mono_ms };
                if now {
                    turn.push(Effect::Kill { process });
                }
                true
            }
            // It starts, or the manager is about to start it again: only the manager can keep it from that.
            Observed::GaveUp | Observed::Stopped
                if is_service(facts) && (may_run(facts) || self.is_calling_service()) =>
            {
                self.set(Observed::Stopped, turn);
                self.wish(then, turn);
                true
            }
            // What is prepared takes as long as OpenClaw's own command; what it comes to is not waited for.
            Observed::Preparing if then == Then::Stay => {
                self.set(Observed::Stopped, turn);
                true
            }
            Observed::Backoff { .. } | Observed::GaveUp | Observed::Looking | Observed::Stopped => {
                self.set(Observed::Stopped, turn);
                if then == Then::Restart {
                    self.start(facts, turn);
                }
                true
            }
            // Between the look and the process: the stop is carried out as soon as the process is known.
            _ => {
                self.stop_owed = then != Then::Restart;
                true
            }
        }
    }

    pub(super) fn stop(&mut self, process: ProcessRef, then: Then, turn: &mut Turn) {
        let until_mono_ms = turn.now.mono_ms + self.stop_deadline_ms;
        self.set(Observed::Stopping { process, then, until_mono_ms }, turn);
        turn.push(Effect::Terminate { process });
        turn.timer(TimerId::StopDeadline, self.stop_deadline_ms);
        turn.cancel(TimerId::Probe);
        turn.cancel(TimerId::Stable);
    }
}
