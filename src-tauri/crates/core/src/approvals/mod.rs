//! Everything that waits for a decision, in one queue.
//!
//! The gateway's lists are the truth. An event only says which list to read again: events are dropped, doubled and
//! sent out of order, requests run out without one, and a newer request takes an older one's place. One reading of
//! each list is under way at a time; what changes meanwhile is read again after it.

mod request;
mod right;
#[cfg(test)]
mod tests;
mod view;

use std::collections::{BTreeMap, BTreeSet};

pub use request::{ApprovalRequest, Detail, Source};
pub(crate) use right::in_words;
pub(crate) use view::{can_be_approved, needs_a_look, view, who_asks};

use crate::{
    effect::{Effect, Request, Ticket, TimerId},
    event::CallProblem,
    turn::Turn,
};

/// Limit of a list call, milliseconds.
const LIST_LIMIT_MS: u64 = 15_000;
/// Least time between two readings of a list, milliseconds, so that a flood of events is a few readings.
const PAUSE_MS: u64 = 200;
/// The same for a list that takes long to read: it is read half of the time, but at least so often, milliseconds.
const LONGEST_PAUSE_MS: u64 = 1_000;
/// How often lists without events, and lists whose entries may run out, are read, milliseconds.
pub(crate) const POLL_MS: u64 = 30_000;
/// Most requests kept of one list; the oldest, so that what waits longest is seen.
const KEPT: usize = 500;

/// One list.
#[derive(Clone, Debug, Default)]
struct Shelf {
    /// The reading under way.
    asked: Option<Ticket>,
    /// It must be read again: at once, or after the pause.
    due: bool,
    /// When it was last asked for, on the clock that never jumps, milliseconds.
    asked_mono_ms: Option<u64>,
    /// How long the last reading took, milliseconds.
    took_ms: u64,
    /// Ended since the reading under way was asked for: that reading may still name them.
    ended: BTreeSet<String>,
    /// This gateway, or this connection's rights, do not offer it.
    absent: bool,
    /// It was read since the last sign-in.
    read: bool,
    waiting: Vec<ApprovalRequest>,
}

/// The queue.
#[derive(Clone, Debug, Default)]
pub(crate) struct Queue {
    shelves: BTreeMap<Source, Shelf>,
    connected: bool,
    moved: bool,
}

impl Queue {
    /// True once after what waits may have changed.
    pub(crate) fn take_moved(&mut self) -> bool {
        std::mem::take(&mut self.moved)
    }

    /// Signed in: these lists are read, from now on the others hold nothing.
    pub(crate) fn connect(&mut self, sources: &[Source], turn: &mut Turn) {
        self.connected = true;
        self.moved = true;
        self.shelves.retain(|source, _| sources.contains(source));
        for source in sources {
            let shelf = self.shelves.entry(*source).or_default();
            *shelf = Shelf { waiting: std::mem::take(&mut shelf.waiting), due: true, ..Shelf::default() };
        }
        self.ask(turn);
        turn.timer(TimerId::ApprovalPoll, POLL_MS);
    }

    /// The link is gone: what was asked over it is void. What waited is kept until a list says otherwise.
    pub(crate) fn disconnect(&mut self) {
        self.connected = false;
        self.moved = true;
        for shelf in self.shelves.values_mut() {
            *shelf = Shelf { waiting: std::mem::take(&mut shelf.waiting), ..Shelf::default() };
        }
    }

    /// The gateway is gone, and what waited there with it.
    pub(crate) fn clear(&mut self) {
        self.disconnect();
        self.moved = true;
        self.shelves.clear();
    }

    /// An event about a list. `ended` names what was decided, replaced or ran out.
    pub(crate) fn changed(&mut self, source: Source, ended: &[String], turn: &mut Turn) {
        if let Some(shelf) = self.shelves.get_mut(&source) {
            self.moved |= shelf.end(ended);
            shelf.due = true;
            self.ask(turn);
        }
    }

    /// Everything must be read again: events were lost, or a person asked.
    pub(crate) fn read_all(&mut self, turn: &mut Turn) {
        self.shelves.values_mut().filter(|shelf| !shelf.absent).for_each(|shelf| shelf.due = true);
        self.ask(turn);
    }

    /// Time to look at what no event tells of.
    pub(crate) fn poll(&mut self, turn: &mut Turn) {
        if !self.connected {
            return;
        }
        for (source, shelf) in &mut self.shelves {
            shelf.due |= !shelf.absent && (*source == Source::Senders || !shelf.waiting.is_empty());
        }
        self.ask(turn);
        turn.timer(TimerId::ApprovalPoll, POLL_MS);
    }

