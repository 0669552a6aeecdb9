//! `model.rate_limited`: a model provider limits requests.

use clawtray_contract::{Risk, Severity};

use crate::{
    findings::{Action, Rule, Scene, Verdict, Words},
    rules::lines,
};

/// Without another such line for so long it is over, milliseconds.
const QUIET_MS: u64 = 1_800_000;

pub(crate) const RULE: Rule = Rule {
    id: "model.rate_limited",
    severity: Severity::Info,
    title: "finding-model-rate-limited",
    visible_after_ms: 0,
    explained_by: &["model.long_context_429"],
    signals: &["429 other than long context; overloaded; quota"],
    actions: &[
        Action {
            id: "show_when_it_resets",
            label: "action-model-rate-limited-show-when-it-resets",
            risk: Risk::Safe,
            built: false,
        },
        Action {
            id: "add_a_fallback_model",
            label: "action-model-rate-limited-add-a-fallback-model",
            risk: Risk::Confirm,
            built: false,
        },
    ],
    docs: Some("concepts/model-failover"),
    check,
};

fn check(scene: &Scene<'_>) -> Verdict {
    lines::judge(scene, RULE.id, QUIET_MS, |_| false, |_| Words::plain("finding-model-rate-limited-text"))
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
