//! Starts the gateway, follows its output, and tells how it ended.

use std::time::Duration;

use clawtray_core::{Event, Fact, ProcessRef, Records, SignalOutcome};
use clawtray_openclaw::{Limits, cli::ServiceAnswer, launch_spec};
use clawtray_platform::{
    output::{Batch, LineLimits, OutputFile, OutputTail, Position},
    process::{
        Child, LaunchFailure, LaunchSpec, SignalFailure, SignalOutcome as Sent, is_alive, kill, spawn as spawn_process,
        terminate, watch,
    },
};

use super::{
    cli::stop_gateway,
    ended::reason,
    grounds::{Grounds, blocking, identity, process_ref},
    log,
    record::{Started, remember},
};
use crate::{activity::Busy, sink::EventSink, words::LINE};

/// When the output file is rotated, bytes, and how many older parts stay.
const OUTPUT_BYTES: u64 = 5 * 1024 * 1024;
const OUTPUT_PARTS: u32 = 2;

/// How often its size is looked at.
const ROTATE_EVERY: Duration = Duration::from_secs(30);

/// After how long a line without an end is shown.
const QUIET: Duration = Duration::from_millis(200);

/// How long further lines are waited for after the end.
const LAST_LINES: Duration = Duration::from_millis(300);

/// How long reading up to the end of the output may take.
const DRAIN_LIMIT: Duration = Duration::from_secs(3);

/// Longest run of OpenClaw's own stop, milliseconds.
const STOP_LIMIT_MS: u64 = 120_000;

/// Most lines told in one event, and after how many bytes no more are added: each event is judged by every rule, and as
/// many as the way into the driver holds are in memory at once.
const LINES_TOLD: usize = 500;
const BYTES_TOLD: usize = 64 * 1024;

/// How much of the output of an adopted gateway is read again, bytes.
const READ_AGAIN: u64 = 32 * 1024;

/// Starts the gateway and stays until its end is told.
pub(crate) async fn spawn(grounds: &Grounds, skip_channels: bool, ends_with_keeper: bool, events: &EventSink) {
    match start(grounds, skip_channels, ends_with_keeper).await {
        Err(words) => {
            events.tell(Event::Fact(Fact::SpawnFailed { words })).await;
        }
        Ok((mut child, mut follower)) => {
            let process = process_ref(child.identity());
            events.tell(Event::Fact(Fact::Spawned(process))).await;
            let exit = tokio::select! {
                exit = child.wait() => exit,
                () = follower.follow(grounds, events) => child.wait().await,
                () = log::follow(grounds, process, Records::OfModules, events) => child.wait().await,
            };
            follower.drain(grounds, events, DRAIN_LIMIT).await;
            let exit = exit.unwrap_or_default();
            tracing::info!(pid = process.pid, code = exit.code, signal = exit.signal, "the gateway ended");
            let last_lines = grounds.last_lines();
            let reason = reason(grounds, exit, &last_lines).await;
            grounds.none_of_ours();
            events.tell(Event::Fact(Fact::Exited { process, reason, last_lines })).await;
        }
    }
}

/// Watches a process of another parent to its end.
/// `reads` lives until what it printed before has been told.
pub(crate) async fn watch_process(grounds: &Grounds, process: ProcessRef, reads: Option<Busy>, events: &EventSink) {
    if grounds.is_ours(process) {
        grounds.forget_lines();
        let mut follower = Follower::new(grounds, READ_AGAIN).await;
        follower.read_up_to_now(grounds, events).await;
        drop(reads);
        tokio::select! {
            () = ended(process) => {}
            () = follower.follow(grounds, events) => ended(process).await,
            () = log::follow(grounds, process, Records::OfModules, events) => ended(process).await,
        }
        follower.drain(grounds, events, DRAIN_LIMIT).await;
    } else {
        drop(reads);
        tokio::select! {
            () = ended(process) => {}
            () = log::follow(grounds, process, Records::All, events) => ended(process).await,
        }
    }
    let last_lines = if grounds.is_ours(process) { grounds.last_lines() } else { Vec::new() };
    grounds.none_of_ours();
    let reason = clawtray_core::ExitReason::Unseen;
    events.tell(Event::Fact(Fact::Exited { process, reason, last_lines })).await;
}

async fn ended(process: ProcessRef) {
    if let Err(error) = watch(identity(process)).await {
        tracing::warn!(%error, "the end of a process cannot be awaited; it is looked at from time to time");
        while blocking(move || is_alive(&identity(process))).await == Some(true) {
            tokio::time::sleep(Duration::from_secs(2)).await;
        }
    }
}

/// Asks the process to end: by a signal (on Windows by Ctrl+C in its own console), or where it has none for that by
/// OpenClaw's own command, which works for the account's own folders only (OpenClaw 2026.9.6 says so). What answers neither is ended at its deadline.
pub(crate) async fn ask_to_end(grounds: &Grounds, process: ProcessRef) -> SignalOutcome {
    match blocking(move || terminate(&identity(process), false)).await {
        Some(Err(SignalFailure::Unsupported)) => stop_by_command(grounds).await,
        sent => outcome(sent),
    }
}

