//! Jobs, their delivery, and the heartbeat.

use super::{
    super::{Signature, signature::shows},
    names::GOOD_ENDS,
};

/// How lines about a heartbeat name it.
const HEARTBEAT: &[&str] = &[
    "heartbeat:",
    "heartbeat ",
    "[heartbeat] fail",
    "[heartbeat] err",
    "[heartbeat] skip",
    "[heartbeat] time",
    "[heartbeat] no ",
    "[heartbeat] defer",
    "[heartbeat] abort",
    "heartbeat_",
    "heartbeats ",
];

pub(in super::super) static WORK: &[Signature] = &[
    shows(
        "cron.disabled",
        &["scheduler", "OPENCLAW_SKIP_CRON", "cron.enabled", "Scheduled jobs", "cron service", "cron jobs"],
    )
    .pattern(
        r"(?i)\bdisabled|switched off|turned off|\bnot running|not enabled|cron\.enabled\W{1,3}(?:is )?false|SKIP_CRON=1|will not run",
    )
    .none(&["job disabled", "triggers.enabled", "sessions.patch", "auto-disabled", "heartbeat retries"])
    .cause(),
    shows("cron.disabled", &["\"enabled\":false", "\"enabled\": false"]).with(&["nextWakeAtMs", "storePath"]).cause(),
    // Jobs that are switched on, and none of them has a time.
    shows("cron.disabled", &["enabledCount", "enabled jobs"])
        .pattern(r"enabledCount\W{1,3}[1-9].*withNextRun\W{1,3}0\b|(?i)[1-9]\d* enabled jobs\b.{0,40}no next (?:run|wake)"),
    shows("~jobs there", &["\"jobs\""]).pattern(r#""jobs":\s*[1-9]"#),
    shows("~no next wake", &["\"nextWakeAtMs\""]).pattern(r#""nextWakeAtMs":\s*null"#),
    shows("~cron off", &["\"enabled\": false"]),
    shows("~cron status", &["\"nextWakeAtMs\"", "\"storePath\"", "cron status"]),
    shows(
        "cron.tick_failed",
        &[
            "timer tick",
            "tick failed",
            "cron timer",
            "scheduler tick",
            "scheduler crashed",
            "scheduler failed",
            "scheduler error",
            "jobs.json",
            "cron store",
            "cron service",
            "store write did not complete",
        ],
    )
    .pattern(
        r"(?i)fail|error|crash|corrupt|invalid|could not|cannot|did not complete|unexpected token|malformed|EACCES|ENOSPC",
    )
    .none(&["enospc", "eacces", "erofs", "auth", "disabled", "session turn", "upstream monitor"]),
    shows("cron.delivery_failed", &["deliver"])
        .pattern(
        r"(?i)(?:deliver(?:y|ed|ies|ing)?|announce)\b.{0,80}\b(?:fail(?:ed|ure)?|errors?|not\b|missing|unresolved|no (?:target|route|channel|deliverable)|aborted|unavailable|could not|skipped|unknown)|(?:fail(?:ed)?|could not|cannot|unable)\b.{0,40}\bdeliver|undeliver|no deliverable",
    )
        .with(&["cron", "job", "announce", "outbound", "briefing", "reminder"])
        .none(GOOD_ENDS)
        .none(&[
            "web push",
            "webhook signature",
            "heartbeat",
            "approval",
            "background task",
            "task update",
            "not-requested",
            "delivery-mirror",
            "deliveryError\":null",
            "not supported",
            "skipped: 0",
            " 0 skipped",
            "node",
            "deferred",
            "not delivered=0",
            "lastDelivered\":true",
            "delivered\":true",
            "delivered\": true",
            "queued for recovery",
            "after platform send",
            "hook failed",
        ])
        .hint(),
    shows(
        "cron.job_failed",
        &[
            "failed",
            "failure",
            "error:",
            " error=",
            "lastError=",
            "error\"",
            " error",
            "errors",
            "timed out",
            "was aborted",
            "aborted after",
            "job aborted",
            "run aborted",
            "crashed",
            "interrupted",
            " stalled",
            "disabled",
            "with an error",
            "gave up after",
            "exited with",
        ],
    )
    .pattern(
        r"(?i)\b(?:cron|scheduled (?:job|task)|job)\b.{0,100}\b(?:fail(?:ed|ure|ing)?|errored|timed out|aborted|crashed|interrupted|stalled|auto-?disabled|error backoff|consecutive errors|error\b[:=]|(?:ended|finished|exited|stopped)\b.{0,20}\b(?:an error|errors|code [1-9])|gave up)|(?:last(?:Run)?Status|last run|completion(?:Status)?)\W{1,4}(?:error|failed)|consecutiveErrors\W{1,4}[1-9]",
    )
    .with(&["cron", "jobid", "job ", "scheduled", "consecutiveErrors", "lastRunStatus", "lastStatus"])
    .none(GOOD_ENDS)
    .none(&[
        "systemd",
        "Job for ",
        "restart job",
        "draining",
        "errorCount\":0",
        "job added",
        "webhook delivery",
        "cleanup failed",
        "job failed: 0",
        "heartbeat:",
        "consecutiveErrors\":0,\"lastRunStatus\":\"ok",
        "Windows scheduled task",
        "failure destination",
        "failure-alert",
        "failure alert",
        "session turn",
    ])
    .hint(),
    // A row of `cron list`.
    shows("cron.job_failed", &["ago  error", "ago error"]).hint(),
    shows(
        "cron.missed",
        &[
            "missed",
            "overdue",
            "past due",
            "past-due",
            "catch-up",
            "catch up",
            "did not fire",
            "were due",
            "was due",
            "due while",
            "didn't fire",
            "did not run",
            "never ran",
            "never fired",
            "lastRunAtMs",
            "no run ",
            "in the past",
            "skipped",
        ],
    )
    .with(&["cron", "job", "schedul", "nextRunAtMs", "nextWakeAtMs", "reminder"])
    .pattern(
        r"(?i)\b(?:missed|overdue|past[ -]due|catch(?:ing)?[ -]up|did(?: not|n't) (?:fire|run)|never (?:ran|fired))\b|lastRunAtMs\W+(?:is )?unchanged|\bno run (?:receipt|entry|record)\b|\bdue\b.{0,60}\bwhile\b|in the past|(?:skipped|skipping)\b.{0,40}(?:schedul|due|while (?:down|asleep))",
    )
    .none(GOOD_ENDS)
    .none(&["missed=0", "missed: 0", "count=0", "heartbeat skipped", "ANNOUNCE_SKIP", " 0 missed", "missed\":0"])
    .hint(),
    shows("heartbeat.unknown_account", &["account"]).with(&["heartbeat"]).pattern(
        r"(?i)(?:unknown|unconfigured|no such|missing|invalid|not (?:found|configured|exist))\W{0,3}.{0,30}account|account\w*\b.{0,40}(?:unknown|not (?:found|configured)|does not exist|missing|invalid)",
    ).cause(),
    shows(
        "heartbeat.failed",
        HEARTBEAT,
    )
    .pattern(
        r"(?i)heartbeat\b.{0,80}\b(?:fail(?:ed|ure)?|errored|error\b|timed out|aborted|crashed|stuck|stopped|no response|did not)",
    )
    .none(GOOD_ENDS)
    .none(&[
        "web-heartbeat",
        "discord",
        "whatsapp",
        "lease",
        "preemption",
        "skipped",
        "tick",
        "ack",
        "websocket",
        "ws ",
        "liveness",
        "archive",
        "crabbox",
        "owner",
        "hook failed",
        "cleanup",
        "lastheartbeat",
        "stopped=false",
        "scratch",
        "awareness",
        "supervisor",
        "worker heartbeat",
    ])
    .hint(),
    shows("heartbeat.failed", &["heartbeat runner", "heartbeat handler"]).pattern(r"(?i)threw|crashed"),
    shows(
        "heartbeat.skipped",
        HEARTBEAT,
    )
    .pattern(
        r"(?i)heartbeat\w*\b.{0,100}\b(?:skip(?:ped|ping)?|defer(?:red|ring)?|suppressed|disabled|paused|no (?:target|route|recipient|delivery|owner|ambient)|not due|quiet[ -]hours|empty|not delivered|outside active hours)\b|\b(?:skipping|skipped|deferred|disabled|paused)\b.{0,30}\bheartbeat",
    )
    .none(&["web-heartbeat", "discord", "skipWhenBusy", "lease", "ack"]),
];
