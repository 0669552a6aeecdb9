//! How a fake provider answers.

use super::record::KeyMark;
use serde_json::{Value, json};
use std::collections::VecDeque;

/// One answer.
#[derive(Debug, Clone, PartialEq)]
pub enum Answer {
    /// The model says this, and stops by itself.
    Says(String),
    /// The provider refuses.
    Refuses {
        /// HTTP status.
        status: u16,
        /// The error's `type`, such as `rate_limit_error`.
        kind: String,
        /// The error's `message`.
        message: String,
    },
    /// Something on the way to the provider answers with a page of its own.
    Page {
        /// HTTP status.
        status: u16,
        /// Its HTML.
        html: String,
    },
    /// The model calls a tool, and says something once it is told what came of it. Only as a chat completion.
    Calls {
        /// The tool's name.
        tool: String,
        /// What it is called with.
        arguments: Value,
        /// What the model says then.
        then: String,
    },
    /// A local server that takes content only as plain strings, and says this to such requests.
    WantsStrings(String),
}

/// How a local server that wants plain strings refuses a request with content in parts; `None` for one without.
pub(crate) fn parts_refusal(asked: &Value) -> Option<String> {
    let mut messages = asked["messages"].as_array()?.iter();
    let at = messages.position(|message| message["content"].is_array())?;
    Some(format!("messages[{at}].content: invalid type: sequence, expected a string"))
}

/// Whether the newest message tells what came of a tool.
pub(crate) fn is_told(asked: &Value) -> bool {
    asked["messages"].as_array().and_then(|messages| messages.last()).is_some_and(|last| last["role"] == "tool")
}

impl Answer {
    /// The model says this.
    pub fn says(text: &str) -> Self {
        Self::Says(text.to_owned())
    }

    /// The provider refuses with an error of its own form.
    pub fn refuses(status: u16, kind: &str, message: &str) -> Self {
        Self::Refuses { status, kind: kind.to_owned(), message: message.to_owned() }
    }

    /// Calls this tool once in each conversation's turn, and says `then` to what came of it.
    pub fn calls(tool: &str, arguments: Value, then: &str) -> Self {
        Self::Calls { tool: tool.to_owned(), arguments, then: then.to_owned() }
    }

    /// What Anthropic answers when an account may not use the long context window.
    pub fn long_context_refusal() -> Self {
        Self::refuses(429, "rate_limit_error", "Extra usage is required for long context requests.")
    }

    /// Answers with a page, as something between here and the provider does.
    pub fn page(status: u16, html: &str) -> Self {
        Self::Page { status, html: html.to_owned() }
    }

    /// Refuses content in parts, and says `text` to plain strings.
    pub fn wants_strings(text: &str) -> Self {
        Self::WantsStrings(text.to_owned())
    }

    /// An error as the Messages API writes it. The chat completions API differs in nothing that a client reads.
    pub(crate) fn error_body(kind: &str, message: &str) -> Value {
        json!({ "type": "error", "error": { "type": kind, "message": message } })
    }
}

/// Which answers come, in order.
#[derive(Debug, Clone)]
pub struct Script {
    first: VecDeque<Answer>,
    always: Answer,
    key: Option<KeyMark>,
}

impl Script {
    /// The same answer every time.
    pub fn always(answer: Answer) -> Self {
        Self { first: VecDeque::new(), always: answer, key: None }
    }

    /// These answers, one each, before the one that stays.
    #[must_use]
    pub fn first(mut self, answers: impl IntoIterator<Item = Answer>) -> Self {
        self.first.extend(answers);
        self
    }

    /// Only this key is known; everyone else is refused with 401, which uses up no answer.
    #[must_use]
    pub fn only_for_key(mut self, key: &str) -> Self {
        self.key = Some(KeyMark::of(key));
        self
    }

    pub(crate) fn answer_with(&mut self, answer: Answer) {
        self.first.clear();
        self.always = answer;
    }

    pub(crate) fn next(&mut self, key: Option<&KeyMark>) -> Answer {
        if self.key.is_some() && self.key.as_ref() != key {
            return Answer::refuses(401, "authentication_error", "invalid x-api-key");
        }
        self.first.pop_front().unwrap_or_else(|| self.always.clone())
    }
}
