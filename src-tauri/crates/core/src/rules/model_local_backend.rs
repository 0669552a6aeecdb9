//! `model.local_backend`: a local model server rejects OpenClaw's requests.

use clawtray_contract::{Risk, Severity};

use crate::{
    findings::{Action, Rule, Scene, Verdict, Words},
    rules::lines,
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
            built: false,
        },
        Action {
            id: "send_plain_text_messages",
            label: "action-model-local-backend-send-plain-text-messages",
            risk: Risk::Confirm,
            built: false,
        },
        Action {
            id: "send_strict_messages",
            label: "action-model-local-backend-send-strict-messages",
            risk: Risk::Confirm,
            built: false,
        },
        Action {
            id: "turn_tools_off_for_this_model",
            label: "action-model-local-backend-turn-tools-off-for-this-model",
            risk: Risk::Confirm,
            built: false,
        },
        Action {
            id: "fix_the_model_id_or_base_url",
            label: "action-model-local-backend-fix-the-model-id-or-base-url",
            risk: Risk::Confirm,
            built: false,
        },
        Action {
            id: "test_the_server_directly",
            label: "action-model-local-backend-test-the-server-directly",
            risk: Risk::Safe,
            built: false,
        },
    ],
    docs: Some("gateway/troubleshooting/skills-and-model-providers"),
    check,
};

fn check(scene: &Scene<'_>) -> Verdict {
    lines::judge(scene, RULE.id, QUIET_MS, |_| false, |_| Words::plain("finding-model-local-backend-text"))
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
