//! One gateway of a fleet: its engine and what is drawn of it.

use std::sync::{Arc, atomic::AtomicBool};

use clawtray_contract::{Intent, Snapshot};
use clawtray_core::{Surface, TrayModel};
use tokio::sync::watch;

use super::desktop::OfGateway;
use crate::{
    handle::EngineHandle,
    start::{StartFailure, StartOptions, begin},
};

pub(super) struct Member {
    pub(super) id: String,
    pub(super) engine: EngineHandle,
    pub(super) snapshots: watch::Receiver<Arc<Snapshot>>,
    pub(super) tray: watch::Receiver<Arc<TrayModel>>,
    /// Its findings tell of the desktop, which there is one of.
    pub(super) speaks_of_desktop: bool,
    /// It was asked to leave.
    pub(super) leaving: bool,
    pub(super) ended: bool,
}

impl Member {
    /// Its gateway goes on.
    pub(super) fn asked_to_end(&self) {
        let engine = self.engine.clone();
        tokio::spawn(async move {
            let quit = Intent::Quit { stop_gateway: false };
            if let Err(error) = engine.ask(quit, Surface::CommandLine).await {
                tracing::debug!(%error, "the engine ended without an answer");
            }
        });
    }

    pub(super) fn new(id: &str, engine: EngineHandle) -> Self {
        let (snapshots, tray) = (engine.snapshots(), engine.tray());
        Self { id: id.to_owned(), engine, snapshots, tray, speaks_of_desktop: false, leaving: false, ended: false }
    }
}

/// Starts the engine of one gateway.
pub(super) async fn engine(
    options: &StartOptions,
    several: &Arc<AtomicBool>,
    id: &str,
) -> Result<EngineHandle, StartFailure> {
    let environment = options.environment.of_gateway(id);
    let desktop = OfGateway::new(Arc::clone(&options.desktop), id, &environment.languages, Arc::clone(several));
    begin(StartOptions { environment, desktop: Arc::new(desktop), ..options.clone() }, false).await
}
