//! How a repair ends: the verdict of the rule, the named outcome, and what is kept of it.

use clawtray_contract::{DiffLine, Mode, Outcome, ServiceVerb, StepState, UndoState};
use clawtray_text::Catalogue;

use super::{Active, Finished, Hands, LINES_KEPT, Repairs, Wait, taking::TAKING_MS};
use crate::{
    effect::TimerId,
    event::TokenKept,
    facts::{Facts, Instead},
    findings::{Findings, Judged, Words},
    link::LinkState,
    plan::{Step, TOKEN},
    turn::Turn,
};

/// How long a channel may take to connect, milliseconds.
const CHANNEL_MS: u64 = 60_000;

impl Repairs {
    /// After the rules were judged: a repair whose steps are all done gets its verdict, and one that waits for proof
    /// may have it now.
    pub(crate) fn settle(&mut self, findings: &Findings, hands: &mut Hands<'_>, turn: &mut Turn) {
        self.show(findings, hands.catalogue);
        if let Some((outcome, id)) = self.verdict(findings, hands, turn) {
            self.finish(outcome, &Words::plain(id), hands, turn);
        }
        for kept in &mut self.kept {
            if kept.view.outcome != Some(Outcome::AwaitingProof) {
                continue;
            }
            let seen_again = findings.get(&kept.view.finding).is_some_and(|raised| {
                let takes_ms = if raised.fault.by_lines { TAKING_MS } else { 0 };
                let changed_ms = kept.view.ended_ms.filter(|_| kept.undo.is_some());
                let ended_ms = changed_ms.map(|ended_ms| ended_ms + takes_ms);
                let settled_ms = kept.view.started_ms + settling_ms(&kept.view.finding.id);
                raised.fault.last_seen_ms > ended_ms.unwrap_or(settled_ms)
            });
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

    /// What came of the repair whose steps are all done, and its sentence; None where there is none, or where its verdict
    /// has to wait.
    fn verdict(&mut self, findings: &Findings, hands: &Hands<'_>, turn: &mut Turn) -> Option<(Outcome, &'static str)> {
        let active = self.active.as_mut().filter(|active| active.at >= active.plan.steps.len())?;
        let (undoing, later) = (active.undoing, active.plan.later_proof);
        let (shows, guides) = (active.plan.shows, active.plan.guides);
        let changed = active.plan.steps.iter().any(Step::changes_keys);
        let acknowledges = active.plan.steps.contains(&Step::Acknowledge);
        let signs_in = active.plan.signs_in() && !matches!(hands.link.state, LinkState::Ready(_));
        let reference = active.plan.finding.clone();
        // What only lines show stands until it has been quiet for long enough: newer lines would be the proof against it.
        let awaiting = findings.get(&reference).is_some_and(|raised| {
            let newest_ms = raised.fault.last_seen_ms;
            raised.fault.awaiting_proof || (raised.fault.by_lines && (changed || newest_ms <= active.began_ms))
        });
        Some(match findings.judged(&reference) {
            _ if undoing => (Outcome::Undone, "outcome-undone"),
            _ if acknowledges && changed => (Outcome::Repaired, "outcome-repaired"),
            _ if acknowledges => (Outcome::Acknowledged, "outcome-acknowledged"),
            _ if active.plan.service.is_some() => served(active.plan.service, hands.facts),
            _ if reference.id == TOKEN => moved(hands.facts),
            _ if shows => (Outcome::Shown, "outcome-shown"),
            Judged::Unhealthy | Judged::Unknown if guides => (Outcome::AwaitingProof, "outcome-guided"),
            _ if later && changed => (Outcome::AwaitingProof, "outcome-awaiting-proof"),
            _ if later => (Outcome::AwaitingProof, "outcome-awaiting-run"),
            // The proof of a sign-in is the sign-in.
            Judged::Healthy if signs_in => (Outcome::StillBroken, "outcome-next-refusal"),
            Judged::Healthy => (Outcome::Repaired, "outcome-repaired"),
            Judged::Unhealthy if awaiting => (Outcome::AwaitingProof, "outcome-awaiting-proof"),
            Judged::Unhealthy if changed && active.is_being_taken_in(turn) => return None,
            Judged::Unhealthy => (Outcome::StillBroken, "outcome-still-broken"),
            // The evidence comes with the next facts; the step limit ends the wait.
            Judged::Unknown => (Outcome::AwaitingProof, "outcome-awaiting-proof"),
        })
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

    pub(super) fn finish(&mut self, outcome: Outcome, words: &Words, hands: &mut Hands<'_>, turn: &mut Turn) {
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
            view.diff = active.changed(outcome);
            view.ended_ms = Some(turn.now.unix_ms);
            let made = active.plan.steps.iter().zip(&active.states);
            // What was changed can be taken back, however the rest went. Where nobody knows, trying to compares first.
            let perhaps = matches!(active.wait, Wait::PatchedOrNot | Wait::MaybePatched(_));
            let changed = perhaps
                || matches!(outcome, Outcome::Repaired | Outcome::AwaitingProof | Outcome::StillBroken)
                || made.into_iter().any(|(step, state)| step.changes_keys() && *state == StepState::Done);
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
}

impl Active {
    /// What changed in the configuration, or may have: nothing where it never came to that, or where it was refused for
    /// certain.
    fn changed(&self, outcome: Outcome) -> Vec<DiffLine> {
        let sure = matches!(outcome, Outcome::Blocked | Outcome::NothingToDo | Outcome::AbortedChanged);
        let mut writes = self.plan.steps.iter().zip(&self.states).filter(|(step, _)| step.writes_config()).peekable();
        if writes.peek().is_none() {
            return self.diff.clone();
        }
        let written = writes.any(|(_, state)| match state {
            StepState::Done => true,
            StepState::Waiting | StepState::Skipped => false,
            _ => !sure,
        });
        if written { self.diff.clone() } else { Vec::new() }
    }

    /// A change against a provider's refusal is made, or taken back: the next run of that model tells.
    pub(super) fn tell_change(&self, facts: &mut Facts, now_ms: u64) {
        let finding = &self.plan.finding;
        if finding.id == "model.long_context_429"
            && self.plan.steps.iter().any(Step::changes_keys)
            && let Some(refusal) = finding.subject.as_ref().and_then(|model| facts.long_context.get_mut(model))
        {
            refusal.changed = !self.undoing;
            let other = self.plan.other_model().filter(|_| !self.undoing);
            refusal.instead = other.map(|model| Instead { model: model.to_owned(), since_ms: now_ms });
        }
    }
}

/// How long what is seen says nothing of a change, milliseconds: a channel that was told to connect needs a while.
fn settling_ms(finding: &str) -> u64 {
    if finding == "channel.disconnected" { CHANNEL_MS } else { 0 }
}

/// Whether the configuration holds the token no more. That the gateway lets us in with it, the step before has shown.
fn moved(facts: &Facts) -> (Outcome, &'static str) {
    let kept = facts.surroundings.as_ref().and_then(|around| around.token.as_ref()).map(|token| token.kept);
    if kept == Some(TokenKept::WithClawtray) {
        (Outcome::Repaired, "outcome-token-moved")
    } else {
        (Outcome::StillBroken, "outcome-token-not-so")
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
