//! Bringing OpenClaw onto this computer with npm.

use std::path::{Path, PathBuf};

use clawtray_core::{CliDone, CliProblem, Event, PackageManager, Ticket};
use clawtray_openclaw::{Limits, Npm};
use clawtray_platform::disk;
use tokio::sync::mpsc;

use super::{
    cli::problem,
    grounds::{Grounds, blocking},
};
use crate::{
    sink::EventSink,
    words::{LINE, NAME, clean},
};

/// Lines that may wait to be told; npm prints faster than a person reads.
const LINES_WAITING: usize = 256;

/// npm, and where it would install: its own folder, or Clawtray's where that cannot be written.
pub(crate) async fn package_manager(grounds: &Grounds) -> Option<PackageManager> {
    let npm = grounds.locator.npm().await?;
    let (own, asked) = (grounds.environment.own_prefix(), npm.prefix.clone());
    let prefix = blocking(move || asked.filter(|prefix| may_write(prefix))).await.flatten();
    Some(PackageManager {
        node: npm.node.display().to_string(),
        node_version: clean(&npm.node_version, NAME),
        script: npm.script.display().to_string(),
        own: prefix.is_none(),
        prefix: prefix.unwrap_or(own).display().to_string(),
    })
}

/// The folder that packages go into, or the nearest one above it that is there, takes files of this account. Where the
/// system cannot be asked it is taken for so: npm itself will say otherwise.
fn may_write(prefix: &Path) -> bool {
    let packages = if cfg!(windows) { prefix.join("node_modules") } else { prefix.join("lib/node_modules") };
    let there: Option<&Path> = packages.ancestors().find(|folder| folder.is_dir());
    there.is_some_and(|folder| disk::room(folder, &[]).is_none_or(|room| room.unwritable.is_none()))
}

/// Installs with exactly what the person saw, and tells what npm prints as it prints it.
///
/// # Errors
/// Why it is not installed.
pub(crate) async fn install(
    grounds: &Grounds,
    with: &PackageManager,
    ticket: Ticket,
    limit_ms: u64,
    events: &EventSink,
) -> Result<CliDone, CliProblem> {
    let npm = Npm {
        node: PathBuf::from(&with.node),
        node_version: with.node_version.clone(),
        script: PathBuf::from(&with.script),
        prefix: None,
    };
    let (lines, mut told) = mpsc::channel::<String>(LINES_WAITING);
    let telling = async {
        while let Some(line) = told.recv().await {
            let line = clean(&line, LINE);
            if !line.is_empty() {
                events.tell(Event::CliLine { ticket, line: grounds.vault.scrub(line) }).await;
            }
        }
    };
    let limits = Limits { timeout_ms: limit_ms, ..Limits::default() };
    let variables = &grounds.environment.variables;
    let (done, ()) =
        tokio::join!(npm.install_openclaw(Path::new(&with.prefix), variables, limits, Some(lines)), telling);
    grounds.locator.forget();
    done.map(|()| CliDone::default()).map_err(|said| match problem(said) {
        // It is npm that is not there, not OpenClaw.
        CliProblem::NotFound => CliProblem::Refused { words: "Node.js or npm is not there any more".to_owned() },
        other => other,
    })
}

#[cfg(all(test, unix))]
mod tests {
    use super::may_write;

    #[test]
    fn a_prefix_that_is_not_there_yet_is_judged_by_the_folder_it_would_be_in() {
        let folder = tempfile::tempdir().unwrap();
        assert!(may_write(&folder.path().join("not/there")));
    }
}
