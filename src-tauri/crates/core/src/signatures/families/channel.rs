//! Channels: which one, and what went wrong.

use super::{
    super::{Signature, signature::shows},
    names::{CHANNELS, GOOD_ENDS, WORKS_AGAIN},
};

pub(in super::super) static CHANNEL: &[Signature] = &[
    shows("~works again", WORKS_AGAIN).none(&["not recovered", "not been", "disconnected", "failed to", "until"]),
    // A row of `channels status`.
    shows(
        "channel.disconnected",
        &["enabled, configured", "enabled, not configured", "configured, linked", "configured, not linked"],
    )
    .pattern(
        r"(?i)\b(?:stopped|disconnected|not linked|unlinked|not running|logged out|reconnecting|error:)",
    )
    .none(&["disabled,"]),
    // A row of `status --deep`: the channel, how it stands, and what its probe came to.
    shows("channel.disconnected", &["│ WARN", "│ ERROR", "│ FAIL", "│ ON", "| WARN", "| ERROR", "| FAIL", "failed ("])
        .with(CHANNELS)
        .pattern(
            r"(?i)^\W*[a-z ]{3,24}(?:│|\|)\s*(?:WARN|ERROR|FAIL(?:ED)?|ON)\s*(?:│|\|).*\b(?:failed|not linked|unauthori[sz]ed|unreachable|time(?:d )?out|error|disconnected|not connected)\b|\bfailed \((?:[45]\d\d|unknown|timeout)\)",
        )
        .none(GOOD_ENDS)
        .none(&["provider=", "model=", "gateway self"]),
    shows("channel.disconnected", &["not configured"])
        .with(&["token missing", "token: missing", "missing bot token"])
        .hint(),
    shows(
        "channel.disconnected",
        &[
            "channels.start",
            "plugin not installed:",
            "Channel is unavailable",
            "channel unavailable",
            "channel is not available",
        ],
    )
    .pattern(r"(?i)invalid|unknown|fail|not installed|unavailable|not available")
    .hint(),
    shows(
        "channel.disconnected",
        &[
            "getaddrinfo",
            "ENOTFOUND",
            "EAI_AGAIN",
            "ECONNRESET",
            "ETIMEDOUT",
            "ECONNREFUSED",
            "ECONNABORTED",
            "UND_ERR_",
            "socket hang up",
            "fetch failed",
            "network error",
            "Network request",
            "before secure TLS connection",
            "certificate has expired",
            "unable to verify the first certificate",
            "self-signed certificate",
        ],
    )
    .with(CHANNELS)
    .none(GOOD_ENDS)
    .none(&["provider=", "model=", "webchat", "ollama", "embedding", "media", "cron", "heartbeat"]),
    shows(
        "channel.disconnected",
        &[
            "disconnected",
            "disconnect:",
            "disconnect ",
            "reconnect",
            "connection lost",
            "connection closed",
            "connection was lost",
            "Connection Terminated",
            "connection terminated",
            "connection failed",
            "connection error",
            "connection stalled",
            "server error",
            "channel stopped",
            "bridge is unavailable",
            "private API bridge",
            "bridge not",
            "closed with code",
            "websocket closed",
            "websocket error",
            "logged out",
            "unlinked",
            "not linked",
            "no linked session",
            "login failed",
            "login error",
            "failed to start",
            "failed to connect",
            "failed to log in",
            "failed to login",
            "start failed",
            "startup failed",
            "not running",
            "not connected",
            "unreachable",
            "timed out",
            "timeout",
            "401 Unauthorized",
            "unauthorized (401",
            "unauthorized: invalid",
            "invalid token",
            "token is invalid",
            "token revoked",
            "token expired",
            "expired token",
            "crashed",
            "gave up",
            "giving up",
            "exited",
            "invalid session",
            "invalid-session",
            "zombie connection",
            "session expired",
            "session has expired",
            "pausing bot",
            "too_many_websockets",
            "link_disabled",
            "SMWebsocketError",
            "no HELLO received",
            "stuck for",
            " stalled",
            "not_authed",
            "token_expired",
            "Bad Gateway",
            "getUpdates",
            "auth.test failed",
            "cycle failed",
            "poll error",
            "polling error",
        ],
    )
    .with(CHANNELS)
    .pattern(
        r"(?i)disconnect|reconnect|connection (?:lost|closed|was lost|terminated|failed|error|stalled)|closed with code|websocket (?:closed|error)|logged out|(?:un|not )linked|no linked session|fail|error|not (?:running|connected)|unreachable|time(?:d )?out|401|unauthorized: invalid|(?:invalid|expired|revoked) token|token (?:is )?(?:invalid|revoked|expired)|crashed|g(?:ave|iving) up|exited|invalid[ -]session|zombie|channel stopped|bridge|no HELLO|stuck for|stalled|not_authed|token_expired|bad gateway|too_many_websockets|link_disabled|session (?:has )?expired|pausing bot",
    )
    .none(GOOD_ENDS)
    .none(&[
        "webchat",
        "sender",
        "failed to clear",
        "cache",
        "mac node",
        "node host",
        "provider=",
        "model=",
        "SIGTERM",
        "shutting down",
        "by shutdown",
        "approval",
        "pairing",
        "reconnect=",
        "announce",
        "deliver",
        "cron",
        "heartbeat:",
        "[heartbeat]",
        "cannot find module",
        "npm error",
        "failed to load bundled",
        "queue",
        "typing",
        "media",
        "transcri",
        "config",
        "reaction",
        "cdp",
        "403",
        "for reload",
        "by reload",
        "missing access",
        "forbidden",
        "missing_scope",
        "tool",
        "exec",
        "skipping provider start",
    ])
    .hint(),
    // The list of what could be set up.
    shows(
        "~channels to set up",
        &[": needs token", ": needs setup", ": needs host", ": needs service account", ": needs credentials"],
    ),
    shows(
        "channel.permission",
        &[
            "code 4014",
            "code=4014",
            "error: 4014",
            "error 4014",
            "(4014)",
            ": 4014",
            "code 4013",
            "code=4013",
            "error: 4013",
            "error 4013",
            "(4013)",
            ": 4013",
            "disallowed intent",
            "privileged intent",
        ],
    )
    .with(&["gateway error", "discord", "intent", "closed with code"])
    .cause(),
    shows(
        "channel.permission",
        &[
            "restricted_action",
            "is_archived",
            "ekm_access_denied",
            "no_permission",
            "CHANNEL_PRIVATE",
            "USER_BANNED_IN_CHANNEL",
            "bot can't initiate conversation",
            "bot was kicked",
            "group chat was deactivated",
            "group chat was upgraded",
            "chat not found",
            "chatGuid not found",
            "TOPIC_CLOSED",
            "Cannot send messages to this user",
            "Unknown Channel",
            "message thread not found",
            "needed scope",
            "required scope",
            "missing scopes",
            "additional scopes",
            "insufficient permission",
            "permission denied for channel",
            "not invited to the channel",
            "bot not in channel",
            "99991663",
            "99991668",
            "230002",
        ],
    )
    .none(&["operator.", "model.request", "provider=", "api.responses", "gmail", "Valid channels", "agent params"]),
    shows(
        "channel.permission",
        &[
            "missing scope",
            "missing_scope",
            "forbidden",
            "permission",
            "not allowed to",
            "access denied",
            "lacks ",
            "administrator",
        ],
    )
    .with(CHANNELS)
    .pattern(
        r"(?i)missing[ _]scope|forbidden|(?:missing|insufficient|lacks?|no|denied|required?|without)\b.{0,30}permission|permission\b.{0,30}(?:denied|missing|required|lack|insufficient)|not allowed to|access denied|administrator",
    )
    .none(GOOD_ENDS)
    .none(&[
        "exec",
        "approval",
        "operator.",
        "provider=",
        "model=",
        "EACCES",
        "falling back",
        "retrying without",
        "permissions ok",
        "dmPolicy",
        "groupPolicy",
        "TCC",
        "screen",
    ])
    .hint(),
    // macOS lets no program read or send messages that it was not allowed to.
    shows("channel.permission", &["Apple events", "AppleEvents", "(-1743)", "Full Disk Access", "Automation permission"])
        .with(&["imessage", "imsg", "to Messages", "Messages.app", "chat.db"])
        .pattern(r"(?i)not auth|denied|requires?\b|missing|not granted|-1743|fail")
        .none(GOOD_ENDS)
        .none(&["granted\":true", "granted: true"]),
    shows("channel.pairing_pending", &["pairing"])
        .pattern(
        r"(?i)(?:sender|user|dm|contact|chat)\b.{0,60}pairing|pairing (?:code|request|reply|pending|challenge)\b",
    )
        .with(CHANNELS)
        .none(&[
            "device",
            "dmPolicy=pairing",
            "No pending",
            "node",
            "unknown pairing",
            "approved",
            "dmPolicy is",
            "expired",
            "gateway",
        ])
        .hint(),
    shows("channel.mention_required", &["mention"]).pattern(
        r"(?i)(?:no|not|without|missing|requires?|required|lacks?|did ?n[o']t)\b.{0,24}mention|mention(?:ed)?\b.{0,20}(?:required|missing|gate|gating)|requireMention\W{1,3}true",
    ).none(&["requireMention=false", "no longer"]),
    shows(
        "channel.blocked",
        &[
            "allowlist",
            "allowFrom",
            "allow-list",
            "groupPolicy",
            "dmPolicy",
            "blocked",
            "unauthorized",
            "not allowed",
            "not authorized",
            "not permitted",
            "denied",
            "ignoring",
            "dropping",
            "dropped",
            "drop message",
            "drop group",
            "drop guild",
            "drop dm",
            "drop event",
            "rejected",
        ],
    )
    .with(CHANNELS)
    .pattern(
        r"(?i)(?:block|drop|ignor|reject|skip|deny|denied)\w*\b.{0,60}(?:sender|message|\bdm\b|dms|group|user|guild|channel|chat|event|inbound|from)\b|(?:sender|user|group|chat|guild|\bdm)\b.{0,50}(?:not (?:in|allowed|authori[sz]ed|permitted|on)|blocked|unauthori[sz]ed|denied)|(?:allowfrom|groupallowfrom|allowlist)\b.{0,30}(?:empty|missing|does not)|(?:group|dm)Policy\W{1,4}disabled",
    )
    .none(GOOD_ENDS)
    .none(&[
        "exec",
        "command",
        "model",
        "origin",
        "tool",
        "plugin",
        "slow",
        "mention",
        "bot was blocked",
        "duplicate",
        "own message",
        "fromMe",
        "stale",
        "ssrf",
        "fetch",
        "disconnected",
        "queue",
        "config:",
        "config dm=",
        "empty message",
        "pairing",
        "callback",
        "intent",
    ])
    .hint(),
];
