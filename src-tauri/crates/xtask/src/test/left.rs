//! Processes and folders of private desktops that should have gone with the tests.

use anyhow::Result;

use crate::test::steps::Outcome;

/// What was there before.
pub(crate) struct Before {
    #[cfg(target_os = "linux")]
    seen: std::collections::BTreeSet<String>,
}

#[cfg(target_os = "linux")]
impl Before {
    pub(crate) fn now() -> Self {
        Self { seen: of_tests().collect() }
    }

    pub(crate) fn compare(&self) -> Result<Outcome> {
        let left: Vec<String> = of_tests().filter(|one| !self.seen.contains(one)).collect();
        if left.is_empty() {
            return Ok(Outcome::Passed);
        }
        anyhow::bail!("the tests left behind:\n  {}", left.join("\n  "));
    }
}

/// Processes that run in private desktops or started from the programs under test, and the desktops' folders.
#[cfg(target_os = "linux")]
fn of_tests() -> impl Iterator<Item = String> {
    let running = ["HOME=/tmp/ct", "CLAWTRAY_HOME=/tmp/"].into_iter().flat_map(|mark| {
        clawtray_testkit::desktop::processes_of(std::path::Path::new(mark), &[])
            .into_iter()
            .map(|left| format!("process {} {}", left.pid, left.command))
    });
    let folders = std::fs::read_dir("/tmp")
        .into_iter()
        .flatten()
        .flatten()
        .filter(|entry| entry.path().join("run/bus.conf").is_file())
        .map(|entry| format!("folder {}", entry.path().display()));
    running.chain(folders)
}

#[cfg(not(target_os = "linux"))]
impl Before {
    pub(crate) fn now() -> Self {
        Self {}
    }

    pub(crate) fn compare(&self) -> Result<Outcome> {
        Ok(Outcome::Skipped("only Linux lets one see what other processes inherited".to_owned()))
    }
}
