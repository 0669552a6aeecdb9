//! The configuration: not valid, refused, put back, not taken.

use super::{
    super::{Signature, signature::shows},
    names::GOOD_ENDS,
};

pub(in super::super) static CONFIG: &[Signature] = &[
    shows(
        "config.invalid",
        &[
            "is not valid config data",
            "config file could not be parsed",
            "could not parse config",
            "config does not parse",
            "does not parse cleanly",
            "is not parseable",
            "config is still invalid",
            "configuration is still invalid",
            "config read became invalid",
            "ignored unparseable config",
            "config file exists but is invalid",
            "failed to load config",
            "failed to read config",
            "could not read config",
            "cannot read config",
            "error loading config",
            "config load failed",
            "config read failed",
            "config parse error",
            "config error:",
            "config errors:",
            "configuration error",
            "Config: read failed",
            "invalid openclaw.json",
            "openclaw.json is invalid",
            "openclaw.json: invalid",
            "Legacy config",
            "legacy configuration",
            "unrecognised key",
            "config check failed",
            "configuration check failed",
            "unknown configuration key",
            "Invalid input: expected",
            "Invalid option: expected",
        ],
    )
    .none(&["tsconfig", "mcp", "tool", "config reload", "EACCES", "plugin manifest", "ENOSPC", "EROFS"]),
    // An entry about a plugin that is not where the configuration says.
    shows("config.invalid", &["path not found", "manifest not found"])
        .pattern(r"\bplugins(?:\.\w+)+: ")
        .none(&["ignored", "stale config entry", "warning"])
        .hint(),
    shows("~config of cli", &["Config (cli):"]),
    shows("~config of service", &["Config (service):"]),
    // One entry of the list below `Problem:`, such as `- bindings.0: Invalid input`.
    shows(
        "config.invalid",
        &[": Invalid ", ": Required", ": Expected", ": Unrecognized", ": Unknown", ": Too small", ": must "],
    )
    .pattern(
        r"(?:-|•|×|✗)\s+(?:<root>|[a-z]\w*(?:\.[\w<>*-]+|\[\d+\])+):\s+(?:Invalid (?:input|option|value|type|literal|enum|url|string|key)|Required\b|Expected\b|Unrecognized|Unknown (?:key|option|channel)|Too (?:small|big)|must (?:be|have|match|not))",
    )
    .none(&["reload", " 0 error"]),
    shows(
        "config.invalid",
        &[
            "invalid",
            "not valid",
            "malformed",
            "unexpected token",
            "SyntaxError",
            "parse error",
            "validation failed",
            "schema",
            "Unterminated",
            "Unexpected end",
            "Expected property name",
            "double-quoted property",
            "after property value",
            "trailing comma",
            "control character",
            "JSON at position",
            "config check failed",
        ],
    )
    .with(&["openclaw.json", "clawdbot.json", "moltbot.json", "openclaw config", "gateway config"])
    .none(GOOD_ENDS)
    .none(&["reload", "write rejected", "auto-restored", "sqlite", "last-known-good", "rejected payload"])
    .hint(),
    shows(
        "config.restored",
        &["last-known-good", "last known good", "from backup", "previous configuration", "previous config"],
    )
    .pattern(r"(?i)restor|recover|revert|roll(?:ed|ing)? ?back|went back|fell back")
    .none(&[
        "promot",
        "no last-known-good",
        "credential",
        "update",
        "failed to restore",
        "binary",
        "database",
        "package",
    ])
    .cause(),
    shows(
        "config.write_rejected",
        &["reject", "refuse", "refusing", "blocked", "conflict", "would remove", "would drop"],
    )
    .pattern(
        r"(?i)\bconfig(?:uration)?[ .](?:writes?|patch|set|apply|overwrite|change|update|mutation|save)\b.{0,60}(?:reject|refus|block|conflict|would (?:remove|drop))|(?:reject|refus)\w* (?:to (?:write|save|overwrite|replace) )(?:the )?(?:config|openclaw\.json)|size-drop|missing-meta",
    )
    .none(&["migration checkpoint", "config reload", "config write anomaly"]),
    shows(
        "config.reload_skipped",
        &[
            "config reload",
            "hot reload",
            "keeping the running config",
            "keeping the current config",
            "keeping the previous config",
            "keeping current config",
            "keeping previous config",
            "hot-reload",
            "config change ignored",
            "config change was",
            "config change rejected",
            "config change skipped",
            "config change could not",
            "configuration change",
            "reload of openclaw.json",
            "edit of openclaw.json",
            "edit to openclaw.json",
            "edited openclaw.json",
            "change to openclaw.json",
            "change in openclaw.json",
            "openclaw.json changed",
            "openclaw.json was changed",
            "running settings",
            "running configuration",
        ],
    )
    .pattern(r"(?i)skip|ignor|fail|reject|not applied|not valid|keeping|\binvalid\b|disabled: watcher")
    .none(&[
        "skipped=0",
        "no changes",
        "snapshot",
        "hot reload applied",
        "promotion failed",
        "unchanged",
        "draining for restart",
        "writer intent",
        "file not found",
    ]),
];
