//! What a connection says, gathered until the driver has room for it. However fast a gateway talks, what only says
//! "look again" reaches the driver a few times a second, what tells something of its own comes in order, and neither
//! takes more than a fixed amount of memory.

use std::{
    collections::{BTreeMap, BTreeSet, VecDeque},
    time::Duration,
};

use clawtray_core::{LinkEvent, Source};
use tokio::time::Instant;

/// Least time between two tellings that a list of approvals changed, milliseconds.
const LIST_PAUSE_MS: u64 = 50;
/// Least time between two tellings of what makes many lists be read again, milliseconds.
const ALL_PAUSE_MS: u64 = 1_000;
/// Events that wait in order. What is lost beyond them is in the lists, which are read then.
const IN_ORDER: usize = 256;
/// Ended requests remembered of one list. The list itself tells of the others.
const ENDED: usize = 512;

/// What may be told once for many times.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Again {
    /// Events were lost.
    Lost,
    Jobs,
    Config,
    List(Source),
}

/// Gathered events.
#[derive(Debug)]
pub(crate) struct Gathered {
    list_pause: Duration,
    all_pause: Duration,
    in_order: VecDeque<LinkEvent>,
    again: BTreeMap<Again, BTreeSet<String>>,
    told: BTreeMap<Again, Instant>,
}

impl Gathered {
    /// Nothing yet. `lasts` says how long a wait of so many milliseconds takes.
    pub(crate) fn new(lasts: impl Fn(u64) -> Duration) -> Self {
        Self {
            list_pause: lasts(LIST_PAUSE_MS),
            all_pause: lasts(ALL_PAUSE_MS),
            in_order: VecDeque::new(),
            again: BTreeMap::new(),
            told: BTreeMap::new(),
        }
    }

    /// Takes an event in.
    pub(crate) fn add(&mut self, event: LinkEvent) {
        let (again, ended) = match event {
            LinkEvent::Gap => (Again::Lost, Vec::new()),
            LinkEvent::JobsChanged => (Again::Jobs, Vec::new()),
            LinkEvent::ConfigChanged => (Again::Config, Vec::new()),
            LinkEvent::ApprovalsChanged { source, ended } => (Again::List(source), ended),
            event => return self.put_in_order(event),
        };
        let known = self.again.entry(again).or_default();
        for id in ended {
            if known.len() < ENDED {
                known.insert(id);
            }
        }
    }

    fn put_in_order(&mut self, event: LinkEvent) {
        if self.in_order.len() >= IN_ORDER {
            // A gateway that says that it ends is heard whatever else it said.
            let oldest = self.in_order.iter().position(|waits| !matches!(waits, LinkEvent::Shutdown { .. }));
            if let Some(oldest) = oldest {
                self.in_order.remove(oldest);
            }
            self.again.entry(Again::Lost).or_default();
        }
        self.in_order.push_back(event);
    }

    /// When there is something to tell; `None` while nothing waits.
    pub(crate) fn due(&self, now: Instant) -> Option<Instant> {
        if !self.in_order.is_empty() {
            return Some(now);
        }
        self.again.keys().map(|again| self.due_again(*again, now)).min()
    }

    fn due_again(&self, again: Again, now: Instant) -> Instant {
        let pause = if matches!(again, Again::List(_)) { self.list_pause } else { self.all_pause };
        self.told.get(&again).map_or(now, |told| now.max(*told + pause))
    }

    /// The next event to tell. What says "look again" goes before what came in order: it is little and always current.
    pub(crate) fn take(&mut self, now: Instant) -> Option<LinkEvent> {
        let due = self.again.keys().copied().find(|again| self.due_again(*again, now) <= now);
        let Some(again) = due else { return self.in_order.pop_front() };
        let ended = self.again.remove(&again).unwrap_or_default();
        self.told.insert(again, now);
        Some(match again {
            Again::Lost => LinkEvent::Gap,
            Again::Jobs => LinkEvent::JobsChanged,
            Again::Config => LinkEvent::ConfigChanged,
            Again::List(source) => LinkEvent::ApprovalsChanged { source, ended: ended.into_iter().collect() },
        })
    }

    /// The connection is over: what was told in order is still worth telling, all else is read at the next one.
    pub(crate) fn end(&mut self) {
        self.again.clear();
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use clawtray_core::{LinkEvent, Source};
    use tokio::time::Instant;

    use super::{ALL_PAUSE_MS, Gathered, IN_ORDER, LIST_PAUSE_MS};

    fn changed(ended: &[&str]) -> LinkEvent {
        let ended = ended.iter().map(|id| (*id).to_owned()).collect();
        LinkEvent::ApprovalsChanged { source: Source::Devices, ended }
    }

    fn gathered() -> Gathered {
        Gathered::new(Duration::from_millis)
    }

    fn all(gathered: &mut Gathered, now: Instant) -> Vec<LinkEvent> {
        std::iter::from_fn(|| gathered.take(now)).collect()
    }

    #[test]
    fn the_first_is_told_at_once_and_a_flood_once_after_the_pause() {
        let (mut gathered, now) = (gathered(), Instant::now());
        assert_eq!(gathered.due(now), None);
        gathered.add(changed(&["a"]));
        assert_eq!(gathered.due(now), Some(now));
        assert_eq!(all(&mut gathered, now), [changed(&["a"])]);
        for id in ["c", "b", "c"] {
            gathered.add(changed(&[]));
            gathered.add(changed(&[id]));
        }
        assert_eq!(all(&mut gathered, now), [], "it was told just now");
        let later = now + Duration::from_millis(LIST_PAUSE_MS);
        assert_eq!(gathered.due(now), Some(later));
        assert_eq!(all(&mut gathered, later), [changed(&["b", "c"])]);
        assert_eq!(gathered.due(later), None);
    }

    #[test]
    fn what_makes_many_lists_be_read_is_told_once_a_second_and_a_list_does_not_wait_for_it() {
        let (mut gathered, now) = (gathered(), Instant::now());
        gathered.add(LinkEvent::Gap);
        assert_eq!(all(&mut gathered, now), [LinkEvent::Gap]);
        gathered.add(LinkEvent::Gap);
        gathered.add(LinkEvent::JobsChanged);
        gathered.add(LinkEvent::ConfigChanged);
        gathered.add(changed(&[]));
        let told = all(&mut gathered, now);
        assert_eq!(told, [LinkEvent::JobsChanged, LinkEvent::ConfigChanged, changed(&[])]);
        assert_eq!(all(&mut gathered, now + Duration::from_millis(ALL_PAUSE_MS)), [LinkEvent::Gap]);
    }

    #[test]
    fn what_comes_in_order_is_bounded_and_its_loss_is_told() {
        let (mut gathered, now) = (gathered(), Instant::now());
        let refused = |number: usize| LinkEvent::Closed { code: Some(1_000), words: number.to_string() };
        gathered.add(LinkEvent::Shutdown { restart_expected_ms: None });
        for number in 0..3 * IN_ORDER {
            gathered.add(refused(number));
        }
        let told = all(&mut gathered, now);
        assert_eq!(told.len(), IN_ORDER + 1);
        assert_eq!(told[..2], [LinkEvent::Gap, LinkEvent::Shutdown { restart_expected_ms: None }]);
        assert_eq!(told[2], refused(2 * IN_ORDER + 1));
        assert_eq!(told.last(), Some(&refused(3 * IN_ORDER - 1)));
    }
}
