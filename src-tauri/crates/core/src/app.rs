//! The whole state, and the one function that changes it.

use std::{collections::BTreeMap, sync::Arc};

use clawtray_contract::{
    Answer, AppError, Decision, ErrorCode, ExitView, HistoryEntry, HistoryKind, Intent, Route, Snapshot,
};
use clawtray_text::Catalogue;

use crate::{
    approvals::{self, ApprovalRequest, Queue, Source},
    attention::{APPROVALS_KEY, Attention, Sight, muted_until},
    effect::{Effect, Request, Ticket, TimerId},
    event::{CallProblem, Event, Fact, LinkEvent, Refusal, Reply, Surface},
    exits,
    facts::{Facts, LiveConfig},
    findings::{Findings, Scene, Words},
    gateway::{Gateway, Observed, Then},
    link::{Link, LinkState, rights::Wanted},
    now::Now,
    plan::{Plan, wants_config},
    present::{self, Picture, TrayModel},
    repairs::{Hands, Repairs},
    rules::RULES,
    saved::{HISTORY_KEPT, SAVED_VERSION, Saved},
    settings::{OnQuit, Settings},
    signatures,
    turn::Turn,
};

/// Limit of a list call, milliseconds.
const LIST_LIMIT_MS: u64 = 15_000;
/// How often waiting approvals and silence are looked at again, milliseconds.
const JUDGE_MS: u64 = 60_000;
/// How often channels, scheduler and devices are asked about, milliseconds; asking takes the gateway some 10 ms.
const PARTS_MS: u64 = 120_000;
/// Pause before the kept state is written, so that a burst of changes is one write, milliseconds.
const SAVE_MS: u64 = 500;

/// What the engine knows before anything happens.
#[derive(Clone, Debug)]
pub struct Options {
    /// Clawtray's version.
    pub version: String,
    /// The keeper's process id.
    pub keeper_pid: Option<u32>,
    /// The sentences.
    pub catalogue: Arc<Catalogue>,
    /// Their language, as a BCP 47 tag.
    pub language: String,
    /// The gateway's id on this computer.
    pub gateway_id: String,
    /// The person's choices.
    pub settings: Settings,
    /// Only look: start nothing, stop nothing, notify nobody, keep nothing.
    pub look_only: bool,
    /// Seed of the jitter of restarts.
    pub seed: u64,
}

/// What a ticket is for.
#[derive(Clone, Debug)]
enum Purpose {
    List,
    /// The list is read once more before a request is approved: it must still be the one that was seen.
    Check {
        seen: Box<ApprovalRequest>,
        decision: Decision,
        answer: Option<Ticket>,
    },
    Decide {
        approval: String,
        answer: Option<Ticket>,
    },
}

/// The state of everything.
#[derive(Debug)]
pub struct App {
    options: Options,
    facts: Facts,
    gateway: Gateway,
    link: Link,
    queue: Queue,
    findings: Findings,
    repairs: Repairs,
    attention: Attention,
    history: Vec<HistoryEntry>,
    exits: Vec<ExitView>,
    purposes: BTreeMap<Ticket, Purpose>,
    deciding: BTreeMap<String, Decision>,
    /// No notifications until then, milliseconds since 1970.
    muted_until_ms: Option<u64>,
    revision: u64,
    next_ticket: Ticket,
    save_due: bool,
    /// The token of a gateway that was there before Clawtray was looked for once.
    token_sought: bool,
    /// The configuration was asked for since the last sign-in.
    config_asked: bool,
    saved: Saved,
    /// When the gateway's parts were last asked about.
    parts_asked_mono_ms: u64,
    /// When this state began, milliseconds since 1970.
    began_ms: u64,
    /// When the last line of output was written, milliseconds since 1970.
    line_ms: Option<u64>,
}

