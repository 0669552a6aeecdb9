//! `cron.missed`: a scheduled job did not run when it was due.

use clawtray_contract::{Risk, Severity};

use crate::{
    findings::{Action, Rule, Scene, Verdict, Words},
    rules::lines,
};

/// Without another such line for so long it is over, milliseconds.
const QUIET_MS: u64 = 86_400_000;

pub(crate) const RULE: Rule = Rule {
    id: "cron.missed",
    severity: Severity::Warning,
    title: "finding-cron-missed",
    visible_after_ms: 0,
    explained_by: &["cron.disabled", "cron.tick_failed"],
    signals: &["nextRunAtMs passed by more than the grace with no run; gateway was down or asleep"],
    actions: &[
        Action { id: "run_it_now", label: "action-cron-missed-run-it-now", risk: Risk::Confirm, built: false },
        Action { id: "skip_it", label: "action-cron-missed-skip-it", risk: Risk::Safe, built: false },
    ],
    docs: Some("gateway/troubleshooting/channel-delivery-and-tools"),
    check,
};

fn check(scene: &Scene<'_>) -> Verdict {
    lines::judge(scene, RULE.id, QUIET_MS, |_| false, |_| Words::plain("finding-cron-missed-text"))
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
