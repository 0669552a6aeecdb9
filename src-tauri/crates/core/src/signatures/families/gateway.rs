//! The gateway's process, its port and its address.

use super::{
    super::{Signature, signature::shows},
    names::{BROWSERS, GOOD_ENDS},
};

/// A program and the address it listens on: `- pid 812 root: caddy (127.0.0.1:18789)`.
const PORT_HOLDER: &str = r"(?i)^\W*pid \d+(?: \S+)?: \S+(?: \S+)? \([^() ]+:\d{4,5}\)";

/// How the address in such a line begins.
const LISTED_ADDRESSES: &[&str] = &["(127.0.0.1:", "(0.0.0.0:", "(*:187", "(*:190", "([::1]:", "([::]:", "(localhost:"];

/// Programs that may be a gateway, or stand before one that runs elsewhere.
const MAY_BE_A_GATEWAY: &[&str] =
    &["openclaw", "clawdbot", "moltbot", "node", "bun", "ssh", "docker", "podman", "tailscale", "wslrelay", "svchost"];

pub(in super::super) static GATEWAY: &[Signature] = &[
    shows(
        "process.crash_loop",
        &[
            "Node.js process crashed",
            "triggerUncaughtException",
            "code=killed, status=11",
            "code=killed, status=6",
            "code=dumped",
            "status=11/SEGV",
            "status=6/ABRT",
            "SIGSEGV",
            "SIGABRT",
            "SIGILL",
            "Illegal instruction",
            "Service exited with abnormal code",
            "exited with abnormal code",
            "Service could not initialize",
            "throttling respawn",
            "will be throttled",
            "too many restarts",
            "restarting too fast",
            "restart limit",
            "restarted too often",
            "errored unstable restarts",
            "has quit unexpectedly",
            "exited unexpectedly",
            "Reached heap snapshot",
            "crashed with exit code",
        ],
    )
    .none(BROWSERS)
    .none(&["mcp", "channel", "heap out of memory", "live session", "worker exited"]),
    shows("process.crash_loop", &["restart-loop breaker", "crash-loop breaker", "unclean exits"]).none(GOOD_ENDS),
    shows("process.crash_loop", &["restart", "respawn", "crashed", "crashing", "exited"])
        .with(&["gateway", "openclaw", "clawdbot", "moltbot"])
        .pattern(
        r"(?i)restart(?:ed|s|ing)?\W+(?:\w+\W+){0,3}\d+\s*(?:times|x\b)|(?:crash|restart|respawn)[ -]?(?:loop|storm)|(?:exited|crashed|died)\b.{0,40}(?:code|status|signal)\W{0,3}(?:[1-9]|SIG)|keeps (?:crashing|restarting)",
    )
        .none(GOOD_ENDS)
        .none(&[
            "code 0",
            "code=0",
            // Ended as it was asked to.
            "status=143",
            "code=143",
            "code 143",
            "code: 143",
            "SIGTERM",
            "browser",
            "chrome",
            "mcp",
            "channel",
            "worker",
            "code 78",
            "signal-cli",
        ])
        .hint(),
    shows(
        "process.hung",
        &[
            "read probe timed out",
            "event loop delay",
            "event loop is blocked",
            "event loop starved",
            "event loop saturat",
            "Gateway request timed out",
            "Gateway connection timed out",
            "gateway probe timed out",
            "gateway health timed out",
            "gateway does not respond",
            "gateway not responding",
            "gateway became unresponsive",
            "health check timed out",
            "connect challenge timeout",
            "no tick received",
            "missed tick",
            "tick timeout",
        ],
    )
    .none(BROWSERS)
    .none(&["maxMs=", "max=", "telegram", "discord", "slack", "container health"]),
    shows(
        "process.hung",
        &[
            "timed out",
            "timeout",
            "not respond",
            "unresponsive",
            "hung up",
            "hung for",
            "did not answer",
            "does not answer",
            "not answering",
            "no answer from",
            "not ticked",
            "no tick for",
            "stopped responding",
            "is frozen",
        ],
    )
        .with(&["gateway", "event loop", "/healthz", "/readyz"])
        // `timeout: 180000` is how long something may take.
        .pattern(
        r"(?i)timeout(?:$|[^:=]|[:=]\s*[^\s\d])|timed out|respon|hung|answer|tick|frozen",
    )
        .none(BROWSERS)
        .none(GOOD_ENDS)
        .none(&[
            "mcp",
            "telegram",
            "discord",
            "slack",
            "whatsapp",
            "model",
            "provider",
            "llm",
            "cron",
            "channel",
            "node ",
            "approval",
            "timeoutMs=",
            "handshake",
            "pairing",
            "webhook",
            "mac-node",
            "getaddrinfo",
            "heartbeat",
            "timeout=",
            "health-monitor",
            "ssh",
            "discovery service",
            "drain timeout",
            "draining",
            "with timeout",
            "stop timeout",
            "client stop",
        ])
        .hint(),
    // A stop that took too long: the gateway is gone after it.
    shows("process.hung", &["shutdown timed out; exiting without full cleanup"]).hint(),
    shows(
        "process.hung",
        &["Connect: failed - timeout", "Connect: failed (timeout", "connect failed: timeout", "Connect: timeout"],
    )
    .none(BROWSERS),
    shows(
        "service.not_running",
        &["Reachable: no", "reachable\":false", "reachable\": false", "reachable=false", "gateway: unreachable"],
    )
    .none(BROWSERS)
    .none(&["node", "ollama", "provider"])
    .hint(),
    shows(
        "process.memory_pressure",
        &[
            "systemd-oomd",
            "oom-killer",
            "oom killer",
            "OOM kill",
            "oom_reaper",
            "JavaScript heap",
            "Allocation failed - ",
            "Array buffer allocation failed",
            "std::bad_alloc",
            "exit code: 137",
            "exitCode\":137",
            "exitCode\": 137",
            "exitCode=137",
            "exited (137)",
            "(code 137",
            "code=killed, status=9",
            "MemoryMax",
            "memory limit exceeded",
            "cgroup out of memory",
            "jetsam",
            "memory pressure: critical",
            "memory_pressure",
            "not enough memory",
            "insufficient memory",
            "out of memory",
        ],
    )
    .none(&["ollama", "cuda", "vram", "gpu", "llama", "level=normal", "recovered", "model requires"])
    // The system names whom it killed (the sentence of it stands with the other sentences).
    .none(&["Killed process", "reaped process"])
    .cause(),
    // The gateway itself notices that it was not run for a while.
    shows("process.sleep_stall", &["was frozen", "timing gap", "was suspended", "clock jump", "time jump"])
        .with(&["host", "process", "gateway", "system"])
        .pattern(r"(?i)(?:gap|frozen|suspended|jump\w*)\b.{0,40}\d+\s*m?s\b")
        .none(GOOD_ENDS)
        .none(BROWSERS)
        .none(&["job", "session", "account"])
        .hint(),
    shows(
        "process.sleep_stall",
        &[
            "host thaw",
            "system resumed",
            "resumed from suspend",
            "DarkWake",
            "after suspend",
            "wake detected",
            "waking up",
        ],
    )
    .none(&["node wake", "heartbeat", "cron"])
    .hint(),
    shows(
        "process.state_owned",
        &[
            "another gateway is already",
            "another gateway process",
            "holds the state",
            "state lease",
            "state database is owned",
            "state folder is in use",
            "Another OpenClaw gateway",
            "Gateway is already running",
            "state directory lock",
            "lock is held by pid",
            "already owns the state",
            "owns the state directory",
            "maintenance command owns the state",
            "is still open in another process",
            "another instance is using",
            "lock timeout",
            "already running for this state directory",
            "owner lease is still active",
            "owns state-lifecycle",
            "owns gateway-lifecycle",
            "process owns state",
            "lifecycle lease",
            "maintenance lease",
            "maintenance is in progress",
        ],
    )
    .none(&["released", "session", "SQLite", "stale", "cron", "otherwise"]),
    shows("process.state_owned", &["state folder", "state directory"]).pattern(
        r"(?i)(?:gateway|process|\(pid \d+\))\W.{0,60}\b(?:has|holds|owns|uses|is using)\b.{0,20}state (?:folder|directory)",
    ),
    // A session whose work waits for minutes behind work that does not end; shorter waits come with every busy day.
    shows("process.hung", &["lane wait", "queue wait"]).pattern(r"(?i)wait(?:ed)?_?Ms\W{1,3}\d{6,}").none(GOOD_ENDS).hint(),
    shows("process.hung", &["event loop"])
        .pattern(r"(?i)event loop\W{1,3}(?:(?:is|was|status|state)\W{1,3})?(?:degraded|stalled|blocked|starved|saturated|critical)\b")
        .none(GOOD_ENDS)
        .none(&["degraded=false", "not degraded"])
        .hint(),
    // A start that stands back for a gateway that is there.
    shows("process.state_owned", &["leaving it in control"]).none(&["did not become healthy"]),
    shows("process.state_owned", &["gateway already running under"]).none(&["did not become healthy"]),
    // A start of a minute and more, step by step.
    shows("app.slow_start", &["startup trace:"]).pattern(r"total=(?:[6-9]\d{4}|\d{6,})").none(BROWSERS),
    // Who listens there, as OpenClaw, `lsof` or `ss` lists it: a program that is no gateway.
    shows("port.conflict", LISTED_ADDRESSES)
        .pattern(PORT_HOLDER)
        .none(BROWSERS)
        .none(MAY_BE_A_GATEWAY),
    shows("~held by another", LISTED_ADDRESSES)
        .pattern(PORT_HOLDER)
        .none(BROWSERS)
        .none(MAY_BE_A_GATEWAY),
    shows("port.conflict", &["(LISTEN)", "users:(("])
        .with(&[":18789"])
        .none(BROWSERS)
        .none(MAY_BE_A_GATEWAY),
    shows(
        "port.conflict",
        &["in use", "already listening", "already bound", "failed to bind", "could not bind", "cannot bind"],
    )
    .with(&["port", "address", "listen", "0.0.0.0", "127.0.0.1", "socket"])
    .none(&[
        "not in use",
        "export",
        "profile",
        "no longer",
        "support",
        "openclaw-gateway (127.0.0.1",
        "without auth",
        "database",
        "browser profile",
        "loopback alias",
    ])
    .hint(),
    shows("port.conflict", &["already running"]).all(&["another OpenClaw instance", "port"]),
    shows("port.conflict", &["listen EACCES", "WSAEACCES", "forbidden by its access permissions"]).cause(),
    shows("bind.no_auth", &["loopback", "0.0.0.0", "bind=lan", "bind lan", "bind=tailnet", "gateway bind=", "non-local"])
        .with(&["auth", "token", "password", "secret"])
        .pattern(
        r"(?i)refus|requires?\b.{0,60}(?:auth|token|password|secret)|without\b.{0,40}(?:auth|token|password)|unauthenticated|not allowed|blocked",
    )
        .none(&["control ui", "loopback-only", "origin", "explicitly configured", "✓", "pairing", "proxy"])
        .hint(),
    shows(
        "mode.not_local",
        &[
            "gateway.remote.url missing",
            "remote mode misconfigured",
            "gateway.mode local",
            "gateway.mode=\"local\"",
            "gateway.mode to local",
            "gateway.mode to \"local\"",
            "gateway.mode must be",
            "gateway.mode is required",
            "Gateway is in remote mode",
            "gateway is configured for remote",
            "requires gateway.mode",
            "--allow-unconfigured",
        ],
    )
    .none(&["openclaw gateway --port", "openclaw gateway run", "ExecStart", "Invalid input", "Unrecognized"])
    .cause(),
];
