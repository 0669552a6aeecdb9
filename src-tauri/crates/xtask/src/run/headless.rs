//! A private desktop where there is no screen, and what happens on it.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
        mpsc::Sender,
    },
    thread::{self, JoinHandle},
    time::Duration,
};

use anyhow::{Context as _, Result};
use clawtray_testkit::desktop::{Desktop, DesktopState, Options};

use crate::{run::Event, say};

pub(super) fn start() -> Result<Desktop> {
    say::line("\nThere is no screen here: Clawtray gets a private desktop (Xvfb, session bus, tray, notifications,");
    say::line("keyring), and what would be seen on it is printed.");
    Desktop::start(Options::default()).context("the private desktop did not start")
}

/// Sends what happens on the desktop, until dropped.
pub(super) struct Report {
    over: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

pub(super) fn report(desktop: &Arc<Desktop>, events: Sender<Event>) -> Report {
    let over = Arc::new(AtomicBool::new(false));
    let thread = thread::spawn({
        let (desktop, over) = (Arc::clone(desktop), Arc::clone(&over));
        move || {
            let mut told = Told::default();
            while !over.load(Ordering::Relaxed) {
                // Ends early now and then to see whether it is over.
                let news = desktop.wait_for("news", Duration::from_millis(300), |state| {
                    let news = told.news(state);
                    (!news.is_empty()).then_some(news)
                });
                for text in news.unwrap_or_default() {
                    let _ = events.send(Event::Seen(text));
                }
            }
        }
    });
    Report { over, thread: Some(thread) }
}

impl Drop for Report {
    fn drop(&mut self) {
        self.over.store(true, Ordering::Relaxed);
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

/// What has been told already.
#[derive(Default)]
struct Told {
    tooltip: String,
    menu: Vec<String>,
    notifications: usize,
    withdrawn: usize,
}

impl Told {
    /// Takes the state in and gives what is new in it.
    fn news(&mut self, state: &DesktopState) -> Vec<String> {
        let mut news = Vec::new();
        if let Some(tray) = &state.tray {
            let parts = [tray.tooltip_title.as_str(), tray.tooltip_text.as_str()];
            let tooltip = parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ");
            if self.tooltip != tooltip {
                news.push(format!("Tray: {tooltip}"));
                self.tooltip = tooltip;
            }
            let menu = tray.menu_lines();
            if self.menu != menu {
                news.push(format!("Menu:\n            {}", menu.join("\n            ")));
                self.menu = menu;
            }
        }
        for notification in state.notifications.iter().skip(self.notifications) {
            let buttons = notification.buttons().iter().map(|button| format!(" [{button}]")).collect::<String>();
            let again = if notification.replaces_id == 0 { "" } else { " (replaced)" };
            news.push(format!("Notification{again}: {} — {}{buttons}", notification.summary, notification.body));
        }
        self.notifications = state.notifications.len();
        for id in state.withdrawn.iter().skip(self.withdrawn) {
            news.push(format!("Notification withdrawn: {id}"));
        }
        self.withdrawn = state.withdrawn.len();
        news
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_is_not_told_twice() {
        let mut told = Told::default();
        let mut state = DesktopState::default();
        assert!(told.news(&state).is_empty());
        state.withdrawn.push(4);
        assert_eq!(told.news(&state), ["Notification withdrawn: 4"]);
        assert!(told.news(&state).is_empty());
    }
}
