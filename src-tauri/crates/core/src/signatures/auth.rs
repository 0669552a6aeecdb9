//! Signing in to a gateway. Wording of `connect` errors since 2026.1, of the Control UI, and of the clients.

use super::{Signature, signature::shows};

pub(super) static AUTH: &[Signature] = &[
    shows(
        "auth.token_missing",
        &[
            "gateway token missing",
            "AUTH_TOKEN_MISSING",
            "reason=token_missing",
            "authReason=token_missing",
            "authReason\":\"token_missing",
            "gateway auth token missing",
            "No gateway token",
            "gateway token is required",
            "missing gateway auth token",
            "gateway credentials are required",
        ],
    ),
    shows(
        "auth.token_mismatch",
        &[
            "gateway token mismatch",
            "AUTH_TOKEN_MISMATCH",
            "reason=token_mismatch",
            "authReason=token_mismatch",
            "authReason\":\"token_mismatch",
            "invalid gateway token",
            "gateway auth token mismatch",
            "gateway token rejected",
        ],
    )
    .none(&["AUTH_DEVICE_TOKEN_MISMATCH"]),
    shows(
        "auth.device_token_mismatch",
        &[
            "device token mismatch",
            "AUTH_DEVICE_TOKEN_MISMATCH",
            "device_token_mismatch",
            "device token revoked",
            "device token is invalid",
            "device-token-mismatch",
        ],
    )
    .cause(),
    shows(
        "auth.scope_mismatch",
        &[
            "AUTH_SCOPE_MISMATCH",
            "missing scope: operator",
            "missing scope: node",
            "MISSING_SCOPE",
            "scope-mismatch",
            "scope mismatch",
            "requested scopes exceed",
            "cannot manage devices with scopes",
            "device token rotation denied",
            "missing scope operator.",
        ],
    )
    .none(&["unreachable (missing scope", "RPC: limited", "Read-probe", "missing_scope"]),
    shows(
        "auth.pairing_required",
        &[
            "pairing required",
            "PAIRING_REQUIRED",
            "Capability: pairing-pending",
            "NOT_PAIRED",
            "device pairing required",
            "device is not approved yet",
            "scope upgrade pending approval",
            "security audit: device access upgrade requested",
            "reason=scope-upgrade",
            "reason=role-upgrade",
            "reason=metadata-upgrade",
            "reason=not-paired",
            "pairing-required",
            "device is awaiting approval",
            "pending device pairing request",
        ],
    )
    .none(&["node pairing request approved", "No pending device pairing"]),
    shows(
        "auth.device_identity",
        &[
            "device identity required",
            "DEVICE_IDENTITY_REQUIRED",
            "requires device identity",
            "device nonce",
            "device signature",
            "device-signature",
            "device-nonce",
            "device-id-mismatch",
            "DEVICE_AUTH_",
            "device identity mismatch",
            "device public key",
            "must have required property 'nonce'",
            "requires HTTPS or localhost (secure context)",
            "secure context",
            "device identity is required",
            "control-ui-insecure-auth",
        ],
    )
    .cause(),
    shows(
        "auth.origin_not_allowed",
        &[
            "origin not allowed",
            "CONTROL_UI_ORIGIN_NOT_ALLOWED",
            "origin missing or invalid",
            "requires gateway.controlUi.allowedOrigins",
            "origin mismatch",
        ],
    )
    .none(&["cors policy"])
    .cause(),
    shows(
        "auth.rate_limited",
        &[
            "too many failed authentication attempts",
            "AUTH_RATE_LIMITED",
            "reason=rate_limited",
            "authReason=rate_limited",
            "auth rate limit",
            "cause=rate_limited",
        ],
    )
    .none(&["No auth rate limit"]),
    shows(
        "auth.password_mismatch",
        &[
            "gateway password m",
            "AUTH_PASSWORD_M",
            "reason=password_m",
            "password_mismatch",
            "password_missing",
            "invalid gateway password",
            "gateway password is incorrect",
        ],
    ),
];
