//! The message loop of Windows.
#![allow(unsafe_code)]

mod hidden;

use std::sync::Arc;
use std::sync::mpsc::{Sender, channel};

use tokio::sync::mpsc;
use windows_sys::Win32::Foundation::{CloseHandle, HANDLE};
use windows_sys::Win32::System::Threading::{CreateEventW, INFINITE, SetEvent};
use windows_sys::Win32::UI::WindowsAndMessaging::{
    DispatchMessageW, MSG, MWMO_INPUTAVAILABLE, MsgWaitForMultipleObjectsEx, PM_REMOVE, PeekMessageW, QS_ALLINPUT,
    TranslateMessage,
};

use self::hidden::HiddenWindow;
use super::MainThread;
use crate::tray::{Command, Tray, TrayEvent, clicks};

/// An event object that wakes the loop, also after a menu was open: it stays set until it is waited for.
#[derive(Debug)]
struct Bell(HANDLE);

// SAFETY: an event handle may be used from every thread.
unsafe impl Send for Bell {}
// SAFETY: as above; SetEvent is atomic.
unsafe impl Sync for Bell {}

impl Bell {
    fn new() -> Self {
        // SAFETY: no pointers but null ones; resets by itself, not set, without a name.
        Self(unsafe { CreateEventW(std::ptr::null(), 0, 0, std::ptr::null()) })
    }

    fn ring(&self) {
        if !self.0.is_null() {
            // SAFETY: the handle is open as long as `self` lives.
            unsafe { SetEvent(self.0) };
        }
    }
}

impl Drop for Bell {
    fn drop(&mut self) {
        if !self.0.is_null() {
            // SAFETY: the handle was opened by `new` and is closed once.
            unsafe { CloseHandle(self.0) };
        }
    }
}

/// Commands to the main thread.
#[derive(Clone, Debug)]
pub(in crate::tray) struct Commands {
    queue: Sender<Command>,
    bell: Arc<Bell>,
}

impl Commands {
    pub(in crate::tray) fn send(&self, command: Command) {
        // A tray that has ended shows nothing any more.
        let _ = self.queue.send(command);
        self.bell.ring();
    }
}

/// Pumps messages until `program`, on a thread of its own, is done.
pub(in crate::tray) fn run_on_main_thread(
    id: &str,
    events: mpsc::UnboundedSender<TrayEvent>,
    program: impl FnOnce(Tray) -> i32 + Send + 'static,
) -> i32 {
    let (send, queue) = channel();
    let bell = Arc::new(Bell::new());
    clicks::go_to(events.clone());
    let (running, ended) = channel();
    let _hidden = HiddenWindow::open(events.clone(), ended);
    let mut main = MainThread { id: id.to_owned(), queue, events, face: None };
    let tray = Tray { commands: Commands { queue: send, bell: Arc::clone(&bell) } };
    let done = Arc::clone(&bell);
    let body = std::thread::Builder::new().name("program".into()).spawn(move || {
        let code = program(tray);
        drop(running);
        done.ring();
        code
    });
    let Ok(body) = body else { return 1 };
    while !body.is_finished() && main.catch_up() {
        // Without an event object a short wait takes its place.
        let (count, limit) = if bell.0.is_null() { (0, 200) } else { (1, INFINITE) };
        // SAFETY: `count` handles lie at the address, which outlives the call.
        unsafe { MsgWaitForMultipleObjectsEx(count, &bell.0, limit, QS_ALLINPUT, MWMO_INPUTAVAILABLE) };
        // SAFETY: MSG is plain data for which zeros are valid.
        let mut message: MSG = unsafe { std::mem::zeroed() };
        // SAFETY: `message` is valid for writes; a null window means every window of this thread.
        while unsafe { PeekMessageW(&mut message, std::ptr::null_mut(), 0, 0, PM_REMOVE) } != 0 {
            // SAFETY: `message` was filled by PeekMessageW.
            unsafe {
                TranslateMessage(&message);
                DispatchMessageW(&message);
            }
        }
    }
    drop(main);
    body.join().unwrap_or(101)
}
