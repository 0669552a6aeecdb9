//! Running one command within limits.

use super::problem::CliProblem;
use super::teller::Teller;
use crate::command::Command;
use crate::environment::Environment;
use crate::launch::command_environment;
use crate::locate::OpenClaw;
use crate::profile::Profile;
use clawtray_contract::Secret;
use process_wrap::tokio::{ChildWrapper, CommandWrap};
use std::fmt;
use std::path::{Path, PathBuf};
use std::process::{ExitStatus, Stdio};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWriteExt};
use tokio::sync::mpsc;

/// How long the pipes may stay open after the command itself has ended.
const PIPE_GRACE: Duration = Duration::from_millis(1000);

/// Keeps Windows from opening a console window for the command.
#[cfg(windows)]
const NO_WINDOW: windows::Win32::System::Threading::PROCESS_CREATION_FLAGS =
    windows::Win32::System::Threading::CREATE_NO_WINDOW;

/// The bounds of one run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// The longest time in milliseconds; then the command and everything it started is ended.
    pub timeout_ms: u64,
    /// The most bytes kept of each output stream. More is read and thrown away.
    pub max_output_bytes: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self { timeout_ms: 60_000, max_output_bytes: 1024 * 1024 }
    }
}

/// Runs commands of one OpenClaw for one profile.
#[derive(Debug, Clone)]
pub struct Cli {
    openclaw: OpenClaw,
    environment: Environment,
    working_dir: PathBuf,
}

/// How a command ended. `Debug` shows sizes instead of the output, which may hold a token.
#[derive(Clone, PartialEq, Eq)]
pub struct CliOutcome {
    /// The exit code; `None` when a signal ended it.
    pub exit: Option<i32>,
    /// The signal that ended it (Unix).
    pub signal: Option<i32>,
    /// Standard output without colours, as far as it was kept.
    pub stdout: String,
    /// Standard error without colours, as far as it was kept.
    pub stderr: String,
    /// True when output was thrown away because of the limit.
    pub truncated: bool,
    /// How long it took in milliseconds.
    pub duration_ms: u64,
    /// True when it was ended because of the time limit.
    pub timed_out: bool,
    /// The time limit it had, in milliseconds.
    pub limit_ms: u64,
}

impl CliOutcome {
    /// True when it ended by itself with exit code 0.
    pub fn succeeded(&self) -> bool {
        self.exit == Some(0) && !self.timed_out
    }
}

impl fmt::Debug for CliOutcome {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("CliOutcome")
            .field("exit", &self.exit)
            .field("signal", &self.signal)
            .field("stdout_bytes", &self.stdout.len())
            .field("stderr_bytes", &self.stderr.len())
            .field("truncated", &self.truncated)
            .field("duration_ms", &self.duration_ms)
            .field("timed_out", &self.timed_out)
            .finish_non_exhaustive()
    }
}

impl Cli {
    /// Commands of `openclaw` for `profile`. `base` is the environment of the person's session; marks of service
    /// managers and everything of ours are taken out of it.
    pub fn new(openclaw: OpenClaw, profile: &Profile, base: &Environment) -> Self {
        let environment = command_environment(profile, base);
        let mut working_dir = profile.state_dir.clone();
        while !working_dir.is_dir() && working_dir.pop() {}
        Self { openclaw, environment, working_dir }
    }

    /// The OpenClaw whose commands these are.
    pub fn openclaw(&self) -> &OpenClaw {
        &self.openclaw
    }

    /// Runs `command` in a process group (on Windows a job) of its own and waits for it. Secrets go through `stdin`,
    /// never through the arguments. When the returned future is dropped, everything that was started is ended.
    ///
    /// # Errors
    /// `NotFound` and `NotStarted` when nothing ran. Every other end, a timeout included, is an outcome;
    /// `classify` tells what it means.
    pub async fn run(
        &self,
        command: &Command,
        stdin: Option<Secret>,
        limits: Limits,
    ) -> Result<CliOutcome, CliProblem> {
        self.run_telling(command, stdin, limits, None).await
    }

    /// As [`Cli::run`], and sends each line of output as it comes, without colours. Lines that the receiver has no
    /// room for are only in the outcome; reading never waits for it.
    ///
    /// # Errors
    /// As [`Cli::run`].
    pub async fn run_telling(
        &self,
        command: &Command,
        stdin: Option<Secret>,
        limits: Limits,
        lines: Option<mpsc::Sender<String>>,
    ) -> Result<CliOutcome, CliProblem> {
        let script = Script {
            node: &self.openclaw.node,
            entry: &self.openclaw.entry,
            args: &command.args,
            environment: &self.environment,
            working_dir: &self.working_dir,
        };
        script.run(stdin, limits, lines).await
    }
}

/// A script that Node runs.
pub(crate) struct Script<'a> {
    pub(crate) node: &'a Path,
    pub(crate) entry: &'a Path,
    pub(crate) args: &'a [String],
    /// The whole environment; nothing else is inherited.
    pub(crate) environment: &'a Environment,
    pub(crate) working_dir: &'a Path,
}

