//! `storage.locked`: the gateway's database is busy.

use clawtray_contract::{Risk, Severity};

use crate::{
    findings::{Action, Rule, Scene, Verdict, Words},
    rules::lines,
};

/// Without another such line for so long it is over, milliseconds.
const QUIET_MS: u64 = 300_000;

pub(crate) const RULE: Rule = Rule {
    id: "storage.locked",
    severity: Severity::Warning,
    title: "finding-storage-locked",
    visible_after_ms: 0,
    explained_by: &["process.state_owned", "storage.full", "storage.readonly"],
    signals: &["database is locked / database table is locked"],
    actions: &[Action {
        id: "show_what_holds_it",
        label: "action-storage-locked-show-what-holds-it",
        risk: Risk::Safe,
        built: true,
    }],
    docs: Some("gateway/troubleshooting/agent-replies-and-control-ui"),
    check,
};

fn check(scene: &Scene<'_>) -> Verdict {
    lines::judge(scene, RULE.id, QUIET_MS, |_| false, |_| Words::plain("finding-storage-locked-text"))
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
