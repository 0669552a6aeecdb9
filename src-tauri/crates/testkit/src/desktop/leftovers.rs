//! Finds processes of this session by what every one of them inherits: the session's folder in its environment.

use std::{fs, path::Path};

use rustix::process::{Pid, Signal, kill_process};

/// A process that belongs to a private desktop.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Leftover {
    /// Process id.
    pub pid: u32,
    /// Its command line, for people.
    pub command: String,
}

/// Processes whose environment names `folder`, without `except`. Processes of other people are not looked at: their
/// environment cannot be read. Programs that ended and wait for their parent have no environment any more.
#[must_use]
pub fn processes_of(folder: &Path, except: &[u32]) -> Vec<Leftover> {
    let needle = folder.as_os_str().as_encoded_bytes();
    let mut found = Vec::new();
    for entry in fs::read_dir("/proc").into_iter().flatten().flatten() {
        let Some(pid) = entry.file_name().to_str().and_then(|name| name.parse::<u32>().ok()) else { continue };
        if except.contains(&pid) || pid == std::process::id() {
            continue;
        }
        let Ok(environment) = fs::read(entry.path().join("environ")) else { continue };
        if contains(&environment, needle) {
            let command = fs::read(entry.path().join("cmdline")).unwrap_or_default();
            let command = String::from_utf8_lossy(&command).replace('\0', " ").trim().to_owned();
            found.push(Leftover { pid, command });
        }
    }
    found
}

fn contains(hay: &[u8], needle: &[u8]) -> bool {
    !needle.is_empty() && hay.windows(needle.len()).any(|window| window == needle)
}

/// Ends every process of the session without `except`, twice, because one may start another meanwhile.
pub(super) fn end_all(folder: &Path, except: &[u32]) {
    for _ in 0..2 {
        for leftover in processes_of(folder, except) {
            if let Some(pid) = Pid::from_raw(leftover.pid.cast_signed()) {
                let _ = kill_process(pid, Signal::KILL);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_is_found_inside_an_environment_block() {
        assert!(contains(b"A=1\0HOME=/tmp/ct-1/home\0", b"/tmp/ct-1"));
        assert!(!contains(b"A=1\0HOME=/tmp/ct-2/home\0", b"/tmp/ct-1"));
        assert!(!contains(b"A=1", b""));
    }
}
