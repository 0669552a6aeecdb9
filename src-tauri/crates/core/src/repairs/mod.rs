//! A repair: the lease, the steps one after another, the verdict of the rule, a named outcome, the way back.
//!
//! One repair at a time holds the gateway's lease. Each step ends by an event or by its time limit; nothing here
//! decides that a finding is over: the rule does.

mod entering;
mod running;

use clawtray_contract::{DiffLine, FindingRef, Mode, Outcome, RepairView, ServiceVerb, StepState, StepView, UndoState};
use clawtray_text::Catalogue;

use crate::{
    effect::{Ticket, TimerId},
    event::{Event, Surface},
    facts::Facts,
    findings::{Findings, Judged, Words},
    gateway::Gateway,
    link::{Link, LinkState},
    plan::{Plan, Step},
    saved::{REPAIRS_KEPT, SavedRepair},
    turn::Turn,
};

/// Most output lines kept per step.
const LINES_KEPT: usize = 40;
/// Limit of a call, milliseconds.
const CALL_LIMIT_MS: u64 = 30_000;

/// What the running step waits for.
#[derive(Clone, Debug, PartialEq)]
enum Wait {
    Nothing,
    Occupancy {
        must_be_free: bool,
    },
    Surroundings,
    Cli(Ticket),
    /// The configuration is read before it is patched; `retried` after one changed hash.
    ConfigRead {
        ticket: Ticket,
        retried: bool,
    },
    Patched {
        ticket: Ticket,
        retried: bool,
    },
    Call(Ticket),
    Ended,
    Started,
    Ready,
    Stable,
    NotOurs,
    Restored,
    Opened,
    Shown,
    Inspected,
    Acknowledged,
    Prepared,
    Keychain,
    /// A restart; `left` once the old process is not running any more.
    Again {
        left: bool,
    },
    Token,
    SignedIn,
}

impl Wait {
    /// True where nothing of ours is under way: the gateway does what it does, watched or not.
    fn only_waits(&self) -> bool {
        matches!(self, Self::Started | Self::Ready | Self::Stable | Self::Again { .. } | Self::SignedIn)
    }
}

/// A repair under way.
#[derive(Clone, Debug)]
struct Active {
    id: u64,
    plan: Plan,
    /// Taking a change back rather than making it.
    undoing: bool,
    at: usize,
    states: Vec<StepState>,
    output: Vec<Vec<String>>,
    wait: Wait,
    diff: Vec<DiffLine>,
    cancelled: bool,
    /// The process that ran when the step began, to tell a new start from an old end.
    exit_before_ms: Option<u64>,
    /// When the repair began, milliseconds since 1970.
    began_ms: u64,
    surface: Surface,
}

/// How a step ended.
enum Ended {
    Done,
    Stop(Outcome, Words),
}

/// Everything a repair looks at and may move.
pub(crate) struct Hands<'a> {
    pub(crate) facts: &'a mut Facts,
    pub(crate) gateway: &'a mut Gateway,
    pub(crate) link: &'a mut Link,
    pub(crate) catalogue: &'a Catalogue,
}

/// A repair that has just ended, for whoever tells the person.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Finished {
    pub(crate) finding: clawtray_contract::FindingRef,
    pub(crate) label: String,
    pub(crate) text: String,
    pub(crate) outcome: Outcome,
    pub(crate) surface: Surface,
}

/// All repairs of one gateway.
#[derive(Clone, Debug, Default)]
pub(crate) struct Repairs {
    active: Option<Active>,
    /// Finished and running ones, the newest first.
    kept: Vec<SavedRepair>,
    next: u64,
    pub(crate) finished: Vec<Finished>,
    /// Findings that the person wants left as they are, for whoever keeps the findings.
    pub(crate) acknowledged: Vec<FindingRef>,
}

impl Repairs {
    /// What was kept. A repair that was running when the keeper ended has failed: its state is described, not guessed.
    pub(crate) fn new(mut kept: Vec<SavedRepair>, next: u64, catalogue: &Catalogue, unix_ms: u64) -> Self {
        for repair in &mut kept {
            // Whether a change was taken back before the keeper ended shows when it is tried again: its keys are
            // compared first.
            if repair.view.undo == UndoState::Running {
                repair.view.undo = UndoState::Available;
            }
            if repair.view.outcome.is_none() {
                repair.view.outcome = Some(Outcome::Failed);
                repair.view.text = catalogue.say("outcome-keeper-ended");
                repair.view.ended_ms = Some(unix_ms);
                for step in &mut repair.view.steps {
                    if step.state == StepState::Running {
                        step.state = StepState::Failed;
                    }
                }
            }
        }
        Self { active: None, kept, next: next.max(1), finished: Vec::new(), acknowledged: Vec::new() }
    }

