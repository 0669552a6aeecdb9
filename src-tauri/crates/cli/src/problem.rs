//! Why a command ends early.

use std::io;

use clawtray_contract::{AppError, ErrorCode};

/// Why a command ends early.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Problem {
    /// Whoever read our output has left: end quietly.
    #[error("the output is closed")]
    OutputClosed,
    /// The output cannot be written for another reason.
    #[error("the output cannot be written: {0}")]
    Output(io::Error),
    /// Something to tell the person.
    #[error("{0}")]
    Told(Box<AppError>),
}

impl Problem {
    /// A problem with a code and a sentence.
    pub(crate) fn new(code: ErrorCode, message: impl Into<String>) -> Self {
        AppError::new(code, message).into()
    }

    /// The same with a technical detail.
    pub(crate) fn detailed(code: ErrorCode, message: impl Into<String>, detail: impl ToString) -> Self {
        AppError { detail: Some(detail.to_string()), ..AppError::new(code, message) }.into()
    }

    /// The code, where there is one.
    pub(crate) fn code(&self) -> Option<ErrorCode> {
        match self {
            Self::Told(error) => Some(error.code),
            Self::OutputClosed | Self::Output(_) => None,
        }
    }
}

impl From<AppError> for Problem {
    fn from(error: AppError) -> Self {
        Self::Told(Box::new(error))
    }
}

impl From<io::Error> for Problem {
    /// Only for writing output.
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::BrokenPipe | io::ErrorKind::ConnectionReset => Self::OutputClosed,
            _ => Self::Output(error),
        }
    }
}
