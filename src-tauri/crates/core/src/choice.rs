//! A choice the person made in the window: in the settings, and in the text of their file.

use clawtray_contract::{NoteKind, NotifyView, QuietHours, SettingChange, SettingsView};
use serde_json::{Map, Value, json};

use crate::{
    automatic,
    event::SettingsProblem,
    findings::Words,
    present::Picture,
    settings::{SETTINGS_VERSION, Settings},
};

/// Minutes of a day.
const DAY: u16 = 24 * 60;

/// Whether the choice makes sense: hours of a day, and not a day long.
pub(crate) fn is_sound(change: &SettingChange) -> bool {
    match change {
        SettingChange::QuietHours(Some(hours)) => {
            hours.from_minute < DAY && hours.to_minute < DAY && hours.from_minute != hours.to_minute
        }
        SettingChange::Automatic { finding, .. } => automatic::has_switch(finding),
        _ => true,
    }
}

/// The text of `clawtray.json` with one thing changed. Everything else stays, also what this version does not know.
///
/// # Errors
/// When the text is broken or from a newer version: it is not to be written then.
pub fn chosen(text: &str, change: &SettingChange) -> Result<String, SettingsProblem> {
    if let Some(problem) = Settings::read(text).1 {
        return Err(problem);
    }
    let broken = |error: serde_json::Error| SettingsProblem::Broken { words: error.to_string() };
    let mut fields: Map<String, Value> =
        if text.trim().is_empty() { Map::new() } else { serde_json::from_str(text).map_err(broken)? };
    fields.entry("version").or_insert(json!(SETTINGS_VERSION));
    match change {
        SettingChange::OnQuit(choice) => drop(fields.insert("on_quit".into(), json!(choice))),
        SettingChange::Icon(choice) => drop(fields.insert("icon".into(), json!(choice))),
        SettingChange::Automatic { finding, on } => match automatic::key(finding) {
            (key, true) => in_object(&mut fields, "automatic", |wanted| drop(wanted.insert(key.into(), json!(on)))),
            (key, false) => drop(fields.insert(key.into(), json!(on))),
        },
        SettingChange::Notify { kind, on } => {
            in_notifications(&mut fields, |wanted| drop(wanted.insert(key(*kind).into(), json!(on))));
        }
        SettingChange::MuteEverything(on) => {
            in_notifications(&mut fields, |wanted| drop(wanted.insert("mute_everything".into(), json!(on))));
        }
        SettingChange::QuietHours(Some(hours)) => {
            let hours = json!([clock(hours.from_minute), clock(hours.to_minute)]);
            in_notifications(&mut fields, |wanted| drop(wanted.insert("quiet_hours".into(), hours)));
        }
        SettingChange::QuietHours(None) => {
            in_notifications(&mut fields, |wanted| drop(wanted.remove("quiet_hours")));
        }
    }
    serde_json::to_string_pretty(&fields).map(|text| text + "\n").map_err(broken)
}

/// Changes the object of that name; something else in its place was never understood.
fn in_notifications(fields: &mut Map<String, Value>, change: impl FnOnce(&mut Map<String, Value>)) {
    in_object(fields, "notifications", change);
}

fn in_object(fields: &mut Map<String, Value>, name: &str, change: impl FnOnce(&mut Map<String, Value>)) {
    let mut object = match fields.remove(name) {
        Some(Value::Object(object)) => object,
        _ => Map::new(),
    };
    change(&mut object);
    fields.insert(name.into(), Value::Object(object));
}

fn key(kind: NoteKind) -> &'static str {
    match kind {
        NoteKind::Gateway => "gateway",
        NoteKind::Approvals => "approvals",
        NoteKind::Problems => "problems",
        NoteKind::Jobs => "jobs",
        NoteKind::Repairs => "repairs",
    }
}

fn clock(minute: u16) -> String {
    format!("{:02}:{:02}", minute / 60, minute % 60)
}

/// Makes the choice.
pub(crate) fn apply(settings: &mut Settings, change: &SettingChange) {
    if let SettingChange::Automatic { finding, on } = change {
        automatic::switch(settings, finding, *on);
    }
    let notifications = &mut settings.notifications;
    match *change {
        SettingChange::Automatic { .. } => {}
        SettingChange::OnQuit(choice) => settings.on_quit = choice,
        SettingChange::Icon(choice) => settings.icon = choice,
        SettingChange::MuteEverything(on) => notifications.mute_everything = on,
        SettingChange::QuietHours(hours) => {
            notifications.quiet_hours = hours.map(|hours| (hours.from_minute, hours.to_minute));
        }
        SettingChange::Notify { kind: NoteKind::Gateway, on } => notifications.gateway = on,
        SettingChange::Notify { kind: NoteKind::Approvals, on } => notifications.approvals = on,
        SettingChange::Notify { kind: NoteKind::Problems, on } => notifications.problems = on,
        SettingChange::Notify { kind: NoteKind::Jobs, on } => notifications.jobs = on,
        SettingChange::Notify { kind: NoteKind::Repairs, on } => notifications.repairs = on,
    }
}