    /// The lease: a repair is under way.
    pub(crate) fn is_busy(&self) -> bool {
        self.active.is_some()
    }

    pub(crate) fn kept(&self) -> &[SavedRepair] {
        &self.kept
    }

    pub(crate) fn next(&self) -> u64 {
        self.next
    }

    /// Begins a repair and returns its number.
    pub(crate) fn begin(&mut self, plan: Plan, surface: Surface, hands: &mut Hands<'_>, turn: &mut Turn) -> u64 {
        let id = self.next;
        self.next += 1;
        let label = hands.catalogue.say(plan.action.label);
        let steps = plan
            .steps
            .iter()
            .map(|step| StepView {
                label: hands.catalogue.say_with(step.label().id, &step.label().args),
                state: StepState::Waiting,
                output: Vec::new(),
            })
            .collect();
        let view = RepairView {
            id,
            finding: plan.finding.clone(),
            action: plan.action.id.to_owned(),
            label,
            steps,
            outcome: None,
            text: String::new(),
            diff: plan.diff(),
            started_ms: turn.now.unix_ms,
            ended_ms: None,
            undo: UndoState::NotOffered,
        };
        self.kept.insert(0, SavedRepair { view, undo: plan.undo.clone() });
        self.kept.truncate(REPAIRS_KEPT);
        let count = plan.steps.len();
        self.active = Some(Active {
            id,
            diff: plan.diff(),
            plan,
            undoing: false,
            at: 0,
            states: vec![StepState::Waiting; count],
            output: vec![Vec::new(); count],
            wait: Wait::Nothing,
            cancelled: false,
            exit_before_ms: None,
            began_ms: turn.now.unix_ms,
            surface,
        });
        turn.save = true;
        self.enter_step(hands, turn);
        id
    }

    /// Takes a change back. False when that repair has nothing to take back or the lease is taken.
    pub(crate) fn undo(&mut self, id: u64, surface: Surface, hands: &mut Hands<'_>, turn: &mut Turn) -> bool {
        if self.is_busy() {
            return false;
        }
        let Some(kept) = self.kept.iter_mut().find(|kept| kept.view.id == id) else { return false };
        let (Some(undo), UndoState::Available) = (kept.undo.clone(), &kept.view.undo) else { return false };
        let Some(rule) = crate::rules::rule(&kept.view.finding.id) else { return false };
        let Some(action) = rule.actions.iter().find(|action| action.id == kept.view.action) else { return false };
        kept.view.undo = UndoState::Running;
        let keys = undo
            .keys
            .iter()
            .map(|key| crate::saved::UndoKey {
                path: key.path.clone(),
                before: key.after.clone(),
                after: key.before.clone(),
            })
            .collect();
        let plan = Plan { steps: vec![Step::Patch { keys }], ..Plan::empty(kept.view.finding.clone(), action) };
        self.active = Some(Active {
            id,
            diff: Vec::new(),
            plan,
            undoing: true,
            at: 0,
            states: vec![StepState::Waiting],
            output: vec![Vec::new()],
            wait: Wait::Nothing,
            cancelled: false,
            exit_before_ms: None,
            began_ms: turn.now.unix_ms,
            surface,
        });
        self.enter_step(hands, turn);
        true
    }

    /// Stops: at once where the running step only waits for the gateway, else after it.
    pub(crate) fn cancel(&mut self, id: u64, hands: &mut Hands<'_>, turn: &mut Turn) -> bool {
        let Some(active) = self.active.as_mut().filter(|active| active.id == id && !active.undoing) else {
            return false;
        };
        active.cancelled = true;
        if active.wait.only_waits() {
            if let Some(state) = active.states.get_mut(active.at) {
                *state = StepState::Skipped;
            }
            self.finish(Outcome::AbortedByPerson, &Words::plain("outcome-waits-no-more"), hands, turn);
        }
        true
    }

