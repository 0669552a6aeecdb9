//! `skills.symlink_escape`: a skill was skipped because its link leaves the folder of skills.

use clawtray_contract::{Risk, Severity};

use crate::{
    findings::{Action, Rule, Scene, Verdict, Words},
    rules::lines,
};

/// Without another such line for so long it is over, milliseconds.
const QUIET_MS: u64 = 86_400_000;

pub(crate) const RULE: Rule = Rule {
    id: "skills.symlink_escape",
    severity: Severity::Info,
    title: "finding-skills-symlink-escape",
    visible_after_ms: 0,
    explained_by: &[],
    signals: &["Skipping escaped skill path ... reason=symlink-escape; resolves outside its configured root"],
    actions: &[Action {
        id: "trust_that_folder",
        label: "action-skills-symlink-escape-trust-that-folder",
        risk: Risk::Confirm,
        built: false,
    }],
    docs: Some("gateway/troubleshooting/skills-and-model-providers"),
    check,
};

fn check(scene: &Scene<'_>) -> Verdict {
    lines::judge(scene, RULE.id, QUIET_MS, |_| false, |_| Words::plain("finding-skills-symlink-escape-text"))
}

#[cfg(test)]
mod tests {
    use super::{QUIET_MS, RULE};
    use crate::rules::scenes;

    #[test]
    fn a_line_raises_it_and_quiet_ends_it() {
        scenes::a_line_raises_it_and_quiet_ends_it(&RULE, QUIET_MS);
    }
}
