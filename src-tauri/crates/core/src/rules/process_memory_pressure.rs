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
    // What a process before this one needed went with it.
    let ready_ms = lines::ready_ms(scene);
    let is_over = |last_ms: u64| ready_ms > Some(last_ms);
    let text = |_: &_| Words::plain("finding-process-memory-pressure-text");
    lines::judge(scene, RULE.id, QUIET_MS, |seen| is_over(seen.last_ms), text)
}

#[cfg(test)]
mod tests {
    use super::{QUIET_MS, RULE};
    use crate::rules::scenes::{self, Stage};

    #[test]
    fn a_line_raises_it_and_quiet_ends_it() {
        scenes::a_line_raises_it_and_quiet_ends_it(&RULE, QUIET_MS);
    }

    #[test]
    fn a_new_process_has_its_memory_to_itself() {
        let mut stage = Stage::new();
        stage.run();
        stage.sign(RULE.id, None);
        assert_eq!(stage.faults(RULE.check).len(), 1);
        stage.passes(1_000);
        stage.run();
        assert!(stage.is_healthy(RULE.check), "the one that said so is gone");
    }
}