    /// The person takes a change as enough. Returns the finding it was for.
    pub(crate) fn accept(&mut self, id: u64, catalogue: &Catalogue, turn: &mut Turn) -> Option<FindingRef> {
        let kept = self.kept.iter_mut().find(|kept| kept.view.id == id)?;
        if kept.view.outcome != Some(Outcome::AwaitingProof) {
            return None;
        }
        kept.view.outcome = Some(Outcome::Repaired);
        kept.view.text = catalogue.say("outcome-accepted");
        turn.save = true;
        Some(kept.view.finding.clone())
    }

    /// Moves the running repair on by what happened, step after step as far as it goes.
    pub(crate) fn advance(&mut self, event: &Event, hands: &mut Hands<'_>, turn: &mut Turn) {
        let mut first = true;
        while let Some(active) = &mut self.active {
            let ended = if first { active.seen(event, hands, turn) } else { None };
            first = false;
            let Some(ended) = ended.or_else(|| active.looked(hands, turn)) else { break };
            let state = if matches!(ended, Ended::Done) { StepState::Done } else { StepState::Failed };
            if let Some(slot) = active.states.get_mut(active.at) {
                *slot = state;
            }
            match ended {
                Ended::Stop(outcome, words) => {
                    self.finish(outcome, &words, hands, turn);
                    break;
                }
                Ended::Done if active.at + 1 >= active.plan.steps.len() => {
                    active.at += 1;
                    active.wait = Wait::Nothing;
                    turn.cancel(TimerId::Repair);
                    break;
                }
                Ended::Done if active.cancelled => {
                    self.finish(Outcome::AbortedByPerson, &Words::plain("outcome-aborted-by-person"), hands, turn);
                    break;
                }
                Ended::Done => {
                    active.at += 1;
                    self.enter_step(hands, turn);
                }
            }
        }
        self.sync();
    }

    /// After the rules were judged: a repair whose steps are all done gets its verdict, and one that waits for proof
    /// may have it now.
    pub(crate) fn settle(&mut self, findings: &Findings, hands: &mut Hands<'_>, turn: &mut Turn) {
        self.show(findings, hands.catalogue);
        if let Some(active) = &self.active
            && active.at >= active.plan.steps.len()
        {
            let (undoing, later) = (active.undoing, active.plan.later_proof);
            let (shows, guides) = (active.plan.shows, active.plan.guides);
            let acknowledges = active.plan.steps.contains(&Step::Acknowledge);
            let signs_in = active.plan.signs_in() && !matches!(hands.link.state, LinkState::Ready(_));
            let reference = active.plan.finding.clone();
            // What only lines show stands until it has been quiet for long enough: newer lines would be the proof against it.
            let awaiting = findings.get(&reference).is_some_and(|raised| {
                let newest_ms = raised.fault.last_seen_ms;
                raised.fault.awaiting_proof || (raised.fault.by_lines && newest_ms <= active.began_ms)
            });
            let (outcome, id) = match findings.judged(&reference) {
                _ if undoing => (Outcome::Undone, "outcome-undone"),
                _ if acknowledges => (Outcome::Acknowledged, "outcome-acknowledged"),
                _ if active.plan.service.is_some() => served(active.plan.service, hands.facts),
                _ if shows => (Outcome::Shown, "outcome-shown"),
                Judged::Unhealthy | Judged::Unknown if guides => (Outcome::AwaitingProof, "outcome-guided"),
                _ if later => (Outcome::AwaitingProof, "outcome-awaiting-run"),
                // The proof of a sign-in is the sign-in.
                Judged::Healthy if signs_in => (Outcome::StillBroken, "outcome-next-refusal"),
                Judged::Healthy => (Outcome::Repaired, "outcome-repaired"),
                Judged::Unhealthy if awaiting => (Outcome::AwaitingProof, "outcome-awaiting-proof"),
                Judged::Unhealthy => (Outcome::StillBroken, "outcome-still-broken"),
                // The evidence comes with the next facts; the step limit ends the wait.
                Judged::Unknown => (Outcome::AwaitingProof, "outcome-awaiting-proof"),
            };
            self.finish(outcome, &Words::plain(id), hands, turn);
        }
        for kept in &mut self.kept {
            if kept.view.outcome != Some(Outcome::AwaitingProof) {
                continue;
            }
            let seen_again =
                findings.get(&kept.view.finding).is_some_and(|raised| raised.fault.last_seen_ms > kept.view.started_ms);
            let (outcome, id) = match findings.judged(&kept.view.finding) {
                Judged::Healthy => (Outcome::Repaired, "outcome-repaired-later"),
                Judged::Unhealthy if seen_again => (Outcome::StillBroken, "outcome-still-broken"),
                _ => continue,
            };
            kept.view.outcome = Some(outcome);
            kept.view.text = hands.catalogue.say(id);
            turn.save = true;
        }
    }