async fn stop_by_command(grounds: &Grounds) -> SignalOutcome {
    let Some(cli) = grounds.cli() else { return SignalOutcome::Refused };
    let limits = Limits { timeout_ms: STOP_LIMIT_MS, ..Limits::default() };
    let answered = stop_gateway(&cli, limits, None).await;
    match answered.and_then(|outcome| ServiceAnswer::of(&outcome)) {
        Ok(_) => SignalOutcome::Sent,
        Err(problem) => {
            tracing::warn!(%problem, "OpenClaw did not stop the gateway; it is ended at its deadline");
            SignalOutcome::Refused
        }
    }
}

/// Ends the process and its group at once.
pub(crate) async fn end_now(process: ProcessRef) -> SignalOutcome {
    outcome(blocking(move || kill(&identity(process), true)).await)
}

fn outcome(sent: Option<Result<Sent, SignalFailure>>) -> SignalOutcome {
    match sent {
        Some(Ok(Sent::Sent)) => SignalOutcome::Sent,
        Some(Ok(Sent::AlreadyGone | Sent::NotSame)) => SignalOutcome::Gone,
        Some(Ok(Sent::Denied)) | None => SignalOutcome::Refused,
        Some(Err(error)) => {
            tracing::warn!(%error, "a signal was not sent");
            SignalOutcome::Refused
        }
    }
}

async fn start(grounds: &Grounds, skip_channels: bool, ends_with_keeper: bool) -> Result<(Child, Follower), String> {
    let openclaw = grounds.openclaw().ok_or("OpenClaw was not found")?;
    let environment = &grounds.environment;
    grounds.none_of_ours();
    let port = grounds.port();
    let mut launch = launch_spec(&openclaw, &environment.profile, port, &environment.variables);
    if skip_channels {
        launch.environment.set("OPENCLAW_SKIP_CHANNELS", "1");
    }
    let working_folder = if launch.working_dir.is_dir() { launch.working_dir } else { environment.home.clone() };
    let path = grounds.output_path();
    let output = blocking(move || OutputFile::open(&path, OUTPUT_BYTES, OUTPUT_PARTS)).await;
    let output = output.ok_or("the output file could not be opened")?.map_err(|error| error.to_string())?;
    grounds.forget_lines();
    let follower = Follower::new(grounds, 0).await;
    let record = grounds.record_path();
    let started = blocking(move || {
        let child = spawn_process(&LaunchSpec {
            program: launch.program,
            arguments: launch.args,
            environment: launch.environment.into_pairs(),
            working_folder,
            output: &output,
            end_with_parent: ends_with_keeper,
        })?;
        let started = Started { process: process_ref(child.identity()), port: Some(port) };
        remember(&record, started);
        Ok::<_, LaunchFailure>((child, started))
    });
    let (child, started) = started.await.ok_or("starting broke off by a fault")?.map_err(|error| error.to_string())?;
    grounds.set_ours(started);
    Ok((child, follower))
}

/// Follows the output file and, unless somebody only looks, keeps it within its bound.
struct Follower {
    tail: OutputTail,
    file: Option<OutputFile>,
    /// Where the output ended when it began to be followed, bytes; absent once everything up to there was told.
    catch_up: Option<u64>,
}

impl Follower {
    /// Begins `before_end` bytes before the file's present end.
    async fn new(grounds: &Grounds, before_end: u64) -> Self {
        let path = grounds.output_path();
        let file = if grounds.vault.is_look_only() {
            None
        } else {
            let path = path.clone();
            blocking(move || OutputFile::open(&path, OUTPUT_BYTES, OUTPUT_PARTS).ok()).await.flatten()
        };
        let measured = path.clone();
        let length = blocking(move || std::fs::metadata(measured).map_or(0, |found| found.len())).await.unwrap_or(0);
        let from = Position { offset: length.saturating_sub(before_end), ..Position::default() };
        Self {
            tail: OutputTail::new(&path, from, LineLimits { max_line_bytes: 4 * LINE }, QUIET),
            file,
            catch_up: Some(length),
        }
    }

    /// Tells lines as they come. Ends only when the output cannot be followed any more.
    async fn follow(&mut self, grounds: &Grounds, events: &EventSink) {
        let mut rotate = tokio::time::interval(ROTATE_EVERY);
        rotate.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
        loop {
            tokio::select! {
                batch = self.tail.next() => match batch {
                    Ok(batch) => self.tell(grounds, batch, events).await,
                    Err(error) => {
                        tracing::warn!(%error, "the gateway's output cannot be followed");
                        if error.is_denied() {
                            events.tell(Event::Fact(Fact::LinesDenied)).await;
                        }
                        return;
                    }
                },
                _ = rotate.tick() => {
                    if let Some(file) = self.file.clone()
                        && let Some(Err(error)) = blocking(move || file.rotate_if_needed()).await
                    {
                        tracing::warn!(%error, "the gateway's output file could not be rotated");
                    }
                }
            }
        }
    }

