//! What the system's service manager says about one service, told by itself whenever it changes.
//!
//! On Linux this is systemd's user manager over the session bus. Elsewhere nothing is told, and the service is looked
//! at through its port and OpenClaw's own commands.

#[cfg(target_os = "linux")]
mod journal;
#[cfg(target_os = "linux")]
mod systemd;

#[cfg(target_os = "linux")]
pub use journal::last_lines;
#[cfg(target_os = "linux")]
pub use systemd::{UnitWatch, start_unit};

/// One unit at one moment, in the manager's own words (systemd's `org.freedesktop.systemd1` page).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct UnitState {
    /// `loaded`, `not-found`, `bad-setting`, `masked`.
    pub load: String,
    /// `active`, `inactive`, `activating`, `deactivating`, `failed`, `reloading`.
    pub active: String,
    /// `running`, `dead`, `auto-restart` and others.
    pub sub: String,
    /// Why it is not active: `success`, `exit-code`, `signal`, `start-limit-hit` and others.
    pub result: String,
    /// When the state last changed, milliseconds since 1970.
    pub changed_ms: u64,
    /// Exit code of the last main process that ended by itself.
    pub exit_code: Option<i32>,
    /// Signal that ended the last main process.
    pub signal: Option<i32>,
    /// Restarts by the manager since the service was last started by hand.
    pub restarts: u32,
    /// The main process, while there is one.
    pub pid: Option<u32>,
    /// The main process, or the last one there was.
    pub last_pid: Option<u32>,
}

/// Why the manager was not asked, or said no.
#[derive(Debug, thiserror::Error)]
#[error("the service manager could not be asked: {0}")]
pub struct ServiceFailure(pub String);
