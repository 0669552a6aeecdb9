//! The notification service, played: it records what is shown and presses buttons.

use std::{collections::HashMap, sync::Arc};

use zbus::{blocking::Connection, message::Header, object_server::SignalEmitter, zvariant::OwnedValue};

use super::{error::Result, state::Shared};

pub(super) const NAME: &str = "org.freedesktop.Notifications";
const PATH: &str = "/org/freedesktop/Notifications";

/// Why a notification left the screen, as the specification numbers it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Closed {
    /// Its time ran out.
    Expired = 1,
    /// The person closed it.
    Dismissed = 2,
    /// The program withdrew it.
    Withdrawn = 3,
}

/// One `Notify` call.
#[derive(Clone, Debug)]
pub struct Notification {
    /// The number the service gave it.
    pub id: u32,
    /// The number the program asked to replace; 0 for a new one.
    pub replaces_id: u32,
    /// Unique bus name of the program.
    pub sender: String,
    /// The program's name for itself.
    pub app_name: String,
    /// Icon name or path.
    pub icon: String,
    /// Headline.
    pub summary: String,
    /// Text.
    pub body: String,
    /// Buttons in their order: key and label.
    pub actions: Vec<(String, String)>,
    /// Hints by name, such as `urgency`.
    pub hints: HashMap<String, OwnedValue>,
    /// How long to show it, milliseconds; -1 leaves it to the service, 0 is for ever.
    pub expire_timeout_ms: i32,
    /// Whether it is still on screen.
    pub open: bool,
}

impl Notification {
    /// `urgency`: 0 low, 1 normal, 2 critical.
    #[must_use]
    pub fn urgency(&self) -> Option<u8> {
        self.hints.get("urgency").and_then(|value| u8::try_from(value).ok())
    }

    /// Key of the button with this label.
    #[must_use]
    pub fn action_key(&self, label: &str) -> Option<&str> {
        self.actions.iter().find(|(_, shown)| shown == label).map(|(key, _)| key.as_str())
    }

    /// Labels of the buttons, without the `default` action, which is the bubble itself.
    #[must_use]
    pub fn buttons(&self) -> Vec<&str> {
        self.actions.iter().filter(|(key, _)| key != "default").map(|(_, label)| label.as_str()).collect()
    }
}

struct Service {
    shared: Arc<Shared>,
    capabilities: Vec<String>,
    last_id: u32,
    inhibited: bool,
}

#[zbus::interface(name = "org.freedesktop.Notifications")]
impl Service {
    fn get_capabilities(&self) -> Vec<String> {
        self.capabilities.clone()
    }

    fn get_server_information(&self) -> (String, String, String, String) {
        ("played".into(), "testkit".into(), env!("CARGO_PKG_VERSION").into(), "1.2".into())
    }

    #[zbus(property)]
    fn inhibited(&self) -> bool {
        self.inhibited
    }

    #[allow(clippy::too_many_arguments)]
    fn notify(
        &mut self,
        app_name: String,
        replaces_id: u32,
        icon: String,
        summary: String,
        body: String,
        actions: Vec<String>,
        hints: HashMap<String, OwnedValue>,
        expire_timeout_ms: i32,
        #[zbus(header)] header: Header<'_>,
    ) -> u32 {
        let id = if replaces_id == 0 {
            self.last_id += 1;
            self.last_id
        } else {
            replaces_id
        };
        let actions =
            actions.chunks(2).filter_map(|pair| Some((pair.first()?.clone(), pair.get(1)?.clone()))).collect();
        let sender = header.sender().map(ToString::to_string).unwrap_or_default();
        self.shared.change(|state| {
            state.notifications.push(Notification {
                id,
                replaces_id,
                sender,
                app_name,
                icon,
                summary,
                body,
                actions,
                hints,
                expire_timeout_ms,
                open: true,
            });
        });
        id
    }

    async fn close_notification(
        &self,
        id: u32,
        #[zbus(signal_emitter)] emitter: SignalEmitter<'_>,
    ) -> zbus::fdo::Result<()> {
        let was_open = self.shared.change(|state| {
            state.withdrawn.push(id);
            close(state, id)
        });
        if was_open {
            Self::notification_closed(&emitter, id, Closed::Withdrawn as u32).await?;
        }
        Ok(())
    }

    #[zbus(signal)]
    async fn action_invoked(emitter: &SignalEmitter<'_>, id: u32, action_key: &str) -> zbus::Result<()>;

    #[zbus(signal)]
    async fn notification_closed(emitter: &SignalEmitter<'_>, id: u32, reason: u32) -> zbus::Result<()>;
}

/// Marks every call for `id` as gone from the screen; says whether one was there.
fn close(state: &mut super::state::DesktopState, id: u32) -> bool {
    let mut was_open = false;
    for notification in state.notifications.iter_mut().filter(|notification| notification.id == id) {
        was_open |= std::mem::take(&mut notification.open);
    }
    was_open
}

/// Serves notifications on a connection of its own.
pub(super) fn start(address: &str, shared: &Arc<Shared>, capabilities: Vec<String>) -> Result<Connection> {
    let last_id = shared.lock().notifications.iter().map(|notification| notification.id).max().unwrap_or(0);
    let service = Service { shared: Arc::clone(shared), capabilities, last_id, inhibited: false };
    Ok(zbus::blocking::connection::Builder::address(address)?.serve_at(PATH, service)?.name(NAME)?.build()?)
}

/// Says that the button was pressed.
pub(super) fn invoke(connection: &Connection, id: u32, action_key: &str) -> Result<()> {
    let emitter = SignalEmitter::new(connection.inner(), PATH)?;
    Ok(zbus::block_on(Service::action_invoked(&emitter, id, action_key))?)
}

/// Switches "do not disturb" and tells of it.
pub(super) fn inhibit(connection: &Connection, on: bool) -> Result<()> {
    let service = connection.object_server().interface::<_, Service>(PATH)?;
    service.get_mut().inhibited = on;
    let emitter = SignalEmitter::new(connection.inner(), PATH)?;
    Ok(zbus::block_on(service.get().inhibited_changed(&emitter))?)
}

/// Takes the notification off the screen.
pub(super) fn leave(connection: &Connection, shared: &Shared, id: u32, why: Closed) -> Result<()> {
    shared.change(|state| close(state, id));
    let emitter = SignalEmitter::new(connection.inner(), PATH)?;
    Ok(zbus::block_on(Service::notification_closed(&emitter, id, why as u32))?)
}
