//! Time and size in words.

use crate::arg::Arg;

const SECOND: u64 = 1_000;
const MINUTE: u64 = 60 * SECOND;
const HOUR: u64 = 60 * MINUTE;
const DAY: u64 = 24 * HOUR;

type Words = (&'static str, Vec<(&'static str, Arg)>);

/// The sentence for a length of time and its variables.
pub(crate) fn duration(duration_ms: u64) -> Words {
    let (days, hours) = (duration_ms / DAY, duration_ms % DAY / HOUR);
    let (minutes, seconds) = (duration_ms % HOUR / MINUTE, duration_ms / SECOND);
    match duration_ms {
        0..MINUTE => ("duration-seconds", vec![("seconds", seconds.into())]),
        MINUTE..HOUR => ("duration-minutes", vec![("minutes", minutes.into())]),
        HOUR..DAY if minutes == 0 => ("duration-hours", vec![("hours", hours.into())]),
        HOUR..DAY => ("duration-hours-minutes", vec![("hours", hours.into()), ("minutes", minutes.into())]),
        _ if hours == 0 => ("duration-days", vec![("days", days.into())]),
        _ => ("duration-days-hours", vec![("days", days.into()), ("hours", hours.into())]),
    }
}

/// How much of a unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Amount {
    /// Without a decimal.
    Whole(u64),
    /// With one decimal.
    Tenths(u64, u64),
}

/// The sentence for an amount of bytes and the amount. One decimal below ten, none above.
pub(crate) fn bytes(bytes: u64) -> (&'static str, Amount) {
    const UNITS: [(&str, u64); 4] = [
        ("size-terabytes", 1 << 40),
        ("size-gigabytes", 1 << 30),
        ("size-megabytes", 1 << 20),
        ("size-kilobytes", 1 << 10),
    ];
    for (id, unit) in UNITS {
        if bytes >= unit {
            let tenths = u64::try_from(u128::from(bytes) * 10 / u128::from(unit)).unwrap_or(u64::MAX);
            return match (tenths / 10, tenths % 10) {
                (whole, tenth) if whole < 10 && tenth > 0 => (id, Amount::Tenths(whole, tenth)),
                (whole, _) => (id, Amount::Whole(whole)),
            };
        }
    }
    ("size-bytes", Amount::Whole(bytes))
}

/// A moment, and the moment it is looked at from: one of another day is said with its day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Moment {
    /// Milliseconds since 1970 in UTC.
    pub unix_ms: u64,
    /// The present, milliseconds since 1970 in UTC.
    pub now_ms: u64,
    /// What the local clock is ahead of UTC, minutes.
    pub offset_minutes: i32,
}

impl Moment {
    /// The time of day, `HH:MM`.
    pub(crate) fn clock(self) -> String {
        clock(self.unix_ms, self.offset_minutes)
    }

    /// Day and month; nothing when it is today.
    pub(crate) fn day(self) -> Option<(u32, u32)> {
        let then = self.local_day(self.unix_ms);
        (then != self.local_day(self.now_ms)).then(|| day_and_month(then))
    }

    /// Days since 1970 by the local clock.
    fn local_day(self, unix_ms: u64) -> i64 {
        let minutes = i64::try_from(unix_ms / MINUTE).unwrap_or(0).saturating_add(i64::from(self.offset_minutes));
        minutes.div_euclid(24 * 60)
    }
}

/// Day of the month and month of a day since 1970, by the Gregorian calendar (the algorithm counts years from March).
fn day_and_month(days: i64) -> (u32, u32) {
    let of_era = days.saturating_add(719_468).rem_euclid(146_097);
    let year = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year + year / 4 - year / 100);
    let from_march = (5 * of_year + 2) / 153;
    let day = of_year - (153 * from_march + 2) / 5 + 1;
    let month = if from_march < 10 { from_march + 3 } else { from_march - 9 };
    (u32::try_from(day).unwrap_or(1), u32::try_from(month).unwrap_or(1))
}

/// A moment as the clock shows it, `HH:MM`. `unix_ms` is milliseconds since 1970 in UTC, `offset_minutes` what the
/// local clock is ahead of UTC.
pub fn clock(unix_ms: u64, offset_minutes: i32) -> String {
    let minutes = i64::try_from(unix_ms / MINUTE).unwrap_or(0).saturating_add(i64::from(offset_minutes));
    let of_day = minutes.rem_euclid(24 * 60);
    format!("{:02}:{:02}", of_day / 60, of_day % 60)
}

#[cfg(test)]
mod tests {
    use super::{Moment, clock, day_and_month};
    use crate::{Arg, Catalogue};

