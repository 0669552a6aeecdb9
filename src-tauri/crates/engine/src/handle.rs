//! What the keeper and the command line hold of a running engine.

use std::sync::Arc;

use clawtray_contract::{Answer, AppError, ErrorCode, Intent, Snapshot};
use clawtray_core::{Event, Fact, Surface, TrayModel};
use tokio::{
    sync::{oneshot, watch},
    task::JoinHandle,
};

use crate::{
    activity::Counts,
    driver::{Ask, Ends},
};

/// A running engine. Clones share it; it ends when the last one is dropped, or on [`Intent::Quit`].
#[derive(Clone, Debug)]
pub struct EngineHandle {
    ends: Ends,
    over: watch::Receiver<bool>,
}

impl EngineHandle {
    pub(crate) fn new(ends: Ends, driver: JoinHandle<()>) -> Self {
        let (over_in, over) = watch::channel(false);
        tokio::spawn(async move {
            if driver.await.is_err() {
                tracing::error!("the driver ended by a fault");
            }
            over_in.send_replace(true);
        });
        Self { ends, over }
    }

    /// The newest snapshot, now and after each change.
    pub fn snapshots(&self) -> watch::Receiver<Arc<Snapshot>> {
        self.ends.snapshots.clone()
    }

    /// Counts of what is under way.
    pub(crate) fn activity(&self) -> watch::Receiver<Counts> {
        self.ends.events.activity().counts()
    }

    /// The newest model for the tray, now and after each change.
    pub fn tray(&self) -> watch::Receiver<Arc<TrayModel>> {
        self.ends.tray.clone()
    }

    /// Asks for something and waits for the answer.
    ///
    /// # Errors
    /// Why it was refused; [`ErrorCode::NoKeeper`] when the engine ended first.
    pub async fn ask(&self, intent: Intent, surface: Surface) -> Result<Answer, AppError> {
        let (answer, answered) = oneshot::channel();
        if self.ends.asks.send(Ask { intent, surface, answer }).await.is_err() {
            return Err(ended());
        }
        answered.await.unwrap_or_else(|_| Err(ended()))
    }

    /// A button of the notification `key` was pressed, or the note itself (`default`). `etag` is the one of the very note
    /// that was on the screen.
    pub async fn pressed(&self, key: String, etag: String, button: String) {
        self.ends.events.tell(Event::Pressed { key, etag, button }).await;
    }

    /// Something about the desktop was learned: a tray host, a notification service.
    pub async fn learned(&self, fact: Fact) {
        self.ends.events.tell(Event::Fact(fact)).await;
    }

    /// Asks the engine to end as the settings say, and waits until everything is put away.
    pub async fn shutdown(&self) {
        // What the settings say about the gateway is added by whoever is asked.
        if let Err(error) = self.ask(Intent::Quit { stop_gateway: false }, Surface::CommandLine).await {
            tracing::debug!(%error, "the engine ended without an answer");
        }
        self.ended().await;
    }

    /// True once the engine has ended. It does not keep the engine going, as a handle does.
    pub(crate) fn over(&self) -> watch::Receiver<bool> {
        self.over.clone()
    }

    /// Waits until the engine has ended.
    pub async fn ended(&self) {
        let mut over = self.over.clone();
        // An error means that the sender is gone, which is the end as well.
        let _ended = over.wait_for(|over| *over).await.is_ok();
    }
}

fn ended() -> AppError {
    AppError::new(ErrorCode::NoKeeper, "Clawtray is closing. Start it again and repeat this.")
}
