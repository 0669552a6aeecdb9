//! Why a connection was not accepted. Categories, not texts: the table in `policy` acts on these.

/// What is wrong with the proof that this computer is the device it says it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DeviceFault {
    /// The gateway wants a device and none was named.
    Required,
    /// The signature does not fit.
    Signature,
    /// The signature is too old, or from the future: one of the two clocks is wrong, or the connection is very slow.
    Stale,
    /// The answer belongs to another challenge.
    Nonce,
    /// The id does not belong to the key.
    Identity,
}

/// Why a connection was not accepted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// Nobody listens, or the connection broke before hello.
    Unreachable {
        /// Technical words.
        words: String,
    },
    /// The tunnel to the gateway's computer did not come up.
    Tunnel {
        /// The last words of the program that makes it.
        words: String,
    },
    /// Whoever answers shows another certificate than the one that was accepted.
    OtherCertificate {
        /// The SHA-256 of what is shown, in hexadecimal digits.
        came: String,
    },
    /// The gateway is starting.
    Starting {
        /// When it wants to be asked again, milliseconds.
        retry_after_ms: Option<u64>,
    },
    /// Something else answers there.
    NotAGateway {
        /// Technical words.
        words: String,
    },
    /// Too many failures.
    RateLimited {
        /// When it wants to be asked again, milliseconds.
        retry_after_ms: Option<u64>,
    },
    /// Pairing is needed.
    Pairing {
        /// `not-paired`, `scope-upgrade`, `role-upgrade`, `metadata-upgrade`.
        reason: String,
        /// The request that waits.
        request: Option<String>,
        /// Role asked for.
        role: Option<String>,
        /// Scopes asked for.
        scopes: Vec<String>,
        /// The gateway says that asking again by itself is wanted, after so many milliseconds where it names them.
        ask_again: Option<Option<u64>>,
    },
    /// The shared token is not the gateway's.
    TokenMismatch,
    /// A token is needed and none was sent.
    TokenMissing,
    /// The device token is not known (any more).
    DeviceTokenMismatch,
    /// The device token is good, but not for all the scopes asked for.
    ScopeMismatch,
    /// The password is not the gateway's.
    PasswordMismatch,
    /// A password is needed and none was sent.
    PasswordMissing,
    /// The gateway is set to a token or password and has none itself.
    NotConfigured {
        /// The gateway's code.
        code: String,
    },
    /// The device's proof was not accepted.
    Device {
        /// What about it.
        fault: DeviceFault,
        /// The gateway's clock minus ours, milliseconds, where its challenge told.
        clock_ahead_ms: Option<i64>,
    },
    /// The gateway does not trust the page or address that the connection names.
    OriginNotAllowed,
    /// Only who an identity proxy or network vouches for may enter.
    IdentityProxy {
        /// The gateway's code.
        code: String,
    },
    /// One of the two is too old for the other.
    ClientVersion {
        /// The gateway's code.
        code: String,
    },
    /// No common protocol version.
    Protocol {
        /// Technical words.
        words: String,
        /// The gateway is the older one of the two; absent where it did not say which version it speaks.
        gateway_is_older: Option<bool>,
    },
    /// Any other refusal.
    Other {
        /// The gateway's code.
        code: String,
        /// The gateway's words, bounded.
        words: String,
    },
}

impl Refusal {
    /// Technical words about it, where it has any beside its code.
    pub(crate) fn words(&self) -> &str {
        match self {
            Self::Unreachable { words }
            | Self::NotAGateway { words }
            | Self::Tunnel { words }
            | Self::Protocol { words, .. }
            | Self::Other { words, .. } => words,
            other => other.code(),
        }
    }

    /// The gateway's code for it, as OpenClaw's pages name it.
    pub fn code(&self) -> &str {
        match self {
            Self::Unreachable { .. } => "unreachable",
            Self::NotAGateway { .. } => "not a gateway",
            Self::Tunnel { .. } => "no tunnel",
            Self::OtherCertificate { .. } => "another certificate",
            Self::Starting { .. } => "UNAVAILABLE",
            Self::RateLimited { .. } => "AUTH_RATE_LIMITED",
            Self::Pairing { .. } => "PAIRING_REQUIRED",
            Self::TokenMismatch => "AUTH_TOKEN_MISMATCH",
            Self::TokenMissing => "AUTH_TOKEN_MISSING",
            Self::DeviceTokenMismatch => "AUTH_DEVICE_TOKEN_MISMATCH",
            Self::ScopeMismatch => "AUTH_SCOPE_MISMATCH",
            Self::PasswordMismatch => "AUTH_PASSWORD_MISMATCH",
            Self::PasswordMissing => "AUTH_PASSWORD_MISSING",
            Self::Device { fault, .. } => match fault {
                DeviceFault::Required => "DEVICE_IDENTITY_REQUIRED",
                DeviceFault::Signature => "DEVICE_AUTH_SIGNATURE_INVALID",
                DeviceFault::Stale => "DEVICE_AUTH_SIGNATURE_EXPIRED",
                DeviceFault::Nonce => "DEVICE_AUTH_NONCE_MISMATCH",
                DeviceFault::Identity => "DEVICE_AUTH_DEVICE_ID_MISMATCH",
            },
            Self::OriginNotAllowed => "CONTROL_UI_ORIGIN_NOT_ALLOWED",
            Self::Protocol { .. } => "PROTOCOL_MISMATCH",
            Self::NotConfigured { code }
            | Self::IdentityProxy { code }
            | Self::ClientVersion { code }
            | Self::Other { code, .. } => code,
        }
    }
}
