//! `cron.job_failed`: the last run of a scheduled job failed.

use clawtray_contract::{Risk, Severity};

use crate::{
    event::JobRun,
    findings::{Action, Because, Fault, Rule, Scene, Verdict, Words},
};

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
        Action { id: "show_the_error", label: "action-cron-job-failed-show-the-error", risk: Risk::Safe, built: true },
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
        .filter(|run| !run.ok && (run.enabled || run.auto_disabled.is_some()))
        .map(|run| {
            let name = run.name.as_deref().unwrap_or(&run.job);
            let streak = i64::from(run.streak.unwrap_or(1).max(1));
            let id = match run.auto_disabled {
                Some(_) => "finding-cron-job-failed-switched-off",
                None => "finding-cron-job-failed-text",
            };
            let words = Words::with(id, vec![("name", name.into()), ("streak", streak.into())]);
            // One streak is one fault: the etag does not change from failure to failure.
            let mut fault =
                Fault::new(words, if run.auto_disabled.is_some() { "switched off" } else { "streak" }, run.at_ms)
                    .offer(&["run_it_again_now", "pause_this_job"]);
            fault.subject = Some(run.job.clone());
            fault.began_ms = Some(run.at_ms);
            fault.because = because(run);
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

/// What a failure of this kind comes from, where that finding stands as well.
fn because(run: &JobRun) -> Vec<Because> {
    let causes: &[&'static str] = match run.reason.as_deref() {
        Some("auth" | "auth_permanent" | "session_expired") => &["model.credentials", "model.upstream_403"],
        // OpenClaw calls the refusal of a long context a billing error (observed on OpenClaw 2026.9.6).
        Some("billing") => &["model.long_context_429", "model.credentials"],
        Some("rate_limit" | "overloaded") => &["model.long_context_429", "model.rate_limited"],
        Some("format" | "model_not_found" | "empty_response") => &["model.local_backend"],
        _ => &[],
    };
    causes.iter().map(|finding| Because { finding, model: run.model.clone() }).collect()
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
    fn a_job_that_the_gateway_gave_up_on_says_so() {
        let mut stage = Stage::new();
        stage.facts.jobs_listed = true;
        let auto_disabled = Some("consecutive-failures".into());
        stage.facts.add_job(JobRun { enabled: false, auto_disabled, streak: Some(10), ..run(false, 10) });
        assert_eq!(stage.faults(RULE.check)[0].text.id, "finding-cron-job-failed-switched-off");
    }

    #[test]
    fn a_paused_job_is_not_a_problem() {
        let mut stage = Stage::new();
        stage.facts.jobs_listed = true;
        stage.facts.add_job(JobRun { enabled: false, ..run(false, 10) });
        assert!(stage.is_healthy(RULE.check));
    }
}
