//! What the desktop has seen so far, and waiting for it to change.

use std::{
    collections::BTreeMap,
    sync::{Condvar, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use super::{
    error::{DesktopError, Result},
    notifications::Notification,
    tray::TrayItem,
};

/// A registered tray item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Registration {
    /// Unique bus name of the program.
    pub owner: String,
    /// Object path of the item.
    pub path: String,
}

/// Everything the played desktop has seen. Waiting functions hand it to their condition.
#[derive(Clone, Debug, Default)]
pub struct DesktopState {
    /// Items registered with the watcher, oldest first; gone ones are removed.
    pub items: Vec<Registration>,
    /// The first item as it was read last. Read again on every change the item announces.
    pub tray: Option<TrayItem>,
    /// Every `Notify` call, oldest first.
    pub notifications: Vec<Notification>,
    /// Ids the programs withdrew by `CloseNotification`, in order.
    pub withdrawn: Vec<u32>,
    /// Well-known bus names and their owners, from the moment the desktop started.
    pub names: BTreeMap<String, String>,
    /// Match rules each connection asked the bus for.
    pub(super) rules: BTreeMap<String, Vec<String>>,
}

impl DesktopState {
    /// The newest call for each notification that is still on screen: not withdrawn since, and not closed by the
    /// person.
    #[must_use]
    pub fn on_screen(&self) -> Vec<&Notification> {
        let mut newest = BTreeMap::new();
        for notification in &self.notifications {
            newest.insert(notification.id, notification);
        }
        newest.into_values().filter(|notification| notification.open).collect()
    }

    /// Whether the connection `owner` listens to signals of the notification service.
    pub(super) fn listens(&self, owner: &str) -> bool {
        self.rules.get(owner).is_some_and(|rules| {
            rules.iter().any(|rule| rule.contains("org.freedesktop.Notifications") || rule.contains("ActionInvoked"))
        })
    }
}

/// The state and its bell.
#[derive(Debug, Default)]
pub(super) struct Shared {
    state: Mutex<DesktopState>,
    changed: Condvar,
}

impl Shared {
    pub(super) fn lock(&self) -> MutexGuard<'_, DesktopState> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Changes the state and wakes all who wait.
    pub(super) fn change<T>(&self, change: impl FnOnce(&mut DesktopState) -> T) -> T {
        let changed = change(&mut self.lock());
        self.changed.notify_all();
        changed
    }

    pub(super) fn wait_for<T>(
        &self,
        what: &str,
        timeout: Duration,
        mut condition: impl FnMut(&DesktopState) -> Option<T>,
    ) -> Result<T> {
        let mut found = None;
        let (state, _) = self
            .changed
            .wait_timeout_while(self.lock(), timeout, |state| {
                found = condition(state);
                found.is_none()
            })
            .unwrap_or_else(PoisonError::into_inner);
        found.ok_or_else(|| DesktopError::Timeout {
            what: what.to_owned(),
            waited: timeout,
            seen: format!("tray {:#?}\nnotifications {:#?}", state.tray, state.notifications),
        })
    }
}
