//! Supervision of one gateway: what the person wants, what is seen, and what follows.

use clawtray_contract::{Desired, Mode};

use crate::{
    budget::Budget,
    effect::{CliCommand, Effect, ProcessRef, Ticket, TimerId},
    event::{CliProblem, ExitReason, Fact, HttpSign, Installation, Occupancy, Probes},
    facts::{ExitSeen, Facts},
    settings::Settings,
    turn::Turn,
};

/// Pause between probes while the gateway comes up, milliseconds.
const PROBE_STARTING_MS: u64 = 250;
/// Pause between probes while it runs, milliseconds.
const PROBE_RUNNING_MS: u64 = 15_000;
/// Pause before the port or the service is looked at again, milliseconds.
const LOOK_AGAIN_MS: u64 = 5_000;
/// Ready this long without an end means stable, milliseconds.
pub(crate) const STABLE_MS: u64 = 60_000;
/// Limit of a service command, milliseconds.
const SERVICE_LIMIT_MS: u64 = 180_000;

/// Who started the process.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Owner {
    /// This keeper or an earlier one.
    Child,
    /// The system's service manager.
    Service,
    /// Somebody else.
    Other,
}

/// What becomes of the gateway after a stop.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Then {
    Stay,
    Restart,
    Quit,
}

/// What is seen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Observed {
    /// Nothing looked at yet.
    Unknown,
    /// No usable OpenClaw.
    NotInstalled,
    /// Does not run.
    Stopped,
    /// Being looked for, before a start.
    Looking,
    /// Configuration and token are made ready.
    Preparing,
    /// Asked to start, no process yet.
    Launching,
    /// Runs, not all signals say ready. `moved_mono_ms` is when anything last changed.
    Starting { process: Option<ProcessRef>, owner: Owner, moved_mono_ms: u64 },
    /// Runs, all signals said ready once.
    Running { process: Option<ProcessRef>, owner: Owner, ready_mono_ms: u64 },
    /// Asked to end.
    Stopping { process: ProcessRef, then: Then, until_mono_ms: u64 },
    /// Waits before the next restart.
    Backoff { until_mono_ms: u64, until_unix_ms: u64 },
    /// Restarting was given up.
    GaveUp,
}

/// One gateway under supervision.
#[derive(Clone, Debug)]
pub(crate) struct Gateway {
    pub(crate) desired: Desired,
    pub(crate) observed: Observed,
    pub(crate) budget: Budget,
    /// The process to tell the next keeper about.
    pub(crate) record: Option<ProcessRef>,
    /// An end now is a restart that the gateway announced, until this moment.
    restart_expected_until_mono_ms: Option<u64>,
    /// A repair is in charge: start once, do not restart by itself.
    pub(crate) once: bool,
    skip_channels: bool,
    /// Restarting was given up, until the person starts it or it has been stable again.
    pub(crate) gave_up: bool,
    /// Wall time of the last change of `observed` that a person would call one.
    pub(crate) changed_ms: u64,
    /// A service command under way.
    service_call: Option<Ticket>,
    /// Last words of a failed service command.
    pub(crate) service_problem: Option<CliProblem>,
    stop_deadline_ms: u64,
    look_only: bool,
    jitter: u64,
}

impl Gateway {
    pub(crate) fn new(settings: &Settings, saved: &crate::saved::Saved, look_only: bool, seed: u64) -> Self {
        let limit = settings.restart_limit as usize;
        Self {
            desired: saved.desired,
            observed: if saved.gave_up { Observed::GaveUp } else { Observed::Unknown },
            budget: Budget::new(limit, settings.restart_window_ms, saved.exits_ms.clone()),
            record: saved.process,
            restart_expected_until_mono_ms: None,
            once: false,
            skip_channels: false,
            gave_up: saved.gave_up,
            changed_ms: 0,
            service_call: None,
            service_problem: None,
            stop_deadline_ms: settings.stop_deadline_ms,
            look_only,
            jitter: seed,
        }
    }

    /// The process, while there is one.
    pub(crate) fn process(&self) -> Option<ProcessRef> {
        match &self.observed {
            Observed::Starting { process, .. } | Observed::Running { process, .. } => *process,
            Observed::Stopping { process, .. } => Some(*process),
            _ => None,
        }
    }

    /// True while the process is expected to answer.
    pub(crate) fn is_up(&self) -> bool {
        matches!(self.observed, Observed::Starting { .. } | Observed::Running { .. })
    }

    /// True when the process ended or never ran and nothing is under way.
    pub(crate) fn is_down(&self) -> bool {
        matches!(self.observed, Observed::Stopped | Observed::Backoff { .. } | Observed::GaveUp)
    }

