//! `model.rate_limited`: a model provider limits requests.

use clawtray_contract::{Risk, Severity};

use crate::{
    findings::{Action, Rule, Scene, Verdict},
    rules::models,
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
            built: true,
        },
        Action {
            id: "add_a_fallback_model",
            label: "action-model-rate-limited-add-a-fallback-model",
            risk: Risk::Confirm,
            built: true,
        },
    ],
    docs: Some("concepts/model-failover"),
    check,
};

fn check(scene: &Scene<'_>) -> Verdict {
    models::judge(scene, RULE.id, QUIET_MS, "finding-model-rate-limited-text", "finding-model-rate-limited-named")
}

#[cfg(test)]
mod tests {
    use super::{QUIET_MS, RULE};
    use crate::rules::scenes::{self, Stage};

    #[test]
    fn a_refusal_names_its_model_and_a_later_good_run_of_it_ends_it() {
        scenes::a_model_refusal_raises_it_and_a_good_run_ends_it(&RULE, "finding-model-rate-limited-named");
    }

    #[test]
    fn a_line_without_a_model_beside_one_that_names_it_is_no_second_finding() {
        let mut stage = Stage::new();
        stage.sign(RULE.id, None);
        stage.passes(1_000);
        stage.sign(RULE.id, Some("openai/gpt-5"));
        assert_eq!(stage.faults(RULE.check).len(), 1);
        stage.facts.add_model_ok("openai/gpt-5".into(), stage.now.unix_ms + 1);
        assert!(stage.is_healthy(RULE.check), "it ends with it");
        stage.passes(120_000);
        stage.sign(RULE.id, None);
        assert_eq!(stage.faults(RULE.check).len(), 1, "later it is another one");
    }

    #[test]
    fn a_line_without_a_model_stands_until_it_is_quiet() {
        scenes::a_line_without_a_subject_stands_until_it_is_quiet(&RULE, QUIET_MS, "finding-model-rate-limited-text");
    }
}
