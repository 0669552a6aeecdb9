//! What the gateway tells over the link about its own parts: channels, scheduler, paired devices.

/// Answers about the parts, taken together. A part that the gateway does not offer, or may not be asked about, is
/// absent.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Parts {
    /// Accounts of all channels, from `channels.status`.
    pub channels: Option<Vec<ChannelAccount>>,
    /// What the gateway itself says is wrong with channels, from `channels.status`.
    pub issues: Vec<ChannelIssue>,
    /// From `cron.status`.
    pub scheduler: Option<Scheduler>,
    /// Paired devices, from `node.list`.
    pub nodes: Option<Vec<Node>>,
}

/// What the gateway says is wrong with an account of a channel.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ChannelIssue {
    /// `channel/account`.
    pub name: String,
    /// `intent`, `permissions`, `config`, `auth` or `runtime`.
    pub kind: String,
    /// What is wrong, and what it says to do; cleaned.
    pub words: String,
}

/// One account of a channel.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ChannelAccount {
    /// Channel id, such as `telegram`.
    pub channel: String,
    /// The channel's name.
    pub label: String,
    /// Account id.
    pub account: String,
    /// Switched on in the configuration.
    pub enabled: bool,
    /// Has what it needs to sign in.
    pub configured: bool,
    /// Its runtime is up.
    pub running: bool,
    /// Connected, where the channel tells.
    pub connected: Option<bool>,
    /// `ready`, `recovering`, `starting`, `blocked`, `stopped`.
    pub lifecycle: Option<String>,
    /// `disconnected`, `stale-socket`, `stuck`, `terminal-disconnect` and the like; absent while it is well.
    pub health: Option<String>,
    /// The last error's words, cleaned.
    pub last_error: Option<String>,
    /// When it was last connected, milliseconds since 1970.
    pub connected_ms: Option<u64>,
}

impl ChannelAccount {
    /// `channel/account`, the subject of findings about it.
    pub fn name(&self) -> String {
        format!("{}/{}", self.channel, self.account)
    }

    /// Its runtime was never started, though it should run.
    pub fn is_held_back(&self) -> bool {
        self.is_out() && !self.running && self.health.as_deref() == Some("not-running")
    }

    /// It should be connected and is not. An account that is just coming up is given time.
    pub fn is_out(&self) -> bool {
        let starting = self.lifecycle.as_deref() == Some("starting")
            || matches!(self.health.as_deref(), Some("startup-connect-grace" | "unmanaged"));
        let well = self.running && self.connected != Some(false);
        let stale =
            matches!(self.health.as_deref(), Some("stale-socket" | "stuck" | "disconnected" | "terminal-disconnect"));
        self.enabled && self.configured && !starting && (!well || stale)
    }
}

/// The scheduler of jobs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Scheduler {
    /// Switched on.
    pub enabled: bool,
    /// How many jobs there are.
    pub jobs: u64,
    /// When it wakes next, milliseconds since 1970.
    pub next_wake_ms: Option<u64>,
}

/// A paired device that offers commands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Node {
    /// Node id.
    pub id: String,
    /// Its name, cleaned.
    pub name: Option<String>,
    /// Its platform.
    pub platform: Option<String>,
    /// Connected now.
    pub connected: bool,
    /// When last seen, milliseconds since 1970.
    pub seen_ms: Option<u64>,
    /// Since when it is connected, milliseconds since 1970.
    pub connected_ms: Option<u64>,
}

/// OpenClaw's own folder.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FolderSeen {
    /// Where it is.
    pub path: String,
    /// Free on its disk, bytes; absent where the system does not tell.
    pub free_bytes: Option<u64>,
    /// What in it may not be written, and the system's words; absent when all may.
    pub unwritable: Option<String>,
    /// When it was looked at, milliseconds since 1970.
    pub looked_ms: u64,
    /// Who held the gateway's database then, where it was not the gateway itself.
    pub database_held_by: Option<String>,
    /// Links in the workspace's folder of skills that lead out of it; absent where nobody knows which folder that is.
    pub skill_links: Option<Vec<String>>,
    /// The folders that those links lead to.
    pub skill_targets: Vec<String>,
}

/// A job that was due and did not run.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct MissedRun {
    /// The job's name.
    pub name: Option<String>,
    /// When it was due, milliseconds since 1970.
    pub due_ms: u64,
    /// When that was noticed, milliseconds since 1970.
    pub noticed_ms: u64,
}

/// When a job is due.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(default)]
pub struct JobDue {
    /// Job id.
    pub job: String,
    /// Its name.
    pub name: Option<String>,
    /// When it is due next, milliseconds since 1970; absent when it is not scheduled.
    pub next_ms: Option<u64>,
    /// When it ran last, milliseconds since 1970.
    pub last_ms: Option<u64>,
    /// It runs now.
    pub running: bool,
    /// Switched on.
    pub enabled: bool,
}

/// Heartbeats that were skipped, one after the other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Skips {
    /// The gateway's reason code of the newest.
    pub reason: String,
    /// Its words, cleaned.
    pub words: Option<String>,
    /// The first of them, milliseconds since 1970.
    pub since_ms: u64,
    /// The newest of them, milliseconds since 1970.
    pub last_ms: u64,
    /// When the newest began, milliseconds since 1970.
    pub begun_ms: u64,
}

#[cfg(test)]
mod tests {
    use super::ChannelAccount;

    fn account(running: bool, connected: Option<bool>, lifecycle: &str, health: Option<&str>) -> ChannelAccount {
        ChannelAccount {
            enabled: true,
            configured: true,
            running,
            connected,
            lifecycle: Some(lifecycle.into()),
            health: health.map(str::to_owned),
            ..ChannelAccount::default()
        }
    }

    #[test]
    fn the_states_seen_on_a_real_gateway_are_told_apart() {
        assert!(!account(true, Some(true), "ready", None).is_out(), "healthy");
        assert!(account(true, Some(false), "recovering", Some("disconnected")).is_out(), "another program polls");
        assert!(account(false, Some(false), "blocked", Some("terminal-disconnect")).is_out(), "token refused");
        assert!(account(false, None, "stopped", Some("not-running")).is_out(), "held back after a crash loop");
        assert!(!account(true, Some(false), "starting", Some("startup-connect-grace")).is_out(), "coming up");
        assert!(!ChannelAccount { enabled: false, ..account(false, None, "stopped", None) }.is_out());
        assert!(!ChannelAccount { configured: false, ..account(false, None, "stopped", None) }.is_out());
    }
}
