//! A child process in a process group of its own: its lines, its end, and the end of everything it started.

use std::{
    io::{BufRead, BufReader, Read},
    os::fd::{AsFd, OwnedFd},
    os::unix::process::CommandExt,
    process::{Child, Command, ExitStatus, Stdio},
    sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError},
    thread,
    time::{Duration, Instant},
};

use rustix::{
    event::{PollFd, PollFlags, Timespec, poll},
    process::{Pid, PidfdFlags, Signal, kill_process_group, pidfd_open},
};

use super::error::{DesktopError, Result};

/// Lines kept of one program; the oldest go first.
const KEPT_LINES: usize = 20_000;

#[derive(Debug, Default)]
struct Kept {
    lines: Vec<String>,
    /// Outputs that may still bring more.
    open: usize,
}

#[derive(Debug, Default)]
struct Output {
    kept: Mutex<Kept>,
    changed: Condvar,
}

impl Output {
    fn lock(&self) -> MutexGuard<'_, Kept> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits while `unmet` says so, at most `timeout`.
    fn wait_while(&self, timeout: Duration, unmet: impl Fn(&Kept) -> bool) -> MutexGuard<'_, Kept> {
        let kept = self.lock();
        self.changed.wait_timeout_while(kept, timeout, |kept| unmet(kept)).unwrap_or_else(PoisonError::into_inner).0
    }
}

/// A running program. Dropping it ends its whole process group: first politely, after three seconds by force.
#[derive(Debug)]
pub struct Program {
    name: String,
    child: Child,
    pid: Pid,
    watch: OwnedFd,
    output: Arc<Output>,
    ended: Option<ExitStatus>,
}

impl Program {
    /// Starts `command` in a process group of its own and collects the lines of both outputs. Standard input stays
    /// as `command` has it.
    ///
    /// # Errors
    /// The program cannot be started.
    pub fn start(name: &str, mut command: Command) -> Result<Self> {
        command.stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut program = Self::start_raw(name, command)?;
        if let Some(stdout) = program.child.stdout.take() {
            program.collect(stdout);
        }
        if let Some(stderr) = program.child.stderr.take() {
            program.collect(stderr);
        }
        Ok(program)
    }

    /// As [`Program::start`], with the outputs left as `command` has them.
    pub(super) fn start_raw(name: &str, mut command: Command) -> Result<Self> {
        let start = |source| DesktopError::Start { program: name.to_owned(), source };
        let mut child = command.process_group(0).spawn().map_err(start)?;
        let opened = Pid::from_raw(child.id().cast_signed())
            .ok_or(rustix::io::Errno::SRCH)
            .and_then(|pid| Ok((pid, pidfd_open(pid, PidfdFlags::empty())?)));
        let (pid, watch) = match opened {
            Ok(opened) => opened,
            Err(errno) => {
                let _ = child.kill();
                let _ = child.wait();
                return Err(start(errno.into()));
            }
        };
        Ok(Self { name: name.to_owned(), child, pid, watch, output: Arc::default(), ended: None })
    }

    fn collect(&self, pipe: impl Read + Send + 'static) {
        self.output.lock().open += 1;
        let output = Arc::clone(&self.output);
        thread::spawn(move || {
            let mut pipe = BufReader::new(pipe);
            let mut bytes = Vec::new();
            while matches!(pipe.read_until(b'\n', &mut bytes), Ok(read) if read > 0) {
                let line = String::from_utf8_lossy(&bytes).trim_end().to_owned();
                bytes.clear();
                let mut kept = output.lock();
                if kept.lines.len() == KEPT_LINES {
                    kept.lines.drain(..KEPT_LINES / 2);
                }
                kept.lines.push(line);
                output.changed.notify_all();
            }
            output.lock().open -= 1;
            output.changed.notify_all();
        });
    }

    /// The process id, which is also the id of its process group.
    #[must_use]
    pub fn id(&self) -> u32 {
        self.child.id()
    }

    pub(super) fn child(&mut self) -> &mut Child {
        &mut self.child
    }

