//! What is known. Absent means unknown, and an unknown fact raises nothing.

mod browsers;
mod knocks;

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use clawtray_contract::Route;
use serde_json::Value;

use crate::approvals::{ApprovalRequest, Source};
use crate::event::{
    Beat, CliProblem, ExitReason, Holder, HttpSign, InstallSeen, JobRun, ModelError, Occupancy, PackageManager,
    PackageSeen, Probes, SecretsHeld, ServiceUnit, SettingsProblem, StateProblem, Surroundings,
};
use crate::fleet::RemoteGateway;
use crate::parts::{FolderSeen, JobDue, MissedRun, Parts, Skips};
use crate::plan::stands_in;
use crate::signs::Signs;

pub use browsers::Browsers;
pub use knocks::OwnRefusals;

/// Most output lines kept in memory.
const OUTPUT_KEPT: usize = 400;

/// How long after its time a job may still begin, milliseconds.
const DUE_GRACE_MS: u64 = 120_000;

/// Most models, jobs and requests kept, so that a gateway that names thousands cannot fill the memory.
const SUBJECTS_KEPT: usize = 1_000;

/// The end of a gateway.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct ExitSeen {
    /// When, milliseconds since 1970.
    pub at_ms: u64,
    /// Why.
    pub reason: ExitReason,
    /// Its last lines.
    pub last_lines: Vec<String>,
}

/// A provider's refusal of one model.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct ModelRefusal {
    /// When last, milliseconds since 1970.
    pub at_ms: u64,
    /// What.
    pub error: ModelError,
    /// The person took the change as enough.
    pub accepted: bool,
    /// Something was changed against it since; the next run of that model tells.
    #[serde(default)]
    pub changed: bool,
    /// The model that answers instead, or stands by, since somebody chose it.
    #[serde(default)]
    pub instead: Option<Instead>,
}

/// Another model that was chosen because of a refusal.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Instead {
    /// `provider/model`.
    pub model: String,
    /// Since when, milliseconds since 1970. A good run of it after that is the proof.
    pub since_ms: u64,
}

/// The configuration as the running gateway sees it.
#[derive(Clone, Debug, PartialEq)]
pub struct LiveConfig {
    /// Base hash for a patch.
    pub hash: String,
    /// The configuration, secrets redacted by the gateway.
    pub value: Value,
}

