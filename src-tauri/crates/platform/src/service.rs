//! What the system's service manager says about one service, told by itself whenever it changes.
//!
//! On Linux this is systemd's user manager over the session bus. launchd and the Task Scheduler tell nothing: their own
//! programs are asked when the service's process ends, and now and then where no process is known. What they say is
//! put into systemd's words, so that all three answer alike.

#[cfg(any(not(target_os = "linux"), test))]
mod asked;
#[cfg(test)]
mod contract;
#[cfg(target_os = "linux")]
mod journal;
#[cfg(any(target_os = "macos", test))]
#[cfg_attr(not(target_os = "macos"), allow(dead_code))] // For the contract test.
mod launchd;
#[cfg(target_os = "linux")]
mod linger;
#[cfg(any(windows, test))]
#[cfg_attr(not(windows), allow(dead_code))] // For the contract test.
mod schtasks;
#[cfg(target_os = "linux")]
mod systemd;
#[cfg(any(not(target_os = "linux"), test))]
mod tool;

#[cfg(not(target_os = "linux"))]
use std::path::Path;

#[cfg(not(target_os = "linux"))]
use asked::Manager as _;
#[cfg(target_os = "linux")]
pub use journal::last_lines;
#[cfg(target_os = "macos")]
use launchd::Launchd as Here;
#[cfg(target_os = "linux")]
pub use linger::lingers;
#[cfg(windows)]
use schtasks::Schtasks as Here;
#[cfg(target_os = "linux")]
pub use systemd::{UnitWatch, start_unit};

/// Looks at one service of this system's manager.
#[cfg(not(target_os = "linux"))]
pub type UnitWatch = asked::AskedWatch<Here>;

#[cfg(not(target_os = "linux"))]
impl UnitWatch {
    /// Asks about a service of this person a first time; it need not exist.
    ///
    /// # Errors
    /// When the manager could not be asked, or its answer was not understood.
    pub async fn open(unit: &str) -> Result<Self, ServiceFailure> {
        Self::on(here(), unit).await
    }
}

/// Starts one service, with the manager's own words for it, and does not wait for it to be up. `definition` is the file
/// that describes it.
///
/// # Errors
/// When there is no manager, or it says no.
#[cfg(not(target_os = "linux"))]
pub async fn start_defined(unit: &str, definition: &Path) -> Result<(), ServiceFailure> {
    here().start(unit, definition).await
}

#[cfg(target_os = "macos")]
fn here() -> Here {
    Here::of_this_user()
}

#[cfg(windows)]
fn here() -> Here {
    Here::here()
}

/// One unit at one moment, in systemd's words (its `org.freedesktop.systemd1` page).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct UnitState {
    /// `loaded`, `not-found`, `bad-setting`, `masked`: kept from starting.
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
