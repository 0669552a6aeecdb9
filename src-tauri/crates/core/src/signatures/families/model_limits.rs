//! Limits of a provider and of an account: too many requests, nothing left of what was paid for.

use super::{
    super::{Signature, signature::shows},
    names::{CHANNELS, GOOD_ENDS, LOCAL_SERVERS, PROVIDERS},
};

pub(in super::super) static LIMITS: &[Signature] = &[
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
            "service unavailable",
            "status 503",
            "status\":503",
            "code 503",
            "HTTP 503",
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
            "budget limit",
            "limit exceeded",
            "limit reached",
            "daily limit",
            "weekly limit",
            "monthly limit",
            "spending cap",
            "monthly cap",
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
        r"(?i)\b(?:402|429|529)\b|exceed|exhaust|reached|hit |limit(?:ed|s)?\b|insufficient|run out|out of|too low|too many|negative|overload|throttl|cool(?:ing )?down|required|depleted|unavailable|full|at capacity|no capacity|high (?:demand|traffic)|need|expired|billing|service unavailable|\b503\b|余额|额度|频率",
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
        "browser proxy",
        "native hook",
        "session creation",
    ])
    .hint(),
    // How often a sign-in failed, in the file that keeps it.
    shows("model.rate_limited", &["disabledReason"]).pattern(r"disabledReason\W{1,5}(?:billing|quota|rate_limit|overloaded)").hint(),
    shows("model.credentials", &["disabledReason"]).pattern(r"disabledReason\W{1,5}(?:auth|expired|revoked|session_expired)").hint(),
    shows("model.rate_limited", &["failureCounts", "cooldownUntil"])
        .pattern(r"rate_limit|overloaded|cooldownUntil\W{1,4}\d{10,}")
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
