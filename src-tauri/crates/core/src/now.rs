//! Time as an argument.

use clawtray_text::Moment;

/// One moment, read by the engine and handed in with each event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Now {
    /// Wall clock, milliseconds since 1970. May jump; used for what people read and what is kept on disk.
    pub unix_ms: u64,
    /// Monotonic clock, milliseconds since the engine began. Used for every wait.
    pub mono_ms: u64,
    /// Offset of local time from UTC, minutes, for the clock times in sentences.
    pub offset_minutes: i32,
}

impl Now {
    /// A moment for a sentence, seen from now. `unix_ms` is milliseconds since 1970.
    pub(crate) fn seen(self, unix_ms: u64) -> Moment {
        Moment { unix_ms, now_ms: self.unix_ms, offset_minutes: self.offset_minutes }
    }

    /// The day here, `YYYY-MM-DD`.
    pub fn local_day(self) -> String {
        let mut moment = self.moment(self.unix_ms);
        moment.truncate("YYYY-MM-DD".len());
        moment
    }

    /// A moment as a person writes it, `YYYY-MM-DD HH:MM` in local time. `unix_ms` is milliseconds since 1970.
    pub fn moment(self, unix_ms: u64) -> String {
        let seconds = i64::try_from(unix_ms / 1_000).unwrap_or(i64::MAX);
        let local = seconds.saturating_add(i64::from(self.offset_minutes) * 60);
        let Ok(at) = time::OffsetDateTime::from_unix_timestamp(local) else { return "?".into() };
        format!("{}-{:02}-{:02} {:02}:{:02}", at.year(), u8::from(at.month()), at.day(), at.hour(), at.minute())
    }
}

#[cfg(test)]
mod tests {
    use super::Now;

    #[test]
    fn a_moment_is_written_in_local_time() {
        let now = Now { unix_ms: 0, mono_ms: 0, offset_minutes: 90 };
        assert_eq!(now.moment(1_795_377_409_962), "2026-11-22 21:26");
        assert_eq!(now.moment(u64::MAX), "?");
        let late = Now { unix_ms: 1_795_391_400_000, ..now };
        assert_eq!(late.local_day(), "2026-11-23", "it is past midnight here");
    }
}
