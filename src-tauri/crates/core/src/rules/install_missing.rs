//! `install.missing`: there is no OpenClaw on this computer.

use clawtray_contract::{Risk, Severity};

use crate::{
    event::Installation,
    findings::{Action, Fault, Rule, Scene, Verdict, Words},
};

pub(crate) const RULE: Rule = Rule {
    id: "install.missing",
    severity: Severity::Error,
    title: "finding-install-missing",
    visible_after_ms: 0,
    explained_by: &[],
    signals: &["no openclaw executable on PATH, in known install places, or named by the service file"],
    actions: &[
        Action {
            id: "install_openclaw",
            label: "action-install-missing-install-openclaw",
            risk: Risk::Confirm,
            built: true,
        },
        Action {
            id: "choose_where_it_is",
            label: "action-install-missing-choose-where-it-is",
            risk: Risk::Guide,
            built: true,
        },
    ],
    docs: Some("install/index"),
    check,
};

fn check(scene: &Scene<'_>) -> Verdict {
    match scene.facts.surroundings.as_ref().map(|around| &around.installation) {
        None => Verdict::Unknown,
        Some(Installation::Missing) => Verdict::one(
            Fault::new(Words::plain("finding-install-missing-text"), "missing", scene.now.unix_ms)
                .saw("files", Words::plain("seen-no-install"), None)
                .offer(&RULE.action_ids()),
        ),
        Some(_) => Verdict::Healthy,
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::{event::Installation, rules::scenes::Stage};

    #[test]
    fn it_is_raised_where_none_was_found_and_unknown_before_anybody_looked() {
        let mut stage = Stage::new();
        assert!(stage.is_healthy(RULE.check));
        stage.around().installation = Installation::Missing;
        assert_eq!(stage.faults(RULE.check).len(), 1);
        stage.facts.surroundings = None;
        assert!(stage.is_unknown(RULE.check));
    }
}
