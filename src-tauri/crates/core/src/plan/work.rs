//! Jobs, heartbeats and channels: calls over the link.

use super::{Plan, Step};
use crate::{
    effect::Request,
    findings::{Rule, Scene, Words},
};

/// The steps of an action on the gateway's work; false where it is not one.
pub(super) fn steps(plan: &mut Plan, rule: &Rule, scene: &Scene<'_>) -> Result<bool, Words> {
    let job = plan.subject();
    match (rule.id, plan.action.id) {
        ("cron.job_failed" | "cron.delivery_failed", "run_it_again_now") | ("cron.missed", "run_it_now") => {
            if job.is_empty() {
                return Err(Words::plain("plan-no-job"));
            }
            plan.warnings.push(Words::plain("plan-warning-runs-job"));
            plan.later_proof = true;
            plan.steps.push(Step::Call(Request::RunJob { job }));
        }
        ("cron.job_failed", "pause_this_job") => plan.steps.push(Step::Call(Request::PauseJob { job })),
        ("heartbeat.failed", "send_one_now") => {
            plan.later_proof = true;
            plan.steps.push(Step::Call(Request::Wake));
        }
        ("channel.disconnected", "start_channels") => {
            let held_back = scene.facts.probes.iter().flat_map(|probes| probes.suppressed.iter().cloned());
            let mut channels: Vec<String> = held_back.collect();
            if channels.is_empty() {
                channels.extend(plan.finding.subject.clone());
            }
            if channels.is_empty() {
                return Err(Words::plain("plan-no-channel"));
            }
            plan.later_proof = true;
            plan.steps.extend(channels.into_iter().map(|channel| Step::Call(Request::StartChannel { channel })));
        }
        ("channel.disconnected", "reconnect_it") => {
            let Some(channel) = plan.finding.subject.clone() else { return Err(Words::plain("plan-no-channel")) };
            plan.later_proof = true;
            let stop = Step::Call(Request::StopChannel { channel: channel.clone() });
            plan.steps.extend([stop, Step::Call(Request::StartChannel { channel })]);
        }
        ("probe.degraded", "run_the_health_check_again") => plan.steps.push(Step::Call(Request::Health)),
        _ => return Ok(false),
    }
    Ok(true)
}
