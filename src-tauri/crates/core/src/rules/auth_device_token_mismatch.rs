//! `auth.device_token_mismatch`: this computer's access was revoked or replaced.

use clawtray_contract::{Risk, Severity};

use crate::{
    findings::{Action, Rule, Scene, Verdict},
    rules::refusals,
};

pub(crate) const RULE: Rule = Rule {
    id: "auth.device_token_mismatch",
    severity: Severity::Error,
    title: "finding-auth-device-token-mismatch",
    visible_after_ms: 0,
    explained_by: &[],
    signals: &["AUTH_DEVICE_TOKEN_MISMATCH; device token mismatch (rotate/reissue device token)"],
    actions: &[Action {
        id: "pair_this_computer_again",
        label: "action-auth-device-token-mismatch-pair-this-computer-again",
        risk: Risk::Confirm,
        built: true,
    }],
    docs: Some("gateway/troubleshooting/agent-replies-and-control-ui"),
    check,
};

fn check(scene: &Scene<'_>) -> Verdict {
    refusals::own(scene, RULE.id, &["AUTH_DEVICE_TOKEN_MISMATCH"], "finding-auth-device-token-mismatch-text")
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::rules::scenes::Stage;

    #[test]
    fn the_refusal_raises_it_and_signing_in_ends_it() {
        let mut stage = Stage::new();
        assert!(stage.is_unknown(RULE.check), "nobody has tried to sign in");
        stage.refused("AUTH_DEVICE_TOKEN_MISMATCH");
        assert_eq!(stage.faults(RULE.check)[0].evidence[0].text, "AUTH_DEVICE_TOKEN_MISMATCH");
        stage.refused("SOMETHING_ELSE");
        assert!(stage.is_healthy(RULE.check), "another refusal is another finding");
        stage.run();
        assert!(stage.is_healthy(RULE.check));
    }
}
