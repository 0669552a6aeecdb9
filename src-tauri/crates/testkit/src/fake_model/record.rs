//! What a fake provider was asked. Keys are kept only as marks.

use sha2::{Digest, Sha256};
use std::fmt;

/// Tells whether two keys are the same without keeping either.
#[derive(Clone, PartialEq, Eq)]
pub struct KeyMark([u8; 32]);

impl KeyMark {
    /// The mark of a key.
    pub fn of(key: &str) -> Self {
        Self(Sha256::digest(key.as_bytes()).into())
    }
}

impl fmt::Debug for KeyMark {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("<key>")
    }
}

/// One request.
#[derive(Debug, Clone, PartialEq)]
pub struct Received {
    /// HTTP method.
    pub method: String,
    /// Path, with its query.
    pub path: String,
    /// Header lines, names in lower case; none that carries a key.
    pub headers: Vec<(String, String)>,
    /// The key, from `x-api-key` or a bearer token.
    pub key: Option<KeyMark>,
    /// The model asked for; empty when the body names none.
    pub model: String,
    /// Whether the answer was wanted as a stream.
    pub stream: bool,
    /// The names of the tools that it may call.
    pub tools: Vec<String>,
    /// How many messages the conversation had.
    pub messages: usize,
}

impl Received {
    /// Whether it came with this key.
    pub fn has_key(&self, key: &str) -> bool {
        self.key.as_ref() == Some(&KeyMark::of(key))
    }

    /// The `anthropic-beta` features asked for.
    pub fn beta(&self) -> Vec<&str> {
        let lines = self.headers.iter().filter(|(name, _)| name == "anthropic-beta");
        lines.flat_map(|(_, value)| value.split(',').map(str::trim)).collect()
    }
}
