//! Notifications: shown in order, and each press passed on only when it belongs to the note that is asked now.

use std::collections::HashMap;

use clawtray_core::{Event, Fact, Note as Wanted, Urgency as Wish};
use clawtray_engine::Fleet;
use clawtray_platform::notify::{Answer, Expiry, Note, NotificationAnswer, Notifier, Service, Urgency};
use tokio::sync::mpsc;

use crate::desktop::Noted;

/// The sender's name that people see.
const NAME: &str = if cfg!(windows) { "dev.clawtray.desktop" } else { "Clawtray" };

/// Runs until the engine's end of the channel is gone.
pub(crate) async fn run(fleet: Fleet, mut wanted: mpsc::UnboundedReceiver<Noted>) {
    let (answers_in, mut answers) = mpsc::unbounded_channel();
    let notifier = Notifier::start(NAME, None, answers_in);
    let mut service = notifier.service();
    let mut bound = Bound::default();
    let mut inhibited = notifier.inhibited();
    let first = service.borrow_and_update().clone();
    tell_service(&fleet, &first, false).await;
    loop {
        tokio::select! {
            // What the service did comes in its order: a switch that was set before a press is known before it.
            biased;
            Ok(()) = service.changed() => {
                let (now, quiet) = (service.borrow_and_update().clone(), *inhibited.borrow());
                tell_service(&fleet, &now, quiet).await;
            }
            Ok(()) = inhibited.changed() => {
                let (now, quiet) = (service.borrow().clone(), *inhibited.borrow_and_update());
                tell_service(&fleet, &now, quiet).await;
            }
            Some(answer) = answers.recv() => pass_on(&fleet, answer, &bound).await,
            noted = wanted.recv() => match noted {
                // One after another, so that a newer note never comes before an older one of the same key.
                Some(Noted::Show(note)) => show(&notifier, note, &mut bound).await,
                Some(Noted::Test(wanted, events)) => {
                    let result = notifier.show(note(wanted)).await.map(drop).map_err(|failure| failure.to_string());
                    events.tell(Event::Fact(Fact::NotificationTested(result))).await;
                }
                Some(Noted::Withdraw(key)) => {
                    bound.0.remove(&key);
                    notifier.withdraw(&key);
                }
                None => return,
            },
        }
    }
}

/// What the newest note of each key was about, by the number it was shown with.
#[derive(Debug, Default)]
struct Bound(HashMap<String, (u64, String)>);

impl Bound {
    /// The etag of exactly this note; nothing for one that another took the place of.
    fn etag(&self, key: &str, generation: u64) -> Option<&str> {
        self.0.get(key).filter(|(newest, _)| *newest == generation).map(|(_, etag)| etag.as_str())
    }
}

async fn show(notifier: &Notifier, wanted: Wanted, bound: &mut Bound) {
    let key = wanted.key.clone();
    let generation = notifier.next_generation();
    bound.0.insert(key.clone(), (generation, wanted.etag.clone()));
    if let Err(failure) = notifier.show_as(generation, note(wanted)).await {
        tracing::info!(%failure, key, "a notification was not shown");
    }
}

fn note(wanted: Wanted) -> Note {
    let (urgency, expires) = match wanted.urgency {
        Wish::Low => (Urgency::Low, Expiry::Usual),
        Wish::Normal => (Urgency::Normal, Expiry::Usual),
        Wish::Critical => (Urgency::Critical, Expiry::Never),
    };
    let (key, title, body, actions) = (wanted.key, wanted.title, wanted.body, wanted.buttons);
    Note { key, title, body, urgency, actions, expires }
}

/// Closing, expiring and withdrawing decide nothing, and neither does a press on what is not asked any more.
async fn pass_on(fleet: &Fleet, answer: NotificationAnswer, bound: &Bound) {
    let button = match answer.answer {
        Answer::Pressed(button) => button,
        Answer::Default => "default".to_owned(),
        Answer::Closed(_) => return,
    };
    let etag = bound.etag(&answer.key, answer.generation).filter(|_| !answer.stale).map(str::to_owned);
    match etag {
        Some(etag) => fleet.pressed(answer.key, etag, button).await,
        None => tracing::info!(key = answer.key, button, "a press came too late and counts for nothing"),
    }
}

async fn tell_service(fleet: &Fleet, service: &Service, inhibited: bool) {
    let (present, buttons) = match service {
        Service::Unknown => return,
        Service::Present(capabilities) => (true, capabilities.actions),
        Service::Absent(_) => (false, false),
    };
    fleet.learned(Fact::NotificationService { present, buttons, inhibited }).await;
}

#[cfg(test)]
mod tests {
    use super::Bound;

    #[test]
    fn a_press_is_bound_to_the_note_it_was_made_on() {
        let mut bound = Bound::default();
        bound.0.insert("approval:r".into(), (1, "one".into()));
        assert_eq!(bound.etag("approval:r", 1), Some("one"));
        bound.0.insert("approval:r".into(), (2, "other".into()));
        assert_eq!(bound.etag("approval:r", 1), None, "the press was made on what was there before");
        assert_eq!(bound.etag("approval:r", 2), Some("other"));
        assert_eq!(bound.etag("approval:s", 1), None);
    }
}
