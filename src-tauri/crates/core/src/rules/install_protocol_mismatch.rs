//! `install.protocol_mismatch`: a program speaks another version of the gateway protocol.

use clawtray_contract::{Risk, Severity};

use crate::{
    event::Refusal,
    findings::{Action, Rule, Scene, Verdict},
    rules::refusals,
};

/// Without another such line for so long it is over, milliseconds.
const QUIET_MS: u64 = 60_000;

pub(crate) const RULE: Rule = Rule {
    id: "install.protocol_mismatch",
    severity: Severity::Warning,
    title: "finding-install-protocol-mismatch",
    visible_after_ms: 0,
    explained_by: &["install.split_brain"],
    signals: &[
        "connect error PROTOCOL_MISMATCH / 'protocol mismatch ... client= ... expected='",
        "'invalid connect params' from old gateways",
    ],
    actions: &[
        Action {
            id: "show_which_program_it_is",
            label: "action-install-protocol-mismatch-show-which-program-it-is",
            risk: Risk::Safe,
            built: true,
        },
        Action {
            id: "update_the_older_side",
            label: "action-install-protocol-mismatch-update-the-older-side",
            risk: Risk::Confirm,
            built: true,
        },
    ],
    docs: Some("gateway/troubleshooting/updates-and-rollbacks"),
    check,
};

fn check(scene: &Scene<'_>) -> Verdict {
    let (code, text) = match refusals::standing(scene) {
        Some(Refusal::ClientVersion { code }) => (code.as_str(), "finding-install-protocol-mismatch-client"),
        // Every refusal of today's releases has a finding of its own: one of the two is newer than the other knows.
        Some(Refusal::Other { code, .. }) => (code.as_str(), "finding-install-protocol-mismatch-unknown"),
        _ => (PROTOCOL, "finding-install-protocol-mismatch-text"),
    };
    refusals::own_or_lines(scene, RULE.id, &[PROTOCOL, code], QUIET_MS, text)
}

/// The gateway's code for it.
const PROTOCOL: &str = "PROTOCOL_MISMATCH";

#[cfg(test)]
mod tests {
    use super::{QUIET_MS, RULE};
    use crate::rules::scenes::{self, Stage};

    #[test]
    fn the_refusal_raises_it_and_signing_in_ends_it() {
        let mut stage = Stage::new();
        assert!(stage.is_unknown(RULE.check), "nobody has tried to sign in");
        stage.refused("PROTOCOL_MISMATCH");
        assert_eq!(stage.faults(RULE.check)[0].evidence[0].text, "PROTOCOL_MISMATCH");
        stage.refused("AUTH_TOKEN_MISSING");
        assert!(stage.is_healthy(RULE.check), "another refusal is another finding");
        stage.run();
        assert!(stage.is_healthy(RULE.check));
    }

    #[test]
    fn a_client_that_is_too_old_and_a_refusal_that_nobody_knows_are_named_with_their_codes() {
        let mut stage = Stage::new();
        stage.refused("CLIENT_VERSION_MISMATCH");
        assert_eq!(stage.faults(RULE.check)[0].text.id, "finding-install-protocol-mismatch-client");
        stage.refused("AUTH_SOMETHING_NEW");
        let fault = stage.faults(RULE.check).remove(0);
        assert_eq!(fault.text.id, "finding-install-protocol-mismatch-unknown");
        let seen: Vec<&str> = fault.evidence.iter().map(|seen| seen.text.as_str()).collect();
        assert_eq!(seen, ["AUTH_SOMETHING_NEW", "no"], "the code and the gateway's words");
    }

    #[test]
    fn a_line_about_another_program_raises_it_until_it_is_quiet() {
        scenes::a_line_about_another_program_raises_it_until_it_is_quiet(&RULE, QUIET_MS);
    }
}
