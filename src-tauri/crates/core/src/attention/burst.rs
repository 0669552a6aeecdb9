//! How many notifications a storm makes: a few one by one, then one for all the rest.

use std::collections::VecDeque;

/// Most notifications of one class one by one within [`WINDOW_MS`]; more at once become one.
pub(crate) const ONE_BY_ONE: usize = 3;
/// The window of the budget, and the least time between two notifications about the rest, milliseconds.
pub(crate) const WINDOW_MS: u64 = 60_000;

/// The notifications of one class: approvals, or everything else that can come in numbers.
#[derive(Clone, Debug, Default)]
pub(crate) struct Burst {
    /// When each single one was shown, monotonic milliseconds, the oldest first.
    singles_ms: VecDeque<u64>,
    /// When the one about the rest was last shown.
    grouped_ms: Option<u64>,
}

impl Burst {
    /// How many of `news` that come at once may be shown one by one: all or none.
    pub(crate) fn one_by_one(&mut self, news: usize, mono_ms: u64) -> bool {
        while self.singles_ms.front().is_some_and(|shown| mono_ms.saturating_sub(*shown) >= WINDOW_MS) {
            self.singles_ms.pop_front();
        }
        let fits = self.singles_ms.len() + news <= ONE_BY_ONE;
        if fits {
            self.singles_ms.extend(std::iter::repeat_n(mono_ms, news));
        }
        fits
    }

    /// How long the one about the rest has to wait before it is shown again, milliseconds; 0 for now.
    pub(crate) fn wait_ms(&self, mono_ms: u64) -> u64 {
        self.grouped_ms.map_or(0, |shown| (shown + WINDOW_MS).saturating_sub(mono_ms))
    }

    /// The one about the rest is shown now.
    pub(crate) fn grouped(&mut self, mono_ms: u64) {
        self.grouped_ms = Some(mono_ms);
    }
}

#[cfg(test)]
mod tests {
    use super::{Burst, WINDOW_MS};

    #[test]
    fn three_in_a_minute_come_one_by_one_and_more_do_not() {
        let mut burst = Burst::default();
        assert!(burst.one_by_one(2, 0));
        assert!(!burst.one_by_one(2, 10), "two more would be four");
        assert!(burst.one_by_one(1, 20), "one more is three");
        assert!(!burst.one_by_one(1, WINDOW_MS - 1));
        assert!(burst.one_by_one(2, WINDOW_MS), "the first two are a minute old");
        assert!(!Burst::default().one_by_one(4, 0), "four at once are one notification");
    }

    #[test]
    fn the_rest_is_told_at_once_and_then_once_a_minute() {
        let mut burst = Burst::default();
        assert_eq!(burst.wait_ms(5), 0);
        burst.grouped(5);
        assert_eq!(burst.wait_ms(15), WINDOW_MS - 10);
        assert_eq!(burst.wait_ms(5 + WINDOW_MS), 0);
    }
}
