//! The gateway's events, refusals and records in the words of `core`.

mod refusal;

pub(crate) use refusal::refusal;

use std::collections::VecDeque;

use clawtray_core::{Beat, JobDue, JobRun, LinkEvent, ModelError, ModelRun, Source};
use clawtray_gateway::{
    Payload, SessionEvent,
    payload::{
        AgentEvent, CompletionStatus, CronAction, CronEvent, CronJob, DeliveryStatus, FromForeign, Heartbeat,
        HeartbeatStatus, RunStatus, Shutdown,
    },
};
use clawtray_openclaw::{says_heartbeats_are_off, says_nothing};
use serde_json::Value;

use super::approvals::read::exact;
use crate::words::{LINE, NAME, clean, clean_field};

/// Runs whose model is remembered until they end.
const RUNS_REMEMBERED: usize = 64;

/// The events that mean something here; no other is read.
pub(crate) const TRANSLATED: &[&str] = &[
    "agent",
    "cron",
    "heartbeat",
    "shutdown",
    "config.changed",
    "device.pair.requested",
    "device.pair.resolved",
    "node.pair.requested",
    "node.pair.resolved",
    "exec.approval.requested",
    "exec.approval.resolved",
    "plugin.approval.requested",
    "plugin.approval.resolved",
    "openclaw.approval.requested",
    "openclaw.approval.resolved",
];

/// Longest list of scopes or commands kept.
const RIGHTS_KEPT: usize = 64;

/// Reads the events of one connection. It remembers which model a run uses, because the end of a good run does not
/// say it.
#[derive(Debug, Default)]
pub(crate) struct Translator {
    runs: VecDeque<(String, String)>,
}

impl Translator {
    /// What an event means, if it means anything to Clawtray. `now_ms` stands in where the gateway gives no time.
    pub(crate) fn event(&mut self, event: &SessionEvent, now_ms: impl FnOnce() -> u64) -> Option<LinkEvent> {
        match event {
            SessionEvent::Gap { .. } | SessionEvent::Overflow(_) => Some(LinkEvent::Gap),
            SessionEvent::Closed { code, reason } => {
                Some(LinkEvent::Closed { code: Some(*code), words: clean(reason, LINE) })
            }
            SessionEvent::Event { name, payload, .. } if means_something(name, payload) => {
                self.named(name, &payload.read(), now_ms())
            }
            SessionEvent::Event { .. } => None,
        }
    }

    fn named(&mut self, name: &str, payload: &Value, now_ms: u64) -> Option<LinkEvent> {
        match name {
            "shutdown" => {
                let restart_expected_ms = Shutdown::from_foreign(payload).restart_expected_ms;
                Some(LinkEvent::Shutdown { restart_expected_ms })
            }
            "cron" => job_event(payload, now_ms),
            "heartbeat" => beat(payload, now_ms).map(LinkEvent::Heartbeat),
            "agent" => self.agent(payload, now_ms).map(LinkEvent::ModelRun),
            "config.changed" => Some(LinkEvent::ConfigChanged),
            _ => approval_event(name, payload),
        }
    }

    fn agent(&mut self, payload: &Value, now_ms: u64) -> Option<ModelRun> {
        let event = AgentEvent::from_foreign(payload);
        if event.stream.as_deref() != Some("lifecycle") || event.run_id.is_empty() {
            return None;
        }
        let at_ms = event.ts_ms.unwrap_or(now_ms);
        match event.data.phase.as_deref() {
            Some("model") => {
                let data = &payload["data"];
                if let Some(model) = model_name(data["provider"].as_str(), data["model"].as_str()) {
                    self.forget(&event.run_id);
                    if self.runs.len() >= RUNS_REMEMBERED {
                        self.runs.pop_front();
                    }
                    self.runs.push_back((event.run_id, model));
                }
                None
            }
            Some("end") if !event.data.aborted => {
                Some(ModelRun { model: self.forget(&event.run_id)?, at_ms, error: None })
            }
            Some("end") => self.forget(&event.run_id).and(None),
            Some("error") => {
                let known = self.forget(&event.run_id);
                let fault = event.data.error_observation.unwrap_or_default();
                let model = model_name(fault.provider.as_deref(), fault.model.as_deref()).or(known)?;
                let words = fault.provider_error_message_preview.or(event.data.error).unwrap_or_default();
                let error = ModelError {
                    http_status: fault.http_status.and_then(|status| u16::try_from(status).ok()),
                    kind: clean_field(fault.provider_error_type.as_deref(), NAME),
                    words: clean(&words, LINE),
                };
                Some(ModelRun { model, at_ms, error: Some(error) })
            }
            _ => None,
        }
    }

