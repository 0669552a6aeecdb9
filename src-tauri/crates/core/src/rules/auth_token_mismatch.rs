//! `auth.token_mismatch`: the shared token we hold is not the gateway's.

use clawtray_contract::{Mode, Risk, Severity};

use crate::{
    findings::{Action, Rule, Scene, Verdict},
    rules::refusals,
};

pub(crate) const RULE: Rule = Rule {
    id: "auth.token_mismatch",
    severity: Severity::Error,
    title: "finding-auth-token-mismatch",
    visible_after_ms: 0,
    explained_by: &["service.config_mismatch"],
    signals: &[
        "AUTH_TOKEN_MISMATCH; unauthorized: gateway token mismatch; reason=token_mismatch",
        "a service unit that carries a stale OPENCLAW_GATEWAY_TOKEN",
    ],
    actions: &[
        Action {
            id: "refetch_token",
            label: "action-auth-token-mismatch-refetch-token",
            risk: Risk::Safe,
            built: true,
        },
        Action {
            id: "reinstall_the_service",
            label: "action-auth-token-mismatch-reinstall-the-service",
            risk: Risk::Confirm,
            built: true,
        },
    ],
    docs: Some("gateway/troubleshooting/agent-replies-and-control-ui"),
    check,
};

fn check(scene: &Scene<'_>) -> Verdict {
    match refusals::own(scene, RULE.id, &["AUTH_TOKEN_MISMATCH"], "finding-auth-token-mismatch-text") {
        Verdict::Unhealthy(mut faults) => {
            if scene.gateway.mode(scene.facts) != Mode::Service {
                // Nothing is installed that could carry a stale copy.
                faults.iter_mut().for_each(|fault| fault.actions.retain(|action| *action == "refetch_token"));
            }
            Verdict::Unhealthy(faults)
        }
        other => other,
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
