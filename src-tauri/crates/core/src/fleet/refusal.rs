//! Why a wish about the gateways as a whole is refused.

use clawtray_contract::{AppError, ErrorCode};
use clawtray_text::Catalogue;

/// The reasons.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// No gateway of that id is kept.
    Unknown,
    /// No gateway of that id is on this computer.
    NotFound,
    /// The last gateway cannot be left.
    Last,
    /// Its engine could not be started.
    NotStarted,
    /// The settings file could not be written, or is broken and therefore left alone.
    SettingsNotWritten,
    /// The wish makes no sense.
    Nonsense,
}

impl Refusal {
    /// The reason with its sentence, and with technical words where there are any.
    pub fn error(self, catalogue: &Catalogue, detail: Option<String>) -> AppError {
        let (code, id) = match self {
            Self::Unknown => (ErrorCode::Gone, "error-unknown-gateway"),
            Self::NotFound => (ErrorCode::Gone, "error-gateway-not-found"),
            Self::Last => (ErrorCode::BadRequest, "error-last-gateway"),
            Self::NotStarted => (ErrorCode::Failed, "error-gateway-not-started"),
            Self::SettingsNotWritten => (ErrorCode::Failed, "error-settings-not-written"),
            Self::Nonsense => (ErrorCode::BadRequest, "error-bad-request"),
        };
        AppError { detail, ..AppError::new(code, catalogue.say(id)) }
    }
}
