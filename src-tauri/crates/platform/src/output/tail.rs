//! Following an output file as it grows, is emptied or is replaced.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use notify_files::event::EventKind;
use notify_files::{RecommendedWatcher, RecursiveMode, Watcher};
use tokio::sync::Notify;

use super::lines::{Line, LineAssembler, LineLimits};
use super::place::{Place, Step, step};
use crate::files::FileFailure;

/// How often the file is looked at where the system has no watch left to give. Only while somebody waits for lines.
const LOOK_EVERY: Duration = Duration::from_millis(500);

/// Where a reader stopped: keep it on disk, and a later reader goes on there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Position {
    /// Everything before this byte was handed out.
    pub offset: u64,
    /// So many of the file's first bytes are summed in `head_sum`, to notice that the file was emptied or replaced.
    pub head_bytes: u32,
    /// Their checksum.
    pub head_sum: u64,
}

/// Lines that came together.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Batch {
    /// The lines, oldest first; at least one, unless `gap` is set.
    pub lines: Vec<Line>,
    /// Where to go on after them.
    pub position: Position,
    /// The file was emptied or replaced and what came before these lines could not be read to its end.
    pub gap: bool,
}

/// Why the file cannot be followed.
#[derive(Debug, thiserror::Error)]
pub enum TailFailure {
    /// The file exists but cannot be read.
    #[error(transparent)]
    File(#[from] FileFailure),
}

impl TailFailure {
    /// The file is there and may not be read.
    #[must_use]
    pub fn is_denied(&self) -> bool {
        matches!(self, Self::File(FileFailure::Denied { .. }))
    }
}

/// Follows one file, which need not exist yet. While nobody waits for lines nothing happens but the system noting
/// changes; while somebody waits and nothing is written, nothing happens either.
pub struct OutputTail {
    path: PathBuf,
    quiet: Duration,
    place: Place,
    /// Where the line that is being put together begins.
    line_start: u64,
    assembler: LineAssembler,
    changed: Arc<Notify>,
    /// The last look came to the file's end: before the next one, something must have changed.
    at_end: bool,
    /// `None` when the system gave no watch; then the file is looked at from time to time.
    watcher: Option<RecommendedWatcher>,
}

impl std::fmt::Debug for OutputTail {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter
            .debug_struct("OutputTail")
            .field("path", &self.path)
            .field("place", &self.place)
            .finish_non_exhaustive()
    }
}

impl OutputTail {
    /// Starts at `from` ([`Position::default`] is the beginning). A line without an end is handed out once nothing was
    /// added to it for `quiet`. The file's folder should exist; without it the file is only looked at now and then.
    #[must_use]
    pub fn new(path: &Path, from: Position, limits: LineLimits, quiet: Duration) -> Self {
        let changed = Arc::new(Notify::new());
        Self {
            path: path.to_owned(),
            quiet,
            place: Place::from(from),
            line_start: from.offset,
            assembler: LineAssembler::new(limits),
            watcher: watch(path, Arc::clone(&changed)),
            changed,
            at_end: false,
        }
    }

    /// Waits for the next lines. May be dropped and called again without losing any.
    ///
    /// # Errors
    /// [`TailFailure`]; a missing file is none. The next call tries again.
    pub async fn next(&mut self) -> Result<Batch, TailFailure> {
        loop {
            if self.at_end {
                if let Some(batch) = self.wait().await {
                    return Ok(batch);
                }
                self.at_end = false;
            }
            let (path, place) = (self.path.clone(), self.place.clone());
            let step = tokio::task::spawn_blocking(move || step(&path, place))
                .await
                .map_err(|error| FileFailure::from_io(&self.path, std::io::Error::other(error)))??;
            // What changed since it was opened is told again, by the watch or by time.
            self.at_end = step.is_last();
            let batch = self.take_in(step);
            if !batch.lines.is_empty() || batch.gap {
                return Ok(batch);
            }
        }
    }

    /// Where to go on after everything handed out so far.
    #[must_use]
    pub fn position(&self) -> Position {
        self.place.position(self.line_start)
    }

    fn take_in(&mut self, step: Step) -> Batch {
        let mut lines = Vec::new();
        if step.jumped {
            // What was begun in the old file does not go on in the new one.
            lines.extend(self.assembler.flush());
            self.assembler.clear();
            self.line_start = step.begin;
        }
        self.place = step.place;
        self.assembler.push(&step.bytes, &mut lines);
        if let Some(last) = step.bytes.iter().rposition(|byte| *byte == b'\n') {
            self.line_start = step.begin + last as u64 + 1;
        }
        Batch { lines, position: self.position(), gap: step.gap }
    }

    /// Until the file changes; a begun line is handed out if it does not for a while.
    async fn wait(&mut self) -> Option<Batch> {
        let waiting = self.assembler.is_waiting();
        tokio::select! {
            () = self.changed.notified() => None,
            () = tokio::time::sleep(self.quiet), if waiting => {
                let line = self.assembler.flush()?;
                self.line_start = self.place.offset().saturating_sub(self.assembler.held_bytes() as u64);
                Some(Batch { lines: vec![line], position: self.position(), gap: false })
            }
            () = tokio::time::sleep(LOOK_EVERY), if self.watcher.is_none() => None,
        }
    }
}

/// The folder is watched, not the file: so its creation and replacement are seen too.
fn watch(path: &Path, changed: Arc<Notify>) -> Option<RecommendedWatcher> {
    let name = path.file_name()?.to_owned();
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty())?;
    let mut watcher = notify_files::recommended_watcher(move |event: notify_files::Result<notify_files::Event>| {
        let matters = event.map_or(true, |event| {
            let of_our_file = event.paths.is_empty() || event.paths.iter().any(|path| path.file_name() == Some(&name));
            // Our own reading shows as access.
            of_our_file && !matches!(event.kind, EventKind::Access(_))
        });
        if matters {
            changed.notify_one();
        }
    })
    .ok()?;
    watcher.watch(folder, RecursiveMode::NonRecursive).ok()?;
    Some(watcher)
}
