//! The connection: when it is wanted, what it says, what it is asked.

use clawtray_contract::{Answer, AppError, ErrorCode};

use super::{App, LIST_LIMIT_MS, Purpose};
use crate::{
    approvals::Source,
    effect::{Effect, Request, Ticket, TimerId},
    event::{CallProblem, HttpSign, JobRun, LinkEvent, Refusal, Reply},
    facts::LiveConfig,
    link::LinkState,
    plan::wants_config,
    signatures,
    turn::Turn,
};

/// The link gave up after twice the tick interval without a frame (this side's own close code).
const TICK_TIMEOUT: u16 = 4_000;

/// The call that says which gateway it is; older ones do not offer it.
const IDENTITY: &str = "gateway.identity.get";

/// When a run of a job was over, milliseconds since 1970.
fn ended_ms(run: &JobRun) -> u64 {
    run.at_ms.saturating_add(run.duration_ms.unwrap_or_default())
}

impl App {
    /// What needs the configuration has it read once for each sign-in: meanwhile it may be another one, and a gateway of
    /// spring 2026 tells of a change by nothing but its restart. `config.get` took two seconds right after a start (observed
    /// on OpenClaw 2026.9.6), so it is not asked for nothing.
    pub(super) fn ask_config(&mut self, turn: &mut Turn) {
        if !self.config_asked && self.link.hello().is_some() && self.needs_config() {
            self.config_asked = true;
            self.list(Request::ReadConfig, turn);
        }
    }

    /// A finding whose actions change it, or a refusal that it may have asked for.
    fn needs_config(&self) -> bool {
        self.findings.all().any(|(reference, _)| wants_config(&reference.id)) || !self.facts.long_context.is_empty()
    }

    /// The link is wanted while the gateway answers, and all three signals together make it running.
    pub(super) fn keep_link(&mut self, turn: &mut Turn) {
        if !self.gateway.is_up() && !self.gateway.is_counting() {
            if self.link.state != LinkState::Idle {
                self.link.drop_session(turn);
                self.queue.clear();
            }
            return;
        }
        // Elsewhere nothing else tells that it is time, and nothing else has asked the keychain.
        let live = self.facts.remote.is_some() && self.facts.secrets_read
            || self.facts.probes.as_ref().is_some_and(|probes| probes.healthz == HttpSign::Yes);
        // Who only looks does not wait for one answer before asking for the next: a busy gateway gives both at once.
        let asked_both = self.options.look_only && self.facts.probes.is_none() && self.gateway.process().is_some();
        let under_way = matches!(self.link.state, LinkState::Connecting { .. } | LinkState::Waiting { .. });
        if self.options.look_only && !live && !asked_both && under_way {
            self.link.drop_session(turn);
        }
        // Who only looks keeps nothing: signing in as a device that is not known yet would pair one more at each look.
        if (live || asked_both) && (!self.options.look_only || self.facts.secrets.device_token) {
            self.link.want(&self.facts.secrets, turn);
        }
        if self.facts.http_ready() && self.link.hello().is_some() {
            self.gateway.all_ready(&mut self.facts, turn);
        }
    }

