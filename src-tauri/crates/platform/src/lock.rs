//! One keeper at a time.
//!
//! The lock is the operating system's lock on an open file, never the existence of a file: it ends with its holder,
//! also when that one is killed, and a file left behind means nothing.

use std::fs::{File, OpenOptions, TryLockError};
use std::path::{Path, PathBuf};

use crate::files::{FileFailure, read_limited, write_atomic};

const HOLDER_LIMIT_BYTES: u64 = 8 * 1024;

/// The right to be the keeper, for as long as this value lives.
#[derive(Debug)]
pub struct KeeperLock {
    path: PathBuf,
    /// Open and locked; closing it gives the lock back.
    _file: File,
}

/// Who holds a lock.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Holder {
    /// Its process id.
    pub pid: u32,
    /// Where it answers, once it does.
    pub socket: Option<PathBuf>,
}

/// Why the lock was not given.
#[derive(Debug, thiserror::Error)]
pub enum LockFailure {
    /// Another process has it.
    #[error("another keeper is running{}", .by_pid.map(|pid| format!(" (process {pid})")).unwrap_or_default())]
    Held {
        /// That process, once it has written its id down.
        by_pid: Option<u32>,
    },
    /// The lock file cannot be used.
    #[error(transparent)]
    File(#[from] FileFailure),
}

impl KeeperLock {
    /// Takes the lock, without waiting. The folder must exist. The holder's process id is written beside the lock
    /// file, in `<path>.holder`, because Windows lets nobody read a locked file.
    ///
    /// # Errors
    /// [`LockFailure::Held`] when another process, or another part of this one, has it.
    pub fn acquire(path: &Path) -> Result<Self, LockFailure> {
        let file = open(path, true)?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                return Err(LockFailure::Held { by_pid: recorded(path).map(|holder| holder.pid) });
            }
            Err(TryLockError::Error(error)) => return Err(FileFailure::from_io(path, error).into()),
        }
        let lock = Self { path: path.to_owned(), _file: file };
        lock.record(None)?;
        Ok(lock)
    }

    /// Writes down where this keeper answers, for [`holder`]. The command line finds the keeper so even when the two
    /// were started with different environments.
    ///
    /// # Errors
    /// [`FileFailure`] when it cannot be written; the lock is held all the same.
    pub fn announce(&self, socket: &Path) -> Result<(), FileFailure> {
        self.record(Some(socket))
    }

    fn record(&self, socket: Option<&Path>) -> Result<(), FileFailure> {
        let socket = socket.and_then(Path::to_str).unwrap_or_default();
        write_atomic(&holder_path(&self.path), format!("{}\n{socket}\n", std::process::id()).as_bytes())
    }
}

/// Who holds the lock now; `None` when nobody does.
///
/// # Errors
/// [`FileFailure`] when the lock file exists but cannot be looked at.
pub fn holder(path: &Path) -> Result<Option<Holder>, FileFailure> {
    let file = match open(path, false) {
        Err(FileFailure::Missing { .. }) => return Ok(None),
        other => other?,
    };
    match file.try_lock_shared() {
        Ok(()) => Ok(None),
        Err(TryLockError::WouldBlock) => Ok(recorded(path)),
        Err(TryLockError::Error(error)) => Err(FileFailure::from_io(path, error)),
    }
}

fn open(path: &Path, create: bool) -> Result<File, FileFailure> {
    let mut options = OpenOptions::new();
    options.read(true).write(true).create(create).truncate(false);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path).map_err(|error| FileFailure::from_io(path, error))
}

fn holder_path(path: &Path) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(".holder");
    PathBuf::from(name)
}

/// What the last holder wrote; foreign data, so anything odd counts as nothing.
fn recorded(path: &Path) -> Option<Holder> {
    let text = String::from_utf8(read_limited(&holder_path(path), HOLDER_LIMIT_BYTES).ok()?).ok()?;
    let mut lines = text.lines();
    let pid = lines.next()?.parse().ok()?;
    let socket = lines.next().filter(|line| !line.is_empty()).map(PathBuf::from);
    Some(Holder { pid, socket })
}
