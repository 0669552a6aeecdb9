//! `heartbeat.skipped`: the heartbeat is skipped again and again.

use clawtray_contract::{Risk, Severity};

use crate::{
    findings::{Action, Rule, Scene, Verdict, Words},
    rules::lines,
};

/// Without another such line for so long it is over, milliseconds.
const QUIET_MS: u64 = 86_400_000;

pub(crate) const RULE: Rule = Rule {
    id: "heartbeat.skipped",
    severity: Severity::Info,
    title: "finding-heartbeat-skipped",
    visible_after_ms: 0,
    explained_by: &["heartbeat.failed", "heartbeat.unknown_account", "channel.disconnected"],
    signals: &[
        "heartbeat event status skipped with reason: quiet-hours, requests-in-flight, cron-in-progress, lanes-busy, alerts-disabled, empty-heartbeat-file, no-tasks-due, no-route, dm-blocked, ...",
    ],
    actions: &[
        Action {
            id: "explain_the_reason",
            label: "action-heartbeat-skipped-explain-the-reason",
            risk: Risk::Safe,
            built: false,
        },
        Action {
            id: "change_what_causes_it",
            label: "action-heartbeat-skipped-change-what-causes-it",
            risk: Risk::Confirm,
            built: false,
        },
    ],
    docs: Some("gateway/troubleshooting/channel-delivery-and-tools"),
    check,
};

fn check(scene: &Scene<'_>) -> Verdict {
    lines::judge(scene, RULE.id, QUIET_MS, |_| false, |_| Words::plain("finding-heartbeat-skipped-text"))
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
