//! The StatusNotifierWatcher, played: programs register their tray items here.

use std::sync::Arc;

use zbus::{blocking::Connection, message::Header, object_server::SignalEmitter};

use super::{
    error::Result,
    state::{Registration, Shared},
};

pub(super) const NAME: &str = "org.kde.StatusNotifierWatcher";
const PATH: &str = "/StatusNotifierWatcher";

struct Watcher {
    shared: Arc<Shared>,
    /// Wakes the observer, so that a new item is read.
    registered: Box<dyn Fn() + Send + Sync>,
}

#[zbus::interface(name = "org.kde.StatusNotifierWatcher")]
impl Watcher {
    async fn register_status_notifier_item(
        &self,
        service: String,
        #[zbus(header)] header: Header<'_>,
        #[zbus(signal_emitter)] emitter: SignalEmitter<'_>,
    ) -> zbus::fdo::Result<()> {
        let owner = header.sender().map(ToString::to_string).unwrap_or_default();
        // Either the object path of the item, or a bus name with the item at the usual path.
        let path = if service.starts_with('/') { service.clone() } else { "/StatusNotifierItem".to_owned() };
        let registration = Registration { owner, path };
        self.shared.change(|state| {
            if !state.items.contains(&registration) {
                state.items.push(registration);
            }
        });
        (self.registered)();
        Self::status_notifier_item_registered(&emitter, &service).await?;
        Ok(())
    }

    fn register_status_notifier_host(&self, _service: String) {}

    #[zbus(property)]
    fn registered_status_notifier_items(&self) -> Vec<String> {
        self.shared.lock().items.iter().map(|item| format!("{}{}", item.owner, item.path)).collect()
    }

    #[zbus(property)]
    fn is_status_notifier_host_registered(&self) -> bool {
        true
    }

    #[zbus(property)]
    fn protocol_version(&self) -> i32 {
        0
    }

    #[zbus(signal)]
    async fn status_notifier_item_registered(emitter: &SignalEmitter<'_>, service: &str) -> zbus::Result<()>;

    #[zbus(signal)]
    async fn status_notifier_host_registered(emitter: &SignalEmitter<'_>) -> zbus::Result<()>;
}

/// Serves the watcher on a connection of its own. Closing the connection is the end of the watcher.
pub(super) fn start(
    address: &str,
    shared: &Arc<Shared>,
    registered: impl Fn() + Send + Sync + 'static,
) -> Result<Connection> {
    let watcher = Watcher { shared: Arc::clone(shared), registered: Box::new(registered) };
    let connection =
        zbus::blocking::connection::Builder::address(address)?.serve_at(PATH, watcher)?.name(NAME)?.build()?;
    let emitter = SignalEmitter::new(connection.inner(), PATH)?;
    zbus::block_on(Watcher::status_notifier_host_registered(&emitter))?;
    Ok(connection)
}
