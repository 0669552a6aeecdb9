//! Desktop notifications with buttons, each answer bound to the exact note that was on the screen.
//!
//! Linux speaks `org.freedesktop.Notifications` itself, because a library that begins to listen only after a note was
//! shown loses a press in the first instant. macOS has its notification centre, Windows its toasts.
//!
//! All text is foreign: control and direction characters are removed, lengths are bounded, and markup is escaped where
//! the server would interpret it. A missing or dying notification service is a typed failure and nothing more.

mod ledger;
pub(crate) mod plain;
#[cfg(target_os = "linux")]
mod server;
#[cfg(not(target_os = "linux"))]
mod toast;
#[cfg(any(windows, test))]
mod toast_xml;
#[cfg(target_os = "linux")]
mod wire;

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use tokio::sync::{mpsc, oneshot, watch};

/// How much a note may disturb.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Urgency {
    /// Good news.
    Low,
    /// A failure that can wait.
    Normal,
    /// Down, or an approval. Shown again by itself when the notification service restarts.
    Critical,
}

/// How long a note stays.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Expiry {
    /// As the notification service thinks fit.
    Usual,
    /// Until somebody closes it.
    Never,
    /// For this long.
    After(Duration),
}

/// A notification. A note of the same key replaces the one before it in place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// Stable key.
    pub key: String,
    /// One line.
    pub title: String,
    /// What happened and why; plain text, line breaks allowed.
    pub body: String,
    /// How much it may disturb.
    pub urgency: Urgency,
    /// Buttons in order: action id, label. Dropped where the service knows no buttons, see [`Capabilities::actions`].
    pub actions: Vec<(String, String)>,
    /// How long it stays.
    pub expires: Expiry,
}

/// Why a bubble went away.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Closing {
    /// Its time was over.
    Expired,
    /// The person closed it, or pressed a button.
    Dismissed,
    /// Clawtray took it back.
    Withdrawn,
    /// The notification service ended.
    ServiceEnded,
    /// The service gave no reason.
    Unknown,
}

/// What a person, or the service, did with a note.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// A button, by its action id.
    Pressed(String),
    /// A click on the note itself.
    Default,
    /// It went away. Never consent to anything.
    Closed(Closing),
}

/// An answer and the exact note it belongs to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotificationAnswer {
    /// The note's key.
    pub key: String,
    /// The number that [`Notifier::show`] gave to exactly this note.
    pub generation: u64,
    /// What was done.
    pub answer: Answer,
    /// True when the key has a newer note or was withdrawn: what the person saw is no longer what is asked.
    pub stale: bool,
}

/// What the notification service can do.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Capabilities {
    /// Shows buttons. Without it notes are shown without buttons.
    pub actions: bool,
    /// Shows the body.
    pub body: bool,
    /// Interprets markup in the body; it is then escaped.
    pub body_markup: bool,
    /// Keeps notes after they leave the screen.
    pub persistence: bool,
}

/// The notification service as it is now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Service {
    /// Not asked yet. It may start when the first note is shown.
    Unknown,
    /// It answers.
    Present(Capabilities),
    /// It is not there; looked for again when it appears on the bus.
    Absent(NotifyFailure),
}

/// Why a note was not shown.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotifyFailure {
    /// There is no session bus, or it went away.
    #[error("no session bus: {0}")]
    NoBus(String),
    /// No notification service is on the bus. A critical note is kept, and shown when one appears.
    #[error("no notification service is running")]
    NoServer,
    /// The service did not answer in time.
    #[error("the notification service did not answer in time")]
    TimedOut,
    /// The service refused the note.
    #[error("the notification service refused: {0}")]
    Refused(String),
    /// The notifier has ended.
    #[error("the notifier has ended")]
    Ended,
}

/// What a notifier needs to know of its program.
#[derive(Clone, Debug)]
#[cfg_attr(target_os = "macos", allow(dead_code))] // The bundle has its own.
pub(crate) struct Program {
    pub(crate) name: String,
    pub(crate) icon: Option<PathBuf>,
}

pub(crate) enum Command {
    Show { note: Note, generation: u64, shown: oneshot::Sender<Result<(), NotifyFailure>> },
    Withdraw { key: String },
}

/// Shows and takes back notes. Cloning it gives another handle; the last one ends it.
#[derive(Clone, Debug)]
pub struct Notifier {
    commands: mpsc::UnboundedSender<Command>,
    generations: Arc<AtomicU64>,
    service: watch::Receiver<Service>,
    inhibited: watch::Receiver<bool>,
}

impl Notifier {
    /// Starts it on the current tokio runtime. `name` is what people see as the sender (on Windows: the application
    /// user model id), `icon` an image file, `answers` receives what people do.
    pub fn start(name: &str, icon: Option<PathBuf>, answers: mpsc::UnboundedSender<NotificationAnswer>) -> Self {
        let (commands, queue) = mpsc::unbounded_channel();
        let (tell, service) = watch::channel(Service::Unknown);
        // Only Linux services say it; elsewhere the system holds notes back itself.
        let (tell_inhibited, inhibited) = watch::channel(false);
        let program = Program { name: name.to_owned(), icon };
        #[cfg(target_os = "linux")]
        tokio::spawn(server::run(program, queue, answers, server::Tells { service: tell, inhibited: tell_inhibited }));
        #[cfg(not(target_os = "linux"))]
        tokio::spawn(toast::run(program, queue, answers, tell));
        #[cfg(not(target_os = "linux"))]
        drop(tell_inhibited);
        Self { commands, generations: Arc::new(AtomicU64::new(1)), service, inhibited }
    }

    /// Shows a note, in place of an open one with the same key, and gives its generation. An answer may arrive before
    /// this returns; [`NotificationAnswer::stale`] is right all the same.
    ///
    /// # Errors
    /// [`NotifyFailure`]; never waits longer than a few seconds.
    pub async fn show(&self, note: Note) -> Result<u64, NotifyFailure> {
        let generation = self.next_generation();
        self.show_as(generation, note).await?;
        Ok(generation)
    }

    /// A number for the next note, each once. Whoever shows with [`Notifier::show_as`] knows it before any answer, and
    /// also where the note is only shown later, when a notification service appears.
    pub fn next_generation(&self) -> u64 {
        self.generations.fetch_add(1, Ordering::Relaxed)
    }

    /// [`Notifier::show`] with a number from [`Notifier::next_generation`].
    ///
    /// # Errors
    /// As there.
    pub async fn show_as(&self, generation: u64, note: Note) -> Result<(), NotifyFailure> {
        let (shown, outcome) = oneshot::channel();
        let note = plain::note(note);
        self.commands.send(Command::Show { note, generation, shown }).map_err(|_| NotifyFailure::Ended)?;
        outcome.await.map_err(|_| NotifyFailure::Ended)?
    }

    /// Takes the note of this key back. A press that is under way is reported as stale. No such note is no error.
    pub fn withdraw(&self, key: &str) {
        // Nobody left to take it back from is as good as taken back.
        let _ = self.commands.send(Command::Withdraw { key: key.to_owned() });
    }

    /// Whether the person wants no disturbance now, and every change of it, as far as the service tells: the `Inhibited`
    /// property, which Plasma has. A service without it holds back by its own rules.
    pub fn inhibited(&self) -> watch::Receiver<bool> {
        self.inhibited.clone()
    }

    /// The notification service as it is now, and every change of it.
    pub fn service(&self) -> watch::Receiver<Service> {
        self.service.clone()
    }
}
