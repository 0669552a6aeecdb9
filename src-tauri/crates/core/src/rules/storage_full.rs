//! `storage.full`: the disk is full.

use clawtray_contract::{Risk, Severity};

use crate::{
    findings::{Action, Rule, Scene, Verdict, Words},
    rules::lines,
};

/// Without another such line for so long it is over, milliseconds.
const QUIET_MS: u64 = 600_000;

pub(crate) const RULE: Rule = Rule {
    id: "storage.full",
    severity: Severity::Error,
    title: "finding-storage-full",
    visible_after_ms: 0,
    explained_by: &[],
    signals: &["database or disk is full; ENOSPC on write; free space under 500 MB on the state volume"],
    actions: &[Action {
        id: "show_the_largest_openclaw_folders",
        label: "action-storage-full-show-the-largest-openclaw-folders",
        risk: Risk::Safe,
        built: false,
    }],
    docs: Some("gateway/troubleshooting/agent-replies-and-control-ui"),
    check,
};

fn check(scene: &Scene<'_>) -> Verdict {
    lines::judge(scene, RULE.id, QUIET_MS, |_| false, |_| Words::plain("finding-storage-full-text"))
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