    #[test]
    fn time_is_said_in_the_two_largest_units() {
        let catalogue = Catalogue::default();
        for (milliseconds, words) in [
            (0, "0 seconds"),
            (1_999, "1 second"),
            (59_999, "59 seconds"),
            (60_000, "1 minute"),
            (3 * 60_000 + 59_000, "3 minutes"),
            (3_600_000, "1 h"),
            (2 * 3_600_000 + 5 * 60_000, "2 h 5 min"),
            (86_400_000, "1 day"),
            (3 * 86_400_000 + 4 * 3_600_000 + 59 * 60_000, "3 days 4 h"),
        ] {
            assert_eq!(catalogue.duration_ms(milliseconds), words, "{milliseconds} ms");
        }
        assert!(catalogue.duration_ms(u64::MAX).contains("days"));
    }

    #[test]
    fn sizes_have_a_decimal_only_where_it_matters() {
        let catalogue = Catalogue::default();
        for (bytes, words) in [
            (0, "0 bytes"),
            (1, "1 byte"),
            (1_023, "1023 bytes"),
            (1_024, "1 KB"),
            (1_536, "1.5 KB"),
            (12 * 1_048_576 + 900_000, "12 MB"),
            (3 * 1_073_741_824 / 2, "1.5 GB"),
        ] {
            assert_eq!(catalogue.bytes(bytes), words, "{bytes} bytes");
        }
        assert!(catalogue.bytes(u64::MAX).ends_with(" TB"));
    }

    #[test]
    fn the_clock_follows_the_offset_over_midnight() {
        let just_before_midnight = 1_795_305_540_000 - (1_795_305_540_000 % 86_400_000) + 23 * 3_600_000 + 59 * 60_000;
        assert_eq!(clock(just_before_midnight, 0), "23:59");
        assert_eq!(clock(just_before_midnight, 2), "00:01");
        assert_eq!(clock(just_before_midnight, -24 * 60), "23:59");
        assert_eq!(clock(0, -60), "23:00");
        assert_eq!(clock(u64::MAX, i32::MAX).len(), 5);
    }

    #[test]
    fn the_calendar_knows_leap_years_and_ends_of_years() {
        for (days, date) in [
            (0, (1, 1)),
            (58, (28, 2)),
            (59, (1, 3)),
            (789, (29, 2)),
            (11_016, (29, 2)),
            (20_818, (31, 12)),
            (20_819, (1, 1)),
            (-1, (31, 12)),
        ] {
            assert_eq!(day_and_month(days), date, "day {days}");
        }
    }

    #[test]
    fn a_moment_of_another_day_is_said_with_its_day() {
        // 2026-11-24 04:15 UTC, seen at 09:00 of that day and of the next, and from two hours east shortly before.
        let at = 1_795_493_700_000;
        let seen =
            |hours: u64, offset_minutes: i32| Moment { unix_ms: at, now_ms: at + hours * 3_600_000, offset_minutes };
        for (tag, kind, today, another) in [
            ("en", "since", "since 04:15", "since 24 Nov 04:15"),
            ("en", "at", "at 04:15", "on 24 Nov at 04:15"),
            ("en", "until", "until 04:15", "until 24 Nov 04:15"),
            ("de", "since", "seit 04:15", "seit 24.11., 04:15"),
            ("de", "at", "um 04:15", "am 24.11. um 04:15"),
            ("de", "until", "bis 04:15", "bis 24.11., 04:15"),
            ("it", "since", "dalle 04:15", "dal 24/11 alle 04:15"),
            ("it", "at", "alle 04:15", "il 24/11 alle 04:15"),
            ("it", "until", "fino alle 04:15", "fino al 24/11 alle 04:15"),
        ] {
            let catalogue = Catalogue::for_languages(&[tag.to_owned()]);
            assert_eq!(catalogue.moment(kind, seen(5, 0)), today, "{tag}");
            assert_eq!(catalogue.moment(kind, seen(29, 0)), another, "{tag}");
        }
        let english = Catalogue::default();
        assert_eq!(english.moment("since", seen(18, 2 * 60)), "since 24 Nov 06:15", "midnight is the local one");
        assert_eq!(
            english.say_with("headline-down", &[("since", Arg::Since(seen(29, 0)))]),
            "Gateway down since 24 Nov 04:15"
        );
    }

    #[test]
    fn the_decimal_mark_is_the_languages() {
        for (tag, words) in [("en", "1.5 GB"), ("de", "1,5 GB"), ("it", "1,5 GB")] {
            assert_eq!(Catalogue::for_languages(&[tag.to_owned()]).bytes(3 * 1_073_741_824 / 2), words);
        }
    }
}
