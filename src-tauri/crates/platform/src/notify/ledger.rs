//! Which bubble is which note. Pure bookkeeping: no bus, no clock.

use std::collections::{HashMap, VecDeque};

#[cfg(any(target_os = "linux", test))]
use super::Closing;
use super::{Answer, Note, NotificationAnswer, Urgency};

/// Bubbles that went away are remembered for presses that arrive after the news of it.
const RETIRED: usize = 64;
/// Presses on bubbles not known yet, kept while a note is on its way to the service.
const EARLY: usize = 32;
/// Keys remembered after their notes were closed.
const KEYS: usize = 512;

/// One bubble: the note in it.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Bubble {
    key: String,
    generation: u64,
}

/// The newest note of a key.
#[derive(Clone, Debug)]
struct Newest {
    generation: u64,
    /// Present while the note is to be on the screen.
    open: Option<Note>,
    withdrawn: bool,
}

/// What became of a note that the service has accepted.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Accepted {
    /// What happened to it before its id was known.
    pub(super) answers: Vec<NotificationAnswer>,
    /// True when nobody wants it any more and its bubble is to be closed.
    pub(super) close: bool,
}

/// Ids of the service, keys and generations of ours.
#[derive(Debug, Default)]
pub(super) struct Ledger {
    bubbles: HashMap<u32, Bubble>,
    newest: HashMap<String, Newest>,
    retired: VecDeque<(u32, Bubble)>,
    early: VecDeque<(u32, Answer)>,
}

impl Ledger {
    /// Takes up a note that is about to be shown; gives the id of the bubble it replaces.
    pub(super) fn begin(&mut self, note: &Note, generation: u64) -> Option<u32> {
        if self.newest.len() >= KEYS {
            self.newest.retain(|_, newest| newest.open.is_some());
        }
        let entry = Newest { generation, open: Some(note.clone()), withdrawn: false };
        self.newest.insert(note.key.clone(), entry);
        self.id_of(&note.key)
    }

    /// The id of the bubble that shows a note of this key.
    pub(super) fn id_of(&self, key: &str) -> Option<u32> {
        self.bubbles.iter().find(|(_, bubble)| bubble.key == key).map(|(id, _)| *id)
    }

    /// The service shows the note under `id`.
    pub(super) fn accepted(&mut self, key: &str, generation: u64, id: u32) -> Accepted {
        let others: Vec<u32> = self
            .bubbles
            .iter()
            .filter(|(other, bubble)| **other != id && bubble.key == key)
            .map(|(id, _)| *id)
            .collect();
        if self.bubbles.get(&id).is_some_and(|bubble| bubble.key == key && bubble.generation > generation) {
            return Accepted::default();
        }
        for other in others {
            self.retire(other);
        }
        // A service may count from the start again: what an id meant once is over.
        self.retired.retain(|(retired, _)| *retired != id);
        self.bubbles.insert(id, Bubble { key: key.to_owned(), generation });
        let (mine, rest) = std::mem::take(&mut self.early).into_iter().partition(|(early, _)| *early == id);
        self.early = rest;
        let mine: VecDeque<(u32, Answer)> = mine;
        let answers = mine.into_iter().filter_map(|(id, answer)| self.answer(id, answer, false)).collect();
        let wanted = self.newest.get(key).is_some_and(|newest| newest.generation == generation && !newest.withdrawn);
        Accepted { answers, close: !wanted && self.bubbles.contains_key(&id) }
    }

    /// The service did not take the note. `keep` it when it is worth showing later.
    pub(super) fn refused(&mut self, key: &str, generation: u64, keep: bool) {
        if let Some(newest) = self.newest.get_mut(key)
            && newest.generation == generation
            && !(keep && newest.open.as_ref().is_some_and(|note| note.urgency == Urgency::Critical))
        {
            newest.open = None;
        }
    }

    /// Something happened to bubble `id`. An unknown id is kept while a note is `on_its_way`, else it is foreign.
    pub(super) fn answer(&mut self, id: u32, answer: Answer, on_its_way: bool) -> Option<NotificationAnswer> {
        let known = self.bubbles.get(&id).or_else(|| self.retired.iter().find(|(old, _)| *old == id).map(|(_, b)| b));
        let Some(bubble) = known.cloned() else {
            if on_its_way && self.early.len() < EARLY {
                self.early.push_back((id, answer));
            }
            return None;
        };
        let stale = self
            .newest
            .get(&bubble.key)
            .is_none_or(|newest| newest.generation != bubble.generation || newest.withdrawn);
        if matches!(answer, Answer::Closed(_)) {
            if !self.bubbles.contains_key(&id) {
                return None;
            }
            self.retire(id);
            if let Some(newest) = self.newest.get_mut(&bubble.key)
                && newest.generation == bubble.generation
            {
                newest.open = None;
            }
        }
        Some(NotificationAnswer { key: bubble.key, generation: bubble.generation, answer, stale })
    }

    /// Takes a key back; gives the id of the bubble to close.
    pub(super) fn withdraw(&mut self, key: &str) -> Option<u32> {
        if let Some(newest) = self.newest.get_mut(key) {
            newest.open = None;
            newest.withdrawn = true;
        }
        self.id_of(key)
    }

    /// No note is on its way any more: presses on unknown bubbles were not for us.
    #[cfg(any(target_os = "linux", test))]
    pub(super) fn settle(&mut self) {
        self.early.clear();
    }

    /// The service ended and took all bubbles along. Critical notes stay open; the others are over.
    #[cfg(any(target_os = "linux", test))]
    pub(super) fn service_ended(&mut self) -> Vec<NotificationAnswer> {
        self.retired.clear();
        self.early.clear();
        let mut over = Vec::new();
        for (_, bubble) in self.bubbles.drain() {
            let Some(newest) = self.newest.get_mut(&bubble.key) else { continue };
            let current = newest.generation == bubble.generation && !newest.withdrawn;
            if current && newest.open.as_ref().is_some_and(|note| note.urgency == Urgency::Critical) {
                continue;
            }
            if current {
                newest.open = None;
            }
            let answer = Answer::Closed(Closing::ServiceEnded);
            over.push(NotificationAnswer { key: bubble.key, generation: bubble.generation, answer, stale: !current });
        }
        over
    }

    /// Notes that are to be on the screen and are not, the oldest first.
    #[cfg(any(target_os = "linux", test))]
    pub(super) fn unseen(&self) -> Vec<(u64, Note)> {
        let mut unseen: Vec<_> = self
            .newest
            .iter()
            .filter(|(key, _)| self.id_of(key).is_none())
            .filter_map(|(_, newest)| newest.open.clone().map(|note| (newest.generation, note)))
            .collect();
        unseen.sort_by_key(|(generation, _)| *generation);
        unseen
    }

    fn retire(&mut self, id: u32) {
        if let Some(bubble) = self.bubbles.remove(&id) {
            self.retired.push_back((id, bubble));
            if self.retired.len() > RETIRED {
                self.retired.pop_front();
            }
        }
    }
}

#[cfg(test)]
#[path = "ledger_tests.rs"]
mod tests;
