//! `process.memory_pressure`: the gateway runs out of memory.

use clawtray_contract::{Risk, Severity};

use crate::{
    findings::{Action, Rule, Scene, Verdict, Words},
    rules::lines,
};

/// Without another such line for so long it is over, milliseconds.
const QUIET_MS: u64 = 1_800_000;

pub(crate) const RULE: Rule = Rule {
    id: "process.memory_pressure",
    severity: Severity::Warning,
    title: "finding-process-memory-pressure",
    visible_after_ms: 0,
    explained_by: &[],
    signals: &["memory pressure: level=critical reason=...", "exit 137 / SIGKILL / heap out of memory", "RSS trend"],
    actions: &[
        Action {
            id: "restart_at_a_quiet_moment",
            label: "action-process-memory-pressure-restart-at-a-quiet-moment",
            risk: Risk::Confirm,
            built: true,
        },
        Action {
            id: "export_diagnostics",
            label: "action-process-memory-pressure-export-diagnostics",
            risk: Risk::Safe,
            built: true,
        },
    ],
    docs: Some("gateway/troubleshooting/gateway-service-and-process"),
    check,
};

fn check(scene: &Scene<'_>) -> Verdict {
    lines::judge(scene, RULE.id, QUIET_MS, |_| false, |_| Words::plain("finding-process-memory-pressure-text"))
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
