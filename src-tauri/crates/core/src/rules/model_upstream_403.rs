//! `model.upstream_403`: something in front of a model provider blocks requests.

use clawtray_contract::{Risk, Severity};

use crate::{
    findings::{Action, Rule, Scene, Verdict},
    rules::models,
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
        built: true,
    }],
    docs: Some("gateway/troubleshooting/skills-and-model-providers"),
    check,
};

fn check(scene: &Scene<'_>) -> Verdict {
    models::judge(scene, RULE.id, QUIET_MS, "finding-model-upstream-403-text", "finding-model-upstream-403-named")
}

#[cfg(test)]
mod tests {
    use super::{QUIET_MS, RULE};
    use crate::rules::scenes;

    #[test]
    fn a_refusal_names_its_model_and_a_later_good_run_of_it_ends_it() {
        scenes::a_model_refusal_raises_it_and_a_good_run_ends_it(&RULE, "finding-model-upstream-403-named");
    }

    #[test]
    fn a_line_without_a_model_stands_until_it_is_quiet() {
        scenes::a_line_without_a_subject_stands_until_it_is_quiet(&RULE, QUIET_MS, "finding-model-upstream-403-text");
    }
}
