//! `secrets.unavailable`: the keychain is locked or missing.

use clawtray_contract::{Risk, Severity};

use crate::findings::{Action, Fault, Rule, Scene, Verdict, Words};

pub(crate) const RULE: Rule = Rule {
    id: "secrets.unavailable",
    severity: Severity::Warning,
    title: "finding-secrets-unavailable",
    visible_after_ms: 0,
    explained_by: &[],
    signals: &["write-read-delete probe of the OS store fails"],
    actions: &[
        Action { id: "unlock_it", label: "action-secrets-unavailable-unlock-it", risk: Risk::Safe, built: true },
        Action {
            id: "keep_secrets_for_this_session_only",
            label: "action-secrets-unavailable-keep-secrets-for-this-session-only",
            risk: Risk::Confirm,
            built: true,
        },
    ],
    docs: None,
    check,
};

fn check(scene: &Scene<'_>) -> Verdict {
    if scene.facts.surroundings.is_none() {
        return Verdict::Unknown;
    }
    let Some(why) = &scene.facts.secrets.keychain_problem else { return Verdict::Healthy };
    let text = Words::with("finding-secrets-unavailable-text", vec![("why", why.as_str().into())]);
    Verdict::one(
        Fault::new(text, "unavailable", scene.now.unix_ms).saw("keychain", why.clone(), None).offer(&RULE.action_ids()),
    )
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::rules::scenes::Stage;

    #[test]
    fn a_keychain_that_does_not_answer_raises_it_with_its_reason() {
        let mut stage = Stage::new();
        assert!(stage.is_healthy(RULE.check));
        stage.facts.secrets.keychain_problem = Some("locked".into());
        assert_eq!(stage.faults(RULE.check)[0].evidence[0].text, "locked");
        stage.facts.surroundings = None;
        assert!(stage.is_unknown(RULE.check), "nobody has looked");
    }
}