impl Script<'_> {
    /// As [`Cli::run_telling`].
    pub(crate) async fn run(
        &self,
        stdin: Option<Secret>,
        limits: Limits,
        lines: Option<mpsc::Sender<String>>,
    ) -> Result<CliOutcome, CliProblem> {
        let started = Instant::now();
        let mut wrapped = CommandWrap::with_new(self.node, |process| {
            process.arg(self.entry).args(self.args).current_dir(self.working_dir).env_clear();
            process.envs(self.environment.clone().into_pairs()).stdout(Stdio::piped()).stderr(Stdio::piped());
            process.stdin(if stdin.is_some() { Stdio::piped() } else { Stdio::null() });
        });
        #[cfg(unix)]
        wrapped.wrap(process_wrap::tokio::ProcessGroup::leader());
        #[cfg(windows)]
        wrapped.wrap(process_wrap::tokio::CreationFlags(NO_WINDOW)).wrap(process_wrap::tokio::JobObject);
        let child = wrapped.spawn().map_err(|error| match error.kind() {
            std::io::ErrorKind::NotFound => CliProblem::NotFound,
            kind => CliProblem::NotStarted(kind),
        })?;
        let mut group = Group { child, ended: false };
        if let (Some(secret), Some(mut pipe)) = (stdin, group.child.stdin().take()) {
            tokio::spawn(async move {
                // A command that does not read its input closes the pipe; its own answer tells more than this error.
                let _ = pipe.write_all(secret.expose().as_bytes()).await;
                let _ = pipe.shutdown().await;
            });
        }
        let stdout = Kept::drain(group.child.stdout().take(), limits.max_output_bytes, lines.clone());
        let stderr = Kept::drain(group.child.stderr().take(), limits.max_output_bytes, lines);
        let limit = Duration::from_millis(limits.timeout_ms);
        let waited = tokio::time::timeout(limit, group.leader_end()).await;
        let timed_out = waited.is_err();
        let status = match waited {
            Ok(status) => status.ok(),
            Err(_) => group.end().await,
        };
        let stdout = stdout.finish(&mut group).await;
        let stderr = stderr.finish(&mut group).await;
        group.ended = true;
        Ok(CliOutcome {
            exit: status.and_then(|status| status.code()).filter(|_| !timed_out),
            signal: status.and_then(signal_of),
            stdout: stdout.text,
            stderr: stderr.text,
            truncated: stdout.truncated || stderr.truncated,
            duration_ms: u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX),
            timed_out,
            limit_ms: limits.timeout_ms,
        })
    }
}

/// A running command and everything it started; ends them when dropped early.
struct Group {
    child: Box<dyn ChildWrapper>,
    ended: bool,
}

impl Group {
    /// Waits for the command itself, not for everything it may have left running on purpose: a service it started, or
    /// a helper that restarts a gateway later.
    async fn leader_end(&mut self) -> std::io::Result<ExitStatus> {
        self.child.inner_mut().wait().await
    }

    async fn end(&mut self) -> Option<ExitStatus> {
        // Signals the whole group; an error means that nothing is left to signal.
        let _ = self.child.start_kill();
        tokio::time::timeout(PIPE_GRACE, self.leader_end()).await.ok()?.ok()
    }
}

impl Drop for Group {
    fn drop(&mut self) {
        if !self.ended {
            let _ = self.child.start_kill();
        }
    }
}

/// One output stream, read to its end by a task.
struct Kept {
    buffer: Arc<Mutex<Buffer>>,
    task: tokio::task::JoinHandle<()>,
}

#[derive(Default)]
struct Buffer {
    bytes: Vec<u8>,
    truncated: bool,
}

struct Text {
    text: String,
    truncated: bool,
}

impl Kept {
    fn drain<Pipe: AsyncRead + Unpin + Send + 'static>(
        pipe: Option<Pipe>,
        most: usize,
        lines: Option<mpsc::Sender<String>>,
    ) -> Self {
        let buffer = Arc::new(Mutex::new(Buffer::default()));
        let shared = Arc::clone(&buffer);
        let task = tokio::spawn(async move {
            let Some(mut pipe) = pipe else { return };
            let mut chunk = vec![0; 16 * 1024];
            let mut teller = lines.map(Teller::new);
            while let Ok(read @ 1..) = pipe.read(&mut chunk).await {
                let got = chunk.get(..read).unwrap_or_default();
                if let Some(teller) = &mut teller {
                    teller.take(got);
                }
                let Ok(mut buffer) = shared.lock() else { return };
                let room = most.saturating_sub(buffer.bytes.len());
                buffer.truncated |= read > room;
                buffer.bytes.extend_from_slice(got.get(..room).unwrap_or(got));
            }
            if let Some(teller) = &mut teller {
                teller.end();
            }
        });
        Self { buffer, task }
    }

    /// Waits for the end of the stream. When a process of the group still holds it open after the command has ended,
    /// the group is ended; when something outside the group does, reading stops.
    async fn finish(mut self, group: &mut Group) -> Text {
        if tokio::time::timeout(PIPE_GRACE, &mut self.task).await.is_err() {
            let _ = group.child.start_kill();
            if tokio::time::timeout(PIPE_GRACE, &mut self.task).await.is_err() {
                self.task.abort();
            }
        }
        let buffer = self.buffer.lock().map(|mut buffer| std::mem::take(&mut *buffer)).unwrap_or_default();
        let plain = strip_ansi_escapes::strip(&buffer.bytes);
        Text { text: String::from_utf8_lossy(&plain).into_owned(), truncated: buffer.truncated }
    }
}

#[cfg(unix)]
fn signal_of(status: ExitStatus) -> Option<i32> {
    std::os::unix::process::ExitStatusExt::signal(&status)
}

#[cfg(not(unix))]
fn signal_of(_: ExitStatus) -> Option<i32> {
    None
}
