//! The runbook: one file per finding. This is the registry.

use crate::findings::Rule;

mod app_slow_start;
mod auth_device_identity;
mod auth_device_token_mismatch;
mod auth_origin_not_allowed;
mod auth_pairing_required;
mod auth_password_mismatch;
mod auth_rate_limited;
mod auth_scope_mismatch;
mod auth_token_mismatch;
mod auth_token_missing;
pub(crate) mod bind_no_auth;
mod browser_cdp_unreachable;
mod browser_executable_missing;
mod browser_launch_failed;
mod browser_no_tabs;
mod browser_plugin_excluded;
pub(crate) mod browsers;
mod channel_blocked;
pub(crate) mod channel_disconnected;
mod channel_mention_required;
mod channel_pairing_pending;
mod channel_permission;
mod choices;
mod config_invalid;
mod config_reload_skipped;
mod config_restored;
mod config_write_rejected;
mod cron_delivery_failed;
mod cron_disabled;
mod cron_job_failed;
mod cron_missed;
mod cron_tick_failed;
mod desktop_no_tray_host;
mod desktop_notifications_off;
mod heartbeat_failed;
pub(crate) mod heartbeat_skipped;
mod heartbeat_unknown_account;
mod install_missing;
mod install_node_unsupported;
mod install_protocol_mismatch;
mod install_split_brain;
mod install_update_incomplete;
mod mode_not_local;
mod model_credentials;
mod model_local_backend;
mod model_long_context_429;
mod model_rate_limited;
mod model_upstream_403;
mod node_allowlist_miss;
mod node_background;
mod node_exec_approval;
mod node_offline;
mod node_permission;
mod port_conflict;
mod probe_degraded;
mod probe_multiple_gateways;
mod probe_scope_limited;
mod probe_secretref_unresolved;
mod probe_ssh_fallback;
mod process_crash_loop;
mod process_hung;
mod process_memory_pressure;
mod process_sleep_stall;
mod process_state_owned;
mod secrets_unavailable;
mod service_config_mismatch;
mod service_duplicate;
mod service_not_installed;
mod service_not_running;
mod skills_symlink_escape;
mod storage_full;
mod storage_io;
mod storage_locked;
mod storage_readonly;

mod copies;
mod lines;
mod models;
mod refusals;
mod waiting;

pub(crate) use refusals::standing as standing_refusal;
pub(crate) use service_not_running::{how, not_written, problem_words};

#[cfg(test)]
pub(crate) mod scenes;

/// Every rule, causes before what they cause.
pub(crate) static RULES: &[Rule] = &[
    install_missing::RULE,
    install_split_brain::RULE,
    install_node_unsupported::RULE,
    install_update_incomplete::RULE,
    install_protocol_mismatch::RULE,
    storage_full::RULE,
    storage_readonly::RULE,
    storage_io::RULE,
    process_state_owned::RULE,
    port_conflict::RULE,
    storage_locked::RULE,
    service_duplicate::RULE,
    config_invalid::RULE,
    mode_not_local::RULE,
    bind_no_auth::RULE,
    probe_secretref_unresolved::RULE,
    config_restored::RULE,
    config_write_rejected::RULE,
    config_reload_skipped::RULE,
    service_config_mismatch::RULE,
    service_not_installed::RULE,
    process_memory_pressure::RULE,
    process_sleep_stall::RULE,
    process_hung::RULE,
    process_crash_loop::RULE,
    service_not_running::RULE,
    app_slow_start::RULE,
    auth_pairing_required::RULE,
    auth_token_missing::RULE,
    auth_token_mismatch::RULE,
    auth_device_token_mismatch::RULE,
    auth_password_mismatch::RULE,
    auth_device_identity::RULE,
    auth_scope_mismatch::RULE,
    auth_origin_not_allowed::RULE,
    auth_rate_limited::RULE,
    probe_ssh_fallback::RULE,
    probe_multiple_gateways::RULE,
    probe_scope_limited::RULE,
    probe_degraded::RULE,
    model_long_context_429::RULE,
    model_credentials::RULE,
    model_upstream_403::RULE,
    model_local_backend::RULE,
    model_rate_limited::RULE,
    channel_permission::RULE,
    channel_disconnected::RULE,
    channel_pairing_pending::RULE,
    channel_mention_required::RULE,
    channel_blocked::RULE,
    cron_disabled::RULE,
    cron_tick_failed::RULE,
    cron_job_failed::RULE,
    cron_delivery_failed::RULE,
    cron_missed::RULE,
    heartbeat_unknown_account::RULE,
    heartbeat_failed::RULE,
    heartbeat_skipped::RULE,
    node_offline::RULE,
    node_background::RULE,
    node_permission::RULE,
    node_exec_approval::RULE,
    node_allowlist_miss::RULE,
    browser_plugin_excluded::RULE,
    browser_executable_missing::RULE,
    browser_launch_failed::RULE,
    browser_cdp_unreachable::RULE,
    browser_no_tabs::RULE,
    skills_symlink_escape::RULE,
    desktop_no_tray_host::RULE,
    desktop_notifications_off::RULE,
    secrets_unavailable::RULE,
];

/// The rule of that id.
pub(crate) fn rule(id: &str) -> Option<&'static Rule> {
    RULES.iter().find(|rule| rule.id == id)
}

#[cfg(test)]
mod tests;
