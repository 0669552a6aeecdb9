//! `auth.password_mismatch`: the password for the gateway is wrong or missing.

use clawtray_contract::{Risk, Severity};

use crate::{
    event::Refusal,
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
        built: true,
    }],
    docs: Some("gateway/troubleshooting/agent-replies-and-control-ui"),
    check,
};

fn check(scene: &Scene<'_>) -> Verdict {
    let text = match refusals::standing(scene) {
        Some(Refusal::NotConfigured { .. }) => "finding-auth-password-mismatch-not-configured",
        Some(Refusal::IdentityProxy { .. }) => "finding-auth-password-mismatch-proxy",
        Some(Refusal::PasswordMissing) => "finding-auth-password-mismatch-missing",
        _ => "finding-auth-password-mismatch-text",
    };
    refusals::own(scene, RULE.id, &CODES, text)
}

/// A gateway behind an identity proxy lets programs of its own computer in by its password ("Trusted proxy auth" of
/// OpenClaw's pages).
const CODES: [&str; 6] = [
    "AUTH_PASSWORD_MISMATCH",
    "AUTH_PASSWORD_MISSING",
    "AUTH_PASSWORD_NOT_CONFIGURED",
    "AUTH_IDENTITY_HEADER_REQUIRED",
    "AUTH_VERIFIED_USER_REQUIRED",
    "AUTHENTICATED_PROFILE_UNAVAILABLE",
];

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::rules::scenes::{self, Stage};

    #[test]
    fn the_refusal_raises_it_and_signing_in_ends_it() {
        scenes::a_refusal_raises_it_and_signing_in_ends_it(&RULE, "AUTH_PASSWORD_MISMATCH");
    }

    #[test]
    fn missing_wrong_not_set_and_a_proxy_in_front_are_told_apart() {
        let mut stage = Stage::new();
        for (code, text) in [
            ("AUTH_PASSWORD_MISSING", "finding-auth-password-mismatch-missing"),
            ("AUTH_PASSWORD_MISMATCH", "finding-auth-password-mismatch-text"),
            ("AUTH_PASSWORD_NOT_CONFIGURED", "finding-auth-password-mismatch-not-configured"),
            ("AUTH_IDENTITY_HEADER_REQUIRED", "finding-auth-password-mismatch-proxy"),
            ("AUTH_VERIFIED_USER_REQUIRED", "finding-auth-password-mismatch-proxy"),
            ("AUTHENTICATED_PROFILE_UNAVAILABLE", "finding-auth-password-mismatch-proxy"),
        ] {
            stage.refused(code);
            let fault = stage.faults(RULE.check).remove(0);
            assert_eq!((fault.text.id, fault.evidence[0].text.as_str()), (text, code));
        }
    }
}
