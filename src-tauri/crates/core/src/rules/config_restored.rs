//! `config.restored`: the gateway went back to an older configuration.

use clawtray_contract::{Risk, Severity};

use crate::{
    findings::{Action, Rule, Scene, Verdict, Words},
    rules::lines,
};

/// Without another such line for so long it is over, milliseconds.
const QUIET_MS: u64 = 86_400_000;

pub(crate) const RULE: Rule = Rule {
    id: "config.restored",
    severity: Severity::Warning,
    title: "finding-config-restored",
    visible_after_ms: 0,
    explained_by: &[],
    signals: &[
        "Config auto-restored from last-known-good / from backup / from last-good",
        "Config recovery warning system event",
        "gateway: invalid config was restored from last-known-good backup",
        "config reload restored last-known-good config after invalid-config",
        "new openclaw.json.clobbered.* file",
    ],
    actions: &[
        Action {
            id: "compare_the_two",
            label: "action-config-restored-compare-the-two",
            risk: Risk::Safe,
            built: false,
        },
        Action {
            id: "put_your_change_back_corrected",
            label: "action-config-restored-put-your-change-back-corrected",
            risk: Risk::Confirm,
            built: false,
        },
        Action {
            id: "keep_the_restored_one",
            label: "action-config-restored-keep-the-restored-one",
            risk: Risk::Safe,
            built: false,
        },
    ],
    docs: Some("gateway/troubleshooting/config-validation-and-probes"),
    check,
};

fn check(scene: &Scene<'_>) -> Verdict {
    lines::judge(scene, RULE.id, QUIET_MS, |_| false, |_| Words::plain("finding-config-restored-text"))
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
