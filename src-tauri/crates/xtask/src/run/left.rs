//! What is still running when everything should have ended.

use std::{
    path::Path,
    thread,
    time::{Duration, Instant},
};

/// Waits up to `grace` until no process of `folder` runs, and kills what still does. Gives what had to be killed.
///
/// Only Linux lets one see what a process inherited; elsewhere nothing is looked at.
pub(super) fn end(folder: &Path, grace: Duration) -> Vec<String> {
    let deadline = Instant::now() + grace;
    loop {
        let left = processes(folder);
        if left.is_empty() {
            return Vec::new();
        }
        if deadline <= Instant::now() {
            return left.into_iter().map(|(pid, command)| end_one(pid, &command)).collect();
        }
        thread::sleep(Duration::from_millis(50));
    }
}

#[cfg(target_os = "linux")]
fn processes(folder: &Path) -> Vec<(u32, String)> {
    clawtray_testkit::desktop::processes_of(folder, &[]).into_iter().map(|left| (left.pid, left.command)).collect()
}

#[cfg(not(target_os = "linux"))]
fn processes(_folder: &Path) -> Vec<(u32, String)> {
    Vec::new()
}

fn end_one(pid: u32, command: &str) -> String {
    #[cfg(unix)]
    if let Some(pid) = rustix::process::Pid::from_raw(pid.cast_signed()) {
        let _ = rustix::process::kill_process(pid, rustix::process::Signal::KILL);
    }
    format!("{pid} {command}")
}

/// Whether a process of this id runs.
pub(super) fn alive(pid: u32) -> bool {
    #[cfg(unix)]
    {
        let Some(pid) = rustix::process::Pid::from_raw(pid.cast_signed()) else { return false };
        !matches!(rustix::process::test_kill_process(pid), Err(rustix::io::Errno::SRCH))
    }
    #[cfg(not(unix))]
    {
        let filter = format!("PID eq {pid}");
        let listed = std::process::Command::new("tasklist").args(["/NH", "/FI", &filter]).output();
        listed.map_or(true, |listed| String::from_utf8_lossy(&listed.stdout).contains(&pid.to_string()))
    }
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::*;

    #[test]
    fn a_process_that_does_not_end_is_killed_and_named() {
        let folder = tempfile::tempdir().unwrap();
        let mut child = std::process::Command::new("sleep").arg("600").env("HERE", folder.path()).spawn().unwrap();
        assert!(alive(child.id()));
        // Until exec is through, the child shows the environment of this test.
        let named = loop {
            let named = end(folder.path(), Duration::ZERO);
            if !named.is_empty() {
                break named;
            }
        };
        assert_eq!(named, [format!("{} sleep 600", child.id())]);
        assert!(!child.wait().unwrap().success());
        assert!(!alive(child.id()));
        assert!(end(folder.path(), Duration::ZERO).is_empty());
    }
}
