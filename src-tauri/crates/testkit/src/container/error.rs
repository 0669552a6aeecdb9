//! What can go wrong with a container.

use std::{io, time::Duration};

/// A container could not be run to its end. What a script says by its exit code is no error.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ContainerError {
    /// A file, folder or process could not be made.
    #[error("{what}: {source}")]
    Setup {
        /// What was tried.
        what: &'static str,
        /// Why it failed.
        source: io::Error,
    },
    /// The container ended before its script had.
    #[error("the container ended without its script; it said:\n{boot}\nthe script said:\n{output}")]
    NoEnd {
        /// What the boot printed, its end.
        boot: String,
        /// What the script printed so far.
        output: String,
    },
    /// The time limit passed; everything in the container was ended.
    #[error("the container was not done within {} s; its script said:\n{output}\nits boot said:\n{boot}", .limit.as_secs())]
    TooSlow {
        /// The limit.
        limit: Duration,
        /// What the boot printed, its end.
        boot: String,
        /// What the script printed so far.
        output: String,
    },
    /// Something of the container was still there afterwards.
    #[error("the container left something behind: {what}")]
    LeftBehind {
        /// What.
        what: String,
    },
}
