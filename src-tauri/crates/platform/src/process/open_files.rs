//! Which programs have a file open.

use std::path::Path;

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

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::holders_of;

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
        drop(open);
        assert!(!ours());
        assert_eq!(holders_of(&folder.path().join("not-there")), None);
    }
}
