//! `auth.origin_not_allowed`: the dashboard is opened from an address that the gateway does not trust.

use clawtray_contract::{Risk, Severity};

use crate::{
    findings::{Action, Rule, Scene, Verdict},
    rules::{choices, refusals},
};

/// Without another such line for so long it is over, milliseconds.
const QUIET_MS: u64 = 600_000;

pub(crate) const RULE: Rule = Rule {
    id: "auth.origin_not_allowed",
    severity: Severity::Warning,
    title: "finding-auth-origin-not-allowed",
    visible_after_ms: 0,
    explained_by: &[],
    signals: &["origin not allowed; CONTROL_UI_ORIGIN_NOT_ALLOWED"],
    actions: &[
        Action {
            id: "open_the_dashboard_at_the_right_address",
            label: "action-auth-origin-not-allowed-open-the-dashboard-at-the-right-address",
            risk: Risk::Safe,
            built: true,
        },
        Action {
            id: "allow_this_address",
            label: "action-auth-origin-not-allowed-allow-this-address",
            risk: Risk::Confirm,
            built: true,
        },
    ],
    docs: Some("gateway/troubleshooting/agent-replies-and-control-ui"),
    check,
};

fn check(scene: &Scene<'_>) -> Verdict {
    refusals::own_or_lines_until(
        scene,
        RULE.id,
        &["CONTROL_UI_ORIGIN_NOT_ALLOWED"],
        QUIET_MS,
        "finding-auth-origin-not-allowed-text",
        |seen| choices::allows_origin(scene, seen),
    )
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{QUIET_MS, RULE};
    use crate::{
        facts::LiveConfig,
        rules::scenes::{self, Stage},
    };

    #[test]
    fn an_origin_that_is_allowed_by_now_ends_it_and_another_does_not() {
        let mut stage = Stage::new();
        stage.run();
        stage.sign_with(RULE.id, None, &[("origin", "https://claw.example.com")]);
        let mut allows = |origins| {
            let value = json!({"gateway": {"controlUi": {"allowedOrigins": origins}}});
            stage.facts.config = Some(LiveConfig { hash: String::new(), value });
            stage.is_healthy(RULE.check)
        };
        assert!(!allows(json!(["https://other.example.com"])));
        assert!(!allows(json!(null)), "nobody chose");
        assert!(allows(json!(["https://other.example.com", "https://Claw.example.com"])));
        assert!(allows(json!(["*"])), "all of them");
    }

    #[test]
    fn the_refusal_raises_it_and_signing_in_ends_it() {
        scenes::a_refusal_raises_it_and_signing_in_ends_it(&RULE, "CONTROL_UI_ORIGIN_NOT_ALLOWED");
    }

    #[test]
    fn a_line_about_another_program_raises_it_until_it_is_quiet() {
        scenes::a_line_about_another_program_raises_it_until_it_is_quiet(&RULE, QUIET_MS);
    }
}
