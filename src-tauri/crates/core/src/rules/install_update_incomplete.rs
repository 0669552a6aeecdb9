//! `install.update_incomplete`: an update of OpenClaw was begun and not finished.

use clawtray_contract::{Risk, Severity};

use crate::{
    findings::{Action, Rule, Scene, Verdict, Words},
    rules::lines,
};

/// Without another such line for so long it is over, milliseconds.
const QUIET_MS: u64 = 86_400_000;

pub(crate) const RULE: Rule = Rule {
    id: "install.update_incomplete",
    severity: Severity::Error,
    title: "finding-install-update-incomplete",
    // The end of the gateway tells whether such lines mean it; it comes right after them.
    visible_after_ms: 10_000,
    explained_by: &["install.split_brain"],
    signals: &[
        "update status --json shows pending/failed hand-off",
        "plugin load failed: dependency tree corrupted",
        "Gateway version mismatch after update",
        "startup migrations did not complete cleanly",
    ],
    actions: &[Action {
        id: "finish_the_update",
        label: "action-install-update-incomplete-finish-the-update",
        risk: Risk::Confirm,
        built: true,
    }],
    docs: Some("gateway/troubleshooting/updates-and-rollbacks"),
    check,
};

fn check(scene: &Scene<'_>) -> Verdict {
    lines::judge(scene, RULE.id, QUIET_MS, |_| false, |_| Words::plain("finding-install-update-incomplete-text"))
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
