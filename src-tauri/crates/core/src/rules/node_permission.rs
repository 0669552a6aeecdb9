//! `node.permission`: a device has not granted a permission.

use clawtray_contract::{Risk, Severity};

use crate::{
    findings::{Action, Rule, Scene, Verdict, Words},
    rules::lines,
};

/// Without another such line for so long it is over, milliseconds.
const QUIET_MS: u64 = 3_600_000;

pub(crate) const RULE: Rule = Rule {
    id: "node.permission",
    severity: Severity::Warning,
    title: "finding-node-permission",
    visible_after_ms: 0,
    explained_by: &["node.offline"],
    signals: &["*_PERMISSION_REQUIRED; LOCATION_PERMISSION_REQUIRED; PERMISSION_MISSING"],
    actions: &[Action {
        id: "show_what_to_allow",
        label: "action-node-permission-show-what-to-allow",
        risk: Risk::Safe,
        built: true,
    }],
    docs: Some("nodes/troubleshooting"),
    check,
};

fn check(scene: &Scene<'_>) -> Verdict {
    lines::judge(scene, RULE.id, QUIET_MS, |_| false, |_| Words::plain("finding-node-permission-text"))
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
