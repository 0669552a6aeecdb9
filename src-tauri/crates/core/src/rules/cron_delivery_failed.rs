//! `cron.delivery_failed`: a job ran and its message did not arrive.

use clawtray_contract::{Risk, Severity};

use crate::{
    findings::{Action, Rule, Scene, Verdict, Words},
    rules::lines,
};

/// Without another such line for so long it is over, milliseconds.
const QUIET_MS: u64 = 86_400_000;

pub(crate) const RULE: Rule = Rule {
    id: "cron.delivery_failed",
    severity: Severity::Error,
    title: "finding-cron-delivery-failed",
    visible_after_ms: 0,
    explained_by: &["channel.disconnected", "channel.permission"],
    signals: &["deliveryStatus / lastDeliveryError; no route"],
    actions: &[
        Action {
            id: "fix_the_destination",
            label: "action-cron-delivery-failed-fix-the-destination",
            risk: Risk::Guide,
            built: false,
        },
        Action {
            id: "run_it_again_now",
            label: "action-cron-delivery-failed-run-it-again-now",
            risk: Risk::Confirm,
            built: false,
        },
    ],
    docs: Some("gateway/troubleshooting/channel-delivery-and-tools"),
    check,
};

fn check(scene: &Scene<'_>) -> Verdict {
    lines::judge(scene, RULE.id, QUIET_MS, |_| false, |_| Words::plain("finding-cron-delivery-failed-text"))
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
