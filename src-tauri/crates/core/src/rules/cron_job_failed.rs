//! `cron.job_failed`: the last run of a scheduled job failed.

use clawtray_contract::{Risk, Severity};

use crate::findings::{Action, Fault, Rule, Scene, Verdict, Words};

pub(crate) const RULE: Rule = Rule {
    id: "cron.job_failed",
    severity: Severity::Error,
    title: "finding-cron-job-failed",
    visible_after_ms: 0,
    explained_by: &["cron.tick_failed"],
    signals: &["cron event finished status=error; cron.runs; consecutiveErrors"],
    actions: &[
        Action {
            id: "run_it_again_now",
            label: "action-cron-job-failed-run-it-again-now",
            risk: Risk::Confirm,
            built: true,
        },
        Action { id: "show_the_error", label: "action-cron-job-failed-show-the-error", risk: Risk::Safe, built: false },
        Action {
            id: "pause_this_job",
            label: "action-cron-job-failed-pause-this-job",
            risk: Risk::Confirm,
            built: true,
        },
    ],
    docs: Some("automation/cron-jobs"),
    check,
};

fn check(scene: &Scene<'_>) -> Verdict {
    let faults: Vec<Fault> = scene
        .facts
        .jobs
        .values()
        .filter(|run| !run.ok && run.enabled)
        .map(|run| {
            let name = run.name.as_deref().unwrap_or(&run.job);
            let streak = i64::from(run.streak.unwrap_or(1).max(1));
            let words =
                Words::with("finding-cron-job-failed-text", vec![("name", name.into()), ("streak", streak.into())]);
            // One streak is one fault: the etag does not change from failure to failure.
            let mut fault = Fault::new(words, "streak", run.at_ms).offer(&["run_it_again_now", "pause_this_job"]);
            fault.subject = Some(run.job.clone());
            fault.began_ms = Some(run.at_ms);
            if let Some(error) = &run.error {
                fault = fault.saw("event", error.clone(), Some(run.at_ms));
            }
            if let Some(reason) = &run.reason {
                fault = fault.saw("event", format!("reason {reason}"), None);
            }
            if let Some(model) = &run.model {
                fault = fault.saw("event", format!("model {model}"), None);
            }
            if let Some(duration_ms) = run.duration_ms {
                fault = fault.saw("event", format!("after {duration_ms} ms"), None);
            }
            fault
        })
        .collect();
    if !faults.is_empty() {
        Verdict::Unhealthy(faults)
    } else if scene.facts.jobs_listed {
        Verdict::Healthy
    } else {
        Verdict::Unknown
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::{event::JobRun, rules::scenes::Stage};

    fn run(ok: bool, at_ms: u64) -> JobRun {
        JobRun { job: "j1".into(), name: Some("Morning news".into()), ok, at_ms, enabled: true, ..JobRun::default() }
    }

    #[test]
    fn a_streak_is_one_finding_and_a_good_run_ends_it() {
        let mut stage = Stage::new();
        assert!(stage.is_unknown(RULE.check), "no list read yet");
        stage.facts.jobs_listed = true;
        stage.facts.add_job(run(false, 10));
        let first = stage.faults(RULE.check);
        stage.facts.add_job(JobRun { streak: Some(2), ..run(false, 20) });
        let second = stage.faults(RULE.check);
        assert_eq!(first[0].etag, second[0].etag, "the second failure is the same fault");
        assert_eq!(second[0].last_seen_ms, 20);
        stage.facts.add_job(run(true, 30));
        assert!(stage.is_healthy(RULE.check));
    }

    #[test]
    fn a_paused_job_is_not_a_problem() {
        let mut stage = Stage::new();
        stage.facts.jobs_listed = true;
        stage.facts.add_job(JobRun { enabled: false, ..run(false, 10) });
        assert!(stage.is_healthy(RULE.check));
    }
}
