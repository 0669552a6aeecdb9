//! `cron.delivery_failed`: a job ran and its message did not arrive.

use clawtray_contract::{Risk, Severity};

use crate::findings::{Action, Fault, Rule, Scene, Verdict, Words};

pub(crate) const RULE: Rule = Rule {
    id: "cron.delivery_failed",
    severity: Severity::Error,
    title: "finding-cron-delivery-failed",
    visible_after_ms: 0,
    explained_by: &["channel.disconnected", "channel.permission"],
    signals: &["deliveryStatus / lastDeliveryError; no route"],
    actions: &[
        Action {
            id: "fix_the_destination",
            label: "action-cron-delivery-failed-fix-the-destination",
            risk: Risk::Guide,
            built: true,
        },
        Action {
            id: "run_it_again_now",
            label: "action-cron-delivery-failed-run-it-again-now",
            risk: Risk::Confirm,
            built: true,
        },
    ],
    docs: Some("gateway/troubleshooting/channel-delivery-and-tools"),
    check,
};

fn check(scene: &Scene<'_>) -> Verdict {
    let undelivered = scene.facts.jobs.values().filter(|run| run.enabled).filter_map(|run| {
        let why = run.undelivered.as_ref()?;
        let name = run.name.as_deref().unwrap_or(&run.job);
        let text = Words::with("finding-cron-delivery-failed-text", vec![("name", name.into())]);
        let mut fault = Fault::new(text, "undelivered", run.at_ms).offer(&RULE.action_ids());
        fault = fault.saw("event", format!("deliveryError {why}"), Some(run.at_ms));
        fault.subject = Some(run.job.clone());
        fault.began_ms = Some(run.at_ms);
        Some(fault)
    });
    let faults: Vec<Fault> = undelivered.collect();
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

    fn run(undelivered: Option<&str>, at_ms: u64) -> JobRun {
        let undelivered = undelivered.map(str::to_owned);
        JobRun { job: "j1".into(), ok: true, enabled: true, at_ms, undelivered, ..JobRun::default() }
    }

    #[test]
    fn a_good_run_whose_message_did_not_arrive_raises_it_until_one_does() {
        let mut stage = Stage::new();
        assert!(stage.is_unknown(RULE.check), "no list read yet");
        stage.facts.jobs_listed = true;
        stage.facts.add_job(run(Some("Telegram bot token missing"), 10));
        let faults = stage.faults(RULE.check);
        assert_eq!(faults[0].subject.as_deref(), Some("j1"));
        assert!(faults[0].evidence[0].text.contains("token missing"));
        stage.facts.add_job(run(None, 20));
        assert!(stage.is_healthy(RULE.check));
    }
}
