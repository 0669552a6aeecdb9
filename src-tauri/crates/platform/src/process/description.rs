//! What can be told about a process from outside.

use std::fmt;
use std::path::PathBuf;

use super::{ProcessIdentity, system};

/// At most this many bytes of a command line are kept.
pub(super) const COMMAND_LINE_LIMIT: usize = 4096;
const ARGUMENT_COUNT_LIMIT: usize = 64;

/// The arguments of a process, cut to 4 KiB and 64 arguments. Foreign data which may hold a secret the person typed:
/// its debug form therefore shows only how many arguments there are.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct CommandLine(Vec<String>);

impl CommandLine {
    /// Keeps what fits within the limits. Empty arguments at the end, which a program that renames itself leaves
    /// behind, are dropped.
    pub(super) fn bounded(arguments: impl Iterator<Item = String>) -> Self {
        let mut kept = Vec::new();
        let mut bytes = 0usize;
        for argument in arguments.take(ARGUMENT_COUNT_LIMIT) {
            bytes = bytes.saturating_add(argument.len());
            if bytes > COMMAND_LINE_LIMIT {
                break;
            }
            kept.push(argument);
        }
        while kept.last().is_some_and(String::is_empty) {
            kept.pop();
        }
        Self(kept)
    }

    /// The arguments, the program's own name first. Empty when the system hides them.
    #[must_use]
    pub fn arguments(&self) -> &[String] {
        &self.0
    }
}

impl fmt::Debug for CommandLine {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "<{} arguments>", self.0.len())
    }
}

/// A process as seen from outside. All text in it is foreign: bound it, strip it and escape it before showing it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Description {
    /// The process id.
    pub pid: u32,
    /// The short name. Linux cuts it to 15 bytes.
    pub name: String,
    /// The arguments, as far as the system shows them.
    pub command_line: CommandLine,
    /// The program file, where the system shows it (usually only for processes of the same user).
    pub executable: Option<PathBuf>,
    /// The effective user: a number as text on Unix, a security identifier on Windows.
    pub user_id: Option<String>,
    /// Whether that user is the one we run as. False when unknown.
    pub same_user: bool,
    /// The parent process, where there is one.
    pub parent: Option<u32>,
    /// See [`ProcessIdentity::start_time`].
    pub start_time: u64,
    /// When it started, in milliseconds since 1970. On Linux it may be off by a second.
    pub start_time_unix_ms: Option<u64>,
    /// Memory in use now, in bytes.
    pub resident_bytes: u64,
}

impl Description {
    /// The identity of the described process.
    #[must_use]
    pub fn identity(&self) -> ProcessIdentity {
        ProcessIdentity { pid: self.pid, start_time: self.start_time }
    }
}

/// Describes the process with this id; `None` when there is none.
///
/// Reads the process table: a few system calls on Linux, some milliseconds elsewhere.
#[must_use]
pub fn describe(pid: u32) -> Option<Description> {
    system::describe(pid)
}

/// The live direct children of a process, oldest id first. Empty when the process is gone or is not the one meant.
#[must_use]
pub fn children_of(process: &ProcessIdentity) -> Vec<ProcessIdentity> {
    members(process, |row| row.parent == process.pid && row.pid != process.pid)
}

/// The live processes in the process group this process leads, the leader included. On Windows, which has no process
/// groups, the process and its direct children.
#[must_use]
pub fn group_members(leader: &ProcessIdentity) -> Vec<ProcessIdentity> {
    members(leader, |row| row.group == leader.pid || (cfg!(windows) && row.parent == leader.pid))
}

fn members(of: &ProcessIdentity, belongs: impl Fn(&system::Row) -> bool) -> Vec<ProcessIdentity> {
    if system::start(of.pid).is_none_or(|seen| seen.start_time != of.start_time) {
        return Vec::new();
    }
    let mut found: Vec<ProcessIdentity> = system::list()
        .into_iter()
        // A child cannot be older than its parent; Windows keeps a dead parent's id in the table.
        .filter(|row| !row.ended && row.start_time >= of.start_time && belongs(row))
        .map(|row| ProcessIdentity { pid: row.pid, start_time: row.start_time })
        .collect();
    found.sort_unstable_by_key(|process| process.pid);
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_command_line_is_bounded_and_its_debug_form_hides_it() {
        let long = CommandLine::bounded((0..1000).map(|_| "x".repeat(100)));
        assert!(long.arguments().len() <= 40);
        let secret = CommandLine::bounded(["run".to_owned(), "--token=abc".to_owned()].into_iter());
        assert_eq!(format!("{secret:?}"), "<2 arguments>");
    }
}
