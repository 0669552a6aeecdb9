//! The whole state, and the one function that changes it.

mod asked;
mod decisions;
mod kept;
mod learned;
mod lines;
mod link;
mod log_over_link;
mod presses;
mod sleep;

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use clawtray_contract::{Decision, ExitView, HistoryEntry, HistoryKind, Intent, Snapshot};
use clawtray_text::Catalogue;

use crate::{
    approvals::{ApprovalRequest, Queue},
    attention::{Attention, Sight},
    automatic::Tries,
    effect::{Effect, Request, Ticket, TimerId},
    event::{Event, Surface},
    exits,
    facts::Facts,
    findings::{Findings, Scene},
    fleet::RemoteGateway,
    gateway::Gateway,
    link::{Link, rights::Wanted},
    now::Now,
    present::{self, Picture, TrayModel},
    repairs::{Hands, Repairs},
    rules::RULES,
    saved::Saved,
    settings::Settings,
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
/// Wait before a state that could not be written is tried again, milliseconds.
const SAVE_AGAIN_MS: u64 = 60_000;

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
    /// Where the gateway is, when it is on another computer.
    pub remote: Option<RemoteGateway>,
    /// There is a screen that a window could be shown on.
    pub screen: bool,
    /// Only look: start nothing, stop nothing, notify nobody, keep nothing.
    pub look_only: bool,
    /// Seed of the jitter of restarts.
    pub seed: u64,
}

/// What a ticket is for.
#[derive(Clone, Debug)]
enum Purpose {
    /// A list that the gateway has to give.
    List(Request),
    /// Whether the connection outlived the computer's sleep.
    Recheck,
    /// Worth knowing, and nothing is wrong without an answer.
    Aside,
    /// A person's wish that the gateway carries out.
    Wish {
        answer: Ticket,
    },
    /// A plan that ends or restarts the gateway is shown with what it is doing.
    Preview {
        answer: Ticket,
        wish: Box<Intent>,
    },
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
    /// What was tried unasked.
    tries: Tries,
    attention: Attention,
    history: Vec<HistoryEntry>,
    exits: Vec<ExitView>,
    purposes: BTreeMap<Ticket, Purpose>,
    deciding: BTreeMap<String, Decision>,
    /// Wishes from the menu that have no answer yet. The menu shows none: a refusal is a notification.
    from_menu: BTreeSet<Ticket>,
    /// This desktop had a place for the icon, or the window was offered in its stead.
    has_surface: bool,
    /// No notifications until then, milliseconds since 1970.
    muted_until_ms: Option<u64>,
    revision: u64,
    next_ticket: Ticket,
    save_due: bool,
    /// The token of a gateway that was there before Clawtray was looked for once.
    token_sought: bool,
    /// A person put a secret into the keychain that has not been read yet.
    secret_told: bool,
    /// The configuration was asked for since the last sign-in.
    config_asked: bool,
    saved: Saved,
    /// When the gateway's parts were last asked about.
    parts_asked_mono_ms: u64,
    lines: lines::Lines,
    log_over_link: log_over_link::LogOverLink,
    /// The computer's sleep.
    sleep: sleep::Sleep,
    /// The version of the gateway that was ready for a while last.
    settled_version: Option<String>,
}

