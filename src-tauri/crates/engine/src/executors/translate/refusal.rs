//! Why a connection was not accepted, by the gateway's codes. Its sentences decide nothing.

use clawtray_core::{DeviceFault, Refusal};
use clawtray_gateway::{ConnectFailure, Refusal as Refused, connect::MAX_PROTOCOL};

use super::RIGHTS_KEPT;
use crate::executors::approvals::read::exact;
use crate::words::{LINE, NAME, clean, clean_field, clean_list};

/// Sorts a failure. `now_ms` is compared with the gateway's clock.
pub(crate) fn refusal(failure: ConnectFailure, now_ms: u64) -> Refusal {
    let words = clean(&failure.to_string(), LINE);
    match failure {
        ConnectFailure::Unreachable(_) | ConnectFailure::HandshakeTimeout(_) | ConnectFailure::Closed { .. } => {
            Refusal::Unreachable { words }
        }
        ConnectFailure::NotPrivate(_) => Refusal::Unreachable { words },
        ConnectFailure::OtherCertificate { came } => Refusal::OtherCertificate { came: came.to_string() },
        ConnectFailure::NotAGateway(_) | ConnectFailure::NoTls(_) | ConnectFailure::TooLarge => {
            Refusal::NotAGateway { words }
        }
        ConnectFailure::Starting { retry_after_ms, .. } => Refusal::Starting { retry_after_ms },
        ConnectFailure::ProtocolMismatch { gateway_protocol, .. } => {
            let gateway_is_older = gateway_protocol.map(|spoken| spoken < u64::from(MAX_PROTOCOL));
            Refusal::Protocol { words, gateway_is_older }
        }
        ConnectFailure::Refused(refused) => by_code(*refused, now_ms),
    }
}

/// The connect error codes of OpenClaw 2026.9.6.
fn by_code(refused: Refused, now_ms: u64) -> Refusal {
    let code = if refused.code.is_empty() { refused.top_code.as_str() } else { refused.code.as_str() };
    let named = || clean(code, NAME);
    match code {
        "AUTH_TOKEN_MISMATCH" | "AUTH_UNAUTHORIZED" => Refusal::TokenMismatch,
        // A code for setting up a device was sent, which this client never does: what is missing is a token.
        "AUTH_TOKEN_MISSING" | "AUTH_REQUIRED" | "AUTH_BOOTSTRAP_TOKEN_INVALID" => Refusal::TokenMissing,
        "AUTH_DEVICE_TOKEN_MISMATCH" => Refusal::DeviceTokenMismatch,
        "AUTH_SCOPE_MISMATCH" => Refusal::ScopeMismatch,
        "AUTH_PASSWORD_MISMATCH" => Refusal::PasswordMismatch,
        "AUTH_PASSWORD_MISSING" => Refusal::PasswordMissing,
        "AUTH_TOKEN_NOT_CONFIGURED" | "AUTH_PASSWORD_NOT_CONFIGURED" => Refusal::NotConfigured { code: named() },
        "AUTH_RATE_LIMITED" => Refusal::RateLimited { retry_after_ms: refused.retry_after_ms },
        "PAIRING_REQUIRED" => pairing(&refused),
        "DEVICE_IDENTITY_REQUIRED" | "CONTROL_UI_DEVICE_IDENTITY_REQUIRED" => {
            device(DeviceFault::Required, &refused, now_ms)
        }
        "DEVICE_AUTH_INVALID" | "DEVICE_AUTH_SIGNATURE_INVALID" => device(DeviceFault::Signature, &refused, now_ms),
        "DEVICE_AUTH_SIGNATURE_EXPIRED" => device(DeviceFault::Stale, &refused, now_ms),
        "DEVICE_AUTH_NONCE_REQUIRED" | "DEVICE_AUTH_NONCE_MISMATCH" => device(DeviceFault::Nonce, &refused, now_ms),
        "DEVICE_AUTH_DEVICE_ID_MISMATCH" | "DEVICE_AUTH_PUBLIC_KEY_INVALID" => {
            device(DeviceFault::Identity, &refused, now_ms)
        }
        "CONTROL_UI_ORIGIN_NOT_ALLOWED" => Refusal::OriginNotAllowed,
        "AUTH_TAILSCALE_IDENTITY_MISSING"
        | "AUTH_TAILSCALE_PROXY_MISSING"
        | "AUTH_TAILSCALE_WHOIS_FAILED"
        | "AUTH_TAILSCALE_IDENTITY_MISMATCH"
        | "AUTH_IDENTITY_HEADER_REQUIRED"
        | "AUTH_VERIFIED_USER_REQUIRED"
        | "AUTHENTICATED_PROFILE_UNAVAILABLE" => Refusal::IdentityProxy { code: named() },
        "CLIENT_VERSION_MISMATCH" | "CONTROL_UI_BUILD_MISMATCH" => Refusal::ClientVersion { code: named() },
        _ => Refusal::Other { code: named(), words: clean(&refused.message, LINE) },
    }
}

