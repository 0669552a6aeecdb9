//! Ctrl+C in the console of another process: the one way in which Windows asks a process without a window to end.
#![allow(unsafe_code)]

use std::{
    io,
    sync::{Mutex, PoisonError},
    time::Duration,
};

use windows_sys::Win32::System::Console::{
    AttachConsole, CTRL_C_EVENT, FreeConsole, GenerateConsoleCtrlEvent, GetConsoleCP, GetConsoleProcessList,
    GetStdHandle, STD_ERROR_HANDLE, STD_INPUT_HANDLE, STD_OUTPUT_HANDLE, SetConsoleCtrlHandler, SetStdHandle,
};

/// For Windows to hand the key press to every process of the console, us among them.
const HANDED_ON: Duration = Duration::from_millis(200);

/// More processes in one console than this are not looked through, and then nothing is pressed.
const MANY: usize = 64;

/// A process has one console, and hands on to what it starts whether Ctrl+C is heard.
static CONSOLE: Mutex<()> = Mutex::new(());

/// Presses Ctrl+C in the console of process `pid`, where nobody shares it but that process and those `below` it. False
/// when somebody does, when it has none, or when we have one of our own; then nothing is pressed.
///
/// The gateway takes it as its request to stop (SIGINT, OpenClaw 2026.9.6, `run`). Waits for a moment.
///
/// # Errors
/// When Windows does not press it.
pub(in crate::process) fn press_ctrl_c(pid: u32, below: &[u32]) -> io::Result<bool> {
    let _alone = CONSOLE.lock().unwrap_or_else(PoisonError::into_inner);
    // SAFETY: takes nothing; zero without a console.
    if unsafe { GetConsoleCP() } != 0 {
        return Ok(false);
    }
    // A console that is attached takes the place of where our input and output go, and leaves nothing there.
    // SAFETY: takes a number and lends a handle that is only put back.
    let ends = [STD_INPUT_HANDLE, STD_OUTPUT_HANDLE, STD_ERROR_HANDLE].map(|end| (end, unsafe { GetStdHandle(end) }));
    // SAFETY: takes a number; the result is checked.
    if unsafe { AttachConsole(pid) } == 0 {
        return Ok(false);
    }
    let pressed = if shared_only_with(pid, below) { press() } else { Ok(false) };
    // SAFETY: takes nothing, and the console is not ours.
    unsafe { FreeConsole() };
    for (end, handle) in ends {
        // SAFETY: the handle is the one that was there before.
        unsafe { SetStdHandle(end, handle) };
    }
    pressed
}

/// Runs `start` while what it starts hears Ctrl+C.
pub(in crate::process) fn while_heard<Started>(start: impl FnOnce() -> Started) -> Started {
    let _alone = CONSOLE.lock().unwrap_or_else(PoisonError::into_inner);
    start()
}

fn shared_only_with(pid: u32, below: &[u32]) -> bool {
    let mut sharing = [0_u32; MANY];
    // SAFETY: the place to write to has as many elements as is said.
    let count = unsafe { GetConsoleProcessList(sharing.as_mut_ptr(), MANY as u32) } as usize;
    let ours = std::process::id();
    count > 0
        && sharing
            .get(..count)
            .is_some_and(|sharing| sharing.iter().all(|other| *other == pid || *other == ours || below.contains(other)))
}

fn press() -> io::Result<bool> {
    // SAFETY: no function, but whether Ctrl+C is ignored by us.
    unsafe { SetConsoleCtrlHandler(None, 1) };
    // SAFETY: takes two numbers; zero is every process of this console.
    let pressed = unsafe { GenerateConsoleCtrlEvent(CTRL_C_EVENT, 0) };
    let failure = io::Error::last_os_error();
    std::thread::sleep(HANDED_ON);
    // SAFETY: as above.
    unsafe { SetConsoleCtrlHandler(None, 0) };
    if pressed == 0 { Err(failure) } else { Ok(true) }
}
