//! The agent's own clock: the `heartbeat` event and `last-heartbeat`.

use super::read::{foreign_names, foreign_records};

foreign_names! {
    /// How a heartbeat went.
    pub enum HeartbeatStatus {
        /// It ran and had nothing to say.
        OkEmpty = "ok-empty",
        /// It ran and said so.
        OkToken = "ok-token",
        /// It said something.
        Sent = "sent",
        /// It did not run.
        Skipped = "skipped",
        /// It failed.
        Failed = "failed",
    }
}

foreign_records! {
    /// One heartbeat. While the agent is busy, skipped ones come about every second.
    pub struct Heartbeat {
        /// Milliseconds since 1970.
        ts_ms: Option<u64> = "ts",
        /// How it went.
        status: HeartbeatStatus = "status",
        /// Why, such as `no-route` or `agent-runner-failure`.
        reason: Option<String> = "reason",
        /// The beginning of what was said. Its "HTTP 401" is a set phrase, not an observation.
        preview: Option<String> = "preview",
        /// Advice.
        message: Option<String> = "message",
        /// The channel it went to.
        channel: Option<String> = "channel",
        /// The account it went to.
        account_id: Option<String> = "accountId",
        /// Said without a sound.
        silent: Option<bool> = "silent",
        /// `ok`, `alert` or `error`.
        indicator_type: Option<String> = "indicatorType",
        /// How long, milliseconds.
        duration_ms: Option<u64> = "durationMs",
    }
}
