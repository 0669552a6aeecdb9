//! A child process that is not left behind.

use std::{
    fs::File,
    io::{BufRead, BufReader},
    path::Path,
    process::{Child, Command, ExitStatus, Stdio},
    sync::mpsc::Sender,
    thread,
    time::{Duration, Instant},
};

use anyhow::{Context as _, Result, bail};

use crate::{command::shown, run::Event};

/// A running program in a process group of its own, so that Ctrl-C reaches only this one. Dropping it ends it.
pub(super) struct Program {
    name: String,
    child: Child,
}

impl Program {
    /// Starts it, with both outputs into `log`, else shown.
    pub(super) fn start(mut command: Command, log: Option<&Path>) -> Result<Self> {
        if let Some(log) = log {
            let file = File::create(log).with_context(|| log.display().to_string())?;
            command.stdout(file.try_clone()?).stderr(file);
        }
        Self::spawn(command)
    }

    /// Starts it and sends each line of its standard output as a status.
    pub(super) fn start_reading(mut command: Command, events: Sender<Event>) -> Result<Self> {
        command.stdout(Stdio::piped());
        let mut program = Self::spawn(command)?;
        if let Some(stdout) = program.child.stdout.take() {
            thread::spawn(move || {
                for line in BufReader::new(stdout).lines().map_while(Result::ok) {
                    let _ = events.send(Event::Status(line));
                }
                let _ = events.send(Event::StatusEnded);
            });
        }
        Ok(program)
    }

    fn spawn(mut command: Command) -> Result<Self> {
        command.stdin(Stdio::null());
        #[cfg(unix)]
        std::os::unix::process::CommandExt::process_group(&mut command, 0);
        let name = shown(&command);
        let child = command.spawn().with_context(|| format!("{name} could not be started"))?;
        Ok(Self { name, child })
    }

    /// Waits for its end.
    pub(super) fn wait(&mut self, limit: Duration) -> Result<ExitStatus> {
        let deadline = Instant::now() + limit;
        loop {
            if let Some(status) = self.child.try_wait()? {
                return Ok(status);
            }
            if deadline <= Instant::now() {
                bail!("`{}` did not end", self.name);
            }
            thread::sleep(Duration::from_millis(20));
        }
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        #[cfg(unix)]
        if self.wait(Duration::ZERO).is_err()
            && let Some(pid) = rustix::process::Pid::from_raw(self.child.id().cast_signed())
        {
            let _ = rustix::process::kill_process_group(pid, rustix::process::Signal::TERM);
            let _ = self.wait(Duration::from_secs(5));
        }
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