    /// How it is kept.
    pub(crate) fn mode(&self, facts: &Facts) -> Mode {
        match &self.observed {
            Observed::Starting { owner: Owner::Other, .. } | Observed::Running { owner: Owner::Other, .. } => {
                Mode::Attached
            }
            _ => facts.surroundings.as_ref().map_or(Mode::Child, |around| around.mode),
        }
    }

    fn set(&mut self, observed: Observed, turn: &Turn) {
        if std::mem::discriminant(&self.observed) != std::mem::discriminant(&observed) {
            self.changed_ms = turn.now.unix_ms;
        }
        self.observed = observed;
    }

    /// What the surroundings say is known now.
    pub(crate) fn surroundings_known(&mut self, facts: &Facts, turn: &mut Turn) {
        let Some(around) = &facts.surroundings else { return };
        if !matches!(around.installation, Installation::Found { .. }) {
            if !self.is_up() && !matches!(self.observed, Observed::Stopping { .. }) {
                self.set(Observed::NotInstalled, turn);
            }
            return;
        }
        if matches!(self.observed, Observed::Unknown | Observed::NotInstalled | Observed::GaveUp | Observed::Stopped) {
            turn.push(Effect::LookForGateway { record: self.record });
        }
    }

    /// Someone is, or nobody is, where the gateway should be.
    pub(crate) fn occupied(&mut self, occupancy: &Occupancy, facts: &Facts, turn: &mut Turn) {
        if self.is_up()
            || matches!(self.observed, Observed::Preparing | Observed::Launching | Observed::Stopping { .. })
        {
            return;
        }
        let service = facts.surroundings.as_ref().is_some_and(|around| around.mode == Mode::Service);
        match occupancy {
            Occupancy::Ours(process) if self.desired == Desired::Run || self.look_only => {
                self.adopt(Some(*process), Owner::Child, turn);
            }
            Occupancy::Ours(process) => {
                turn.push(Effect::Watch { process: *process });
                self.stop(*process, Then::Stay, turn);
            }
            Occupancy::Gateway(holder) => {
                self.adopt(holder.process, if service { Owner::Service } else { Owner::Other }, turn);
            }
            Occupancy::Stranger(_) => {
                self.forget_record(turn);
                self.set(Observed::Stopped, turn);
                if self.desired == Desired::Run && !self.once {
                    turn.timer(TimerId::Restart, LOOK_AGAIN_MS);
                }
            }
            Occupancy::Free => {
                self.forget_record(turn);
                let wanted = matches!(self.observed, Observed::Looking | Observed::Unknown | Observed::NotInstalled);
                if self.look_only || self.desired == Desired::Stop || service || !wanted {
                    if !matches!(self.observed, Observed::GaveUp | Observed::Backoff { .. }) {
                        self.set(Observed::Stopped, turn);
                    }
                    if service && self.desired == Desired::Run && !self.look_only {
                        turn.timer(TimerId::Restart, LOOK_AGAIN_MS);
                    }
                } else {
                    self.set(Observed::Preparing, turn);
                    turn.push(Effect::Prepare);
                }
            }
        }
    }

    fn forget_record(&mut self, turn: &mut Turn) {
        turn.save |= self.record.take().is_some();
    }

    fn adopt(&mut self, process: Option<ProcessRef>, owner: Owner, turn: &mut Turn) {
        self.set(Observed::Starting { process, owner, moved_mono_ms: turn.now.mono_ms }, turn);
        if let Some(process) = process {
            turn.push(Effect::Watch { process });
        }
        if owner == Owner::Child {
            self.record = process;
            turn.save = true;
        }
        turn.timer(TimerId::Probe, 0);
    }

    /// Begins a start: looks who is there first.
    pub(crate) fn start(&mut self, facts: &Facts, turn: &mut Turn) {
        turn.cancel(TimerId::Restart);
        if facts.surroundings.as_ref().is_some_and(|around| around.mode == Mode::Service) {
            self.service(CliCommand::ServiceStart, turn);
        } else {
            self.set(Observed::Looking, turn);
            turn.push(Effect::LookForGateway { record: self.record });
        }
    }

    /// A start by a repair: once, and not restarted by itself.
    pub(crate) fn start_once(&mut self, skip_channels: bool, facts: &Facts, turn: &mut Turn) {
        self.desired = Desired::Run;
        self.once = true;
        self.skip_channels = skip_channels;
        turn.save = true;
        if !self.is_up() {
            self.start(facts, turn);
        }
    }

