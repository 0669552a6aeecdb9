//! Notifications of macOS, through its notification centre. Buttons belong to a category there, so that opening the
//! list of buttons presses none of them.

use std::{collections::HashMap, time::Duration};

use mac_usernotifications::{Action, InterruptionLevel, Notification, check_bundle, close_delivered, request_auth};
use tokio::task::JoinHandle;

use super::{Answer, Closing, NotifyFailure, Pressed, Program, refused};
use crate::notify::{Expiry, Note, Urgency};

/// How long a note that nobody closes stays in the list. Without an end the library would look for it all the time.
const LONGEST: Duration = Duration::from_secs(24 * 60 * 60);

/// The notes of one program.
pub(super) struct Bubbles {
    pressed: Pressed,
    waiting: HashMap<String, JoinHandle<()>>,
}

impl Bubbles {
    /// Asks the person for leave, the first time.
    pub(super) async fn open(_program: Program, pressed: Pressed) -> Result<Self, NotifyFailure> {
        // The notification centre knows bundles only, and ends a program that is none.
        check_bundle().map_err(|_| refused("Clawtray does not run from its application bundle"))?;
        match request_auth().await {
            Ok(true) => Ok(Self { pressed, waiting: HashMap::new() }),
            Ok(false) => Err(refused("notifications are switched off in System Settings")),
            Err(error) => Err(refused(error)),
        }
    }

    /// Shows a note in place of one with the same name.
    pub(super) async fn show(&mut self, note: &Note, name: &str, id: u32) -> Result<(), NotifyFailure> {
        let level = match note.urgency {
            Urgency::Low => InterruptionLevel::Passive,
            Urgency::Normal => InterruptionLevel::Active,
            Urgency::Critical => InterruptionLevel::TimeSensitive,
        };
        let stays = match note.expires {
            Expiry::Usual | Expiry::Never => LONGEST,
            Expiry::After(time) => time.min(LONGEST),
        };
        let mut shown = Notification::new()
            .id(name)
            .title(&note.title)
            .message(&note.body)
            .interruption_level(level)
            .timeout(stays);
        if note.urgency != Urgency::Low {
            shown = shown.default_sound();
        }
        for (action, label) in &note.actions {
            shown = shown.action(Action::button(action, label));
        }
        // Two notes of one name share one place for the answer: the earlier one is not waited for any more.
        self.forget(name);
        let handle = shown.send().await.map_err(refused)?;
        let pressed = self.pressed.clone();
        let waiting = tokio::spawn(async move {
            let answer = match handle.response().await {
                Ok(response) if response.is_timed_out() => Answer::Closed(Closing::Expired),
                Ok(response) if response.is_dismiss_action() => Answer::Closed(Closing::Dismissed),
                Ok(response) if response.is_default_action() => Answer::Default,
                Ok(response) => Answer::Pressed(response.action_identifier),
                Err(_) => Answer::Closed(Closing::Unknown),
            };
            // Nobody listens any more: nothing to do about it.
            let _told = pressed.send((id, answer));
        });
        self.waiting.insert(name.to_owned(), waiting);
        self.waiting.retain(|_, waiting| !waiting.is_finished());
        Ok(())
    }

    /// Takes a note off the screen and out of the list.
    pub(super) async fn take_back(&mut self, name: &str) {
        self.forget(name);
        close_delivered(name).await;
    }

    fn forget(&mut self, name: &str) {
        if let Some(waiting) = self.waiting.remove(name) {
            waiting.abort();
        }
    }
}
