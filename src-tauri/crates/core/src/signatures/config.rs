//! The configuration: words of the gateway's reader, writer and watcher, and of the command line.

use super::{
    Signature,
    signature::{both, elsewhere, newer, older, says},
};

pub(super) static CONFIG: &[Signature] = &[
    says(
        "config.restored",
        &[
            both("Config auto-restored"),
            both("auto-restored from"),
            newer("Restored openclaw.json from"),
            both("restored from last-known-good"),
            older("restored last-known-good config"),
            older("Config recovery warning"),
            both("restored from backup"),
            elsewhere("openclaw.json.clobbered"),
            elsewhere(".json.clobbered."),
            both("original saved as .clobbered"),
            both("Config auto-stripped"),
            elsewhere("config clobbered"),
        ],
    )
    .none(&["Config write rejected", "write rejected"])
    .cause(),
    says(
        "config.write_rejected",
        &[
            both("Config write rejected"),
            both("CONFIG_WRITE_REJECTED"),
            both("Rejected payload saved to"),
            elsewhere("openclaw.json.rejected"),
            elsewhere("Config overwrite blocked"),
            both("config write blocked"),
            newer("config.patch would remove entries from array"),
            both("config changed since last load"),
            both("ConfigMutationConflictError"),
            elsewhere("refusing to write config"),
        ],
    )
    // Told of a write that was made (OpenClaw 2026.4.29, of each first one).
    .none(&["Config write anomaly"])
    .cause(),
    says(
        "config.reload_skipped",
        &[both("config reload skipped"), both("config reload failed"), both("reload skipped (invalid")],
    )
    .none(&["config file not found", "writer intent", "draining for restart"])
    .cause(),
    says(
        "config.invalid",
        &[
            both("Invalid config at"),
            both("Invalid config:"),
            newer("invalid config for plugin"),
            both("Config invalid"),
            both("config is invalid"),
            both("Config validation failed"),
            both("Invalid configuration"),
            both("INVALID_CONFIG"),
            both("Unrecognized key"),
            newer("must not have additional properties"),
            both("Failed to read config at"),
            both("JSON5 parse failed"),
            both("JSON5: invalid character"),
            both("JSON5: invalid end of input"),
            newer("failed to parse config"),
            elsewhere("ConfigValidationError"),
            elsewhere("Invalid input (allowed"),
            both("config validation error"),
            both("Legacy config keys detected"),
            both("unknown channel id"),
            both("config schema validation"),
            both("Unknown config key"),
            both("plugin not found:"),
            elsewhere("Gateway aborted: config is invalid"),
            elsewhere("status=78/CONFIG"),
            elsewhere("config is not valid"),
        ],
    )
    .none(&["warning only", "ignored (no", " 0 error", "stale config entry"]),
    says("~entries ignored", &[both("stale config entry"), both("config entry ignored")]),
];