impl App {
    /// A state in which nothing is known yet, but what was kept.
    pub fn new(options: Options, saved: Saved, now: Now) -> Self {
        let mut gateway = Gateway::new(&options.settings, &saved, options.look_only, options.seed);
        if options.remote.is_some() {
            gateway.is_elsewhere(now);
        }
        let facts = Facts {
            remote: options.remote.clone(),
            profile: Some(options.gateway_id.clone()).filter(|id| id != "default"),
            long_context: saved.long_context.clone(),
            model_ok_ms: saved.model_ok_ms.clone(),
            mended_ms: saved.mended_ms,
            knocked_ms: saved.knocked_ms.map(|(begun_ms, ended_ms)| (begun_ms, Some(ended_ms))),
            own_refusals: saved.own_refusals.clone(),
            due: saved.due.iter().map(|due| (due.job.clone(), due.clone())).collect(),
            missed: saved.missed.clone(),
            last_exit: saved.last_exit.clone(),
            ..Facts::default()
        };
        Self {
            facts,
            gateway,
            link: Link::new(Wanted::of(&options.settings)),
            queue: Queue::default(),
            findings: Findings::new(saved.since_ms.clone(), &saved.acknowledged),
            repairs: Repairs::new(saved.repairs.clone(), saved.next_repair, &options.catalogue, now.unix_ms),
            tries: saved.tries.clone(),
            attention: Attention::new(&saved.notified),
            history: saved.history.clone(),
            exits: saved.exits.clone(),
            purposes: BTreeMap::new(),
            deciding: BTreeMap::new(),
            from_menu: BTreeSet::new(),
            has_surface: false,
            muted_until_ms: saved.muted_until_ms,
            revision: 0,
            next_ticket: 0,
            save_due: false,
            token_sought: false,
            parts_asked_mono_ms: now.mono_ms,
            secret_told: false,
            config_asked: false,
            lines: lines::Lines::default(),
            log_over_link: log_over_link::LogOverLink::default(),
            sleep: sleep::Sleep::default(),
            settled_version: saved.settled_version.clone(),
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
        if let Some(exit) = turn.explained.take() {
            self.explained(&exit, &mut turn);
        }
        self.keep_link(&mut turn);
        if self.queue.take_moved() {
            self.facts.approvals = self.queue.waiting();
            self.facts.lists_read = self.queue.read();
        }
        let mut hands = Hands {
            facts: &mut self.facts,
            gateway: &mut self.gateway,
            link: &mut self.link,
            catalogue: &self.options.catalogue,
        };
        self.repairs.advance(&event, &mut hands, &mut turn);
        for reference in std::mem::take(&mut self.repairs.acknowledged) {
            self.findings.acknowledge(&reference);
        }
        self.decided_by_repairs(&mut turn);
        turn.save |= self.facts.note_knock(&event, &turn.effects, now.unix_ms);
        let scene = Scene { facts: &self.facts, gateway: &self.gateway, link: &self.link, now };
        let next = self.findings.judge(RULES, &scene);
        let mut hands = Hands {
            facts: &mut self.facts,
            gateway: &mut self.gateway,
            link: &mut self.link,
            catalogue: &self.options.catalogue,
        };
        self.repairs.settle(&self.findings, &mut hands, &mut turn);
        self.automate(&mut turn);
        self.ask_config(&mut turn);
        for finished in std::mem::take(&mut self.repairs.finished) {
            self.attention.repair_ended(&finished, &self.options.catalogue, now.unix_ms);
            // What was done to a channel shows only in the list.
            if finished.finding.id == "channel.disconnected" && self.link.hello().is_some() {
                self.ask_parts(&mut turn);
                turn.timer(TimerId::Probe, 0);
            }
            let text = format!("{}: {}", finished.label, finished.text);
            self.remember(HistoryKind::Repair, text, &mut turn);
        }
        self.tell_refusals(&turn);
        self.offer_window(&mut turn);
        let mut reminder = None;
        if !self.options.look_only {
            let sight = Sight {
                facts: &self.facts,
                gateway: &self.gateway,
                link: &self.link,
                findings: &self.findings,
                catalogue: &self.options.catalogue,
                settings: &self.options.settings.notifications,
                scopes: self.link.hello().map(|hello| hello.scopes.as_slice()),
                muted_until_ms: self.muted_until_ms,
                inhibited: self.facts.inhibited,
                window: self.facts.window.as_ref(),
            };
            reminder = self.attention.update(&sight, &mut turn);
        }
        if let Some(after_ms) = next.into_iter().chain(reminder).min() {
            turn.timer(TimerId::Judge, after_ms.min(JUDGE_MS));
        }
        self.tell_history(&before, &mut turn);
        self.keep(&mut turn);
        if self.facts.remote.is_some() {
            // Nothing of this computer's own says anything about a gateway on another one.
            turn.effects.retain(|effect| !effect.is_about_this_computer());
        }
        turn.effects
    }

    fn dispatch(&mut self, event: &Event, turn: &mut Turn) {
        match event {
            Event::Began => {
                turn.push(Effect::LookAtFolder);
                turn.push(Effect::LookAround);
                if self.facts.remote.is_some() {
                    turn.push(Effect::ReloadSecrets);
                }
                turn.timer(TimerId::Judge, JUDGE_MS);
            }
            Event::Asked { ticket, intent, surface } => {
                if *surface == Surface::Tray {
                    self.from_menu.insert(*ticket);
                }
                if let Some(result) = self.asked(*ticket, intent, *surface, turn) {
                    turn.push(Effect::Answer { ticket: *ticket, result });
                }
            }
            Event::Pressed { key, etag, button } => self.pressed(key, etag, button, turn),
            Event::Fact(fact) => self.learned(fact, turn),
            Event::Link(moved) => self.link_moved(moved, turn),
            Event::Replied { ticket, result } => self.replied(*ticket, result, turn),
            Event::CliLine { .. } => {}
            Event::CliEnded { ticket, result } => {
                self.gateway.service_ended(*ticket, result.as_ref().err().cloned(), &self.facts, turn);
            }
            Event::Timer(id) => self.timer(*id, turn),
            Event::Sleeps => self.sleeps(turn),
            Event::Woke => self.woke(turn),
        }
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

/// A state in which nothing is known, for tests of what is made of a snapshot.
#[cfg(test)]
pub(crate) fn tests_app() -> App {
    let options = Options {
        version: "0".into(),
        keeper_pid: None,
        catalogue: Arc::new(Catalogue::for_languages(&[])),
        language: "en".into(),
        gateway_id: "default".into(),
        settings: Settings::default(),
        look_only: true,
        seed: 1,
        remote: None,
        screen: true,
    };
    App::new(options, Saved::default(), Now { unix_ms: 5, mono_ms: 0, offset_minutes: 0 })
}
