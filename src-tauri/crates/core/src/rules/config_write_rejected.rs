//! `config.write_rejected`: a change of the configuration was rejected.

use clawtray_contract::{Risk, Severity};

use crate::{
    findings::{Action, Rule, Scene, Verdict, Words},
    rules::lines,
};

/// Without another such line for so long it is over, milliseconds.
const QUIET_MS: u64 = 86_400_000;

pub(crate) const RULE: Rule = Rule {
    id: "config.write_rejected",
    severity: Severity::Warning,
    title: "finding-config-write-rejected",
    visible_after_ms: 0,
    explained_by: &[],
    signals: &[
        "Config write rejected:; .rejected.* file; missing-meta-vs-last-good; size-drop-vs-last-good; gateway-mode-missing-vs-last-good",
    ],
    actions: &[Action {
        id: "show_what_was_rejected",
        label: "action-config-write-rejected-show-what-was-rejected",
        risk: Risk::Safe,
        built: false,
    }],
    docs: Some("gateway/troubleshooting/config-validation-and-probes"),
    check,
};

fn check(scene: &Scene<'_>) -> Verdict {
    lines::judge(scene, RULE.id, QUIET_MS, |_| false, |_| Words::plain("finding-config-write-rejected-text"))
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
