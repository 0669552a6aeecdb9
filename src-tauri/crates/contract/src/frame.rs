//! Frames of the local socket: one JSON object per line, both ways.
//!
//! The client speaks first with `hello`; the keeper answers `hello`, then `snapshot` frames after `subscribe`, and
//! one `answer` or `failure` for each `intent`.

use serde::{Deserialize, Serialize};

use crate::{
    error::AppError,
    intent::{Answer, Intent, Route},
    snapshot::Snapshot,
};

/// Version of these frames. Both sides name theirs; a difference is an error with a sentence, never a guess.
pub const SOCKET_PROTOCOL: u32 = 1;

/// Longest frame in bytes, line feed included.
pub const MAX_FRAME_BYTES: usize = 8 * 1024 * 1024;

/// Who connects.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ClientKind {
    /// The window. It also receives `show` frames.
    Window,
    /// The command line.
    CommandLine,
}

/// From a client to the keeper.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "type")]
pub enum ClientFrame {
    /// First frame.
    Hello {
        /// [`SOCKET_PROTOCOL`] of the client.
        protocol: u32,
        /// Who connects.
        client: ClientKind,
        /// The client's version.
        version: String,
    },
    /// Send the newest snapshot now and after each change.
    Subscribe,
    /// Ask for something.
    Intent {
        /// Chosen by the client; comes back in the answer.
        id: u64,
        /// What.
        intent: Intent,
    },
}

/// From the keeper to a client.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "type")]
pub enum KeeperFrame {
    /// Answer to `hello`.
    Hello {
        /// [`SOCKET_PROTOCOL`] of the keeper.
        protocol: u32,
        /// The keeper's version.
        version: String,
        /// The keeper's process id.
        pid: u32,
    },
    /// The newest truth. Older ones may be skipped when a client reads slowly.
    Snapshot {
        /// The truth.
        snapshot: Box<Snapshot>,
    },
    /// An intent was taken.
    Answer {
        /// The client's number.
        id: u64,
        /// What came of it.
        answer: Answer,
    },
    /// An intent was refused, or (without `id`) a frame was not understood.
    Failure {
        /// The client's number, if the frame had one.
        #[serde(default)]
        id: Option<u64>,
        /// Why.
        error: AppError,
    },
    /// To the window: come to the front and show this place.
    Show {
        /// Where.
        route: Route,
        /// Of which gateway; absent for the primary one, or the one that is shown.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        gateway: Option<String>,
    },
}
