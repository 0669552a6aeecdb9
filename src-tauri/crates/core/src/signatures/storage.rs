//! Disk, database, skills and the desktop: words of the operating system, of SQLite and of OpenClaw around them.

use super::{
    Signature,
    signature::{both, elsewhere, newer, older, says},
};

pub(super) static STORAGE: &[Signature] = &[
    says(
        "storage.full",
        &[
            both("ENOSPC"),
            both("no space left on device"),
            newer("database or disk is full"),
            newer("SQLITE_FULL"),
            elsewhere("There is not enough space on the disk"),
            elsewhere("disk quota exceeded"),
            both("EDQUOT"),
            newer("Insufficient disk space"),
            both("disk is full"),
            both("Low disk space"),
            elsewhere("not enough disk space"),
            elsewhere("errcode=13)"),
        ],
    )
    .none(&["file watchers", "inotify", "watch '"])
    .cause(),
    says(
        "storage.readonly",
        &[
            both("attempt to write a readonly database"),
            both("SQLITE_READONLY"),
            elsewhere("EROFS:"),
            elsewhere("code=EROFS"),
            elsewhere("(EROFS"),
            both("read-only file system"),
            both("readonly database"),
            elsewhere("State dir is not writable"),
            newer("State directory is not writable"),
            elsewhere("errcode=8"),
            both("state directory permissions"),
        ],
    )
    .none(&["npm", "launchctl", "browser", "too open"])
    .cause(),
    says(
        "storage.readonly",
        &[both("EACCES"), elsewhere("EPERM:"), elsewhere("code=EPERM"), both("permission denied")],
    )
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
    says(
        "storage.locked",
        &[
            both("database is locked"),
            both("database table is locked"),
            both("SQLITE_BUSY"),
            both("SQLITE_LOCKED"),
            elsewhere("EBUSY: resource busy or locked"),
            older("session file locked"),
            newer("SQLite transaction lock wait"),
            newer("slow SQLite transaction lock wait"),
            older("SessionWriteLockTimeoutError"),
            newer("lock wait failed"),
            newer("OpenClawStateLeaseError"),
            elsewhere("timed out waiting for agent database"),
            both("file lock timeout"),
            elsewhere("The process cannot access the file because it is being used"),
            newer("ELOCKED"),
            newer("Lock file is already being held"),
            elsewhere("timeout acquiring"),
            elsewhere("errcode=5)"),
        ],
    )
    .none(&["gateway lock", "node_modules"]),
    says(
        "storage.io",
        &[
            both("disk I/O error"),
            both("SQLITE_IOERR"),
            newer("SQLITE_CORRUPT"),
            newer("database disk image is malformed"),
            newer("malformed database"),
            elsewhere("file is not a database"),
            newer("SQLITE_NOTADB"),
            newer("integrity_check failed"),
            newer("SqliteIntegrityError"),
            both("unable to open database file"),
            both("SQLITE_CANTOPEN"),
            elsewhere("EIO: i/o error"),
            newer("Input/output error"),
            elsewhere("errcode=14"),
            elsewhere("errcode=11"),
            elsewhere("errcode=10"),
            newer("database corruption"),
            newer("integrity check failed"),
            older("is corrupted"),
        ],
    )
    .none(&["Bootstrap failed", "launchctl"])
    .cause(),
    says(
        "skills.symlink_escape",
        &[
            both("Skipping escaped skill path"),
            newer("resolves outside its configured root"),
            both("symlink-escape"),
            both("outside its configured root"),
            elsewhere("Skipping skill path that resolves outside"),
        ],
    ),
    says(
        "desktop.no_tray_host",
        &[
            elsewhere("org.kde.StatusNotifierWatcher"),
            elsewhere("StatusNotifierWatcher"),
            elsewhere("no tray host"),
            elsewhere("system tray is not available"),
            elsewhere("libappindicator"),
            elsewhere("libayatana-appindicator"),
            elsewhere("No system tray"),
        ],
    ),
    says(
        "desktop.notifications_off",
        &[
            elsewhere("org.freedesktop.Notifications"),
            elsewhere("notification permission denied"),
            elsewhere("Notifications are not allowed for this application"),
            elsewhere("UNErrorDomain"),
            both("notifications disabled"),
            elsewhere("Notification permission was denied"),
            elsewhere("notifications are turned off"),
        ],
    ),
    says(
        "secrets.unavailable",
        &[
            elsewhere("org.freedesktop.secrets"),
            elsewhere("org.freedesktop.Secret"),
            elsewhere("errSecInteractionNotAllowed"),
            elsewhere("User interaction is not allowed"),
            elsewhere("keychain is locked"),
            elsewhere("keychain cannot be found"),
            elsewhere("Keychain locked"),
            elsewhere("Cannot autolaunch D-Bus"),
            elsewhere("secret service is not available"),
            elsewhere("errSecAuthFailed"),
            elsewhere("SecKeychain"),
            elsewhere("keyring is locked"),
            elsewhere("-25308"),
            elsewhere("collection is locked"),
        ],
    )
    .none(&["model=", "libsecret-1-dev"]),
];
