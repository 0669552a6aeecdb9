//! What `gateway status`, `gateway probe`, `status` and `doctor` say of a gateway they looked at.

use super::{
    Signature,
    signature::{both, elsewhere, newer, older, says},
};

pub(super) static PROBE: &[Signature] = &[
    says(
        "probe.ssh_fallback",
        &[
            both("SSH tunnel failed"),
            both("ssh_tunnel_failed"),
            both("falling back to direct probes"),
            elsewhere("ssh tunnel could not be started"),
            newer("ssh tunnel exited"),
        ],
    ),
    says(
        "probe.multiple_gateways",
        &[
            both("multiple reachable gateway"),
            both("multiple_gateways"),
            elsewhere("multiple gateway identities"),
            elsewhere("more than one reachable gateway"),
            elsewhere("multiple gateways reachable"),
            older("Multiple reachable gateways"),
        ],
    ),
    says(
        "probe.scope_limited",
        &[
            both("Read-probe diagnostics are limited"),
            both("probe_scope_limited"),
            elsewhere("RPC: limited"),
            elsewhere("unreachable (missing scope: operator"),
            both("limited by gateway scopes"),
            elsewhere("limited by missing scope"),
            both("Read probe: limited"),
            elsewhere("unreachable (scope"),
        ],
    )
    .cause(),
    says(
        "probe.degraded",
        &[
            both("follow-up read diagnostics failed"),
            both("read diagnostics failed"),
            elsewhere("Capability: degraded"),
            elsewhere("probe_read_failed"),
            both("Read probe: failed"),
            elsewhere("connect ok, rpc failed"),
            both("Connect: ok"),
        ],
    )
    .none(&["RPC: ok", "RPC: limited"]),
    says(
        "probe.secretref_unresolved",
        &[
            both("SecretRef is unresolved"),
            both("SecretRef is configured but unresolved"),
            both("managed via SecretRef and is currently unavailable"),
            elsewhere("SecretRef unresolved"),
            both("unresolved SecretRef"),
            both("secrets are unavailable"),
            newer("SECRETS_DEGRADED"),
            both("GatewaySecretRefUnavailable"),
            both("GATEWAY_SECRET_REF_UNAVAILABLE"),
            newer("secret reference was not found"),
            both("SecretRef resolution failed"),
            elsewhere("unable to resolve SecretRef"),
            both("auth_secretref_unresolved"),
            both("secretref_unresolved"),
            newer("Environment variable is missing or empty"),
            both("could not resolve SecretRef"),
            elsewhere("is a SecretRef"),
            both("MissingEnvVarError"),
            elsewhere("failed to resolve gateway.auth"),
            both("configured as a secret reference but is unavailable"),
            both("auth_secretref_unavailable"),
            both("SecretRefResolutionError"),
            newer("SecretProviderError"),
        ],
    )
    .cause(),
];
