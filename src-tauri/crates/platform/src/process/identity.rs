//! Who a process is: its id together with the moment it started.

use super::system;

/// One process, told apart from any later process that is given the same id.
///
/// Both numbers are plain data, so a caller may keep them on disk and recognise the process after its own restart. On
/// Linux the start is counted from the machine's boot: keep [`boot_id`] beside it, because after a reboot the pair
/// could belong to a stranger.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct ProcessIdentity {
    /// The process id.
    pub pid: u32,
    /// When it started, in the system's own unit: clock ticks since boot on Linux, microseconds since 1970 on macOS,
    /// 100-nanosecond steps since 1601 on Windows. Only equality means something.
    pub start_time: u64,
}

/// The identity of the live process with this id; `None` when there is none, or when it has ended and only waits for
/// its parent to collect it.
#[must_use]
pub fn identity(pid: u32) -> Option<ProcessIdentity> {
    let seen = system::start(pid)?;
    (!seen.ended).then_some(ProcessIdentity { pid, start_time: seen.start_time })
}

/// Whether exactly this process still runs. A process that has ended but was not collected yet does not run.
#[must_use]
pub fn is_alive(process: &ProcessIdentity) -> bool {
    identity(process.pid) == Some(*process)
}

/// A text that changes with every boot of the machine, where the system offers one (Linux). On macOS and Windows
/// `None`: there the start time is absolute and needs no such companion.
#[must_use]
pub fn boot_id() -> Option<String> {
    system::boot_id()
}
