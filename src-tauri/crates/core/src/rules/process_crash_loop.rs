//! `process.crash_loop`: the restart budget is spent, and Clawtray stopped restarting.

use clawtray_contract::{Risk, Severity};

use crate::{
    findings::{Action, Fault, Rule, Scene, Verdict, Words},
    gateway::Observed,
    rules::how,
};

pub(crate) const RULE: Rule = Rule {
    id: "process.crash_loop",
    severity: Severity::Error,
    title: "finding-process-crash-loop",
    visible_after_ms: 0,
    explained_by: &[
        "install.missing",
        "install.split_brain",
        "install.node_unsupported",
        "install.update_incomplete",
        "storage.full",
        "storage.readonly",
        "storage.io",
        "config.invalid",
        "mode.not_local",
        "bind.no_auth",
        "probe.secretref_unresolved",
        "process.state_owned",
        "port.conflict",
        "process.memory_pressure",
    ],
    signals: &[
        "N unclean exits inside the window; same exit reason",
        "service manager gave up (start limit hit, launchd respawn gate)",
        "gateway log: crash-loop breaker, restart storm",
    ],
    actions: &[
        Action { id: "see_the_cause", label: "action-process-crash-loop-see-the-cause", risk: Risk::Safe, built: true },
        Action {
            id: "repair_and_try_once_more",
            label: "action-process-crash-loop-repair-and-try-once-more",
            risk: Risk::Confirm,
            built: true,
        },
        Action {
            id: "start_without_channels",
            label: "action-process-crash-loop-start-without-channels",
            risk: Risk::Confirm,
            built: true,
        },
    ],
    docs: Some("gateway/troubleshooting/gateway-service-and-process"),
    check,
};

fn check(scene: &Scene<'_>) -> Verdict {
    match scene.gateway.observed {
        Observed::GaveUp => {}
        // Being tried again: over only after a minute of being ready.
        Observed::Running { ready_mono_ms, .. }
            if scene.now.mono_ms.saturating_sub(ready_mono_ms) < crate::gateway::STABLE_MS && scene.gateway.once =>
        {
            return Verdict::Unknown;
        }
        Observed::Starting { .. } | Observed::Looking | Observed::Preparing | Observed::Launching
            if scene.gateway.once =>
        {
            return Verdict::Unknown;
        }
        // A repair's one start failed: whatever stood before still stands.
        Observed::Stopped if scene.gateway.once => return Verdict::Unknown,
        _ => return Verdict::Healthy,
    }
    let exits = scene.gateway.budget.exits_ms();
    let last = exits.last().copied().unwrap_or(scene.now.unix_ms);
    let text = Words::with(
        "finding-process-crash-loop-text",
        vec![("count", i64::try_from(exits.len()).unwrap_or(i64::MAX).into())],
    );
    let mut fault =
        Fault::new(text, format!("spent@{last}"), last).offer(&["repair_and_try_once_more", "start_without_channels"]);
    for at_ms in exits.iter().rev().take(5).rev() {
        fault = fault.saw("process", Words::plain("seen-ended-unasked"), Some(*at_ms));
    }
    if let Some(exit) = &scene.facts.last_exit {
        fault = fault.saw("process", how(&exit.reason), Some(exit.at_ms));
        for line in exit.last_lines.iter().rev().take(5).rev() {
            fault = fault.saw("output", line.clone(), None);
        }
    }
    Verdict::one(fault)
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::{event::ExitReason, gateway::Observed, rules::scenes::Stage};

    #[test]
    fn a_spent_budget_raises_it_with_every_exit_as_evidence() {
        let mut stage = Stage::new();
        stage.gateway.observed = Observed::GaveUp;
        for at in 0..5 {
            stage.gateway.budget.record(stage.now.unix_ms + at);
        }
        stage.exit(ExitReason::Code(1));
        let faults = stage.faults(RULE.check);
        assert_eq!(faults[0].evidence.iter().filter(|seen| seen.source == "process").count(), 6);
    }

    #[test]
    fn a_trial_start_is_unknown_until_it_has_been_ready_for_a_minute() {
        let mut stage = Stage::new();
        stage.run();
        stage.gateway.once = true;
        assert!(stage.is_unknown(RULE.check));
        stage.now.mono_ms += crate::gateway::STABLE_MS;
        assert!(stage.is_healthy(RULE.check));
    }
}
