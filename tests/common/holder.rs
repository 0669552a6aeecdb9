//! A program that holds a port and is no gateway.

use std::{
    io::{BufRead, BufReader},
    process::{Child, Command, Stdio},
};

/// Ended when it is dropped.
pub struct Holder(Child);

impl Holder {
    /// A web server on that port of this computer.
    pub fn of(port: u16) -> Self {
        let mut command = Command::new("python3");
        command.args(["-u", "-m", "http.server", "--bind", "127.0.0.1", &port.to_string()]);
        Self::by(command)
    }

    /// By a command that prints a line once it listens, and none where it cannot.
    pub fn by(mut command: Command) -> Self {
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().expect("python3 is there");
        let mut said = String::new();
        BufReader::new(child.stdout.take().expect("its output")).read_line(&mut said).unwrap();
        assert!(!said.is_empty(), "the other program listens");
        Self(child)
    }

    /// The number of its process.
    pub fn id(&self) -> u32 {
        self.0.id()
    }

    pub fn lives(&mut self) -> bool {
        self.0.try_wait().is_ok_and(|ended| ended.is_none())
    }
}

impl Drop for Holder {
    fn drop(&mut self) {
        // It is the test's own; it may have ended by itself.
        let _gone = self.0.kill();
        let _collected = self.0.wait();
    }
}
