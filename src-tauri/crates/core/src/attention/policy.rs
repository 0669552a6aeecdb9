//! How loud a piece of news is: which switches, hours and windows keep it silent. Silent news is in the menu, the
//! window and the history all the same.

use clawtray_contract::{MuteFor, Route};

use crate::{now::Now, settings::NotificationSettings};

/// What a notification is about. Each has its switch in the settings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// The gateway is down.
    Down,
    /// It is back.
    Back,
    /// Somebody asks for rights.
    Approval,
    /// A finding.
    Problem,
    /// A finding about a job or the heartbeat.
    Job,
    /// A repair ended.
    Repair,
    /// Something asked for in the menu or on a notification was not done.
    Refused,
}

/// What may keep news silent, besides the settings.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Quiet<'a> {
    /// The person wants none until then, milliseconds since 1970.
    pub(crate) muted_until_ms: Option<u64>,
    /// The desktop wants no disturbance ("do not disturb").
    pub(crate) inhibited: bool,
    /// What the window in front shows.
    pub(crate) window: Option<&'a Route>,
}

/// Whether news of this kind makes a notification now.
pub(crate) fn is_aloud(kind: Kind, settings: &NotificationSettings, quiet: Quiet<'_>, now: Now) -> bool {
    let wanted = match kind {
        Kind::Down | Kind::Back => settings.gateway,
        Kind::Approval => settings.approvals,
        Kind::Problem => settings.problems,
        Kind::Job => settings.jobs,
        Kind::Repair => settings.repairs,
        // Somebody has just pressed something: silence would look like success.
        Kind::Refused => return true,
    };
    let hushed = quiet.inhibited
        || quiet.muted_until_ms.is_some_and(|until| now.unix_ms < until)
        || settings.quiet_at(minute_of_day(now));
    let passes = matches!(kind, Kind::Down | Kind::Back | Kind::Approval) && !settings.mute_everything;
    wanted && (!hushed || passes) && !quiet.window.is_some_and(|route| shows(route, kind))
}

/// Whether a place in the window shows news of this kind.
fn shows(route: &Route, kind: Kind) -> bool {
    match route {
        Route::Overview => matches!(kind, Kind::Down | Kind::Back),
        Route::Finding(_) | Route::Action { .. } => matches!(kind, Kind::Problem | Kind::Job | Kind::Repair),
        Route::Approval(_) => kind == Kind::Approval,
        Route::Automations => kind == Kind::Job,
        _ => false,
    }
}

const MINUTE_MS: u64 = 60_000;
const DAY_MINUTES: i64 = 24 * 60;
/// Until when tomorrow: 08:00.
const MORNING: i64 = 8 * 60;

/// Local minutes since 1970.
fn local_minutes(now: Now) -> i64 {
    i64::try_from(now.unix_ms / MINUTE_MS).unwrap_or(0).saturating_add(i64::from(now.offset_minutes))
}

/// Minutes since local midnight.
fn minute_of_day(now: Now) -> u16 {
    u16::try_from(local_minutes(now).rem_euclid(DAY_MINUTES)).unwrap_or(0)
}

