//! Why a connection or a call did not work, with everything needed to decide what comes next.

use crate::bounded::{CODE_BYTES, MESSAGE_BYTES, bounded};
use crate::close_code;
use crate::frame::WireError;
use crate::tls::Pin;
use serde_json::Value;
use std::io::ErrorKind;
use std::net::IpAddr;

/// Why `open` did not lead to a session.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum ConnectFailure {
    /// No TCP connection: nobody listens, or the host is not reachable.
    #[error("nothing answers at this address: {0}")]
    Unreachable(ErrorKind),
    /// A connection without encryption would have left this computer and its private network; nothing was sent.
    #[error("{0} is on no private network, and the connection is not encrypted")]
    NotPrivate(IpAddr),
    /// The peer shows another certificate than the one that was accepted; nothing was sent.
    #[error("another certificate than the accepted one: {came}")]
    OtherCertificate {
        /// What it shows.
        came: Pin,
    },
    /// The peer does not speak TLS, or breaks it off.
    #[error("no encrypted connection: {0}")]
    NoTls(String),
    /// The peer did not finish in time; it may be another program, or a gateway that is stuck.
    #[error("no hello in time, waiting for {0}")]
    HandshakeTimeout(Stage),
    /// Something answers, but not as a gateway does.
    #[error("not a gateway: {0}")]
    NotAGateway(NotAGateway),
    /// The gateway answered and said no.
    #[error("refused: {0}")]
    Refused(Box<Refusal>),
    /// The gateway is up but not ready to take connections.
    #[error("the gateway is starting")]
    Starting {
        /// How long the gateway asks to wait, milliseconds.
        retry_after_ms: Option<u64>,
        /// What it waits for, such as `startup-sidecars`.
        reason: Option<String>,
    },
    /// Client and gateway share no protocol version.
    #[error("no common protocol version")]
    ProtocolMismatch {
        /// The version the gateway speaks, when it says so.
        gateway_protocol: Option<u64>,
        /// The oldest version it takes from any client, when it says so.
        gateway_minimum: Option<u64>,
    },
    /// The peer sent more than may be read before a hello.
    #[error("the peer sent too much before its hello")]
    TooLarge,
    /// The connection ended before the hello without an answer.
    #[error("closed during the handshake: {code} {reason}")]
    Closed {
        /// A close code; 1006 when the connection just ended.
        code: u16,
        /// The reason sent with it, bounded.
        reason: String,
    },
}

/// How far the handshake came.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Stage {
    /// The TCP connection.
    #[error("the connection")]
    Tcp,
    /// The encryption.
    #[error("the encryption")]
    Tls,
    /// The HTTP upgrade.
    #[error("the WebSocket upgrade")]
    Upgrade,
    /// The gateway's `connect.challenge`.
    #[error("the challenge")]
    Challenge,
    /// The answer to the connect request.
    #[error("the hello")]
    Hello,
}

/// What showed that the peer is not a gateway this client knows.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotAGateway {
    /// The upgrade was answered by an ordinary HTTP response.
    #[error("HTTP status {status}")]
    HttpStatus {
        /// The status.
        status: u16,
        /// `error.type` of a JSON body, such as `proxy_attribution_required`.
        error_type: Option<String>,
    },
    /// The upgrade was answered with something else than HTTP.
    #[error("no WebSocket upgrade")]
    NoUpgrade,
    /// WebSocket messages came, but no challenge among the first of them.
    #[error("no challenge")]
    NoChallenge,
    /// The challenge or the hello lacks what every gateway sends.
    #[error("{0}")]
    Malformed(&'static str),
}

/// A gateway's refusal of a connect request.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Refusal {
    /// `details.code`, such as `AUTH_TOKEN_MISMATCH` or `PAIRING_REQUIRED`; empty when there are no details.
    pub code: String,
    /// The top-level code, such as `INVALID_REQUEST` or `NOT_PAIRED`.
    pub top_code: String,
    /// The gateway's own sentence, bounded.
    pub message: String,
    /// `details.reason`, such as `scope-upgrade`, else `details.authReason`.
    pub reason: Option<String>,
    /// The pending pairing request to approve.
    pub request_id: Option<String>,
    /// `retry_with_device_token`, `wait_then_retry` and the like.
    pub recommended_next_step: Option<String>,
    /// The gateway's hint that the device token may be accepted.
    pub can_retry_with_device_token: bool,
    /// `details.pauseReconnect`, when the gateway says it.
    pub pause_reconnect: Option<bool>,
    /// How long the gateway asks to wait, milliseconds.
    pub retry_after_ms: Option<u64>,
    /// Scopes this connect asked for, as the gateway saw them.
    pub requested_scopes: Vec<String>,
    /// Scopes the device was granted earlier.
    pub approved_scopes: Vec<String>,
    /// Role this connect asked for.
    pub requested_role: Option<String>,
    /// Roles the device was granted earlier.
    pub approved_roles: Vec<String>,
    /// The gateway's advice, bounded.
    pub remediation_hint: Option<String>,
    /// The gateway's clock as its challenge told it, milliseconds since 1970.
    pub challenge_ts_ms: Option<i64>,
    /// The close code that followed, when it came within half a second.
    pub close_code: Option<u16>,
}

