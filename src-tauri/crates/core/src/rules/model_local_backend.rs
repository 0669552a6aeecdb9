//! `model.local_backend`: a local model server rejects OpenClaw's requests.

use clawtray_contract::{Risk, Severity};

use crate::{
    findings::{Action, Rule, Scene, Verdict},
    rules::models,
};

/// Without another such line for so long it is over, milliseconds.
const QUIET_MS: u64 = 3_600_000;

pub(crate) const RULE: Rule = Rule {
    id: "model.local_backend",
    severity: Severity::Error,
    title: "finding-model-local-backend",
    visible_after_ms: 0,
    explained_by: &[],
    signals: &[
        "messages[].content ... expected a string",
        "validation.keys / allowed message keys",
        "model_not_found / 404 with a bare id that works directly",
        "incomplete turn detected ... stopReason=stop payloads=0",
        "direct tiny call ok while agent runs fail; backend fails or closes only on large prompts",
    ],
    actions: &[
        Action {
            id: "lower_the_context_window",
            label: "action-model-local-backend-lower-the-context-window",
            risk: Risk::Confirm,
            built: true,
        },
        Action {
            id: "send_plain_text_messages",
            label: "action-model-local-backend-send-plain-text-messages",
            risk: Risk::Confirm,
            built: true,
        },
        Action {
            id: "send_strict_messages",
            label: "action-model-local-backend-send-strict-messages",
            risk: Risk::Confirm,
            built: true,
        },
        Action {
            id: "turn_tools_off_for_this_model",
            label: "action-model-local-backend-turn-tools-off-for-this-model",
            risk: Risk::Confirm,
            built: true,
        },
        Action {
            id: "fix_the_model_id_or_base_url",
            label: "action-model-local-backend-fix-the-model-id-or-base-url",
            risk: Risk::Confirm,
            built: true,
        },
        Action {
            id: "test_the_server_directly",
            label: "action-model-local-backend-test-the-server-directly",
            risk: Risk::Safe,
            built: true,
        },
    ],
    docs: Some("gateway/troubleshooting/skills-and-model-providers"),
    check,
};

fn check(scene: &Scene<'_>) -> Verdict {
    models::judge(scene, RULE.id, QUIET_MS, "finding-model-local-backend-text", "finding-model-local-backend-named")
}

#[cfg(test)]
mod tests {
    use super::{QUIET_MS, RULE};
    use crate::rules::scenes;

    #[test]
    fn a_refusal_names_its_model_and_a_later_good_run_of_it_ends_it() {
        scenes::a_model_refusal_raises_it_and_a_good_run_ends_it(&RULE, "finding-model-local-backend-named");
    }

    #[test]
    fn a_line_without_a_model_stands_until_it_is_quiet() {
        scenes::a_line_without_a_subject_stands_until_it_is_quiet(&RULE, QUIET_MS, "finding-model-local-backend-text");
    }
}
