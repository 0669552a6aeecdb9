//! A model provider played by a test: Anthropic's Messages API and OpenAI's chat completions on a loopback port, with answers and refusals that can
//! be changed while it runs, and a record of what was asked. It runs on a thread of its own, so tests with and without
//! a runtime can use it.
//!
//! ```no_run
//! use clawtray_testkit::fake_model::{Answer, FakeModel, Script};
//!
//! let model = FakeModel::start(Script::always(Answer::long_context_refusal()))?;
//! let provider = model.provider("a-key-of-this-test", "claude-sonnet-4-6"); // for `models.providers.anthropic`
//! model.answer_with(Answer::says("Hello"));
//! # Ok::<(), std::io::Error>(())
//! ```

mod http;
mod record;
mod script;
mod wire;

pub use record::{KeyMark, Received};
pub use script::{Answer, Script};

use serde_json::{Value, json};
use std::io;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use crate::served::Served;

/// A running provider. Dropping it closes the port and ends its thread.
pub struct FakeModel {
    served: Served,
    state: Arc<State>,
}

/// What the thread and the test share.
pub(crate) struct State {
    script: Mutex<Script>,
    received: Mutex<Vec<Received>>,
    changed: Condvar,
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl State {
    /// Notes a request and says how to answer it.
    fn take(&self, received: Received) -> Answer {
        let answer = lock(&self.script).next(received.key.as_ref());
        lock(&self.received).push(received);
        self.changed.notify_all();
        answer
    }
}

impl FakeModel {
    /// Listens on a free loopback port.
    ///
    /// # Errors
    /// When the port or the thread cannot be had.
    pub fn start(script: Script) -> io::Result<Self> {
        let received = Mutex::default();
        let state = Arc::new(State { script: Mutex::new(script), received, changed: Condvar::new() });
        let answering = Arc::clone(&state);
        let served = Served::start("fake-model", move |request| http::answer(request, Arc::clone(&answering)))?;
        Ok(Self { served, state })
    }

    /// Where it listens, as `baseUrl` wants it.
    pub fn base_url(&self) -> String {
        format!("http://127.0.0.1:{}", self.served.port)
    }

    /// What stands under `models.providers.anthropic` so that OpenClaw asks this provider, with a key written into the
    /// configuration (OpenClaw's "Custom providers and base URLs" page).
    pub fn provider(&self, key: &str, model: &str) -> Value {
        json!({
            "baseUrl": self.base_url(),
            "api": "anthropic-messages",
            "apiKey": key,
            "models": [{
                "id": model,
                "name": model,
                "input": ["text"],
                "contextWindow": 200_000,
                "maxTokens": 8_192,
            }],
        })
    }

    /// What stands under `models.providers.<any name>` so that OpenClaw asks this provider as a local server (OpenClaw's
    /// "Local models" page).
    pub fn local_provider(&self, model: &str) -> Value {
        json!({
            "baseUrl": format!("{}/v1", self.base_url()),
            "api": "openai-completions",
            "apiKey": "local",
            "models": [{
                "id": model,
                "name": model,
                "input": ["text"],
                "contextWindow": 128_000,
                "maxTokens": 8_192,
            }],
        })
    }

    /// Answers like this from now on; what the script had left is forgotten.
    pub fn answer_with(&self, answer: Answer) {
        lock(&self.state.script).answer_with(answer);
    }

    /// Everything that was asked so far, oldest first.
    pub fn received(&self) -> Vec<Received> {
        lock(&self.state.received).clone()
    }

    /// Waits until a request that fulfils the condition was received; `None` when none came within `limit`.
    pub fn wait_for(&self, limit: Duration, mut is_it: impl FnMut(&Received) -> bool) -> Option<Received> {
        let received = lock(&self.state.received);
        let (received, _) = self
            .state
            .changed
            .wait_timeout_while(received, limit, |received| !received.iter().any(&mut is_it))
            .unwrap_or_else(PoisonError::into_inner);
        received.iter().find(|one| is_it(one)).cloned()
    }
}
