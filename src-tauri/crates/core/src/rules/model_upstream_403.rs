//! `model.upstream_403`: something in front of a model provider blocks requests.

use clawtray_contract::{Risk, Severity};

use crate::{
    findings::{Action, Rule, Scene, Verdict, Words},
    rules::lines,
};

/// Without another such line for so long it is over, milliseconds.
const QUIET_MS: u64 = 3_600_000;

pub(crate) const RULE: Rule = Rule {
    id: "model.upstream_403",
    severity: Severity::Warning,
    title: "finding-model-upstream-403",
    visible_after_ms: 0,
    explained_by: &[],
    signals: &["403 'Your request was blocked', HTML instead of an API error"],
    actions: &[Action {
        id: "show_the_evidence",
        label: "action-model-upstream-403-show-the-evidence",
        risk: Risk::Safe,
        built: false,
    }],
    docs: Some("gateway/troubleshooting/skills-and-model-providers"),
    check,
};

fn check(scene: &Scene<'_>) -> Verdict {
    lines::judge(scene, RULE.id, QUIET_MS, |_| false, |_| Words::plain("finding-model-upstream-403-text"))
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
