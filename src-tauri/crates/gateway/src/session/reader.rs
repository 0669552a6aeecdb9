//! Reads frames: answers go to their callers, events to the queue; silence ends the connection.

use super::{Payload, SessionEvent, Shared};
use crate::bounded::{CODE_BYTES, bounded};
use crate::close_code;
use crate::failure::CallFailure;
use crate::frame::{self, Inbound};
use futures_util::{Stream, StreamExt as _};
use serde_json::value::RawValue;
use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;
use tokio::time::Instant;
use tokio_tungstenite::tungstenite::error::CapacityError;
use tokio_tungstenite::tungstenite::{Error, Message};

/// What the reader needs to know besides the shared state.
pub(crate) struct Reader {
    pub(crate) shared: Arc<Shared>,
    pub(crate) seq: SeqCounter,
    pub(crate) silence: Duration,
    pub(crate) frame_bytes: usize,
    pub(crate) event_bytes: usize,
    pub(crate) wanted_events: Option<&'static [&'static str]>,
}

/// Follows the event numbers of one connection.
#[derive(Debug, Clone, Copy)]
pub(crate) struct SeqCounter {
    expected: u64,
}

impl SeqCounter {
    pub(crate) fn new() -> Self {
        Self { expected: 1 }
    }

    /// Takes the number of the next event; gives what was expected when it is another.
    pub(crate) fn accept(&mut self, seq: Option<u64>) -> Option<(u64, u64)> {
        let got = seq?;
        let expected = std::mem::replace(&mut self.expected, got.saturating_add(1));
        (got != expected).then_some((expected, got))
    }
}

/// Why reading ended.
pub(crate) struct Ending {
    pub(crate) code: u16,
    pub(crate) reason: String,
    /// True when this side should tell the gateway so.
    pub(crate) ours: bool,
}

impl Ending {
    fn ours(code: u16, reason: &str) -> Self {
        Self { code, reason: reason.to_owned(), ours: true }
    }

    /// The connection ended without a close frame.
    pub(crate) fn broken(reason: &str) -> Self {
        Self { code: close_code::ABNORMAL, reason: reason.to_owned(), ours: false }
    }
}

impl Reader {
    /// Reads until the connection ends.
    pub(crate) async fn read_all<R>(&mut self, stream: &mut R) -> Ending
    where
        R: Stream<Item = Result<Message, Error>> + Unpin,
    {
        // One alarm that is put off only when it rings costs nothing for each of fifty thousand messages a second.
        let mut alarm = pin!(tokio::time::sleep(self.silence));
        let mut heard = Instant::now();
        loop {
            let next = tokio::select! {
                biased;
                next = stream.next() => next,
                () = &mut alarm => {
                    let silent_at = heard + self.silence;
                    if Instant::now() >= silent_at {
                        return Ending::ours(close_code::TICK_TIMEOUT, "tick timeout");
                    }
                    alarm.as_mut().reset(silent_at);
                    continue;
                }
            };
            heard = Instant::now();
            // A flood lets the others have their turn.
            tokio::task::consume_budget().await;
            let message = match next {
                Some(Ok(message)) => message,
                Some(Err(error)) => return ending_of(&error),
                None => return Ending::broken(""),
            };
            self.shared.messages.fetch_add(1, Ordering::Relaxed);
            match message {
                Message::Text(text) if text.len() > self.frame_bytes => {
                    return Ending::ours(close_code::TOO_LARGE, "a frame larger than the agreed limit");
                }
                Message::Text(text) => self.read_text(&text),
                Message::Close(frame) => return closed_by_peer(frame),
                // The library answers pings by itself.
                Message::Ping(_) | Message::Pong(_) => {}
                Message::Binary(_) | Message::Frame(_) => self.ignore(),
            }
        }
    }

    fn read_text(&mut self, text: &str) {
        match frame::decode(text) {
            Ok(Inbound::Event { name, payload, seq }) => self.read_event(&name, payload, seq),
            Ok(Inbound::Response { id, outcome }) => {
                let caller = id.parse::<u64>().ok().and_then(|number| self.shared.calls().waiting.remove(&number));
                let Some(caller) = caller else { return self.ignore() };
                let answer = match outcome {
                    Ok(payload) => Ok(Payload::of(payload)),
                    Err(error) => Err(CallFailure::from(error)),
                };
                // A caller that gave up meanwhile needs no answer.
                let _gone = caller.send(answer);
            }
            Ok(Inbound::Other) | Err(_) => self.ignore(),
        }
    }

    fn read_event(&mut self, name: &str, payload: Option<&RawValue>, seq: Option<u64>) {
        if let Some((expected, got)) = self.seq.accept(seq) {
            self.shared.queue.push(SessionEvent::Gap { expected, got }, 0);
        }
        if name == "tick" || self.wanted_events.is_some_and(|wanted| !wanted.contains(&name)) {
            return;
        }
        let bytes = payload.map_or(0, |payload| payload.get().len());
        if bytes > self.event_bytes {
            return self.shared.queue.count_unread();
        }
        let name = bounded(name, CODE_BYTES).to_owned();
        self.shared.queue.push(SessionEvent::Event { name, payload: Payload::of(payload), seq }, bytes);
    }

    fn ignore(&self) {
        self.shared.ignored.fetch_add(1, Ordering::Relaxed);
    }
}

/// Turns the peer's close frame into an ending.
pub(crate) fn closed_by_peer(frame: Option<tokio_tungstenite::tungstenite::protocol::CloseFrame>) -> Ending {
    match frame {
        Some(frame) => Ending { code: frame.code.into(), reason: frame.reason.to_string(), ours: false },
        None => Ending { code: close_code::NO_STATUS, reason: String::new(), ours: false },
    }
}

fn ending_of(error: &Error) -> Ending {
    match error {
        Error::Capacity(CapacityError::MessageTooLong { .. }) => {
            Ending::ours(close_code::TOO_LARGE, "a frame larger than the agreed limit")
        }
        Error::Utf8(_) => Ending::ours(close_code::INVALID_TEXT, "a text frame that is not UTF-8"),
        Error::Protocol(_) => Ending::broken("the WebSocket protocol was broken"),
        _ => Ending::broken(""),
    }
}
