//! `node.exec_approval`: a command waits for approval.

use clawtray_contract::{Risk, Severity};

use crate::{
    approvals::Source,
    findings::{Action, Rule, Scene, Verdict},
    rules::waiting,
};

/// Without another such line for so long it is over, milliseconds.
const QUIET_MS: u64 = 1_800_000;

pub(crate) const RULE: Rule = Rule {
    id: "node.exec_approval",
    severity: Severity::Warning,
    title: "finding-node-exec-approval",
    visible_after_ms: 0,
    explained_by: &[],
    signals: &["SYSTEM_RUN_DENIED: approval required; exec.approval.requested"],
    actions: &[
        Action { id: "deny", label: "action-node-exec-approval-deny", risk: Risk::Safe, built: true },
        Action { id: "allow_once", label: "action-node-exec-approval-allow-once", risk: Risk::Confirm, built: true },
        Action {
            id: "always_allow",
            label: "action-node-exec-approval-always-allow",
            risk: Risk::Confirm,
            built: true,
        },
    ],
    docs: Some("tools/exec-approvals"),
    check,
};

fn check(scene: &Scene<'_>) -> Verdict {
    waiting::judge(scene, &RULE, Source::Commands, QUIET_MS, "finding-node-exec-approval-text")
}

#[cfg(test)]
mod tests {
    use super::{QUIET_MS, RULE};
    use crate::{approvals::Source, rules::scenes};

    #[test]
    fn a_line_raises_it_and_without_one_nobody_knows() {
        scenes::a_line_raises_it_and_without_one_nobody_knows(&RULE, QUIET_MS);
    }

    #[test]
    fn a_request_on_the_gateways_list_raises_it_and_an_empty_list_ends_it() {
        scenes::a_request_raises_it_and_an_empty_list_ends_it(&RULE, Source::Commands);
    }
}
