//! The desktop as the engine sees it.

use std::sync::Arc;

use auto_launch::AutoLaunch;
use clawtray_contract::Route;
use clawtray_core::{Event, Fact, Note};
use clawtray_engine::{Desktop, EventSink};
use tokio::{runtime::Handle, sync::mpsc};

use crate::{
    login,
    windows::{Place, Windows},
};

/// What the notifications are asked to do, in order.
#[derive(Debug)]
pub(crate) enum Noted {
    /// Show or replace.
    Show(Note),
    /// Show, and tell what came of it.
    Test(Note, EventSink),
    /// Take back.
    Withdraw(String),
}

/// Hands notifications to their task and places to the window.
pub(crate) struct KeeperDesktop {
    notes: mpsc::UnboundedSender<Noted>,
    windows: Arc<Windows>,
    runtime: Handle,
    login: Option<Arc<AutoLaunch>>,
}

impl KeeperDesktop {
    /// A desktop and the receiving end for the notifications' task. Must be called inside a tokio runtime.
    pub(crate) fn new(windows: Arc<Windows>, login: Option<Arc<AutoLaunch>>) -> (Self, mpsc::UnboundedReceiver<Noted>) {
        let (notes, noted) = mpsc::unbounded_channel();
        (Self { notes, windows, runtime: Handle::current(), login }, noted)
    }

    fn tell(&self, noted: Noted) {
        if self.notes.send(noted).is_err() {
            tracing::debug!("notifications have ended");
        }
    }
}

impl Desktop for KeeperDesktop {
    fn notify(&self, note: Note) {
        self.tell(Noted::Show(note));
    }

    fn test_notification(&self, note: Note, events: &EventSink) {
        self.tell(Noted::Test(note, events.clone()));
    }

    fn withdraw(&self, key: &str) {
        self.tell(Noted::Withdraw(key.to_owned()));
    }

    fn open_window(&self, route: Route, gateway: Option<String>) {
        let windows = Arc::clone(&self.windows);
        self.runtime.spawn(async move { windows.open(Place { route, gateway }) });
    }

    fn offer_window(&self, route: Route) {
        let windows = Arc::clone(&self.windows);
        self.runtime.spawn(async move { windows.offer(Place { route, gateway: None }) });
    }

    fn start_at_login(&self, on: bool, events: &EventSink) {
        let Some(entry) = self.login.clone() else { return };
        let events = events.clone();
        self.runtime.spawn(async move {
            let done = tokio::task::spawn_blocking(move || {
                if let Err(words) = login::set(&entry, on) {
                    tracing::warn!(words, on, "starting at login could not be changed");
                }
                login::is_on(Some(&entry))
            });
            if let Ok(known) = done.await {
                events.tell(Event::Fact(Fact::StartsAtLogin(known))).await;
            }
        });
    }
}
