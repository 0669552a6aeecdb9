//! A repair: the lease, the steps one after another, the verdict of the rule, a named outcome, the way back.
//!
//! One repair at a time holds the gateway's lease. Each step ends by an event or by its time limit; nothing here
//! decides that a finding is over: the rule does.

mod ending;
mod entering;
mod patching;
mod running;
mod taking;
mod wait;

use clawtray_contract::{AskedBy, DiffLine, FindingRef, Outcome, RepairView, StepState, StepView, UndoState};
use clawtray_text::Catalogue;

use crate::{
    effect::{Request, TimerId},
    event::{Event, Surface},
    facts::Facts,
    findings::Words,
    gateway::Gateway,
    link::Link,
    plan::{Plan, Step, TOKEN},
    saved::{REPAIRS_KEPT, SavedRepair},
    turn::Turn,
};
use wait::Wait;

/// Most output lines kept per step.
const LINES_KEPT: usize = 40;
/// Limit of a call, milliseconds.
const CALL_LIMIT_MS: u64 = 30_000;

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
    /// Requests that were decided, for whoever keeps what waits.
    pub(crate) decided: Vec<String>,
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
        Self {
            active: None,
            kept,
            next: next.max(1),
            finished: Vec::new(),
            acknowledged: Vec::new(),
            decided: Vec::new(),
        }
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
        let id = self.keep(&plan, surface, hands.catalogue, turn);
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
        self.enter_step(hands, turn);
        id
    }

    /// Puts a repair that has not begun at the head of what is kept, and returns its number.
    fn keep(&mut self, plan: &Plan, surface: Surface, catalogue: &Catalogue, turn: &mut Turn) -> u64 {
        let id = self.next;
        self.next += 1;
        let step = |step: &Step| StepView {
            label: catalogue.say_with(step.label().id, &step.label().args),
            state: StepState::Waiting,
            output: Vec::new(),
        };
        let view = RepairView {
            id,
            finding: plan.finding.clone(),
            action: plan.action.id.to_owned(),
            label: catalogue.say(plan.action.label),
            asked_by: asked_by(surface),
            commands: plan.commands(),
            steps: plan.steps.iter().map(step).collect(),
            outcome: None,
            text: String::new(),
            diff: plan.diff(),
            started_ms: turn.now.unix_ms,
            ended_ms: None,
            undo: UndoState::NotOffered,
        };
        self.kept.insert(0, SavedRepair { view, undo: plan.undo.clone() });
        self.kept.truncate(REPAIRS_KEPT);
        turn.save = true;
        id
    }

    /// Something was tried unasked often enough: that is kept and told like a repair, and nothing is done.
    pub(crate) fn budget_spent(&mut self, plan: &Plan, hands: &Hands<'_>, turn: &mut Turn) {
        let id = self.keep(plan, Surface::Itself, hands.catalogue, turn);
        let Some(kept) = self.kept.iter_mut().find(|kept| kept.view.id == id) else { return };
        let view = &mut kept.view;
        view.steps.iter_mut().for_each(|step| step.state = StepState::Skipped);
        view.outcome = Some(Outcome::BudgetSpent);
        view.text = hands.catalogue.say("outcome-budget-spent");
        view.diff.clear();
        view.ended_ms = Some(turn.now.unix_ms);
        kept.undo = None;
        self.finished.push(Finished {
            finding: view.finding.clone(),
            label: view.label.clone(),
            text: view.text.clone(),
            outcome: Outcome::BudgetSpent,
            surface: Surface::Itself,
        });
    }

    /// Takes a change back. False when that repair has nothing to take back or the lease is taken.
    pub(crate) fn undo(&mut self, id: u64, surface: Surface, hands: &mut Hands<'_>, turn: &mut Turn) -> bool {
        if self.is_busy() {
            return false;
        }
        let Some(kept) = self.kept.iter_mut().find(|kept| kept.view.id == id) else { return false };
        let (Some(undo), UndoState::Available) = (kept.undo.clone(), &kept.view.undo) else { return false };
        let Some(action) = crate::plan::action_of(&kept.view.finding.id, &kept.view.action) else { return false };
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
        let mut steps = if undo.keys.is_empty() { Vec::new() } else { Step::change(keys, hands.link) };
        let call = |program| Step::Call(Request::AllowProgram { program, allow: false });
        steps.extend(undo.allowed.map(call));
        if kept.view.finding.id == TOKEN && hands.link.hello().is_some() {
            steps.extend([Step::SignInWithToken, Step::LookAround]);
        }
        let count = steps.len();
        let mut plan = Plan::empty(kept.view.finding.clone(), action);
        plan.steps = steps;
        self.active = Some(Active {
            id,
            diff: Vec::new(),
            plan,
            undoing: true,
            at: 0,
            states: vec![StepState::Waiting; count],
            output: vec![Vec::new(); count],
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

    /// True while a change against this finding is made, and neither the rule nor the person has said that it was enough.
    pub(crate) fn awaits_proof(&self, finding: &FindingRef) -> bool {
        let changes = |kept: &SavedRepair| kept.undo.is_some() || !kept.view.diff.is_empty();
        let waits = |kept: &SavedRepair| kept.view.outcome == Some(Outcome::AwaitingProof) && changes(kept);
        self.kept.iter().any(|kept| kept.view.finding == *finding && waits(kept))
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
            if let (Ended::Done, Some(Step::Decide { seen, .. })) = (&ended, active.plan.steps.get(active.at)) {
                self.decided.push(seen.id.clone());
            }
            match ended {
                Ended::Stop(outcome, words) => {
                    self.finish(outcome, &words, hands, turn);
                    break;
                }
                Ended::Done if active.at + 1 >= active.plan.steps.len() => {
                    active.at += 1;
                    active.wait = Wait::Nothing;
                    active.tell_change(hands.facts, turn.now.unix_ms);
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

/// Who wanted it, as kept.
fn asked_by(surface: Surface) -> AskedBy {
    match surface {
        Surface::Tray => AskedBy::Tray,
        Surface::Notification => AskedBy::Notification,
        Surface::Window => AskedBy::Window,
        Surface::CommandLine => AskedBy::CommandLine,
        Surface::Itself => AskedBy::Clawtray,
    }
}
