//! Small private files: read with a limit, replaced as a whole. Blocking; call from a blocking thread where it matters.

use std::fs::File;
use std::io::{ErrorKind, Read, Write};
use std::path::{Path, PathBuf};

/// What went wrong with a file, by what a person can do about it.
#[derive(Debug, thiserror::Error)]
pub enum FileFailure {
    /// There is no such file or folder.
    #[error("{path} does not exist", path = .path.display())]
    Missing {
        /// The file.
        path: PathBuf,
    },
    /// The file is larger than we are willing to read.
    #[error("{path} is larger than {limit_bytes} bytes", path = .path.display())]
    TooLarge {
        /// The file.
        path: PathBuf,
        /// The limit, in bytes.
        limit_bytes: u64,
    },
    /// We may not read or write it.
    #[error("access to {path} is denied", path = .path.display())]
    Denied {
        /// The file.
        path: PathBuf,
    },
    /// The disk, or the share of it allowed to this user, is full.
    #[error("there is no room left to write {path}", path = .path.display())]
    DiskFull {
        /// The file.
        path: PathBuf,
    },
    /// The disk is mounted read-only.
    #[error("{path} is on a read-only disk", path = .path.display())]
    ReadOnly {
        /// The file.
        path: PathBuf,
    },
    /// Something else than a plain file or folder of ours is in the way.
    #[error("{path} {problem}", path = .path.display())]
    Unexpected {
        /// The file or folder.
        path: PathBuf,
        /// What is wrong with it.
        problem: &'static str,
    },
    /// The system failed for another reason.
    #[error("{path}: {source}", path = .path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
}

impl FileFailure {
    /// Names a system error by its kind.
    #[must_use]
    pub fn from_io(path: &Path, source: std::io::Error) -> Self {
        let path = path.to_owned();
        match source.kind() {
            ErrorKind::NotFound => Self::Missing { path },
            ErrorKind::PermissionDenied => Self::Denied { path },
            ErrorKind::StorageFull | ErrorKind::QuotaExceeded => Self::DiskFull { path },
            ErrorKind::ReadOnlyFilesystem => Self::ReadOnly { path },
            _ => Self::Io { path, source },
        }
    }
}

/// Reads a whole file of at most `limit_bytes`.
///
/// # Errors
/// [`FileFailure`]; a larger file is [`FileFailure::TooLarge`] and at most one byte beyond the limit is read.
pub fn read_limited(path: &Path, limit_bytes: u64) -> Result<Vec<u8>, FileFailure> {
    let fail = |error| FileFailure::from_io(path, error);
    // Asked before opening: to open a named pipe would wait for a writer.
    if !std::fs::metadata(path).map_err(fail)?.is_file() {
        return Err(FileFailure::Unexpected { path: path.to_owned(), problem: "is not a plain file" });
    }
    let file = File::open(path).map_err(fail)?;
    let mut bytes = Vec::new();
    file.take(limit_bytes.saturating_add(1)).read_to_end(&mut bytes).map_err(fail)?;
    if bytes.len() as u64 > limit_bytes {
        return Err(FileFailure::TooLarge { path: path.to_owned(), limit_bytes });
    }
    Ok(bytes)
}

/// Replaces a file as a whole: whoever reads it, also after a power cut, sees the old content or the new. The new file
/// belongs to us alone (0600). A symbolic link is followed, so a settings file kept elsewhere stays there. The folder
/// must exist.
///
/// # Errors
/// [`FileFailure`]; the old file is then untouched.
pub fn write_atomic(path: &Path, bytes: &[u8]) -> Result<(), FileFailure> {
    let target = match std::fs::canonicalize(path) {
        Ok(target) => target,
        Err(error) if error.kind() == ErrorKind::NotFound => path.to_owned(),
        Err(error) => return Err(FileFailure::from_io(path, error)),
    };
    let fail = |error| FileFailure::from_io(path, error);
    let Some(folder) = target.parent().filter(|folder| !folder.as_os_str().is_empty()) else {
        return Err(FileFailure::Unexpected { path: path.to_owned(), problem: "has no folder" });
    };
    // Such a file is created with 0600 on Unix.
    let mut temporary =
        tempfile::Builder::new().prefix(".clawtray-").suffix(".new").tempfile_in(folder).map_err(fail)?;
    temporary.write_all(bytes).map_err(fail)?;
    temporary.as_file().sync_all().map_err(fail)?;
    temporary.persist(&target).map_err(|error| fail(error.error))?;
    sync_folder(folder).map_err(fail)
}