    /// The evidence of today, as the output of the step that shows it.
    fn show(&mut self, findings: &Findings, catalogue: &Catalogue) {
        let Some(active) = self.active.as_mut().filter(|active| active.at >= active.plan.steps.len()) else { return };
        let Some(raised) = findings.get(&active.plan.finding).filter(|_| active.plan.shows) else { return };
        let seen = raised.fault.evidence.iter();
        let shown = seen.map(|seen| seen.shown(|words| catalogue.say_with(words.id, &words.args)));
        let lines = shown.map(|evidence| format!("{}: {}", evidence.source, evidence.text)).take(LINES_KEPT);
        let at = active.plan.steps.iter().position(|step| *step == Step::Show);
        if let Some(output) = at.and_then(|at| active.output.get_mut(at)) {
            output.clear();
            output.extend(lines);
        }
    }

    fn finish(&mut self, outcome: Outcome, words: &Words, hands: &mut Hands<'_>, turn: &mut Turn) {
        self.sync();
        let Some(mut active) = self.active.take() else { return };
        turn.cancel(TimerId::Repair);
        hands.gateway.once = false;
        if active.plan.steps.contains(&Step::StopForService) && outcome != Outcome::Repaired {
            hands.gateway.take_back(hands.facts, turn);
        }
        for state in &mut active.states {
            if *state == StepState::Waiting {
                *state = StepState::Skipped;
            }
        }
        if active.plan.steps.iter().any(Step::mends_config) {
            hands.facts.mended_ms = Some((active.began_ms, turn.now.unix_ms));
            turn.save = true;
        }
        let text = hands.catalogue.say_with(words.id, &words.args);
        let Some(kept) = self.kept.iter_mut().find(|kept| kept.view.id == active.id) else { return };
        let view = &mut kept.view;
        if active.undoing {
            if outcome == Outcome::Undone {
                view.undo = UndoState::Done;
                view.outcome = Some(Outcome::Undone);
                view.text.clone_from(&text);
            } else {
                view.undo = UndoState::Refused(text.clone());
            }
        } else {
            for (step, (state, output)) in view.steps.iter_mut().zip(active.states.iter().zip(&active.output)) {
                step.state = *state;
                step.output.clone_from(output);
            }
            view.outcome = Some(outcome);
            view.text.clone_from(&text);
            view.diff = active.diff;
            view.ended_ms = Some(turn.now.unix_ms);
            let changed = matches!(outcome, Outcome::Repaired | Outcome::AwaitingProof | Outcome::StillBroken);
            view.undo = if kept.undo.is_some() && changed { UndoState::Available } else { UndoState::NotOffered };
        }
        self.finished.push(Finished {
            finding: view.finding.clone(),
            label: view.label.clone(),
            text,
            outcome,
            surface: active.surface,
        });
        turn.save = true;
    }

    /// Copies the running repair's progress into what is shown.
    fn sync(&mut self) {
        let Some(active) = self.active.as_ref().filter(|active| !active.undoing) else { return };
        let Some(kept) = self.kept.iter_mut().find(|kept| kept.view.id == active.id) else { return };
        for (step, (state, output)) in kept.view.steps.iter_mut().zip(active.states.iter().zip(&active.output)) {
            step.state = *state;
            step.output.clone_from(output);
        }
    }
}

/// What came of a wish about the service, by what is installed now.
fn served(verb: Option<ServiceVerb>, facts: &Facts) -> (Outcome, &'static str) {
    let installed = facts.surroundings.as_ref().is_some_and(|around| around.mode == Mode::Service);
    match verb {
        Some(ServiceVerb::Install) if installed => (Outcome::Repaired, "outcome-service-installed"),
        Some(ServiceVerb::Uninstall) if !installed => (Outcome::Repaired, "outcome-service-uninstalled"),
        _ => (Outcome::StillBroken, "outcome-service-not-so"),
    }
}
