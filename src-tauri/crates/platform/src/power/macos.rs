//! The power notifications of IOKit, for as long as the process lives.
#![allow(unsafe_code)]

use std::{ffi::c_void, ptr::null_mut, sync::OnceLock};

use dispatch2::{DispatchQueue, DispatchQueueAttr};
use objc2_io_kit::{
    IOAllowPowerChange, IONotificationPort, IORegisterForSystemPower, io_connect_t, io_service_t,
    kIOMessageCanSystemSleep, kIOMessageSystemHasPoweredOn, kIOMessageSystemWillSleep,
};

use super::told;

/// The session that sleep is allowed at. Set right after the registration, and read by callbacks only.
static SESSION: OnceLock<io_connect_t> = OnceLock::new();

/// Asks IOKit to tell, once; whether it does.
pub(super) fn is_told() -> bool {
    static TOLD: OnceLock<bool> = OnceLock::new();
    *TOLD.get_or_init(register)
}

fn register() -> bool {
    let (mut port, mut notifier) = (null_mut(), 0);
    // SAFETY: no context is handed over, `port` and `notifier` are valid for writes, and `changed` has the type IOKit
    // calls. Both stay registered until the process ends.
    let session = unsafe { IORegisterForSystemPower(null_mut(), &mut port, Some(changed), &mut notifier) };
    if session == 0 || port.is_null() {
        return false;
    }
    let _first = SESSION.set(session);
    let queue = DispatchQueue::new("dev.clawtray.power", DispatchQueueAttr::SERIAL);
    // SAFETY: `port` came from the registration above and is never destroyed; it keeps the queue.
    unsafe { IONotificationPort::set_dispatch_queue(port, Some(&queue)) };
    true
}

/// Called by IOKit on the queue.
unsafe extern "C-unwind" fn changed(
    _context: *mut c_void,
    _service: io_service_t,
    message: u32,
    argument: *mut c_void,
) {
    // The id of this notice, not a pointer to anything.
    let notice = argument as isize;
    if message == kIOMessageCanSystemSleep {
        allow(notice);
    } else if message == kIOMessageSystemWillSleep {
        told::sleeps(move || allow(notice));
    } else if message == kIOMessageSystemHasPoweredOn {
        told::woke();
    }
}

fn allow(notice: isize) {
    if let Some(session) = SESSION.get() {
        // A refusal has no meaning: the computer sleeps after half a minute all the same.
        let _answer = IOAllowPowerChange(*session, notice);
    }
}
