//! Much news at once: one notification about all that has none of its own.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    APPROVALS_KEY, Attention, Sight, Wish,
    burst::Burst,
    notes::{NAMES_SHOWN, group_note},
    policy::{Kind, Quiet, is_aloud},
};
use crate::{
    effect::{Effect, Note},
    turn::Turn,
};

/// News that can come in numbers.
#[derive(Clone, Debug, Default)]
pub(super) struct Class {
    pub(super) burst: Burst,
    /// Told together: keys of what has no notification of its own.
    pub(super) together: BTreeSet<String>,
    /// Some of them came after the common notification was last shown.
    pub(super) untold: bool,
}

impl Attention {
    /// The one notification about everything that has none of its own. Gives how long it has to wait, milliseconds.
    pub(super) fn tell_together(
        &mut self,
        key: &str,
        wanted: &BTreeMap<String, Wish<'_>>,
        sight: &Sight<'_>,
        turn: &mut Turn,
    ) -> Option<u64> {
        let (class, kind) = match key {
            APPROVALS_KEY => (&mut self.approvals, Kind::Approval),
            _ => (&mut self.problems, Kind::Problem),
        };
        if class.together.is_empty() {
            class.untold = false;
            if self.shown.remove(key).is_some() {
                turn.push(Effect::Withdraw { key: key.to_owned() });
                turn.save = true;
            }
            return None;
        }
        if !class.untold {
            return None;
        }
        let wait_ms = class.burst.wait_ms(turn.now.mono_ms);
        if wait_ms > 0 {
            return Some(wait_ms);
        }
        class.untold = false;
        let quiet = Quiet { muted_until_ms: sight.muted_until_ms, inhibited: sight.inhibited, window: sight.window };
        if is_aloud(kind, sight.settings, quiet, turn.now) {
            let count = class.together.len();
            let first = class.together.iter().filter_map(|key| wanted.get(key)).take(NAMES_SHOWN);
            let titles = first.map(|wish| wish.note(sight.catalogue).title).collect();
            class.burst.grouped(turn.now.mono_ms);
            let etag = turn.now.unix_ms.to_string();
            self.shown.insert(key.to_owned(), etag.clone());
            turn.push(Effect::Notify(group_note(key, etag, titles, count, sight.catalogue)));
            turn.save = true;
        }
        None
    }
}

impl Class {
    /// Shows news one by one, or leaves it all to the common notification.
    pub(super) fn tell(&mut self, news: Vec<Note>, crowded: bool, turn: &mut Turn) {
        if news.is_empty() {
            return;
        }
        if !crowded && self.burst.one_by_one(news.len(), turn.now.mono_ms) {
            for note in news {
                self.together.remove(&note.key);
                turn.push(Effect::Notify(note));
            }
            return;
        }
        self.untold = true;
        self.together.extend(news.into_iter().map(|note| note.key));
    }
}
