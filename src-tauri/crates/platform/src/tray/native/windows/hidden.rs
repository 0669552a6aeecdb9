//! A window nobody sees, for what Windows tells windows only: sleep and wake, and the end of the session.
//!
//! A new taskbar (`TaskbarCreated`) is told to windows too; the tray library's own window takes that and puts the icon
//! into it again.

use std::cell::RefCell;
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use tokio::sync::mpsc;
use windows_sys::Win32::Foundation::{HWND, LPARAM, LRESULT, WPARAM};
use windows_sys::Win32::System::LibraryLoader::GetModuleHandleW;
use windows_sys::Win32::UI::WindowsAndMessaging::{
    CreateWindowExW, DefWindowProcW, DestroyWindow, PBT_APMRESUMEAUTOMATIC, PBT_APMSUSPEND, RegisterClassW,
    WM_ENDSESSION, WM_POWERBROADCAST, WNDCLASSW, WS_EX_TOOLWINDOW, WS_POPUP,
};
use windows_sys::w;

use crate::power::told;
use crate::tray::TrayEvent;

/// How long sleep is held back; Windows gives two seconds.
const SLEEP_LIMIT: Duration = Duration::from_millis(1_500);
/// How long the end of the session is held back; Windows gives five seconds.
const END_LIMIT: Duration = Duration::from_millis(4_500);

/// What the window's messages go to.
struct Session {
    events: mpsc::UnboundedSender<TrayEvent>,
    /// Its other end goes when the program is done.
    ended: Receiver<()>,
}

thread_local! {
    // It is const; for this target the lint does not see that.
    #[allow(clippy::missing_const_for_thread_local)]
    static SESSION: RefCell<Option<Session>> = const { RefCell::new(None) };
}

/// The window. Goes with this, on the thread that made it.
pub(super) struct HiddenWindow(HWND);

impl HiddenWindow {
    /// Makes it on this thread, which must pump messages. `ended` disconnects when the program is done.
    pub(super) fn open(events: mpsc::UnboundedSender<TrayEvent>, ended: Receiver<()>) -> Option<Self> {
        let name = w!("ClawtrayKeeper");
        // SAFETY: a null name is this program itself.
        let program = unsafe { GetModuleHandleW(std::ptr::null()) };
        // SAFETY: WNDCLASSW is plain data for which zeros are valid.
        let mut class: WNDCLASSW = unsafe { std::mem::zeroed() };
        class.lpfnWndProc = Some(told);
        class.hInstance = program;
        class.lpszClassName = name;
        // SAFETY: `class` is filled in, its name and function live as long as the program.
        unsafe { RegisterClassW(&class) };
        // Not a message-only window: those are told nothing of this. Never shown.
        // SAFETY: name and program are valid, the pointers that may be null are.
        let window = unsafe {
            let nobody = std::ptr::null_mut();
            CreateWindowExW(
                WS_EX_TOOLWINDOW,
                name,
                name,
                WS_POPUP,
                0,
                0,
                0,
                0,
                nobody,
                nobody,
                program,
                std::ptr::null(),
            )
        };
        if window.is_null() {
            return None;
        }
        SESSION.set(Some(Session { events, ended }));
        Some(Self(window))
    }
}

impl Drop for HiddenWindow {
    fn drop(&mut self) {
        SESSION.set(None);
        // SAFETY: the window was made on this thread by `open` and is destroyed once.
        unsafe { DestroyWindow(self.0) };
    }
}

/// Called by Windows on the window's thread.
unsafe extern "system" fn told(window: HWND, message: u32, what: WPARAM, more: LPARAM) -> LRESULT {
    match (message, u32::try_from(what)) {
        (WM_POWERBROADCAST, Ok(PBT_APMSUSPEND)) => {
            let (release, released) = channel();
            told::sleeps(move || {
                // Waited long enough already: nobody there.
                let _late = release.send(());
            });
            // Too late or not, the computer sleeps.
            let _in_time = released.recv_timeout(SLEEP_LIMIT);
            1
        }
        (WM_POWERBROADCAST, Ok(PBT_APMRESUMEAUTOMATIC)) => {
            told::woke();
            1
        }
        // Zero: somebody objected, and the session goes on.
        (WM_ENDSESSION, Ok(ends)) if ends != 0 => {
            SESSION.with_borrow(|session| {
                if let Some(session) = session {
                    let _ended_already = session.events.send(TrayEvent::SessionEnds);
                    // The process is ended as soon as this returns.
                    let _in_time = session.ended.recv_timeout(END_LIMIT);
                }
            });
            0
        }
        // SAFETY: exactly what Windows handed to this window.
        _ => unsafe { DefWindowProcW(window, message, what, more) },
    }
}

#[cfg(test)]
mod tests {
    use windows_sys::Win32::UI::WindowsAndMessaging::{SendMessageW, WM_QUERYENDSESSION};

    use super::*;
    use crate::power::{PowerChange, PowerWatch};

    fn send(window: &HiddenWindow, message: u32, what: u32) -> LRESULT {
        // SAFETY: the window belongs to this thread.
        unsafe { SendMessageW(window.0, message, what as WPARAM, 0) }
    }

    #[test]
    fn sleep_wake_and_the_end_of_the_session_are_told() {
        let _alone = told::ONE_AT_A_TIME.blocking_lock();
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        let mut power = runtime.block_on(PowerWatch::open()).unwrap();
        let (events, mut heard) = mpsc::unbounded_channel();
        let (done, ended) = channel();
        let window = HiddenWindow::open(events, ended).unwrap();
        assert_eq!(send(&window, WM_POWERBROADCAST, PBT_APMSUSPEND), 1);
        assert_eq!(send(&window, WM_POWERBROADCAST, PBT_APMRESUMEAUTOMATIC), 1);
        assert_eq!(runtime.block_on(power.next()), Some(PowerChange::Sleeps));
        assert_eq!(runtime.block_on(power.next()), Some(PowerChange::Woke));
        assert_eq!(send(&window, WM_QUERYENDSESSION, 0), 1, "nobody objects");
        send(&window, WM_ENDSESSION, 0);
        assert!(heard.try_recv().is_err(), "the session goes on");
        drop(done);
        send(&window, WM_ENDSESSION, 1);
        assert_eq!(heard.try_recv(), Ok(TrayEvent::SessionEnds));
    }
}
