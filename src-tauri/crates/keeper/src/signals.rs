//! The system asks the keeper to end.

use std::future::Future;

/// Listens from now on; the future ends with the first signal's name.
#[cfg(unix)]
pub(crate) fn listen() -> impl Future<Output = &'static str> {
    use tokio::signal::unix::{SignalKind, signal};

    let kinds = [(SignalKind::terminate(), "TERM"), (SignalKind::interrupt(), "INT"), (SignalKind::hangup(), "HUP")];
    let listeners = kinds.map(|(kind, name)| (signal(kind), name));
    async move {
        let [term, int, hup] = listeners.map(|(listener, name)| async move {
            match listener {
                Ok(mut listener) => {
                    listener.recv().await;
                    name
                }
                Err(error) => {
                    tracing::warn!(%error, signal = name, "a signal cannot be listened for");
                    std::future::pending().await
                }
            }
        });
        tokio::select! { name = term => name, name = int => name, name = hup => name }
    }
}

/// Listens from now on; the future ends with the first event's name.
#[cfg(windows)]
pub(crate) fn listen() -> impl Future<Output = &'static str> {
    use tokio::signal::windows;

    let (interrupt, close, shutdown, logoff) =
        (windows::ctrl_c(), windows::ctrl_close(), windows::ctrl_shutdown(), windows::ctrl_logoff());
    async move {
        let interrupt = async move {
            match interrupt {
                Ok(mut listener) => listener.recv().await,
                Err(_) => std::future::pending().await,
            }
        };
        let close = async move {
            match close {
                Ok(mut listener) => listener.recv().await,
                Err(_) => std::future::pending().await,
            }
        };
        let shutdown = async move {
            match shutdown {
                Ok(mut listener) => listener.recv().await,
                Err(_) => std::future::pending().await,
            }
        };
        let logoff = async move {
            match logoff {
                Ok(mut listener) => listener.recv().await,
                Err(_) => std::future::pending().await,
            }
        };
        tokio::select! {
            _ = interrupt => "ctrl-c",
            _ = close => "close",
            _ = shutdown => "shutdown",
            _ = logoff => "logoff",
        }
    }
}
