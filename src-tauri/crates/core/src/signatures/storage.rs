//! Disk, database, skills and the desktop: words of the operating system, of SQLite and of OpenClaw around them.

use super::{Signature, signature::shows};

pub(super) static STORAGE: &[Signature] = &[
    shows(
        "storage.full",
        &[
            "ENOSPC",
            "no space left on device",
            "database or disk is full",
            "SQLITE_FULL",
            "There is not enough space on the disk",
            "disk quota exceeded",
            "EDQUOT",
            "Insufficient disk space",
            "disk is full",
            "Low disk space",
            "not enough disk space",
            "errcode=13)",
        ],
    )
    .none(&["file watchers", "inotify", "watch '"])
    .cause(),
    shows(
        "storage.readonly",
        &[
            "attempt to write a readonly database",
            "SQLITE_READONLY",
            "EROFS:",
            "code=EROFS",
            "(EROFS",
            "read-only file system",
            "readonly database",
            "State dir is not writable",
            "State directory is not writable",
            "errcode=8",
            "state directory permissions",
        ],
    )
    .none(&["npm", "launchctl", "browser"])
    .cause(),
    shows("storage.readonly", &["EACCES", "EPERM:", "code=EPERM", "permission denied"])
        .with(&[
            ".openclaw",
            "openclaw.json",
            "clawdbot",
            "/tmp/openclaw",
            "sqlite",
            "state dir",
            "\\openclaw\\",
            "/data/",
            "workspace",
        ])
        .none(&["npm error", "npm ERR!", "node_modules", "0.0.0.0", "connect ", "docker.sock", "(publickey"])
        .none(&["workspaceAccess"])
        .cause(),
    shows(
        "storage.locked",
        &[
            "database is locked",
            "database table is locked",
            "SQLITE_BUSY",
            "SQLITE_LOCKED",
            "EBUSY: resource busy or locked",
            "session file locked",
            "SQLite transaction lock wait",
            "slow SQLite transaction lock wait",
            "SessionWriteLockTimeoutError",
            "lock wait failed",
            "OpenClawStateLeaseError",
            "timed out waiting for agent database",
            "file lock timeout",
            "The process cannot access the file because it is being used",
            "ELOCKED",
            "Lock file is already being held",
            "timeout acquiring",
            "errcode=5)",
        ],
    )
    .none(&["gateway lock", "node_modules"]),
    shows(
        "storage.io",
        &[
            "disk I/O error",
            "SQLITE_IOERR",
            "SQLITE_CORRUPT",
            "database disk image is malformed",
            "malformed database",
            "file is not a database",
            "SQLITE_NOTADB",
            "integrity_check failed",
            "SqliteIntegrityError",
            "unable to open database file",
            "SQLITE_CANTOPEN",
            "EIO: i/o error",
            "Input/output error",
            "errcode=14",
            "errcode=11",
            "errcode=10",
            "database corruption",
            "integrity check failed",
            "is corrupted",
        ],
    )
    .none(&["Bootstrap failed", "launchctl"])
    .cause(),
    shows(
        "skills.symlink_escape",
        &[
            "Skipping escaped skill path",
            "resolves outside its configured root",
            "symlink-escape",
            "outside its configured root",
            "Skipping skill path that resolves outside",
        ],
    ),
    shows(
        "desktop.no_tray_host",
        &[
            "org.kde.StatusNotifierWatcher",
            "StatusNotifierWatcher",
            "no tray host",
            "system tray is not available",
            "libappindicator",
            "libayatana-appindicator",
            "No system tray",
        ],
    ),
    shows(
        "desktop.notifications_off",
        &[
            "org.freedesktop.Notifications",
            "notification permission denied",
            "Notifications are not allowed for this application",
            "UNErrorDomain",
            "notifications disabled",
            "Notification permission was denied",
            "notifications are turned off",
        ],
    ),
    shows(
        "secrets.unavailable",
        &[
            "org.freedesktop.secrets",
            "org.freedesktop.Secret",
            "errSecInteractionNotAllowed",
            "User interaction is not allowed",
            "keychain is locked",
            "keychain cannot be found",
            "Keychain locked",
            "Cannot autolaunch D-Bus",
            "secret service is not available",
            "errSecAuthFailed",
            "SecKeychain",
            "keyring is locked",
            "-25308",
            "collection is locked",
        ],
    )
    .none(&["model=", "libsecret-1-dev"]),
];