impl App {
    /// A state in which nothing is known yet, but what was kept.
    pub fn new(options: Options, saved: Saved, now: Now) -> Self {
        let gateway = Gateway::new(&options.settings, &saved, options.look_only, options.seed);
        let facts = Facts { long_context: saved.long_context.clone(), mended_ms: saved.mended_ms, ..Facts::default() };
        Self {
            facts,
            gateway,
            link: Link::new(Wanted::of(&options.settings)),
            queue: Queue::default(),
            findings: Findings::new(saved.since_ms.clone()),
            repairs: Repairs::new(saved.repairs.clone(), saved.next_repair, &options.catalogue, now.unix_ms),
            attention: Attention::new(&saved.notified),
            history: saved.history.clone(),
            exits: saved.exits.clone(),
            purposes: BTreeMap::new(),
            deciding: BTreeMap::new(),
            muted_until_ms: saved.muted_until_ms,
            revision: 0,
            next_ticket: 0,
            save_due: false,
            token_sought: false,
            parts_asked_mono_ms: now.mono_ms,
            config_asked: false,
            began_ms: now.unix_ms,
            line_ms: None,
            options,
            saved,
        }
    }

    /// Takes in what happened and says what is to be done.
    pub fn handle(&mut self, event: Event, now: Now) -> Vec<Effect> {
        let mut turn = Turn::new(now, self.next_ticket);
        self.revision += 1;
        let before = self.gateway.observed.clone();
        self.dispatch(&event, &mut turn);
        if let Some((exit, uptime_ms)) = turn.ended.take() {
            let exit = exits::view(&exit, uptime_ms, &self.options.catalogue);
            self.remember(HistoryKind::Exit, exit.text.clone(), &mut turn);
            exits::keep(&mut self.exits, exit);
        }
        self.keep_link(&mut turn);
        if self.queue.take_moved() {
            self.facts.approvals = self.queue.waiting();
        }
        let mut hands = Hands {
            facts: &mut self.facts,
            gateway: &mut self.gateway,
            link: &mut self.link,
            catalogue: &self.options.catalogue,
        };
        self.repairs.advance(&event, &mut hands, &mut turn);
        let scene = Scene { facts: &self.facts, gateway: &self.gateway, link: &self.link, now };
        let next = self.findings.judge(RULES, &scene);
        let mut hands = Hands {
            facts: &mut self.facts,
            gateway: &mut self.gateway,
            link: &mut self.link,
            catalogue: &self.options.catalogue,
        };
        self.repairs.settle(&self.findings, &mut hands, &mut turn);
        self.ask_config(&mut turn);
        for finished in std::mem::take(&mut self.repairs.finished) {
            self.attention.repair_ended(&finished, &self.options.catalogue, now.unix_ms);
            let text = format!("{}: {}", finished.label, finished.text);
            self.remember(HistoryKind::Repair, text, &mut turn);
        }
        let mut reminder = None;
        if !self.options.look_only {
            let sight = Sight {
                facts: &self.facts,
                gateway: &self.gateway,
                findings: &self.findings,
                catalogue: &self.options.catalogue,
                settings: &self.options.settings.notifications,
                muted_until_ms: self.muted_until_ms,
                window: self.facts.window.as_ref(),
            };
            reminder = self.attention.update(&sight, &mut turn);
        }
        if let Some(after_ms) = next.into_iter().chain(reminder).min() {
            turn.timer(TimerId::Judge, after_ms.min(JUDGE_MS));
        }
        self.tell_history(&before, &mut turn);
        self.keep(&mut turn);
        turn.effects
    }

    /// A finding whose actions change the configuration needs it, once for each sign-in.
    fn ask_config(&mut self, turn: &mut Turn) {
        let wanted = || self.findings.all().any(|(reference, _)| wants_config(&reference.id));
        if !self.config_asked && self.facts.config.is_none() && self.link.hello().is_some() && wanted() {
            self.config_asked = true;
            self.call(Request::ReadConfig, Purpose::List, turn);
        }
    }

    fn dispatch(&mut self, event: &Event, turn: &mut Turn) {
        match event {
            Event::Began => {
                turn.push(Effect::LookAtFolder);
                turn.push(Effect::LookAround);
                turn.timer(TimerId::Judge, JUDGE_MS);
            }
            Event::Asked { ticket, intent, surface } => {
                if let Some(result) = self.asked(*ticket, intent, *surface, turn) {
                    turn.push(Effect::Answer { ticket: *ticket, result });
                }
            }
            Event::Pressed { key, button } => self.pressed(key, button, turn),
            Event::Fact(fact) => self.learned(fact, turn),
            Event::Link(moved) => self.link_moved(moved, turn),
            Event::Replied { ticket, result } => self.replied(*ticket, result, turn),
            Event::CliLine { .. } => {}
            Event::CliEnded { ticket, result } => {
                self.gateway.service_ended(*ticket, result.as_ref().err().cloned(), turn);
            }
            Event::Timer(id) => self.timer(*id, turn),
            Event::Woke => {
                self.gateway.forget_silence();
                self.facts.woke_ms = Some(turn.now.unix_ms);
                if self.gateway.is_up() {
                    turn.timer(TimerId::Probe, 0);
                    if matches!(self.link.state, LinkState::Waiting { .. }) {
                        self.link.retry_now(&self.facts.secrets, turn);
                    }
                }
            }
        }
    }

