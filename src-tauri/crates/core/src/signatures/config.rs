//! The configuration: words of the gateway's reader, writer and watcher, and of the command line.

use super::{Signature, signature::shows};

pub(super) static CONFIG: &[Signature] = &[
    shows(
        "config.restored",
        &[
            "Config auto-restored",
            "auto-restored from",
            "Restored openclaw.json from",
            "restored from last-known-good",
            "restored last-known-good config",
            "Config recovery warning",
            "restored from backup",
            "openclaw.json.clobbered",
            ".json.clobbered.",
            "original saved as .clobbered",
            "Config auto-stripped",
            "config clobbered",
        ],
    )
    .none(&["Config write rejected", "write rejected"])
    .cause(),
    shows(
        "config.write_rejected",
        &[
            "Config write rejected",
            "CONFIG_WRITE_REJECTED",
            "Rejected payload saved to",
            "openclaw.json.rejected",
            "Config overwrite blocked",
            "config write blocked",
            "config.patch would remove entries from array",
            "config changed since last load",
            "Config write anomaly",
            "ConfigMutationConflictError",
            "refusing to write config",
        ],
    )
    .cause(),
    shows("config.reload_skipped", &["config reload skipped", "config reload failed", "reload skipped (invalid"])
        .none(&["config file not found", "writer intent", "draining for restart"])
        .cause(),
    shows(
        "config.invalid",
        &[
            "Invalid config at",
            "Invalid config:",
            "invalid config for plugin",
            "Config invalid",
            "config is invalid",
            "Config validation failed",
            "Invalid configuration",
            "INVALID_CONFIG",
            "Unrecognized key",
            "must not have additional properties",
            "Failed to read config at",
            "JSON5 parse failed",
            "JSON5: invalid character",
            "failed to parse config",
            "ConfigValidationError",
            "Invalid input (allowed",
            "config validation error",
            "Legacy config keys detected",
            "unknown channel id",
            "config schema validation",
            "Unknown config key",
            "plugin not found:",
            "Gateway aborted: config is invalid",
            "status=78/CONFIG",
            "config is not valid",
        ],
    )
    .none(&["warning only", "ignored (no", "0 error", "stale config entry"]),
    shows("~entries ignored", &["stale config entry", "config entry ignored"]),
];
