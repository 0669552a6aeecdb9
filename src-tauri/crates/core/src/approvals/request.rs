//! Someone or something that waits for a decision.

use std::hash::{DefaultHasher, Hash as _, Hasher as _};

use clawtray_contract::ApprovalKind;

/// One list of the gateway. Each is read, and read again, by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Source {
    /// `device.pair.list`
    Devices,
    /// `node.pair.list`
    Nodes,
    /// `channels.pairing.list`; no event tells of it
    Senders,
    /// `exec.approval.list`
    Commands,
    /// `plugin.approval.list`
    Plugins,
    /// `openclaw.approval.list`
    System,
}

impl Source {
    /// Every list.
    pub const ALL: [Self; 6] = [Self::Devices, Self::Nodes, Self::Senders, Self::Commands, Self::Plugins, Self::System];

    /// The gateway's call that reads it.
    pub fn method(self) -> &'static str {
        match self {
            Self::Devices => "device.pair.list",
            Self::Nodes => "node.pair.list",
            Self::Senders => "channels.pairing.list",
            Self::Commands => "exec.approval.list",
            Self::Plugins => "plugin.approval.list",
            Self::System => "openclaw.approval.list",
        }
    }

    /// True for what agents, plugins and the gateway ask before they act.
    pub fn is_action(self) -> bool {
        matches!(self, Self::Commands | Self::Plugins | Self::System)
    }

    /// As people see it.
    pub fn kind(self) -> ApprovalKind {
        match self {
            Self::Devices => ApprovalKind::DevicePairing,
            Self::Nodes => ApprovalKind::NodePairing,
            Self::Senders => ApprovalKind::ChannelSender,
            Self::Commands => ApprovalKind::Command,
            Self::Plugins => ApprovalKind::Plugin,
            Self::System => ApprovalKind::System,
        }
    }
}

/// What a fact about a wanted action is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Detail {
    /// The whole command.
    Command,
    /// What it says it wants.
    Description,
    /// The folder it would run in.
    Folder,
    /// Where it would run.
    Host,
    /// The tool.
    Tool,
    /// The gateway's warning.
    Warning,
}

/// Someone or something that waits for a decision. Every text is foreign, bounded and made harmless.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ApprovalRequest {
    /// The list it is in.
    pub source: Source,
    /// Request id.
    pub id: String,
    /// `not-paired`, `scope-upgrade`, `role-upgrade` or `metadata-upgrade`, for a device.
    pub reason: Option<String>,
    /// Device, node or sender.
    pub device: String,
    /// Name.
    pub name: Option<String>,
    /// Platform.
    pub platform: Option<String>,
    /// Client id and mode.
    pub client: Option<String>,
    /// Address.
    pub address: Option<String>,
    /// The agent that asks.
    pub agent: Option<String>,
    /// Channel and account, for a sender.
    pub channel: Option<(String, String)>,
    /// Roles asked for.
    pub roles: Vec<String>,
    /// Scopes, or commands of a node.
    pub scopes: Vec<String>,
    /// What a node says it can do, in groups.
    pub capabilities: Vec<String>,
    /// What a node's own system allows it.
    pub permissions: Vec<String>,
    /// What would be done.
    pub what: Vec<(Detail, String)>,
    /// What would be done is longer than can be shown whole.
    pub is_cut: bool,
    /// The decisions that the gateway takes, in its own words; empty where any is taken.
    pub allowed: Vec<String>,
    /// Since when, milliseconds since 1970; 0 where that is unknown.
    pub since_ms: u64,
    /// Until when, milliseconds since 1970.
    pub until_ms: Option<u64>,
    /// Scopes the approver must hold.
    pub needs: Vec<String>,
}

impl ApprovalRequest {
    /// A request about which only this is known.
    pub fn new(source: Source, id: impl Into<String>) -> Self {
        Self {
            source,
            id: id.into(),
            reason: None,
            device: String::new(),
            name: None,
            platform: None,
            client: None,
            address: None,
            agent: None,
            channel: None,
            roles: Vec::new(),
            scopes: Vec::new(),
            capabilities: Vec::new(),
            permissions: Vec::new(),
            what: Vec::new(),
            is_cut: false,
            allowed: Vec::new(),
            since_ms: 0,
            until_ms: None,
            needs: Vec::new(),
        }
    }

    /// Changes when what is asked for, or by whom, changes: a decision on one is none on the other. A request that is
    /// only made again, with a new time, is the same.
    pub(crate) fn etag(&self) -> String {
        let Self { source, id, reason, device, name, platform, client, address, agent, channel, .. } = self;
        let Self { roles, scopes, capabilities, permissions, what, is_cut, allowed, needs, .. } = self;
        let mut hasher = DefaultHasher::new();
        (source, id, reason, device, name, platform, client, address, agent, channel).hash(&mut hasher);
        (roles, scopes, capabilities, permissions, what, is_cut, allowed, needs).hash(&mut hasher);
        format!("{:016x}", hasher.finish())
    }

    /// True when the gateway takes this decision.
    pub fn takes(&self, decision: &str) -> bool {
        self.allowed.is_empty() || self.allowed.iter().any(|allowed| allowed == decision)
    }
}
