//! Events on their way to the reader, in bounded memory.

use super::Payload;
use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tokio::sync::Notify;

/// What a connection reports besides answers.
#[derive(Debug, Clone, PartialEq)]
pub enum SessionEvent {
    /// Something happened on the gateway.
    Event {
        /// The event's name, such as `device.pair.requested`.
        name: String,
        /// Its payload; null when absent.
        payload: Payload,
        /// Its number on this connection.
        seq: Option<u64>,
    },
    /// Event numbers jumped: the gateway dropped some. Lists must be read again.
    Gap {
        /// The number that should have come.
        expected: u64,
        /// The number that came.
        got: u64,
    },
    /// This side dropped so many events because they came faster than they were taken. Lists must be read again.
    Overflow(u64),
    /// The connection ended. Comes exactly once and last.
    Closed {
        /// The close code; see [`crate::close_code`].
        code: u16,
        /// The reason sent with it, or this side's own, bounded.
        reason: String,
    },
}

struct Item {
    /// Its place among all.
    number: u64,
    event: SessionEvent,
    bytes: usize,
}

/// Two lanes, so that adding, dropping and taking cost the same however much waits.
#[derive(Default)]
struct State {
    /// What goes only when nothing else is left to go.
    kept: VecDeque<Item>,
    /// What costs only freshness.
    fresh: VecDeque<Item>,
    next_number: u64,
    bytes: usize,
    dropped: u64,
    dropped_total: u64,
    closed: Option<(u16, String)>,
    finished: bool,
    reader_gone: bool,
}

/// The writing end.
pub(crate) struct Queue {
    state: Mutex<State>,
    ready: Notify,
    max_items: usize,
    max_bytes: usize,
}

/// The events of one session, in order. Dropping it throws later events away and leaves the session open.
pub struct EventStream {
    queue: Arc<Queue>,
}

impl Queue {
    pub(crate) fn new(max_items: usize, max_bytes: usize) -> Arc<Self> {
        Arc::new(Self {
            state: Mutex::new(State::default()),
            ready: Notify::new(),
            max_items: max_items.max(1),
            max_bytes,
        })
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Adds an event of `bytes` payload bytes, dropping droppable ones first when it does not fit.
    pub(crate) fn push(&self, event: SessionEvent, bytes: usize) {
        let mut state = self.lock();
        if state.reader_gone || state.closed.is_some() {
            return;
        }
        let droppable = is_droppable(&event);
        while state.len() >= self.max_items || state.bytes.saturating_add(bytes) > self.max_bytes {
            state.count_dropped();
            if !state.drop_one(droppable) {
                drop(state);
                self.ready.notify_one();
                return;
            }
        }
        state.bytes = state.bytes.saturating_add(bytes);
        let item = Item { number: state.next_number, event, bytes };
        state.next_number += 1;
        if droppable {
            state.fresh.push_back(item)
        } else {
            state.kept.push_back(item)
        }
        drop(state);
        self.ready.notify_one();
    }

    /// Counts an event that was too large to be read.
    pub(crate) fn count_unread(&self) {
        self.lock().count_dropped();
        self.ready.notify_one();
    }

    /// Ends the stream once everything queued is taken. Only the first call counts.
    pub(crate) fn close(&self, code: u16, reason: &str) {
        let mut state = self.lock();
        if state.closed.is_none() {
            state.closed = Some((code, reason.to_owned()));
        }
        drop(state);
        self.ready.notify_one();
    }

    /// How many events were dropped so far.
    pub(crate) fn dropped_total(&self) -> u64 {
        self.lock().dropped_total
    }

    pub(crate) fn stream(self: &Arc<Self>) -> EventStream {
        EventStream { queue: Arc::clone(self) }
    }
}

impl State {
    fn len(&self) -> usize {
        self.kept.len() + self.fresh.len()
    }

    /// Makes room for another one; false when that one has to go itself.
    fn drop_one(&mut self, for_droppable: bool) -> bool {
        let gone = self.fresh.pop_front().or_else(|| if for_droppable { None } else { self.kept.pop_front() });
        if let Some(item) = &gone {
            self.bytes = self.bytes.saturating_sub(item.bytes);
        }
        gone.is_some()
    }

    fn first(&mut self) -> Option<Item> {
        match (self.kept.front(), self.fresh.front()) {
            (Some(kept), Some(fresh)) if fresh.number < kept.number => self.fresh.pop_front(),
            (Some(_), _) => self.kept.pop_front(),
            (None, _) => self.fresh.pop_front(),
        }
    }

