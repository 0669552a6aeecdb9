//! Servers of models on the own computer, and models that cannot do what is asked.

use super::{
    super::{Signature, signature::shows},
    names::{CHANNELS, GOOD_ENDS, LOCAL_SERVERS, PROVIDERS_AWAY},
};

pub(in super::super) static LOCAL_MODEL: &[Signature] = &[
    shows(
        "model.local_backend",
        &[
            "incomplete terminal response",
            "incomplete terminal turn",
            "incomplete_result",
            "Ollama is not running",
            "Ollama is unavailable",
            "Ollama is still not reachable",
            "Ollama is not reachable",
            "Ollama not reachable",
            "Could not connect to Ollama",
            "LM Studio is not",
            "Invalid model identifier",
            "specify a valid downloaded model",
            "is installed but not loaded at",
            "did not contain message.content",
            "400 Param Incorrect",
            "tools param requires",
            "requires --jinja",
            "\"auto\" tool choice requires",
            "failed to parse tool call",
            "failed to parse messages",
            "invalid message content type",
            "unknown variant `",
            "empty completion",
            "model returned no output",
            "returned an empty response",
            "finished without content",
            "no content in response",
            "content must be a string",
            "content: expected string",
            "Input should be a valid string",
            "Extra inputs are not permitted",
            "unsupported message role",
            "model runner has unexpectedly stopped",
            "error loading model",
            "unable to load model",
            "failed to load the model",
            "context size has been exceeded",
            "the request exceeds the available context",
            "prompt is too long for",
            "prompt too long",
            "n_ctx=",
            "n_ctx (",
            "num_ctx",
            "llama_decode",
            "ggml_cuda",
            "ggml_metal",
            "ggml_backend",
            "ggml_vk",
            "CUDA error",
            "CUDA out of memory",
        ],
    )
    .none(&["anthropic", "claude", "discovered", "warmed", "gemini", "docs.openclaw"]),
    shows(
        "model.local_backend",
        &[
            "ECONNREFUSED",
            "ECONNRESET",
            "EHOSTUNREACH",
            "fetch failed",
            "failed",
            "timed out",
            "timeout",
            "not found",
            "not reachable",
            "unreachable",
            "not running",
            "unavailable",
            "not loaded",
            "HTTP 4",
            "HTTP 5",
            "rejected",
            "unsupported",
            "not support",
            "internal server error",
            "terminated",
            "closed before",
            "connection error",
            "out of memory",
        ],
    )
    .with(LOCAL_SERVERS)
    .none(CHANNELS)
    .none(GOOD_ENDS)
    .none(&[
        "18789",
        "embedding",
        "memory search",
        "docs.openclaw",
        "provider rejected: false",
        "optional",
        "plugins:",
        "discovered",
        "tags failed: none",
        "memory index",
    ])
    .hint(),
    shows(
        "model.local_backend",
        &[
            "404 <!DOCTYPE",
            "404 <html",
            "404 {\"",
            "404 page not found",
            "404 Not Found",
            "HTTP 404",
            "404 status code",
            "status=404",
            "error=404",
            "model not found",
            "Model not found:",
            "No models available",
        ],
    )
    .none(CHANNELS)
    .none(&[
        "npm",
        "web_fetch",
        "registry",
        "plugin",
        "clawhub",
        "skill",
        "mcp",
        "avatar",
        "favicon",
        "POSTing to endpoint",
    ])
    .hint(),
    // The run of a model on one's own server, that ended badly for no reason that says more.
    shows("model.local_backend", &["isError=true", "isError\":true"])
        .with(LOCAL_SERVERS)
        .none(CHANNELS)
        .none(&["429", "rate limit", "rate_limit", "overloaded", "401", "Unauthorized", "403", "embedding"])
        .hint(),
    // Nobody named, and no server reached.
    shows("model.local_backend", &["LLM request failed: network connection error"]).none(PROVIDERS_AWAY).hint(),
    // No API of a large provider refuses without a word.
    shows("model.local_backend", &["status code (no body)"])
        .pattern(r"\b(?:400|404|405|422|500)\b")
        .none(CHANNELS)
        .none(&["anthropic", "openai-codex", "gemini", "google", "openrouter", "copilot", "bedrock"])
        .hint(),
];
