//! What the driver and its executors need from outside, as traits, so that tests can stand in for it.

use std::{future::Future, pin::Pin};

use clawtray_contract::{Route, Snapshot};
use clawtray_core::{Effect, Event, Fact, Note, Now, TrayModel};
use clawtray_platform::keychain::GatewaySecrets;

use crate::sink::EventSink;

/// A boxed future that may cross threads.
pub type Later<'a, Output> = Pin<Box<dyn Future<Output = Output> + Send + 'a>>;

/// Whoever decides. In the product this is [`clawtray_core::App`] with its sentences.
pub trait Mind: Send + 'static {
    /// Takes in what happened and says what is to be done.
    fn handle(&mut self, event: Event, now: Now) -> Vec<Effect>;
    /// The whole truth as it is shown.
    fn snapshot(&self, now: Now) -> Snapshot;
    /// The same for the tray.
    fn tray(&self, now: Now) -> TrayModel;
}

/// Reads the time.
pub trait Clock: Send + Sync + 'static {
    /// This moment.
    fn now(&self) -> Now;
    /// How long a wait of so many of this clock's milliseconds takes.
    fn lasts(&self, wait_ms: u64) -> std::time::Duration {
        std::time::Duration::from_millis(wait_ms)
    }
}

/// Carries effects out. Timers and answers stay with the driver and never come here.
pub trait Perform: Send + Sync + 'static {
    /// Begins an effect and returns at once. What comes of it arrives through `events`, the final event last.
    fn perform(&self, effect: Effect, events: &EventSink);
    /// Puts everything away that must not be lost. Called once, after the last effect.
    fn finish(&self) -> Later<'_, ()>;
}

/// The desktop around the keeper. None of these may block; a command line has no desktop and ignores them.
pub trait Desktop: Send + Sync + 'static {
    /// Shows a notification, in place of an earlier one with the same key.
    fn notify(&self, note: Note);
    /// Shows a notification and says what came of it, as [`clawtray_core::Fact::NotificationTested`].
    fn test_notification(&self, _note: Note, events: &EventSink) {
        let events = events.clone();
        let nobody = Fact::NotificationTested(Err("nobody shows notifications for this program".to_owned()));
        tokio::spawn(async move { events.tell(Event::Fact(nobody)).await });
    }
    /// Takes a notification back.
    fn withdraw(&self, key: &str);
    /// Opens the window, or brings it to the front, at a place of one gateway; without one, of the primary gateway.
    fn open_window(&self, route: Route, gateway: Option<String>);
    /// Opens the window where none is open.
    fn offer_window(&self, route: Route);
    /// Starts the keeper when the person logs in, or does not any more. What then holds is learned as
    /// [`clawtray_core::Fact::StartsAtLogin`].
    fn start_at_login(&self, on: bool, events: &EventSink);
}

/// A desktop that is not there.
#[derive(Clone, Copy, Debug, Default)]
pub struct NoDesktop;

impl Desktop for NoDesktop {
    fn notify(&self, _note: Note) {}
    fn withdraw(&self, _key: &str) {}
    fn open_window(&self, _route: Route, _gateway: Option<String>) {}
    fn offer_window(&self, _route: Route) {}
    fn start_at_login(&self, _on: bool, _events: &EventSink) {}
}

/// The keychain of this account, as far as the vault needs it: one item per gateway.
pub trait Keychain: Send + Sync + 'static {
    /// Reads a gateway's item; `None` when there is none.
    ///
    /// # Errors
    /// In words for a person, when the keychain cannot be used now.
    fn load<'a>(&'a self, gateway: &'a str) -> Later<'a, Result<Option<GatewaySecrets>, String>>;
    /// Writes a gateway's item in place of what was there.
    ///
    /// # Errors
    /// As [`Keychain::load`].
    fn save<'a>(&'a self, gateway: &'a str, secrets: &'a GatewaySecrets) -> Later<'a, Result<(), String>>;
}

impl Keychain for clawtray_platform::keychain::Keychain {
    fn load<'a>(&'a self, gateway: &'a str) -> Later<'a, Result<Option<GatewaySecrets>, String>> {
        Box::pin(async move { Self::load(self, gateway).await.map_err(|failure| failure.to_string()) })
    }

    fn save<'a>(&'a self, gateway: &'a str, secrets: &'a GatewaySecrets) -> Later<'a, Result<(), String>> {
        Box::pin(async move { Self::save(self, gateway, secrets).await.map_err(|failure| failure.to_string()) })
    }
}
