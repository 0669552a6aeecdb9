//! The notifier on macOS and Windows: the same bookkeeping, two services.
//!
//! A note of a key that is shown already takes its place, because both services replace what has the same name; a
//! withdrawn note is taken out of the list of notes too.

#[cfg(target_os = "macos")]
mod macos;
#[cfg(windows)]
mod windows;

use std::hash::{DefaultHasher, Hash as _, Hasher as _};

use tokio::sync::{mpsc, watch};

#[cfg(target_os = "macos")]
use self::macos::Bubbles;
#[cfg(windows)]
use self::windows::Bubbles;
use super::ledger::Ledger;
use super::{Answer, Capabilities, Closing, Command, NotificationAnswer, NotifyFailure, Program, Service};

/// Where the service's answers go: number of the note, what was done.
type Pressed = mpsc::UnboundedSender<(u32, Answer)>;

/// Serves `queue` until its last sender is gone.
pub(super) async fn run(
    program: Program,
    mut queue: mpsc::UnboundedReceiver<Command>,
    answers: mpsc::UnboundedSender<NotificationAnswer>,
    tell: watch::Sender<Service>,
) {
    let (tell_pressed, mut pressed) = mpsc::unbounded_channel::<(u32, Answer)>();
    let mut bubbles = Bubbles::open(program, tell_pressed).await;
    tell.send_replace(match &bubbles {
        Ok(_) => Service::Present(Capabilities { actions: true, body: true, body_markup: false, persistence: true }),
        Err(failure) => Service::Absent(failure.clone()),
    });
    let mut ledger = Ledger::default();
    let mut next_id: u32 = 1;
    loop {
        tokio::select! {
            command = queue.recv() => match command {
                None => return,
                Some(Command::Withdraw { key }) => {
                    ledger.withdraw(&key);
                    if let Ok(bubbles) = &mut bubbles {
                        bubbles.take_back(&name(&key)).await;
                    }
                }
                Some(Command::Show { note, generation, shown }) => {
                    ledger.begin(&note, generation);
                    let id = next_id;
                    next_id = next_id.wrapping_add(1);
                    // Before it is shown: a press in the first instant finds its note.
                    let _ = ledger.accepted(&note.key, generation, id);
                    let outcome = match &mut bubbles {
                        Ok(bubbles) => bubbles.show(&note, &name(&note.key), id).await,
                        Err(failure) => Err(failure.clone()),
                    };
                    if outcome.is_err() {
                        // Nobody sees it: it is closed before anything can be done with it.
                        let _ = ledger.answer(id, Answer::Closed(Closing::Unknown), false);
                        ledger.refused(&note.key, generation, false);
                    }
                    let _ = shown.send(outcome);
                }
            },
            Some((id, answer)) = pressed.recv() => {
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

/// What the service knows a note by: the same for the same key, and as short as Windows wants it.
fn name(key: &str) -> String {
    let mut hasher = DefaultHasher::new();
    key.hash(&mut hasher);
    format!("{:016x}", hasher.finish())
}

/// The failure in the service's own words.
fn refused(words: impl std::fmt::Display) -> NotifyFailure {
    NotifyFailure::Refused(words.to_string())
}
