//! Installs, versions and updates: OpenClaw's own words, those of Node.js, of shells and of package managers.

use super::{Signature, signature::shows};

pub(super) static INSTALL: &[Signature] = &[
    shows(
        "install.missing",
        &[
            "openclaw: command not found",
            "openclaw: not found",
            "command not found: openclaw",
            "'openclaw' is not recognized",
            "term 'openclaw' is not recognized",
            "“openclaw” is not recognized",
            "openclaw\" is not recognized",
            "spawn openclaw ENOENT",
            "exec: \"openclaw\": executable file not found",
            "env: openclaw: No such file",
            "unknown command: openclaw",
            "openclaw: No such file or directory",
            "openclaw command not found",
            "could not find openclaw",
            "which: no openclaw in",
            "clawdbot: command not found",
            "openclaw executable not found",
            "OpenClaw is not installed",
            "OpenClaw CLI not found",
        ],
    )
    .cause(),
    shows(
        "install.node_unsupported",
        &[
            "is unsupported; use Node",
            "requires Node >=",
            "requires Node.js",
            "requires Node ",
            "Node.js version is too old",
            "Unsupported engine",
            "EBADENGINE",
            "No such built-in module: node:sqlite",
            "Cannot find module 'node:sqlite'",
            "module 'node:sqlite' does not provide",
            "unsupported Node",
            "Node.js v22.12+ is required",
            "Upgrade Node",
            "node version is not supported",
            "Detected: node",
            "is below the required",
            "node: bad option",
        ],
    )
    .none(&["npm warn deprecated", "not a supported Node", "mcp-server", "requires Node from", "nodejs:"])
    .cause(),
    shows(
        "install.split_brain",
        &[
            "last written by a newer OpenClaw",
            "is older than the config last written",
            "Your OpenClaw config was written by version",
            "config was last written by a newer",
            "OpenClaw version mismatch",
            "Multiple OpenClaw install",
            "multiple global installs",
            "was written by a newer OpenClaw",
            "newer than this binary",
            "created by a newer OpenClaw",
            "newer schema version",
            "uses newer schema",
            "unsupported newer schema",
        ],
    )
    .none(&["older than or equal"])
    .cause(),
    shows(
        "install.protocol_mismatch",
        &[
            "protocol mismatch",
            "PROTOCOL_MISMATCH",
            "protocol-mismatch",
            "client version mismatch",
            "CLIENT_VERSION_MISMATCH",
            "unsupported protocol version",
            "CONTROL_UI_BUILD_MISMATCH",
            "invalid connect params",
        ],
    )
    .none(&["'nonce'", "device signature"])
    .cause(),
    shows(
        "install.update_incomplete",
        &[
            "managed-service-handoff-failed",
            "Update error:",
            "Update Result: ERROR",
            "Update Result: FAILED",
            "Update failed",
            "Gateway version mismatch",
            "dependency tree corrupted",
            "startup migrations did not complete",
            "Gateway did not become healthy after restart",
            "post-update",
            "update did not complete",
            "package rollback failed",
            "update rollback failed",
            "startup migration failed",
            "plugin post-update",
            "package swap",
            "Gateway restart after update failed",
            "missing bundled runtime",
            "Agent database maintenance is in progress",
            "update-incomplete",
            "finishing update failed",
            "OpenClaw update failure report",
            "Failed phase:",
            "Rollback outcome",
            "Recovery outcome",
            "Reason code: ",
            "service-revalidation-failed",
            "post-plugin-doctor-execution-failed",
            "Reason: doctor-failed",
        ],
    )
    .none(&[
        "Update Result: OK",
        "post-update.update-sentinel",
        "Before:",
        "✓",
        "status update",
        "completion update",
        "discovery update",
        "boot update",
        "progress-narrator",
        "index update",
        "transcript update",
        "store update",
        "cache update",
        "goal update",
        "state update",
        "branch update",
    ])
    .cause(),
    shows("install.update_incomplete", &["ERR_MODULE_NOT_FOUND", "Cannot find module", "Cannot find package"])
        .with(&[
            "openclaw/dist",
            "openclaw\\dist",
            "node_modules/openclaw",
            "node_modules\\openclaw",
            "openclaw/node_modules",
        ])
        .none(&["node:sqlite"])
        .cause(),
    // The generation of spring 2026 installs the libraries of its plugins at its start, and runs without those plugins
    // where it cannot.
    shows(
        "~libraries not installed",
        &["Unable to resolve a safe npm executable", "failed to stage bundled runtime deps"],
    ),
    shows(
        "install.update_incomplete",
        &["EBUSY:", "code EBUSY", "ENOTEMPTY", "EPERM:", "code EPERM", "npm error", "npm ERR!"],
    )
    .all(&["openclaw"])
    .with(&["rename", "npm error code", "npm ERR! code", "node_modules/openclaw", "node_modules\\openclaw"])
    .none(&["sqlite", "EACCES", "ENOSPC", "EBADENGINE", "A complete log"]),
    shows(
        "install.update_incomplete",
        &["does not provide an export named", "is not exported from package", "ERR_PACKAGE_PATH_NOT_EXPORTED"],
    )
    .all(&["openclaw"]),
];