/// What the file's trouble is, in words.
pub(crate) fn trouble(problem: &SettingsProblem) -> Words {
    match problem {
        SettingsProblem::Broken { words } => {
            Words::with("notice-settings-broken", vec![("words", words.as_str().into())])
        }
        SettingsProblem::Newer { .. } => Words::plain("notice-settings-newer"),
    }
}

/// The settings as the window shows them; nothing where nobody keeps them.
pub(crate) fn view(picture: &Picture<'_>) -> Option<SettingsView> {
    if picture.options.look_only {
        return None;
    }
    let settings = &picture.options.settings;
    let wanted = &settings.notifications;
    Some(SettingsView {
        notify: NotifyView {
            gateway: wanted.gateway,
            approvals: wanted.approvals,
            problems: wanted.problems,
            jobs: wanted.jobs,
            repairs: wanted.repairs,
        },
        quiet_hours: wanted.quiet_hours.map(|(from_minute, to_minute)| QuietHours { from_minute, to_minute }),
        mute_everything: wanted.mute_everything,
        on_quit: settings.on_quit,
        icon: settings.icon,
        automatic: automatic::view(picture),
        start_at_login: picture.facts.starts_at_login,
        blocked_by: picture.facts.settings_problem.as_ref().map(|problem| picture.say(&trouble(problem))),
    })
}

#[cfg(test)]
mod tests {
    use clawtray_contract::{IconChoice, NoteKind, OnQuit, QuietHours, SettingChange};
    use serde_json::{Value, json};

    use super::{apply, chosen, is_sound};
    use crate::settings::Settings;

    const NIGHT: QuietHours = QuietHours { from_minute: 22 * 60, to_minute: 7 * 60 + 5 };

    fn every_change() -> Vec<SettingChange> {
        let kinds = [NoteKind::Gateway, NoteKind::Approvals, NoteKind::Problems, NoteKind::Jobs, NoteKind::Repairs];
        let notify = kinds.map(|kind| SettingChange::Notify { kind, on: false });
        let others = [
            SettingChange::QuietHours(Some(NIGHT)),
            SettingChange::MuteEverything(true),
            SettingChange::OnQuit(OnQuit::StopGateway),
            SettingChange::Icon(IconChoice::DarkPanel),
            SettingChange::Automatic { finding: "process.hung".into(), on: false },
            SettingChange::Automatic { finding: "channel.disconnected".into(), on: true },
        ];
        notify.into_iter().chain(others).collect()
    }

    #[test]
    fn what_is_written_is_what_was_chosen() {
        let (mut text, mut settings) = (String::new(), Settings::default());
        for change in every_change() {
            text = chosen(&text, &change).unwrap();
            let before = settings.clone();
            apply(&mut settings, &change);
            assert_ne!(settings, before, "{change:?} changes something");
            assert_eq!(Settings::read(&text), (settings.clone(), None), "{change:?}");
        }
        let cleared = chosen(&text, &SettingChange::QuietHours(None)).unwrap();
        assert_eq!(Settings::read(&cleared).0.notifications.quiet_hours, None);
    }

    #[test]
    fn what_is_not_known_stays_and_so_does_the_rest() {
        let text = r#"{"later":{"a":[1]},"restart_limit":9,"notifications":{"sound":"bell","jobs":false}}"#;
        let written: Value =
            serde_json::from_str(&chosen(text, &SettingChange::QuietHours(Some(NIGHT))).unwrap()).unwrap();
        let expected = json!({
            "version": 1, "later": {"a": [1]}, "restart_limit": 9,
            "notifications": {"sound": "bell", "jobs": false, "quiet_hours": ["22:00", "07:05"]},
        });
        assert_eq!(written, expected);
        assert!(chosen(r#"{"notifications":7}"#, &SettingChange::MuteEverything(true)).is_ok());
    }

    #[test]
    fn a_broken_or_newer_file_is_not_written() {
        for text in ["{\"on_quit\":", "[1]", "{\"version\":99}"] {
            assert!(chosen(text, &SettingChange::MuteEverything(true)).is_err(), "{text}");
        }
    }

    #[test]
    fn hours_that_are_none_are_no_choice() {
        let hours = |from_minute, to_minute| SettingChange::QuietHours(Some(QuietHours { from_minute, to_minute }));
        assert!(every_change().iter().all(is_sound) && is_sound(&SettingChange::QuietHours(None)));
        assert!(!is_sound(&SettingChange::Automatic { finding: "config.invalid".into(), on: true }));
        for wrong in [hours(1_440, 0), hours(0, 1_440), hours(60, 60)] {
            assert!(!is_sound(&wrong), "{wrong:?}");
        }
    }
}