    fn service(&mut self, command: CliCommand, turn: &mut Turn) {
        let ticket = turn.ticket();
        self.service_call = Some(ticket);
        self.service_problem = None;
        turn.push(Effect::RunCli { ticket, command, limit_ms: SERVICE_LIMIT_MS });
    }

    /// The end of a service command this gateway asked for; false when the ticket is somebody else's.
    pub(crate) fn service_ended(&mut self, ticket: Ticket, problem: Option<CliProblem>, turn: &mut Turn) -> bool {
        if self.service_call != Some(ticket) {
            return false;
        }
        self.service_call = None;
        self.service_problem = problem;
        if !self.is_up() {
            turn.push(Effect::LookForGateway { record: None });
        }
        true
    }

    /// True while a service command is under way.
    pub(crate) fn is_calling_service(&self) -> bool {
        self.service_call.is_some()
    }

    /// The person says: keep it running.
    pub(crate) fn ask_start(&mut self, facts: &Facts, turn: &mut Turn) {
        self.desired = Desired::Run;
        self.once = false;
        self.skip_channels = false;
        self.gave_up = false;
        self.budget.reset();
        turn.save = true;
        match self.observed.clone() {
            Observed::Stopping { process, until_mono_ms, .. } => {
                self.observed = Observed::Stopping { process, then: Then::Restart, until_mono_ms };
            }
            _ if self.is_up() || matches!(self.observed, Observed::Preparing | Observed::Launching) => {}
            _ => self.start(facts, turn),
        }
    }

    /// The person says: stop. Returns false where it is not Clawtray's to stop.
    pub(crate) fn ask_stop(&mut self, now: bool, then: Then, facts: &Facts, turn: &mut Turn) -> bool {
        if then == Then::Stay {
            self.desired = Desired::Stop;
        }
        self.once = false;
        turn.save = true;
        turn.cancel(TimerId::Restart);
        match self.observed.clone() {
            Observed::Starting { owner: Owner::Other, .. } | Observed::Running { owner: Owner::Other, .. } => false,
            Observed::Starting { owner: Owner::Service, .. } | Observed::Running { owner: Owner::Service, .. } => {
                let command = if then == Then::Restart { CliCommand::ServiceRestart } else { CliCommand::ServiceStop };
                self.service(command, turn);
                true
            }
            Observed::Starting { process: Some(process), .. } | Observed::Running { process: Some(process), .. } => {
                self.stop(process, then, turn);
                if now {
                    turn.push(Effect::Kill { process });
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
            Observed::Backoff { .. } | Observed::GaveUp | Observed::Looking | Observed::Stopped => {
                self.set(Observed::Stopped, turn);
                if then == Then::Restart {
                    self.start(facts, turn);
                }
                true
            }
            // Between the look and the process: the stop is carried out as soon as the process is known.
            _ => true,
        }
    }

    fn stop(&mut self, process: ProcessRef, then: Then, turn: &mut Turn) {
        let until_mono_ms = turn.now.mono_ms + self.stop_deadline_ms;
        self.set(Observed::Stopping { process, then, until_mono_ms }, turn);
        turn.push(Effect::Terminate { process });
        turn.timer(TimerId::StopDeadline, self.stop_deadline_ms);
        turn.cancel(TimerId::Probe);
        turn.cancel(TimerId::Stable);
    }

    /// Takes in what belongs to supervision.
    pub(crate) fn learned(&mut self, fact: &Fact, facts: &mut Facts, turn: &mut Turn) {
        match fact {
            Fact::Prepared(result) if self.observed == Observed::Preparing => {
                self.prepared(result.as_ref().err(), facts, turn)
            }
            Fact::Spawned(process) => self.spawned(*process, turn),
            Fact::SpawnFailed { words } if self.observed == Observed::Launching => {
                facts.last_exit = Some(ExitSeen {
                    at_ms: turn.now.unix_ms,
                    reason: ExitReason::Unseen,
                    last_lines: vec![words.clone()],
                });
                self.unclean(turn);
            }
            Fact::Exited { process, reason, last_lines } => self.exited(*process, reason, last_lines, facts, turn),
            Fact::Probed(probes) => self.probed(probes, facts, turn),
            _ => {}
        }
    }

    fn prepared(&mut self, problem: Option<&CliProblem>, facts: &mut Facts, turn: &mut Turn) {
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
                turn.push(Effect::Spawn { skip_channels: self.skip_channels });
            }
        }
    }

