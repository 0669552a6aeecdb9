//! `auth.password_mismatch`: the password for the gateway is wrong or missing.

use clawtray_contract::{Risk, Severity};

use crate::{
    findings::{Action, Rule, Scene, Verdict},
    rules::refusals,
};

pub(crate) const RULE: Rule = Rule {
    id: "auth.password_mismatch",
    severity: Severity::Error,
    title: "finding-auth-password-mismatch",
    visible_after_ms: 0,
    explained_by: &[],
    signals: &["AUTH_PASSWORD_MISMATCH / AUTH_PASSWORD_MISSING; password mismatch"],
    actions: &[Action {
        id: "enter_the_password",
        label: "action-auth-password-mismatch-enter-the-password",
        risk: Risk::Guide,
        built: false,
    }],
    docs: Some("gateway/troubleshooting/agent-replies-and-control-ui"),
    check,
};

fn check(scene: &Scene<'_>) -> Verdict {
    refusals::own(
        scene,
        RULE.id,
        &["AUTH_PASSWORD_MISMATCH", "AUTH_PASSWORD_MISSING", "AUTH_PASSWORD_NOT_CONFIGURED"],
        "finding-auth-password-mismatch-text",
    )
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::rules::scenes::Stage;

    #[test]
    fn the_refusal_raises_it_and_signing_in_ends_it() {
        let mut stage = Stage::new();
        assert!(stage.is_unknown(RULE.check), "nobody has tried to sign in");
        stage.refused("AUTH_PASSWORD_MISMATCH");
        assert_eq!(stage.faults(RULE.check)[0].evidence[0].text, "AUTH_PASSWORD_MISMATCH");
        stage.refused("SOMETHING_ELSE");
        assert!(stage.is_healthy(RULE.check), "another refusal is another finding");
        stage.run();
        assert!(stage.is_healthy(RULE.check));
    }
}
