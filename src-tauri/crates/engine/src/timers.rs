//! Timers by name: setting one replaces the one of the same name.

use std::{collections::HashMap, time::Duration};

use clawtray_core::TimerId;
use tokio::time::Instant;

/// Longest wait; far beyond any real one, and safe to add to an instant.
const LONGEST: Duration = Duration::from_secs(30 * 24 * 3_600);

/// Set timers.
#[derive(Debug, Default)]
pub(crate) struct Timers(HashMap<TimerId, Instant>);

impl Timers {
    /// Sets or replaces a timer.
    pub(crate) fn set(&mut self, id: TimerId, after: Duration) {
        self.0.insert(id, Instant::now() + after.min(LONGEST));
    }

    /// Unsets a timer.
    pub(crate) fn cancel(&mut self, id: TimerId) {
        self.0.remove(&id);
    }

    /// All of them are due so much later.
    pub(crate) fn put_off(&mut self, by: Duration) {
        for due in self.0.values_mut() {
            *due += by.min(LONGEST);
        }
    }

    /// When the next one is due.
    pub(crate) fn next(&self) -> Option<Instant> {
        self.0.values().min().copied()
    }

    /// Takes one that is due, the oldest first.
    pub(crate) fn take_due(&mut self) -> Option<TimerId> {
        let now = Instant::now();
        let (id, _) = self.0.iter().filter(|(_, due)| **due <= now).min_by_key(|(_, due)| **due)?;
        let id = *id;
        self.0.remove(&id);
        Some(id)
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use clawtray_core::TimerId;

    use super::Timers;

    #[tokio::test(start_paused = true)]
    async fn setting_a_timer_again_replaces_it() {
        let mut timers = Timers::default();
        timers.set(TimerId::Probe, Duration::from_millis(10));
        timers.set(TimerId::Probe, Duration::from_secs(1));
        tokio::time::advance(Duration::from_millis(20)).await;
        assert_eq!(timers.take_due(), None, "the first setting was replaced");
        tokio::time::advance(Duration::from_millis(1_000)).await;
        assert_eq!(timers.take_due(), Some(TimerId::Probe));
        assert_eq!(timers.take_due(), None, "a timer fires once");
    }

    #[tokio::test(start_paused = true)]
    async fn due_timers_come_in_the_order_of_their_time_and_cancelled_ones_never() {
        let mut timers = Timers::default();
        timers.set(TimerId::Link, Duration::from_millis(30));
        timers.set(TimerId::Judge, Duration::from_millis(10));
        timers.set(TimerId::Save, Duration::from_millis(20));
        timers.cancel(TimerId::Save);
        timers.set(TimerId::Restart, Duration::MAX);
        tokio::time::advance(Duration::from_millis(50)).await;
        assert_eq!(
            [timers.take_due(), timers.take_due(), timers.take_due()],
            [Some(TimerId::Judge), Some(TimerId::Link), None]
        );
        assert!(timers.next().is_some(), "the far one is still set");
    }
}