/// Everything that was learned.
#[derive(Clone, Debug, Default)]
pub struct Facts {
    /// The gateway's name on this computer, unless it is the one without a name.
    pub profile: Option<String>,
    /// Where the gateway is, when it is on another computer: then only the link tells of it.
    pub remote: Option<RemoteGateway>,
    /// Install, configuration file, port, mode.
    pub surroundings: Option<Surroundings>,
    /// Every OpenClaw on this computer.
    pub installs: Vec<InstallSeen>,
    /// What is there of the package that the gateway is started from, where lines made that a question.
    pub package: Option<PackageSeen>,
    /// npm, where it was looked for and found.
    pub package_manager: Option<PackageManager>,
    /// What the service manager says, where it tells by itself.
    pub unit: Option<ServiceUnit>,
    /// Who is where the gateway should be.
    pub occupancy: Option<Occupancy>,
    /// The gateway that uses OpenClaw's folder instead of this one, where it was looked for and found.
    pub state_owner: Option<Holder>,
    /// The gateways of this user that no Clawtray keeps, where they were looked for.
    pub other_gateways: Option<Vec<Holder>>,
    /// The last answers of the HTTP probes.
    pub probes: Option<Probes>,
    /// When OpenClaw's own commands were last asked for the gateway's token or for their checks, and when they had
    /// answered, milliseconds since 1970. They knock at the gateway without a device, which the gateway refuses, or lets in
    /// without a right to read, and writes into its log.
    pub knocked_ms: Option<(u64, Option<u64>)>,
    /// This Clawtray's own sign-ins that were refused, the newest run of them.
    pub own_refusals: Option<OwnRefusals>,
    /// The keychain was asked: what it does not have is not there.
    pub secrets_read: bool,
    /// Secrets at hand.
    pub secrets: SecretsHeld,
    /// The last end that nobody asked for, until a gateway is ready again.
    pub last_exit: Option<ExitSeen>,
    /// Why the gateway could not be prepared or started.
    pub start_problem: Option<CliProblem>,
    /// Last output lines.
    pub output: VecDeque<String>,
    /// Lines of the gateway's output or log were judged, and none is left from before: that no line shows a finding
    /// means something.
    pub lines_read: bool,
    /// The gateway's output or log may not be read, as far as the last attempt showed.
    pub lines_denied: bool,
    /// Last run of each job.
    pub jobs: BTreeMap<String, JobRun>,
    /// The list of jobs was read since this keeper began.
    pub jobs_listed: bool,
    /// The last heartbeat.
    pub beat: Option<Beat>,
    /// The last heartbeat that was not a failure, milliseconds since 1970.
    pub good_beat_ms: Option<u64>,
    /// Interval of the heartbeat, milliseconds; 0 when switched off.
    pub beat_every_ms: Option<u64>,
    /// Models that a provider refused for long context.
    pub long_context: BTreeMap<String, ModelRefusal>,
    /// Last good run of each model, milliseconds since 1970.
    pub model_ok_ms: BTreeMap<String, u64>,
    /// When browsers started and tabs were opened.
    pub browsers: Browsers,
    /// How the gateway's parts fare.
    pub parts: Parts,
    /// Why the gateway, though connected, did not answer about its state; since when.
    pub mute_since_ms: Option<(u64, String)>,
    /// Why it did not list its jobs; since when.
    pub jobs_mute_since_ms: Option<(u64, String)>,
    /// When each job is due, as the last list said.
    pub due: BTreeMap<String, JobDue>,
    /// Jobs that were due and did not run.
    pub missed: BTreeMap<String, MissedRun>,
    /// Heartbeats skipped since the last good one.
    pub skips: Option<Skips>,
    /// The computer last woke from sleep, milliseconds since 1970.
    pub woke_ms: Option<u64>,
    /// The id that the gateway at the other end of the link goes by.
    pub identity: Option<String>,
    /// The configuration over the link.
    pub config: Option<LiveConfig>,
    /// The gateway last took over a changed configuration, milliseconds since 1970.
    pub config_taken_ms: Option<u64>,
    /// When the gateway last told how its channels and devices fare, milliseconds since 1970.
    pub parts_read_ms: Option<u64>,
    /// When OpenClaw last said that the configuration on disk is valid, milliseconds since 1970.
    pub config_valid_ms: Option<u64>,
    /// What waits for a decision.
    pub approvals: Vec<ApprovalRequest>,
    /// The lists of what waits that were read since the last sign-in.
    pub lists_read: BTreeSet<Source>,
    /// OpenClaw's folder.
    pub folder: Option<FolderSeen>,
    /// A tray host is there.
    pub tray_host: Option<bool>,
    /// Something here shows notifications.
    pub notifications: Option<bool>,
    /// The person wants no disturbance now, as far as the notification service tells.
    pub inhibited: bool,
    /// The keeper starts when the person logs in; absent where that cannot be chosen.
    pub starts_at_login: Option<bool>,
    /// What the window in front shows.
    pub window: Option<Route>,
    /// When the last repair that let OpenClaw restore a configuration began and ended, milliseconds since 1970.
    pub mended_ms: Option<(u64, u64)>,
    /// The settings file could not be used as it is.
    pub settings_problem: Option<SettingsProblem>,
    /// What Clawtray remembers is not on the disk.
    pub state_problem: Option<StateProblem>,
    /// What the gateway's lines said since this keeper began.
    pub signs: Signs,
}

impl Facts {
    /// Takes in output lines, dropping the oldest.
    pub fn add_output(&mut self, lines: &[String]) {
        self.output.extend(lines.iter().skip(lines.len().saturating_sub(OUTPUT_KEPT)).cloned());
        let surplus = self.output.len().saturating_sub(OUTPUT_KEPT);
        self.output.drain(..surplus);
    }

    /// Takes in a job's run. The built-in heartbeat job has its own finding and is not a job here.
    pub fn add_job(&mut self, run: JobRun) {
        if run.heartbeat || (self.jobs.len() >= SUBJECTS_KEPT && !self.jobs.contains_key(&run.job)) {
            return;
        }
        if self.missed.get(&run.job).is_some_and(|missed| run.at_ms >= missed.due_ms) {
            self.missed.remove(&run.job);
        }
        if self.jobs.get(&run.job).is_none_or(|known| known.at_ms <= run.at_ms) {
            self.jobs.insert(run.job.clone(), run);
        }
    }

