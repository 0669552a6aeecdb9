//! Is there a tray host? Watches the bus name that every StatusNotifier desktop owns.

use futures_util::StreamExt;
use zbus::message::Type;
use zbus::{Connection, Message, MessageStream};

/// The watcher's name on the bus, and its interface.
pub(super) const WATCHER: &str = "org.kde.StatusNotifierWatcher";
const RULES: [&str; 2] = [
    "type='signal',sender='org.freedesktop.DBus',interface='org.freedesktop.DBus',member='NameOwnerChanged',\
     arg0='org.kde.StatusNotifierWatcher'",
    "type='signal',interface='org.kde.StatusNotifierWatcher',member='StatusNotifierHostRegistered'",
];

/// What changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Change {
    /// A watcher owns the name now, or a host joined it: worth trying to build an icon.
    Appeared,
    /// Nobody owns the name.
    Vanished,
}

/// A connection that listens to the watcher's coming and going.
pub(super) struct HostWatch {
    stream: MessageStream,
}

impl HostWatch {
    /// Listens, then asks: true when a watcher is there now. Fails without a session bus.
    pub(super) async fn open() -> zbus::Result<(Self, bool)> {
        let connection = Connection::session().await?;
        let stream = MessageStream::from(&connection);
        let bus = zbus::fdo::DBusProxy::new(&connection).await?;
        for rule in RULES {
            bus.add_match_rule(rule.try_into()?).await?;
        }
        let present = bus.name_has_owner(WATCHER.try_into()?).await?;
        Ok((Self { stream }, present))
    }

    /// The next change; `None` when the bus is lost.
    pub(super) async fn next(&mut self) -> Option<Change> {
        loop {
            let message = self.stream.next().await?.ok()?;
            if let Some(change) = change(&message) {
                return Some(change);
            }
        }
    }
}

fn change(message: &Message) -> Option<Change> {
    let header = message.header();
    if message.message_type() != Type::Signal {
        return None;
    }
    match header.member()?.as_str() {
        "NameOwnerChanged" => {
            let (name, _, owner): (String, String, String) = message.body().deserialize().ok()?;
            let change = if owner.is_empty() { Change::Vanished } else { Change::Appeared };
            (name == WATCHER).then_some(change)
        }
        "StatusNotifierHostRegistered" => Some(Change::Appeared),
        _ => None,
    }
}
