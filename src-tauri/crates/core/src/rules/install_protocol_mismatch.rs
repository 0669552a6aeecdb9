//! `install.protocol_mismatch`: a program speaks another version of the gateway protocol.

use clawtray_contract::{Risk, Severity};

use crate::{
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
            built: false,
        },
    ],
    docs: Some("gateway/troubleshooting/updates-and-rollbacks"),
    check,
};

fn check(scene: &Scene<'_>) -> Verdict {
    refusals::own_or_lines(scene, RULE.id, &["PROTOCOL_MISMATCH"], QUIET_MS, "finding-install-protocol-mismatch-text")
}

#[cfg(test)]
mod tests {
    use super::{QUIET_MS, RULE};
    use crate::rules::scenes::Stage;

    #[test]
    fn the_refusal_raises_it_and_signing_in_ends_it() {
        let mut stage = Stage::new();
        assert!(stage.is_unknown(RULE.check), "nobody has tried to sign in");
        stage.refused("PROTOCOL_MISMATCH");
        assert_eq!(stage.faults(RULE.check)[0].evidence[0].text, "PROTOCOL_MISMATCH");
        stage.refused("SOMETHING_ELSE");
        assert!(stage.is_healthy(RULE.check), "another refusal is another finding");
        stage.run();
        assert!(stage.is_healthy(RULE.check));
    }

    #[test]
    fn a_line_about_another_program_raises_it_until_it_is_quiet() {
        let mut stage = Stage::new();
        stage.run();
        stage.sign(RULE.id, None);
        assert_eq!(stage.faults(RULE.check)[0].evidence[0].source, "output");
        stage.passes(QUIET_MS + 1);
        assert!(stage.is_healthy(RULE.check));
    }
}
