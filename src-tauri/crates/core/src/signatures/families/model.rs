//! Models and their providers: status numbers and kinds of errors in any notation.

use super::{
    super::{Signature, signature::shows},
    names::{CHANNELS, GOOD_ENDS, LOCAL_SERVERS, PROVIDERS},
};

pub(in super::super) static MODEL: &[Signature] = &[
    shows(
        "model.long_context_429",
        &["Extra usage is required", "long context", "long-context", "1M context", "context-1m"],
    )
    .pattern(
        r"(?i)extra usage|429|rate_limit|not (?:yet )?available|not (?:enabled|allowed|included)|requires?\b",
    )
    .none(&["available for all", "using long context", "enabled long context"])
    .cause(),
    shows(
        "model.upstream_403",
        &[
            "Cloudflare",
            "cloudfront",
            "Access denied",
            "captcha",
            "web application firewall",
            "request was blocked",
            "request blocked",
            "<html>",
            "<html ",
            "<html\\",
            "<!DOCTYPE",
            "openresty",
            "nginx/",
            "nginx<",
            ">nginx",
            "akamai",
            "Zscaler",
        ],
    )
    .with(PROVIDERS)
    .pattern(r"(?i)\b(?:403|blocked|denied|forbidden|challenge|captcha)\b")
    .none(CHANNELS)
    .none(&["cloudflared", "web_fetch", "web fetch", "429"])
    .cause(),
    shows(
        "model.upstream_403",
        &[
            "403 Forbidden",
            "HTTP 403",
            "status 403",
            "status=403",
            "status code 403",
            "status\":403",
            "status\": 403",
            "error 403",
            "403 Access",
            " (403)",
            "code 403",
            "code=403",
        ],
    )
    .with(PROVIDERS)
    .none(CHANNELS)
    .none(&[
        "permission_error",
        "api key",
        "api_key",
        "PERMISSION_DENIED",
        "quota",
        "credit",
        "billing",
        "balance",
        "insufficient",
        "subscription",
        "expired",
        "sign in",
    ])
    .hint(),
    shows(
        "model.credentials",
        &[
            "Unauthorized",
            "unauthenticated",
            "not authenticated",
            "authentication",
            "authenticate",
            "API key",
            "api_key",
            "apikey",
            "api-key",
            "credential",
            "log in again",
            "login again",
            "sign in again",
            "sign in to",
            "signed out",
            "not logged in",
            "re-auth",
            "reauth",
            "token expired",
            "token has expired",
            "expired token",
            "OAuth ",
            "oauth_",
            "-oauth",
            "oauth:",
            "Couldn't sign in",
            "status 401",
            "status: 401",
            "status\":401",
            "status code 401",
            "error 401",
            "code 401",
            "code\":401",
            "code\": 401",
            "HTTP 401",
            "http_401",
        ],
    )
    .with(PROVIDERS)
    .pattern(
        r"(?i)\b401\b|invalid|incorrect|expired?\b|missing|fail|denied|reject|revoked|unauthori[sz]ed|unauthenticated|required|disabled|\bno (?:\w+ ){0,2}(?:api.?key|credential|auth|oauth|token)|not (?:found|valid|configured|set|logged|authenticated|authori[sz]ed)|(?:log|sign) ?in again|couldn't sign in|re-?auth|signed out|could not",
    )
    .none(CHANNELS)
    .none(GOOD_ENDS)
    .none(&[
        "gateway token",
        "gateway auth",
        "gateway password",
        "device token",
        "memory search",
        "embedding",
        "web_search",
        "web search",
        "429",
        "rate limit",
        "rate_limit",
        "quota",
        "billing",
        "credits",
        "image_generation",
        "tts",
        "No API key found for provider \"ollama\"",
        "imported valid",
        "gmail",
        "mcp",
        "optional",
        "no separate api key",
    ])
    .hint(),
    shows(
        "model.rate_limited",
        &[
            "rate limit",
            "rate-limit",
            "ratelimit",
            "rate_limit",
            "too many requests",
            "insufficient_quota",
            " quota",
            "quota ",
            "credits",
            "credit balance",
            "credit limit",
            "insufficient funds",
            "billing",
            "overload",
            "at capacity",
            "no capacity",
            "capacity exhausted",
            "high demand",
            "high traffic",
            "payment required",
            "payment method",
            "spending limit",
            "spend limit",
            "usage limit",
            "usageLimit",
            "usage-limit",
            "extra usage",
            "needs a subscription",
            "need a Grok subscription",
            "InvalidSubscription",
            "subscription has expired",
            "tokens per",
            "requests per",
            "resource exhausted",
            "throttl",
            "cooldown",
            "cooling down",
            "status 429",
            "status: 429",
            "status\":429",
            "status code 429",
            "error 429",
            "code 429",
            "code\":429",
            "code\": 429",
            "http_429",
            "status 529",
            "status\":529",
            "code 529",
            "status 402",
            "status\":402",
            "code 402",
            "余额",
            "额度",
            "频率",
        ],
    )
    .with(PROVIDERS)
    .pattern(
        r"(?i)\b(?:402|429|529)\b|exceed|exhaust|reached|hit |limit(?:ed|s)?\b|insufficient|run out|out of|too low|too many|negative|overload|throttl|cool(?:ing )?down|required|depleted|unavailable|full|at capacity|no capacity|high (?:demand|traffic)|need|expired|billing|余额|额度|频率",
    )
    .none(CHANNELS)
    .none(GOOD_ENDS)
    .none(&[
        "context limit",
        "context length",
        "long context",
        "max_tokens",
        "authentication attempts",
        "config.patch",
        "limit=",
        "output limit",
        "rateLimit:",
        "reason=rate_limited",
    ])
    .hint(),
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
    .none(&["npm", "web_fetch", "registry", "plugin", "clawhub", "skill", "mcp", "avatar", "favicon"])
    .hint(),
    // Nobody named: the words of an account that has used up what it paid for.
    shows("model.rate_limited", &["credits", " quota", "quota ", "usage limit", "billing"])
        .pattern(
        r"(?i)\b(?:out of|no (?:more|remaining)|insufficient|exceeded|exhausted|reached|hit|used (?:up|all))\b.{0,40}\b(?:credits?|quota|usage limit)\b|\b(?:credits?|quota|usage limit)\b.{0,30}\b(?:exceeded|exhausted|reached|depleted|ran out)\b|billing (?:error|details|hard limit)",
    )
        .none(CHANNELS)
        .none(GOOD_ENDS)
        .none(&["disk", "storage", "space", "gateway.", "EDQUOT"])
        .hint(),
    shows(
        "model.rate_limited",
        &[
            "All models failed",
            "All model fallback candidates failed",
            "LLM request timed out",
            "no response from model",
        ],
    )
    .none(LOCAL_SERVERS)
    .hint(),
];
