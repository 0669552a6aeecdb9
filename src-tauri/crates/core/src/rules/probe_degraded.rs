//! `probe.degraded`: the gateway accepts the connection and fails to answer about its state.

use clawtray_contract::{Risk, Severity};

use crate::{
    findings::{Action, Rule, Scene, Verdict, Words},
    rules::lines,
};

/// Without another such line for so long it is over, milliseconds.
const QUIET_MS: u64 = 600_000;

pub(crate) const RULE: Rule = Rule {
    id: "probe.degraded",
    severity: Severity::Warning,
    title: "finding-probe-degraded",
    visible_after_ms: 30_000,
    explained_by: &["process.hung", "storage.locked", "storage.full", "probe.scope_limited"],
    signals: &[
        "Gateway accepted the WebSocket connection, but follow-up read diagnostics failed; connect.ok && !connect.rpcOk",
    ],
    actions: &[
        Action {
            id: "run_the_health_check_again",
            label: "action-probe-degraded-run-the-health-check-again",
            risk: Risk::Safe,
            built: false,
        },
        Action { id: "restart", label: "action-probe-degraded-restart", risk: Risk::Confirm, built: false },
    ],
    docs: Some("gateway/troubleshooting/config-validation-and-probes"),
    check,
};

fn check(scene: &Scene<'_>) -> Verdict {
    lines::judge(scene, RULE.id, QUIET_MS, |_| false, |_| Words::plain("finding-probe-degraded-text"))
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