    /// The pause is over.
    pub(crate) fn pause_over(&mut self, turn: &mut Turn) {
        self.ask(turn);
    }

    /// Takes in a list if this was the reading under way. False when the ticket is not of a list.
    pub(crate) fn replied(
        &mut self,
        ticket: Ticket,
        result: Result<&[ApprovalRequest], &CallProblem>,
        turn: &mut Turn,
    ) -> bool {
        let Some(shelf) = self.shelves.values_mut().find(|shelf| shelf.asked == Some(ticket)) else { return false };
        self.moved = true;
        shelf.asked = None;
        shelf.took_ms = turn.now.mono_ms.saturating_sub(shelf.asked_mono_ms.unwrap_or(turn.now.mono_ms));
        let ended = std::mem::take(&mut shelf.ended);
        match result {
            Ok(list) => {
                shelf.read = true;
                shelf.take(list, &ended);
            }
            Err(CallProblem::NotOffered | CallProblem::MissingScope(_)) => {
                shelf.absent = true;
                shelf.due = false;
                shelf.waiting.clear();
            }
            // The next poll reads it again; what waited is not forgotten because the gateway was slow.
            Err(_) => {}
        }
        self.ask(turn);
        true
    }

    /// A decision was carried out: what it was about waits no longer.
    pub(crate) fn decided(&mut self, id: &str) {
        for shelf in self.shelves.values_mut() {
            self.moved |= shelf.end(&[id.to_owned()]);
        }
    }

    /// What waits, the oldest first, at most [`KEPT`] of each list.
    pub(crate) fn waiting(&self) -> Vec<ApprovalRequest> {
        let mut waiting: Vec<ApprovalRequest> =
            self.shelves.values().flat_map(|shelf| shelf.waiting.iter().cloned()).collect();
        waiting.sort_by(|a, b| (a.since_ms, a.source, &a.id).cmp(&(b.since_ms, b.source, &b.id)));
        waiting
    }

    /// The lists that were read since the last sign-in.
    pub(crate) fn read(&self) -> BTreeSet<Source> {
        self.shelves.iter().filter(|(_, shelf)| shelf.read).map(|(source, _)| *source).collect()
    }

    fn ask(&mut self, turn: &mut Turn) {
        if !self.connected {
            return;
        }
        let now = turn.now.mono_ms;
        let mut soonest: Option<u64> = None;
        for (source, shelf) in &mut self.shelves {
            if !shelf.due || shelf.asked.is_some() {
                continue;
            }
            let pause = shelf.took_ms.saturating_mul(2).clamp(PAUSE_MS, LONGEST_PAUSE_MS);
            let since = shelf.asked_mono_ms.map_or(pause, |asked| now.saturating_sub(asked));
            if since < pause {
                let left = pause - since;
                soonest = Some(soonest.map_or(left, |soonest| soonest.min(left)));
                continue;
            }
            let ticket = turn.ticket();
            turn.push(Effect::Call { ticket, request: Request::ListApprovals(*source), limit_ms: LIST_LIMIT_MS });
            shelf.due = false;
            shelf.asked = Some(ticket);
            shelf.asked_mono_ms = Some(now);
        }
        if let Some(after_ms) = soonest {
            turn.timer(TimerId::Approvals, after_ms);
        }
    }
}

impl Shelf {
    /// These wait no longer. True when one of them did.
    fn end(&mut self, ids: &[String]) -> bool {
        let (ids, before) = (ids.iter().collect::<BTreeSet<_>>(), self.waiting.len());
        self.waiting.retain(|request| !ids.contains(&request.id));
        if self.asked.is_some() {
            let room = KEPT.saturating_sub(self.ended.len());
            self.ended.extend(ids.into_iter().take(room).cloned());
        }
        self.waiting.len() != before
    }

    fn take(&mut self, list: &[ApprovalRequest], ended: &BTreeSet<String>) {
        let mut seen = BTreeSet::new();
        let news = list.iter().filter(|request| !ended.contains(&request.id) && seen.insert(request.id.clone()));
        self.waiting = news.cloned().collect();
        self.waiting.sort_by(|a, b| (a.since_ms, &a.id).cmp(&(b.since_ms, &b.id)));
        self.waiting.truncate(KEPT);
    }
}
