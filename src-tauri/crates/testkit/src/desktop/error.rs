//! What can go wrong with the private desktop.

use std::{io, time::Duration};

/// A private desktop could not do what it was asked for.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum DesktopError {
    /// A program the desktop is made of is not installed.
    #[error("{program} is needed for a private desktop and could not be started: {source}")]
    Start {
        /// Its name.
        program: String,
        /// Why.
        source: io::Error,
    },
    /// A program of the desktop ended or said something unexpected while starting.
    #[error("{program} did not come up: {why}")]
    NotReady {
        /// Its name.
        program: String,
        /// Why.
        why: String,
    },
    /// A program answered with a failure.
    #[error("{program} failed: {why}")]
    Failed {
        /// Its name.
        program: String,
        /// What it said.
        why: String,
    },
    /// The awaited event did not come in time.
    #[error("no {what} within {} ms; last seen: {seen}", .waited.as_millis())]
    Timeout {
        /// What was awaited.
        what: String,
        /// How long.
        waited: Duration,
        /// The state at the end.
        seen: String,
    },
    /// Nothing of this name is there.
    #[error("there is no {0}")]
    Missing(String),
    /// A part of the desktop is there already, or was not asked for.
    #[error("{0}")]
    Unfit(&'static str),
    /// The session bus refused.
    #[error("session bus: {0}")]
    Bus(#[from] zbus::Error),
    /// Files, pipes or processes.
    #[error("{0}")]
    Io(#[from] io::Error),
}

impl From<zbus::fdo::Error> for DesktopError {
    fn from(error: zbus::fdo::Error) -> Self {
        Self::Bus(error.into())
    }
}

/// Shorthand.
pub type Result<T> = std::result::Result<T, DesktopError>;
