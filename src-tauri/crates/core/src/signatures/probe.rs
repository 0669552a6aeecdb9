//! What `gateway status`, `gateway probe`, `status` and `doctor` say of a gateway they looked at.

use super::{Signature, signature::shows};

pub(super) static PROBE: &[Signature] = &[
    shows(
        "probe.ssh_fallback",
        &[
            "SSH tunnel failed",
            "ssh_tunnel_failed",
            "falling back to direct probes",
            "ssh tunnel could not be started",
            "ssh tunnel exited",
        ],
    ),
    shows(
        "probe.multiple_gateways",
        &[
            "multiple reachable gateway",
            "multiple_gateways",
            "multiple gateway identities",
            "more than one reachable gateway",
            "multiple gateways reachable",
            "Multiple reachable gateways",
        ],
    ),
    shows(
        "probe.scope_limited",
        &[
            "Read-probe diagnostics are limited",
            "probe_scope_limited",
            "RPC: limited",
            "unreachable (missing scope: operator",
            "limited by gateway scopes",
            "limited by missing scope",
            "Read probe: limited",
            "unreachable (scope",
        ],
    )
    .cause(),
    shows(
        "probe.degraded",
        &[
            "follow-up read diagnostics failed",
            "read diagnostics failed",
            "Capability: degraded",
            "probe_read_failed",
            "Read probe: failed",
            "connect ok, rpc failed",
            "Connect: ok",
        ],
    )
    .none(&["RPC: ok", "RPC: limited"]),
    shows(
        "probe.secretref_unresolved",
        &[
            "SecretRef is unresolved",
            "SecretRef is configured but unresolved",
            "managed via SecretRef and is currently unavailable",
            "SecretRef unresolved",
            "unresolved SecretRef",
            "secrets are unavailable",
            "SECRETS_DEGRADED",
            "GatewaySecretRefUnavailable",
            "GATEWAY_SECRET_REF_UNAVAILABLE",
            "secret reference was not found",
            "SecretRef resolution failed",
            "unable to resolve SecretRef",
            "auth_secretref_unresolved",
            "secretref_unresolved",
            "Environment variable is missing or empty",
            "could not resolve SecretRef",
            "SECRETS_GATEWAY_AUTH_SURFACE",
            "is a SecretRef",
            "MissingEnvVarError",
            "failed to resolve gateway.auth",
            "configured as a secret reference but is unavailable",
            "auth_secretref_unavailable",
            "SecretRefResolutionError",
            "SecretProviderError",
        ],
    )
    .none(&["state=active", "SECRETS_GATEWAY_AUTH_SURFACE: active"])
    .cause(),
];
