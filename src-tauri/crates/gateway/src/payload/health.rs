//! The `health` event and the answer of `health`.

use super::read::foreign_records;
use serde_json::Value;

foreign_records! {
    /// The gateway's look at itself. `ok` stays true while channels are dead: look at them one by one.
    pub struct Health {
        /// The gateway works.
        ok: bool = "ok",
        /// Milliseconds since 1970.
        ts_ms: Option<u64> = "ts",
        /// Its plugins.
        plugins: PluginHealth = "plugins",
        /// Whether it follows changes of its configuration.
        config_reload: ConfigReload = "configReload",
        /// Channels by name, unread.
        channels: Value = "channels",
        /// The order to show them in.
        channel_order: Vec<String> = "channelOrder",
        /// The agent used when none is named.
        default_agent_id: Option<String> = "defaultAgentId",
        /// Its agents.
        agents: Vec<AgentHealth> = "agents",
        /// Its event loop; on newer gateways.
        event_loop: Option<EventLoopHealth> = "eventLoop",
    }

    /// Which plugins run.
    pub struct PluginHealth {
        /// Loaded.
        loaded: Vec<String> = "loaded",
        /// Failed, unread.
        errors: Vec<Value> = "errors",
    }

    /// Whether changes of the configuration are followed.
    pub struct ConfigReload {
        /// `active` when they are.
        hot_reload_status: Option<String> = "hotReloadStatus",
    }

    /// One agent.
    pub struct AgentHealth {
        /// The agent.
        agent_id: String = "agentId",
        /// Used when none is named.
        is_default: bool = "isDefault",
        /// Its heartbeat.
        heartbeat: HeartbeatSchedule = "heartbeat",
    }

    /// When an agent's heartbeat comes.
    pub struct HeartbeatSchedule {
        /// It comes at all.
        enabled: bool = "enabled",
        /// How often, milliseconds.
        every_ms: Option<u64> = "everyMs",
        /// Where it goes.
        target: Option<String> = "target",
    }

    /// How busy the gateway is.
    pub struct EventLoopHealth {
        /// Too busy.
        degraded: bool = "degraded",
        /// Why.
        reasons: Vec<String> = "reasons",
    }
}
