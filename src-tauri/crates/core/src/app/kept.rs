//! What is remembered, and when it is written.

use clawtray_contract::{HistoryEntry, HistoryKind, Outcome, UndoState};

use super::{App, SAVE_AGAIN_MS, SAVE_MS};
use crate::{
    effect::{Effect, TimerId},
    event::StateProblem,
    exits,
    facts::ExitSeen,
    findings::Words,
    gateway::Observed,
    present::{self},
    saved::{HISTORY_KEPT, SAVED_VERSION, Saved, SavedRepair},
    turn::Turn,
};

/// How far each repair is.
fn progress(kept: &[SavedRepair]) -> impl Iterator<Item = (u64, Option<Outcome>, &UndoState)> {
    kept.iter().map(|repair| (repair.view.id, repair.view.outcome, &repair.view.undo))
}

impl App {
    pub(super) fn remember(&mut self, kind: HistoryKind, text: String, turn: &mut Turn) {
        self.history.insert(0, HistoryEntry { at_ms: turn.now.unix_ms, kind, text, gateway: None });
        self.history.truncate(HISTORY_KEPT);
        turn.save = true;
    }

    /// An end that was told before is understood now.
    pub(super) fn explained(&mut self, exit: &ExitSeen, turn: &mut Turn) {
        let Some(kept) = self.exits.iter_mut().find(|kept| kept.at_ms == exit.at_ms) else { return };
        let before = std::mem::replace(kept, exits::view(exit, kept.uptime_ms, &self.options.catalogue));
        let told = |entry: &&mut HistoryEntry| entry.kind == HistoryKind::Exit && entry.text == before.text;
        if let Some(entry) = self.history.iter_mut().find(told) {
            entry.text.clone_from(&kept.text);
        }
        turn.save = true;
    }

    pub(super) fn tell_history(&mut self, before: &Observed, turn: &mut Turn) {
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

    pub(super) fn keep(&mut self, turn: &mut Turn) {
        self.next_ticket = turn.ticket();
        if self.options.look_only {
            turn.effects.retain(|effect| !matches!(effect, Effect::Timer { id: TimerId::Save, .. }));
            return;
        }
        // What the person wants is written at once, for a keeper that is lost must not forget a stop, and so is that a
        // repair begins or ends: the next keeper has to know what was left half done. What still waits to be written does
        // not wait for a timer that will never be due.
        let ends = turn.effects.contains(&Effect::Exit);
        let unwritten = turn.save || self.save_due || self.facts.state_problem.is_some();
        let moved = !progress(self.repairs.kept()).eq(progress(&self.saved.repairs));
        if self.gateway.desired != self.saved.desired || moved || (ends && unwritten) {
            self.save_now(turn);
        } else if turn.save && !self.save_due {
            self.save_due = true;
            turn.timer(TimerId::Save, SAVE_MS);
        }
    }

    /// Whether the newest state is on the disk. What could not be written is tried again later: a disk may get room.
    pub(super) fn state_kept(&mut self, problem: Option<&StateProblem>, turn: &mut Turn) {
        if matches!(problem, Some(StateProblem::NotWritten { .. })) && !self.save_due {
            turn.timer(TimerId::Save, SAVE_AGAIN_MS);
        }
        self.facts.state_problem = problem.cloned();
    }

    pub(super) fn save_now(&mut self, turn: &mut Turn) {
        if self.options.look_only {
            return;
        }
        self.save_due = false;
        self.saved = Saved {
            version: SAVED_VERSION,
            desired: self.gateway.desired,
            exits_ms: self.gateway.budget.exits_ms().to_vec(),
            exits: self.exits.clone(),
            last_exit: self.facts.last_exit.as_ref().map(exits::bounded),
            expects_service: self.gateway.expects_service,
            met_port: self.gateway.met_port,
            gave_up: self.gateway.gave_up,
            since_ms: self.findings.since_ms(),
            acknowledged: self.findings.acknowledged(),
            long_context: self.facts.long_context.clone(),
            model_ok_ms: self.facts.model_ok_ms.clone(),
            mended_ms: self.facts.mended_ms,
            knocked_ms: self.facts.knocked_ms.and_then(|(begun_ms, ended_ms)| Some((begun_ms, ended_ms?))),
            own_refusals: self.facts.own_refusals.clone(),
            due: self.facts.due.values().cloned().collect(),
            missed: self.facts.missed.clone(),
            tries: self.tries.clone(),
            notified: self.attention.shown().clone(),
            muted_until_ms: self.muted_until_ms,
            history: self.history.clone(),
            repairs: self.repairs.kept().to_vec(),
            next_repair: self.repairs.next(),
            settled_version: self.settled_version.clone(),
        };
        turn.push(Effect::Save(Box::new(self.saved.clone())));
    }
}
