//! Who is where the gateway should be, and what follows from it.

use clawtray_contract::Desired;

use super::{Gateway, LOOK_AGAIN_MS, Observed, Owner, Then, is_service};
use crate::{
    effect::{Effect, ProcessRef, TimerId},
    event::{Installation, Occupancy},
    facts::Facts,
    keepers,
    turn::Turn,
};

impl Gateway {
    /// What the surroundings say is known now.
    pub(crate) fn surroundings_known(&mut self, facts: &Facts, turn: &mut Turn) {
        let Some(around) = &facts.surroundings else { return };
        if let Installation::Found { version, .. } = &around.installation {
            self.files_are_of(version.as_deref(), turn.now);
        }
        if !matches!(around.installation, Installation::Found { .. }) {
            if !self.is_up() && !matches!(self.observed, Observed::Stopping { .. }) {
                self.set(Observed::NotInstalled, turn);
            }
            return;
        }
        if is_service(facts) && !self.expects_service {
            self.expects_service = true;
            turn.save = true;
        }
        if matches!(self.observed, Observed::Unknown | Observed::NotInstalled | Observed::GaveUp | Observed::Stopped) {
            if self.met_port.is_some() {
                turn.push(Effect::MeetOn { port: self.met_port });
            }
            turn.push(Effect::LookForGateway);
        }
    }

    /// Someone is, or nobody is, where the gateway should be.
    pub(crate) fn occupied(&mut self, occupancy: &Occupancy, facts: &Facts, turn: &mut Turn) {
        if self.is_up()
            || matches!(self.observed, Observed::Preparing | Observed::Launching | Observed::Stopping { .. })
        {
            return;
        }
        // Whoever was watched on another port is gone from there: the own port counts again.
        if matches!(occupancy, Occupancy::Free | Occupancy::Stranger(_)) && self.leave_met_port(turn) {
            turn.push(Effect::LookForGateway);
            return;
        }
        let service = is_service(facts);
        match occupancy {
            Occupancy::Ours(process) if self.desired == Desired::Run || self.look_only => {
                self.adopt(Some(*process), Owner::Child, turn);
            }
            Occupancy::Ours(process) => {
                turn.push(Effect::Watch { process: *process });
                self.stop(*process, Then::Stay, turn);
            }
            Occupancy::Gateway(holder) => {
                let service = service && keepers::is_the_services(holder, facts);
                self.adopt(holder.process, if service { Owner::Service } else { Owner::Other }, turn);
                // Said before anybody knew that it runs.
                if std::mem::take(&mut self.stop_owed) && service {
                    self.wish(Then::Stay, turn);
                }
            }
            Occupancy::Stranger(_) => {
                self.set(Observed::Stopped, turn);
                if self.desired == Desired::Run && !self.once {
                    turn.timer(TimerId::Restart, LOOK_AGAIN_MS);
                }
            }
            Occupancy::Free => {
                let wanted = matches!(self.observed, Observed::Looking | Observed::Unknown | Observed::NotInstalled);
                let missing = self.misses_service(facts) && !self.once;
                // Two would start one and the same gateway, each whenever the other's ends.
                let others = facts.surroundings.as_ref().is_some_and(|around| !around.other_services.is_empty());
                let missing = missing || (others && !self.insists && !self.once);
                if self.look_only || self.desired == Desired::Stop || service || missing || !wanted {
                    if !matches!(self.observed, Observed::GaveUp | Observed::Backoff { .. }) {
                        self.set(Observed::Stopped, turn);
                    }
                    if service {
                        self.look_again_at_service(facts, turn);
                    }
                } else {
                    self.set(Observed::Preparing, turn);
                    turn.push(Effect::Prepare);
                }
            }
        }
    }

    /// Watches a gateway that somebody else keeps, from now until it ends; on another port where one is named.
    pub(crate) fn attach(&mut self, process: Option<ProcessRef>, port: Option<u16>, turn: &mut Turn) {
        if self.is_up() {
            return;
        }
        turn.cancel(TimerId::Restart);
        if port.is_some() {
            self.met_port = port;
            turn.push(Effect::MeetOn { port });
            turn.save = true;
        }
        self.adopt(process, Owner::Other, turn);
    }

    /// From now on the own port counts. False when it did already.
    pub(super) fn leave_met_port(&mut self, turn: &mut Turn) -> bool {
        let left = self.met_port.take().is_some();
        if left {
            turn.push(Effect::MeetOn { port: None });
            turn.save = true;
        }
        left
    }

    fn adopt(&mut self, process: Option<ProcessRef>, owner: Owner, turn: &mut Turn) {
        self.brought_up_mono_ms = None;
        self.insists |= owner == Owner::Child;
        self.set(Observed::Starting { process, owner, moved_mono_ms: turn.now.mono_ms }, turn);
        if let Some(process) = process {
            turn.push(Effect::Watch { process });
        }
        turn.timer(TimerId::Probe, 0);
    }
}