    /// Takes in when jobs are due, and notices what was due before and did not run. A job that is being caught up is
    /// given [`DUE_GRACE_MS`]. True when what was known before is another.
    pub fn add_due(&mut self, due: Vec<JobDue>, now_ms: u64) -> bool {
        let mut next = BTreeMap::new();
        for job in due.into_iter().take(SUBJECTS_KEPT) {
            if let Some(known) = self.due.get(&job.job)
                && let Some(was_due_ms) = known.next_ms
                && was_due_ms.saturating_add(DUE_GRACE_MS) < now_ms
                && job.last_ms.is_none_or(|last_ms| last_ms < was_due_ms)
                && known.enabled
                && job.enabled
                && !job.running
            {
                let missed = MissedRun { name: job.name.clone(), due_ms: was_due_ms, noticed_ms: now_ms };
                self.missed.entry(job.job.clone()).or_insert(missed);
            }
            if job.last_ms.is_some_and(|last_ms| self.missed.get(&job.job).is_some_and(|m| last_ms >= m.due_ms)) {
                self.missed.remove(&job.job);
            }
            next.insert(job.job.clone(), job);
        }
        self.missed.retain(|job, _| next.contains_key(job));
        let changed = self.due != next;
        self.due = next;
        changed
    }

    /// Takes in a heartbeat.
    pub fn add_beat(&mut self, beat: Beat) {
        if self.beat.as_ref().is_some_and(|known| known.at_ms > beat.at_ms) {
            return;
        }
        let skipped = beat.status == "skipped" && !beat.is_good();
        if beat.is_good() {
            self.good_beat_ms = Some(beat.at_ms);
            self.skips = None;
        } else if skipped {
            let since_ms = self.skips.as_ref().map_or(beat.at_ms, |skips| skips.since_ms);
            let reason = beat.reason.clone().unwrap_or_default();
            let (words, begun_ms) = (beat.words.clone(), beat.begun_ms());
            self.skips = Some(Skips { reason, words, since_ms, last_ms: beat.at_ms, begun_ms });
        }
        // A skip before the assistant was asked says nothing about whether a failure is over, so that stays in view.
        let failed_before = self.beat.as_ref().is_some_and(|known| known.status == "failed");
        if skipped && failed_before && !beat.answered {
            return;
        }
        self.beat = Some(beat);
    }

    /// The configuration as it is known: the running gateway's, else the file's.
    pub(crate) fn configuration(&self) -> Option<&Value> {
        let live = self.config.as_ref().map(|config| &config.value);
        live.or_else(|| self.surroundings.as_ref()?.config.value.as_ref())
    }

    /// Takes in a long-context refusal of a model.
    pub fn add_long_context(&mut self, model: String, at_ms: u64, error: ModelError) {
        let known = self.long_context.get(&model);
        // The same line is read again when a keeper begins; what the person decided about it stands.
        if known.is_some_and(|known| known.at_ms >= at_ms) {
            return;
        }
        // It may refuse again, and is stood in for.
        if let Some(instead) = known.and_then(|known| known.instead.as_ref())
            && self.config.as_ref().is_none_or(|config| stands_in(&config.value, &model, &instead.model))
        {
            return;
        }
        if known.is_some() || self.long_context.len() < SUBJECTS_KEPT {
            self.long_context
                .insert(model, ModelRefusal { at_ms, error, accepted: false, changed: false, instead: None });
        }
    }

    /// Takes in a good run of a model.
    pub fn add_model_ok(&mut self, model: String, at_ms: u64) {
        if let Some(known_ms) = self.model_ok_ms.get_mut(&model) {
            *known_ms = at_ms.max(*known_ms);
        } else if self.model_ok_ms.len() < SUBJECTS_KEPT {
            self.model_ok_ms.insert(model, at_ms);
        }
    }

