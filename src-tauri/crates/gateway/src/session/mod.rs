//! One open connection: calls go out, answers and events come in.

mod budget;
mod open;
mod payload;
mod queue;
mod reader;
mod writer;

pub use open::{answers_challenge, open, open_over};
pub use payload::{Head, Payload};
pub use queue::{EventStream, SessionEvent};

use crate::close_code;
use crate::failure::CallFailure;
use crate::frame;
use crate::hello::Hello;
use queue::Queue;
use serde_json::Value;
use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio::sync::{mpsc, oneshot, watch};
use writer::Outbound;

type Answer = Result<Payload, CallFailure>;

/// A handle to an open connection. Clones share it; when the last one is dropped the connection closes.
#[derive(Clone)]
pub struct Session {
    shared: Arc<Shared>,
    outbound: mpsc::Sender<Outbound>,
    ended: watch::Receiver<bool>,
}

/// Counters of one connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct SessionStats {
    /// Messages received after the hello, of any kind.
    pub messages: u64,
    /// Messages that could not be read or mean nothing to this client.
    pub ignored: u64,
    /// Events dropped on this side: too large, or the reader was too slow.
    pub dropped_events: u64,
    /// Calls that wait for an answer now.
    pub calls_in_flight: usize,
}

/// What handle, reader and writer of one connection share.
struct Shared {
    hello: Hello,
    calls: Mutex<Calls>,
    next_id: AtomicU64,
    messages: AtomicU64,
    ignored: AtomicU64,
    queue: Arc<Queue>,
}

#[derive(Default)]
struct Calls {
    waiting: HashMap<u64, oneshot::Sender<Answer>>,
    closed: Option<(u16, String)>,
}

impl Shared {
    fn calls(&self) -> MutexGuard<'_, Calls> {
        self.calls.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Ends calls and events with the same reason. Only the first reason counts.
    fn close(&self, code: u16, reason: &str) {
        let waiting = {
            let mut calls = self.calls();
            if calls.closed.is_none() {
                calls.closed = Some((code, reason.to_owned()));
            }
            std::mem::take(&mut calls.waiting)
        };
        for caller in waiting.into_values() {
            // A caller that gave up meanwhile needs no answer.
            let _gone = caller.send(Err(CallFailure::Closed { code, reason: reason.to_owned() }));
        }
        self.queue.close(code, reason);
    }

    fn closed_failure(&self) -> CallFailure {
        let (code, reason) = self.calls().closed.clone().unwrap_or((close_code::ABNORMAL, String::new()));
        CallFailure::Closed { code, reason }
    }
}

/// Forgets a call when its caller stops waiting.
struct Waiting<'a> {
    shared: &'a Shared,
    id: u64,
}

impl Drop for Waiting<'_> {
    fn drop(&mut self) {
        self.shared.calls().waiting.remove(&self.id);
    }
}

impl Session {
    /// What the gateway said when it accepted this connection.
    pub fn hello(&self) -> &Hello {
        &self.shared.hello
    }

    /// Calls a method and waits for its answer, for at most `timeout_ms` milliseconds including the sending.
    ///
    /// # Errors
    /// The gateway's refusal, no answer in time, or the end of the connection.
    pub async fn call(&self, method: &str, params: Value, timeout_ms: u64) -> Result<Value, CallFailure> {
        self.call_unread(method, params, timeout_ms).await.map(|answer| answer.read())
    }

    /// The same, for an answer that may be long and is read piece by piece.
    ///
    /// # Errors
    /// The gateway's refusal, no answer in time, or the end of the connection.
    pub async fn call_unread(&self, method: &str, params: Value, timeout_ms: u64) -> Result<Payload, CallFailure> {
        let id = self.shared.next_id.fetch_add(1, Ordering::Relaxed);
        let text = frame::request(&id.to_string(), method, &params);
        if text.len() as u64 > self.shared.hello.policy.max_payload {
            return Err(CallFailure::TooLarge);
        }
        let (sender, receiver) = oneshot::channel();
        {
            let mut calls = self.shared.calls();
            if let Some((code, reason)) = calls.closed.clone() {
                return Err(CallFailure::Closed { code, reason });
            }
            calls.waiting.insert(id, sender);
        }
        let _waiting = Waiting { shared: &self.shared, id };
        let answer = async {
            if self.outbound.send(Outbound::Text(text)).await.is_err() {
                return Err(self.shared.closed_failure());
            }
            receiver.await.unwrap_or_else(|_| Err(self.shared.closed_failure()))
        };
        tokio::time::timeout(Duration::from_millis(timeout_ms), answer).await.unwrap_or(Err(CallFailure::Timeout))
    }

    /// Closes the connection in good order and waits, at most two seconds, until it is gone.
    pub async fn close(&self) {
        let close = Outbound::Close { code: close_code::NORMAL, reason: "closed by this client".to_owned() };
        let ended = async {
            if self.outbound.send(close).await.is_ok() {
                let mut ended = self.ended.clone();
                // The other side of the channel lives as long as the connection.
                let _gone = ended.wait_for(|ended| *ended).await;
            }
        };
        if tokio::time::timeout(Duration::from_secs(2), ended).await.is_err() {
            self.shared.close(close_code::NORMAL, "closed by this client");
        }
    }

    /// Counters so far.
    pub fn stats(&self) -> SessionStats {
        SessionStats {
            messages: self.shared.messages.load(Ordering::Relaxed),
            ignored: self.shared.ignored.load(Ordering::Relaxed),
            dropped_events: self.shared.queue.dropped_total(),
            calls_in_flight: self.shared.calls().waiting.len(),
        }
    }
}
