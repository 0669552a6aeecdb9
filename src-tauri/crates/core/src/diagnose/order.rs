//! Which of several findings in one text comes first: causes before what they cause.

use clawtray_contract::Severity::{self, Error, Info, Warning};

/// Every finding in the order in which one causes the next, and how much it matters where no rule is registered.
pub(super) static ORDER: &[(&str, Severity)] = &[
    ("install.missing", Error),
    ("install.node_unsupported", Error),
    ("storage.full", Error),
    ("config.restored", Warning),
    ("config.write_rejected", Warning),
    ("install.split_brain", Error),
    ("install.update_incomplete", Error),
    ("process.memory_pressure", Warning),
    ("config.reload_skipped", Warning),
    ("bind.no_auth", Error),
    ("mode.not_local", Error),
    ("process.state_owned", Error),
    ("port.conflict", Error),
    ("probe.secretref_unresolved", Warning),
    ("auth.origin_not_allowed", Warning),
    ("config.invalid", Error),
    ("storage.readonly", Error),
    ("storage.io", Error),
    ("skills.symlink_escape", Info),
    ("service.config_mismatch", Warning),
    ("service.duplicate", Warning),
    ("install.protocol_mismatch", Warning),
    ("auth.device_token_mismatch", Error),
    ("auth.device_identity", Error),
    ("auth.token_missing", Error),
    ("auth.token_mismatch", Error),
    ("auth.password_mismatch", Error),
    ("probe.scope_limited", Info),
    ("auth.rate_limited", Warning),
    ("model.long_context_429", Error),
    ("model.upstream_403", Warning),
    ("model.credentials", Error),
    ("model.local_backend", Error),
    ("heartbeat.unknown_account", Error),
    ("cron.disabled", Warning),
    ("cron.tick_failed", Error),
    ("channel.permission", Error),
    ("channel.pairing_pending", Warning),
    ("channel.blocked", Info),
    ("channel.mention_required", Info),
    ("node.background", Warning),
    ("node.permission", Warning),
    ("node.allowlist_miss", Warning),
    ("node.exec_approval", Warning),
    ("auth.pairing_required", Warning),
    ("auth.scope_mismatch", Warning),
    ("storage.locked", Warning),
    ("process.sleep_stall", Warning),
    ("browser.plugin_excluded", Warning),
    ("browser.executable_missing", Error),
    ("browser.launch_failed", Error),
    ("browser.no_tabs", Info),
    ("browser.cdp_unreachable", Error),
    ("service.not_installed", Error),
    ("probe.ssh_fallback", Warning),
    ("probe.multiple_gateways", Warning),
    ("probe.degraded", Warning),
    ("model.rate_limited", Info),
    ("process.hung", Error),
    ("process.crash_loop", Error),
    ("service.not_running", Error),
    ("cron.delivery_failed", Error),
    ("heartbeat.failed", Error),
    ("cron.job_failed", Error),
    ("cron.missed", Warning),
    ("heartbeat.skipped", Info),
    ("channel.disconnected", Error),
    ("node.offline", Info),
    ("desktop.no_tray_host", Warning),
    ("desktop.notifications_off", Info),
    ("secrets.unavailable", Warning),
    ("app.slow_start", Info),
];

/// The place of a finding in the order.
pub(super) fn place(finding: &str) -> usize {
    ORDER.iter().position(|(id, _)| *id == finding).unwrap_or(ORDER.len())
}

/// How much a finding matters where no rule says so.
pub(super) fn severity(finding: &str) -> Severity {
    ORDER.iter().find(|(id, _)| *id == finding).map_or(Info, |(_, severity)| *severity)
}

/// Findings that keep a gateway from starting: over once one is ready.
static KEEP_FROM_STARTING: &[&str] = &[
    "bind.no_auth",
    "mode.not_local",
    "port.conflict",
    "process.state_owned",
    "install.node_unsupported",
    "service.not_running",
    "app.slow_start",
];

/// Whether a later word of readiness says that it is over.
pub(super) fn ends_when_ready(finding: &str) -> bool {
    KEEP_FROM_STARTING.contains(&finding)
}
