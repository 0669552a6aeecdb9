//! Typed readers for the events and answers this product acts on. Nothing here can fail; see [`FromForeign`].

mod approval;
mod channel_pairing;
mod config;
mod cron;
mod device_pairing;
mod health;
mod heartbeat;
mod lifecycle;
mod node_pairing;
mod plugin_approval;
mod read;
mod run;

pub use approval::{ApprovalList, CommandAnalysis, ExecApproval, ExecApprovalRequest, ExecApprovalResolved};
pub use channel_pairing::{ChannelPairingList, ChannelPairingRequest, ChannelSender};
pub use config::{
    ConfigIssue, ConfigPatched, ConfigSnapshot, PatchReport, PatchSentinel, PatchStats, RestartPreflight,
};
pub use cron::{
    AutoDisabled, CompletionStatus, CronAction, CronDiagnostic, CronDiagnostics, CronEvent, CronJob, CronList,
    CronState, DeliveryStatus, RunStatus,
};
pub use device_pairing::{
    DevicePairingList, DevicePairingRequest, DevicePairingResolved, DeviceTokenInfo, PairedDevice, PairingDecision,
};
pub use health::{AgentHealth, ConfigReload, EventLoopHealth, Health, HeartbeatSchedule, PluginHealth};
pub use heartbeat::{Heartbeat, HeartbeatStatus};
pub use lifecycle::{ConfigChanged, Shutdown};
pub use node_pairing::{Node, NodeList, NodePairingList, NodePairingRequest, NodePairingResolved};
pub use plugin_approval::{PluginApproval, PluginApprovalRequest};
pub use read::FromForeign;
pub(crate) use read::LIST_ITEMS;
pub use run::{AgentEvent, AgentEventData, ChatEvent, ChatState, ProviderFault};
