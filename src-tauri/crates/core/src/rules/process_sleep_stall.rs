//! `process.sleep_stall`: the gateway went quiet after the computer slept.

use clawtray_contract::{Risk, Severity};

use crate::{
    findings::{Action, Rule, Scene, Verdict, Words},
    rules::lines,
};

/// Without another such line for so long it is over, milliseconds.
const QUIET_MS: u64 = 900_000;

pub(crate) const RULE: Rule = Rule {
    id: "process.sleep_stall",
    severity: Severity::Warning,
    title: "finding-process-sleep-stall",
    visible_after_ms: 20_000,
    explained_by: &[],
    signals: &[
        "wake event followed by no tick / RPC",
        "stability bundle with ENETDOWN, ENETUNREACH, EHOSTUNREACH",
        "launchd: state = not running with runs rising",
    ],
    actions: &[Action { id: "wake_it", label: "action-process-sleep-stall-wake-it", risk: Risk::Safe, built: false }],
    docs: Some("gateway/troubleshooting/gateway-service-and-process"),
    check,
};

fn check(scene: &Scene<'_>) -> Verdict {
    lines::judge(scene, RULE.id, QUIET_MS, |_| false, |_| Words::plain("finding-process-sleep-stall-text"))
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
