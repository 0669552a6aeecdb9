//! The gateway's log, followed while its process lives: what it wrote lately, then what it writes.
//!
//! Lines of the log name no process. A file that the configuration names is the gateway's own. The usual one belongs to
//! every gateway of the account: it counts only while this gateway is the only one that runs here, from its start on.

use std::{path::PathBuf, time::Duration};

use clawtray_core::{Event, Fact, LogLines, ProcessRef, Records};
use clawtray_openclaw::{ConfigReading, LogFile, log_file::shared_folder};
use clawtray_platform::{
    output::{Batch, LineLimits, OutputTail, Position},
    paths::current_user_id,
    process::{describe, running_gateways},
};

use super::{
    grounds::{Grounds, blocking, identity, process_ref},
    spawn::next_told,
};
use crate::sink::EventSink;

/// How much of what was written before is read, bytes: some thousand lines.
const READ_BACK: u64 = 512 * 1024;

/// Longest line kept, bytes.
const LINE_BYTES: usize = 16 * 1024;

/// After how long a line without an end is told.
const QUIET: Duration = Duration::from_millis(500);

/// How often the day is looked at.
const DAY_EVERY: Duration = Duration::from_secs(20);

/// After how long it is looked again whether the gateway is the only one, milliseconds.
const ALONE_MS: u64 = 2_000;

/// Pause before a log that cannot be read is tried again.
const AGAIN: Duration = Duration::from_secs(60);

/// Follows the log of a gateway for as long as it is polled. Never ends by itself.
pub(crate) async fn follow(grounds: &Grounds, process: ProcessRef, records: Records, events: &EventSink) {
    let environment = &grounds.environment;
    let reading = ConfigReading::read(&environment.profile.config_path).await;
    let folder = shared_folder(&current_user_id(), &std::env::temp_dir());
    let file = LogFile::of(&environment.profile, reading.value(), &environment.home, &folder);
    let started_ms = blocking(move || {
        describe(process.pid)
            .filter(|found| found.identity() == identity(process))
            .and_then(|found| found.start_time_unix_ms)
    });
    let started_ms = started_ms.await.flatten();
    let shared = (!file.named).then_some(Shared { process, alone: true, looked_ms: 0, since_ms: started_ms });
    if shared.is_some() && started_ms.is_none() {
        // Nobody knows which lines are its own.
        return std::future::pending().await;
    }
    let mut log = Log { file, shared, records, caught_up: false, day_every: DAY_EVERY };
    loop {
        log.follow(grounds, events).await;
        tokio::time::sleep(AGAIN).await;
    }
}

struct Log {
    file: LogFile,
    shared: Option<Shared>,
    records: Records,
    caught_up: bool,
    /// How often the day is looked at.
    day_every: Duration,
}

/// What is known about the others that write there.
struct Shared {
    process: ProcessRef,
    /// No other gateway ran when it was looked last.
    alone: bool,
    looked_ms: u64,
    /// From when on it was the only one, milliseconds since 1970.
    since_ms: Option<u64>,
}

impl Log {
    /// Until the file cannot be read.
    async fn follow(&mut self, grounds: &Grounds, events: &EventSink) {
        let mut path = self.path(grounds);
        let (mut tail, mut first_is_whole, mut catch_up) = begin(&path).await;
        let mut day = tokio::time::interval(self.day_every);
        day.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
        if catch_up == 0 {
            self.catch_up(events).await;
        }
        loop {
            tokio::select! {
                batch = tail.next() => match batch {
                    Ok(mut batch) => {
                        if !first_is_whole && !batch.lines.is_empty() {
                            first_is_whole = true;
                            batch.lines.remove(0);
                        }
                        let reached = batch.gap || batch.position.offset >= catch_up;
                        self.tell(grounds, batch, events).await;
                        if reached {
                            catch_up = 0;
                            self.catch_up(events).await;
                        }
                    }
                    Err(error) => {
                        tracing::info!(%error, "the gateway's log cannot be read");
                        // Beside its output, which is read, the log adds little.
                        if error.is_denied() && self.records == Records::All {
                            self.caught_up = false;
                            events.tell(Event::Fact(Fact::LinesDenied)).await;
                        }
                        return;
                    }
                },
                _ = day.tick() => {
                    let today = self.path(grounds);
                    if today != path {
                        while let Ok(Ok(batch)) = tokio::time::timeout(QUIET * 2, tail.next()).await {
                            self.tell(grounds, batch, events).await;
                        }
                        tail = OutputTail::new(&today, Position::default(), limits(), QUIET);
                        path = today;
                    }
                }
            }
        }
    }