    fn learned(&mut self, fact: &Fact, turn: &mut Turn) {
        match fact {
            Fact::Surroundings(around) => {
                self.facts.secrets = around.secrets.clone();
                self.facts.surroundings = Some((**around).clone());
                self.gateway.surroundings_known(&self.facts, turn);
            }
            Fact::Occupancy(occupancy) => {
                self.facts.occupancy = Some(occupancy.clone());
                self.gateway.occupied(occupancy, &self.facts, turn);
            }
            Fact::Prepared(Ok(secrets)) | Fact::Secrets(secrets) => self.facts.secrets = secrets.clone(),
            Fact::Exited { process, .. } if self.gateway.process() == Some(*process) => {
                self.link.drop_session(turn);
                self.queue.clear();
                // Our own reading of the file says what OpenClaw's words only hint at.
                turn.push(Effect::LookAround);
                turn.push(Effect::LookAtFolder);
            }
            Fact::Output(lines) => {
                self.facts.lines_read = true;
                for line in lines {
                    self.read_line(line, turn);
                }
                self.facts.add_output(lines.clone());
            }
            // Learned for a gateway that somebody else set up; a repair that asked for it signs in itself.
            Fact::TokenFetched(Ok(_))
                if matches!(self.link.state, LinkState::Refused { .. }) && !self.repairs.is_busy() =>
            {
                self.link.retry_now(&self.facts.secrets, turn);
            }
            Fact::Opened { ticket: Some(ticket), result } => {
                let result = match result {
                    Ok(()) => Ok(Answer::Accepted),
                    Err(words) => Err(self.error(ErrorCode::Failed, "error-dashboard", Some(words))),
                };
                turn.push(Effect::Answer { ticket: *ticket, result });
            }
            Fact::Installs(installs) => self.facts.installs.clone_from(installs),
            Fact::ServiceUnit(unit) => {
                let before = std::mem::replace(&mut self.facts.unit, unit.clone());
                self.gateway.unit_told(before.as_ref(), &mut self.facts, turn);
            }
            Fact::Folder(seen) => self.facts.folder.clone_from(seen),
            Fact::TrayHost(present) => self.facts.tray_host = Some(*present),
            Fact::NotificationService { present, .. } => self.facts.notifications = Some(*present),
            Fact::StartsAtLogin(known) => self.facts.starts_at_login = *known,
            Fact::SettingsProblem(problem) => self.facts.settings_problem = Some(problem.clone()),
            _ => {}
        }
        self.gateway.learned(fact, &mut self.facts, turn);
        if let Fact::Probed(probes) = fact
            && self.gateway.is_up()
        {
            self.facts.probes = Some(probes.clone());
        }
    }

    fn read_line(&mut self, line: &str, turn: &mut Turn) {
        // A line without a time, such as the rest of a long message, belongs to the one before it.
        self.line_ms = signatures::written_ms(line).or(self.line_ms);
        // A keeper that adopts a gateway reads its last output again: what it says there is not news.
        let Some(at_ms) = self.line_ms.filter(|at_ms| *at_ms >= self.began_ms) else { return };
        if let Some((model, error)) = signatures::long_context_in(line) {
            self.facts.add_long_context(model, at_ms, error);
            turn.save = true;
        }
        for sign in signatures::signs_in(line) {
            self.facts.signs.add(sign, "output", at_ms);
        }
    }

    /// The link is wanted while the gateway answers, and all three signals together make it running.
    fn keep_link(&mut self, turn: &mut Turn) {
        if !self.gateway.is_up() && !self.gateway.is_counting() {
            if self.link.state != LinkState::Idle {
                self.link.drop_session(turn);
                self.queue.clear();
            }
            return;
        }
        let live = self.facts.probes.as_ref().is_some_and(|probes| probes.healthz == crate::event::HttpSign::Yes);
        // Who only looks keeps nothing: signing in as a device that is not known yet would pair one more at each look.
        if live && (!self.options.look_only || self.facts.secrets.device_token) {
            self.link.want(&self.facts.secrets, turn);
        }
        if self.facts.http_ready() && self.link.hello().is_some() {
            self.gateway.all_ready(&mut self.facts, turn);
        }
    }

