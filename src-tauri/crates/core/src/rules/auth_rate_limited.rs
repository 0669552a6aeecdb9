//! `auth.rate_limited`: too many sign-ins failed.

use clawtray_contract::{Risk, Severity};

use crate::{
    findings::{Action, Rule, Scene, Verdict},
    rules::refusals,
};

/// Without another such line for so long it is over, milliseconds.
const QUIET_MS: u64 = 300_000;

pub(crate) const RULE: Rule = Rule {
    id: "auth.rate_limited",
    severity: Severity::Warning,
    title: "finding-auth-rate-limited",
    visible_after_ms: 0,
    explained_by: &["auth.token_mismatch", "auth.password_mismatch"],
    signals: &["too many failed authentication attempts (retry later); AUTH_RATE_LIMITED"],
    actions: &[
        Action {
            id: "wait_then_try_once",
            label: "action-auth-rate-limited-wait-then-try-once",
            risk: Risk::Safe,
            built: true,
        },
        Action {
            id: "find_who_keeps_trying",
            label: "action-auth-rate-limited-find-who-keeps-trying",
            risk: Risk::Safe,
            built: true,
        },
    ],
    docs: Some("gateway/troubleshooting/agent-replies-and-control-ui"),
    check,
};

fn check(scene: &Scene<'_>) -> Verdict {
    refusals::own_or_lines(scene, RULE.id, &["AUTH_RATE_LIMITED"], QUIET_MS, "finding-auth-rate-limited-text")
}

#[cfg(test)]
mod tests {
    use super::{QUIET_MS, RULE};
    use crate::rules::scenes;

    #[test]
    fn the_refusal_raises_it_and_signing_in_ends_it() {
        scenes::a_refusal_raises_it_and_signing_in_ends_it(&RULE, "AUTH_RATE_LIMITED");
    }

    #[test]
    fn a_line_about_another_program_raises_it_until_it_is_quiet() {
        scenes::a_line_about_another_program_raises_it_until_it_is_quiet(&RULE, QUIET_MS);
    }
}
