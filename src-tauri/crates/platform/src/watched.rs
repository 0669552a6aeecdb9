//! Files that matter although they are not ours: it is told when one of them changes, comes or goes.

use std::{
    path::{Path, PathBuf},
    sync::Arc,
    time::Duration,
};

use notify_files::{RecommendedWatcher, RecursiveMode, Watcher, event::EventKind};
use tokio::sync::Notify;

/// Changes come in bursts: an installer writes, renames and sets rights.
const BURST: Duration = Duration::from_millis(500);

/// Folders watched at most.
const FOLDERS: usize = 64;

/// A watch over some files, of which none need exist.
#[derive(Debug)]
pub struct Watched {
    changed: Arc<Notify>,
    _watcher: RecommendedWatcher,
}

impl Watched {
    /// Begins to watch. The folders are watched, not the files: so their creation and replacement are seen too, and
    /// of a folder that is not there the nearest one above it. What comes first in the list counts when there are too
    /// many folders. `None` where the system does not watch.
    #[must_use]
    pub fn begin(paths: &[PathBuf]) -> Option<Self> {
        // A link is one thing that can change, and what it leads to another.
        let ends = paths.iter().filter_map(|path| path.canonicalize().ok());
        let wanted: Vec<PathBuf> = paths.iter().cloned().chain(ends).collect();
        let mut folders: Vec<PathBuf> = Vec::new();
        for folder in wanted.iter().filter_map(|path| nearest_folder(path)) {
            if folders.len() < FOLDERS && !folders.contains(&folder) {
                folders.push(folder);
            }
        }
        let changed = Arc::new(Notify::new());
        let told = Arc::clone(&changed);
        let mut watcher = notify_files::recommended_watcher(move |event: notify_files::Result<notify_files::Event>| {
            let matters = event.map_or(true, |event| {
                let named = event.paths.iter().any(|path| wanted.iter().any(|wanted| wanted.starts_with(path)));
                (event.paths.is_empty() || named) && !matches!(event.kind, EventKind::Access(_))
            });
            if matters {
                told.notify_one();
            }
        })
        .ok()?;
        let watched =
            folders.iter().filter(|folder| watcher.watch(folder, RecursiveMode::NonRecursive).is_ok()).count();
        (watched > 0).then_some(Self { changed, _watcher: watcher })
    }

    /// Waits for the next change and for the end of its burst.
    pub async fn changed(&self) {
        self.changed.notified().await;
        tokio::time::sleep(BURST).await;
    }
}

fn nearest_folder(path: &Path) -> Option<PathBuf> {
    path.ancestors().skip(1).find(|folder| folder.is_dir()).map(Path::to_owned)
}

#[cfg(test)]
mod tests {
    use std::{fs, time::Duration};

    use super::Watched;

    async fn told(watched: &Watched) -> bool {
        tokio::time::timeout(Duration::from_secs(20), watched.changed()).await.is_ok()
    }

    #[cfg_attr(windows, ignore = "Wine never finishes removing a folder that is watched")]
    #[tokio::test]
    async fn a_program_that_goes_or_comes_is_told_even_with_its_folder() {
        let folder = tempfile::tempdir().unwrap();
        let bin = folder.path().join("versions/26/bin");
        fs::create_dir_all(&bin).unwrap();
        let node = bin.join("node");
        fs::write(&node, "").unwrap();
        let watched = Watched::begin(std::slice::from_ref(&node)).unwrap();
        fs::remove_dir_all(folder.path().join("versions")).unwrap();
        assert!(told(&watched).await, "gone");
        let watched = Watched::begin(std::slice::from_ref(&node)).unwrap();
        fs::create_dir_all(&bin).unwrap();
        assert!(told(&watched).await, "the first folder on the way to it is there");
        let watched = Watched::begin(std::slice::from_ref(&node)).unwrap();
        fs::write(&node, "").unwrap();
        assert!(told(&watched).await, "back");
    }

    #[cfg(unix)]
    #[tokio::test]
    async fn what_a_link_leads_to_is_watched_too_and_a_neighbour_is_not() {
        let folder = tempfile::tempdir().unwrap();
        for name in ["here", "there"] {
            fs::create_dir(folder.path().join(name)).unwrap();
        }
        let (link, end) = (folder.path().join("here/node"), folder.path().join("there/node26"));
        fs::write(&end, "").unwrap();
        std::os::unix::fs::symlink(&end, &link).unwrap();
        let watched = Watched::begin(&[link]).unwrap();
        fs::write(folder.path().join("there/other"), "x").unwrap();
        fs::remove_file(&end).unwrap();
        assert!(told(&watched).await);
        fs::write(folder.path().join("here/other"), "x").unwrap();
        let more = tokio::time::timeout(Duration::from_millis(300), watched.changed.notified()).await;
        assert!(more.is_err(), "a neighbour is nobody's business");
    }
}
