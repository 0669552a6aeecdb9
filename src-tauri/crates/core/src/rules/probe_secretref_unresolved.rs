//! `probe.secretref_unresolved`: a stored secret that the configuration points at cannot be read.

use clawtray_contract::{Risk, Severity};

use crate::{
    findings::{Action, Rule, Scene, Verdict, Words},
    rules::lines,
};

/// Without another such line for so long it is over, milliseconds.
const QUIET_MS: u64 = 3_600_000;

pub(crate) const RULE: Rule = Rule {
    id: "probe.secretref_unresolved",
    severity: Severity::Warning,
    title: "finding-probe-secretref-unresolved",
    visible_after_ms: 0,
    explained_by: &[],
    signals: &["unresolved gateway.auth.* / gateway.remote.* SecretRef"],
    actions: &[
        Action {
            id: "show_which_one",
            label: "action-probe-secretref-unresolved-show-which-one",
            risk: Risk::Safe,
            built: false,
        },
        Action {
            id: "store_it_in_the_keychain",
            label: "action-probe-secretref-unresolved-store-it-in-the-keychain",
            risk: Risk::Guide,
            built: false,
        },
    ],
    docs: Some("gateway/troubleshooting/config-validation-and-probes"),
    check,
};

fn check(scene: &Scene<'_>) -> Verdict {
    lines::judge(scene, RULE.id, QUIET_MS, |_| false, |_| Words::plain("finding-probe-secretref-unresolved-text"))
}

#[cfg(test)]
mod tests {
    use super::{QUIET_MS, RULE};
    use crate::rules::scenes::Stage;

    #[test]
    fn a_line_raises_it_and_quiet_ends_it() {
        let mut stage = Stage::new();
        assert!(stage.is_unknown(RULE.check), "nobody has read a line");
        stage.reads_lines();
        assert!(stage.is_healthy(RULE.check));
        stage.sign(RULE.id, None);
        assert_eq!(stage.faults(RULE.check)[0].evidence.len(), 1);
        stage.passes(QUIET_MS + 1);
        assert!(stage.is_healthy(RULE.check));
    }
}
