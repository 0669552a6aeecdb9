//! Signing in to a gateway. Wording of `connect` errors since 2026.1, of the Control UI, and of the clients.

use super::{
    Signature,
    signature::{both, elsewhere, newer, says},
};

pub(super) static AUTH: &[Signature] = &[
    says(
        "auth.token_missing",
        &[
            both("gateway token missing"),
            newer("requires credentials before opening"),
            both("AUTH_TOKEN_MISSING"),
            elsewhere("reason=token_missing"),
            elsewhere("authReason=token_missing"),
            elsewhere("authReason\":\"token_missing"),
            elsewhere("gateway auth token missing"),
            both("No gateway token"),
            elsewhere("gateway token is required"),
            both("missing gateway auth token"),
            elsewhere("gateway credentials are required"),
        ],
    ),
    says(
        "auth.token_mismatch",
        &[
            both("gateway token mismatch"),
            both("AUTH_TOKEN_MISMATCH"),
            elsewhere("reason=token_mismatch"),
            elsewhere("authReason=token_mismatch"),
            elsewhere("authReason\":\"token_mismatch"),
            elsewhere("invalid gateway token"),
            elsewhere("gateway auth token mismatch"),
            elsewhere("gateway token rejected"),
        ],
    )
    .none(&["AUTH_DEVICE_TOKEN_MISMATCH"]),
    says(
        "auth.device_token_mismatch",
        &[
            both("device token mismatch"),
            both("AUTH_DEVICE_TOKEN_MISMATCH"),
            both("device_token_mismatch"),
            both("device token revoked"),
            elsewhere("device token is invalid"),
            both("device-token-mismatch"),
        ],
    )
    .cause(),
    says(
        "auth.scope_mismatch",
        &[
            newer("AUTH_SCOPE_MISMATCH"),
            both("missing scope: operator"),
            elsewhere("missing scope: node"),
            both("MISSING_SCOPE"),
            both("scope-mismatch"),
            newer("scope mismatch"),
            both("requested scopes exceed"),
            elsewhere("cannot manage devices with scopes"),
            both("device token rotation denied"),
            elsewhere("missing scope operator."),
        ],
    )
    .none(&["unreachable (missing scope", "RPC: limited", "Read-probe", "missing_scope"]),
    says(
        "auth.pairing_required",
        &[
            both("pairing required"),
            both("PAIRING_REQUIRED"),
            both("NOT_PAIRED"),
            both("device pairing required"),
            both("device is not approved yet"),
            both("scope upgrade pending approval"),
            both("security audit: device access upgrade requested"),
            elsewhere("reason=scope-upgrade"),
            elsewhere("reason=role-upgrade"),
            both("reason=metadata-upgrade"),
            elsewhere("reason=not-paired"),
            both("pairing-required"),
            elsewhere("device is awaiting approval"),
            both("pending device pairing request"),
        ],
    )
    .none(&["node pairing request approved", "No pending device pairing"]),
    // What keeps a status from being read whole.
    says("auth.pairing_required", &[elsewhere("Capability: pairing-pending")]).cause(),
    says(
        "auth.device_identity",
        &[
            both("device identity required"),
            both("DEVICE_IDENTITY_REQUIRED"),
            both("requires device identity"),
            both("device nonce"),
            both("device signature"),
            both("device-signature"),
            both("device-nonce"),
            both("device-id-mismatch"),
            both("DEVICE_AUTH_"),
            both("device identity mismatch"),
            both("device public key"),
            elsewhere("must have required property 'nonce'"),
            elsewhere("requires HTTPS or localhost (secure context)"),
            both("secure context"),
            elsewhere("device identity is required"),
            both("control-ui-insecure-auth"),
        ],
    )
    .cause(),
    says(
        "auth.origin_not_allowed",
        &[
            both("origin not allowed"),
            both("CONTROL_UI_ORIGIN_NOT_ALLOWED"),
            both("origin missing or invalid"),
            both("requires gateway.controlUi.allowedOrigins"),
            newer("origin mismatch"),
        ],
    )
    .none(&["cors policy"])
    .cause(),
    says(
        "auth.rate_limited",
        &[
            both("too many failed authentication attempts"),
            both("AUTH_RATE_LIMITED"),
            elsewhere("reason=rate_limited"),
            elsewhere("authReason=rate_limited"),
            both("auth rate limit"),
            elsewhere("cause=rate_limited"),
        ],
    )
    .none(&["No auth rate limit"]),
    says(
        "auth.password_mismatch",
        &[
            both("gateway password m"),
            both("AUTH_PASSWORD_M"),
            elsewhere("reason=password_m"),
            both("password_mismatch"),
            both("password_missing"),
            elsewhere("invalid gateway password"),
            elsewhere("gateway password is incorrect"),
        ],
    ),
];