    pub(super) fn link_moved(&mut self, moved: &LinkEvent, turn: &mut Turn) {
        turn.save |= self.facts.note_sign_in(moved, turn.now.unix_ms);
        match moved {
            LinkEvent::Closed { code: Some(TICK_TIMEOUT), .. } if self.facts.remote.is_none() => {
                self.gateway.link_fell_silent(turn.now)
            }
            // Nobody there, or nothing said: that is no sign of life.
            LinkEvent::Closed { .. } | LinkEvent::Refused(Refusal::Unreachable { .. } | Refusal::Tunnel { .. }) => {}
            _ => self.gateway.heard(),
        }
        match moved {
            LinkEvent::Ready(hello) => {
                self.gateway.signed_in(hello.boot_id.as_deref(), hello.version.as_deref(), turn);
                self.log_offered(hello.up_ms, turn);
            }
            LinkEvent::Gap => {}
            LinkEvent::Shutdown { restart_expected_ms } => {
                self.gateway.shutdown_announced(*restart_expected_ms, turn);
                // What the old generation says from here on is no proof of the next one.
                self.facts.probes = None;
                turn.push(Effect::Disconnect);
                let closed = LinkEvent::Closed { code: None, words: "shutdown".into() };
                self.link.moved(&closed, &self.facts.secrets, turn);
            }
            LinkEvent::ApprovalsChanged { source, ended } => self.queue.changed(*source, ended, turn),
            LinkEvent::JobsChanged => self.list(Request::ListJobs, turn),
            LinkEvent::ConfigChanged => {
                self.facts.config_taken_ms = Some(turn.now.unix_ms);
                self.look_at_config(turn);
                // Channels and the scheduler may be others now.
                self.ask_parts(turn);
                if self.facts.config.is_some() {
                    self.list(Request::ReadConfig, turn);
                }
            }
            LinkEvent::JobFinished(run) => {
                let asked = run.model.as_deref();
                let own = asked.is_some_and(|model| signatures::is_own(self.facts.configuration(), model));
                if let Some(sign) = signatures::sign_of_job(run, own) {
                    self.facts.signs.add(sign, "event", ended_ms(run));
                }
                self.facts.add_job(run.clone());
            }
            LinkEvent::Heartbeat(beat) => self.facts.add_beat(beat.clone()),
            LinkEvent::ModelRun(run) => {
                match &run.error {
                    Some(error) if signatures::is_long_context(error) => {
                        self.facts.add_long_context(run.model.clone(), run.at_ms, error.clone());
                        self.config_asked = false;
                    }
                    Some(_) => {
                        let own = signatures::is_own(self.facts.configuration(), &run.model);
                        for sign in signatures::signs_of(run, own) {
                            self.facts.signs.add(sign, "event", run.at_ms);
                        }
                    }
                    None => self.facts.add_model_ok(run.model.clone(), run.at_ms),
                }
                turn.save |= !self.facts.long_context.is_empty();
            }
            LinkEvent::Closed { .. } | LinkEvent::Refused(_) => {
                self.queue.disconnect();
                if self.gateway.is_up() {
                    turn.timer(TimerId::Probe, 0);
                }
            }
        }
        self.link.moved(moved, &self.facts.secrets, turn);
        self.give_lease_back(turn);
        // A gateway that was there before Clawtray: its token is learned once without asking, the way OpenClaw offers.
        if *moved == LinkEvent::Refused(Refusal::TokenMissing) && !self.facts.secrets.shared_token && !self.token_sought
        {
            self.token_sought = true;
            if !self.options.look_only {
                turn.push(Effect::FetchToken);
            }
        }
        // State events are lost at every reconnect and gap: the lists are the truth.
        if matches!(moved, LinkEvent::Ready(_)) {
            let wanted = self.link.wanted.clone();
            let reads = |source: &Source| if source.is_action() { wanted.answers_agents } else { wanted.pairs() };
            let sources: Vec<Source> = Source::ALL.into_iter().filter(reads).collect();
            self.queue.connect(&sources, turn);
        }
        if matches!(moved, LinkEvent::Ready(_) | LinkEvent::Gap) {
            self.queue.read_all(turn);
            self.list(Request::Heartbeat, turn);
            self.ask_parts(turn);
            self.facts.identity = None;
            if self.link.hello().is_some_and(|hello| hello.methods.iter().any(|method| method == IDENTITY)) {
                self.call(Request::Identity, Purpose::Aside, turn);
            }
            self.config_asked = false;
            if !self.needs_config() {
                self.facts.config = None;
            }
            // Mended by somebody since it was read: a gateway that is ready has read it whole.
            if self.facts.surroundings.as_ref().is_some_and(|around| around.config.broken.is_some()) {
                turn.push(Effect::LookAround);
            }
            // One that is whole and ready has had its update finished.
            if matches!(moved, LinkEvent::Ready(_)) {
                self.look_at_package(turn);
            }
            turn.timer(TimerId::Probe, 0);
        }
    }

    /// Channels and devices come and go without an event.
    pub(super) fn ask_parts(&mut self, turn: &mut Turn) {
        self.parts_asked_mono_ms = turn.now.mono_ms;
        self.list(Request::Parts, turn);
        // What was due meanwhile shows only in the list.
        self.list(Request::ListJobs, turn);
    }

    /// Asks for a list: not to be answered is told.
    fn list(&mut self, request: Request, turn: &mut Turn) {
        self.call(request.clone(), Purpose::List(request), turn);
    }

    pub(super) fn call(&mut self, request: Request, purpose: Purpose, turn: &mut Turn) {
        let ticket = turn.ticket();
        self.purposes.insert(ticket, purpose);
        turn.push(Effect::Call { ticket, request, limit_ms: LIST_LIMIT_MS });
    }

