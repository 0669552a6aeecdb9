//! `cron.disabled`: scheduled jobs are switched off.

use clawtray_contract::{Risk, Severity};

use crate::findings::{Action, Fault, Rule, Scene, Verdict, Words};

pub(crate) const RULE: Rule = Rule {
    id: "cron.disabled",
    severity: Severity::Warning,
    title: "finding-cron-disabled",
    visible_after_ms: 0,
    explained_by: &[],
    signals: &[
        "cron: scheduler disabled; jobs will not run automatically; cron.status enabled=false while jobs exist; enabled jobs but no next wake",
    ],
    actions: &[Action {
        id: "switch_scheduling_on",
        label: "action-cron-disabled-switch-scheduling-on",
        risk: Risk::Confirm,
        built: true,
    }],
    docs: Some("gateway/troubleshooting/channel-delivery-and-tools"),
    check,
};

fn check(scene: &Scene<'_>) -> Verdict {
    let Some(scheduler) = scene.facts.parts.scheduler else { return Verdict::Unknown };
    if scheduler.jobs == 0 {
        return Verdict::Healthy;
    }
    // Built-in jobs always exist; without one that somebody switched on nobody waits for anything.
    let waiting = scene.facts.due.values().filter(|due| due.enabled).count();
    if scheduler.enabled || waiting == 0 {
        return Verdict::Healthy;
    }
    let text = Words::with("finding-cron-disabled-text", vec![("count", waiting.into())]);
    Verdict::one(
        Fault::new(text, "disabled", scene.now.unix_ms)
            .saw("rpc", format!("cron.status enabled=false, {} jobs", scheduler.jobs), None)
            .offer(&RULE.action_ids()),
    )
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::{
        parts::{JobDue, Scheduler},
        rules::scenes::Stage,
    };

    #[test]
    fn jobs_without_a_scheduler_raise_it() {
        let mut stage = Stage::new();
        assert!(stage.is_unknown(RULE.check), "nobody has asked");
        stage.facts.parts.scheduler = Some(Scheduler { enabled: false, jobs: 2, next_wake_ms: None });
        assert!(stage.is_healthy(RULE.check), "no job that is switched on is known");
        let due = JobDue { job: "a".into(), enabled: true, ..JobDue::default() };
        stage.facts.due.insert("a".into(), due);
        assert_eq!(stage.faults(RULE.check).len(), 1);
        stage.facts.parts.scheduler = Some(Scheduler { enabled: true, jobs: 2, next_wake_ms: Some(1) });
        assert!(stage.is_healthy(RULE.check));
    }
}
