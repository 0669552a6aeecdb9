//! `node.offline`: a paired device is not connected.

use clawtray_contract::{Risk, Severity};

use crate::{
    findings::{Action, Rule, Scene, Verdict, Words},
    rules::lines,
};

/// Without another such line for so long it is over, milliseconds.
const QUIET_MS: u64 = 3_600_000;

pub(crate) const RULE: Rule = Rule {
    id: "node.offline",
    severity: Severity::Info,
    title: "finding-node-offline",
    visible_after_ms: 60_000,
    explained_by: &[],
    signals: &["node.list connected=false for a node that was used in the last day; node not connected errors"],
    actions: &[Action {
        id: "show_when_it_was_last_seen",
        label: "action-node-offline-show-when-it-was-last-seen",
        risk: Risk::Safe,
        built: false,
    }],
    docs: Some("nodes/troubleshooting"),
    check,
};

fn check(scene: &Scene<'_>) -> Verdict {
    lines::judge(scene, RULE.id, QUIET_MS, |_| false, |_| Words::plain("finding-node-offline-text"))
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