    fn link_moved(&mut self, moved: &LinkEvent, turn: &mut Turn) {
        match moved {
            LinkEvent::Ready(hello) => self.gateway.signed_in(hello.boot_id.as_deref(), turn),
            LinkEvent::Gap => {}
            LinkEvent::Shutdown { restart_expected_ms } => {
                self.gateway.shutdown_announced(*restart_expected_ms, turn);
                // What the old generation says from here on is no proof of the next one.
                self.facts.probes = None;
                turn.push(Effect::Disconnect);
                let closed = LinkEvent::Closed { code: None, words: "shutdown".into() };
                self.link.moved(&closed, &self.facts.secrets, turn);
            }
            LinkEvent::ApprovalsChanged { source, ended } => self.queue.changed(*source, ended.as_deref(), turn),
            LinkEvent::JobsChanged => self.call(Request::ListJobs, Purpose::List, turn),
            LinkEvent::ConfigChanged if self.facts.config.is_some() => {
                self.call(Request::ReadConfig, Purpose::List, turn);
            }
            LinkEvent::ConfigChanged => {}
            LinkEvent::JobFinished(run) => self.facts.add_job(run.clone()),
            LinkEvent::Heartbeat(beat) => self.facts.add_beat(beat.clone()),
            LinkEvent::ModelRun(run) => {
                match &run.error {
                    Some(error) if signatures::is_long_context(error) => {
                        self.facts.add_long_context(run.model.clone(), run.at_ms, error.clone());
                        self.call(Request::ReadConfig, Purpose::List, turn);
                    }
                    Some(_) => {
                        for sign in signatures::signs_of(run) {
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
            self.call(Request::Heartbeat, Purpose::List, turn);
            self.ask_parts(turn);
            self.config_asked = false;
            // `config.get` took two seconds right after a start (observed on OpenClaw 2026.9.6): it is asked only when
            // something needs it.
            if !self.facts.long_context.is_empty() {
                self.call(Request::ReadConfig, Purpose::List, turn);
            }
            // Mended by somebody since it was read: a gateway that is ready has read it whole.
            if self.facts.surroundings.as_ref().is_some_and(|around| around.config.broken.is_some()) {
                turn.push(Effect::LookAround);
            }
            turn.timer(TimerId::Probe, 0);
        }
    }

    /// Channels and devices come and go without an event.
    fn ask_parts(&mut self, turn: &mut Turn) {
        self.parts_asked_mono_ms = turn.now.mono_ms;
        self.call(Request::Parts, Purpose::List, turn);
        // What was due meanwhile shows only in the list.
        self.call(Request::ListJobs, Purpose::List, turn);
    }

    fn call(&mut self, request: Request, purpose: Purpose, turn: &mut Turn) {
        let ticket = turn.ticket();
        self.purposes.insert(ticket, purpose);
        turn.push(Effect::Call { ticket, request, limit_ms: LIST_LIMIT_MS });
    }

    fn replied(&mut self, ticket: Ticket, result: &Result<Reply, CallProblem>, turn: &mut Turn) {
        match result {
            // A repair that asked for more rights signs in again itself.
            Ok(Reply::Approvals(_) | Reply::Scopes(_)) => {}
            Ok(Reply::Parts(parts)) => {
                self.facts.parts.clone_from(parts);
                self.facts.mute_since_ms = None;
            }
            Ok(Reply::Jobs { runs, due }) => {
                self.facts.add_due(due.clone(), turn.now.unix_ms);
                self.facts.jobs_listed = true;
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
            Ok(Reply::Config { hash, value, .. }) => {
                self.facts.config = Some(LiveConfig { hash: hash.clone(), value: value.clone() });
            }
            Ok(Reply::Work { .. } | Reply::Done) | Err(_) => {}
        }
        self.gateway.work_replied(ticket, result, &self.facts, turn);
        if let (Some(Purpose::List), Err(problem)) = (self.purposes.get(&ticket), result) {
            self.mute(problem, turn);
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
                Err(CallProblem::MissingScope(scope)) => {
                    Err(self.error(ErrorCode::MissingRights, "error-missing-rights", Some(scope)))
                }
                Err(CallProblem::NotConnected) => Err(self.error(ErrorCode::NotConnected, "error-not-connected", None)),
                Err(problem) => Err(self.error(ErrorCode::Failed, "error-decision", Some(&format!("{problem:?}")))),
            };
            if let Some(ticket) = answer {
                turn.push(Effect::Answer { ticket, result });
            }
            self.queue.read_all(turn);
        }
    }

    /// A list was asked for and did not come, although the link stands.
    fn mute(&mut self, problem: &CallProblem, turn: &Turn) {
        let words = match problem {
            CallProblem::TimedOut => "no answer in time".to_owned(),
            CallProblem::Refused { code, words } => format!("{code}: {words}"),
            CallProblem::NotConnected
            | CallProblem::MissingScope(_)
            | CallProblem::Gone
            | CallProblem::HashChanged
            | CallProblem::NotOffered => return,
        };
        self.facts.mute_since_ms.get_or_insert((turn.now.unix_ms, words));
    }

    /// The list was read once more: the request is approved only as it was seen.
    fn checked(
        &mut self,
        seen: &ApprovalRequest,
        decision: Decision,
        answer: Option<Ticket>,
        list: Result<&[ApprovalRequest], &CallProblem>,
        turn: &mut Turn,
    ) {
        let problem = match list {
            Ok(list) => match list.iter().find(|request| request.id == seen.id) {
                Some(request) if request == seen => {
                    self.carry_out(seen, decision, answer, turn);
                    return;
                }
                Some(_) => self.error(ErrorCode::PlanChanged, "error-approval-changed", None),
                None => {
                    self.queue.decided(&seen.id);
                    self.error(ErrorCode::Gone, "error-approval-gone", None)
                }
            },
            Err(CallProblem::NotConnected) => self.error(ErrorCode::NotConnected, "error-not-connected", None),
            Err(problem) => self.error(ErrorCode::Failed, "error-decision", Some(&format!("{problem:?}"))),
        };
        self.deciding.remove(&seen.id);
        self.queue.read_all(turn);
        if let Some(ticket) = answer {
            turn.push(Effect::Answer { ticket, result: Err(problem) });
        }
    }

    fn carry_out(&mut self, seen: &ApprovalRequest, decision: Decision, answer: Option<Ticket>, turn: &mut Turn) {
        let (id, approve) = (seen.id.clone(), decision != Decision::Deny);
        let request = match (&seen.source, &seen.channel) {
            (Source::Devices, _) => Request::DecideDevice { request: id.clone(), approve },
            (Source::Nodes, _) => Request::DecideNode { request: id.clone(), approve },
            (Source::Senders, channel) => {
                let (channel, account) = channel.clone().unwrap_or_default();
                Request::DecideSender { request: id.clone(), channel, account, approve }
            }
            (source, _) => {
                let decision = match decision {
                    Decision::Deny => "deny",
                    Decision::Approve => "allow-once",
                    Decision::ApproveAlways => "allow-always",
                };
                Request::DecideAction { source: *source, request: id.clone(), decision }
            }
        };
        self.call(request, Purpose::Decide { approval: id, answer }, turn);
    }

    fn timer(&mut self, id: TimerId, turn: &mut Turn) {
        match id {
            TimerId::Link => self.link.timer(&self.facts.secrets, turn),
            TimerId::Judge => {
                let due = turn.now.mono_ms.saturating_sub(self.parts_asked_mono_ms) >= PARTS_MS;
                if due && self.link.hello().is_some() {
                    self.ask_parts(turn);
                }
                turn.push(Effect::LookAtFolder);
                turn.timer(TimerId::Judge, JUDGE_MS);
            }
            TimerId::Approvals => self.queue.pause_over(turn),
            TimerId::ApprovalPoll => self.queue.poll(turn),
            TimerId::Save => self.save_now(turn),
            TimerId::Probe | TimerId::Restart | TimerId::StopDeadline | TimerId::Stable => {
                self.gateway.timer(id, &self.facts, turn);
            }
            TimerId::Repair => {}
        }
    }

    /// A wish. `None` when the answer comes later.
    fn asked(
        &mut self,
        ticket: Ticket,
        intent: &Intent,
        surface: Surface,
        turn: &mut Turn,
    ) -> Option<Result<Answer, AppError>> {
        let accepted = Some(Ok(Answer::Accepted));
        if self.repairs.is_busy() && matches!(intent, Intent::Start | Intent::Restart) {
            return Some(Err(self.error(ErrorCode::Busy, "error-busy", None)));
        }
        match intent {
            Intent::Start => {
                if self.gateway.observed == Observed::NotInstalled {
                    turn.push(Effect::LookAround);
                    return Some(Err(self.error(ErrorCode::NotSetUp, "error-not-set-up", None)));
                }
                self.gateway.ask_start(&self.facts, turn);
                accepted
            }
            Intent::Stop { now } => self.stop(*now, Then::Stay, turn),
            Intent::Restart => self.stop(false, Then::Restart, turn),
            Intent::Preview { finding, action } => Some(match self.plan(finding, action, turn.now) {
                Ok(plan) => Ok(Answer::Plan { plan: Box::new(plan.view(&self.options.catalogue)) }),
                Err(error) => Err(error),
            }),
            Intent::Run { finding, action, plan } => Some(self.run(finding, action, plan.as_deref(), surface, turn)),
            Intent::CancelRepair { repair } => {
                let known = self.repairs.cancel(*repair);
                Some(if known { Ok(Answer::Accepted) } else { Err(self.error(ErrorCode::Gone, "error-gone", None)) })
            }
            Intent::UndoRepair { repair } => {
                let mut hands = Hands {
                    facts: &mut self.facts,
                    gateway: &mut self.gateway,
                    link: &mut self.link,
                    catalogue: &self.options.catalogue,
                };
                let begun = self.repairs.undo(*repair, surface, &mut hands, turn);
                Some(if begun {
                    Ok(Answer::Repair { repair: *repair })
                } else {
                    Err(self.error(ErrorCode::Gone, "error-no-undo", None))
                })
            }
            Intent::AcceptProof { repair } => Some(match self.repairs.accept(*repair, &self.options.catalogue, turn) {
                Some(finding) => {
                    if let Some(refusal) = finding.subject.and_then(|model| self.facts.long_context.get_mut(&model)) {
                        refusal.accepted = true;
                    }
                    Ok(Answer::Accepted)
                }
                None => Err(self.error(ErrorCode::Gone, "error-gone", None)),
            }),
            Intent::Decide { approval, decision } => self.decide(approval, *decision, Some(ticket), turn),
            Intent::OpenDashboard => {
                turn.push(Effect::OpenDashboard { ticket: Some(ticket) });
                None
            }
            Intent::OpenWindow { route } => {
                turn.push(Effect::OpenWindow { route: route.clone() });
                accepted
            }
            Intent::Refresh => {
                turn.push(Effect::LookAround);
                if self.gateway.is_up() {
                    turn.timer(TimerId::Probe, 0);
                    if self.link.hello().is_none() {
                        self.link.retry_now(&self.facts.secrets, turn);
                    } else {
                        self.queue.read_all(turn);
                    }
                }
                accepted
            }
            Intent::Mute { muted } => {
                self.muted_until_ms = muted_until(*muted, turn.now);
                turn.save = true;
                accepted
            }
            Intent::Looking { route } => {
                self.facts.window.clone_from(route);
                accepted
            }
            Intent::StartAtLogin { on } => {
                turn.push(Effect::StartAtLogin { on: *on });
                accepted
            }
            Intent::ReloadSecrets => {
                turn.push(Effect::ReloadSecrets);
                accepted
            }
            Intent::Quit { stop_gateway } => {
                let stop = *stop_gateway || self.options.settings.on_quit == OnQuit::StopGateway;
                turn.save = true;
                if !(stop
                    && self.gateway.process().is_some()
                    && self.gateway.ask_stop(false, Then::Quit, &[], &self.facts, turn))
                {
                    self.save_now(turn);
                    turn.push(Effect::Exit);
                }
                accepted
            }
            _ => Some(Err(self.error(ErrorCode::BadRequest, "error-bad-request", None))),
        }
    }

    fn stop(&mut self, now: bool, then: Then, turn: &mut Turn) -> Option<Result<Answer, AppError>> {
        let offered = self.link.hello().map(|hello| hello.methods.as_slice()).unwrap_or_default();
        if then == Then::Restart && self.gateway.ask_restart_when_idle(offered, turn) {
            return Some(Ok(Answer::Accepted));
        }
        let ours = self.gateway.ask_stop(now, then, offered, &self.facts, turn);
        Some(if ours { Ok(Answer::Accepted) } else { Err(self.error(ErrorCode::Failed, "error-not-ours", None)) })
    }

    fn plan(&self, finding: &clawtray_contract::FindingRef, action: &str, now: Now) -> Result<Plan, AppError> {
        let (Some(rule), Some(raised)) = (crate::rules::rule(&finding.id), self.findings.get(finding)) else {
            return Err(self.error(ErrorCode::Gone, "error-finding-gone", None));
        };
        let scene = Scene { facts: &self.facts, gateway: &self.gateway, link: &self.link, now };
        Plan::make(rule, finding, raised, action, &scene).map_err(|words| {
            let message = self.options.catalogue.say_with(words.id, &words.args);
            let code = match words.id {
                "plan-no-such-action" => ErrorCode::Gone,
                "plan-needs-link" => ErrorCode::NotConnected,
                _ => ErrorCode::Failed,
            };
            AppError::new(code, message)
        })
    }

    fn run(
        &mut self,
        finding: &clawtray_contract::FindingRef,
        action: &str,
        seen: Option<&str>,
        surface: Surface,
        turn: &mut Turn,
    ) -> Result<Answer, AppError> {
        if self.repairs.is_busy() {
            return Err(self.error(ErrorCode::Busy, "error-busy", None));
        }
        let plan = self.plan(finding, action, turn.now)?;
        match seen {
            None if plan.needs_confirmation() => {
                return Err(self.error(ErrorCode::NeedsConfirmation, "error-needs-confirmation", None));
            }
            Some(etag) if etag != plan.etag() => {
                return Err(self.error(ErrorCode::PlanChanged, "error-plan-changed", None));
            }
            _ => {}
        }
        let mut hands = Hands {
            facts: &mut self.facts,
            gateway: &mut self.gateway,
            link: &mut self.link,
            catalogue: &self.options.catalogue,
        };
        let repair = self.repairs.begin(plan, surface, &mut hands, turn);
        Ok(Answer::Repair { repair })
    }

    fn decide(
        &mut self,
        approval: &str,
        decision: Decision,
        answer: Option<Ticket>,
        turn: &mut Turn,
    ) -> Option<Result<Answer, AppError>> {
        let Some(request) = self.facts.approvals.iter().find(|request| request.id == approval) else {
            return Some(Err(self.error(ErrorCode::Gone, "error-approval-gone", None)));
        };
        if self.deciding.contains_key(approval) {
            return Some(Err(self.error(ErrorCode::Busy, "error-deciding", None)));
        }
        let view = approvals::view(request, &self.picture(turn.now));
        if !view.decisions.contains(&decision) {
            return Some(Err(self.error(ErrorCode::BadRequest, "error-decision-not-taken", None)));
        }
        if decision != Decision::Deny && request.is_cut {
            return Some(Err(self.error(ErrorCode::Failed, "approval-too-long", None)));
        }
        let request = request.clone();
        self.deciding.insert(request.id.clone(), decision);
        if decision == Decision::Deny {
            self.carry_out(&request, decision, answer, turn);
        } else {
            let source = request.source;
            let purpose = Purpose::Check { seen: Box::new(request), decision, answer };
            self.call(Request::ListApprovals(source), purpose, turn);
        }
        None
    }

    fn pressed(&mut self, key: &str, button: &str, turn: &mut Turn) {
        if !self.attention.shown().contains_key(key) {
            return;
        }
        if key == APPROVALS_KEY {
            let first = self.facts.approvals.first().map(|request| Route::Approval(request.id.clone()));
            turn.push(Effect::OpenWindow { route: first.unwrap_or_default() });
            return;
        }
        if let Some(id) = key.strip_prefix("approval:") {
            match button {
                "approve" => drop(self.decide(id, Decision::Approve, None, turn)),
                "deny" => drop(self.decide(id, Decision::Deny, None, turn)),
                _ => turn.push(Effect::OpenWindow { route: Route::Approval(id.to_owned()) }),
            }
            return;
        }
        let reference = self
            .findings
            .visible(RULES)
            .into_iter()
            .map(|(_, reference, raised)| (reference.clone(), raised.fault.actions.first().copied()))
            .find(|(reference, _)| {
                key.strip_prefix("finding:").is_some_and(|name| name == reference.to_string())
                    || (key == crate::attention::GATEWAY_KEY && crate::attention::DOWN.contains(&reference.id.as_str()))
            });
        let Some((reference, action)) = reference else {
            turn.push(Effect::OpenWindow { route: Route::Overview });
            return;
        };
        if let ("fix", Some(action)) = (button, action)
            && self.plan(&reference, action, turn.now).is_ok_and(|plan| !plan.needs_confirmation())
        {
            drop(self.run(&reference, action, None, Surface::Notification, turn));
            return;
        }
        // What wants confirmation is shown first.
        turn.push(Effect::OpenWindow { route: Route::Finding(reference.to_string()) });
    }

    fn error(&self, code: ErrorCode, id: &'static str, detail: Option<&str>) -> AppError {
        let retryable = matches!(code, ErrorCode::Busy | ErrorCode::NotConnected);
        AppError { code, message: self.options.catalogue.say(id), detail: detail.map(str::to_owned), retryable }
    }

    fn remember(&mut self, kind: HistoryKind, text: String, turn: &mut Turn) {
        self.history.insert(0, HistoryEntry { at_ms: turn.now.unix_ms, kind, text });
        self.history.truncate(HISTORY_KEPT);
        turn.save = true;
    }

    fn tell_history(&mut self, before: &Observed, turn: &mut Turn) {
        let notes = std::mem::take(&mut self.attention.told);
        for text in notes {
            self.remember(HistoryKind::Notification, text, turn);
        }
        if std::mem::discriminant(before) != std::mem::discriminant(&self.gateway.observed) {
            let state = present::state(&self.picture(turn.now));
            let words: Words = present::state_word(state);
            let text = self.options.catalogue.say_with(words.id, &words.args);
            if self.history.iter().find(|entry| entry.kind == HistoryKind::State).is_none_or(|entry| entry.text != text)
            {
                self.remember(HistoryKind::State, text, turn);
            }
        }
    }

    fn keep(&mut self, turn: &mut Turn) {
        self.next_ticket = turn.ticket();
        if self.options.look_only {
            turn.effects.retain(|effect| !matches!(effect, Effect::Timer { id: TimerId::Save, .. }));
            return;
        }
        // What the person wants is written at once, for a keeper that is lost must not forget a stop; and what still
        // waits to be written does not wait for a timer that will never be due.
        let ends = turn.effects.contains(&Effect::Exit);
        if self.gateway.desired != self.saved.desired || (ends && (turn.save || self.save_due)) {
            self.save_now(turn);
        } else if turn.save && !self.save_due {
            self.save_due = true;
            turn.timer(TimerId::Save, SAVE_MS);
        }
    }

    fn save_now(&mut self, turn: &mut Turn) {
        if self.options.look_only {
            return;
        }
        self.save_due = false;
        self.saved = Saved {
            version: SAVED_VERSION,
            desired: self.gateway.desired,
            exits_ms: self.gateway.budget.exits_ms().to_vec(),
            exits: self.exits.clone(),
            gave_up: self.gateway.gave_up,
            since_ms: self.findings.since_ms(),
            long_context: self.facts.long_context.clone(),
            mended_ms: self.facts.mended_ms,
            notified: self.attention.shown().clone(),
            muted_until_ms: self.muted_until_ms,
            history: self.history.clone(),
            repairs: self.repairs.kept().to_vec(),
            next_repair: self.repairs.next(),
        };
        turn.push(Effect::Save(Box::new(self.saved.clone())));
    }

    fn picture(&self, now: Now) -> Picture<'_> {
        Picture {
            options: &self.options,
            facts: &self.facts,
            gateway: &self.gateway,
            link: &self.link,
            findings: &self.findings,
            repairs: &self.repairs,
            deciding: &self.deciding,
            history: &self.history,
            exits: &self.exits,
            muted_until_ms: self.muted_until_ms,
            revision: self.revision,
            now,
        }
    }

    /// Everything there is to show.
    pub fn snapshot(&self, now: Now) -> Snapshot {
        present::snapshot(&self.picture(now))
    }

    /// The tray.
    pub fn tray(&self, now: Now) -> TrayModel {
        present::tray(&self.picture(now))
    }
}