    fn count_dropped(&mut self) {
        self.dropped += 1;
        self.dropped_total += 1;
    }

    fn take(&mut self) -> Option<SessionEvent> {
        if self.dropped > 0 {
            return Some(SessionEvent::Overflow(std::mem::take(&mut self.dropped)));
        }
        if let Some(item) = self.first() {
            self.bytes = self.bytes.saturating_sub(item.bytes);
            return Some(item.event);
        }
        let (code, reason) = self.closed.clone()?;
        self.finished = true;
        Some(SessionEvent::Closed { code, reason })
    }
}

impl EventStream {
    /// The next event; `None` after `Closed` was given. Cancelling it loses nothing.
    pub async fn next(&mut self) -> Option<SessionEvent> {
        loop {
            {
                let mut state = self.queue.lock();
                if state.finished {
                    return None;
                }
                if let Some(event) = state.take() {
                    return Some(event);
                }
            }
            self.queue.ready.notified().await;
        }
    }
}

impl Drop for EventStream {
    fn drop(&mut self) {
        let mut state = self.queue.lock();
        state.reader_gone = true;
        state.kept.clear();
        state.fresh.clear();
        state.bytes = 0;
    }
}

/// Events whose loss costs only freshness: the next one, or a list, tells the same again.
fn is_droppable(event: &SessionEvent) -> bool {
    let SessionEvent::Event { name, .. } = event else { return matches!(event, SessionEvent::Gap { .. }) };
    matches!(name.as_str(), "agent" | "chat" | "health" | "heartbeat" | "presence" | "task")
        || name.starts_with("session.")
        || name.starts_with("sessions.")
        || name.starts_with("node.presence")
        || name.starts_with("talk.")
}

#[cfg(test)]
mod tests {
    use super::{Payload, Queue, SessionEvent};

    fn event(name: &str, seq: u64) -> SessionEvent {
        SessionEvent::Event { name: name.to_owned(), payload: Payload::default(), seq: Some(seq) }
    }

    async fn drain(queue: &std::sync::Arc<Queue>) -> Vec<SessionEvent> {
        let mut stream = queue.stream();
        let mut all = Vec::new();
        while let Some(event) = stream.next().await {
            all.push(event);
        }
        all
    }

    #[tokio::test]
    async fn a_full_queue_keeps_what_matters_and_counts_the_rest() {
        let queue = Queue::new(2, 1000);
        queue.push(event("agent", 1), 10);
        queue.push(event("device.pair.requested", 2), 10);
        queue.push(event("shutdown", 3), 10);
        queue.push(event("agent", 4), 10);
        queue.close(1012, "service restart");
        queue.close(1006, "later");
        let closed = SessionEvent::Closed { code: 1012, reason: "service restart".to_owned() };
        assert_eq!(
            drain(&queue).await,
            vec![SessionEvent::Overflow(2), event("device.pair.requested", 2), event("shutdown", 3), closed]
        );
    }

    #[tokio::test]
    async fn without_droppable_events_the_oldest_goes() {
        let queue = Queue::new(2, 1000);
        for seq in 1..=4 {
            queue.push(event("cron", seq), 1);
        }
        queue.close(1000, "");
        let all = drain(&queue).await;
        assert_eq!(all[..3], [SessionEvent::Overflow(2), event("cron", 3), event("cron", 4)]);
    }

    #[tokio::test]
    async fn what_is_taken_is_in_order_across_both_lanes() {
        let queue = Queue::new(100, 1000);
        let names = ["agent", "cron", "cron", "agent", "health", "shutdown", "agent"];
        for (seq, name) in names.iter().enumerate() {
            queue.push(event(name, seq as u64), 1);
        }
        queue.close(1000, "");
        let all = drain(&queue).await;
        let wanted: Vec<_> = names.iter().enumerate().map(|(seq, name)| event(name, seq as u64)).collect();
        assert_eq!(all[..names.len()], wanted);
    }

    #[tokio::test]
    async fn bytes_are_bounded_too() {
        let queue = Queue::new(100, 100);
        queue.push(event("cron", 1), 60);
        queue.push(event("cron", 2), 60);
        queue.push(event("cron", 3), 101);
        queue.close(1000, "");
        let all = drain(&queue).await;
        assert_eq!(all.len(), 2, "only the report and the end are left: {all:?}");
        assert_eq!(all[0], SessionEvent::Overflow(3));
    }
}
