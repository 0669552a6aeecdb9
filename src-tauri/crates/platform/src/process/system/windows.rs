//! Windows: process handles, which keep an id from being given away, and job objects.
#![allow(unsafe_code)]

use std::io;
use std::mem::size_of;
use std::os::windows::io::{AsRawHandle, FromRawHandle, OwnedHandle, RawHandle};

use windows_sys::Win32::Foundation::{
    ERROR_ACCESS_DENIED, ERROR_INVALID_PARAMETER, FILETIME, HANDLE, INVALID_HANDLE_VALUE, WAIT_OBJECT_0, WAIT_TIMEOUT,
};
use windows_sys::Win32::System::Diagnostics::ToolHelp::{
    CreateToolhelp32Snapshot, PROCESSENTRY32W, Process32FirstW, Process32NextW, TH32CS_SNAPPROCESS, TH32CS_SNAPTHREAD,
    THREADENTRY32, Thread32First, Thread32Next,
};
use windows_sys::Win32::System::JobObjects::{
    AssignProcessToJobObject, CreateJobObjectW, JOB_OBJECT_LIMIT_KILL_ON_JOB_CLOSE,
    JOBOBJECT_EXTENDED_LIMIT_INFORMATION, JobObjectExtendedLimitInformation, SetInformationJobObject,
    TerminateJobObject,
};
use windows_sys::Win32::System::Threading::{
    GetProcessTimes, OpenProcess, OpenThread, PROCESS_QUERY_LIMITED_INFORMATION, PROCESS_SYNCHRONIZE,
    PROCESS_TERMINATE, ResumeThread, THREAD_SUSPEND_RESUME, TerminateProcess, WaitForSingleObject,
};

use super::{Row, Start};
use crate::process::ProcessIdentity;

/// The code a process ends with when we end it.
const ENDED_BY_US: u32 = 1;

/// What opening a process led to.
pub(in crate::process) enum Opened {
    Open(ProcessHandle),
    Gone,
    NotSame,
    Denied,
}

/// An open process: while it is open its id is not given to another.
pub(in crate::process) struct ProcessHandle(OwnedHandle);

/// A job: everything a program starts belongs to it.
#[derive(Debug)]
pub(in crate::process) struct Job(OwnedHandle);

pub(in crate::process) fn start(pid: u32) -> Option<Start> {
    let handle = open(pid, PROCESS_QUERY_LIMITED_INFORMATION | PROCESS_SYNCHRONIZE).ok()?;
    Some(Start { start_time: handle.created().ok()?, ended: handle.ended_within(0).unwrap_or(false) })
}

/// Start times are absolute here.
pub(in crate::process) fn boot_id() -> Option<String> {
    None
}

/// Processes that may not be opened are left out: nothing could be done with them either.
pub(in crate::process) fn list() -> Vec<Row> {
    let Ok(snapshot) = snapshot(TH32CS_SNAPPROCESS) else { return Vec::new() };
    let mut rows = Vec::new();
    let mut entry = PROCESSENTRY32W { dwSize: size_of::<PROCESSENTRY32W>() as u32, ..Default::default() };
    // SAFETY: the snapshot is open and the entry's size is set, as both calls demand.
    let mut more = unsafe { Process32FirstW(snapshot.as_raw_handle(), &raw mut entry) };
    while more != 0 {
        let (pid, parent) = (entry.th32ProcessID, entry.th32ParentProcessID);
        if let Some(start) = start(pid) {
            rows.push(Row { pid, parent, group: pid, start_time: start.start_time, ended: start.ended });
        }
        // SAFETY: as above.
        more = unsafe { Process32NextW(snapshot.as_raw_handle(), &raw mut entry) };
    }
    rows
}

pub(in crate::process) fn open_to_end(process: &ProcessIdentity) -> io::Result<Opened> {
    open_same(process, PROCESS_QUERY_LIMITED_INFORMATION | PROCESS_SYNCHRONIZE | PROCESS_TERMINATE)
}

pub(in crate::process) fn open_to_wait(process: &ProcessIdentity) -> io::Result<Opened> {
    open_same(process, PROCESS_QUERY_LIMITED_INFORMATION | PROCESS_SYNCHRONIZE)
}

/// Lets a process that was started suspended run.
pub(in crate::process) fn resume(pid: u32) -> io::Result<()> {
    let snapshot = snapshot(TH32CS_SNAPTHREAD)?;
    let mut resumed = false;
    let mut entry = THREADENTRY32 { dwSize: size_of::<THREADENTRY32>() as u32, ..Default::default() };
    // SAFETY: the snapshot is open and the entry's size is set, as both calls demand.
    let mut more = unsafe { Thread32First(snapshot.as_raw_handle(), &raw mut entry) };
    while more != 0 {
        if entry.th32OwnerProcessID == pid {
            // SAFETY: opening a thread by its number has no precondition; the result is checked.
            let thread = owned(unsafe { OpenThread(THREAD_SUSPEND_RESUME, 0, entry.th32ThreadID) })?;
            // SAFETY: the thread is open with the right this needs.
            if unsafe { ResumeThread(thread.as_raw_handle()) } == u32::MAX {
                return Err(io::Error::last_os_error());
            }
            resumed = true;
        }
        // SAFETY: as above.
        more = unsafe { Thread32Next(snapshot.as_raw_handle(), &raw mut entry) };
    }
    if resumed { Ok(()) } else { Err(io::Error::from(io::ErrorKind::NotFound)) }
}

