//! Which of several findings in one text comes first: causes before what they cause.

/// Every finding in the order in which one causes the next.
pub(super) static ORDER: &[&str] = &[
    "install.missing",
    "install.node_unsupported",
    "storage.full",
    "config.restored",
    "config.write_rejected",
    "install.split_brain",
    "install.update_incomplete",
    "process.memory_pressure",
    "config.reload_skipped",
    "bind.no_auth",
    "mode.not_local",
    "process.state_owned",
    "port.conflict",
    "probe.secretref_unresolved",
    "auth.origin_not_allowed",
    "config.invalid",
    "storage.readonly",
    "storage.io",
    "skills.symlink_escape",
    "service.config_mismatch",
    "service.duplicate",
    "install.protocol_mismatch",
    "auth.device_token_mismatch",
    "auth.device_identity",
    "auth.token_missing",
    "auth.token_mismatch",
    "auth.password_mismatch",
    "auth.rate_limited",
    "model.long_context_429",
    "model.upstream_403",
    "model.credentials",
    "model.local_backend",
    "heartbeat.unknown_account",
    "cron.disabled",
    "cron.tick_failed",
    "channel.permission",
    "channel.pairing_pending",
    "channel.blocked",
    "channel.mention_required",
    "node.background",
    "node.permission",
    "node.allowlist_miss",
    "node.exec_approval",
    "auth.pairing_required",
    "probe.scope_limited",
    "auth.scope_mismatch",
    "storage.locked",
    "process.sleep_stall",
    "browser.plugin_excluded",
    "browser.executable_missing",
    "browser.launch_failed",
    "browser.no_tabs",
    "browser.cdp_unreachable",
    "service.not_installed",
    "probe.ssh_fallback",
    "probe.multiple_gateways",
    "probe.degraded",
    "model.rate_limited",
    "process.hung",
    "process.crash_loop",
    "service.not_running",
    "cron.delivery_failed",
    "heartbeat.failed",
    "cron.job_failed",
    "cron.missed",
    "heartbeat.skipped",
    "channel.disconnected",
    "node.offline",
    "desktop.no_tray_host",
    "desktop.notifications_off",
    "secrets.unavailable",
    "app.slow_start",
];

/// The place of a finding in the order.
pub(super) fn place(finding: &str) -> usize {
    ORDER.iter().position(|id| *id == finding).unwrap_or(ORDER.len())
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

/// Whether a weak sign of it may be a moment that passed: one that belongs to a start, or a single one in a long log.
pub(super) fn may_be_a_moment(finding: &str) -> bool {
    finding == "process.hung"
}

/// Findings that pass by themselves: over once the same part of the gateway says that it works again.
static PASS: &[&str] = &[
    "channel.disconnected",
    "process.hung",
    "model.rate_limited",
    "model.local_backend",
    "model.upstream_403",
    "storage.locked",
    "cron.delivery_failed",
    "browser.cdp_unreachable",
    "browser.launch_failed",
    "node.offline",
];

/// Whether a finding is over when the part that showed it works again.
pub(super) fn passes(finding: &str) -> bool {
    PASS.contains(&finding)
}