    /// What it wrote so far, both outputs in the order they came.
    #[must_use]
    pub fn lines(&self) -> Vec<String> {
        self.output.lock().lines.clone()
    }

    /// Waits for a line that contains `part`, also among those already written.
    ///
    /// # Errors
    /// No such line in time; the error carries the last lines.
    pub fn wait_for_line(&self, part: &str, timeout: Duration) -> Result<String> {
        let found = |kept: &Kept| kept.lines.iter().find(|line| line.contains(part)).cloned();
        let kept = self.output.wait_while(timeout, |kept| found(kept).is_none());
        found(&kept).ok_or_else(|| DesktopError::Timeout {
            what: format!("line of {} with {part:?}", self.name),
            waited: timeout,
            seen: last_lines(&kept.lines),
        })
    }

    /// Waits for its end.
    ///
    /// # Errors
    /// It still runs after `timeout`; the error carries the last lines.
    pub fn wait(&mut self, timeout: Duration) -> Result<ExitStatus> {
        if let Some(status) = self.ended {
            return Ok(status);
        }
        if !readable(&self.watch, timeout)? {
            let what = format!("end of {}", self.name);
            return Err(DesktopError::Timeout { what, waited: timeout, seen: last_lines(&self.output.lock().lines) });
        }
        self.reap()
    }

    /// Whether it still runs.
    pub fn is_running(&mut self) -> bool {
        self.ended.is_none() && self.wait(Duration::ZERO).is_err()
    }

    /// Collects the ended child. What is left of its group is killed while the dead leader still holds the group's
    /// id, so that no stranger can have taken it.
    fn reap(&mut self) -> Result<ExitStatus> {
        let _ = kill_process_group(self.pid, Signal::KILL);
        let status = self.child.wait()?;
        self.ended = Some(status);
        Ok(status)
    }

    /// Sends `signal` to the whole group, unless the program has ended.
    pub fn signal(&self, signal: Signal) {
        if self.ended.is_none() {
            let _ = kill_process_group(self.pid, signal);
        }
    }

    /// Ends the group: TERM, then after `grace` KILL. Returns how the program ended.
    ///
    /// # Errors
    /// The system does not let it be collected.
    pub fn end(&mut self, grace: Duration) -> Result<ExitStatus> {
        self.signal(Signal::TERM);
        self.wait(grace).or_else(|_| {
            self.signal(Signal::KILL);
            self.wait(Duration::from_secs(10))
        })
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        let _ = self.end(Duration::from_secs(3));
    }
}

fn last_lines(lines: &[String]) -> String {
    if lines.is_empty() { "no output".to_owned() } else { lines[lines.len().saturating_sub(15)..].join("\n    ") }
}

/// Waits until `fd` can be read, or its other end is closed. For a pidfd: until the process has ended.
pub(super) fn readable(fd: &impl AsFd, timeout: Duration) -> Result<bool> {
    let deadline = Instant::now() + timeout;
    loop {
        let left = deadline.saturating_duration_since(Instant::now());
        let left = Timespec::try_from(left).map_err(std::io::Error::other)?;
        match poll(&mut [PollFd::new(fd, PollFlags::IN)], Some(&left)) {
            Ok(ready) => return Ok(ready > 0),
            Err(rustix::io::Errno::INTR) => {}
            Err(errno) => return Err(std::io::Error::from(errno).into()),
        }
    }
}

/// Runs `command` to its end, with a limit, and gives its status and output. `input` goes to its standard input.
pub(super) fn output(name: &str, mut command: Command, input: &str, timeout: Duration) -> Result<(ExitStatus, String)> {
    use std::io::Write;
    command.stdin(Stdio::piped());
    let mut program = Program::start(name, command)?;
    if let Some(mut stdin) = program.child().stdin.take() {
        // A program that does not read its input may have ended already: its status tells.
        let _ = stdin.write_all(input.as_bytes());
    }
    let status = program.wait(timeout)?;
    // The outputs close with the program, unless it left a child behind that holds them.
    drop(program.output.wait_while(Duration::from_secs(2), |kept| kept.open > 0));
    Ok((status, program.lines().join("\n")))
}
