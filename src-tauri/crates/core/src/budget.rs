//! How often something automatic may be tried: a window of unclean exits, and growing waits.

/// Restart budget. Its memory is a list of wall-clock times kept on disk, so that a restart of the keeper does not
/// refill it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Budget {
    limit: usize,
    window_ms: u64,
    exits_ms: Vec<u64>,
}

/// Waits before restarts, milliseconds.
const WAITS_MS: [u64; 7] = [1_000, 2_000, 4_000, 8_000, 15_000, 30_000, 60_000];

impl Budget {
    /// `limit` unclean exits within `window_ms` spend the budget. `exits_ms` is what was remembered.
    pub fn new(limit: usize, window_ms: u64, exits_ms: Vec<u64>) -> Self {
        Self { limit: limit.max(1), window_ms, exits_ms }
    }

    /// Counts an unclean exit. A remembered time in the future (the wall clock was set back) counts as now.
    pub fn record(&mut self, unix_ms: u64) {
        self.exits_ms.push(unix_ms);
        self.forget_old(unix_ms);
    }

    /// True when no further automatic restart is allowed.
    pub fn is_spent(&self, unix_ms: u64) -> bool {
        self.in_window(unix_ms) >= self.limit
    }

    /// Exits inside the window.
    pub fn in_window(&self, unix_ms: u64) -> usize {
        let from = unix_ms.saturating_sub(self.window_ms);
        self.exits_ms.iter().filter(|at| **at >= from).count()
    }

    /// The wait before the next restart, milliseconds, shortened by up to a fifth by `jitter` (0 to 255) so that
    /// several computers do not restart in step.
    pub fn wait_ms(&self, unix_ms: u64, jitter: u8) -> u64 {
        let attempt = self.in_window(unix_ms).clamp(1, WAITS_MS.len());
        let wait = WAITS_MS.get(attempt - 1).copied().unwrap_or(60_000);
        wait - wait * u64::from(jitter) / 255 / 5
    }

    /// The gateway was stable, or the person asked for a start: begin anew.
    pub fn reset(&mut self) {
        self.exits_ms.clear();
    }

    /// What to remember.
    pub fn exits_ms(&self) -> &[u64] {
        &self.exits_ms
    }

    fn forget_old(&mut self, unix_ms: u64) {
        let from = unix_ms.saturating_sub(self.window_ms);
        for at in &mut self.exits_ms {
            *at = (*at).min(unix_ms);
        }
        self.exits_ms.retain(|at| *at >= from);
    }
}

#[cfg(test)]
mod tests {
    use super::Budget;

    #[test]
    fn the_fifth_exit_inside_the_window_spends_the_budget() {
        let mut budget = Budget::new(5, 300_000, vec![]);
        for at in [0, 10_000, 20_000, 30_000] {
            budget.record(1_000_000 + at);
            assert!(!budget.is_spent(1_000_000 + at), "four exits are within the budget");
        }
        budget.record(1_040_000);
        assert!(budget.is_spent(1_040_000), "five within five minutes are not");
        assert!(!budget.is_spent(1_040_000 + 300_000), "after the window the oldest no longer count");
    }

    #[test]
    fn it_survives_a_restart_of_the_keeper() {
        let mut before = Budget::new(3, 300_000, vec![]);
        before.record(1_000);
        before.record(2_000);
        let mut after = Budget::new(3, 300_000, before.exits_ms().to_vec());
        after.record(3_000);
        assert!(after.is_spent(3_000));
    }

    #[test]
    fn waits_grow_and_jitter_only_shortens() {
        let mut budget = Budget::new(9, 300_000, vec![]);
        let mut waits = vec![];
        for at in 0..8 {
            budget.record(at);
            waits.push(budget.wait_ms(at, 0));
        }
        assert_eq!(waits, [1_000, 2_000, 4_000, 8_000, 15_000, 30_000, 60_000, 60_000]);
        assert_eq!(budget.wait_ms(8, 255), 48_000);
    }

    #[test]
    fn a_clock_set_back_neither_refills_nor_blocks_for_ever() {
        let mut budget = Budget::new(2, 300_000, vec![9_000_000]);
        budget.record(1_000_000);
        assert!(budget.is_spent(1_000_000), "the future exit counts as now");
        assert!(!budget.is_spent(1_300_001), "and is forgotten with the window");
    }
}
