//! Why the keychain did not answer as asked.

use keyring::Error;

/// Why the keychain did not answer as asked. None of them carries a secret.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum KeychainFailure {
    /// There is no keychain to ask, or it could not be reached. Trying again later is worth while.
    #[error("the keychain cannot be reached: {0}")]
    Unavailable(String),
    /// The keychain is locked and did not offer to unlock itself.
    #[error("the keychain is locked")]
    Locked,
    /// No answer within the limit: most often a prompt that waits for the person's password.
    #[error("the keychain did not answer in time; it may be waiting for its password")]
    TimedOut,
    /// The person closed the keychain's prompt.
    #[error("the prompt of the keychain was dismissed")]
    PromptDismissed,
    /// The item exists and is not what Clawtray writes.
    #[error("the keychain's item for this gateway is unreadable: {0}")]
    Broken(String),
    /// The secrets do not fit into one item.
    #[error("the secrets take {bytes} bytes; one keychain item holds {limit}")]
    TooLarge {
        /// What they take.
        bytes: usize,
        /// What fits.
        limit: usize,
    },
}

impl KeychainFailure {
    /// Translates a library error. `Debug` of such an error may show stored bytes, so only its parts are used.
    pub(super) fn from_store(error: &Error) -> Self {
        match error {
            Error::NoStorageAccess(cause) => match format!("{cause:?}").as_str() {
                "Prompt" => Self::PromptDismissed,
                "NoResult" => Self::Unavailable("no keyring has been created yet".into()),
                _ => Self::Locked,
            },
            Error::BadEncoding(_) => Self::Broken("it is not text".into()),
            Error::BadDataFormat(..) => Self::Broken("the keychain cannot decode it".into()),
            Error::TooLong(_, limit) => {
                let limit = usize::try_from(*limit).unwrap_or(usize::MAX);
                Self::TooLarge { bytes: limit.saturating_add(1), limit }
            }
            Error::Ambiguous(entries) => Self::Broken(format!("{} items match", entries.len())),
            Error::PlatformFailure(cause) => Self::Unavailable(cause.to_string()),
            other => Self::Unavailable(other.to_string()),
        }
    }
}
