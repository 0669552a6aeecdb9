//! The runbook: one file per finding. This is the registry.

use crate::findings::Rule;

mod auth_pairing_required;
mod auth_token_mismatch;
mod config_invalid;
mod cron_job_failed;
mod heartbeat_failed;
mod model_long_context_429;
mod port_conflict;
mod process_crash_loop;
mod process_state_owned;
mod service_config_mismatch;
mod service_not_running;

pub(crate) use service_not_running::{how, problem_words};

#[cfg(test)]
pub(crate) mod scenes;

/// Every rule.
pub(crate) static RULES: &[Rule] = &[
    config_invalid::RULE,
    process_state_owned::RULE,
    port_conflict::RULE,
    process_crash_loop::RULE,
    service_config_mismatch::RULE,
    service_not_running::RULE,
    auth_token_mismatch::RULE,
    auth_pairing_required::RULE,
    model_long_context_429::RULE,
    cron_job_failed::RULE,
    heartbeat_failed::RULE,
];

/// The rule of that id.
pub(crate) fn rule(id: &str) -> Option<&'static Rule> {
    RULES.iter().find(|rule| rule.id == id)
}
