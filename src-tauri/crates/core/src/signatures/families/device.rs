//! Nodes, approvals and the browser.

use super::{
    super::{Signature, signature::shows},
    names::{BROWSERS, CHANNELS, GOOD_ENDS},
};

pub(in super::super) static NODE: &[Signature] = &[
    shows("node.background", &["foreground", "background"]).pattern(
        r"(?i)(?:requires?|must be|needs?|only|bring|open)\b.{0,40}\bforeground|foreground\b.{0,30}(?:required|only)|(?:not available|unavailable|not allowed|disabled)\b.{0,30}\bbackground|\bapp\b.{0,20}\bin (?:the )?background|_BACKGROUND_|BACKGROUND_UNAVAILABLE",
    ).none(&[
        "gateway in the foreground",
        "background task",
        "foreground gateway",
        "run the gateway",
        "running in foreground",
        "background service",
    ]),
    shows(
        "node.permission",
        &[
            "permission",
            "TCC per",
            "TCC den",
            "TCC pro",
            "not authorized",
            "not been granted",
            "not authorised",
            "authorization",
            "access to",
            "entitlement",
        ],
    )
    .with(&[
        "camera",
        "microphone",
        "screen",
        "location",
        "contacts",
        "calendar",
        "photos",
        "reminders",
        "accessibility",
        "motion",
        "bluetooth",
        "sms",
        "notification",
    ])
    .pattern(
        r"(?i)denied|not (?:been )?granted|required|missing|not authori[sz]ed|disabled|restricted|declined|revoked|not determined|grant\b",
    )
    .none(GOOD_ENDS)
    .none(CHANNELS)
    .none(&[
        "provider=",
        "api key",
        "full disk",
        "notificationPermission\":\"granted",
        "browser notification",
        "clipboard",
        "approval",
    ])
    .hint(),
    shows("node.exec_approval", &["approval"])
        .pattern(
        r"(?i)approval\b.{0,50}\b(?:required|pending|timed out|expired|needed|waiting|unavailable|not configured|denied|timeout)|(?:awaiting|waiting for|requires?|needs?|pending|no (?:interactive )?|await)\W*(?:\w+\W+){0,3}approvals?\b|approval id\b.{0,40}not valid",
    )
        .with(&["exec", "command", "system.run", "shell", "node", "tool", "run "])
        .none(&[
            "device pair",
            "pairing",
            "approved",
            "scope upgrade",
            "not required",
            "approvals: none",
            "approval-pending=0",
            "⇄ res ✓",
            "no pending approvals",
            "allow-always",
            "plugin approval",
        ])
        .hint(),
    shows("node.exec_approval", &["approval"])
        .pattern(
        r"(?i)(?:unknown|expired|no such|not found)\b.{0,20}\bapproval (?:id|request)|(?:fail(?:ed)?|could not|cannot|unable) to (?:submit|resolve|record) (?:\w+ ){0,2}approval",
    )
        .none(GOOD_ENDS)
        .none(&["plugin approval", "device", "pairing"])
        .hint(),
    shows(
        "node.allowlist_miss",
        &["allowlist", "allow-list", "whitelist", "not allowed", "denied", "not permitted", "blocked"],
    )
    .pattern(
        r"(?i)(?:command|exec(?:utable)?|binary|system\.run|camera\.\w+|screen\.\w+|sms\.\w+|canvas\.\w+)\b.{0,60}(?:not (?:in|on|allowed|allowlisted|permitted|supported)|denied|blocked|disallowed)|allow-?list\b.{0,20}\bmiss|(?:denied|blocked|refused)\b.{0,30}\b(?:command|exec)\b|commands\.(?:allow|deny)|security=deny",
    )
    .none(CHANNELS)
    .none(&[
        "approval",
        "sender",
        "group",
        "config.",
        "model",
        "plugin",
        "docker",
        "git@",
        "origin",
        "slash command",
        "sandbox",
        "browser profile",
        "EACCES",
        "pairing",
    ])
    .hint(),
    shows(
        "node.offline",
        &[
            "offline",
            "disconnected",
            "not connected",
            "unreachable",
            "unavailable",
            "not paired",
            "not responding",
            "no nodes",
            "no paired",
            "no connected",
            "timed out",
            "connect failed",
            "not found",
            "went away",
        ],
    )
    .pattern(
        r"(?i)\b(?:mac |ios |android |windows |paired |remote |companion |iphone |this )?nodes?(?: host)?\b[^/.]{0,60}\b(?:offline|disconnected|not connected|unreachable|unavailable|not paired|not responding|timed out|connect(?:ion)? failed|went away|not found)|\bno (?:paired |connected |available |online )*nodes?\b|\b(?:paired|the|your|companion) (?:device|phone|tablet|iphone|ipad|mac|laptop)\b[^/.]{0,40}\b(?:is )?(?:offline|not connected|unreachable|went away)",
    )
    .none(GOOD_ENDS)
    .none(&[
        "node.js",
        "nodejs",
        "node_modules",
        "node:internal",
        "node version",
        "node runtime",
        "webchat",
        "pairing required",
        "/node",
        "node executable",
        "node service",
        "system node",
        "browser proxy",
        "node is supported",
        "cdp",
    ])
    .hint(),
];

