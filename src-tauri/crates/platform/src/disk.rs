//! How much room a folder has, whether this account may write in it, and who holds a database there. Nothing is written
//! to find out.

use std::path::{Path, PathBuf};

/// What was seen of a folder.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FolderRoom {
    /// Free for this account on the folder's volume, bytes; absent where the system does not tell.
    pub free_bytes: Option<u64>,
    /// The first of the looked-at paths that this account may not write, and the system's words.
    pub unwritable: Option<(PathBuf, String)>,
}

/// Looks at a folder and at some entries in it; entries that do not exist are passed over. `None` when there is no such
/// folder, or this system cannot be asked.
pub fn room(folder: &Path, entries: &[&str]) -> Option<FolderRoom> {
    if !folder.is_dir() {
        return None;
    }
    system::room(folder, entries)
}

/// The process that holds the write lock of an SQLite database in WAL mode at this moment; `None` when nobody does, or
/// this system cannot be asked. Takes no lock itself.
pub fn database_writer(database: &Path) -> Option<u32> {
    system::database_writer(database)
}

/// Links in a folder that lead out of it, by name. Empty where there is no such folder.
///
/// # Errors
/// When the folder cannot be read.
pub fn links_out(folder: &Path) -> std::io::Result<Vec<String>> {
    let Ok(root) = folder.canonicalize() else { return Ok(Vec::new()) };
    let mut names = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        let leads_out = || entry.path().canonicalize().is_ok_and(|real| !real.starts_with(&root));
        if entry.file_type()?.is_symlink() && leads_out() {
            names.push(entry.file_name().to_string_lossy().into_owned());
        }
    }
    names.sort();
    Ok(names)
}

#[cfg(unix)]
mod system {
    use std::path::Path;

    use rustix::{
        fs::{Access, access, statvfs},
        process::{Flock, FlockOffsetType, FlockType, fcntl_getlk},
    };

    use super::FolderRoom;

    /// Where SQLite's write lock is in the index of a write-ahead log (`WAL_WRITE_LOCK` of its file format).
    const WRITE_LOCK: u64 = 120;

    pub(super) fn database_writer(database: &Path) -> Option<u32> {
        let mut index = database.as_os_str().to_owned();
        index.push("-shm");
        let index = std::fs::File::open(index).ok()?;
        let wanted = Flock {
            start: WRITE_LOCK,
            length: 1,
            pid: None,
            typ: FlockType::WriteLock,
            offset_type: FlockOffsetType::Set,
        };
        let held = fcntl_getlk(&index, &wanted).ok()??;
        held.pid.and_then(|pid| u32::try_from(pid.as_raw_nonzero().get()).ok())
    }

    pub(super) fn room(folder: &Path, entries: &[&str]) -> Option<FolderRoom> {
        let free_bytes = statvfs(folder).ok().map(|volume| volume.f_bavail.saturating_mul(volume.f_frsize));
        let paths = std::iter::once(folder.to_path_buf())
            .chain(entries.iter().map(|entry| folder.join(entry)).filter(|path| path.exists()));
        let unwritable = paths.into_iter().find_map(|path| {
            let wanted = if path.is_dir() { Access::WRITE_OK | Access::EXEC_OK } else { Access::WRITE_OK };
            access(&path, wanted).err().map(|error| (path, std::io::Error::from(error).to_string()))
        });
        Some(FolderRoom { free_bytes, unwritable })
    }
}

#[cfg(not(unix))]
mod system {
    use std::path::Path;

    use super::FolderRoom;

    /// Not asked on this system yet.
    pub(super) fn database_writer(_database: &Path) -> Option<u32> {
        None
    }

    /// Not asked on this system yet.
    pub(super) fn room(_folder: &Path, _entries: &[&str]) -> Option<FolderRoom> {
        None
    }
}

#[cfg(all(test, unix))]
mod tests {
    use super::room;

    #[test]
    fn a_folder_of_ours_has_room_and_one_that_is_not_there_is_unknown() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("openclaw.json"), "{}").unwrap();
        let seen = room(folder.path(), &["openclaw.json", "not-there"]).unwrap();
        assert!(seen.free_bytes.is_some_and(|bytes| bytes > 0));
        assert_eq!(seen.unwritable, None);
        assert_eq!(room(&folder.path().join("not-there"), &[]), None);
    }

    #[test]
    fn a_link_that_leads_out_is_named_and_one_that_stays_is_not() {
        use std::os::unix::fs::symlink;
        let folder = tempfile::tempdir().unwrap();
        let inside = folder.path().join("skills");
        assert!(super::links_out(&inside).unwrap().is_empty(), "nothing is there");
        std::fs::create_dir_all(inside.join("real")).unwrap();
        symlink(folder.path(), inside.join("out")).unwrap();
        symlink(inside.join("real"), inside.join("stays")).unwrap();
        symlink(folder.path().join("nowhere"), inside.join("dangling")).unwrap();
        assert_eq!(super::links_out(&inside).unwrap(), ["out"]);
    }

    #[test]
    fn a_database_that_nobody_holds_or_that_is_not_there_has_no_writer() {
        let folder = tempfile::tempdir().unwrap();
        let database = folder.path().join("x.sqlite");
        assert_eq!(super::database_writer(&database), None);
        std::fs::write(folder.path().join("x.sqlite-shm"), [0; 136]).unwrap();
        assert_eq!(super::database_writer(&database), None);
    }

    #[test]
    fn an_entry_without_write_permission_is_named_unless_permissions_do_not_bind_this_account() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("openclaw.json");
        std::fs::write(&file, "{}").unwrap();
        std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o400)).unwrap();
        let binds = std::fs::OpenOptions::new().write(true).open(&file).is_err();
        let seen = room(folder.path(), &["openclaw.json"]).unwrap();
        assert_eq!(seen.unwritable.map(|(path, _)| path), binds.then_some(file));
    }
}