    fn forget(&mut self, run: &str) -> Option<String> {
        let index = self.runs.iter().position(|(id, _)| id == run)?;
        self.runs.remove(index).map(|(_, model)| model)
    }
}

/// False for what is told from its head to mean nothing: every word of an answer is an event of its own.
fn means_something(name: &str, payload: &Payload) -> bool {
    let head = || payload.head();
    match name {
        "agent" => head().is_none_or(|head| head.stream.as_deref() == Some("lifecycle")),
        "cron" => head().is_none_or(|head| !matches!(head.action.as_deref(), Some("started"))),
        _ => true,
    }
}

/// An event about something that waits for a decision. What it says of an end is believed; all else is read from the
/// list.
fn approval_event(name: &str, payload: &Value) -> Option<LinkEvent> {
    let (family, happened) = name.rsplit_once('.')?;
    let (source, key) = match family {
        "device.pair" => (Source::Devices, "requestId"),
        "node.pair" => (Source::Nodes, "requestId"),
        "exec.approval" => (Source::Commands, "id"),
        "plugin.approval" => (Source::Plugins, "id"),
        "openclaw.approval" => (Source::System, "id"),
        _ => return None,
    };
    let ended = match happened {
        "requested" => Vec::new(),
        "resolved" => payload[key].as_str().and_then(exact).into_iter().collect(),
        _ => return None,
    };
    Some(LinkEvent::ApprovalsChanged { source, ended })
}

fn model_name(provider: Option<&str>, model: Option<&str>) -> Option<String> {
    let (provider, model) = (clean_field(provider, NAME), clean_field(model, NAME)?);
    Some(provider.map_or_else(|| model.clone(), |provider| format!("{provider}/{model}")))
}

fn job_event(payload: &Value, now_ms: u64) -> Option<LinkEvent> {
    let event = CronEvent::from_foreign(payload);
    match event.action {
        CronAction::Added | CronAction::Updated | CronAction::Removed => return Some(LinkEvent::JobsChanged),
        CronAction::Finished => {}
        _ => return None,
    }
    let ok = match event.status {
        RunStatus::Ok => true,
        RunStatus::Error => false,
        RunStatus::Skipped => {
            // A job that did not run proves nothing, either way, except that heartbeats are off: only their job tells.
            let off = is_heartbeat_job(&payload["job"]) && says_heartbeats_are_off(event.error.as_deref());
            return off.then(|| LinkEvent::Heartbeat(heartbeat_that_is_off(event.run_at_ms.unwrap_or(now_ms))));
        }
        _ => event.completion_status == CompletionStatus::Succeeded,
    };
    let job = event.job.unwrap_or_default();
    let id = if event.job_id.is_empty() { job.id.clone() } else { event.job_id };
    if id.is_empty() {
        return None;
    }
    Some(LinkEvent::JobFinished(JobRun {
        name: clean_field(Some(&job.name), NAME),
        heartbeat: is_heartbeat_job(&payload["job"]),
        ok,
        at_ms: event.run_at_ms.unwrap_or(now_ms),
        duration_ms: event.duration_ms,
        error: if ok { None } else { clean_field(event.error.as_deref(), LINE) },
        reason: if ok { None } else { clean_field(job.state.last_error_reason.as_deref(), NAME) },
        model: model_name(event.provider.as_deref(), event.model.as_deref()),
        streak: payload["job"].is_object().then(|| streak(&job)),
        enabled: payload["job"]["enabled"].as_bool().unwrap_or(true),
        undelivered: undelivered(ok && event.completion_status == CompletionStatus::Failed, event.delivery_error),
        auto_disabled: auto_disabled(&job),
        empty_answer: ok && is_empty_answer(payload),
        job: clean(&id, NAME),
    }))
}

/// The model took in the question and gave not one token: no words, no call of a tool, and not the word for "nothing to
/// say" either. A server that does not count tells nothing.
fn is_empty_answer(payload: &Value) -> bool {
    let tokens = |name: &str| payload["usage"][name].as_u64();
    tokens("input_tokens").is_some_and(|count| count > 0)
        && tokens("output_tokens") == Some(0)
        && says_nothing(payload["summary"].as_str())
}