impl ProcessHandle {
    pub(in crate::process) fn end(&self) -> io::Result<()> {
        // SAFETY: the process is open with the right to end it.
        let ended = unsafe { TerminateProcess(self.0.as_raw_handle(), ENDED_BY_US) };
        // One that is ending already denies it.
        if ended != 0 || self.ended_within(0)? { Ok(()) } else { Err(io::Error::last_os_error()) }
    }

    pub(in crate::process) fn ended_within(&self, milliseconds: u32) -> io::Result<bool> {
        // SAFETY: the process is open with the right to wait for it.
        match unsafe { WaitForSingleObject(self.0.as_raw_handle(), milliseconds) } {
            WAIT_OBJECT_0 => Ok(true),
            WAIT_TIMEOUT => Ok(false),
            _ => Err(io::Error::last_os_error()),
        }
    }

    fn created(&self) -> io::Result<u64> {
        let mut times = [FILETIME::default(); 4];
        let [created, exited, kernel, user] = &mut times;
        // SAFETY: the process is open with the right to ask, and the four places to write to are ours and distinct.
        checked(unsafe { GetProcessTimes(self.0.as_raw_handle(), created, exited, kernel, user) })?;
        Ok(u64::from(created.dwHighDateTime) << 32 | u64::from(created.dwLowDateTime))
    }
}

impl Job {
    pub(in crate::process) fn create(end_with_us: bool) -> io::Result<Self> {
        // SAFETY: both arguments may be null: default rights, no name.
        let job = owned(unsafe { CreateJobObjectW(std::ptr::null(), std::ptr::null()) })?;
        if end_with_us {
            let mut limits = JOBOBJECT_EXTENDED_LIMIT_INFORMATION::default();
            limits.BasicLimitInformation.LimitFlags = JOB_OBJECT_LIMIT_KILL_ON_JOB_CLOSE;
            let size = size_of::<JOBOBJECT_EXTENDED_LIMIT_INFORMATION>() as u32;
            // SAFETY: the job is open, and the structure is the one this kind of information demands, with its size.
            checked(unsafe {
                let handle = job.as_raw_handle();
                SetInformationJobObject(handle, JobObjectExtendedLimitInformation, (&raw const limits).cast(), size)
            })?;
        }
        Ok(Self(job))
    }

    /// Takes a process of ours into the job.
    pub(in crate::process) fn take_in(&self, process: RawHandle) -> io::Result<()> {
        // SAFETY: the job is open, and the caller borrows the handle from a child it holds.
        checked(unsafe { AssignProcessToJobObject(self.0.as_raw_handle(), process) })
    }

    /// Ends everything in the job.
    pub(in crate::process) fn end(&self) -> io::Result<()> {
        // SAFETY: the job is open with all rights, as its creator's is.
        checked(unsafe { TerminateJobObject(self.0.as_raw_handle(), ENDED_BY_US) })
    }
}

fn open_same(process: &ProcessIdentity, rights: u32) -> io::Result<Opened> {
    let handle = match open(process.pid, rights) {
        Ok(handle) => handle,
        Err(error) if is(&error, ERROR_INVALID_PARAMETER) => return Ok(Opened::Gone),
        Err(error) if is(&error, ERROR_ACCESS_DENIED) => {
            // Somebody else's process can still be told apart from ours.
            return Ok(match start(process.pid) {
                Some(seen) if seen.start_time != process.start_time => Opened::NotSame,
                _ => Opened::Denied,
            });
        }
        Err(error) => return Err(error),
    };
    if handle.created()? != process.start_time {
        return Ok(Opened::NotSame);
    }
    // An ended process can be opened for as long as anyone holds it open.
    Ok(if handle.ended_within(0)? { Opened::Gone } else { Opened::Open(handle) })
}

fn open(pid: u32, rights: u32) -> io::Result<ProcessHandle> {
    // SAFETY: opening a process by its number has no precondition; the result is checked.
    owned(unsafe { OpenProcess(rights, 0, pid) }).map(ProcessHandle)
}

fn snapshot(of: u32) -> io::Result<OwnedHandle> {
    // SAFETY: no precondition; the result is checked.
    owned(unsafe { CreateToolhelp32Snapshot(of, 0) })
}

fn owned(handle: HANDLE) -> io::Result<OwnedHandle> {
    if handle.is_null() || handle == INVALID_HANDLE_VALUE {
        return Err(io::Error::last_os_error());
    }
    // SAFETY: the system has just given us this open handle and nobody else has it.
    Ok(unsafe { OwnedHandle::from_raw_handle(handle) })
}

fn checked(succeeded: i32) -> io::Result<()> {
    if succeeded == 0 { Err(io::Error::last_os_error()) } else { Ok(()) }
}

fn is(error: &io::Error, code: u32) -> bool {
    error.raw_os_error() == Some(code.cast_signed())
}
