//! Halves of what only several lines say: words of `gateway status`, of JSON and of a start.

use super::{
    Signature,
    signature::{both, elsewhere, newer, says},
};

/// A browser that OpenClaw keeps has started.
pub(crate) const BROWSER_STARTED: &str = "~browser started";

pub(super) static MARKS: &[Signature] = &[
    says(
        "~runtime running",
        &[
            newer("Runtime: running"),
            elsewhere("Status:    live"),
            elsewhere("status=running"),
            elsewhere("\"status\": \"running\""),
        ],
    ),
    says(
        "~probe failed",
        &[
            both("probe: failed"),
            both("Health check failed"),
            elsewhere("RPC probe: failed"),
            both("not reachable"),
            elsewhere("unreachable (timeout"),
            both("unreachable ("),
        ],
    )
    .none(&["missing scope", "browser", "CDP", "signal", "ollama", "provider", "channel", "daemon", "node "]),
    says(
        "~probe ok",
        &[
            elsewhere("Connectivity probe: ok"),
            elsewhere("RPC probe: ok"),
            elsewhere("RPC: ok"),
            elsewhere("Reachable: yes"),
        ],
    )
    .none(&["limited"]),
    // A row of `openclaw status`.
    says("~probe ok", &[elsewhere("· reachable ")]).with(&["local · ", "remote · "]),
    says(
        "~port closed",
        &[both("is not listening"), elsewhere("status: free"), both("ECONNREFUSED"), elsewhere("port free")],
    ),
    says("~probe timed out", &[newer("timed out before reaching Gateway")]),
    says("~configuration not read", &[both("Config invalid; doctor will run")]),
    says("~port busy", &[elsewhere("\"status\": \"busy\""), elsewhere("status: busy")]),
    says("~port free", &[elsewhere("\"status\": \"free\"")]),
    says("~rpc section", &[elsewhere("\"rpc\": {")]),
    says("~not ok", &[elsewhere("\"ok\": false")]),
    says("~gateway listens", &[elsewhere("index.js gateway"), both("openclaw-gatewa"), elsewhere("entry.js gateway")]),
    says(
        "~ready",
        &[
            elsewhere("[gateway] ready"),
            both("gateway ready"),
            elsewhere("] ready ("),
            elsewhere("gateway {\"subsystem\":\"gateway\"} ready"),
        ],
    )
    .none(&["not ready"]),
    // Of `browser/chrome`, with the profile.
    says(BROWSER_STARTED, &[both("openclaw browser started (")]),
];
