//! One engine for each gateway that is kept, and one face for all of them.
//!
//! Invariants: a gateway has one engine, which holds the gateway's lock; engines share the keychain's door and the
//! desktop, and nothing else. A wish reaches exactly the gateway it is addressed to. An answer comes with the picture
//! that holds it. An engine that ends unasked takes the whole keeper with it, so that nobody sees a picture of it that
//! stands still.

mod choice;
mod desktop;
mod elsewhere;
mod inner;
mod look;
mod member;
mod near;

use std::sync::Arc;

use clawtray_contract::{Answer, AppError, Intent, Route, Snapshot};
use clawtray_core::{
    Fact, Surface, TrayModel,
    fleet::{Destination, Refusal, destination, split_key},
};
use clawtray_platform::lock::KeeperLock;
use tokio::sync::watch;

use self::inner::Inner;
pub use self::{
    choice::{add_to_settings, choose_openclaw_in_settings, openclaw_at, remove_from_settings, watch_in_settings},
    look::look_at_fleet,
    near::find_gateways,
};
use crate::start::{StartFailure, StartOptions, keepers_lock};

/// All gateways of one keeper. Clones share them; the engines end when the last one is dropped, or on
/// [`Intent::Quit`].
#[derive(Clone, Debug)]
pub struct Fleet {
    inner: Arc<Inner>,
}

/// A started fleet and the lock that makes it the only one. The lock must live as long as the fleet.
#[derive(Debug)]
pub struct StartedFleet {
    /// The gateways.
    pub fleet: Fleet,
    /// The lock.
    pub lock: KeeperLock,
}

/// Takes the keeper's lock and starts an engine for each gateway that the settings name. Must be called inside a tokio
/// runtime.
///
/// # Errors
/// [`StartFailure::Held`] when another process has the lock; the primary gateway's failure to start. Another one's is
/// logged, and that gateway is left out.
pub async fn start_fleet(options: StartOptions) -> Result<StartedFleet, StartFailure> {
    let lock = keepers_lock(&options).await?;
    let inner = Inner::begin(options).await?;
    Ok(StartedFleet { fleet: Fleet { inner }, lock })
}

impl Fleet {
    /// The newest snapshot of all, now and after each change.
    pub fn snapshots(&self) -> watch::Receiver<Arc<Snapshot>> {
        self.inner.snapshots.subscribe()
    }

    /// The newest model for the tray, now and after each change.
    pub fn tray(&self) -> watch::Receiver<Arc<TrayModel>> {
        self.inner.tray.subscribe()
    }

    /// Asks for something, of the gateway it is addressed to, and waits for the answer.
    ///
    /// # Errors
    /// Why it was refused; [`clawtray_contract::ErrorCode::NoKeeper`] when the engine ended first.
    pub async fn ask(&self, intent: Intent, surface: Surface) -> Result<Answer, AppError> {
        let inner = &self.inner;
        let result = match destination(intent) {
            Destination::One { gateway, wish } => match inner.engine(gateway.as_deref()) {
                Some(engine) => engine.ask(wish, surface).await,
                None => Err(inner.refusal(Refusal::Unknown, None)),
            },
            Destination::Every(wish) => self.ask_every(&wish, surface).await,
            Destination::Looking { gateway, route } => self.looking(gateway.as_deref(), route, surface).await,
            Destination::Watch(id) => Inner::watch(inner, &id).await,
            Destination::Unwatch(id) => inner.unwatch(&id).await,
            Destination::Gateways(wish) => inner.about_gateways(wish).await,
            Destination::Nowhere => Err(inner.refusal(Refusal::Nonsense, None)),
        };
        // Whoever has an answer and looks must see what was answered.
        inner.publish();
        result
    }

    /// The primary one's answer counts.
    async fn ask_every(&self, wish: &Intent, surface: Surface) -> Result<Answer, AppError> {
        match wish {
            Intent::Quit { .. } => self.inner.begins_to_end(),
            Intent::Refresh => self.inner.find().await,
            _ => {}
        }
        let mut first = None;
        for (_, engine) in self.inner.engines() {
            let answer = engine.ask(wish.clone(), surface).await;
            first.get_or_insert(answer);
        }
        first.unwrap_or_else(|| Err(self.inner.refusal(Refusal::Unknown, None)))
    }

    /// The others learn that the window does not show them.
    async fn looking(&self, gateway: Option<&str>, route: Option<Route>, surface: Surface) -> Result<Answer, AppError> {
        let mut result = Err(self.inner.refusal(Refusal::Unknown, None));
        for (at, (id, engine)) in self.inner.engines().into_iter().enumerate() {
            let is_shown = gateway.map_or(at == 0, |wanted| wanted == id);
            let route = route.clone().filter(|_| is_shown);
            let answer = engine.ask(Intent::Looking { route }, surface).await;
            if is_shown {
                result = answer;
            }
        }
        result
    }

    /// A button of the notification `key` was pressed, or the note itself (`default`). `etag` is the one of the very note
    /// that was on the screen.
    pub async fn pressed(&self, key: String, etag: String, button: String) {
        let (gateway, own_key) = split_key(&key);
        match self.inner.engine(Some(gateway)) {
            Some(engine) => engine.pressed(own_key.to_owned(), etag, button).await,
            None => tracing::info!(key, "a press belongs to a gateway that is not kept any more"),
        }
    }

    /// Something about the desktop was learned: a tray host, a notification service. There is one desktop, so one
    /// gateway's findings tell of it: the first one's, as it was when the keeper began.
    pub async fn learned(&self, fact: Fact) {
        self.inner.remember_desktop(&fact);
        if let Some(engine) = self.inner.speaks_of_desktop() {
            engine.learned(fact).await;
        }
    }

    /// Asks every engine to end as the settings say, and waits until everything is put away.
    pub async fn shutdown(&self) {
        self.inner.begins_to_end();
        let mut ending = tokio::task::JoinSet::new();
        for (_, engine) in self.inner.engines() {
            ending.spawn(async move { engine.shutdown().await });
        }
        ending.join_all().await;
        self.ended().await;
    }

    /// Waits until every engine has ended.
    pub async fn ended(&self) {
        let mut over = self.inner.over.subscribe();
        // An error means that the sender is gone, which is the end as well.
        let _ended = over.wait_for(|over| *over).await.is_ok();
    }
}
