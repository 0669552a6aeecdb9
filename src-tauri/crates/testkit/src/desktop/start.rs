//! Starting helpers that say on their first line that they are ready.

use std::{
    fs::File,
    io::{BufRead, BufReader},
    os::fd::OwnedFd,
    process::{Command, Stdio},
    time::Duration,
};

use super::{
    error::{DesktopError, Result},
    program::{Program, readable},
};

/// Starts `command` and waits for the first line of its standard output.
pub(super) fn first_line(name: &str, mut command: Command, timeout: Duration) -> Result<(Program, String)> {
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null());
    let mut program = Program::start_raw(name, command)?;
    let not_ready = |why: &str| DesktopError::NotReady { program: name.to_owned(), why: why.to_owned() };
    let stdout = program.child().stdout.take().ok_or_else(|| not_ready("no output"))?;
    if !readable(&stdout, timeout)? {
        return Err(not_ready("it said nothing"));
    }
    let mut line = String::new();
    BufReader::new(File::from(OwnedFd::from(stdout))).read_line(&mut line)?;
    let line = line.trim().to_owned();
    if line.is_empty() { Err(not_ready("it ended")) } else { Ok((program, line)) }
}
