//! `process.hung`: the gateway runs and does not answer.

use clawtray_contract::{Risk, Severity};

use crate::{
    findings::{Action, Rule, Scene, Verdict, Words},
    rules::lines,
};

/// Without another such line for so long it is over, milliseconds.
const QUIET_MS: u64 = 300_000;

pub(crate) const RULE: Rule = Rule {
    id: "process.hung",
    severity: Severity::Error,
    title: "finding-process-hung",
    visible_after_ms: 15_000,
    explained_by: &["process.memory_pressure", "process.sleep_stall", "storage.locked"],
    signals: &[
        "port accepts, /healthz or RPC does not answer within budget while the process is alive",
        "event loop stalled lines; no tick for 3 intervals",
    ],
    actions: &[Action { id: "restart", label: "action-process-hung-restart", risk: Risk::Confirm, built: false }],
    docs: Some("gateway/troubleshooting/gateway-service-and-process"),
    check,
};

fn check(scene: &Scene<'_>) -> Verdict {
    lines::judge(scene, RULE.id, QUIET_MS, |_| false, |_| Words::plain("finding-process-hung-text"))
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
