//! Scheduled jobs: the `cron` event and `cron.list`.

use super::read::{foreign_names, foreign_records};

foreign_names! {
    /// What happened to a job.
    pub enum CronAction {
        /// Created.
        Added = "added",
        /// Changed.
        Updated = "updated",
        /// Deleted.
        Removed = "removed",
        /// A run began.
        Started = "started",
        /// A run ended.
        Finished = "finished",
    }

    /// How a run itself went. `Ok` says nothing about the delivery of its result.
    pub enum RunStatus {
        /// It ran.
        Ok = "ok",
        /// It failed.
        Error = "error",
        /// It did not run.
        Skipped = "skipped",
    }

    /// How a run went with everything that belongs to it; this is what to judge a run by.
    pub enum CompletionStatus {
        /// All done.
        Succeeded = "succeeded",
        /// The run, or the delivery it needed, failed.
        Failed = "failed",
    }

    /// What became of a run's result.
    pub enum DeliveryStatus {
        /// Delivered.
        Delivered = "delivered",
        /// Not delivered.
        NotDelivered = "not-delivered",
        /// Not known.
        Unknown = "unknown",
        /// Nobody asked for it.
        NotRequested = "not-requested",
    }
}

foreign_records! {
    /// The payload of the `cron` event. The error reason is in `job.state.last_error_reason`.
    pub struct CronEvent {
        /// The job.
        job_id: String = "jobId",
        /// What happened.
        action: CronAction = "action",
        /// The run.
        run_id: Option<String> = "runId",
        /// How the run itself went.
        status: RunStatus = "status",
        /// How the run went altogether.
        completion_status: CompletionStatus = "completionStatus",
        /// Why it failed.
        error: Option<String> = "error",
        /// What was noticed meanwhile.
        diagnostics: CronDiagnostics = "diagnostics",
        /// What it says it did.
        summary: Option<String> = "summary",
        /// What became of its result.
        delivery_status: DeliveryStatus = "deliveryStatus",
        /// Why it was not delivered.
        delivery_error: Option<String> = "deliveryError",
        /// The model.
        model: Option<String> = "model",
        /// The provider.
        provider: Option<String> = "provider",
        /// The session of the run.
        session_key: Option<String> = "sessionKey",
        /// When it ran, milliseconds since 1970.
        run_at_ms: Option<u64> = "runAtMs",
        /// How long, milliseconds.
        duration_ms: Option<u64> = "durationMs",
        /// When the job is due again, milliseconds since 1970.
        next_run_at_ms: Option<u64> = "nextRunAtMs",
        /// The job as it is now; may be absent.
        job: Option<CronJob> = "job",
    }

    /// What a run reports about itself.
    pub struct CronDiagnostics {
        /// In one sentence.
        summary: Option<String> = "summary",
        /// In detail.
        entries: Vec<CronDiagnostic> = "entries",
    }

    /// One remark.
    pub struct CronDiagnostic {
        /// Milliseconds since 1970.
        ts_ms: Option<u64> = "ts",
        /// `agent-run`, `exec` and the like.
        source: Option<String> = "source",
        /// `error`, `warning` and the like.
        severity: Option<String> = "severity",
        /// The remark.
        message: String = "message",
        /// The exit code of a command.
        exit_code: Option<u64> = "exitCode",
    }

    /// The answer of `cron.list`, one page.
    pub struct CronList {
        /// The jobs of this page; disabled ones only when asked for.
        jobs: Vec<CronJob> = "jobs",
        /// How many there are.
        total: Option<u64> = "total",
        /// More pages follow.
        has_more: bool = "hasMore",
        /// Where the next page begins.
        next_offset: Option<u64> = "nextOffset",
    }

    /// A scheduled job.
    pub struct CronJob {
        /// The job.
        id: String = "id",
        /// Its name.
        name: String = "name",
        /// False when it does not run.
        enabled: bool = "enabled",
        /// Its state.
        state: CronState = "state",
        /// When it is due, milliseconds since 1970.
        next_run_at_ms: Option<u64> = "nextRunAtMs",
        /// When it ran, milliseconds since 1970.
        last_run_at_ms: Option<u64> = "lastRunAtMs",
        /// How the last run went.
        last_run_status: RunStatus = "lastRunStatus",
        /// Why the last run failed.
        last_run_error: Option<String> = "lastRunError",
        /// `idle`, `running` and the like; on newer gateways.
        status: Option<String> = "status",
        /// The agent it runs as.
        effective_agent_id: Option<String> = "effectiveAgentId",
        /// Changes when the job is edited.
        config_revision: Option<String> = "configRevision",
    }

    /// How a job fares.
    pub struct CronState {
        /// When it is due, milliseconds since 1970.
        next_run_at_ms: Option<u64> = "nextRunAtMs",
        /// Since when it runs, milliseconds since 1970; absent when it does not.
        running_at_ms: Option<u64> = "runningAtMs",
        /// When it ran, milliseconds since 1970.
        last_run_at_ms: Option<u64> = "lastRunAtMs",
        /// How the last run went.
        last_run_status: RunStatus = "lastRunStatus",
        /// How long it took, milliseconds.
        last_duration_ms: Option<u64> = "lastDurationMs",
        /// Why it failed.
        last_error: Option<String> = "lastError",
        /// The kind of failure, such as `auth` or `rate_limit`.
        last_error_reason: Option<String> = "lastErrorReason",
        /// The last run in one sentence.
        last_diagnostic_summary: Option<String> = "lastDiagnosticSummary",
        /// What became of the last result.
        last_delivery_status: DeliveryStatus = "lastDeliveryStatus",
        /// Why it was not delivered.
        last_delivery_error: Option<String> = "lastDeliveryError",
        /// Failed runs in a row.
        consecutive_errors: u64 = "consecutiveErrors",
        /// Skipped runs in a row.
        consecutive_skipped: u64 = "consecutiveSkipped",
        /// Set when the gateway turned the job off.
        auto_disabled: Option<AutoDisabled> = "autoDisabled",
    }

    /// Why the gateway turned a job off.
    pub struct AutoDisabled {
        /// `consecutive-failures` or `schedule-errors`.
        reason: String = "reason",
    }
}