    async fn tell(&mut self, grounds: &Grounds, batch: Batch, events: &EventSink) {
        let mut lines: Vec<String> = batch.lines.into_iter().map(|line| bounded(line.text)).collect();
        grounds.vault.scrub_lines(&mut lines);
        grounds.remember_lines(&lines);
        let mut lines = lines.into_iter().peekable();
        while lines.peek().is_some() {
            events.tell(Event::Fact(Fact::Output(next_told(&mut lines)))).await;
        }
        // A file that was emptied or replaced meanwhile is shorter than it was.
        if self.catch_up.is_some_and(|length| batch.gap || batch.position.offset >= length) {
            self.catch_up = None;
            events.tell(Event::Fact(Fact::LinesCaughtUp)).await;
        }
    }

    /// Tells what is in the file now.
    async fn read_up_to_now(&mut self, grounds: &Grounds, events: &EventSink) {
        let path = grounds.output_path();
        let length = blocking(move || std::fs::metadata(path).map_or(0, |found| found.len())).await.unwrap_or(0);
        let give_up = tokio::time::Instant::now() + DRAIN_LIMIT;
        while self.tail.position().offset < length {
            match tokio::time::timeout_at(give_up, self.tail.next()).await {
                Ok(Ok(batch)) => self.tell(grounds, batch, events).await,
                Ok(Err(_)) | Err(_) => return,
            }
        }
    }

    /// Reads what was printed right before the end: up to the file's end, however busy the machine is.
    /// What takes longer than `limit` is passed over but for its end, which says most about the gateway's.
    async fn drain(&mut self, grounds: &Grounds, events: &EventSink, limit: Duration) {
        let path = grounds.output_path();
        let length = blocking(move || std::fs::metadata(path).map_or(0, |found| found.len())).await.unwrap_or(0);
        let give_up = tokio::time::Instant::now() + limit;
        while self.tail.position().offset >= length || tokio::time::Instant::now() < give_up {
            match tokio::time::timeout(LAST_LINES, self.tail.next()).await {
                Ok(Ok(batch)) => self.tell(grounds, batch, events).await,
                Ok(Err(_)) => return,
                Err(_) if self.tail.position().offset >= length => return,
                Err(_) => {}
            }
        }
        tracing::warn!("the gateway's last output is too much to be read in time; its end is read alone");
        Self::new(grounds, READ_AGAIN).await.read_up_to_now(grounds, events).await;
    }
}

/// The tail has cleaned the line already.
fn bounded(mut line: String) -> String {
    // No more bytes are no more characters.
    if line.len() > LINE
        && let Some((cut, _)) = line.char_indices().nth(LINE)
    {
        line.truncate(cut);
    }
    line
}

/// The next lines that are told in one event.
pub(super) fn next_told(lines: &mut impl Iterator<Item = String>) -> Vec<String> {
    let (mut told, mut bytes) = (Vec::new(), 0);
    while bytes < BYTES_TOLD && told.len() < LINES_TOLD {
        let Some(line) = lines.next() else { break };
        bytes += line.len();
        told.push(line);
    }
    told
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::{BYTES_TOLD, Follower, LINE, LINES_TOLD, bounded, next_told};
    use crate::executors::tests::bench;

    #[test]
    fn a_line_keeps_its_first_characters() {
        let long = "ä".repeat(LINE);
        assert_eq!(bounded(long.clone()), long, "as many characters as may be, and more bytes");
        assert_eq!(bounded(format!("{long}x")), long);
        assert_eq!(bounded("short".into()), "short");
    }

    #[test]
    fn what_is_told_at_once_is_bounded_by_lines_and_by_bytes_and_nothing_is_lost() {
        let short: Vec<String> = (0..LINES_TOLD + 7).map(|number| number.to_string()).collect();
        let mut lines = short.clone().into_iter();
        let (first, rest) = (next_told(&mut lines), next_told(&mut lines));
        assert_eq!((first.len(), rest.len()), (LINES_TOLD, 7));
        assert_eq!([first, rest].concat(), short);
        let mut lines = std::iter::repeat_n("x".repeat(BYTES_TOLD / 2 + 1), 3);
        assert_eq!((next_told(&mut lines).len(), next_told(&mut lines).len()), (2, 1));
        assert!(next_told(&mut lines).is_empty());
    }

    #[tokio::test]
    async fn of_an_output_that_cannot_be_read_in_time_the_end_is_known_all_the_same() {
        let bench = bench(None);
        let grounds = &bench.executors.grounds;
        let text = format!("first words\n{}\n\nlast words\n", "x".repeat(2_000_000));
        std::fs::write(grounds.output_path(), text).unwrap();
        let mut follower = Follower::new(grounds, u64::MAX).await;
        follower.drain(grounds, &bench.sink, Duration::ZERO).await;
        let lines = grounds.last_lines();
        assert_eq!(lines.last().map(String::as_str), Some("last words"), "of {} lines", lines.len());
        assert!(!lines.iter().any(|line| line == "first words"), "there was no time for them");
    }
}
