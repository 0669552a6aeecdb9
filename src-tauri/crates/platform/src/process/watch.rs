//! Waiting for the end of a process that is not our child.

use super::ProcessIdentity;

/// Why a process cannot be watched.
#[derive(Debug, thiserror::Error)]
pub enum WatchFailure {
    /// The process belongs to somebody else and the system does not let us wait for it (Windows).
    #[error("the system does not let us watch process {pid}")]
    Denied {
        /// The process that was to be watched.
        pid: u32,
    },
    /// The system failed.
    #[error("the process cannot be watched: {0}")]
    Io(#[from] std::io::Error),
}

/// Resolves when this process has ended, at once if it already has or if another process has its id by now. How it
/// ended is not known: only a parent learns that. Dropping the future ends the watch.
///
/// # Errors
/// [`WatchFailure`] when the system does not let us watch it.
pub async fn watch(process: ProcessIdentity) -> Result<(), WatchFailure> {
    until_end(process).await
}

/// How often a process is looked at where the kernel cannot tell us (Linux before 5.3, or a filter that forbids it).
#[cfg(unix)]
const LOOK_EVERY: std::time::Duration = std::time::Duration::from_secs(1);

#[cfg(unix)]
async fn by_looking(process: ProcessIdentity) {
    while super::is_alive(&process) {
        tokio::time::sleep(LOOK_EVERY).await;
    }
}

#[cfg(target_os = "linux")]
async fn until_end(process: ProcessIdentity) -> Result<(), WatchFailure> {
    use rustix::io::Errno;
    use rustix::process::{Pid, PidfdFlags, pidfd_open};

    let Some(pid) = i32::try_from(process.pid).ok().and_then(Pid::from_raw) else { return Ok(()) };
    let descriptor = match pidfd_open(pid, PidfdFlags::empty()) {
        Ok(descriptor) => descriptor,
        Err(Errno::SRCH) => return Ok(()),
        Err(Errno::NOSYS | Errno::PERM | Errno::INVAL) => {
            by_looking(process).await;
            return Ok(());
        }
        Err(error) => return Err(WatchFailure::Io(error.into())),
    };
    // The descriptor now holds one process; only if that is still the one meant does its end matter.
    if !super::is_alive(&process) {
        return Ok(());
    }
    Ok(super::ready::readable(descriptor).await?)
}

#[cfg(target_os = "macos")]
async fn until_end(process: ProcessIdentity) -> Result<(), WatchFailure> {
    let Some(queue) = super::system::end_queue(process.pid)? else { return Ok(()) };
    if !super::is_alive(&process) {
        return Ok(());
    }
    if super::ready::readable(queue).await.is_err() {
        by_looking(process).await;
    }
    Ok(())
}

#[cfg(windows)]
async fn until_end(process: ProcessIdentity) -> Result<(), WatchFailure> {
    use super::system::{Opened, open_to_wait};

    // Half a second at a time, so that a dropped watch gives its thread back soon.
    const SLICE_MS: u32 = 500;
    let mut handle = match open_to_wait(&process)? {
        Opened::Gone | Opened::NotSame => return Ok(()),
        Opened::Denied => return Err(WatchFailure::Denied { pid: process.pid }),
        Opened::Open(handle) => handle,
    };
    loop {
        let (returned, ended) = tokio::task::spawn_blocking(move || {
            let ended = handle.ended_within(SLICE_MS);
            (handle, ended)
        })
        .await
        .map_err(std::io::Error::other)?;
        if ended? {
            return Ok(());
        }
        handle = returned;
    }
}
