//! The container's own cgroup: whatever runs in the container is in it, so nothing of it can be missed.

use std::{
    fs, io,
    path::{Path, PathBuf},
    sync::atomic::{AtomicU32, Ordering},
    time::{Duration, Instant},
};

/// Tells containers of one process apart.
static NEXT: AtomicU32 = AtomicU32::new(0);

/// A cgroup that is removed with everything in it.
#[derive(Debug)]
pub(super) struct Cgroup {
    path: PathBuf,
}

impl Cgroup {
    /// Where the second cgroup version is mounted: alone, or beside the first.
    pub(super) fn parent() -> Option<PathBuf> {
        ["/sys/fs/cgroup/unified", "/sys/fs/cgroup"]
            .map(PathBuf::from)
            .into_iter()
            .find(|folder| folder.join("cgroup.procs").is_file() && folder.join("cgroup.controllers").is_file())
    }

    pub(super) fn create() -> io::Result<Self> {
        let parent = Self::parent().ok_or_else(|| io::Error::other("no second cgroup version"))?;
        let name = format!("clawtray-{}-{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed));
        let path = parent.join(name);
        fs::create_dir(&path)?;
        Ok(Self { path })
    }

    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// Ends every process in it, however deep.
    pub(super) fn kill(&self) -> io::Result<()> {
        if fs::write(self.path.join("cgroup.kill"), "1").is_ok() {
            return Ok(());
        }
        // Kernels before 5.14.
        for folder in folders(&self.path) {
            for pid in fs::read_to_string(folder.join("cgroup.procs"))?.lines() {
                if let Some(pid) = pid.parse().ok().and_then(rustix::process::Pid::from_raw) {
                    let _ = rustix::process::kill_process(pid, rustix::process::Signal::KILL);
                }
            }
        }
        Ok(())
    }

    /// Removes it once everything in it has ended.
    pub(super) fn remove(&self, within: Duration) -> Result<(), String> {
        let end = Instant::now() + within;
        loop {
            let mut folders = folders(&self.path);
            folders.reverse();
            let failed = folders.iter().find_map(|folder| match fs::remove_dir(folder) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => Some(error),
                _ => None,
            });
            match failed {
                None => return Ok(()),
                Some(error) if Instant::now() >= end => return Err(format!("{}: {error}", self.path.display())),
                Some(_) => std::thread::sleep(Duration::from_millis(20)),
            }
        }
    }
}

impl Drop for Cgroup {
    fn drop(&mut self) {
        if self.path.exists() {
            let _ = self.kill();
            let _ = self.remove(Duration::from_secs(5));
        }
    }
}

/// A folder and everything below it, parents first.
fn folders(root: &Path) -> Vec<PathBuf> {
    let mut found = vec![root.to_owned()];
    let mut at = 0;
    while let Some(folder) = found.get(at).cloned() {
        at += 1;
        let Ok(entries) = fs::read_dir(folder) else { continue };
        found.extend(entries.flatten().map(|entry| entry.path()).filter(|path| path.is_dir()));
    }
    found
}
