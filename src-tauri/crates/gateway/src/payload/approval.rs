//! Commands that wait for a person: `exec.approval.requested`, `exec.approval.resolved`, `exec.approval.list`. They
//! only come to a client that advertises the capability, which also makes agents wait for it.

use super::read::{FromForeign, foreign_records};
use serde_json::Value;

/// The answer of `exec.approval.list`, a bare list.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ApprovalList {
    /// What waits.
    pub pending: Vec<ExecApproval>,
}

impl FromForeign for ApprovalList {
    fn from_foreign(value: &Value) -> Self {
        Self { pending: Vec::from_foreign(value) }
    }
}

foreign_records! {
    /// A command waiting for a decision; also the payload of `exec.approval.requested`.
    pub struct ExecApproval {
        /// Names it in `exec.approval.resolve`.
        id: String = "id",
        /// What is asked.
        request: ExecApprovalRequest = "request",
        /// Milliseconds since 1970.
        created_at_ms: Option<u64> = "createdAtMs",
        /// When it is denied by itself, milliseconds since 1970.
        expires_at_ms: Option<u64> = "expiresAtMs",
    }

    /// What an agent wants to run.
    pub struct ExecApprovalRequest {
        /// The command line, as the agent wrote it.
        command: String = "command",
        /// The folder it would run in.
        cwd: Option<String> = "cwd",
        /// Where: `gateway`, `node` and the like.
        host: Option<String> = "host",
        /// The node it would run on.
        node_id: Option<String> = "nodeId",
        /// The security mode in force.
        security: Option<String> = "security",
        /// The gateway's warning.
        warning_text: Option<String> = "warningText",
        /// What the gateway found in the command.
        command_analysis: CommandAnalysis = "commandAnalysis",
        /// The decisions the gateway takes, such as `allow-once` and `deny`.
        allowed_decisions: Vec<String> = "allowedDecisions",
        /// The agent.
        agent_id: Option<String> = "agentId",
        /// The session.
        session_key: Option<String> = "sessionKey",
    }

    /// The gateway's look at a command.
    pub struct CommandAnalysis {
        /// Kinds of risk.
        risk_kinds: Vec<String> = "riskKinds",
        /// Sentences about them.
        warning_lines: Vec<String> = "warningLines",
    }

    /// The payload of `exec.approval.resolved`. An expired one is denied by nobody.
    pub struct ExecApprovalResolved {
        /// The approval.
        id: String = "id",
        /// `allow-once`, `allow-always` or `deny`.
        decision: String = "decision",
        /// Who decided; absent when it expired.
        resolved_by: Option<String> = "resolvedBy",
        /// Milliseconds since 1970.
        ts_ms: Option<u64> = "ts",
    }
}
