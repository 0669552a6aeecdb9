//! How much room a folder has, and whether this account may write in it. Nothing is written to find out.

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

#[cfg(unix)]
mod system {
    use std::path::Path;

    use rustix::fs::{Access, access, statvfs};

    use super::FolderRoom;

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