    /// What belongs to one run of the gateway and says nothing about the next.
    pub fn forget_run(&mut self) {
        self.probes = None;
        self.approvals.clear();
        self.lists_read.clear();
        self.config = None;
        self.parts = Parts::default();
        self.mute_since_ms = None;
        self.jobs_mute_since_ms = None;
        self.identity = None;
    }

    /// The gateway, though connected, left something unanswered about its state.
    pub fn is_mute(&self) -> bool {
        self.mute_since_ms.is_some() || self.jobs_mute_since_ms.is_some()
    }

    /// True when every HTTP probe that this gateway offers says yes.
    pub fn http_ready(&self) -> bool {
        let Some(probes) = &self.probes else { return self.remote.is_some() };
        let fine = |sign: &HttpSign| matches!(sign, HttpSign::Yes | HttpSign::NotOffered);
        probes.healthz == HttpSign::Yes && fine(&probes.startupz) && fine(&probes.readyz)
    }
}

#[cfg(test)]
mod tests {
    use super::Facts;
    use crate::{
        event::{Beat, JobRun},
        parts::JobDue,
    };

    fn beat(status: &str, at_ms: u64) -> Beat {
        Beat { at_ms, status: status.into(), ..Beat::default() }
    }

    #[test]
    fn a_skipped_beat_does_not_hide_a_failure_and_a_good_one_ends_it() {
        let mut facts = Facts::default();
        facts.add_beat(beat("failed", 1));
        facts.add_beat(beat("skipped", 2));
        assert_eq!(facts.beat.as_ref().map(|beat| beat.status.as_str()), Some("failed"));
        facts.add_beat(beat("ok-empty", 3));
        assert_eq!(facts.good_beat_ms, Some(3));
        facts.add_beat(beat("failed", 4));
        facts.add_beat(Beat { reason: Some("duplicate".into()), ..beat("skipped", 5) });
        assert_eq!((facts.good_beat_ms, facts.skips.is_none()), (Some(5), true), "it answered what it had told before");
        facts.add_beat(beat("failed", 6));
        let unheard = Beat { reason: Some("no-route".into()), answered: true, ..beat("skipped", 7) };
        facts.add_beat(unheard);
        assert_eq!(facts.beat.as_ref().map(|beat| beat.status.as_str()), Some("skipped"), "it answers, unheard");
        assert!(facts.skips.is_some());
        facts.add_beat(beat("ok-empty", 8));
        assert_eq!(facts.beat.as_ref().map(|beat| beat.status.as_str()), Some("ok-empty"));
    }

    #[test]
    fn a_job_whose_time_passed_without_a_run_is_missed_until_it_runs() {
        let due = |next_ms, last_ms| {
            vec![JobDue { job: "a".into(), next_ms: Some(next_ms), last_ms, enabled: true, ..JobDue::default() }]
        };
        let mut facts = Facts::default();
        facts.add_due(due(1_000, None), 10);
        facts.add_due(due(1_000, None), 2_000);
        assert!(facts.missed.is_empty(), "it may still begin");
        facts.add_due(due(900_000, None), 500_000);
        assert_eq!(facts.missed["a"].due_ms, 1_000);
        facts.add_due(due(900_000, None), 600_000);
        assert_eq!(facts.missed["a"].noticed_ms, 500_000, "noticed once");
        facts.add_job(JobRun { job: "a".into(), ok: false, at_ms: 700_000, ..JobRun::default() });
        assert!(facts.missed.is_empty(), "it ran, however that went");
        facts.add_due(due(1_900_000, Some(900_001)), 1_500_000);
        assert!(facts.missed.is_empty(), "it ran in time");
    }

    #[test]
    fn an_older_run_from_a_list_does_not_replace_a_newer_event() {
        let mut facts = Facts::default();
        facts.add_job(JobRun { job: "a".into(), ok: false, at_ms: 10, ..JobRun::default() });
        facts.add_job(JobRun { job: "a".into(), ok: true, at_ms: 5, ..JobRun::default() });
        assert!(!facts.jobs["a"].ok);
    }

    #[test]
    fn output_is_bounded() {
        let mut facts = Facts::default();
        facts.add_output(&(0..10_000).map(|line| line.to_string()).collect::<Vec<_>>());
        assert_eq!(facts.output.len(), super::OUTPUT_KEPT);
        assert_eq!(facts.output.back().map(String::as_str), Some("9999"));
    }
}
