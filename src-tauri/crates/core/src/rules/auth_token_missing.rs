//! `auth.token_missing`: the gateway wants a token and there is none.

use clawtray_contract::{Risk, Severity};

use crate::{
    event::Refusal,
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
    let text = match refusals::standing(scene) {
        Some(Refusal::NotConfigured { .. }) => "finding-auth-token-missing-not-configured",
        Some(Refusal::IdentityProxy { .. }) => "finding-auth-token-missing-network",
        _ => "finding-auth-token-missing-text",
    };
    refusals::own(scene, RULE.id, &CODES, text)
}

/// A gateway that knows people by their Tailscale network lets others in by its token.
const CODES: [&str; 6] = [
    "AUTH_TOKEN_MISSING",
    "AUTH_TOKEN_NOT_CONFIGURED",
    "AUTH_TAILSCALE_IDENTITY_MISSING",
    "AUTH_TAILSCALE_PROXY_MISSING",
    "AUTH_TAILSCALE_WHOIS_FAILED",
    "AUTH_TAILSCALE_IDENTITY_MISMATCH",
];

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::rules::scenes::{self, Stage};

    #[test]
    fn the_refusal_raises_it_and_signing_in_ends_it() {
        scenes::a_refusal_raises_it_and_signing_in_ends_it(&RULE, "AUTH_TOKEN_MISSING");
    }

    #[test]
    fn a_gateway_without_a_token_and_one_that_asks_the_network_say_so() {
        let mut stage = Stage::new();
        for (code, text) in [
            ("AUTH_TOKEN_NOT_CONFIGURED", "finding-auth-token-missing-not-configured"),
            ("AUTH_TAILSCALE_WHOIS_FAILED", "finding-auth-token-missing-network"),
            ("AUTH_TOKEN_MISSING", "finding-auth-token-missing-text"),
        ] {
            stage.refused(code);
            let fault = stage.faults(RULE.check).remove(0);
            assert_eq!((fault.text.id, fault.evidence[0].text.as_str()), (text, code));
        }
    }
}
