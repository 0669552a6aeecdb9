//! Words for whoever started the program, where Windows gives a program without a window no console.
//!
//! A login start must open no console window, so the keeper is such a program. What it has to say goes to the console
//! it was started from, or to where its output was sent; failing both, into a message box.

/// Takes the console of the program that started this one, if it has one. Does nothing but on Windows.
pub fn take_parents() {
    #[cfg(windows)]
    windows::take_parents();
}

/// Leaves the console this process has.
#[cfg(all(windows, test))]
#[allow(unsafe_code)]
pub(crate) fn leave() {
    // SAFETY: takes nothing; without a console it does nothing.
    unsafe { windows_sys::Win32::System::Console::FreeConsole() };
}

/// Shows `words` in a message box where nobody could read them otherwise, and waits until it is closed. Does nothing
/// where standard error goes somewhere.
pub fn show_unread(title: &str, words: &str) {
    #[cfg(windows)]
    windows::show_unread(title, words);
    #[cfg(not(windows))]
    let _ = (title, words);
}

#[cfg(windows)]
mod windows {
    #![allow(unsafe_code)]

    use widestring::U16CString;
    use windows_sys::Win32::Foundation::INVALID_HANDLE_VALUE;
    use windows_sys::Win32::System::Console::{ATTACH_PARENT_PROCESS, AttachConsole, GetStdHandle, STD_ERROR_HANDLE};
    use windows_sys::Win32::UI::WindowsAndMessaging::{MB_ICONERROR, MB_OK, MB_SETFOREGROUND, MessageBoxW};

    pub(super) fn take_parents() {
        if !is_read() {
            // SAFETY: takes a number; without such a console it does nothing.
            unsafe { AttachConsole(ATTACH_PARENT_PROCESS) };
        }
    }

    /// Standard error goes somewhere.
    fn is_read() -> bool {
        // SAFETY: takes a number and lends a handle that is only compared.
        let handle = unsafe { GetStdHandle(STD_ERROR_HANDLE) };
        !handle.is_null() && handle != INVALID_HANDLE_VALUE
    }

    pub(super) fn show_unread(title: &str, words: &str) {
        if is_read() {
            return;
        }
        let (title, words) = (U16CString::from_str_truncate(title), U16CString::from_str_truncate(words));
        let style = MB_OK | MB_ICONERROR | MB_SETFOREGROUND;
        // SAFETY: both texts end with a zero and outlive the call; a null window is none.
        unsafe { MessageBoxW(std::ptr::null_mut(), words.as_ptr(), title.as_ptr(), style) };
    }
}
