//! The real clock.

use std::time::{Instant, SystemTime, UNIX_EPOCH};

use clawtray_core::Now;

use crate::ports::Clock;

/// Wall clock, monotonic clock and local offset of this computer.
#[derive(Clone, Copy, Debug)]
pub struct SystemClock {
    began: Instant,
}

impl SystemClock {
    /// A clock whose monotonic side begins now.
    pub fn new() -> Self {
        Self { began: Instant::now() }
    }
}

impl Default for SystemClock {
    fn default() -> Self {
        Self::new()
    }
}

impl Clock for SystemClock {
    fn now(&self) -> Now {
        let unix_ms = SystemTime::now()
            .duration_since(UNIX_EPOCH)
            .ok()
            .and_then(|since| u64::try_from(since.as_millis()).ok())
            .unwrap_or_default();
        let mono_ms = u64::try_from(self.began.elapsed().as_millis()).unwrap_or(u64::MAX);
        let offset_minutes = chrono::Local::now().offset().local_minus_utc() / 60;
        Now { unix_ms, mono_ms, offset_minutes }
    }
}
