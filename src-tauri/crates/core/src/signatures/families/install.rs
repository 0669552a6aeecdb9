//! Installs, versions and updates.

use super::{
    super::{Signature, signature::shows},
    names::GOOD_ENDS,
};

pub(in super::super) static INSTALL: &[Signature] = &[
    // Shells in other languages, and programs that start other programs.
    shows(
        "install.missing",
        &[
            "command not found",
            "not recognized as",
            "not found in PATH",
            "not found on PATH",
            "No such file or directory",
            "executable file not found",
            "ENOENT",
            "is not installed",
            "could not be located",
            "Befehl nicht gefunden",
            "Kommando nicht gefunden",
            "ist entweder falsch geschrieben",
            "wurde nicht als Name eines Cmdlet",
            "comando non trovato",
            "riconosciuto come comando",
            "commande introuvable",
            "pas reconnu en tant que commande",
            "orden no encontrada",
            "no se reconoce como",
            "comando não encontrado",
            "não é reconhecido",
            "команда не найдена",
            "не является внутренней",
            "未找到命令",
            "找不到命令",
            "不是内部或外部命令",
            "无法将",
            "コマンドが見つかりません",
        ],
    )
    .pattern(
        r#"(?i)(?:^|\W)(?:openclaw|clawdbot|moltbot)(?:\.cmd|\.exe)?\W{0,5}(?::|is\b|was\b|could|not\b|executable\b|n'est|ist\b|wurde\b|non\b|no\b|não|не |command not|ENOENT|项)|(?:command not found|introuvable|nicht gefunden|no encontrada|encontrado|未找到命令|найдена|trovato|spawn|无法将)\W{0,6}(?:openclaw|clawdbot|moltbot)\b\W{0,4}(?:$|ENOENT|项)|spawn (?:openclaw|clawdbot|moltbot)\S* ENOENT|exec(?:vp)?:? "?(?:openclaw|clawdbot)"?:"#,
    )
    .none(&[
        "node_modules",
        "service",
        ".json",
        "config",
        "workspace",
        "plugin",
        "skill",
        "openclaw browser",
        "openclaw-gateway",
    ])
    .cause(),
    shows(
        "install.node_unsupported",
        &[
            "unsupported Node",
            "requires Node",
            "requires at least Node",
            "required: { node",
            "need Node",
            "needs Node",
            "Node.js is too old",
            "Node version is too old",
            "Node is too old",
            "upgrade Node",
            "update Node.js",
            "WAL-reset-safe",
            "SQLite support is unavailable in this Node",
            "missing node:sqlite",
            "Node failed its capability probe",
            "Node runtime probe failed",
            "The engine \"node\" is incompatible",
            "node-runtime-unsupported",
        ],
    )
    .none(&["npm warn deprecated", "nodejs:", "mcp-server", "plugin \"", "nodeId", "requires Node from", "paired"])
    .cause(),
    // What Node.js puts under a crash: a version from before any that OpenClaw runs on.
    shows("install.node_unsupported", &["Node.js v"]).pattern(r"^\W*Node\.js v(?:1\d|20|21)\.\d+").hint(),
    // A part of Node.js that this one does not have yet.
    shows("install.node_unsupported", &["No such built-in module: node:", "The requested module 'node:"]).cause(),
    shows(
        "install.node_unsupported",
        &[
            "unsupported",
            "not supported",
            "too old",
            "outdated",
            "or newer",
            "or later",
            "or higher",
            "minimum",
            "required",
            "cannot run",
        ],
    )
    .pattern(
        r"(?i)\bnode(?:\.?js)?\s*(?:version\s*)?v?\d{2}(?:\.\d+){0,2}\b.{0,60}(?:unsupported|not supported|too old|outdated|is required|cannot run)|(?:minimum|required|requires?|unsupported|need)\b.{0,30}\bnode(?:\.?js)?\s*(?:version\s*)?(?:>=\s*)?v?\d{2}",
    )
    .none(&["deprecated", "mcp", "is supported", "✓"]),
    shows(
        "install.split_brain",
        &[
            "newer version",
            "newer openclaw",
            "newer release",
            "newer schema",
            "newer build",
            "older than the",
            "older binary",
            "binary is older",
            "version is older",
            "older openclaw",
            "later version of openclaw",
        ],
    )
    .with(&["config", "written", "schema", "database", "binary", "touched", "refus"])
    .none(&[
        "update available",
        "a newer version is available",
        "npm notice",
        "Unrecognized",
        "or newer",
        "playwright",
        "protocol",
    ])
    .cause(),
    // Who wrote the configuration last stands in every one.
    shows("install.split_brain", &["lastTouchedVersion"])
        .pattern(r"(?i)\b(?:newer|older|later|refus\w*|ahead of|greater)\b")
        .none(&["Unrecognized"])
        .cause(),
    shows("install.split_brain", &["install", "binaries", "executables", "openclaw on PATH", "versions of openclaw", "OpenClaw versions"])
        .pattern(
        r"(?i)(?:multiple|two|several|more than one|different|another|\b[2-9])\s+(?:\w+\s+){0,2}(?:openclaw\s+(?:\w+\s+)?)?(?:installs?|installations|binaries|executables|versions of openclaw)\b|(?:multiple|two|several|more than one|different|[2-9])\s+(?:\w+\s+)?openclaw versions\b",
    )
        .none(&["plugin", "skill", "node.js", "mcp", "browser"])
        .hint(),
    shows("install.protocol_mismatch", &["protocol"])
        .pattern(
        r"(?i)protocol(?:[ _-]version)?\b.{0,60}(?:mismatch|unsupported|not supported|incompatib|too old|too new|expected)|(?:unsupported|incompatible|unknown)\s+(?:gateway\s+)?protocol|protocol(?: version)?\s+v?\d\b.{0,60}(?:needs|requires|supports|expects|wants|only)\b|(?:needs|requires|supports|expects|speaks)\b.{0,20}protocol(?: version)?\s+v?\d",
    )
        .none(&["mcp", "http", "tls", "ssl", "cdp", "url protocol", "rfb", "acp", "file:"])
        .hint(),
    shows(
        "install.update_incomplete",
        &[
            "not-openclaw-root",
            "global-install-failed",
            "global install failed",
            "failed to load bundled channel",
            "failed to load bundled plugin",
            "bundled runtime deps",
            "bundled runtime dependencies",
            "runtime deps install failed",
            "dependency tree",
            "startup migrations were skipped",
            "startup migrations failed",
            "update handoff failed",
            "handoff failed",
            "Update checks failed",
            "Update execution failed",
            "Update finalization failed",
            "update was interrupted",
            "update interrupted",
            "failed update",
            "Package rollback",
            "rollback verification failed",
            "preflight-no-good-commit",
            "deps-install-failed",
            "build-failed",
            "update ownership transfer",
            "runtime dependency ownership",
            "plugin dependency",
        ],
    )
    .pattern(r"(?i)fail|error|not-openclaw|corrupt|missing|skipped;|interrupted|could not|changed|does not match")
    .none(&[
        "installed bundled runtime",
        "staging bundled",
        // Where no npm can be run, the generation of spring 2026 says so for each plugin and goes on without them.
        "safe npm executable",
        "failed to stage bundled runtime deps after",
        "Update Result: OK",
        "✓",
        "heartbeat",
        "dispatch-from",
    ]),
    // A part that does not fit the rest: the usual end of an update that replaced only some files.
    shows(
        "install.update_incomplete",
        &[
            "is not a function",
            "is not a constructor",
            "registration threw",
            "failed during register",
            "failed to load",
            "failed to register",
            "missing generated module",
            "ENOTEMPTY",
            "Directory not empty",
        ],
    )
    .with(&["plugin", "extension", "bundled", "openclaw/dist", "node_modules/openclaw", "gateway failed"])
    .none(&["model", "image", "skill", "browser extension", "sqlite", "config"])
    .hint(),
    shows(
        "install.update_incomplete",
        &[
            "Cannot find module",
            "Cannot find package",
            "ERR_MODULE_NOT_FOUND",
            "MODULE_NOT_FOUND",
            "ERR_REQUIRE_ESM",
            "ERR_UNKNOWN_BUILTIN",
        ],
    )
    .none(&[
        "node:sqlite",
        "/workspace",
        "/skills/",
        "mcp-server",
        "mcp/",
        ".clawdbot/extensions",
        ".openclaw/extensions",
        "openclaw/dist/entry",
        "openclaw/dist/index",
        "openclaw\\dist\\index",
        "openclaw\\dist\\entry",
    ])
    .hint(),
    shows("install.update_incomplete", &["update", "upgrade"])
        .with(&["openclaw", "clawdbot", "gateway", "npm", "package", "self-update", "auto-update"])
        .pattern(
        r"(?i)\b(?:self-|auto-)?(?:updat(?:e|ing|er)|upgrad(?:e|ing))\b.{0,60}\b(?:fail(?:ed|ure)?|error|incomplete|did not (?:finish|complete)|could not|aborted|rolled back|stuck|interrupted)\b",
    )
        .none(GOOD_ENDS)
        .none(&[
            "config",
            "telegram",
            "plugin",
            "delivery",
            "skill",
            "token",
            "state change",
            "cron",
            "status update",
            // Looking for a newer version is no update.
            "update check",
            "draining",
            "session",
            "task",
            "node auto-update",
            "refs/",
            "branch",
            "model catalog",
            "session-store",
            "heartbeat",
            "check failed",
            "transcript",
            "profile store",
            "store update",
            "cache update",
            "goal update",
        ])
        .hint(),
    // A running gateway whose files were replaced under it: a piece of the program that is named by its content.
    shows("install.update_incomplete", &["ENOENT"])
        .with(&["openclaw/dist/", "openclaw\\dist\\"])
        .none(&["openclaw/dist/entry", "openclaw/dist/index", "openclaw\\dist\\index", "openclaw\\dist\\entry"])
        .cause(),
    // What an older state is made into that of the new version.
    shows("install.update_incomplete", &["state migration", "database migration", "config migration", "schema migration"])
        .pattern(r"(?i)migration\b.{0,40}\b(?:refused|fail(?:ed|ure)|could not|did not (?:finish|complete)|aborted|interrupted)\b|(?:stopped|aborted) because an?\b.{0,20}migration")
        .none(GOOD_ENDS)
        .none(&[" 0 fail"])
        .hint(),
    // A package manager that a script of an update ran in vain.
    shows("install.update_incomplete", &["npm exit", "pnpm exit", "npm install exited", "npm exited"])
        .pattern(r"(?i)\bp?npm (?:install )?exit(?:ed)?(?: with)?(?: code| status)?\W{1,3}[1-9]")
        .hint(),
    shows("~version of cli", &["CLI version:"]).pattern(r"CLI version:\s+20\d\d\."),
    shows("~version of gateway", &["Gateway version:"]).pattern(r"Gateway version:\s+20\d\d\."),
    shows("install.update_incomplete", &["npm error code", "npm ERR! code", "npm error syscall"])
        .none(&["EACCES", "ENOSPC", "EBADENGINE", "E404", "ETARGET", "ENOTFOUND", "E403", "E401"])
        .hint(),
];
