//! Notifications: shown in order, and each press passed on only when it belongs to the note that is asked now.

use clawtray_core::{Fact, Note as Wanted, Urgency as Wish};
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
    let first = service.borrow_and_update().clone();
    tell_service(&fleet, &first).await;
    loop {
        tokio::select! {
            noted = wanted.recv() => match noted {
                // One after another, so that a newer note never comes before an older one of the same key.
                Some(Noted::Show(note)) => show(&notifier, note).await,
                Some(Noted::Withdraw(key)) => notifier.withdraw(&key),
                None => return,
            },
            Some(answer) = answers.recv() => pass_on(&fleet, answer).await,
            Ok(()) = service.changed() => {
                let now = service.borrow_and_update().clone();
                tell_service(&fleet, &now).await;
            }
        }
    }
}

async fn show(notifier: &Notifier, wanted: Wanted) {
    let key = wanted.key.clone();
    if let Err(failure) = notifier.show(note(wanted)).await {
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
async fn pass_on(fleet: &Fleet, answer: NotificationAnswer) {
    let button = match answer.answer {
        _ if answer.stale => {
            tracing::info!(key = answer.key, "a press came too late and counts for nothing");
            return;
        }
        Answer::Pressed(button) => button,
        Answer::Default => "default".to_owned(),
        Answer::Closed(_) => return,
    };
    fleet.pressed(answer.key, button).await;
}

async fn tell_service(fleet: &Fleet, service: &Service) {
    let (present, buttons) = match service {
        Service::Unknown => return,
        Service::Present(capabilities) => (true, capabilities.actions),
        Service::Absent(_) => (false, false),
    };
    fleet.learned(Fact::NotificationService { present, buttons }).await;
}