/// The last run of a listed job; `None` when it never ran or was only skipped.
pub(crate) fn listed_job(entry: &Value) -> Option<JobRun> {
    let job = CronJob::from_foreign(entry);
    let status =
        if job.last_run_status == RunStatus::Absent { &job.state.last_run_status } else { &job.last_run_status };
    let ok = match status {
        RunStatus::Ok => true,
        RunStatus::Error => false,
        _ => return None,
    };
    let words = job.last_run_error.as_deref().or(job.state.last_error.as_deref());
    Some(JobRun {
        name: clean_field(Some(&job.name), NAME),
        heartbeat: is_heartbeat_job(entry),
        ok,
        at_ms: job.last_run_at_ms.or(job.state.last_run_at_ms)?,
        duration_ms: job.state.last_duration_ms,
        error: if ok { None } else { clean_field(words, LINE) },
        reason: if ok { None } else { clean_field(job.state.last_error_reason.as_deref(), NAME) },
        model: None,
        streak: Some(streak(&job)),
        enabled: job.enabled,
        // A list tells no completion: only a delivery that names its error counts.
        undelivered: undelivered(
            ok && job.state.last_delivery_status == DeliveryStatus::NotDelivered
                && job.state.last_delivery_error.is_some(),
            job.state.last_delivery_error.clone(),
        ),
        auto_disabled: auto_disabled(&job),
        empty_answer: false,
        job: clean_field(Some(&job.id), NAME)?,
    })
}

/// When a listed job is due. The built-in heartbeat job has its own finding.
pub(crate) fn job_due(entry: &Value) -> Option<JobDue> {
    if is_heartbeat_job(entry) {
        return None;
    }
    let job = CronJob::from_foreign(entry);
    Some(JobDue {
        job: clean_field(Some(&job.id), NAME)?,
        name: clean_field(Some(&job.name), NAME),
        next_ms: job.next_run_at_ms.or(job.state.next_run_at_ms),
        last_ms: job.last_run_at_ms.or(job.state.last_run_at_ms),
        running: job.state.running_at_ms.is_some(),
        enabled: job.enabled,
    })
}

fn undelivered(failed: bool, words: Option<String>) -> Option<String> {
    failed.then(|| clean(&words.unwrap_or_default(), LINE))
}

fn auto_disabled(job: &CronJob) -> Option<String> {
    clean_field(job.state.auto_disabled.as_ref().map(|why| why.reason.as_str()), NAME)
}

fn streak(job: &CronJob) -> u32 {
    u32::try_from(job.state.consecutive_errors).unwrap_or(u32::MAX)
}

fn heartbeat_that_is_off(at_ms: u64) -> Beat {
    Beat { at_ms, status: "skipped".into(), reason: Some("disabled".into()), ..Beat::default() }
}

fn is_heartbeat_job(job: &Value) -> bool {
    job["payload"]["kind"].as_str() == Some("heartbeat")
}

/// A heartbeat; `None` when there was none yet.
pub(crate) fn beat(payload: &Value, now_ms: u64) -> Option<Beat> {
    if !payload.is_object() {
        return None;
    }
    let heartbeat = Heartbeat::from_foreign(payload);
    let status = match heartbeat.status {
        HeartbeatStatus::OkEmpty => "ok-empty".to_owned(),
        HeartbeatStatus::OkToken => "ok-token".to_owned(),
        HeartbeatStatus::Sent => "sent".to_owned(),
        HeartbeatStatus::Skipped => "skipped".to_owned(),
        HeartbeatStatus::Failed => "failed".to_owned(),
        HeartbeatStatus::Other(other) => clean(&other, NAME),
        HeartbeatStatus::Absent => return None,
    };
    Some(Beat {
        at_ms: heartbeat.ts_ms.unwrap_or(now_ms),
        status,
        reason: clean_field(heartbeat.reason.as_deref(), NAME),
        words: clean_field(heartbeat.message.as_deref().or(heartbeat.preview.as_deref()), LINE),
        took_ms: heartbeat.duration_ms.unwrap_or_default(),
        answered: heartbeat.preview.is_some_and(|preview| !preview.trim().is_empty()),
    })
}

#[cfg(test)]
mod tests;