impl std::fmt::Display for Refusal {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let code = if self.code.is_empty() { &self.top_code } else { &self.code };
        write!(formatter, "{code} ({})", self.message)
    }
}

impl ConnectFailure {
    /// Sorts the error answer to a connect request.
    pub(crate) fn from_answer(error: WireError, challenge_ts_ms: Option<i64>, close_code: Option<u16>) -> Self {
        let details = &error.details;
        let text = |key: &str| text_in(details, key);
        let code = text("code").unwrap_or_default();
        if code == "PROTOCOL_MISMATCH" || details["expectedProtocol"].is_u64() {
            return Self::ProtocolMismatch {
                gateway_protocol: details["expectedProtocol"].as_u64(),
                gateway_minimum: details["minimumProbeProtocol"].as_u64(),
            };
        }
        if close_code == Some(close_code::PROTOCOL_ERROR) {
            return Self::ProtocolMismatch { gateway_protocol: None, gateway_minimum: None };
        }
        let starting = error.code == "UNAVAILABLE" && error.retryable;
        if starting || close_code == Some(close_code::TRY_AGAIN_LATER) {
            return Self::Starting { retry_after_ms: error.retry_after_ms, reason: text("reason") };
        }
        Self::Refused(Box::new(Refusal {
            reason: text("reason").or_else(|| text("authReason")),
            request_id: text("requestId"),
            recommended_next_step: text("recommendedNextStep"),
            can_retry_with_device_token: details["canRetryWithDeviceToken"].as_bool().unwrap_or(false),
            pause_reconnect: details["pauseReconnect"].as_bool(),
            retry_after_ms: error.retry_after_ms.or_else(|| details["retryAfterMs"].as_u64()),
            requested_scopes: texts_in(details, "requestedScopes"),
            approved_scopes: texts_in(details, "approvedScopes"),
            requested_role: text("requestedRole"),
            approved_roles: texts_in(details, "approvedRoles"),
            remediation_hint: details["remediationHint"].as_str().map(|hint| bounded(hint, MESSAGE_BYTES).to_owned()),
            code,
            top_code: error.code,
            message: error.message,
            challenge_ts_ms,
            close_code,
        }))
    }

    /// Sorts a close that came instead of an answer.
    pub(crate) fn from_close(code: u16, reason: &str) -> Self {
        match code {
            close_code::TRY_AGAIN_LATER => Self::Starting { retry_after_ms: None, reason: None },
            close_code::PROTOCOL_ERROR if reason.contains("protocol mismatch") => {
                Self::ProtocolMismatch { gateway_protocol: None, gateway_minimum: None }
            }
            _ => Self::Closed { code, reason: bounded(reason, MESSAGE_BYTES).to_owned() },
        }
    }
}

/// Why a call has no result.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum CallFailure {
    /// The gateway answered with an error.
    #[error("{code}: {message}")]
    Refused {
        /// The top-level code, such as `FORBIDDEN` or `INVALID_REQUEST`.
        code: String,
        /// The gateway's own sentence, bounded.
        message: String,
        /// More about it; null when absent.
        details: Value,
        /// True when the gateway says that trying again may help.
        retryable: bool,
        /// How long the gateway asks to wait, milliseconds.
        retry_after_ms: Option<u64>,
    },
    /// No answer in time. The gateway may still carry the call out.
    #[error("no answer in time")]
    Timeout,
    /// The connection ended first. The gateway may have carried the call out.
    #[error("the connection closed: {code} {reason}")]
    Closed {
        /// The close code; 1006 when the connection just ended.
        code: u16,
        /// The reason, bounded.
        reason: String,
    },
    /// The request is larger than the gateway accepts; nothing was sent.
    #[error("the request is larger than the gateway accepts")]
    TooLarge,
}

impl CallFailure {
    /// `details.code` of a refusal, such as `MISSING_SCOPE`.
    pub fn detail_code(&self) -> Option<&str> {
        match self {
            Self::Refused { details, .. } => details["code"].as_str(),
            _ => None,
        }
    }
}

impl From<WireError> for CallFailure {
    fn from(error: WireError) -> Self {
        Self::Refused {
            code: error.code,
            message: error.message,
            details: error.details,
            retryable: error.retryable,
            retry_after_ms: error.retry_after_ms,
        }
    }
}

fn text_in(object: &Value, key: &str) -> Option<String> {
    object[key].as_str().map(|text| bounded(text, CODE_BYTES).to_owned())
}

fn texts_in(object: &Value, key: &str) -> Vec<String> {
    let list = object[key].as_array().map(Vec::as_slice).unwrap_or_default();
    list.iter().filter_map(Value::as_str).take(64).map(|text| bounded(text, CODE_BYTES).to_owned()).collect()
}