    pub(super) fn replied(&mut self, ticket: Ticket, result: &Result<Reply, CallProblem>, turn: &mut Turn) {
        if result.is_ok() {
            self.gateway.heard();
        }
        self.sleep_replied(ticket, result, turn);
        match result {
            // A repair that asked for more rights signs in again itself.
            Ok(Reply::Approvals(_) | Reply::Scopes(_) | Reply::ScopesAsked { .. }) => {}
            Ok(Reply::Parts(parts)) => {
                self.facts.parts.clone_from(parts);
                self.facts.parts_read_ms = Some(turn.now.unix_ms);
                self.facts.mute_since_ms = None;
            }
            Ok(Reply::Jobs { runs, due }) => {
                turn.save |= self.facts.add_due(due.clone(), turn.now.unix_ms);
                self.facts.jobs_listed = true;
                self.facts.jobs_mute_since_ms = None;
                let listed: Vec<&String> = runs.iter().map(|run| &run.job).collect();
                self.facts.jobs.retain(|job, _| listed.contains(&job));
                for run in runs {
                    self.facts.add_job(run.clone());
                }
            }
            Ok(Reply::Heartbeat { last, every_ms }) => {
                self.facts.beat_every_ms = *every_ms;
                if let Some(beat) = last {
                    self.facts.add_beat(beat.clone());
                }
            }
            Ok(Reply::Config { hash, valid, value }) => {
                if *valid {
                    self.facts.config_valid_ms = Some(turn.now.unix_ms);
                }
                self.facts.config = Some(LiveConfig { hash: hash.clone(), value: value.clone() });
            }
            Ok(Reply::Identity { device }) => self.facts.identity = Some(device.clone()),
            Ok(Reply::Log { lines, cursor, whole }) => self.log_told(lines, *cursor, *whole, turn),
            Ok(Reply::Work { .. } | Reply::Asleep { .. } | Reply::Done) | Err(_) => {}
        }
        self.gateway.work_replied(ticket, result, &self.facts, turn);
        if let (Some(Purpose::List(request)), Err(problem)) = (self.purposes.get(&ticket), result) {
            let request = request.clone();
            self.mute(&request, problem, turn);
            // A busy gateway needed longer than it had: what waits for the configuration asks again.
            self.config_asked &= *problem != CallProblem::TimedOut;
        }
        let list = match result {
            Ok(Reply::Approvals(list)) => Ok(list.as_slice()),
            Ok(_) => Ok(&[][..]),
            Err(problem) => Err(problem),
        };
        if self.queue.replied(ticket, list, turn) {
            return;
        }
        let purpose = self.purposes.remove(&ticket);
        if let Some(Purpose::Check { seen, decision, answer }) = purpose {
            self.checked(&seen, decision, answer, list, turn);
        } else if let Some(Purpose::Decide { approval, answer }) = purpose {
            self.deciding.remove(&approval);
            let result = match result {
                // Decided already, here or elsewhere: it is over either way.
                Ok(_) | Err(CallProblem::Gone) => {
                    self.queue.decided(&approval);
                    Ok(Answer::Accepted)
                }
                Err(problem) => Err(self.call_error(problem, "error-decision")),
            };
            self.tell_decision(&approval, answer, result, turn);
            self.queue.read_all(turn);
        } else if let Some(Purpose::Recheck) = purpose {
            self.rechecked(result, turn);
        } else if let Some(Purpose::Preview { answer, wish }) = purpose {
            let result = self.previewed(&wish, result.as_ref().ok(), turn.now);
            turn.push(Effect::Answer { ticket: answer, result });
        } else if let Some(Purpose::Wish { answer }) = purpose {
            let result = match result {
                Ok(_) => Ok(Answer::Accepted),
                Err(problem) => Err(self.call_error(problem, "error-job")),
            };
            turn.push(Effect::Answer { ticket: answer, result });
            self.list(Request::ListJobs, turn);
        }
    }

    /// Why the gateway did not do what a person asked for; `otherwise` says what that was.
    fn call_error(&self, problem: &CallProblem, otherwise: &'static str) -> AppError {
        match problem {
            CallProblem::MissingScope(scope) => {
                self.error(ErrorCode::MissingRights, "error-missing-rights", Some(scope))
            }
            CallProblem::NotConnected => self.error(ErrorCode::NotConnected, "error-not-connected", None),
            CallProblem::Gone => self.error(ErrorCode::Gone, "error-gone", None),
            problem => self.error(ErrorCode::Failed, otherwise, Some(&format!("{problem:?}"))),
        }
    }

    /// A list was asked for and did not come, although the link stands.
    fn mute(&mut self, request: &Request, problem: &CallProblem, turn: &mut Turn) {
        let words = match problem {
            CallProblem::TimedOut => "no answer in time".to_owned(),
            CallProblem::Refused { code, words } => format!("{code}: {words}"),
            CallProblem::NotConnected
            | CallProblem::MissingScope(_)
            | CallProblem::Gone
            | CallProblem::HashChanged
            | CallProblem::NotWritten(_)
            | CallProblem::NotOffered => return,
        };
        // Jobs are listed apart from everything else: that other lists come says nothing about them.
        let (mute, again) = match request {
            Request::ListJobs => (&mut self.facts.jobs_mute_since_ms, Request::ListJobs),
            _ => (&mut self.facts.mute_since_ms, Request::Parts),
        };
        if mute.is_none() {
            *mute = Some((turn.now.unix_ms, format!("{}: {words}", request.display())));
            // Whether it was for a moment shows before anybody is told.
            self.list(again, turn);
        }
    }
}
