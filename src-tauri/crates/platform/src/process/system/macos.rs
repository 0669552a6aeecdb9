//! macOS: `libproc` for exact start times, `kqueue` for ends.
#![allow(unsafe_code)]

use std::ffi::c_int;
use std::mem::{MaybeUninit, size_of};
use std::os::fd::OwnedFd;

use rustix::event::kqueue::{Event, EventFilter, EventFlags, ProcessEvents, kevent, kqueue};
use rustix::io::Errno;

use super::{Row, Start};

/// Lets `proc_pidinfo` also find processes that have ended and were not collected.
const ENDED_TOO: u64 = 1;

pub(in crate::process) fn start(pid: u32) -> Option<Start> {
    let row = row(pid)?;
    Some(Start { start_time: row.start_time, ended: row.ended })
}

/// Start times are absolute here.
pub(in crate::process) fn boot_id() -> Option<String> {
    None
}

pub(in crate::process) fn list() -> Vec<Row> {
    pids().into_iter().filter_map(|pid| row(u32::try_from(pid).ok()?)).collect()
}

/// A queue that becomes readable when the process ends; `None` when there is no such process any more.
pub(in crate::process) fn end_queue(pid: u32) -> std::io::Result<Option<OwnedFd>> {
    let Some(pid) = i32::try_from(pid).ok().and_then(rustix::process::Pid::from_raw) else { return Ok(None) };
    let queue = kqueue()?;
    let filter = EventFilter::Proc { pid, flags: ProcessEvents::EXIT };
    let wanted = [Event::new(filter, EventFlags::ADD | EventFlags::ENABLE | EventFlags::ONESHOT, std::ptr::null_mut())];
    let mut none: [Event; 0] = [];
    // SAFETY: the only event names a process, not a file descriptor, so no descriptor has to stay valid.
    match unsafe { kevent(&queue, &wanted, &mut none, Some(std::time::Duration::ZERO)) } {
        Ok(_) => Ok(Some(queue)),
        Err(Errno::SRCH) => Ok(None),
        Err(error) => Err(error.into()),
    }
}

fn row(pid: u32) -> Option<Row> {
    let wanted = c_int::try_from(pid).ok()?;
    let size = c_int::try_from(size_of::<libc::proc_bsdinfo>()).ok()?;
    let mut info = MaybeUninit::<libc::proc_bsdinfo>::zeroed();
    // SAFETY: the buffer is as large as we say and lives through the call, which writes at most that much.
    let written =
        unsafe { libc::proc_pidinfo(wanted, libc::PROC_PIDTBSDINFO, ENDED_TOO, info.as_mut_ptr().cast(), size) };
    if written != size {
        return None;
    }
    // SAFETY: the structure was filled completely, and all-zero bytes were valid for it before.
    let info = unsafe { info.assume_init() };
    Some(Row {
        pid,
        parent: info.pbi_ppid,
        group: info.pbi_pgid,
        start_time: info.pbi_start_tvsec.saturating_mul(1_000_000).saturating_add(info.pbi_start_tvusec),
        ended: info.pbi_status == libc::SZOMB,
    })
}

fn pids() -> Vec<c_int> {
    // Some room for processes that start in between.
    const SPARE: usize = 64;
    // SAFETY: without a buffer the call only counts.
    let count = unsafe { libc::proc_listallpids(std::ptr::null_mut(), 0) };
    let mut pids = vec![0 as c_int; usize::try_from(count).unwrap_or(0) + SPARE];
    let Ok(bytes) = c_int::try_from(pids.len() * size_of::<c_int>()) else { return Vec::new() };
    // SAFETY: the buffer is as large as we say and lives through the call, which writes at most that much.
    let count = unsafe { libc::proc_listallpids(pids.as_mut_ptr().cast(), bytes) };
    pids.truncate(usize::try_from(count).unwrap_or(0));
    pids
}