    fn spawned(&mut self, process: ProcessRef, turn: &mut Turn) {
        self.record = Some(process);
        turn.save = true;
        let moved_mono_ms = turn.now.mono_ms;
        self.set(Observed::Starting { process: Some(process), owner: Owner::Child, moved_mono_ms }, turn);
        if self.desired == Desired::Stop {
            self.stop(process, Then::Stay, turn);
        } else {
            turn.timer(TimerId::Probe, PROBE_STARTING_MS);
        }
    }

    fn exited(
        &mut self,
        process: ProcessRef,
        reason: &ExitReason,
        last_lines: &[String],
        facts: &mut Facts,
        turn: &mut Turn,
    ) {
        if self.record == Some(process) {
            self.forget_record(turn);
        }
        if self.process() != Some(process) {
            return;
        }
        for timer in [TimerId::Probe, TimerId::Stable, TimerId::StopDeadline] {
            turn.cancel(timer);
        }
        facts.forget_run();
        if let Observed::Stopping { then, .. } = self.observed {
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
        let announced = self.restart_expected_until_mono_ms.take().is_some_and(|until| turn.now.mono_ms <= until);
        if *reason == ExitReason::Clean && announced && owner == Owner::Child {
            self.start(facts, turn);
            return;
        }
        facts.last_exit =
            Some(ExitSeen { at_ms: turn.now.unix_ms, reason: reason.clone(), last_lines: last_lines.to_vec() });
        match owner {
            Owner::Other => self.set(Observed::Stopped, turn),
            Owner::Service => {
                self.set(Observed::Stopped, turn);
                turn.timer(TimerId::Restart, LOOK_AGAIN_MS);
            }
            Owner::Child => match reason {
                ExitReason::Configuration(_)
                | ExitReason::StateOwned { .. }
                | ExitReason::OlderBinary { .. }
                | ExitReason::NodeUnsupported { .. }
                | ExitReason::SecretUnresolved { .. } => self.set(Observed::Stopped, turn),
                ExitReason::PortInUse { .. } => {
                    self.set(Observed::Stopped, turn);
                    turn.push(Effect::LookForGateway { record: None });
                    turn.timer(TimerId::Restart, LOOK_AGAIN_MS);
                }
                ExitReason::Clean | ExitReason::Signal(_) | ExitReason::Code(_) | ExitReason::Unseen => {
                    self.unclean(turn);
                }
            },
        }
    }

    fn unclean(&mut self, turn: &mut Turn) {
        self.budget.record(turn.now.unix_ms);
        turn.save = true;
        if self.desired == Desired::Run && self.once && self.gave_up {
            self.set(Observed::GaveUp, turn);
        } else if self.desired == Desired::Stop || self.once {
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

    fn probed(&mut self, probes: &Probes, facts: &Facts, turn: &mut Turn) {
        let moved = facts.probes.as_ref().is_none_or(|before| {
            (&before.healthz, &before.startupz, &before.readyz) != (&probes.healthz, &probes.startupz, &probes.readyz)
        });
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

    /// The gateway said that it is going down.
    pub(crate) fn shutdown_announced(&mut self, restart_expected_ms: Option<u64>, turn: &mut Turn) {
        let Some(expected) = restart_expected_ms else { return };
        self.restart_expected_until_mono_ms = Some(turn.now.mono_ms + expected.min(60_000) + 30_000);
        if let Observed::Running { process, owner, .. } = self.observed {
            self.set(Observed::Starting { process, owner, moved_mono_ms: turn.now.mono_ms }, turn);
            turn.cancel(TimerId::Stable);
            turn.timer(TimerId::Probe, PROBE_STARTING_MS);
        }
    }

    /// A timer of supervision is due.
    pub(crate) fn timer(&mut self, id: TimerId, facts: &Facts, turn: &mut Turn) {
        match id {
            TimerId::Probe if self.is_up() => turn.push(Effect::Probe { process: self.process() }),
            TimerId::Restart => match self.observed {
                Observed::Backoff { .. } if self.desired == Desired::Run => self.start(facts, turn),
                Observed::Stopped if self.desired == Desired::Run => {
                    let service = facts.surroundings.as_ref().is_some_and(|around| around.mode == Mode::Service);
                    if !service {
                        self.set(Observed::Looking, turn);
                    }
                    turn.push(Effect::LookForGateway { record: self.record });
                }
                _ => {}
            },
            TimerId::StopDeadline => {
                if let Observed::Stopping { process, .. } = self.observed {
                    turn.push(Effect::Kill { process });
                }
            }
            TimerId::Stable if matches!(self.observed, Observed::Running { .. }) => {
                self.budget.reset();
                self.gave_up = false;
                turn.save = true;
            }
            _ => {}
        }
    }
}
