//! `install.split_brain`: an older OpenClaw stands beside a newer one, and the older one is used.

use clawtray_contract::{Risk, Severity};

use crate::{
    findings::{Action, Rule, Scene, Verdict, Words},
    rules::lines,
};

/// Without another such line for so long it is over, milliseconds.
const QUIET_MS: u64 = 3_600_000;

pub(crate) const RULE: Rule = Rule {
    id: "install.split_brain",
    severity: Severity::Error,
    title: "finding-install-split-brain",
    visible_after_ms: 0,
    explained_by: &[],
    signals: &[
        "more than one openclaw executable with different versions (PATH of the app, of a login shell, service ExecStart/ProgramArguments/task)",
        "config meta.lastTouchedVersion newer than the binary that runs",
        "CLI/log: config was last written by a newer OpenClaw; refusing to start/restart because this binary is older",
    ],
    actions: &[
        Action {
            id: "reinstall_from_newest",
            label: "action-install-split-brain-reinstall-from-newest",
            risk: Risk::Confirm,
            built: false,
        },
        Action {
            id: "show_every_install",
            label: "action-install-split-brain-show-every-install",
            risk: Risk::Safe,
            built: false,
        },
        Action {
            id: "remove_the_stale_wrapper",
            label: "action-install-split-brain-remove-the-stale-wrapper",
            risk: Risk::Guide,
            built: false,
        },
    ],
    docs: Some("gateway/troubleshooting/updates-and-rollbacks"),
    check,
};

fn check(scene: &Scene<'_>) -> Verdict {
    lines::judge(scene, RULE.id, QUIET_MS, |_| false, |_| Words::plain("finding-install-split-brain-text"))
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
