//! What the person chose, as read from `clawtray.json`. Reading is lenient; the file is never overwritten when it
//! is broken or from a newer version.

use std::collections::BTreeMap;

pub use clawtray_contract::{IconChoice, OnQuit};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::{automatic, event::SettingsProblem, fleet::RemoteGateway};

/// Version of the settings this Clawtray writes.
pub const SETTINGS_VERSION: u64 = 1;

/// What notifies, and when. What is kept silent is in the menu, the window and the history all the same.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct NotificationSettings {
    /// The gateway is down, and back.
    pub gateway: bool,
    /// Somebody asks for rights.
    pub approvals: bool,
    /// Findings of severity error.
    pub problems: bool,
    /// Failed jobs and heartbeats.
    pub jobs: bool,
    /// Repairs that ended.
    pub repairs: bool,
    /// From and to, minutes after local midnight; may go over midnight.
    pub quiet_hours: Option<(u16, u16)>,
    /// Quiet hours and muting hold back approvals and the gateway's own notifications too.
    pub mute_everything: bool,
}

impl Default for NotificationSettings {
    fn default() -> Self {
        Self {
            gateway: true,
            approvals: true,
            problems: true,
            jobs: true,
            repairs: true,
            quiet_hours: None,
            mute_everything: false,
        }
    }
}

impl NotificationSettings {
    /// True within the quiet hours.
    pub(crate) fn quiet_at(&self, minute_of_day: u16) -> bool {
        self.quiet_hours.is_some_and(|(from, to)| {
            if from <= to { (from..to).contains(&minute_of_day) } else { minute_of_day >= from || minute_of_day < to }
        })
    }

    fn read(value: Option<&Value>) -> Self {
        let flag = |key: &str, default: bool| value.and_then(|all| all.get(key)?.as_bool()).unwrap_or(default);
        let hours = value.and_then(|all| all.get("quiet_hours")?.as_array().cloned());
        let hours = hours.and_then(|hours| match hours.as_slice() {
            [from, to] => Some((minute(from.as_str()?)?, minute(to.as_str()?)?)),
            _ => None,
        });
        let defaults = Self::default();
        Self {
            gateway: flag("gateway", defaults.gateway),
            approvals: flag("approvals", defaults.approvals),
            problems: flag("problems", defaults.problems),
            jobs: flag("jobs", defaults.jobs),
            repairs: flag("repairs", defaults.repairs),
            quiet_hours: hours.or(defaults.quiet_hours),
            mute_everything: flag("mute_everything", defaults.mute_everything),
        }
    }
}

/// `HH:MM` as minutes after midnight.
fn minute(text: &str) -> Option<u16> {
    let (hours, minutes) = text.split_once(':')?;
    let (hours, minutes): (u16, u16) = (hours.parse().ok()?, minutes.parse().ok()?);
    (hours < 24 && minutes < 60).then_some(hours * 60 + minutes)
}

/// Which gateways of this computer are kept.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct GatewayChoice {
    /// The ids of those that are kept; without it, see [`crate::fleet::kept`].
    pub watched: Option<Vec<String>>,
    /// The one that comes first.
    pub primary: Option<String>,
    /// Those on other computers.
    pub remote: Vec<RemoteGateway>,
}

impl GatewayChoice {
    fn read(value: Option<&Value>) -> Self {
        let named = |value: &Value| value.as_str().map(str::to_owned);
        let watched = value.and_then(|all| all.get("watched")?.as_array());
        Self {
            watched: watched.map(|ids| ids.iter().filter_map(named).collect()),
            primary: value.and_then(|all| named(all.get("primary")?)),
            remote: value
                .and_then(|all| all.get("remote")?.as_array())
                .map(|entries| entries.iter().filter_map(RemoteGateway::read).collect())
                .unwrap_or_default(),
        }
    }
}