/// Writes a file that must not exist yet, for us alone (0600), and makes sure that it is on the disk.
///
/// # Errors
/// [`FileFailure`]; [`FileFailure::Unexpected`] when something is there already.
pub fn write_new(path: &Path, bytes: &[u8]) -> Result<(), FileFailure> {
    let mut options = File::options();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let fail = |error: std::io::Error| match error.kind() {
        ErrorKind::AlreadyExists => FileFailure::Unexpected { path: path.to_owned(), problem: "is there already" },
        _ => FileFailure::from_io(path, error),
    };
    let mut file = options.open(path).map_err(fail)?;
    let written = file.write_all(bytes).and_then(|()| file.sync_all());
    if let Err(error) = written {
        // Half a file would pass for a whole one.
        let _ = std::fs::remove_file(path);
        return Err(fail(error));
    }
    Ok(())
}

#[cfg(unix)]
fn sync_folder(folder: &Path) -> std::io::Result<()> {
    match File::open(folder)?.sync_all() {
        // Some network file systems cannot do this for folders; the rename itself has happened.
        Err(error) if matches!(error.kind(), ErrorKind::InvalidInput | ErrorKind::Unsupported) => Ok(()),
        other => other,
    }
}

#[cfg(not(unix))]
fn sync_folder(_folder: &Path) -> std::io::Result<()> {
    Ok(())
}

/// Creates a folder and the missing ones above it, each for us alone (0700). Existing folders keep their rights.
///
/// # Errors
/// [`FileFailure`]; [`FileFailure::Unexpected`] when a file is in the way.
pub fn create_private_folder(path: &Path) -> Result<(), FileFailure> {
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    match builder.create(path) {
        Ok(()) => Ok(()),
        Err(error) if matches!(error.kind(), ErrorKind::AlreadyExists | ErrorKind::NotADirectory) => {
            Err(FileFailure::Unexpected { path: path.to_owned(), problem: "is not a folder" })
        }
        Err(error) => Err(FileFailure::from_io(path, error)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_read_back_and_the_limit_is_exact() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.json");
        write_atomic(&path, b"12345").unwrap();
        assert_eq!(read_limited(&path, 5).unwrap(), b"12345");
        assert!(matches!(read_limited(&path, 4), Err(FileFailure::TooLarge { limit_bytes: 4, .. })));
        assert!(matches!(read_limited(&folder.path().join("b"), 4), Err(FileFailure::Missing { .. })));
        assert!(matches!(read_limited(folder.path(), 4), Err(FileFailure::Unexpected { .. })));
    }

    #[test]
    fn a_failed_write_leaves_the_old_file_and_no_rest() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("busy");
        std::fs::create_dir(&path).unwrap();
        std::fs::write(path.join("kept"), "x").unwrap();
        assert!(write_atomic(&path, b"new").is_err());
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
        assert!(matches!(write_atomic(&folder.path().join("no/such"), b"x"), Err(FileFailure::Missing { .. })));
    }

    #[cfg(unix)]
    #[test]
    fn a_written_file_is_private_and_a_link_stays_a_link() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().unwrap();
        let real = folder.path().join("real");
        std::fs::write(&real, "old").unwrap();
        std::fs::set_permissions(&real, std::fs::Permissions::from_mode(0o644)).unwrap();
        let link = folder.path().join("link");
        std::os::unix::fs::symlink(&real, &link).unwrap();
        write_atomic(&link, b"new").unwrap();
        assert!(std::fs::symlink_metadata(&link).unwrap().is_symlink());
        assert_eq!(std::fs::read(&real).unwrap(), b"new");
        assert_eq!(std::fs::metadata(&real).unwrap().permissions().mode() & 0o777, 0o600);
        let made = folder.path().join("x/y");
        create_private_folder(&made).unwrap();
        create_private_folder(&made).unwrap();
        assert_eq!(std::fs::metadata(folder.path().join("x")).unwrap().permissions().mode() & 0o777, 0o700);
        assert!(matches!(create_private_folder(&real), Err(FileFailure::Unexpected { .. })));
    }
}