fn pairing(refused: &Refused) -> Refusal {
    let asks_again =
        refused.pause_reconnect == Some(false) || refused.recommended_next_step.as_deref() == Some("wait_then_retry");
    Refusal::Pairing {
        reason: clean_field(refused.reason.as_deref(), NAME).unwrap_or_else(|| "not-paired".to_owned()),
        request: refused.request_id.as_deref().and_then(exact),
        role: clean_field(refused.requested_role.as_deref(), NAME),
        scopes: clean_list(&refused.requested_scopes, RIGHTS_KEPT),
        ask_again: asks_again.then_some(refused.retry_after_ms),
    }
}

fn device(fault: DeviceFault, refused: &Refused, now_ms: u64) -> Refusal {
    let ours = i64::try_from(now_ms).ok();
    let clock_ahead_ms = refused.challenge_ts_ms.zip(ours).and_then(|(theirs, ours)| theirs.checked_sub(ours));
    Refusal::Device { fault, clock_ahead_ms }
}

#[cfg(test)]
mod tests {
    use clawtray_core::{DeviceFault, Refusal};
    use clawtray_gateway::{ConnectFailure, Refusal as Refused};

    use super::refusal;

    /// Every connect error code of OpenClaw 2026.9.6 with the code of the category it belongs to.
    const CODES: [(&str, &str); 32] = [
        ("AUTH_BOOTSTRAP_TOKEN_INVALID", "AUTH_TOKEN_MISSING"),
        ("CONTROL_UI_BUILD_MISMATCH", "CONTROL_UI_BUILD_MISMATCH"),
        ("DEVICE_AUTH_NONCE_MISMATCH", "DEVICE_AUTH_NONCE_MISMATCH"),
        ("AUTH_REQUIRED", "AUTH_TOKEN_MISSING"),
        ("AUTH_UNAUTHORIZED", "AUTH_TOKEN_MISMATCH"),
        ("AUTH_TOKEN_MISSING", "AUTH_TOKEN_MISSING"),
        ("AUTH_TOKEN_MISMATCH", "AUTH_TOKEN_MISMATCH"),
        ("AUTH_TOKEN_NOT_CONFIGURED", "AUTH_TOKEN_NOT_CONFIGURED"),
        ("AUTH_PASSWORD_MISSING", "AUTH_PASSWORD_MISSING"),
        ("AUTH_PASSWORD_MISMATCH", "AUTH_PASSWORD_MISMATCH"),
        ("AUTH_PASSWORD_NOT_CONFIGURED", "AUTH_PASSWORD_NOT_CONFIGURED"),
        ("AUTH_DEVICE_TOKEN_MISMATCH", "AUTH_DEVICE_TOKEN_MISMATCH"),
        ("AUTH_SCOPE_MISMATCH", "AUTH_SCOPE_MISMATCH"),
        ("AUTH_RATE_LIMITED", "AUTH_RATE_LIMITED"),
        ("AUTH_TAILSCALE_IDENTITY_MISSING", "AUTH_TAILSCALE_IDENTITY_MISSING"),
        ("AUTH_TAILSCALE_PROXY_MISSING", "AUTH_TAILSCALE_PROXY_MISSING"),
        ("AUTH_TAILSCALE_WHOIS_FAILED", "AUTH_TAILSCALE_WHOIS_FAILED"),
        ("AUTH_TAILSCALE_IDENTITY_MISMATCH", "AUTH_TAILSCALE_IDENTITY_MISMATCH"),
        ("AUTH_IDENTITY_HEADER_REQUIRED", "AUTH_IDENTITY_HEADER_REQUIRED"),
        ("AUTH_VERIFIED_USER_REQUIRED", "AUTH_VERIFIED_USER_REQUIRED"),
        ("AUTHENTICATED_PROFILE_UNAVAILABLE", "AUTHENTICATED_PROFILE_UNAVAILABLE"),
        ("PAIRING_REQUIRED", "PAIRING_REQUIRED"),
        ("DEVICE_IDENTITY_REQUIRED", "DEVICE_IDENTITY_REQUIRED"),
        ("CONTROL_UI_DEVICE_IDENTITY_REQUIRED", "DEVICE_IDENTITY_REQUIRED"),
        ("DEVICE_AUTH_INVALID", "DEVICE_AUTH_SIGNATURE_INVALID"),
        ("DEVICE_AUTH_SIGNATURE_INVALID", "DEVICE_AUTH_SIGNATURE_INVALID"),
        ("DEVICE_AUTH_SIGNATURE_EXPIRED", "DEVICE_AUTH_SIGNATURE_EXPIRED"),
        ("DEVICE_AUTH_NONCE_REQUIRED", "DEVICE_AUTH_NONCE_MISMATCH"),
        ("DEVICE_AUTH_DEVICE_ID_MISMATCH", "DEVICE_AUTH_DEVICE_ID_MISMATCH"),
        ("DEVICE_AUTH_PUBLIC_KEY_INVALID", "DEVICE_AUTH_DEVICE_ID_MISMATCH"),
        ("CONTROL_UI_ORIGIN_NOT_ALLOWED", "CONTROL_UI_ORIGIN_NOT_ALLOWED"),
        ("CLIENT_VERSION_MISMATCH", "CLIENT_VERSION_MISMATCH"),
    ];

