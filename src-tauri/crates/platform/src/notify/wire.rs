//! The words of `org.freedesktop.Notifications` (Desktop Notifications Specification 1.2).

use std::collections::HashMap;

use zbus::Message;
use zbus::zvariant::Value;

use super::plain::escaped;
use super::{Answer, Capabilities, Closing, Expiry, Note, Program, Urgency};

/// The service's name on the bus, and its interface.
pub(super) const NAME: &str = "org.freedesktop.Notifications";
const PATH: &str = "/org/freedesktop/Notifications";
/// The property that says whether the person wants no disturbance.
const INHIBITED: &str = "Inhibited";

/// Rules for everything the notifier listens to, added before the first note is shown.
pub(super) const MATCH_RULES: [&str; 3] = [
    "type='signal',interface='org.freedesktop.Notifications',path='/org/freedesktop/Notifications'",
    "type='signal',interface='org.freedesktop.DBus.Properties',member='PropertiesChanged',\
     path='/org/freedesktop/Notifications'",
    "type='signal',sender='org.freedesktop.DBus',interface='org.freedesktop.DBus',member='NameOwnerChanged',\
     arg0='org.freedesktop.Notifications'",
];

/// Asks what the service can do.
pub(super) fn get_capabilities() -> zbus::Result<Message> {
    Message::method_call(PATH, "GetCapabilities")?.destination(NAME)?.interface(NAME)?.build(&())
}

/// Asks whether the person wants no disturbance. Services that do not know it answer with an error.
pub(super) fn get_inhibited() -> zbus::Result<Message> {
    Message::method_call(PATH, "Get")?
        .destination(NAME)?
        .interface("org.freedesktop.DBus.Properties")?
        .build(&(NAME, INHIBITED))
}

/// The answer to [`get_inhibited`].
pub(super) fn inhibited(reply: &Message) -> Option<bool> {
    let body = reply.body();
    let value: Value<'_> = body.deserialize().ok()?;
    value.downcast().ok()
}

/// Closes a bubble.
pub(super) fn close(id: u32) -> zbus::Result<Message> {
    Message::method_call(PATH, "CloseNotification")?.destination(NAME)?.interface(NAME)?.build(&(id,))
}

/// Shows a note, in the bubble `replaces` if that is not 0.
pub(super) fn notify(program: &Program, note: &Note, replaces: u32, can: &Capabilities) -> zbus::Result<Message> {
    let icon = program.icon.as_deref().and_then(|path| path.to_str()).unwrap_or_default();
    let body = if can.body_markup { escaped(&note.body) } else { note.body.clone() };
    // "default" makes a click on the bubble itself an answer; services show no button for it.
    let mut actions: Vec<&str> = Vec::new();
    if can.actions {
        if !note.actions.iter().any(|(id, _)| id == "default") {
            actions.extend(["default", ""]);
        }
        actions.extend(note.actions.iter().flat_map(|(id, label)| [id.as_str(), label.as_str()]));
    }
    let urgency = match note.urgency {
        Urgency::Low => 0_u8,
        Urgency::Normal => 1,
        Urgency::Critical => 2,
    };
    let hints: HashMap<&str, Value<'_>> = HashMap::from([("urgency", Value::from(urgency))]);
    let expires_ms = match note.expires {
        Expiry::Usual => -1,
        Expiry::Never => 0,
        Expiry::After(time) => i32::try_from(time.as_millis()).unwrap_or(i32::MAX).max(1),
    };
    Message::method_call(PATH, "Notify")?.destination(NAME)?.interface(NAME)?.build(&(
        program.name.as_str(),
        replaces,
        icon,
        note.title.as_str(),
        body,
        actions,
        hints,
        expires_ms,
    ))
}

/// What `GetCapabilities` answered.
pub(super) fn capabilities(names: &[String]) -> Capabilities {
    let has = |name: &str| names.iter().any(|known| known == name);
    Capabilities {
        actions: has("actions"),
        body: has("body"),
        body_markup: has("body-markup"),
        persistence: has("persistence"),
    }
}

/// A signal that matters.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Signal {
    /// Something happened to a bubble.
    Bubble {
        /// Its id.
        id: u32,
        /// What happened.
        answer: Answer,
        /// The unique name of the sender, to be compared with the service's.
        sender: String,
    },
    /// The person wants no disturbance, or can be disturbed again.
    Inhibited {
        /// Which.
        on: bool,
        /// The unique name of the sender, to be compared with the service's.
        sender: String,
    },
    /// The service has another owner, or none.
    Owner(Option<String>),
}

/// Reads a signal; anything else, and anything malformed, is nothing.
pub(super) fn signal(message: &Message) -> Option<Signal> {
    let header = message.header();
    let sender = header.sender()?.as_str().to_owned();
    let body = message.body();
    match (header.interface()?.as_str(), header.member()?.as_str()) {
        (NAME, "ActionInvoked") => {
            let (id, action): (u32, String) = body.deserialize().ok()?;
            let answer = if action == "default" { Answer::Default } else { Answer::Pressed(action) };
            Some(Signal::Bubble { id, answer, sender })
        }
        (NAME, "NotificationClosed") => {
            let (id, reason): (u32, u32) = body.deserialize().ok()?;
            let closing = match reason {
                1 => Closing::Expired,
                2 => Closing::Dismissed,
                3 => Closing::Withdrawn,
                _ => Closing::Unknown,
            };
            Some(Signal::Bubble { id, answer: Answer::Closed(closing), sender })
        }
        ("org.freedesktop.DBus.Properties", "PropertiesChanged") => {
            let (interface, changed, _): (String, HashMap<String, Value<'_>>, Vec<String>) = body.deserialize().ok()?;
            let on = changed.get(INHIBITED).and_then(|value| value.downcast_ref::<bool>().ok());
            on.filter(|_| interface == NAME).map(|on| Signal::Inhibited { on, sender })
        }
        // Only the bus itself may use this sender name.
        ("org.freedesktop.DBus", "NameOwnerChanged") if sender == "org.freedesktop.DBus" => {
            let (name, _, owner): (String, String, String) = body.deserialize().ok()?;
            (name == NAME).then(|| Signal::Owner(Some(owner).filter(|owner| !owner.is_empty())))
        }
        _ => None,
    }
}