/// What the person chose.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Settings {
    /// [`SETTINGS_VERSION`] of the writer.
    pub version: u64,
    /// What becomes of the gateway when Clawtray quits, and of one that an earlier keeper left behind.
    pub on_quit: OnQuit,
    /// Unclean exits within [`Settings::restart_window_ms`] after which restarting is given up.
    pub restart_limit: u32,
    /// The restart budget's window, milliseconds.
    pub restart_window_ms: u64,
    /// Restart a gateway that hangs without a person, within the restart budget.
    pub restart_hung: bool,
    /// What is done without asking, by the finding's id; what is not named is as by default.
    pub automatic: BTreeMap<String, bool>,
    /// How long a stop waits for running work before the gateway is ended, milliseconds. OpenClaw's own deadline is
    /// 325 s (observed on OpenClaw 2026.9.6).
    pub stop_deadline_ms: u64,
    /// What notifies, and when.
    pub notifications: NotificationSettings,
    /// Which tray picture is drawn; macOS always draws its own one-coloured kind.
    pub icon: IconChoice,
    /// Which gateways are kept.
    pub gateways: GatewayChoice,
    /// The OpenClaw that the person chose: its package folder, its `openclaw.mjs` or its program. Absent where it is
    /// searched for.
    pub openclaw: Option<String>,
    /// Only watch: ask the gateway for nothing but reading, and change nothing over the link.
    pub only_watch: bool,
    /// Answer what agents, plugins and the gateway itself ask before they act. They wait for the answer then.
    pub answer_agents: bool,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            version: SETTINGS_VERSION,
            on_quit: OnQuit::default(),
            restart_limit: 5,
            restart_window_ms: 300_000,
            restart_hung: true,
            automatic: BTreeMap::new(),
            stop_deadline_ms: 330_000,
            notifications: NotificationSettings::default(),
            icon: IconChoice::default(),
            gateways: GatewayChoice::default(),
            openclaw: None,
            only_watch: false,
            answer_agents: false,
        }
    }
}

impl Settings {
    /// Reads the file's text. An empty text is the defaults. Values out of range fall back to their defaults.
    pub fn read(text: &str) -> (Self, Option<SettingsProblem>) {
        if text.trim().is_empty() {
            return (Self::default(), None);
        }
        let value: Value = match serde_json::from_str(text) {
            Ok(value) => value,
            Err(error) => return (Self::default(), Some(SettingsProblem::Broken { words: error.to_string() })),
        };
        let Value::Object(fields) = value else {
            let words = "expected an object".to_owned();
            return (Self::default(), Some(SettingsProblem::Broken { words }));
        };
        let defaults = Self::default();
        let number = |key: &str, least: u64, default: u64| {
            fields.get(key).and_then(Value::as_u64).filter(|value| *value >= least).unwrap_or(default)
        };
        let switch = |key: &str, default: bool| fields.get(key).and_then(Value::as_bool).unwrap_or(default);
        let settings = Self {
            version: SETTINGS_VERSION,
            on_quit: read_or_default(fields.get("on_quit")),
            icon: read_or_default(fields.get("icon")),
            notifications: NotificationSettings::read(fields.get("notifications")),
            gateways: GatewayChoice::read(fields.get("gateways")),
            openclaw: fields.get("openclaw").and_then(Value::as_str).filter(|path| !path.is_empty()).map(str::to_owned),
            restart_limit: u32::try_from(number("restart_limit", 1, u64::from(defaults.restart_limit)))
                .unwrap_or(defaults.restart_limit),
            restart_window_ms: number("restart_window_ms", 1_000, defaults.restart_window_ms),
            restart_hung: switch("restart_hung", defaults.restart_hung),
            automatic: read_switches(fields.get("automatic")),
            stop_deadline_ms: number("stop_deadline_ms", 1_000, defaults.stop_deadline_ms),
            only_watch: switch("only_watch", defaults.only_watch),
            answer_agents: switch("answer_agents", defaults.answer_agents),
        };
        let version = number("version", 0, SETTINGS_VERSION);
        (settings, (version > SETTINGS_VERSION).then_some(SettingsProblem::Newer { version }))
    }
}

