//! A wrapper that keeps a secret out of logs, snapshots and frames.

use std::fmt;

/// A token, password or private key. It has no `Display` and no `Serialize`, prints as `<redacted>`,
/// and is overwritten with zeros when dropped on a best-effort basis (the compiler may keep copies).
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

impl Secret {
    /// Wraps a secret text.
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// The secret itself. Call it only where the secret leaves the process for its one legitimate reader.
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// True when the secret is empty, which is never a usable credential.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("<redacted>")
    }
}

impl Drop for Secret {
    fn drop(&mut self) {
        let mut bytes = std::mem::take(&mut self.0).into_bytes();
        bytes.fill(0);
        std::hint::black_box(&bytes);
    }
}

#[cfg(test)]
mod tests {
    use super::Secret;

    #[test]
    fn debug_never_shows_the_text() {
        let secret = Secret::new("tok-visible-nowhere");
        let shown = format!("{secret:?} {:?}", Some(&secret));
        assert!(!shown.contains("visible"), "a secret was printed: {shown}");
        assert_eq!(secret.expose(), "tok-visible-nowhere", "the owner can still read it");
    }
}
