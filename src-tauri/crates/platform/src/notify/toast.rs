//! The notifier on macOS and Windows, through notify-rust.
//!
//! Their services give no ids and take nothing back through this library: a withdrawn or replaced note may stay in
//! sight, and a press on it is reported as stale. Each note waits for its answer on a thread of its own.

use notify_rust::{CloseReason, Notification, NotificationResponse, Timeout};
use tokio::sync::{mpsc, oneshot, watch};

#[cfg(windows)]
use super::Urgency;
use super::ledger::Ledger;
use super::{
    Answer, Capabilities, Closing, Command, Expiry, Note, NotificationAnswer, NotifyFailure, Program, Service,
};

/// Notes that may wait for an answer at a time; each has a thread.
const OPEN_AT_MOST: usize = 32;

/// Serves `queue` until its last sender is gone.
pub(super) async fn run(
    program: Program,
    mut queue: mpsc::UnboundedReceiver<Command>,
    answers: mpsc::UnboundedSender<NotificationAnswer>,
    tell: watch::Sender<Service>,
) {
    let can = Capabilities { actions: true, body: true, body_markup: false, persistence: true };
    tell.send_replace(Service::Present(can));
    let mut ledger = Ledger::default();
    let mut next_id: u32 = 1;
    let mut open = 0_usize;
    let (tell_pressed, mut pressed) = mpsc::unbounded_channel::<(u32, Answer)>();
    loop {
        tokio::select! {
            command = queue.recv() => match command {
                None => return,
                Some(Command::Withdraw { key }) => { ledger.withdraw(&key); }
                Some(Command::Show { note, generation, shown }) => {
                    ledger.begin(&note, generation);
                    let outcome = if open < OPEN_AT_MOST {
                        post(notification(&program, &note), next_id, tell_pressed.clone()).await
                    } else {
                        Err(NotifyFailure::Refused("too many notes are open".into()))
                    };
                    match &outcome {
                        Ok(()) => {
                            open += 1;
                            let _ = ledger.accepted(&note.key, generation, next_id);
                            next_id = next_id.wrapping_add(1);
                        }
                        Err(_) => ledger.refused(&note.key, generation, false),
                    }
                    let _ = shown.send(outcome);
                }
            },
            Some((id, answer)) = pressed.recv() => {
                open = open.saturating_sub(1);
                let closed = matches!(answer, Answer::Closed(_));
                // These services close a note with every answer.
                let answers_now = [Some(answer), (!closed).then_some(Answer::Closed(Closing::Dismissed))];
                for answer in answers_now.into_iter().flatten() {
                    if let Some(answer) = ledger.answer(id, answer, false) {
                        let _ = answers.send(answer);
                    }
                }
            }
        }
    }
}

fn notification(program: &Program, note: &Note) -> Notification {
    let mut notification = Notification::new();
    notification.summary(&note.title).body(&note.body);
    #[cfg(windows)]
    {
        notification.app_id(&program.name);
        notification.urgency(match note.urgency {
            Urgency::Low => notify_rust::Urgency::Low,
            Urgency::Normal => notify_rust::Urgency::Normal,
            Urgency::Critical => notify_rust::Urgency::Critical,
        });
    }
    #[cfg(target_os = "macos")]
    notification.appname(&program.name);
    notification.timeout(match note.expires {
        Expiry::Usual => Timeout::Default,
        Expiry::Never => Timeout::Never,
        Expiry::After(time) => Timeout::Milliseconds(u32::try_from(time.as_millis()).unwrap_or(u32::MAX)),
    });
    for (id, label) in &note.actions {
        notification.action(id, label);
    }
    notification
}

/// Shows it on a thread that then waits for the answer. Returns when it is shown.
async fn post(
    notification: Notification,
    id: u32,
    pressed: mpsc::UnboundedSender<(u32, Answer)>,
) -> Result<(), NotifyFailure> {
    let (shown, outcome) = oneshot::channel();
    let started = std::thread::Builder::new().name("notification".into()).spawn(move || match notification.show() {
        Err(error) => {
            let _ = shown.send(Err(NotifyFailure::Refused(error.to_string())));
        }
        Ok(handle) => {
            let _ = shown.send(Ok(()));
            let told = pressed.clone();
            let waited = handle.wait_for_response(move |response: &NotificationResponse| {
                let _ = told.send((id, answer(response)));
            });
            if waited.is_err() {
                let _ = pressed.send((id, Answer::Closed(Closing::Unknown)));
            }
        }
    });
    started.map_err(|error| NotifyFailure::Refused(error.to_string()))?;
    outcome.await.unwrap_or(Err(NotifyFailure::Ended))
}

fn answer(response: &NotificationResponse) -> Answer {
    match response {
        NotificationResponse::Default => Answer::Default,
        NotificationResponse::Action(id) if id == "default" => Answer::Default,
        NotificationResponse::Action(id) => Answer::Pressed(id.clone()),
        NotificationResponse::Closed(CloseReason::Expired) => Answer::Closed(Closing::Expired),
        NotificationResponse::Closed(CloseReason::Dismissed) => Answer::Closed(Closing::Dismissed),
        NotificationResponse::Closed(CloseReason::CloseAction) => Answer::Closed(Closing::Withdrawn),
        // No note asks for a text.
        NotificationResponse::Reply(_) | NotificationResponse::Closed(_) => Answer::Closed(Closing::Unknown),
    }
}
