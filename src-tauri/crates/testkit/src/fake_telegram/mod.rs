//! A Telegram played by a test: the part of the Bot API that OpenClaw's channel uses, on a loopback port. People and
//! groups write through it, and it can refuse a bot as the real one does. It runs on a thread of its own.
//!
//! ```no_run
//! use clawtray_testkit::fake_telegram::{FakeTelegram, Mood};
//!
//! let telegram = FakeTelegram::start()?;
//! let root = telegram.root(); // for `channels.telegram.apiRoot`
//! telegram.writes(4242, "Ann", "hello");
//! telegram.is(Mood::TokenRefused);
//! # Ok::<(), std::io::Error>(())
//! ```

mod http;

use std::io;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use serde_json::{Value, json};
use tokio::sync::Notify;

use crate::served::Served;

/// How it treats the bot.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Mood {
    /// All is well.
    #[default]
    Fine,
    /// The token is not known: 401.
    TokenRefused,
    /// Another program fetches the bot's messages: 409.
    Conflict,
}

/// One call of the bot's.
#[derive(Debug, Clone, PartialEq)]
pub struct Asked {
    /// The method, such as `sendMessage`.
    pub method: String,
    /// What it was asked with.
    pub body: Value,
}

/// A running Telegram. Dropping it closes the port and ends its thread.
pub struct FakeTelegram {
    served: Served,
    state: Arc<State>,
}

#[derive(Default)]
struct Inside {
    mood: Mood,
    updates: Vec<Value>,
    asked: Vec<Asked>,
}

/// What the thread and the test share.
#[derive(Default)]
pub(crate) struct State {
    inside: Mutex<Inside>,
    heard: Condvar,
    news: Notify,
}

impl State {
    fn lock(&self) -> MutexGuard<'_, Inside> {
        self.inside.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn note(&self, asked: Asked) -> Mood {
        let mut inside = self.lock();
        inside.asked.push(asked);
        self.heard.notify_all();
        inside.mood
    }

    fn updates_from(&self, offset: i64) -> Vec<Value> {
        let inside = self.lock();
        inside.updates.iter().filter(|update| update["update_id"].as_i64() >= Some(offset)).cloned().collect()
    }
}

/// The bot's own id, which every token of the tests begins with.
pub const BOT: i64 = 123_456;
/// The bot's name.
pub const BOT_NAME: &str = "played_bot";

impl FakeTelegram {
    /// Listens on a free loopback port.
    ///
    /// # Errors
    /// When the port or the thread cannot be had.
    pub fn start() -> io::Result<Self> {
        let state = Arc::new(State::default());
        let answering = Arc::clone(&state);
        let served = Served::start("fake-telegram", move |request| http::answer(request, Arc::clone(&answering)))?;
        Ok(Self { served, state })
    }

    /// Where it listens, as `channels.telegram.apiRoot` wants it.
    pub fn root(&self) -> String {
        format!("http://127.0.0.1:{}", self.served.port)
    }

    /// Treats the bot like this from now on.
    pub fn is(&self, mood: Mood) {
        self.state.lock().mood = mood;
        self.state.news.notify_waiters();
    }

    /// A person writes to the bot.
    pub fn writes(&self, person: i64, name: &str, text: &str) {
        let chat = json!({"id": person, "type": "private", "first_name": name});
        self.message(&chat, person, name, text);
    }

    /// A person writes into a group that the bot is in.
    pub fn writes_in_group(&self, group: i64, person: i64, name: &str, text: &str) {
        let chat = json!({"id": group, "type": "supergroup", "title": "Family"});
        self.message(&chat, person, name, text);
    }

    fn message(&self, chat: &Value, person: i64, name: &str, text: &str) {
        let mut inside = self.state.lock();
        let id = inside.updates.len() + 1;
        let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap_or_default();
        inside.updates.push(json!({
            "update_id": id,
            "message": {
                "message_id": id,
                "date": now.as_secs(),
                "chat": chat,
                "from": {"id": person, "is_bot": false, "first_name": name, "username": name.to_lowercase()},
                "text": text,
            },
        }));
        drop(inside);
        self.state.news.notify_waiters();
    }

    /// Everything that was asked so far, oldest first.
    pub fn asked(&self) -> Vec<Asked> {
        self.state.lock().asked.clone()
    }

    /// Waits for a call that fulfils the condition; `None` when none came within `limit`.
    pub fn wait_for(&self, limit: Duration, mut is_it: impl FnMut(&Asked) -> bool) -> Option<Asked> {
        let inside = self.state.lock();
        let (inside, _) = self
            .state
            .heard
            .wait_timeout_while(inside, limit, |inside| !inside.asked.iter().any(&mut is_it))
            .unwrap_or_else(PoisonError::into_inner);
        inside.asked.iter().find(|one| is_it(one)).cloned()
    }
}
