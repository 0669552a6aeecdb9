//! Signing in to a gateway, and looking at it from outside.

use super::{
    super::{Signature, signature::shows},
    names::{BROWSERS, CHANNELS},
};

pub(in super::super) static SIGN_IN: &[Signature] = &[
    shows(
        "auth.token_mismatch",
        &[
            "Auth failed. Re-copy a tokenized URL",
            "Auth failed. Update the token",
            "code=4008 reason=connect failed",
            "disconnected (4008)",
            "gateway token is invalid",
            "gateway token is wrong",
            "wrong gateway token",
            "gateway token does not match",
            "gateway auth failed",
            "token does not match gateway",
            "gateway rejected the token",
        ],
    )
    .none(&["discord"])
    .hint(),
    shows("auth.token_mismatch", &["credentials", "token "])
        .with(&["gateway"])
        .pattern(
        r"(?i)credentials (?:were|was|are)?\s?(?:rejected|not accepted|refused)|token\b.{0,30}\b(?:belongs to|is from|is for) (?:a different|another) gateway",
    )
        .none(&["provider=", "model=", "device token", "do not"])
        .hint(),
    shows("auth.token_mismatch", &["unauthorized", "mismatch"])
        .with(&[
            "gateway token",
            "gateway auth",
            "OPENCLAW_GATEWAY_TOKEN",
            "gateway.auth.token",
            "gateway.remote.token",
        ])
        .none(&["device", "password", "missing", "service"])
        .hint(),
    shows("auth.token_missing", &["missing", "required", "not set", "no token", "not provided", "not configured", "requires explicit"])
        .with(&[
            "gateway token",
            "gateway auth token",
            "OPENCLAW_GATEWAY_TOKEN",
            "gateway.remote.token",
            "gateway credentials",
            "gateway url override",
        ])
        .none(&[
            "Generated",
            "generated",
            "bind",
            "device",
            "secretref",
            "Service config",
            "optional",
            "not required",
            "path missing",
        ])
        .hint(),
    shows("auth.password_mismatch", &["password"])
        .with(&["gateway"])
        .pattern(
        r"(?i)password\b.{0,40}(?:mismatch|incorrect|invalid|wrong|missing|rejected|denied|required)|(?:incorrect|invalid|wrong|missing|bad)\b.{0,30}password",
    )
        .none(&["bind", "ssh", "blank", "no password is configured", "bluebubbles", "sudo"])
        .hint(),
    shows("auth.device_token_mismatch", &["device token", "device-token", "device auth"]).pattern(
        r"(?i)device[- _](?:token|auth)\b.{0,60}(?:mismatch|revoked|expired|invalid|rejected|stale|unknown|predates|no longer|rotat)|(?:invalid|revoked|expired|stale|rejected)\b.{0,20}device[- _]token",
    ).none(&[
        "auth=device-token",
        "apns",
        "rotated",
        "bootstrap",
    ]),
    shows(
        "auth.device_identity",
        &["device signature", "device nonce", "device identity", "device key", "device proof", "signedAt"],
    )
    .pattern(r"(?i)(?:invalid|expired|stale|mismatch|missing|required|reject|fail|skew|future|too old|bad)")
    .none(&["sqlite", "retired", "legacy", "not persisted", "re-approve", "must be approved", "metadata upgrade", "Hint: pair"]),
    shows(
        "auth.pairing_required",
        &[
            "not paired",
            "awaiting approval",
            "pending approval",
            "not been approved",
            "not approved",
            "needs approval",
            "waiting for approval",
        ],
    )
    .with(&["device", "gateway", "operator", "control ui", "1008", "node host", "client"])
    .none(&["exec", "command", "system.run", "sender", "telegram", "whatsapp", "approved automatically"])
    .hint(),
    shows(
        "auth.scope_mismatch",
        &[
            "operator.read",
            "operator.write",
            "operator.admin",
            "operator.approvals",
            "operator.pairing",
            "operator scope",
        ],
    )
    .pattern(r"(?i)missing|require|lack|not granted|insufficient|denied|not approved|forbidden|exceed")
    .none(&["unreachable (", "rpc: limited", "read-probe", "read probe", "approvedScopes"]),
    shows(
        "auth.origin_not_allowed",
        &[
            "origin not",
            "origin is not",
            "origin rejected",
            "untrusted origin",
            "disallowed origin",
            "origin denied",
            "blocked origin",
            "unknown origin",
            "allowedOrigins",
        ],
    )
    .none(&["cors policy", "seed", "hot reload", "change detected", "plugin", "✓", "Unrecognized"])
    // The configuration itself.
    .none(&["allowedOrigins\": [", "allowedOrigins\":[", "allowedOrigins\": {", "allowedOrigins: ["]),
    shows("auth.rate_limited", &["too many", "locked out", "temporarily locked", "temporarily blocked"])
        .with(&["auth", "sign-in", "login attempts", "pairing attempts", "password attempts"])
        .none(&["provider", "model", "429", "token refresh", "whatsapp", "telegram", "discord"])
        .hint(),
    shows(
        "probe.ssh_fallback",
        &[
            "SSH tunnel",
            "ssh: connect to host",
            "ssh: Could not resolve hostname",
            "Host key verification failed",
            "kex_exchange_identification",
            "Permission denied (publickey",
            "ssh exited",
            "remote port forwarding failed",
            "channel_setup_fwd_listener",
        ],
    )
    .pattern(r"(?i)fail|could not|denied|refused|timed out|closed|exited|not start|resolve")
    .none(&["github.com", "git@", "npm error"]),
    shows(
        "probe.degraded",
        &["Gateway accepted the connection, but", "connected, but", "status requests fail", "read probe"],
    )
    .pattern(r"(?i)fail|timed out|error|did not")
    .none(BROWSERS)
    .none(&["channel", "read probe: ok"])
    .hint(),
    shows("probe.multiple_gateways", &["gateways"]).pattern(r"(?i)(?:multiple|more than one|several|two|\b[2-9])\s+(?:\w+\s+){0,2}gateways?\b").none(&["gateways: 1"]).hint(),
    shows(
        "probe.secretref_unresolved",
        &[
            "SecretRef",
            "secret reference",
            "secret provider",
            "secrets provider",
            "secrets runtime",
            "secrets.resolve",
            "secrets.reload",
        ],
    )
    .pattern(
        r"(?i)unresolved|unavailable|fail|missing|not found|could not|cannot|invalid|timed out|denied|degraded|not resolve",
    )
    .none(&["usage was detected", "skipped", "state=active", "API key SecretRef"])
    .hint(),
    // A channel without its secret: the secret is the cause.
    shows("probe.secretref_unresolved", &["(SecretRef)", "SecretRef unavailable", "SecretRef is unresolved", "unresolved SecretRef"])
        .with(CHANNELS)
        .none(&["skipped", "resolved after"])
        .cause(),
];