/// When a muting that begins now ends, milliseconds since 1970. Tomorrow begins at the next 08:00 that is more than an
/// hour away.
pub(crate) fn muted_until(muted: MuteFor, now: Now) -> Option<u64> {
    let hour = now.unix_ms + 60 * MINUTE_MS;
    match muted {
        MuteFor::Off => None,
        MuteFor::Hour => Some(hour),
        MuteFor::UntilTomorrow => {
            let minute = i64::from(minute_of_day(now));
            let mut left = (MORNING - minute).rem_euclid(DAY_MINUTES);
            if left <= 60 {
                left += DAY_MINUTES;
            }
            let whole = now.unix_ms - now.unix_ms % MINUTE_MS;
            Some(whole + u64::try_from(left).unwrap_or(0) * MINUTE_MS)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A moment at `HH:MM` of a day, as the local clock shows it.
    fn at(hour: u64, minute: u64, offset_minutes: i32) -> Now {
        let local = 20_000 * 1_440 + hour * 60 + minute;
        let utc = i64::try_from(local).unwrap() - i64::from(offset_minutes);
        Now { unix_ms: u64::try_from(utc).unwrap() * MINUTE_MS + 7_000, mono_ms: 0, offset_minutes }
    }

    const NONE: Quiet<'static> = Quiet { muted_until_ms: None, inhibited: false, window: None };
    const KINDS: [Kind; 6] = [Kind::Down, Kind::Back, Kind::Approval, Kind::Problem, Kind::Job, Kind::Repair];

    fn aloud(settings: &NotificationSettings, quiet: Quiet<'_>, now: Now) -> Vec<Kind> {
        KINDS.into_iter().filter(|kind| is_aloud(*kind, settings, quiet, now)).collect()
    }

    #[test]
    fn what_is_muted_or_in_quiet_hours_lets_approvals_and_the_gateway_through() {
        let night = NotificationSettings { quiet_hours: Some((22 * 60, 7 * 60)), ..NotificationSettings::default() };
        let strict = NotificationSettings { mute_everything: true, ..night.clone() };
        let urgent = vec![Kind::Down, Kind::Back, Kind::Approval];
        let all = KINDS.to_vec();
        for (what, settings, hour, minute, expected) in [
            ("an hour before", &night, 21, 59, all.clone()),
            ("at its beginning", &night, 22, 0, urgent.clone()),
            ("after midnight", &night, 3, 0, urgent.clone()),
            ("in its last minute", &night, 6, 59, urgent.clone()),
            ("at its end", &night, 7, 0, all.clone()),
            ("chosen otherwise", &strict, 3, 0, vec![]),
        ] {
            for offset in [0, 330, -480] {
                assert_eq!(aloud(settings, NONE, at(hour, minute, offset)), expected, "{what}, offset {offset}");
            }
        }
        let now = at(12, 0, 60);
        let muted = Quiet { muted_until_ms: Some(now.unix_ms + 1), ..NONE };
        assert_eq!(aloud(&NotificationSettings::default(), muted, now), urgent);
        let over = Quiet { muted_until_ms: Some(now.unix_ms), ..NONE };
        assert_eq!(aloud(&NotificationSettings::default(), over, now), all);
        let disturbed = Quiet { inhibited: true, ..NONE };
        assert_eq!(aloud(&NotificationSettings::default(), disturbed, now), urgent, "do not disturb is a quiet hour");
        assert_eq!(aloud(&strict, disturbed, now), vec![]);
        assert!(is_aloud(Kind::Refused, &strict, disturbed, now), "whoever presses hears what came of it");
    }

    #[test]
    fn each_kind_has_its_switch() {
        let all = NotificationSettings::default();
        for (settings, silent) in [
            (NotificationSettings { gateway: false, ..all.clone() }, vec![Kind::Down, Kind::Back]),
            (NotificationSettings { approvals: false, ..all.clone() }, vec![Kind::Approval]),
            (NotificationSettings { problems: false, ..all.clone() }, vec![Kind::Problem]),
            (NotificationSettings { jobs: false, ..all.clone() }, vec![Kind::Job]),
            (NotificationSettings { repairs: false, ..all }, vec![Kind::Repair]),
        ] {
            let expected: Vec<Kind> = KINDS.into_iter().filter(|kind| !silent.contains(kind)).collect();
            assert_eq!(aloud(&settings, NONE, at(12, 0, 0)), expected);
        }
    }

    #[test]
    fn the_window_in_front_silences_what_it_shows_and_nothing_else() {
        let settings = NotificationSettings::default();
        for (route, silent) in [
            (Route::Overview, vec![Kind::Down, Kind::Back]),
            (Route::Finding("a.b".into()), vec![Kind::Problem, Kind::Job, Kind::Repair]),
            (Route::Approval("r".into()), vec![Kind::Approval]),
            (Route::Automations, vec![Kind::Job]),
            (Route::Logs, vec![]),
        ] {
            let expected: Vec<Kind> = KINDS.into_iter().filter(|kind| !silent.contains(kind)).collect();
            let quiet = Quiet { window: Some(&route), ..NONE };
            assert_eq!(aloud(&settings, quiet, at(12, 0, 0)), expected, "{route:?}");
        }
    }

    #[test]
    fn tomorrow_is_the_next_morning_even_after_midnight() {
        for (hour, minute, hours_left, minutes_left) in [(18, 30, 13, 30), (2, 0, 6, 0), (7, 30, 24, 30), (8, 0, 24, 0)]
        {
            for offset in [0, 120, -300] {
                let now = at(hour, minute, offset);
                let until = muted_until(MuteFor::UntilTomorrow, now).unwrap();
                assert_eq!(until + now.unix_ms % MINUTE_MS - now.unix_ms, (hours_left * 60 + minutes_left) * MINUTE_MS);
            }
        }
        assert_eq!(muted_until(MuteFor::Hour, at(9, 0, 0)), Some(at(10, 0, 0).unix_ms));
        assert_eq!(muted_until(MuteFor::Off, at(9, 0, 0)), None);
    }
}
