//! Models and their providers: what an account may not do, what stands in between, and sign-ins, in any notation.

use super::{
    super::{Signature, signature::shows},
    names::{CHANNELS, GOOD_ENDS, PROVIDERS},
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
        "web_fetch",
        "web_search",
        "tool exec",
        "[tools]",
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
            "verify your account",
            "verify account",
            "session expired",
            "session has expired",
            "login expired",
            "login has expired",
            "subscription login",
            "models auth",
            "please log in",
            "refresh token",
            "accountId from token",
            "account id from token",
            "id_token",
            "access token could not",
            "PERMISSION_DENIED",
            "has not been used in project",
            "SERVICE_DISABLED",
            "API_KEY_INVALID",
            "User not found",
            "Account not found",
            " (401)",
            "status 401",
            "status=401",
            "error=401",
            "code=401",
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
        r"(?i)\b401\b|invalid|incorrect|expired?\b|missing|fail|denied|reject|revoked|unauthori[sz]ed|unauthenticated|required|disabled|\bno (?:\w+ ){0,2}(?:api.?key|credential|auth|oauth|token)|not (?:found|valid|configured|set|logged|authenticated|authori[sz]ed)|(?:log|sign) ?in again|couldn't sign in|re-?auth|signed out|verify (?:your )?account|could not",
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
        "No expiring",
    ])
    .hint(),
    // What an answer of the assistant keeps of an error.
    shows("model.credentials", &["errorMessage"]).pattern(r#"errorMessage"?\W{1,4}(?:HTTP )?401\b"#).none(CHANNELS).hint(),
    // A row of `models status`: a profile, and since when it is of no use.
    shows("model.credentials", &[" expired", " revoked"])
        .with(PROVIDERS)
        .pattern(r"(?i)^\W*[a-z][a-z0-9-]+:[\w.@+-]+\s(?:\([^)]*\)\s)?(?:=\s?)?(?:oauth\s|token\s)?(?:expired|revoked)\b")
        .none(CHANNELS)
        .hint(),
    // A sign-in that could not be renewed, without a number.
    shows(
        "model.credentials",
        &["auth refresh", "oauth refresh", "token refresh", "refresh token", "refresh_token", "refreshing OAuth"],
    )
    .with(PROVIDERS)
    .pattern(r"(?i)timed out|timeout|fail|error|reject|invalid|reused|already been used|revoked|expired")
    .none(CHANNELS)
    .none(GOOD_ENDS)
    .none(&["gateway token", "device token", "gmail", "mcp", "refreshed"])
    .hint(),
];
