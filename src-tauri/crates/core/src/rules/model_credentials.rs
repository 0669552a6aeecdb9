//! `model.credentials`: a sign-in at a model provider has expired or is missing.

use clawtray_contract::{Risk, Severity};

use crate::{
    findings::{Action, Rule, Scene, Verdict, Words},
    rules::lines,
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
        Action {
            id: "sign_in_again",
            label: "action-model-credentials-sign-in-again",
            risk: Risk::Guide,
            built: false,
        },
        Action {
            id: "remove_stale_copies",
            label: "action-model-credentials-remove-stale-copies",
            risk: Risk::Confirm,
            built: false,
        },
    ],
    docs: Some("gateway/authentication"),
    check,
};

fn check(scene: &Scene<'_>) -> Verdict {
    lines::judge(scene, RULE.id, QUIET_MS, |_| false, |_| Words::plain("finding-model-credentials-text"))
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
