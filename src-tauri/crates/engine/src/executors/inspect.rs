//! What a person asks to see. Nothing is changed, and nothing here runs by itself.

use std::path::{Path, PathBuf};

use clawtray_core::Inspection;
use clawtray_openclaw::config::looks_secret;
use clawtray_platform::{disk, process};

use super::{
    folder::ENTRIES,
    grounds::{Grounds, blocking},
    model_server,
};
use crate::words::{LINE, NAME, clean};

/// Most entries shown.
const SHOWN: usize = 12;
/// Most files counted, so that a folder with millions of them ends in time.
const FILES_COUNTED: usize = 300_000;

/// Looks it up. `None` where this system cannot be asked.
pub(crate) async fn inspect(grounds: &Grounds, what: Inspection) -> Option<Vec<String>> {
    let folder = grounds.environment.profile.state_dir.clone();
    let lines = match what {
        Inspection::ModelServer { address, model } => Some(Some(model_server::ask(&address, &model).await)),
        of_folder => blocking(move || inspect_folder(&folder, &of_folder)).await,
    };
    let lines = lines.flatten()?;
    Some(lines.iter().take(SHOWN).map(|line| grounds.vault.scrub(clean(line, LINE))).collect())
}

/// Waits for the disk.
fn inspect_folder(folder: &Path, what: &Inspection) -> Option<Vec<String>> {
    match what {
        Inspection::LargestFolders => Some(largest(folder)),
        Inspection::OwnerAndMode => disk::room(folder, &ENTRIES).map(|room| match room.unwritable {
            Some((path, _)) => owners(folder, &path),
            None => Vec::new(),
        }),
        Inspection::DatabaseHolders => {
            let holders = process::holders_of(&folder.join("state/openclaw.sqlite"))?;
            Some(holders.iter().map(holder).collect())
        }
        Inspection::ModelServer { .. } => None,
    }
}

/// The entries of the folder by the room they take, the largest first. A link is not followed.
fn largest(folder: &Path) -> Vec<String> {
    let mut left = FILES_COUNTED;
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let mut sizes: Vec<(u64, PathBuf)> =
        entries.map(|entry| (size(&entry.path(), &mut left), entry.path())).filter(|(bytes, _)| *bytes > 0).collect();
    sizes.sort_by(|one, other| other.cmp(one));
    let more = if left == 0 { "≥ " } else { "" };
    sizes.iter().map(|(bytes, path)| format!("{more}{} MB  {}", bytes.div_ceil(1_000_000), path.display())).collect()
}

fn size(path: &Path, left: &mut usize) -> u64 {
    let Ok(found) = std::fs::symlink_metadata(path) else { return 0 };
    if *left == 0 {
        return 0;
    }
    *left -= 1;
    if !found.is_dir() {
        return found.len();
    }
    let entries = std::fs::read_dir(path).into_iter().flatten().flatten();
    entries.map(|entry| size(&entry.path(), left)).fold(0, u64::saturating_add)
}

/// The path and the folder it is in, each with owner and mode.
fn owners(folder: &Path, path: &Path) -> Vec<String> {
    let above = path.parent().filter(|above| above.starts_with(folder));
    std::iter::once(path).chain(above).filter_map(owner).collect()
}

#[cfg(unix)]
fn owner(path: &Path) -> Option<String> {
    use std::os::unix::fs::MetadataExt as _;

    let found = std::fs::metadata(path).ok()?;
    Some(format!("{}  uid {} gid {} mode {:04o}", path.display(), found.uid(), found.gid(), found.mode() & 0o7777))
}

#[cfg(not(unix))]
fn owner(path: &Path) -> Option<String> {
    let found = std::fs::metadata(path).ok()?;
    let mode = if found.permissions().readonly() { "read-only" } else { "read-write" };
    Some(format!("{}  {mode}", path.display()))
}

/// Process id and name, and the program's first argument where that is no secret (for Node.js, the script).
fn holder(process: &process::Description) -> String {
    let script = process.command_line.arguments().get(1).filter(|argument| !looks_secret(argument));
    let script = script.map(|script| clean(script, NAME)).unwrap_or_default();
    format!("pid {}  {}  {script}", process.pid, clean(&process.name, NAME)).trim_end().to_owned()
}

#[cfg(all(test, unix))]
mod tests {
    use super::{largest, owners};

    #[test]
    fn the_largest_comes_first_and_a_link_counts_nothing_of_what_it_leads_to() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        std::fs::create_dir_all(at("logs/old")).unwrap();
        std::fs::write(at("logs/old/one"), vec![0; 2_500_000]).unwrap();
        std::fs::write(at("small"), vec![0; 10]).unwrap();
        std::os::unix::fs::symlink(at("logs"), at("link")).unwrap();
        let lines = largest(folder.path());
        assert!(lines[0].starts_with("3 MB") && lines[0].ends_with("logs"), "{lines:?}");
        assert!(lines.iter().filter(|line| line.starts_with("1 MB")).count() == 2, "{lines:?}");
    }

    #[test]
    fn owner_and_mode_are_told_of_the_path_and_of_the_folder_it_is_in() {
        use std::os::unix::fs::PermissionsExt as _;
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("openclaw.json");
        std::fs::write(&file, "{}").unwrap();
        std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o440)).unwrap();
        let lines = owners(folder.path(), &file);
        assert_eq!(lines.len(), 2, "{lines:?}");
        assert!(lines[0].contains("mode 0440") && lines[0].contains("uid "), "{lines:?}");
    }
}
