//! The connection to the keeper: made, kept and made again.
//!
//! Invariants: one connection at a time; each intent gets exactly one answer or one error; the keeper is started by
//! itself once, when the window opens, and afterwards only when the person asks, because they may have ended it.

mod session;
#[cfg(test)]
mod tests;

use std::sync::Arc;
use std::time::Duration;

use clawtray_contract::{Answer, AppError, ErrorCode, Intent};
use clawtray_platform::socket::{Connection, SocketFailure, connect};
use tokio::sync::{mpsc, oneshot};
use tokio::time::{Instant, sleep_until, timeout};

use crate::keeper;
use crate::page::{Ear, LinkState, Push};
use crate::places::Places;

/// Waiting intents; a person cannot click faster.
const QUEUE: usize = 32;

/// How long things may take.
#[derive(Clone, Copy, Debug)]
pub struct Patience {
    /// For a keeper that was just started to answer.
    pub start: Duration,
    /// Between two attempts while it starts.
    pub start_pause: Duration,
    /// For the socket to take the connection, and for the keeper's `hello`.
    pub connect: Duration,
    /// For an intent's answer.
    pub answer: Duration,
    /// The first pause after losing the keeper; doubled up to `longest_pause`.
    pub first_pause: Duration,
    /// The longest pause between two attempts.
    pub longest_pause: Duration,
}

impl Default for Patience {
    fn default() -> Self {
        Self {
            start: Duration::from_secs(10),
            start_pause: Duration::from_millis(50),
            connect: Duration::from_secs(3),
            answer: Duration::from_secs(60),
            first_pause: Duration::from_millis(250),
            longest_pause: Duration::from_secs(4),
        }
    }
}

/// What the page wants of the connection.
pub enum Wish {
    /// Pass an intent on.
    Send(Intent, oneshot::Sender<Result<Answer, AppError>>),
    /// Start the keeper if none answers.
    StartKeeper(oneshot::Sender<Result<(), AppError>>),
}

/// The page's end.
pub struct Link {
    wishes: mpsc::Sender<Wish>,
    answer_limit: Duration,
}

/// Both ends of the connection's queue.
pub fn open() -> (Link, mpsc::Receiver<Wish>) {
    let (wishes, requests) = mpsc::channel(QUEUE);
    (Link { wishes, answer_limit: Patience::default().answer }, requests)
}

impl Link {
    /// Sends an intent and waits for its answer, for a bounded time.
    ///
    /// # Errors
    /// What the keeper said, or that there is none.
    pub async fn send(&self, intent: Intent) -> Result<Answer, AppError> {
        self.wish(|reply| Wish::Send(intent, reply)).await
    }

    /// Starts the keeper and waits until it answers. Nothing happens when one does.
    ///
    /// # Errors
    /// Why it could not be started.
    pub async fn start_keeper(&self) -> Result<(), AppError> {
        self.wish(Wish::StartKeeper).await
    }

    async fn wish<T>(&self, wish: impl FnOnce(oneshot::Sender<Result<T, AppError>>) -> Wish) -> Result<T, AppError> {
        let (reply, answer) = oneshot::channel();
        let waiting = async {
            self.wishes.send(wish(reply)).await.map_err(|_| gone())?;
            answer.await.unwrap_or_else(|_| Err(gone()))
        };
        timeout(self.answer_limit, waiting).await.unwrap_or_else(|_| Err(silent()))
    }
}

/// Keeps the connection for as long as the window lives.
pub async fn run(places: Places, ear: Arc<dyn Ear>, requests: mpsc::Receiver<Wish>) {
    let start = {
        let places = places.clone();
        move || keeper::start(&places).map_err(|failure| failure.to_string())
    };
    Keeping { socket: places.paths.socket, start, ear, requests, patience: Patience::default() }.run().await;
}

struct Keeping<S> {
    socket: std::path::PathBuf,
    start: S,
    ear: Arc<dyn Ear>,
    requests: mpsc::Receiver<Wish>,
    patience: Patience,
}

/// Why there is no connection, for the page.
type Detail = Option<String>;

impl<S: Fn() -> Result<(), String>> Keeping<S> {
    async fn run(mut self) {
        let mut found = match self.attempt().await {
            Err(SocketFailure::NobodyAnswers { .. }) => self.start_and_wait().await,
            other => other.map_err(|failure| Some(failure.to_string())),
        };
        loop {
            let lost = match found {
                Ok(connection) => session::run(connection, &*self.ear, &mut self.requests, self.patience.connect).await,
                Err(detail) => session::Ended::Lost(detail),
            };
            let session::Ended::Lost(detail) = lost else { return };
            self.ear.take(Push::Link { state: LinkState::NoKeeper { detail } });
            match self.wait_for_keeper().await {
                Some(next) => found = next,
                None => return,
            }
        }
    }

    async fn attempt(&self) -> Result<Connection, SocketFailure> {
        connect(&self.socket, self.patience.connect).await
    }

    /// Starts the keeper and waits until its socket answers.
    async fn start_and_wait(&self) -> Result<Connection, Detail> {
        (self.start)().map_err(Some)?;
        let deadline = Instant::now() + self.patience.start;
        loop {
            let failure = match self.attempt().await {
                Ok(connection) => return Ok(connection),
                Err(failure) => failure,
            };
            if Instant::now() >= deadline {
                return Err(Some(failure.to_string()));
            }
            tokio::time::sleep(self.patience.start_pause).await;
        }
    }

    /// Looks for the keeper with growing pauses, refusing intents meanwhile, until there is a connection, or the person
    /// wants the keeper started. `None` when the window is gone.
    async fn wait_for_keeper(&mut self) -> Option<Result<Connection, Detail>> {
        let mut pause = self.patience.first_pause;
        let mut next = Instant::now() + pause;
        loop {
            tokio::select! {
                () = sleep_until(next) => {
                    if let Ok(connection) = self.attempt().await {
                        return Some(Ok(connection));
                    }
                    pause = (pause * 2).min(self.patience.longest_pause);
                    next = Instant::now() + pause;
                }
                wish = self.requests.recv() => match wish? {
                    // Whoever asked may have given up waiting.
                    Wish::Send(_, reply) => { let _given_up = reply.send(Err(gone())); }
                    Wish::StartKeeper(reply) => {
                        self.ear.take(Push::Link { state: LinkState::Connecting });
                        let found = match self.attempt().await {
                            Ok(connection) => Ok(connection),
                            Err(_) => self.start_and_wait().await,
                        };
                        let told = found.as_ref().map(|_| ()).map_err(|detail| AppError { detail: detail.clone(), ..gone() });
                        let _given_up = reply.send(told);
                        return Some(found);
                    }
                },
            }
        }
    }
}

fn gone() -> AppError {
    let text = "Clawtray's keeper is not running. Start it, then try again.";
    AppError { retryable: true, ..AppError::new(ErrorCode::NoKeeper, text) }
}

fn silent() -> AppError {
    let text = "Clawtray's keeper did not answer in time. Look at the state before you try again.";
    AppError { retryable: true, ..AppError::new(ErrorCode::Failed, text) }
}
