//! `auth.token_mismatch`: the shared token we hold is not the gateway's.

use clawtray_contract::{Mode, Risk, Severity};

use crate::{
    event::Refusal,
    findings::{Action, Fault, Rule, Scene, Verdict, Words},
    link::LinkState,
};

pub(crate) const RULE: Rule = Rule {
    id: "auth.token_mismatch",
    severity: Severity::Error,
    title: "finding-auth-token-mismatch",
    visible_after_ms: 0,
    explained_by: &[],
    actions: &[
        Action { id: "refetch_token", label: "action-auth-token-mismatch-refetch-token", risk: Risk::Safe },
        Action {
            id: "reinstall_the_service",
            label: "action-auth-token-mismatch-reinstall-the-service",
            risk: Risk::Confirm,
        },
    ],
    docs: Some("gateway/authentication"),
    check,
};

fn check(scene: &Scene<'_>) -> Verdict {
    match &scene.link.state {
        LinkState::Refused { refusal: refusal @ (Refusal::TokenMismatch | Refusal::TokenMissing), since_ms } => {
            let id = match refusal {
                Refusal::TokenMissing => "finding-auth-token-mismatch-missing",
                _ => "finding-auth-token-mismatch-text",
            };
            let code = match refusal {
                Refusal::TokenMissing => "AUTH_TOKEN_MISSING",
                _ => "AUTH_TOKEN_MISMATCH",
            };
            let mut actions = vec!["refetch_token"];
            if scene.gateway.mode(scene.facts) == Mode::Service {
                actions.push("reinstall_the_service");
            }
            Verdict::one(
                Fault::new(Words::plain(id), code, *since_ms).saw("rpc", code, Some(*since_ms)).offer(&actions),
            )
        }
        LinkState::Ready(_) => Verdict::Healthy,
        LinkState::PairingNeeded { .. } | LinkState::Refused { .. } => Verdict::Healthy,
        LinkState::Idle | LinkState::Connecting { .. } | LinkState::Waiting { .. } => Verdict::Unknown,
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::{event::Refusal, link::LinkState, rules::scenes::Stage};

    #[test]
    fn a_refused_token_raises_it_and_a_ready_link_clears_it() {
        let mut stage = Stage::new();
        stage.link.state = LinkState::Refused { refusal: Refusal::TokenMismatch, since_ms: 5 };
        assert_eq!(stage.faults(RULE.check)[0].actions, ["refetch_token"], "no service, nothing to reinstall");
        stage.link.state = LinkState::Waiting { why: Refusal::TokenMismatch };
        assert!(stage.is_unknown(RULE.check), "the one retry decides");
        stage.run();
        assert!(stage.is_healthy(RULE.check));
    }
}
