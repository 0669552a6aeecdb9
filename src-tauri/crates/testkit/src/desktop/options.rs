//! What a private desktop has from the start.

/// What the desktop has from the start.
#[derive(Clone, Debug)]
pub struct Options {
    /// Size of the screen in pixels; `None` for a session without an X server.
    pub screen: Option<(u16, u16)>,
    /// Whether a tray host is there from the start; else [`super::Desktop::start_watcher`].
    pub watcher: bool,
    /// What the notification service can do from the start; `None` for no service, then
    /// [`super::Desktop::start_notifications`].
    pub notifications: Option<Vec<String>>,
    /// Whether an unlocked keyring is there.
    pub keyring: bool,
}

impl Default for Options {
    /// Everything a full desktop has.
    fn default() -> Self {
        Self { screen: Some((1280, 800)), watcher: true, notifications: Some(full_capabilities()), keyring: true }
    }
}

impl Options {
    /// Only the session bus; parts are added one by one.
    #[must_use]
    pub fn bare() -> Self {
        Self { screen: None, watcher: false, notifications: None, keyring: false }
    }
}

/// What a notification service with buttons says it can do.
#[must_use]
pub fn full_capabilities() -> Vec<String> {
    ["actions", "body", "persistence"].map(str::to_owned).to_vec()
}
