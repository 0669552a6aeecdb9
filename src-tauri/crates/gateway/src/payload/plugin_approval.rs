//! What plugins and the gateway itself ask before they act: `plugin.approval.list`, `openclaw.approval.list`.

use super::read::foreign_records;

foreign_records! {
    /// A request; also the payload of `plugin.approval.requested` and `openclaw.approval.requested`.
    pub struct PluginApproval {
        /// Names it in `plugin.approval.resolve` and `approval.resolve`.
        id: String = "id",
        /// What is asked.
        request: PluginApprovalRequest = "request",
        /// Milliseconds since 1970.
        created_at_ms: Option<u64> = "createdAtMs",
        /// When it is denied by itself, milliseconds since 1970.
        expires_at_ms: Option<u64> = "expiresAtMs",
    }

    /// What would be done.
    pub struct PluginApprovalRequest {
        /// The plugin.
        plugin_id: Option<String> = "pluginId",
        /// One line.
        title: Option<String> = "title",
        /// More about it.
        description: Option<String> = "description",
        /// The rest.
        detail: Option<String> = "detail",
        /// The command, where it is one.
        command: Option<String> = "command",
        /// Where it would apply.
        scope: Option<String> = "scope",
        /// `info`, `warning` and the like.
        severity: Option<String> = "severity",
        /// The tool.
        tool_name: Option<String> = "toolName",
        /// The agent.
        agent_id: Option<String> = "agentId",
        /// The decisions the gateway takes; empty where it does not say.
        allowed_decisions: Vec<String> = "allowedDecisions",
    }
}
