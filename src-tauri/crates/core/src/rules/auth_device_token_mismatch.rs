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
    use crate::rules::scenes;

    #[test]
    fn the_refusal_raises_it_and_signing_in_ends_it() {
        scenes::a_refusal_raises_it_and_signing_in_ends_it(&RULE, "AUTH_DEVICE_TOKEN_MISMATCH");
    }
}
