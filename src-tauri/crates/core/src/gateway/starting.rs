//! From a wish to a process.

use clawtray_contract::Desired;

use super::{Gateway, Observed, Owner, PROBE_STARTING_MS, Then, is_service};
use crate::{
    effect::{CliCommand, Effect, ProcessRef, TimerId},
    event::CliProblem,
    facts::Facts,
    turn::Turn,
};

impl Gateway {
    /// Begins a start: looks who is there first.
    pub(crate) fn start(&mut self, facts: &Facts, turn: &mut Turn) {
        turn.cancel(TimerId::Restart);
        if is_service(facts) {
            if !self.is_calling_service() {
                self.service(CliCommand::ServiceStart, turn);
            }
        } else {
            self.set(Observed::Looking, turn);
            turn.push(Effect::LookForGateway);
        }
    }

    /// A start by a repair: once, and not restarted by itself.
    pub(crate) fn start_once(&mut self, skip_channels: bool, facts: &Facts, turn: &mut Turn) {
        self.desired = Desired::Run;
        self.once = true;
        self.skip_channels = skip_channels;
        turn.save = true;
        // One that is on its way is not begun a second time.
        if !self.is_up() && !matches!(self.observed, Observed::Preparing | Observed::Launching) {
            self.start(facts, turn);
        }
    }

    /// The person says: keep it running.
    pub(crate) fn ask_start(&mut self, facts: &Facts, turn: &mut Turn) {
        self.desired = Desired::Run;
        self.once = false;
        self.skip_channels = false;
        self.gave_up = false;
        self.budget.reset();
        self.stop_owed = false;
        self.insists = true;
        // Whoever starts it although its service is gone wants it from here.
        self.expects_service &= is_service(facts);
        turn.save = true;
        if self.wish_turned() {
            return;
        }
        match self.observed.clone() {
            Observed::Stopping { process, until_mono_ms, .. } => {
                self.observed = Observed::Stopping { process, then: Then::Restart, until_mono_ms };
            }
            _ if self.is_up() || matches!(self.observed, Observed::Preparing | Observed::Launching) => {}
            _ => {
                // Whoever mended something by hand is told how it is now.
                turn.push(Effect::LookAround);
                self.start(facts, turn);
            }
        }
    }

    pub(super) fn prepared(&mut self, problem: Option<&CliProblem>, facts: &mut Facts, turn: &mut Turn) {
        if self.desired == Desired::Stop {
            self.set(Observed::Stopped, turn);
            return;
        }
        facts.start_problem = problem.cloned();
        match problem {
            Some(CliProblem::NotFound) => self.set(Observed::NotInstalled, turn),
            Some(CliProblem::OlderBinary { .. }) => self.set(Observed::Stopped, turn),
            // The gateway itself says best what is wrong with a configuration: let it try.
            _ => {
                self.set(Observed::Launching, turn);
                let Self { skip_channels, ends_with_keeper, .. } = *self;
                turn.push(Effect::Spawn { skip_channels, ends_with_keeper });
            }
        }
    }

    pub(super) fn spawned(&mut self, process: ProcessRef, turn: &mut Turn) {
        self.spawned_mono_ms = Some(turn.now.mono_ms);
        turn.save = true;
        let moved_mono_ms = turn.now.mono_ms;
        self.set(Observed::Starting { process: Some(process), owner: Owner::Child, moved_mono_ms }, turn);
        if self.desired == Desired::Stop {
            self.stop(process, Then::Stay, turn);
        } else {
            turn.timer(TimerId::Probe, PROBE_STARTING_MS);
        }
    }
}
