//! `cron.missed`: a scheduled job did not run when it was due.

use clawtray_contract::{Risk, Severity};
use clawtray_text::Arg;

use crate::findings::{Action, Fault, Rule, Scene, Verdict, Words};

pub(crate) const RULE: Rule = Rule {
    id: "cron.missed",
    severity: Severity::Warning,
    title: "finding-cron-missed",
    visible_after_ms: 0,
    explained_by: &["cron.disabled", "cron.tick_failed"],
    signals: &["nextRunAtMs passed by more than the grace with no run; gateway was down or asleep"],
    actions: &[
        Action { id: "run_it_now", label: "action-cron-missed-run-it-now", risk: Risk::Confirm, built: true },
        Action { id: "skip_it", label: "action-cron-missed-skip-it", risk: Risk::Safe, built: true },
    ],
    docs: Some("gateway/troubleshooting/channel-delivery-and-tools"),
    check,
};

fn check(scene: &Scene<'_>) -> Verdict {
    if !scene.facts.jobs_listed && scene.facts.missed.is_empty() {
        return Verdict::Unknown;
    }
    let missed = scene.facts.missed.iter().map(|(job, missed)| {
        let name = missed.name.as_deref().unwrap_or(job);
        let args = vec![("name", name.into()), ("at", Arg::At(scene.now.seen(missed.due_ms)))];
        let mut fault = Fault::new(Words::with("finding-cron-missed-text", args), "missed", missed.noticed_ms)
            .saw("rpc", Words::with("seen-due-and-no-run", vec![("job", job.as_str().into())]), Some(missed.due_ms))
            .offer(&RULE.action_ids());
        fault.subject = Some(job.clone());
        fault.began_ms = Some(missed.due_ms);
        fault
    });
    let faults: Vec<Fault> = missed.collect();
    if faults.is_empty() { Verdict::Healthy } else { Verdict::Unhealthy(faults) }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::{event::JobRun, parts::JobDue, rules::scenes::Stage};

    fn due(next_ms: u64) -> Vec<JobDue> {
        vec![JobDue { job: "j1".into(), next_ms: Some(next_ms), enabled: true, ..JobDue::default() }]
    }

    #[test]
    fn a_time_that_passed_without_a_run_raises_it_until_the_job_runs() {
        let mut stage = Stage::new();
        assert!(stage.is_unknown(RULE.check), "no list read yet");
        stage.facts.jobs_listed = true;
        stage.facts.add_due(due(1_000), 10);
        assert!(stage.is_healthy(RULE.check));
        stage.facts.add_due(due(9_000_000), 5_000_000);
        assert_eq!(stage.faults(RULE.check)[0].began_ms, Some(1_000));
        stage.facts.add_job(JobRun { job: "j1".into(), ok: true, at_ms: 5_000_001, ..JobRun::default() });
        assert!(stage.is_healthy(RULE.check));
    }
}
