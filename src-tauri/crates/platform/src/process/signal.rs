//! Ending a process, only ever the one meant.

use super::ProcessIdentity;

/// What became of the wish to end a process.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SignalOutcome {
    /// The signal was delivered. Whether and when the process ends is another matter: wait for it.
    Sent,
    /// That process has already ended.
    AlreadyGone,
    /// Another process has this id now. Nothing was sent.
    NotSame,
    /// The system does not let us signal it: it belongs to another user.
    Denied,
}

/// Why no attempt was made, or why the system refused for a reason of its own.
#[derive(Debug, thiserror::Error)]
pub enum SignalFailure {
    /// Windows asks a process without a window only by Ctrl+C in its console, and this one shares its console with
    /// others or has none. Ask it over its own interface, or use [`kill`].
    #[error("this system cannot ask a process to end")]
    Unsupported,
    /// The process is ourselves or the first process of the system. Nothing was sent.
    #[error("process {pid} must not be signalled")]
    Refused {
        /// The process that was named.
        pid: u32,
    },
    /// The system failed.
    #[error("the signal could not be sent: {0}")]
    Io(#[from] std::io::Error),
}

/// Asks a process to end (SIGTERM). With `group`, everything in the process group it leads is asked too; when it leads
/// none, as when a terminal started it, only the process itself is.
///
/// The identity is checked immediately before. On Linux the leader is held by a descriptor while that happens, so no
/// other process can take its place in between. On Windows Ctrl+C is pressed in the console of the process, where only
/// the processes below it share that; this waits for a moment then.
///
/// # Errors
/// [`SignalFailure`].
pub fn terminate(process: &ProcessIdentity, group: bool) -> Result<SignalOutcome, SignalFailure> {
    send(process, group, Wish::Terminate)
}

/// Ends a process at once (SIGKILL; `TerminateProcess` on Windows, where `group` means its descendants).
/// Otherwise as [`terminate`].
///
/// # Errors
/// [`SignalFailure`].
pub fn kill(process: &ProcessIdentity, group: bool) -> Result<SignalOutcome, SignalFailure> {
    send(process, group, Wish::Kill)
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Wish {
    Terminate,
    Kill,
}

fn send(process: &ProcessIdentity, group: bool, wish: Wish) -> Result<SignalOutcome, SignalFailure> {
    if process.pid <= 1 || process.pid == std::process::id() {
        return Err(SignalFailure::Refused { pid: process.pid });
    }
    deliver(process, group, wish)
}

#[cfg(unix)]
fn deliver(process: &ProcessIdentity, group: bool, wish: Wish) -> Result<SignalOutcome, SignalFailure> {
    use rustix::io::Errno;
    use rustix::process::{Pid, Signal, getpgid, getpgrp, kill_process_group};

    use super::system;

    let signal = match wish {
        Wish::Terminate => Signal::TERM,
        Wish::Kill => Signal::KILL,
    };
    let Some(pid) = i32::try_from(process.pid).ok().and_then(Pid::from_raw) else {
        return Ok(SignalOutcome::AlreadyGone);
    };
    let held = hold(pid);
    if matches!(held, Err(Errno::SRCH)) {
        return Ok(SignalOutcome::AlreadyGone);
    }
    let ended = match system::start(process.pid) {
        None => return Ok(SignalOutcome::AlreadyGone),
        Some(seen) if seen.start_time != process.start_time => return Ok(SignalOutcome::NotSame),
        Some(seen) => seen.ended,
    };
    // While an ended leader waits to be collected its id cannot be given away, so its group may still be signalled.
    let leads = getpgid(Some(pid)).is_ok_and(|found| found == pid) && getpgrp() != pid;
    let sent = if group && leads {
        kill_process_group(pid, signal)
    } else if ended {
        return Ok(SignalOutcome::AlreadyGone);
    } else {
        signal_one(pid, held.ok(), signal)
    };
    match sent {
        Ok(()) => Ok(SignalOutcome::Sent),
        Err(Errno::SRCH) => Ok(SignalOutcome::AlreadyGone),
        Err(Errno::PERM) => Ok(SignalOutcome::Denied),
        Err(error) => Err(SignalFailure::Io(error.into())),
    }
}

#[cfg(target_os = "linux")]
fn hold(pid: rustix::process::Pid) -> Result<std::os::fd::OwnedFd, rustix::io::Errno> {
    rustix::process::pidfd_open(pid, rustix::process::PidfdFlags::empty())
}

#[cfg(all(unix, not(target_os = "linux")))]
fn hold(_pid: rustix::process::Pid) -> Result<std::os::fd::OwnedFd, rustix::io::Errno> {
    Err(rustix::io::Errno::NOSYS)
}

#[cfg(unix)]
fn signal_one(
    pid: rustix::process::Pid,
    held: Option<std::os::fd::OwnedFd>,
    signal: rustix::process::Signal,
) -> rustix::io::Result<()> {
    #[cfg(target_os = "linux")]
    if let Some(held) = held {
        return rustix::process::pidfd_send_signal(held, signal);
    }
    #[cfg(not(target_os = "linux"))]
    drop(held);
    rustix::process::kill_process(pid, signal)
}

#[cfg(windows)]
fn deliver(process: &ProcessIdentity, group: bool, wish: Wish) -> Result<SignalOutcome, SignalFailure> {
    use super::system::{Opened, open_to_end, press_ctrl_c};

    if wish == Wish::Terminate {
        return match open_to_end(process)? {
            Opened::Gone => Ok(SignalOutcome::AlreadyGone),
            Opened::NotSame => Ok(SignalOutcome::NotSame),
            Opened::Denied => Ok(SignalOutcome::Denied),
            Opened::Open(_keeps_its_id) => {
                let below: Vec<u32> = descendants_of(process).iter().map(|process| process.pid).collect();
                if press_ctrl_c(process.pid, &below)? {
                    Ok(SignalOutcome::Sent)
                } else {
                    Err(SignalFailure::Unsupported)
                }
            }
        };
    }
    let descendants = if group { descendants_of(process) } else { Vec::new() };
    let outcome = match open_to_end(process)? {
        Opened::Gone => return Ok(SignalOutcome::AlreadyGone),
        Opened::NotSame => return Ok(SignalOutcome::NotSame),
        Opened::Denied => return Ok(SignalOutcome::Denied),
        Opened::Open(handle) => {
            handle.end()?;
            SignalOutcome::Sent
        }
    };
    for descendant in descendants {
        if let Opened::Open(handle) = open_to_end(&descendant)? {
            // A descendant that ended by itself in between is no failure.
            let _already_ending = handle.end();
        }
    }
    Ok(outcome)
}

/// All processes below this one, each once.
#[cfg(windows)]
fn descendants_of(process: &ProcessIdentity) -> Vec<ProcessIdentity> {
    let mut found = Vec::new();
    let mut open = vec![*process];
    while let Some(next) = open.pop() {
        for child in super::children_of(&next) {
            if !found.contains(&child) {
                found.push(child);
                open.push(child);
            }
        }
    }
    found
}
