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

/// The sentence for an amount of bytes and its variables. One decimal below ten, none above.
pub(crate) fn bytes(bytes: u64) -> Words {
    const UNITS: [(&str, u64); 4] = [
        ("size-terabytes", 1 << 40),
        ("size-gigabytes", 1 << 30),
        ("size-megabytes", 1 << 20),
        ("size-kilobytes", 1 << 10),
    ];
    for (id, unit) in UNITS {
        if bytes >= unit {
            let tenths = u64::try_from(u128::from(bytes) * 10 / u128::from(unit)).unwrap_or(u64::MAX);
            let amount = match (tenths / 10, tenths % 10) {
                (whole, tenth) if whole < 10 && tenth > 0 => format!("{whole}.{tenth}"),
                (whole, _) => whole.to_string(),
            };
            return (id, vec![("amount", amount.into())]);
        }
    }
    ("size-bytes", vec![("amount", bytes.into())])
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
    use super::clock;
    use crate::Catalogue;

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
}
