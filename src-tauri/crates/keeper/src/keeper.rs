//! One run of the keeper, from the lock to the end.

use std::sync::Arc;

use clawtray_core::Fact;
use clawtray_engine::{Environment, StartFailure, StartOptions, StartedFleet, start_fleet};
use clawtray_platform::socket::Listener;

use crate::{
    VERSION,
    desktop::KeeperDesktop,
    icon::{self, Icon},
    login, notes, server, signals,
    windows::Windows,
};

/// How a run ended well.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Ended {
    /// It was asked to quit.
    Quit,
    /// Another keeper runs.
    AlreadyRunning {
        /// Its process id, where it is known.
        pid: Option<u32>,
    },
}

/// Runs until somebody asks to quit.
///
/// # Errors
/// In words for a person, when it could not start.
pub(crate) async fn run(environment: Environment, icon: Icon) -> Result<Ended, String> {
    // Listened for before anything is started, so that an early signal ends an early keeper in good order.
    let signals = signals::listen();
    let windows = Arc::new(Windows::default());
    let login = login::entry(&environment).map(Arc::new);
    let (desktop, notes) = KeeperDesktop::new(Arc::clone(&windows), login.clone());
    let socket = environment.paths.socket.clone();
    let options = StartOptions {
        keeper_pid: Some(std::process::id()),
        desktop: Arc::new(desktop),
        ..StartOptions::without_desktop(environment, VERSION)
    };
    let StartedFleet { fleet, lock } = match start_fleet(options).await {
        Ok(started) => started,
        Err(StartFailure::Held { by_pid }) => return Ok(Ended::AlreadyRunning { pid: by_pid }),
        Err(failure) => return Err(failure.to_string()),
    };
    let listener = match Listener::bind(&socket, &lock).await {
        Ok(listener) => listener,
        Err(failure) => {
            fleet.shutdown().await;
            return Err(failure.to_string());
        }
    };
    if let Err(failure) = lock.announce(&socket) {
        tracing::warn!(%failure, "where this keeper answers could not be written down");
    }
    tracing::info!(version = VERSION, pid = std::process::id(), "the keeper runs");
    if let Ok(known) = tokio::task::spawn_blocking(move || login::is_on(login.as_deref())).await {
        fleet.learned(Fact::StartsAtLogin(known)).await;
    }
    let serving = tokio::spawn(server::serve(listener, fleet.clone(), windows));
    let noting = tokio::spawn(notes::run(fleet.clone(), notes));
    let showing = tokio::spawn(icon::run(icon, fleet.clone()));
    tokio::select! {
        () = fleet.ended() => {}
        name = signals => {
            tracing::info!(signal = name, "asked to end");
            fleet.shutdown().await;
        }
    }
    // The last answers leave before the socket goes.
    tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    for task in [serving, noting, showing] {
        task.abort();
        // Aborted is what it is meant to be; its socket and icon are gone after this.
        let _aborted = task.await;
    }
    tracing::info!("the keeper ends");
    drop(lock);
    Ok(Ended::Quit)
}
