//! Installs, versions and updates: OpenClaw's own words, those of Node.js, of shells and of package managers.

use super::{
    Signature,
    signature::{both, elsewhere, newer, older, says},
};

pub(super) static INSTALL: &[Signature] = &[
    says(
        "install.missing",
        &[
            elsewhere("openclaw: command not found"),
            elsewhere("openclaw: not found"),
            elsewhere("command not found: openclaw"),
            elsewhere("'openclaw' is not recognized"),
            elsewhere("term 'openclaw' is not recognized"),
            elsewhere("“openclaw” is not recognized"),
            elsewhere("openclaw\" is not recognized"),
            elsewhere("spawn openclaw ENOENT"),
            elsewhere("exec: \"openclaw\": executable file not found"),
            elsewhere("env: openclaw: No such file"),
            elsewhere("unknown command: openclaw"),
            elsewhere("openclaw: No such file or directory"),
            elsewhere("openclaw command not found"),
            elsewhere("could not find openclaw"),
            elsewhere("which: no openclaw in"),
            elsewhere("clawdbot: command not found"),
            elsewhere("openclaw executable not found"),
            elsewhere("OpenClaw is not installed"),
            elsewhere("OpenClaw CLI not found"),
        ],
    )
    .cause(),
    says(
        "install.node_unsupported",
        &[
            elsewhere("is unsupported; use Node"),
            both("requires Node >="),
            both("requires Node.js"),
            both("requires Node "),
            elsewhere("Node.js version is too old"),
            elsewhere("Unsupported engine"),
            newer("EBADENGINE"),
            elsewhere("No such built-in module: node:sqlite"),
            elsewhere("Cannot find module 'node:sqlite'"),
            elsewhere("module 'node:sqlite' does not provide"),
            both("unsupported Node"),
            elsewhere("Node.js v22.12+ is required"),
            both("Upgrade Node"),
            elsewhere("node version is not supported"),
            elsewhere("Detected: node"),
            older("is below the required"),
            elsewhere("node: bad option"),
        ],
    )
    .none(&["npm warn deprecated", "not a supported Node", "mcp-server", "requires Node from", "nodejs:"])
    .cause(),
    says(
        "install.split_brain",
        &[
            older("last written by a newer OpenClaw"),
            both("is older than the config last written"),
            newer("Your OpenClaw config was written by version"),
            older("config was last written by a newer"),
            newer("OpenClaw version mismatch"),
            elsewhere("Multiple OpenClaw install"),
            elsewhere("multiple global installs"),
            newer("was written by a newer OpenClaw"),
            elsewhere("newer than this binary"),
            elsewhere("created by a newer OpenClaw"),
            newer("newer schema version"),
            newer("uses newer schema"),
            elsewhere("unsupported newer schema"),
        ],
    )
    .none(&["older than or equal"])
    .cause(),
    says(
        "install.protocol_mismatch",
        &[
            both("protocol mismatch"),
            newer("PROTOCOL_MISMATCH"),
            both("protocol-mismatch"),
            newer("client version mismatch"),
            newer("CLIENT_VERSION_MISMATCH"),
            newer("unsupported protocol version"),
            newer("CONTROL_UI_BUILD_MISMATCH"),
            both("invalid connect params"),
        ],
    )
    .none(&["'nonce'", "device signature"])
    .cause(),
    says(
        "install.update_incomplete",
        &[
            newer("managed-service-handoff-failed"),
            both("Update error:"),
            elsewhere("Update Result: ERROR"),
            elsewhere("Update Result: FAILED"),
            both("Update failed"),
            both("Gateway version mismatch"),
            newer("dependency tree corrupted"),
            newer("startup migrations did not complete"),
            both("Gateway did not become healthy after restart"),
            both("post-update"),
            newer("update did not complete"),
            elsewhere("package rollback failed"),
            elsewhere("update rollback failed"),
            elsewhere("startup migration failed"),
            both("plugin post-update"),
            elsewhere("package swap"),
            elsewhere("Gateway restart after update failed"),
            both("missing bundled runtime"),
            newer("Agent database maintenance is in progress"),
            elsewhere("update-incomplete"),
            elsewhere("finishing update failed"),
            newer("OpenClaw update failure report"),
            newer("Failed phase:"),
            newer("Rollback outcome"),
            newer("Recovery outcome"),
            newer("Reason code: "),
            newer("service-revalidation-failed"),
            newer("post-plugin-doctor-execution-failed"),
            elsewhere("Reason: doctor-failed"),
        ],
    )
    .none(&[
        "Update Result: OK",
        "post-update.update-sentinel",
        "session recovery",
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
    says(
        "install.update_incomplete",
        &[both("ERR_MODULE_NOT_FOUND"), both("Cannot find module"), both("Cannot find package")],
    )
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
    says(
        "~libraries not installed",
        &[older("Unable to resolve a safe npm executable"), older("failed to stage bundled runtime deps")],
    ),
    says(
        "install.update_incomplete",
        &[
            newer("EBUSY:"),
            elsewhere("code EBUSY"),
            both("ENOTEMPTY"),
            elsewhere("EPERM:"),
            elsewhere("code EPERM"),
            newer("npm error"),
            elsewhere("npm ERR!"),
        ],
    )
    .all(&["openclaw"])
    .with(&["rename", "npm error code", "npm ERR! code", "node_modules/openclaw", "node_modules\\openclaw"])
    .none(&["sqlite", "EACCES", "ENOSPC", "EBADENGINE", "A complete log"]),
    says(
        "install.update_incomplete",
        &[
            newer("does not provide an export named"),
            elsewhere("is not exported from package"),
            newer("ERR_PACKAGE_PATH_NOT_EXPORTED"),
        ],
    )
    .all(&["openclaw"]),
];
