//! Requests over the link, as data.

use serde_json::Value;

use crate::approvals::Source;

/// A request over the link.
#[derive(Clone, Debug, PartialEq)]
pub enum Request {
    /// One list of what waits for a decision.
    ListApprovals(Source),
    /// `channels.status`, `cron.status` and `node.list`
    Parts,
    /// `cron.list`
    ListJobs,
    /// `last-heartbeat`, with the interval from `health`.
    Heartbeat,
    /// `config.get`
    ReadConfig,
    /// `config.patch`
    PatchConfig {
        /// Merge patch; `null` deletes.
        patch: Value,
        /// `hash` of the `config.get` that the patch was made for.
        base_hash: String,
        /// Paths of lists that may lose entries.
        replace_paths: Vec<String>,
        /// Kept by the gateway beside the change.
        note: String,
    },
    /// `device.pair.approve` or `device.pair.reject`
    DecideDevice {
        /// Request id.
        request: String,
        /// True to approve.
        approve: bool,
    },
    /// `node.pair.approve` or `node.pair.reject`
    DecideNode {
        /// Request id.
        request: String,
        /// True to approve.
        approve: bool,
    },
    /// `channels.pairing.approve` or `channels.pairing.dismiss`
    DecideSender {
        /// Request id.
        request: String,
        /// Channel.
        channel: String,
        /// The account on it that was written to.
        account: String,
        /// True to approve.
        approve: bool,
    },
    /// `exec.approval.resolve`, `plugin.approval.resolve` or `approval.resolve`
    DecideAction {
        /// Which list it is in.
        source: Source,
        /// Request id.
        request: String,
        /// `allow-once`, `allow-always` or `deny`.
        decision: &'static str,
    },
    /// `device.scopes.requestUpgrade`
    AskForScopes {
        /// All scopes wanted, those held included.
        scopes: Vec<String>,
    },
    /// `device.scopes.waitUpgrade`: answered when somebody has decided
    WaitForScopes {
        /// The request.
        request: String,
    },
    /// `cron.run` with mode `force`
    RunJob {
        /// Job id.
        job: String,
    },
    /// `cron.update` with `enabled: false`
    PauseJob {
        /// Job id.
        job: String,
    },
    /// `wake` with mode `now`
    Wake,
    /// `set-heartbeats` with `enabled: true`
    SwitchHeartbeatsOn,
    /// `gateway.restart.preflight`
    CountWork,
    /// `gateway.restart.request`
    RestartWhenIdle,
    /// `channels.start`
    StartChannel {
        /// The channel's id.
        channel: String,
        /// One account of it; absent for the channel's default account.
        account: Option<String>,
    },
    /// `channels.stop`
    StopChannel {
        /// The channel's id.
        channel: String,
        /// One account of it; absent for the channel's default account.
        account: Option<String>,
    },
    /// `health`
    Health,
    /// `gateway.suspend.prepare`
    PrepareSleep {
        /// Names this one sleep.
        operation: String,
    },
    /// `gateway.suspend.resume`
    EndSleep {
        /// What the gateway called its promise.
        lease: String,
    },
    /// `exec.approvals.get`, then `exec.approvals.set` with exactly one more, or one less, that all agents may run
    AllowProgram {
        /// The program's whole path; never a pattern.
        program: String,
        /// False takes it back.
        allow: bool,
    },
    /// `gateway.identity.get`
    Identity,
    /// `logs.tail`
    TailLog {
        /// Where the answer before ended; absent for the last lines.
        cursor: Option<u64>,
    },
}

impl Request {
    /// The call as a person would type it, for previews.
    pub fn display(&self) -> String {
        match self {
            Self::ListApprovals(source) => source.method().into(),
            Self::Parts => "channels.status, cron.status, node.list".into(),
            Self::ListJobs => "cron.list".into(),
            Self::Heartbeat => "last-heartbeat".into(),
            Self::ReadConfig => "config.get".into(),
            Self::PatchConfig { patch, .. } => format!("config.patch {patch}"),
            Self::DecideDevice { request, approve } => {
                format!("device.pair.{} {request}", if *approve { "approve" } else { "reject" })
            }
            Self::DecideNode { request, approve } => {
                format!("node.pair.{} {request}", if *approve { "approve" } else { "reject" })
            }
            Self::DecideSender { request, channel, account, approve } => {
                let verb = if *approve { "approve" } else { "dismiss" };
                format!("channels.pairing.{verb} {channel} {account} {request}")
            }
            Self::DecideAction { request, decision, .. } => format!("approval.resolve {request} {decision}"),
            Self::WaitForScopes { request } => format!("device.scopes.waitUpgrade {request}"),
            Self::AskForScopes { scopes } => format!("device.scopes.requestUpgrade {}", scopes.join(",")),
            Self::RunJob { job } => format!("cron.run {job} (force)"),
            Self::PauseJob { job } => format!("cron.update {job} enabled=false"),
            Self::Wake => "wake now".into(),
            Self::SwitchHeartbeatsOn => "set-heartbeats enabled=true".into(),
            Self::CountWork => "gateway.restart.preflight".into(),
            Self::RestartWhenIdle => "gateway.restart.request".into(),
            Self::StartChannel { channel, account } => of_account("channels.start", channel, account.as_deref()),
            Self::StopChannel { channel, account } => of_account("channels.stop", channel, account.as_deref()),
            Self::Health => "health".into(),
            Self::PrepareSleep { .. } => "gateway.suspend.prepare".into(),
            Self::EndSleep { .. } => "gateway.suspend.resume".into(),
            Self::AllowProgram { program, allow } => {
                let sign = if *allow { '+' } else { '-' };
                format!("exec.approvals.set agents[\"*\"].allowlist {sign} {program}")
            }
            Self::Identity => "gateway.identity.get".into(),
            Self::TailLog { .. } => "logs.tail".into(),
        }
    }
}

fn of_account(method: &str, channel: &str, account: Option<&str>) -> String {
    account.map_or_else(|| format!("{method} {channel}"), |account| format!("{method} {channel} {account}"))
}
