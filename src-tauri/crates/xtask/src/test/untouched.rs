//! A picture of the person's real folders before the tests and after them.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
    time::SystemTime,
};

use anyhow::{Result, bail};

use crate::{command::unattended, test::steps::Outcome};

/// More than this is not looked at: the picture shall not take longer than the tests.
const MOST: usize = 100_000;

/// Size and time of every file.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Picture(BTreeMap<PathBuf, (u64, Option<SystemTime>)>);

impl Picture {
    pub(crate) fn take(folders: &[PathBuf]) -> Self {
        let mut picture = Self::default();
        for folder in folders {
            picture.add(folder);
        }
        picture
    }

    fn add(&mut self, path: &Path) {
        let Ok(found) = fs::symlink_metadata(path) else { return };
        if self.0.len() >= MOST {
            return;
        }
        // A folder's own time changes with its entries, which are here themselves.
        let time = if found.is_dir() { None } else { found.modified().ok() };
        self.0.insert(path.to_owned(), (if found.is_dir() { 0 } else { found.len() }, time));
        if found.is_dir() {
            for entry in fs::read_dir(path).into_iter().flatten().flatten() {
                self.add(&entry.path());
            }
        }
    }

    /// What is new, changed or gone in `after`.
    fn changes(&self, after: &Self) -> Vec<String> {
        let gone = self.0.keys().filter(|path| !after.0.contains_key(*path)).map(|path| ("gone", path));
        let other = after.0.iter().filter_map(|(path, seen)| match self.0.get(path) {
            None => Some(("new", path)),
            Some(before) if before != seen => Some(("changed", path)),
            Some(_) => None,
        });
        gone.chain(other).map(|(what, path)| format!("{what}: {}", path.display())).collect()
    }

    pub(crate) fn compare(&self, folders: &[PathBuf]) -> Result<Outcome> {
        let changes = self.changes(&Self::take(folders));
        if changes.is_empty() {
            return Ok(Outcome::Passed);
        }
        let shown = changes[..changes.len().min(20)].join("\n  ");
        // An OpenClaw of the person's own writes to these folders all the time.
        if !unattended() && !self.0.is_empty() {
            return Ok(Outcome::Skipped(format!("you use these folders yourself, and meanwhile\n  {shown}")));
        }
        bail!("the tests changed real folders:\n  {shown}");
    }
}

/// The real folders of OpenClaw and Clawtray.
pub(crate) fn folders() -> Vec<PathBuf> {
    let Some(home) = std::env::home_dir() else { return Vec::new() };
    let mut folders = vec![home.join(".openclaw")];
    let parents = [
        ".config",
        ".config/autostart",
        ".config/systemd/user",
        ".local/share",
        ".local/state",
        ".local/share/keyrings",
        ".cache",
        "Library/Application Support",
        "Library/LaunchAgents",
        "Library/Logs",
        "AppData/Local",
        "AppData/Roaming",
    ];
    for parent in parents {
        for entry in fs::read_dir(home.join(parent)).into_iter().flatten().flatten() {
            let name = entry.file_name().to_string_lossy().to_lowercase();
            if ["clawtray", "openclaw"].iter().any(|ours| name.contains(ours)) {
                folders.push(entry.path());
            }
        }
    }
    folders
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn new_changed_and_removed_files_are_named() {
        let folder = tempfile::tempdir().unwrap();
        let root = [folder.path().to_owned()];
        fs::create_dir(folder.path().join("deep")).unwrap();
        fs::write(folder.path().join("deep/kept"), "1").unwrap();
        fs::write(folder.path().join("gone"), "1").unwrap();
        let before = Picture::take(&root);
        assert!(before.changes(&Picture::take(&root)).is_empty());
        fs::write(folder.path().join("deep/kept"), "12").unwrap();
        fs::write(folder.path().join("deep/new"), "").unwrap();
        fs::remove_file(folder.path().join("gone")).unwrap();
        let changes = before.changes(&Picture::take(&root));
        assert_eq!(changes.len(), 3, "{changes:?}");
        for (change, wanted) in changes.iter().zip(["gone: ", "changed: ", "new: "]) {
            assert!(change.starts_with(wanted), "{changes:?}");
        }
    }

    #[test]
    fn a_folder_that_appears_where_there_was_none_is_a_change() {
        let folder = tempfile::tempdir().unwrap();
        let root = [folder.path().join("later")];
        let before = Picture::take(&root);
        assert_eq!(before, Picture::default());
        fs::create_dir(&root[0]).unwrap();
        assert_eq!(before.changes(&Picture::take(&root)).len(), 1);
    }
}