    fn refused(change: impl FnOnce(&mut Refused)) -> Refusal {
        let mut refused = Refused::default();
        change(&mut refused);
        refusal(ConnectFailure::Refused(Box::new(refused)), 1_000_000)
    }

    #[test]
    fn every_known_code_has_a_category_of_its_own() {
        for (code, category) in CODES {
            let sorted = refused(|refused| refused.code = code.to_owned());
            assert!(!matches!(sorted, Refusal::Other { .. }), "{code}");
            assert_eq!(sorted.code(), category, "{code}");
        }
    }

    #[test]
    fn sentences_decide_nothing_and_unknown_codes_are_named() {
        let sorted = refused(|refused| {
            refused.code = "AUTH_SOMETHING_NEW\u{202e}".to_owned();
            refused.message = "unauthorized: gateway token mismatch\n".to_owned();
        });
        let words = "unauthorized: gateway token mismatch".to_owned();
        assert_eq!(sorted, Refusal::Other { code: "AUTH_SOMETHING_NEW".to_owned(), words });
    }

    #[test]
    fn both_ways_of_asking_for_another_try_are_heard() {
        let pairing = |change: fn(&mut Refused)| {
            let sorted = refused(|refused| {
                refused.code = "PAIRING_REQUIRED".to_owned();
                change(refused);
            });
            match sorted {
                Refusal::Pairing { ask_again, reason, .. } => (ask_again, reason),
                other => panic!("{other:?}"),
            }
        };
        assert_eq!(pairing(|_| {}), (None, "not-paired".to_owned()));
        assert_eq!(pairing(|refused| refused.pause_reconnect = Some(true)).0, None);
        assert_eq!(pairing(|refused| refused.pause_reconnect = Some(false)).0, Some(None));
        let waits = pairing(|refused| {
            refused.recommended_next_step = Some("wait_then_retry".to_owned());
            refused.retry_after_ms = Some(7_000);
            refused.reason = Some("role-upgrade".to_owned());
        });
        assert_eq!(waits, (Some(Some(7_000)), "role-upgrade".to_owned()));
    }

    #[test]
    fn the_challenge_tells_how_far_the_clocks_are_apart() {
        let sorted = refused(|refused| {
            refused.code = "DEVICE_AUTH_SIGNATURE_EXPIRED".to_owned();
            refused.challenge_ts_ms = Some(1_000_000 - 7_200_000);
        });
        assert_eq!(sorted, Refusal::Device { fault: DeviceFault::Stale, clock_ahead_ms: Some(-7_200_000) });
        let unknown = refused(|refused| refused.code = "DEVICE_AUTH_INVALID".to_owned());
        assert_eq!(unknown, Refusal::Device { fault: DeviceFault::Signature, clock_ahead_ms: None });
    }
}
