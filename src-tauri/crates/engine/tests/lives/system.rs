//! What the system knows: processes of the played gateway, and processes that nobody collected.

use std::{fs, path::Path};

use rustix::process::{Pid, Signal, kill_process};

/// One process as far as the test wants to know.
struct Seen {
    pid: u32,
    parent: u32,
    state: char,
}

fn processes() -> Vec<Seen> {
    let entries = fs::read_dir("/proc").into_iter().flatten().flatten();
    entries
        .filter_map(|entry| {
            let pid: u32 = entry.file_name().to_str()?.parse().ok()?;
            let stat = fs::read_to_string(entry.path().join("stat")).ok()?;
            let mut fields = stat.get(stat.rfind(')')? + 2..)?.split(' ');
            let state = fields.next()?.chars().next()?;
            Some(Seen { pid, parent: fields.next()?.parse().ok()?, state })
        })
        .collect()
}

/// Children of this process.
pub fn children() -> Vec<u32> {
    children_where(|_| true)
}

/// Children of this process that ended and were not collected.
pub fn ended_children() -> Vec<u32> {
    children_where(|seen| seen.state == 'Z')
}

fn children_where(holds: impl Fn(&Seen) -> bool) -> Vec<u32> {
    let here = std::process::id();
    processes().into_iter().filter(|seen| seen.parent == here && holds(seen)).map(|seen| seen.pid).collect()
}

/// Gateways of that entry file that live. A child that a gateway is about to turn into another program looks like one
/// for a moment and is none.
pub fn gateways(entry: &Path) -> Vec<u32> {
    let entry = entry.to_string_lossy().into_owned();
    let alive: Vec<Seen> = processes().into_iter().filter(|seen| seen.state != 'Z' && runs(seen.pid, &entry)).collect();
    let child = |seen: &&Seen| !alive.iter().any(|other| other.pid == seen.parent);
    alive.iter().filter(child).map(|seen| seen.pid).collect()
}

fn runs(pid: u32, entry: &str) -> bool {
    let line = fs::read(format!("/proc/{pid}/cmdline")).unwrap_or_default();
    let line = String::from_utf8_lossy(&line);
    let mut arguments = line.split('\0').skip(1);
    arguments.next() == Some(entry) && arguments.next() == Some("gateway")
}

/// Signals a gateway of that entry file and no other process.
pub fn signal(pid: u32, entry: &Path, signal: Signal) {
    if runs(pid, &entry.to_string_lossy())
        && let Some(pid) = i32::try_from(pid).ok().and_then(Pid::from_raw)
    {
        // It may have ended this very moment.
        let _gone = kill_process(pid, signal);
    }
}

/// Resident memory of this process, KB.
pub fn resident_kb() -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap_or_default();
    line.trim().trim_end_matches(" kB").parse().unwrap_or_default()
}
