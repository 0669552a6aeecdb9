//! The window, which is another program: brought to the front where one is connected, started where none is.

use std::{
    path::PathBuf,
    process::Stdio,
    sync::{Mutex, PoisonError},
};

use clawtray_contract::Route;
use tokio::{process::Command, sync::mpsc};

/// The window's program, beside the keeper's own.
const PROGRAM: &str = if cfg!(windows) { "clawtray-desktop.exe" } else { "clawtray-desktop" };

/// Places a window may be asked to show before it has drawn the first.
const WAITING: usize = 8;

/// A place of one gateway.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Place {
    /// Where.
    pub(crate) route: Route,
    /// Of which gateway; absent for the primary one.
    pub(crate) gateway: Option<String>,
}

/// Every connected window.
#[derive(Debug, Default)]
pub(crate) struct Windows(Mutex<Vec<mpsc::Sender<Place>>>);

impl Windows {
    /// A window has connected. Its connection passes on what comes out of the channel.
    pub(crate) fn connected(&self) -> mpsc::Receiver<Place> {
        let (sender, receiver) = mpsc::channel(WAITING);
        let mut windows = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        windows.retain(|window| !window.is_closed());
        windows.push(sender);
        receiver
    }

    /// Starts a window at `place` where none is connected. Must be called inside a tokio runtime.
    pub(crate) fn offer(&self, place: Place) {
        let mut windows = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        windows.retain(|window| !window.is_closed());
        let open = !windows.is_empty();
        drop(windows);
        if !open {
            self.open(place);
        }
    }

    /// Shows `place` in the newest window; starts one where none is connected. Must be called inside a tokio runtime.
    pub(crate) fn open(&self, place: Place) {
        let shown = {
            let mut windows = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            windows.retain(|window| !window.is_closed());
            // A window that has eight places waiting is coming to the front anyway.
            windows.last().is_some_and(|window| {
                !matches!(window.try_send(place.clone()), Err(mpsc::error::TrySendError::Closed(_)))
            })
        };
        if !shown && let Err(error) = start(&place) {
            tracing::warn!(%error, "the window could not be started");
        }
    }
}

fn program() -> std::io::Result<PathBuf> {
    let own = std::env::current_exe()?;
    let beside = own.with_file_name(PROGRAM);
    if beside.is_file() { Ok(beside) } else { Err(std::io::Error::other(format!("{} is not there", beside.display()))) }
}

/// The place as the window's command line names it.
fn words(route: &Route) -> String {
    match route {
        Route::Overview => "overview".to_owned(),
        Route::Finding(id) => format!("finding/{id}"),
        // The subject of a finding may hold slashes, an action's id never does.
        Route::Action { finding, action } => format!("action/{action}/{finding}"),
        Route::Approval(id) => format!("approval/{id}"),
        Route::Automations => "automations".to_owned(),
        Route::Channels => "channels".to_owned(),
        Route::Logs => "logs".to_owned(),
        Route::History => "history".to_owned(),
        Route::Gateways => "gateways".to_owned(),
        Route::Settings => "settings".to_owned(),
    }
}

fn start(place: &Place) -> std::io::Result<()> {
    let mut command = Command::new(program()?);
    command.arg("--route").arg(words(&place.route));
    if let Some(gateway) = &place.gateway {
        command.arg("--gateway").arg(gateway);
    }
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).kill_on_drop(false);
    // A group of its own: what ends the keeper's group does not end the window.
    #[cfg(unix)]
    command.process_group(0);
    let mut child = command.spawn()?;
    tokio::spawn(async move {
        match child.wait().await {
            Ok(status) => tracing::debug!(%status, "the window ended"),
            Err(error) => tracing::debug!(%error, "the window's end is not known"),
        }
    });
    Ok(())
}

#[cfg(test)]
mod tests {
    use clawtray_contract::Route;

    use super::{Place, Windows, words};

    #[tokio::test]
    async fn the_newest_window_is_the_one_that_is_shown() {
        let windows = Windows::default();
        let mut first = windows.connected();
        let second = windows.connected();
        drop(second);
        let logs = Place { route: Route::Logs, gateway: Some("work".to_owned()) };
        windows.open(logs.clone());
        assert_eq!(first.recv().await, Some(logs), "a window that is gone is passed over");
        let mut third = windows.connected();
        let finding = Place { route: Route::Finding("gateway.port/a".to_owned()), gateway: None };
        windows.open(finding.clone());
        assert_eq!(third.recv().await, Some(finding));
        assert!(first.try_recv().is_err());
    }

    #[tokio::test]
    async fn an_offered_window_disturbs_none_that_is_open() {
        let windows = Windows::default();
        let mut open = windows.connected();
        windows.offer(Place::default());
        assert!(open.try_recv().is_err(), "it stays where the person is");
    }

    #[test]
    fn places_are_named_as_the_window_reads_them() {
        assert_eq!(words(&Route::Finding("a.b/c".to_owned())), "finding/a.b/c");
        assert_eq!(words(&Route::Overview), "overview");
        let action = Route::Action { finding: "a.b/c/d".to_owned(), action: "mend_it".to_owned() };
        assert_eq!(words(&action), "action/mend_it/a.b/c/d");
    }
}