    fn path(&self, grounds: &Grounds) -> PathBuf {
        self.file.on(&grounds.clock.now().local_day())
    }

    async fn catch_up(&mut self, events: &EventSink) {
        let counts = self.shared.as_ref().is_none_or(|shared| shared.alone);
        if self.records == Records::OfModules {
            // Its output, read besides, says when it is caught up.
            return;
        }
        if counts && !std::mem::replace(&mut self.caught_up, true) {
            events.tell(Event::Fact(Fact::LinesCaughtUp)).await;
        }
    }

    async fn tell(&mut self, grounds: &Grounds, batch: Batch, events: &EventSink) {
        let now_ms = grounds.clock.now().unix_ms;
        if let Some(shared) = &mut self.shared {
            let was_alone = shared.alone;
            shared.look(now_ms).await;
            if !shared.alone {
                if was_alone && std::mem::take(&mut self.caught_up) {
                    events.tell(Event::Fact(Fact::LinesLost)).await;
                }
                return;
            }
        }
        let not_before_ms = self.shared.as_ref().and_then(|shared| shared.since_ms);
        let mut lines: Vec<String> = batch.lines.into_iter().map(|line| bounded(line.text)).collect();
        grounds.vault.scrub_lines(&mut lines);
        let mut lines = lines.into_iter().peekable();
        while lines.peek().is_some() {
            let lines = next_told(&mut lines);
            let log = LogLines { lines, shared: self.shared.is_some(), not_before_ms, records: self.records };
            events.tell(Event::Fact(Fact::Log(log))).await;
        }
    }
}

impl Shared {
    async fn look(&mut self, now_ms: u64) {
        if self.looked_ms != 0 && now_ms.saturating_sub(self.looked_ms) < ALONE_MS {
            return;
        }
        self.looked_ms = now_ms;
        let ours = self.process;
        let others = blocking(move || running_gateways().into_iter().any(|one| process_ref(one) != ours)).await;
        let alone = others == Some(false);
        if alone && !self.alone {
            self.since_ms = Some(now_ms);
        }
        self.alone = alone;
    }
}

/// A tail that begins some lines before the end, whether its first line is whole, and where the end is: nowhere, where
/// the file cannot be read.
async fn begin(path: &std::path::Path) -> (OutputTail, bool, u64) {
    let measured = path.to_owned();
    let measured = blocking(move || std::fs::File::open(measured).and_then(|file| file.metadata())).await;
    let length = match measured {
        Some(Ok(found)) => found.len(),
        Some(Err(error)) if error.kind() == std::io::ErrorKind::NotFound => 0,
        _ => {
            return (OutputTail::new(path, Position::default(), limits(), QUIET), true, u64::MAX);
        }
    };
    let offset = length.saturating_sub(READ_BACK);
    let from = Position { offset, ..Position::default() };
    (OutputTail::new(path, from, limits(), QUIET), offset == 0, length)
}

fn limits() -> LineLimits {
    LineLimits { max_line_bytes: LINE_BYTES }
}

/// At most [`LINE_BYTES`] of a line.
pub(crate) fn bounded(mut line: String) -> String {
    let mut end = line.len().min(LINE_BYTES);
    while !line.is_char_boundary(end) {
        end -= 1;
    }
    line.truncate(end);
    line
}

#[cfg(test)]
#[path = "log_tests.rs"]
mod tests;
