//! Disk, database, keychain and desktop.

use super::super::{Signature, signature::shows};

pub(in super::super) static STORAGE: &[Signature] = &[
    // A folder for passing files that is another user's.
    shows("storage.readonly", &["OpenClaw temp dir", "OpenClaw temporary directory"])
        .pattern(r"(?i)unsafe|unable|not writable|denied|could not|cannot|fail"),
    shows(
        "storage.full",
        &[
            "no space",
            "disk full",
            "disk is full",
            "volume is full",
            "out of disk",
            "out of space",
            "disk space",
            "quota exceeded",
        ],
    )
    .pattern(
        r"(?i)no space|(?:disk|volume|device|filesystem|drive)\b.{0,20}\bfull|out of (?:disk|space)|(?:insufficient|not enough|low|exhausted|ran out)\b.{0,20}(?:disk|space)|disk quota|free up disk space",
    )
    .none(&["inotify", "watchers", "model", "api", "provider", "vram", "0% full", "determine disk space"])
    .cause(),
    shows(
        "storage.locked",
        &[
            "database is busy",
            "database lock",
            "database was locked",
            "db is locked",
            "database is locked",
            "database table is locked",
            "busy timeout",
            "lock contention",
            "SQLITE_BUSY",
            "integrity check timed out",
            "waiting for lock",
            "write lock",
            "lock held by",
            "session lock",
            "maintenance lease",
        ],
    )
    .pattern(r"(?i)locked|busy|timed out|timeout|contention|held by|could not|fail|wait")
    .none(&["gateway lock", "released", "removed stale", "npm", "apt", "dpkg"]),
    shows(
        "storage.io",
        &[
            "corrupt",
            "malformed",
            "I/O error",
            "input/output error",
            "integrity",
            "not a database",
            "bad sector",
            "Buffer I/O",
            "checksum mismatch",
            "short read",
        ],
    )
    .with(&[
        "sqlite",
        "database",
        ".db",
        "disk",
        "sda",
        "nvme",
        "mmcblk",
        "filesystem",
        "ext4",
        "EIO",
        "transcript",
        "session store",
        "apfs",
        "btrfs",
    ])
    .none(&[
        "callback",
        "launchctl",
        "Bootstrap failed",
        "integrity ok",
        "integrity: ok",
        "verif",
        "package integrity",
        "timed out",
        "passed",
        "json response",
        "npm",
        "realtime",
        "websocket",
        "session key",
    ])
    .cause(),
    shows(
        "storage.readonly",
        &[
            "read-only",
            "read only",
            "readonly",
            "not writable",
            "not writeable",
            "cannot write",
            "can't write",
            "Operation not permitted",
            "EACCES",
            "EPERM:",
            "EPERM,",
            "code EPERM",
            "=EPERM",
            "permission denied",
            "Access is denied",
        ],
    )
    .with(&[
        ".openclaw",
        ".clawdbot",
        ".moltbot",
        "openclaw.json",
        "state dir",
        "state directory",
        "state folder",
        "sqlite",
        "database",
        "OPENCLAW_STATE_DIR",
        "sessions.json",
        "auth-profiles.json",
        "/tmp/openclaw",
        "workspace",
        "file system",
        "filesystem",
    ])
    .none(&[
        "npm",
        "node_modules",
        "schtasks",
        "launchctl",
        "browser",
        "chrome",
        "read-only worker",
        "read-only mode",
        "plist",
        "docker.sock",
        "publickey",
        "0.0.0.0",
        "connect ",
        "sandbox",
        "read-only snapshot",
        "read-only state",
        "read-only inspection",
        "read-only sqlite observation",
        "mount source",
        "is read-only while",
        "incognito",
    ])
    .hint(),
    shows(
        "storage.readonly",
        &[
            "EACCES",
            "EPERM:",
            "EPERM,",
            "code EPERM",
            "=EPERM",
            "EROFS:",
            "=EROFS",
            "permission denied",
            "read-only file system",
        ],
    )
    .with(&["mkdir '", "open '", "rename '", "unlink '", "copyfile '", "scandir '"])
    .pattern(r"(?i)gateway|agent failed|lane task|failed to start|openclaw|clawdbot|moltbot|state|session")
    .none(&["npm", "node_modules", "plist", "chrome", "docker.sock", "/tools/", "skill", "tool failed", "[tools]"])
    .hint(),
    shows("skills.symlink_escape", &["symlink", "symbolic link", "realpath", "outside", "escape"])
        .with(&["skill"])
        .pattern(r"(?i)skip|outside|escap|reject|ignor|refus")
        .none(&["escaped characters"]),
    shows(
        "secrets.unavailable",
        &["keychain", "keyring", "secret service", "secret-service", "credential manager", "kwallet", "libsecret"],
    )
    .pattern(
        r"(?i)locked|unavailable|not available|not found|denied|could not|cannot|failed|prompt|no such|not provided|interaction",
    )
    .none(&["docker", "ssh-agent", "codex oauth", "-dev"])
    .hint(),
    shows("desktop.no_tray_host", &["StatusNotifier", "system tray", "tray icon", "appindicator"])
        .pattern(r"(?i)not|no |fail|missing|unavailable|unknown|without")
        .none(&["created"])
        .hint(),
    shows("desktop.notifications_off", &["notification"])
        .pattern(
        r"(?i)notifications?\b.{0,40}(?:denied|disabled|not allowed|turned off|are off|blocked|unavailable|not authorized|no service)|notification (?:daemon|service|permission)\b.{0,30}(?:missing|not|un|denied)",
    )
        .none(&["exec", "cron", "telegram", "approval", "web push", "node "])
        .hint(),
];
