//! What each operating system knows about a process. One file per system, all with the same functions.

#[cfg(windows)]
mod console;
#[cfg(target_os = "linux")]
mod linux;
#[cfg(target_os = "macos")]
mod macos;
#[cfg(not(target_os = "linux"))]
mod table;
#[cfg(windows)]
mod windows;

#[cfg(windows)]
pub(super) use console::{press_ctrl_c, while_heard};
#[cfg(target_os = "linux")]
pub(super) use linux::{boot_id, control_group, describe, environment, list, listeners, start};
#[cfg(target_os = "macos")]
pub(super) use macos::{boot_id, end_queue, list, start};
#[cfg(not(target_os = "linux"))]
pub(super) use table::{describe, listeners};
#[cfg(windows)]
pub(super) use windows::{Job, Opened, boot_id, list, open_to_end, open_to_wait, resume, start};

/// When a process started and whether it has already ended.
#[derive(Debug, Clone, Copy)]
pub(super) struct Start {
    /// See [`super::ProcessIdentity::start_time`].
    pub start_time: u64,
    /// True for a process that has ended and was not collected by its parent yet.
    pub ended: bool,
}

/// One row of the process table.
#[derive(Debug, Clone, Copy)]
pub(super) struct Row {
    pub pid: u32,
    pub parent: u32,
    /// The process group; on Windows, which has none, the process itself.
    pub group: u32,
    pub start_time: u64,
    pub ended: bool,
}

/// A listening TCP socket and, where it can be seen, its owner.
#[derive(Debug, Clone)]
pub(super) struct Socket {
    pub address: std::net::SocketAddr,
    pub pid: Option<u32>,
    pub user_id: Option<String>,
}
