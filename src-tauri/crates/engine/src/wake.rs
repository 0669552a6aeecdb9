//! Notices that the computer slept.

use clawtray_core::Now;

/// How often the driver looks, milliseconds.
pub(crate) const LOOK_EVERY_MS: u64 = 30_000;

/// What two looks may differ by before it counts as sleep, milliseconds.
const SLACK_MS: u64 = 30_000;

/// Remembers the last look. On Linux and macOS the monotonic clock stands still during sleep, so the wall clock runs
/// ahead of it; on Windows it goes on, so a look comes much later than it should.
#[derive(Clone, Copy, Debug)]
pub(crate) struct SleepWatch {
    last: Now,
}

impl SleepWatch {
    /// Begins at `now`.
    pub(crate) fn new(now: Now) -> Self {
        Self { last: now }
    }

    /// The sleep since the last look, which must be [`LOOK_EVERY_MS`] ago or less.
    pub(crate) fn slept(&mut self, now: Now) -> Option<Slept> {
        let wall = now.unix_ms.saturating_sub(self.last.unix_ms);
        let awake = now.mono_ms.saturating_sub(self.last.mono_ms);
        self.last = now;
        let counted_ms = if awake > LOOK_EVERY_MS + SLACK_MS { awake - LOOK_EVERY_MS } else { 0 };
        (counted_ms > 0 || wall > awake.saturating_add(SLACK_MS)).then_some(Slept { counted_ms })
    }
}

/// A sleep of the computer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Slept {
    /// How much of it the monotonic clock counted, milliseconds; nothing where it stands still.
    pub(crate) counted_ms: u64,
}

#[cfg(test)]
mod tests {
    use clawtray_core::Now;

    use super::{SleepWatch, Slept};

    fn at(unix_ms: u64, mono_ms: u64) -> Now {
        Now { unix_ms, mono_ms, offset_minutes: 0 }
    }

    #[test]
    fn sleep_is_seen_on_both_kinds_of_monotonic_clock() {
        let mut watch = SleepWatch::new(at(1_000_000, 0));
        assert_eq!(watch.slept(at(1_030_000, 30_000)), None, "a normal look");
        assert_eq!(watch.slept(at(9_030_000, 60_000)), Some(Slept { counted_ms: 0 }), "the wall clock ran ahead");
        assert_eq!(watch.slept(at(9_060_000, 90_000)), None, "only once");
        let late = Some(Slept { counted_ms: 970_000 });
        assert_eq!(watch.slept(at(10_060_000, 1_090_000)), late, "the look came far too late");
    }

    #[test]
    fn a_wall_clock_set_back_is_not_sleep() {
        let mut watch = SleepWatch::new(at(5_000_000, 0));
        assert_eq!(watch.slept(at(1_000_000, 30_000)), None);
    }
}
