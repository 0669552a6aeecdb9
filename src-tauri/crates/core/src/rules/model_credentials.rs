//! `model.credentials`: a sign-in at a model provider has expired or is missing.

use clawtray_contract::{Risk, Severity};

use crate::{
    findings::{Action, Rule, Scene, Verdict},
    rules::models,
};

/// Without another such line for so long it is over, milliseconds.
const QUIET_MS: u64 = 3_600_000;

pub(crate) const RULE: Rule = Rule {
    id: "model.credentials",
    severity: Severity::Error,
    title: "finding-model-credentials",
    visible_after_ms: 0,
    explained_by: &[],
    signals: &["401 / invalid api key / OAuth token refresh failed / no credentials found; models auth status"],
    actions: &[
        Action { id: "sign_in_again", label: "action-model-credentials-sign-in-again", risk: Risk::Guide, built: true },
        Action {
            id: "remove_stale_copies",
            label: "action-model-credentials-remove-stale-copies",
            risk: Risk::Confirm,
            built: true,
        },
    ],
    docs: Some("gateway/authentication"),
    check,
};

fn check(scene: &Scene<'_>) -> Verdict {
    models::judge(scene, RULE.id, QUIET_MS, "finding-model-credentials-text", "finding-model-credentials-named")
}

#[cfg(test)]
mod tests {
    use super::{QUIET_MS, RULE};
    use crate::rules::scenes;

    #[test]
    fn a_refusal_names_its_model_and_a_later_good_run_of_it_ends_it() {
        scenes::a_model_refusal_raises_it_and_a_good_run_ends_it(&RULE, "finding-model-credentials-named");
    }

    #[test]
    fn a_line_without_a_model_stands_until_it_is_quiet() {
        scenes::a_line_without_a_subject_stands_until_it_is_quiet(&RULE, QUIET_MS, "finding-model-credentials-text");
    }
}
