//! Why a wish about the gateways as a whole is refused.

use clawtray_contract::{AppError, ErrorCode};
use clawtray_text::Catalogue;

use super::RemoteFault;

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
    /// The name cannot be one.
    BadName,
    /// There is a gateway of that name already.
    NameTaken,
    /// Not an address of a gateway.
    BadAddress,
    /// The host cannot be found.
    NoHost,
    /// Nobody shows a certificate there.
    NoCertificate,
    /// Not on a private network, and not encrypted.
    NotPrivate,
    /// What the person has to see and accept was not accepted.
    NotAccepted,
    /// The network is metered, and the person has not said that it may be asked all the same.
    Metered,
    /// The network could not be asked.
    NotAsked,
}

impl From<RemoteFault> for Refusal {
    fn from(fault: RemoteFault) -> Self {
        match fault {
            RemoteFault::Id => Self::BadName,
            RemoteFault::Address => Self::BadAddress,
            RemoteFault::NoPin => Self::NotAccepted,
        }
    }
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
            Self::BadName => (ErrorCode::BadRequest, "error-gateway-name"),
            Self::NameTaken => (ErrorCode::BadRequest, "error-gateway-name-taken"),
            Self::BadAddress => (ErrorCode::BadRequest, "cli-gateways-address"),
            Self::NoHost => (ErrorCode::NotConnected, "cli-gateways-no-address"),
            Self::NoCertificate => (ErrorCode::NotConnected, "cli-gateways-no-certificate"),
            Self::NotPrivate => (ErrorCode::BadRequest, "cli-gateways-not-private"),
            Self::NotAccepted => (ErrorCode::NeedsConfirmation, "error-gateway-not-accepted"),
            Self::Metered => (ErrorCode::NeedsConfirmation, "error-near-metered"),
            Self::NotAsked => (ErrorCode::Failed, "error-near-failed"),
        };
        AppError { detail, ..AppError::new(code, catalogue.say(id)) }
    }
}
