//! Jobs, heartbeats and channels: calls over the link.

use super::{Plan, Step};
use crate::{
    approvals::Source,
    effect::Request,
    findings::{Rule, Scene, Words},
    rules::{channel_disconnected, heartbeat_skipped},
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
        // The list tells that it is paused; until it is read again the failure still counts.
        ("cron.job_failed", "pause_this_job") => {
            plan.steps.extend([Step::Call(Request::PauseJob { job }), Step::Call(Request::ListJobs)]);
        }
        ("heartbeat.failed", "send_one_now") => {
            plan.later_proof = true;
            plan.steps.push(Step::Call(Request::Wake));
        }
        ("heartbeat.skipped", "change_what_causes_it") if heartbeat_skipped::is_switched_off(scene) => {
            // Only the next one can tell.
            plan.later_proof = true;
            plan.steps.push(Step::Call(Request::SwitchHeartbeatsOn));
        }
        ("channel.disconnected", "start_channels") => {
            let (channel, account) = account_of(plan.finding.subject.as_deref(), scene)?;
            // What OpenClaw held back together comes back together.
            let mut accounts = channel_disconnected::held_back(scene);
            if !accounts.iter().any(|(held, of)| *held == channel && (of.is_none() || *of == account)) {
                accounts = vec![(channel, account)];
            }
            plan.later_proof = true;
            let start = |(channel, account)| Step::Call(Request::StartChannel { channel, account });
            plan.steps.extend(accounts.into_iter().map(start));
        }
        ("channel.disconnected", "reconnect_it") => {
            let (channel, account) = account_of(plan.finding.subject.as_deref(), scene)?;
            plan.later_proof = true;
            let stop = Step::Call(Request::StopChannel { channel: channel.clone(), account: account.clone() });
            plan.steps.extend([stop, Step::Call(Request::StartChannel { channel, account })]);
        }
        // What was not answered has to be: a gateway may tell its health and nothing else.
        ("probe.degraded", "run_the_health_check_again") => {
            plan.steps.extend([Request::Health, Request::Parts, Request::ListJobs].map(Step::Call));
        }
        ("node.exec_approval", "deny") => plan.decide(Source::Commands, "deny", scene)?,
        ("node.exec_approval", "allow_once") => plan.decide(Source::Commands, "allow-once", scene)?,
        ("node.exec_approval", "always_allow") => plan.decide(Source::Commands, "allow-always", scene)?,
        ("channel.pairing_pending", "approve") => plan.decide(Source::Senders, "allow-once", scene)?,
        _ => return Ok(false),
    }
    Ok(true)
}

impl Plan {
    /// The decision on the request that the finding is about, as it was seen.
    fn decide(&mut self, source: Source, decision: &'static str, scene: &Scene<'_>) -> Result<(), Words> {
        let subject = self.subject();
        let waiting = scene.facts.approvals.iter().find(|request| request.source == source && request.id == subject);
        let seen = waiting.ok_or(Words::plain("plan-no-request"))?;
        if decision != "deny" && seen.is_cut {
            return Err(Words::plain("approval-too-long"));
        }
        let request = seen.id.clone();
        let call = match &seen.channel {
            Some((channel, account)) if source == Source::Senders => {
                let (channel, account) = (channel.clone(), account.clone());
                Request::DecideSender { request, channel, account, approve: decision != "deny" }
            }
            _ => Request::DecideAction { source, request, decision },
        };
        let wanted = seen.what.first().map(|(_, text)| text.clone());
        let who = seen.name.clone().unwrap_or_else(|| seen.device.clone());
        let what = wanted.unwrap_or_else(|| match &seen.channel {
            Some((channel, _)) => format!("{channel}: {who}"),
            None => who,
        });
        self.warnings.push(Words::with("plan-warning-decides", vec![("what", what.as_str().into())]));
        self.steps.push(Step::Decide { seen: Box::new(seen.clone()), call });
        Ok(())
    }
}

/// The channel and the account that a finding is about: an account that the gateway told of, or a channel alone.
fn account_of(subject: Option<&str>, scene: &Scene<'_>) -> Result<(String, Option<String>), Words> {
    let subject = subject.filter(|subject| !subject.is_empty()).ok_or_else(|| Words::plain("plan-no-channel"))?;
    let mut told = scene.facts.parts.channels.iter().flatten();
    Ok(match told.find(|account| account.name() == subject) {
        Some(account) => (account.channel.clone(), Some(account.account.clone())),
        None => match subject.split_once('/') {
            Some((channel, account)) => (channel.to_owned(), Some(account.to_owned())),
            None => (subject.to_owned(), None),
        },
    })
}
