//! The service that keeps a gateway, and whether it runs.

use super::{
    super::{Signature, signature::shows},
    names::GOOD_ENDS,
};

pub(in super::super) static SERVICE: &[Signature] = &[
    // A row of `openclaw status`: who would keep the gateway, and that it does not.
    shows("service.not_installed", &["gateway service", "gateway daemon"])
        .pattern(
        r"(?i)gateway (?:service|daemon)\b\W{0,20}(?:(?:systemd|launchd|launchagent|schtasks|scheduled task)(?: (?:user|system))? )not installed",
    )
        .hint(),
    shows(
        "service.not_installed",
        &[
            "systemctl --user unavailable",
            "systemctl is-enabled unavailable",
            "systemctl not available",
            "spawn systemctl ENOENT",
            "spawn launchctl ENOENT",
            "spawn schtasks ENOENT",
            "systemctl: command not found",
            "systemctl: not found",
            "openclaw-gateway.service does not exist",
            "openclaw-gateway.service: No such file",
            "Gateway service install blocked",
            "Gateway service install not supported",
            "Gateway install failed",
            "Gateway install blocked",
            "LaunchAgent not found",
            "plist missing",
            "plist is missing",
            "No gateway service",
            "gateway service is not installed",
            "Could not find domain for",
            "Failed to connect to user scope bus",
            "The specified task name",
            "systemd user services unavailable",
            "System has not been booted with systemd",
            "has no service installed",
        ],
    ),
    shows("service.not_installed", &["Gateway service check failed"]).with(&[
        "not-found",
        "unavailable",
        "ENOENT",
        "not available",
    ]),
    shows("service.not_installed", &["not-found", "not found", "does not exist", "could not be found", "no such"])
        .with(&[
            "openclaw-gateway.service",
            "ai.openclaw.gateway",
            "clawdbot-gateway",
            "com.clawdbot.gateway",
            "Scheduled Task",
            "openclaw gateway service",
        ])
        .none(&["cannot find module", "node_modules"])
        .hint(),
    shows(
        "service.not_running",
        &[
            "stopped (state failed)",
            "stopped (state inactive)",
            "Gateway child exited",
            "Gateway start timed out",
            "Gateway HTTP server failed to start",
            "is installed but not loaded",
            "is installed but unloaded",
            "Gateway service is not loaded",
            "Gateway did not become reachable",
            "Gateway is not reachable",
            "Gateway not reachable",
            "gateway unreachable",
            "Gateway connection refused",
            "Active: failed",
            "Active: inactive",
            "state: not running",
            "state = exited",
            "Gateway stopped unexpectedly",
            "Could not connect to the gateway",
            "could not connect to gateway",
            "couldn't connect to gateway",
            "unable to connect to gateway",
            "Failed to connect to gateway",
            "cannot connect to gateway",
            "No gateway is running",
            "gateway process is not running",
            "gateway process not found",
            "gateway is down",
            "Gateway: offline",
            "Gateway: stopped",
            "Gateway: not running",
            "gateway did not come back",
        ],
    )
    .none(&["cdp", "browser", "tls fingerprint"]),
    shows("service.not_running", &["stopped", "inactive", "not running", "not loaded", "unreachable", "refused"])
        .with(&["gateway service", "openclaw-gateway", "ai.openclaw.gateway", "gateway runtime", "127.0.0.1:18789"])
        .none(GOOD_ENDS)
        .none(&["before", "Stopped systemd", "stop request", "gmail", "watcher", "SIGTERM", "channel", "Stopping "])
        .hint(),
    // Who would talk to a gateway and reaches none, in whatever words.
    shows(
        "service.not_running",
        &[
            "connected to",
            "reach gateway",
            "reach the",
            "reach a ",
            "reach your",
            "reach openclaw",
            "become ready",
            "became ready",
            "becoming ready",
            "become reachable",
            "became reachable",
            "becoming reachable",
            "become available",
            "became available",
        ],
    )
        .with(&["gateway"])
        .pattern(
        r"(?i)\b(?:not connected to|(?:can ?not|can't|could not|couldn't|unable to|fail(?:ed|s)? to) reach) (?:the |a |your )?(?:openclaw |clawdbot |local )?gateway\b|\bgateway\b.{0,30}\b(?:fail(?:ed|s)? to become|never became|did(?: not|n't) become|(?:exited|stopped|died) before becoming) (?:ready|reachable|available)\b",
    )
        .none(GOOD_ENDS)
        .none(&["discord", "telegram", "node ", "browser", "mcp", "payment"])
        .hint(),
    shows(
        "service.not_running",
        &[
            "actively refused",
            "Connection refused",
            "CONNECTION_REFUSED",
            "CONNREFUSED",
            "os error 10061",
            "SocketException 10061",
            "verweigerte",
            "rifiuto persistente",
            "expressément refusé",
            "积极拒绝",
        ],
    )
    .with(&[":18789", ":18790", ":19001", "gateway"])
    .none(GOOD_ENDS)
    .none(&["11434", "browser", "cdp", "proxy", "provider", "mcp", "whatsapp", "telegram", "discord", "slack", "signal"])
    .hint(),
    // Whoever stands before a gateway and finds nothing there.
    shows("service.not_running", &["not listening"])
        .with(&["18789", "gateway"])
        .none(GOOD_ENDS)
        .none(&["was not listening", "until", "browser"])
        .hint(),
    shows(
        "service.config_mismatch",
        &[
            "Gateway service OPENCLAW_GATEWAY_TOKEN",
            "Gateway service PATH",
            "still points outside the updated install",
            "did not point at the updated install",
            "Gateway service still targets",
            "Systemd drop-in overrides",
            "operator-owned systemd drop-in",
            "service definition is stale",
            "Gateway service entrypoint resolves",
            "Gateway service invokes",
            "service token does not match",
            "service uses a different config",
            "service uses a different state",
        ],
    ),
    // Two places that say which token holds.
    shows("service.config_mismatch", &["OPENCLAW_GATEWAY_TOKEN", "CLAWDBOT_GATEWAY_TOKEN", "OPENCLAW_GATEWAY_PASSWORD"])
        .pattern(r"(?i)conflicts with|overrides|differs from|does not match|is not the same")
        .none(&["no conflict"])
        .hint(),
    // The Node.js that a service or a script was told to run is gone.
    shows("service.config_mismatch", &["No such file or directory", "no longer exists", "does not exist"])
        .pattern(r"(?i)(?:/bin/node|node\.exe|\benv: .?node\b)\W{0,4}(?:: )?(?:no such file|no longer exists|does not exist)")
        .hint(),
    shows(
        "service.config_mismatch",
        &["does not match", "differs from", "out of date", "outdated", "no longer exists"],
    )
    .with(&["gateway service", "service unit", "service config", "plist", "ExecStart", "LaunchAgent", "unit file"])
    .none(&["protocol"])
    .hint(),
    shows(
        "service.duplicate",
        &[
            "Dueling gateway services",
            "Other gateway process(es) are listening",
            "Another Gateway service",
            "extra gateway service",
            "Other gateway service",
            "both a system and a user",
            "second user-level gateway service",
        ],
    )
    .none(&["0 extra"])
    .cause(),
    shows("service.duplicate", &["gateway service", "gateway unit", "LaunchAgent", "scheduled task", "gateways as"])
        .pattern(
            r"(?i)\b(?:two|multiple|several|more than one|both|second|duplicate|[2-9])\b.{0,40}\b(?:gateway (?:service|unit)|launchagent|scheduled task)s?\b",
        )
        .none(&["cron", "job", "due", "0 extra", "services: 1"])
        .hint(),
];
