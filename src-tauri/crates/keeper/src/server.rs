//! The local socket's server: accepts this person's programs and serves each on its own task.

mod client;

use std::{sync::Arc, time::Duration};

use clawtray_engine::Fleet;
use clawtray_platform::socket::{Listener, SocketFailure};
use tokio::{sync::Semaphore, task::JoinSet};

use crate::windows::Windows;

/// Conversations at the same time.
const MOST_CLIENTS: usize = 64;

/// Pause after the system refused a connection, for instance for want of file descriptors.
const PAUSE: Duration = Duration::from_millis(200);

/// Serves until the task is aborted; its conversations end with it.
pub(crate) async fn serve(listener: Listener, fleet: Fleet, windows: Arc<Windows>) {
    let room = Arc::new(Semaphore::new(MOST_CLIENTS));
    let mut clients = JoinSet::new();
    loop {
        tokio::select! {
            accepted = listener.accept() => match accepted {
                Ok(connection) => {
                    let Ok(place) = Arc::clone(&room).try_acquire_owned() else {
                        tracing::warn!("too many programs ask at once; one was turned away");
                        continue;
                    };
                    let (fleet, windows) = (fleet.clone(), Arc::clone(&windows));
                    clients.spawn(async move {
                        client::serve(connection, fleet, windows).await;
                        drop(place);
                    });
                }
                Err(SocketFailure::OtherUser) => tracing::warn!("a program of another user was turned away"),
                Err(failure) => {
                    tracing::warn!(%failure, "a connection was not accepted");
                    tokio::time::sleep(PAUSE).await;
                }
            },
            Some(ended) = clients.join_next(), if !clients.is_empty() => {
                if ended.is_err_and(|error| error.is_panic()) {
                    tracing::error!("a conversation broke off by a fault");
                }
            }
        }
    }
}
