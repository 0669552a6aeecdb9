//! `auth.token_missing`: the gateway wants a token and there is none.

use clawtray_contract::{Risk, Severity};

use crate::{
    findings::{Action, Rule, Scene, Verdict},
    rules::refusals,
};

pub(crate) const RULE: Rule = Rule {
    id: "auth.token_missing",
    severity: Severity::Error,
    title: "finding-auth-token-missing",
    visible_after_ms: 0,
    explained_by: &[],
    signals: &["AUTH_TOKEN_MISSING; unauthorized: gateway token missing"],
    actions: &[
        Action { id: "import_token", label: "action-auth-token-missing-import-token", risk: Risk::Safe, built: true },
        Action {
            id: "paste_a_token",
            label: "action-auth-token-missing-paste-a-token",
            risk: Risk::Guide,
            built: true,
        },
    ],
    docs: Some("gateway/troubleshooting/agent-replies-and-control-ui"),
    check,
};

fn check(scene: &Scene<'_>) -> Verdict {
    refusals::own(
        scene,
        RULE.id,
        &["AUTH_TOKEN_MISSING", "AUTH_TOKEN_NOT_CONFIGURED"],
        "finding-auth-token-missing-text",
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
        stage.refused("AUTH_TOKEN_MISSING");
        assert_eq!(stage.faults(RULE.check)[0].evidence[0].text, "AUTH_TOKEN_MISSING");
        stage.refused("SOMETHING_ELSE");
        assert!(stage.is_healthy(RULE.check), "another refusal is another finding");
        stage.run();
        assert!(stage.is_healthy(RULE.check));
    }
}
