//! `storage.io`: the disk reports errors.

use clawtray_contract::{Risk, Severity};

use crate::{
    findings::{Action, Rule, Scene, Verdict, Words},
    rules::lines,
};

/// Without another such line for so long it is over, milliseconds.
const QUIET_MS: u64 = 86_400_000;

pub(crate) const RULE: Rule = Rule {
    id: "storage.io",
    severity: Severity::Error,
    title: "finding-storage-io",
    visible_after_ms: 0,
    explained_by: &[],
    signals: &["disk I/O error; SQLITE_CORRUPT / malformed"],
    actions: &[
        Action {
            id: "export_diagnostics",
            label: "action-storage-io-export-diagnostics",
            risk: Risk::Safe,
            built: true,
        },
        Action { id: "back_up_now", label: "action-storage-io-back-up-now", risk: Risk::Confirm, built: true },
    ],
    docs: Some("gateway/troubleshooting/agent-replies-and-control-ui"),
    check,
};

fn check(scene: &Scene<'_>) -> Verdict {
    lines::judge(scene, RULE.id, QUIET_MS, |_| false, |_| Words::plain("finding-storage-io-text"))
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
