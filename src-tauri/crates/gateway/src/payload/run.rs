//! Failed answers of a model, as the `chat` and `agent` events tell them.

use super::read::{foreign_names, foreign_records};

foreign_names! {
    /// Where a chat run is.
    pub enum ChatState {
        /// Underway.
        Status = "status",
        /// A piece of the answer.
        Delta = "delta",
        /// Answered.
        Final = "final",
        /// Given up by somebody.
        Aborted = "aborted",
        /// Failed.
        Error = "error",
    }
}

foreign_records! {
    /// What a provider answered. The sentence shown to people may name another cause than this does.
    pub struct ProviderFault {
        /// The provider.
        provider: Option<String> = "provider",
        /// The model.
        model: Option<String> = "model",
        /// The gateway's own sorting, such as `billing` or `rate_limit`.
        failover_reason: Option<String> = "failoverReason",
        /// The gateway's other sorting.
        provider_runtime_failure_kind: Option<String> = "providerRuntimeFailureKind",
        /// The provider's own sorting, such as `rate_limit_error`.
        provider_error_type: Option<String> = "providerErrorType",
        /// The HTTP status.
        http_status: Option<u64> = "httpStatus",
        /// The beginning of the provider's own sentence.
        provider_error_message_preview: Option<String> = "providerErrorMessagePreview",
    }

    /// The payload of the `chat` event, without the conversation.
    pub struct ChatEvent {
        /// The run.
        run_id: String = "runId",
        /// The session.
        session_key: Option<String> = "sessionKey",
        /// The agent.
        agent_id: Option<String> = "agentId",
        /// Where the run is.
        state: ChatState = "state",
        /// What people are told.
        error_message: Option<String> = "errorMessage",
        /// What the provider answered.
        error_detail: Option<ProviderFault> = "errorDetail",
    }

    /// The payload of the `agent` event, without the conversation.
    pub struct AgentEvent {
        /// The run.
        run_id: String = "runId",
        /// The session.
        session_key: Option<String> = "sessionKey",
        /// The agent.
        agent_id: Option<String> = "agentId",
        /// `lifecycle`, `run_status` and the like.
        stream: Option<String> = "stream",
        /// What is told.
        data: AgentEventData = "data",
        /// Milliseconds since 1970.
        ts_ms: Option<u64> = "ts",
    }

    /// The part of an `agent` event that depends on its stream.
    pub struct AgentEventData {
        /// `start`, `model`, `finishing`, `error`, `end`, `retrying` and the like.
        phase: Option<String> = "phase",
        /// What people are told.
        error: Option<String> = "error",
        /// What the provider answered.
        error_observation: Option<ProviderFault> = "errorObservation",
        /// `blocked` and the like.
        liveness_state: Option<String> = "livenessState",
        /// Given up by somebody.
        aborted: bool = "aborted",
    }
}
