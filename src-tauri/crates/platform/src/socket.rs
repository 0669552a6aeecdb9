//! The local socket between the keeper and those who ask it: only this user's processes get through.

mod lines;
#[cfg(unix)]
mod unix;
#[cfg(windows)]
mod windows;

use std::path::PathBuf;

pub use lines::{FrameFailure, LineReader, LineWriter, lines};
#[cfg(unix)]
pub use unix::{Connection, Listener, connect};
#[cfg(windows)]
pub use windows::{Connection, Listener, connect};

/// Why the socket cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum SocketFailure {
    /// Another process answers there.
    #[error("another process answers at {path}", path = .path.display())]
    InUse {
        /// The socket.
        path: PathBuf,
    },
    /// Something that is not a socket lies there. It is left alone.
    #[error("{path} is not a socket", path = .path.display())]
    NotASocket {
        /// What lies there.
        path: PathBuf,
    },
    /// Nobody answers: there is no keeper.
    #[error("nobody answers at {path}", path = .path.display())]
    NobodyAnswers {
        /// The socket.
        path: PathBuf,
    },
    /// The other side did not take the connection in time.
    #[error("no answer from {path} in time", path = .path.display())]
    TimedOut {
        /// The socket.
        path: PathBuf,
    },
    /// The other side belongs to another user. The connection was closed.
    #[error("the other side belongs to another user")]
    OtherUser,
    /// The path is longer than a socket's may be.
    #[error("{path} is too long for a socket", path = .path.display())]
    PathTooLong {
        /// The socket.
        path: PathBuf,
    },
    /// The folder or the socket may not be used.
    #[error("access to {path} is denied", path = .path.display())]
    Denied {
        /// The socket.
        path: PathBuf,
    },
    /// The system failed for another reason.
    #[error("the socket failed: {0}")]
    Io(#[from] std::io::Error),
}
