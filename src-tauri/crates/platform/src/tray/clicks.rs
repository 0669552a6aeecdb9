//! Where clicks go. The libraries keep one handler per process, so the receiver behind it is what changes.

use std::sync::{Mutex, PoisonError};

use tokio::sync::mpsc::UnboundedSender;
use tray_icon::menu::MenuEvent;
use tray_icon::{MouseButton, MouseButtonState, TrayIconEvent};

use super::TrayEvent;

static RECEIVER: Mutex<Option<UnboundedSender<TrayEvent>>> = Mutex::new(None);

/// Sends every click to `events` from now on.
pub(super) fn go_to(events: UnboundedSender<TrayEvent>) {
    *RECEIVER.lock().unwrap_or_else(PoisonError::into_inner) = Some(events);
    MenuEvent::set_event_handler(Some(|event: MenuEvent| deliver(TrayEvent::Menu(event.id.0))));
    TrayIconEvent::set_event_handler(Some(|event| {
        if let TrayIconEvent::Click { button: MouseButton::Left, button_state: MouseButtonState::Up, .. } = event {
            deliver(TrayEvent::Activate);
        }
    }));
}

fn deliver(event: TrayEvent) {
    if let Some(events) = RECEIVER.lock().unwrap_or_else(PoisonError::into_inner).as_ref() {
        // Nobody listens any more: the program is ending.
        let _ = events.send(event);
    }
}