/// The switches of findings that have one.
fn read_switches(value: Option<&Value>) -> BTreeMap<String, bool> {
    let named = value.and_then(Value::as_object).into_iter().flatten();
    let known = named.filter(|(finding, _)| automatic::has_switch(finding));
    known.filter_map(|(finding, on)| Some((finding.clone(), on.as_bool()?))).collect()
}

/// A value that is not one of the known ones is the default.
fn read_or_default<T: Default + serde::de::DeserializeOwned>(value: Option<&Value>) -> T {
    value.and_then(|value| serde_json::from_value(value.clone()).ok()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::{OnQuit, SETTINGS_VERSION, Settings};
    use crate::event::SettingsProblem;

    #[test]
    fn an_empty_file_is_the_defaults_without_a_complaint() {
        assert_eq!(Settings::read(" \n"), (Settings::default(), None));
    }

    #[test]
    fn a_broken_file_is_reported_and_the_defaults_are_used() {
        let (settings, problem) = Settings::read("{\"on_quit\":");
        assert_eq!(settings, Settings::default());
        assert!(matches!(problem, Some(SettingsProblem::Broken { .. })), "{problem:?}");
        assert!(matches!(Settings::read("[1]").1, Some(SettingsProblem::Broken { .. })));
    }

    #[test]
    fn a_newer_file_is_read_as_far_as_understood() {
        let text = format!("{{\"version\":{},\"on_quit\":\"stop_gateway\",\"later\":{{}}}}", SETTINGS_VERSION + 1);
        let (settings, problem) = Settings::read(&text);
        assert_eq!(settings.on_quit, OnQuit::StopGateway);
        assert_eq!(problem, Some(SettingsProblem::Newer { version: SETTINGS_VERSION + 1 }));
    }

    #[test]
    fn nonsense_values_fall_back_one_by_one() {
        let (settings, problem) = Settings::read(
            r#"{"restart_limit":0,"stop_deadline_ms":"soon","on_quit":"explode","restart_window_ms":60000}"#,
        );
        assert_eq!(settings, Settings { restart_window_ms: 60_000, ..Settings::default() });
        assert_eq!(problem, None);
    }

    #[test]
    fn gateways_are_read_one_by_one_and_nonsense_means_none_was_named() {
        let read = |text: &str| Settings::read(&format!(r#"{{"gateways":{text}}}"#)).0.gateways;
        let choice = read(r#"{"watched":["work",7,"default"],"primary":"work"}"#);
        assert_eq!(choice.watched, Some(vec!["work".to_owned(), "default".to_owned()]));
        assert_eq!(choice.primary.as_deref(), Some("work"));
        for nonsense in ["7", r#"{"watched":"work"}"#, r#"{"primary":1}"#] {
            assert_eq!(read(nonsense), super::GatewayChoice::default(), "{nonsense}");
        }
    }

    #[test]
    fn quiet_hours_are_read_as_times_and_may_go_over_midnight() {
        let read = |text: &str| Settings::read(&format!(r#"{{"notifications":{text}}}"#)).0.notifications;
        let night = read(r#"{"quiet_hours":["22:30","07:00"],"jobs":false}"#);
        assert_eq!((night.quiet_hours, night.jobs, night.problems), (Some((1_350, 420)), false, true));
        for (minute, quiet) in [(1_349, false), (1_350, true), (0, true), (419, true), (420, false)] {
            assert_eq!(night.quiet_at(minute), quiet, "{minute}");
        }
        let noon = read(r#"{"quiet_hours":["12:00","13:00"]}"#);
        assert!(noon.quiet_at(720) && !noon.quiet_at(780) && !noon.quiet_at(0));
        for nonsense in [r#"{"quiet_hours":["25:00","07:00"]}"#, r#"{"quiet_hours":"night"}"#, "7", r#"{"jobs":"no"}"#]
        {
            assert_eq!(read(nonsense), super::NotificationSettings::default(), "{nonsense}");
        }
    }
}