pub(in super::super) static BROWSER: &[Signature] = &[
    shows(
        "browser.cdp_unreachable",
        &[
            "CDP port mapping",
            "CDP did not become reachable",
            "CDP endpoint",
            "CDP transport closed",
            "CDP command",
            "CDP /json/version",
            "CDP target",
            "CDP HTTP",
            "CDP websocket",
            "CDP socket",
            "Chrome MCP",
            "cdpHttp: false",
            "cdpHttp\":false",
            "Browser tabs are unavailable",
            "Browser relay",
            "extension relay",
            "is not connected to the relay",
            "remote debugging port",
            "remote-debugging",
            "webSocketDebuggerUrl",
        ],
    )
    .pattern(
        r"(?i)fail|not |timed out|closed|missing|refused|unavailable|unreachable|did not|could not|false|reset|error",
    )
    .none(&["listening on ws", "started", "cleanup", "✓", "--remote-debugging-port=", "no tab is", "no attached"]),
    shows(
        "browser.launch_failed",
        &[
            "failed to launch",
            "failed to start",
            "could not start",
            "could not launch",
            "cannot start",
            "cannot launch",
            "can't launch",
            "launch failed",
            "start failed",
            "launch failures",
            "cooling down",
            "bootstrap failed",
            "startup failed",
            "exited with",
            "exited early",
            "exited before",
            "crashed",
            "did not start",
            "no sandbox",
            "--no-sandbox",
            "shared libraries",
            "$DISPLAY",
            "X server",
            "zygote",
            "GPU process",
            "profile is already in use",
            "user data directory is already in use",
            "profile directory is locked",
        ],
    )
    .with(BROWSERS)
    .none(CHANNELS)
    .none(GOOD_ENDS)
    .none(&["provider=", "mcp attach", "launch agent", "launchagent", "ENOENT"]),
    shows(
        "browser.executable_missing",
        &[
            "not found",
            "no such file",
            "ENOENT",
            "not installed",
            "missing",
            "doesn't exist",
            "does not exist",
            "could not find",
            "unable to find",
            "no browser",
            "no chrome",
        ],
    )
    .with(&[
        "chrome",
        "chromium",
        "playwright",
        "msedge",
        "browser executable",
        "executablePath",
        "browser binary",
        "sandbox browser image",
        "supported browser",
        "browserless",
    ])
    .none(GOOD_ENDS)
    .none(&[
        "DevToolsActivePort",
        "tab not found",
        "cdp",
        "profile",
        "chrome mcp",
        "cannot find module",
        "target",
        "socket",
        "webSocketDebuggerUrl",
        "extension",
        "element",
    ])
    .hint(),
    shows(
        "browser.cdp_unreachable",
        &[
            "ECONNREFUSED",
            "not reachable",
            "unreachable",
            "timed out",
            "timeout",
            "refused",
            "connection closed",
            "disconnected",
            "not responding",
            "hang up",
        ],
    )
    .with(&["browser", "chrome", "chromium", "cdp", ":18800", ":18791", ":18792", ":9222", "playwright", "devtools"])
    .none(CHANNELS)
    .none(GOOD_ENDS)
    .none(&["webchat", "provider=", "open your browser", "oauth", "control ui", "web ui", "sign-in", "mozilla/", "failed to start chrome"])
    .hint(),
    shows(
        "browser.plugin_excluded",
        &[
            "plugins.allow",
            "browser plugin",
            "browser.enabled",
            "browser tool",
            "browser command",
            "command 'browser'",
            "command \"browser\"",
            "browser.request",
        ],
    )
    .pattern(
        r"(?i)exclud|disabled|not (?:loaded|allowed|enabled|in|available|registered|found)|unknown (?:command|method)|false|missing",
    )
    .with(&["browser"])
    .none(&["timed out", "cdp", "unrecognized", "sender", "permissions", "tab not found"])
    .hint(),
    shows(
        "browser.no_tabs",
        &[
            "no tabs",
            "no tab ",
            "no open",
            "no attached",
            "tab not found",
            "no pages",
            "no page ",
            "target not found",
            "tabs: 0",
            "no browser tabs",
            "zero tabs",
        ],
    )
    .with(BROWSERS)
    .none(&["cdp command"])
    .hint(),
];
