//! Shared by the tests that run real processes.
#![allow(dead_code)]

use std::ffi::OsString;
use std::future::Future;
use std::path::{Path, PathBuf};
use std::time::Duration;

use clawtray_platform::output::{Line, LineLimits, OutputFile, OutputTail, Position};
use clawtray_platform::process::{Child, LaunchSpec, spawn};

/// Long enough for a busy computer; reached only when a test fails.
pub const PATIENCE: Duration = Duration::from_secs(20);
pub const QUIET: Duration = Duration::from_millis(50);

pub async fn soon<T>(what: impl Future<Output = T>) -> T {
    tokio::time::timeout(PATIENCE, what).await.expect("this should have happened by now")
}

/// Asks again and again, for what the system does not announce.
pub async fn eventually(what: &str, condition: impl Fn() -> bool) {
    let until = std::time::Instant::now() + PATIENCE;
    while !condition() {
        assert!(std::time::Instant::now() < until, "{what} did not come true");
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
}

pub struct Stage {
    pub folder: tempfile::TempDir,
    pub output: OutputFile,
}

impl Stage {
    pub fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let output = OutputFile::open(&folder.path().join("gateway.log"), 1 << 20, 2).unwrap();
        Self { folder, output }
    }

    pub fn spec(&self, program: &str, arguments: &[&str]) -> LaunchSpec<'_> {
        LaunchSpec {
            program: PathBuf::from(program),
            arguments: arguments.iter().map(OsString::from).collect(),
            environment: vec![("PATH".into(), std::env::var_os("PATH").unwrap())],
            working_folder: self.folder.path().to_owned(),
            output: &self.output,
            end_with_parent: false,
        }
    }

    pub fn shell(&self, script: &str) -> Child {
        spawn(&self.spec("/bin/sh", &["-c", script])).unwrap()
    }

    pub fn lines(&self) -> Lines {
        Lines::of(self.output.path())
    }
}

/// Lines one by one.
pub struct Lines {
    tail: OutputTail,
    waiting: std::collections::VecDeque<Line>,
}

impl Lines {
    pub fn of(path: &Path) -> Self {
        let tail = OutputTail::new(path, Position::default(), LineLimits::default(), QUIET);
        Self { tail, waiting: Default::default() }
    }

    pub async fn next(&mut self) -> Line {
        while self.waiting.is_empty() {
            self.waiting.extend(soon(self.tail.next()).await.unwrap().lines);
        }
        self.waiting.pop_front().unwrap()
    }
}

/// This test program itself, set to run only its ignored test `name`, as a process of its own.
pub fn part(name: &str) -> std::process::Command {
    let mut command = std::process::Command::new(std::env::current_exe().unwrap());
    command.args(["--ignored", "--exact", name, "--test-threads=1", "-q"]);
    command
}
