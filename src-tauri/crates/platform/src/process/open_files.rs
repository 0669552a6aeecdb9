//! Which programs have a file open, and which files a program has.

use std::path::{Path, PathBuf};

use super::description::Description;

/// The processes of this account that have `file` open, as far as this account may see. `None` where the system cannot
/// be asked. Waits for the system: not for the async loop.
pub fn holders_of(file: &Path) -> Option<Vec<Description>> {
    holders(file)
}

#[cfg(target_os = "linux")]
fn holders(file: &Path) -> Option<Vec<Description>> {
    use std::os::unix::fs::MetadataExt as _;

    let wanted = std::fs::metadata(file).ok()?;
    let is_it = |found: &std::fs::Metadata| (found.dev(), found.ino()) == (wanted.dev(), wanted.ino());
    let holds = |pid: u32| {
        let open = std::fs::read_dir(format!("/proc/{pid}/fd")).into_iter().flatten().flatten();
        // Through the link, not by its text: the file may have been opened by another name.
        open.filter_map(|entry| std::fs::metadata(entry.path()).ok()).any(|found| is_it(&found))
    };
    let pids = super::system::list().into_iter().map(|row| row.pid);
    Some(pids.filter(|pid| holds(*pid)).filter_map(super::describe).collect())
}

#[cfg(not(target_os = "linux"))]
fn holders(_file: &Path) -> Option<Vec<Description>> {
    None
}

/// The files that a process has open, as far as this account may see them; at most 4,096 are looked at. None where the
/// system shows them only to whoever has more rights.
pub(super) fn files_of(pid: u32) -> Vec<PathBuf> {
    let folder = if cfg!(target_os = "linux") { format!("/proc/{pid}/fd") } else { return Vec::new() };
    let open = std::fs::read_dir(folder).into_iter().flatten().flatten().take(4_096);
    open.filter_map(|link| std::fs::read_link(link.path()).ok()).collect()
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::{files_of, holders_of};

    #[test]
    fn a_program_is_named_while_it_has_the_file_open_and_not_after() {
        let folder = tempfile::tempdir().unwrap();
        let (file, link) = (folder.path().join("open"), folder.path().join("other-name"));
        std::fs::write(&file, "x").unwrap();
        std::fs::hard_link(&file, &link).unwrap();
        let ours = || holders_of(&file).unwrap().iter().any(|holder| holder.pid == std::process::id());
        assert!(!ours());
        let open = std::fs::File::open(&link).unwrap();
        assert!(ours(), "by whatever name it was opened");
        assert!(files_of(std::process::id()).contains(&link.canonicalize().unwrap()));
        drop(open);
        assert!(!ours());
        assert!(!files_of(std::process::id()).contains(&link.canonicalize().unwrap()));
        assert_eq!(holders_of(&folder.path().join("not-there")), None);
    }
}
