//! Supervision of one gateway: what the person wants, what is seen, and what follows.

mod arrival;
mod down;
mod ending;
mod health;
mod service;
mod silence;
mod starting;
mod stopping;
mod wish;
mod work;

pub(crate) use down::DOWN;
pub(crate) use silence::Mute;
pub(crate) use work::{COUNT, COUNT_LIMIT_MS};

use clawtray_contract::{Desired, Mode};

use crate::{
    automatic,
    budget::Budget,
    effect::{Effect, ProcessRef, Ticket, TimerId},
    event::{CliProblem, EventLoop, ExitReason, Fact},
    facts::{ExitSeen, Facts},
    now::Now,
    settings::{OnQuit, Settings},
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
    /// An end now is a restart that the gateway announced, until this moment.
    restart_expected_until_mono_ms: Option<u64>,
    /// A repair is in charge: start once, do not restart by itself.
    pub(crate) once: bool,
    skip_channels: bool,
    /// It runs and has not answered lately.
    silence: Option<silence::Silence>,
    /// It answers over HTTP, and the link gave up because nothing came over it.
    link_silent_since: Option<Now>,
    /// What it last told about its event loop.
    event_loop: Option<EventLoop>,
    /// Its files are of another version than it is, since when.
    updating_since_mono_ms: Option<u64>,
    /// The version that was signed in to last.
    version: Option<String>,
    /// One that hangs is restarted without a person.
    restarts_hung: bool,
    /// A gateway that ended unasked is started again.
    restarts: bool,
    /// It was ended without a person because it hung.
    ends_hung: bool,
    /// A gateway that is started now ends when the keeper does.
    ends_with_keeper: bool,
    /// The generation that was signed in to last; it changes with each restart, also inside one process.
    boot_id: Option<String>,
    /// A restart that the gateway was asked for, which it begins when its work allows.
    restart_call: Option<Ticket>,
    /// Tasks that a stop or a restart waits for, as the gateway counted them.
    pub(crate) waits_for: Option<u64>,
    /// A stop that waits for that count before the process is asked to end.
    count_call: Option<Ticket>,
    /// When this keeper started the process.
    spawned_mono_ms: Option<u64>,
    /// Restarting was given up, until the person starts it or it has been stable again.
    pub(crate) gave_up: bool,
    /// Wall time of the last change of `observed` that a person would call one.
    pub(crate) changed_ms: u64,
    /// Wall time of the end of the last time that it was seen running.
    ran_until_ms: Option<u64>,
    /// A service command under way.
    service_call: Option<Ticket>,
    /// A stop or a restart of the service that was asked for and is not over.
    wish: Option<wish::Wish>,
    /// The person said stop before it was known whether the service runs.
    stop_owed: bool,
    /// A service command said that the gateway comes up, and it has not been met yet.
    brought_up_mono_ms: Option<u64>,
    /// The person wants it from here although another service could start it, or it has been started from here.
    insists: bool,
    /// The port it is met on instead of its own, because the person chose to watch the gateway there.
    pub(crate) met_port: Option<u16>,
    /// A service keeps this gateway, or did when it was last looked at.
    pub(crate) expects_service: bool,
    /// It is being read why the service's process ended.
    reads_end: bool,
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
            restart_expected_until_mono_ms: None,
            once: false,
            skip_channels: false,
            silence: None,
            link_silent_since: None,
            event_loop: None,
            updating_since_mono_ms: None,
            version: None,
            restarts_hung: settings.restart_hung,
            restarts: automatic::restarts(settings),
            ends_hung: false,
            ends_with_keeper: settings.on_quit == OnQuit::StopGateway,
            boot_id: None,
            restart_call: None,
            waits_for: None,
            count_call: None,
            spawned_mono_ms: None,
            gave_up: saved.gave_up,
            changed_ms: 0,
            ran_until_ms: None,
            service_call: None,
            wish: None,
            stop_owed: false,
            brought_up_mono_ms: None,
            insists: false,
            met_port: saved.met_port,
            expects_service: saved.expects_service,
            reads_end: false,
            service_problem: None,
            stop_deadline_ms: settings.stop_deadline_ms,
            look_only,
            jitter: seed,
        }
    }

    /// It is on another computer: it counts as running, and only the link tells whether it does.
    pub(crate) fn is_elsewhere(&mut self, now: Now) {
        self.desired = Desired::Run;
        self.observed = Observed::Running { process: None, owner: Owner::Other, ready_mono_ms: now.mono_ms };
        self.changed_ms = now.unix_ms;
    }

    /// The person chose anew: it holds from the next start on.
    pub(crate) fn choose(&mut self, settings: &Settings) {
        self.ends_with_keeper = settings.on_quit == OnQuit::StopGateway;
        self.restarts_hung = settings.restart_hung;
        self.restarts = automatic::restarts(settings);
    }

    /// The process, while there is one.
    pub(crate) fn process(&self) -> Option<ProcessRef> {
        match &self.observed {
            Observed::Starting { process, .. } | Observed::Running { process, .. } => *process,
            Observed::Stopping { process, .. } => Some(*process),
            _ => None,
        }
    }

    /// The process was started by this very keeper, which hears what it prints as it prints it.
    pub(crate) fn is_child_of_this_keeper(&self) -> bool {
        self.spawned_mono_ms.is_some()
    }

    /// True while the process is expected to answer.
    pub(crate) fn is_up(&self) -> bool {
        matches!(self.observed, Observed::Starting { .. } | Observed::Running { .. })
    }

    /// True while it runs and is this person's to keep: not somebody else's gateway.
    pub(crate) fn is_ours(&self) -> bool {
        matches!(self.observed, Observed::Running { owner: Owner::Child | Owner::Service, .. })
    }

    /// True when the process ended or never ran and nothing is under way.
    pub(crate) fn is_down(&self) -> bool {
        matches!(self.observed, Observed::Stopped | Observed::Backoff { .. } | Observed::GaveUp)
    }

    /// How it is kept.
    pub(crate) fn mode(&self, facts: &Facts) -> Mode {
        if facts.remote.is_some() {
            return Mode::Remote;
        }
        match &self.observed {
            Observed::Starting { owner: Owner::Other, .. } | Observed::Running { owner: Owner::Other, .. } => {
                Mode::Attached
            }
            _ => facts.surroundings.as_ref().map_or(Mode::Child, |around| around.mode),
        }
    }

    /// True from the word to stop or restart until the process has ended.
    pub(crate) fn is_stopping(&self) -> bool {
        matches!(self.observed, Observed::Stopping { .. }) || self.wished().is_some()
    }

    /// What is to follow a stop that is under way.
    pub(crate) fn stopping_then(&self) -> Option<Then> {
        match self.observed {
            Observed::Stopping { then, .. } => Some(then),
            _ => self.wished(),
        }
    }

    fn set(&mut self, observed: Observed, turn: &Turn) {
        if std::mem::discriminant(&self.observed) != std::mem::discriminant(&observed) {
            self.changed_ms = turn.now.unix_ms;
            if matches!(self.observed, Observed::Running { .. }) {
                self.ran_until_ms = Some(turn.now.unix_ms);
            }
        }
        self.observed = observed;
    }

    /// Takes in what belongs to supervision.
    pub(crate) fn learned(&mut self, fact: &Fact, facts: &mut Facts, turn: &mut Turn) {
        match fact {
            Fact::Prepared(result) if self.observed == Observed::Preparing => {
                self.prepared(result.as_ref().err(), facts, turn)
            }
            Fact::Spawned(process) => self.spawned(*process, turn),
            Fact::SpawnFailed { words } if self.observed == Observed::Launching => {
                let seen = ExitSeen {
                    at_ms: turn.now.unix_ms,
                    reason: ExitReason::NotStarted,
                    last_lines: vec![words.clone()],
                };
                turn.ended = Some((seen.clone(), None));
                facts.last_exit = Some(seen);
                self.unclean(turn);
            }
            Fact::Exited { process, reason, last_lines } => self.exited(*process, reason, last_lines, facts, turn),
            Fact::Probed(probes) => self.probed(probes, facts, turn),
            Fact::ServiceEndRead { at_ms, reason, last_lines } => {
                self.service_end_read(*at_ms, reason, last_lines, facts, turn);
            }
            _ => {}
        }
    }

    /// A timer of supervision is due.
    pub(crate) fn timer(&mut self, id: TimerId, facts: &Facts, turn: &mut Turn) {
        match id {
            TimerId::Probe if self.is_up() => turn.push(Effect::Probe { process: self.process() }),
            TimerId::Restart => match self.observed {
                Observed::Backoff { .. } if self.desired == Desired::Run => self.start(facts, turn),
                Observed::Stopped if self.desired == Desired::Run => {
                    if !is_service(facts) {
                        self.set(Observed::Looking, turn);
                    }
                    turn.push(Effect::LookForGateway);
                }
                _ => {}
            },
            TimerId::StopDeadline => {
                if let Observed::Stopping { process, .. } = self.observed {
                    turn.push(Effect::Kill { process });
                } else {
                    self.wish_in_vain();
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

/// True where a service is installed for this gateway.
fn is_service(facts: &Facts) -> bool {
    facts.surroundings.as_ref().is_some_and(|around| around.mode == Mode::Service)
}
