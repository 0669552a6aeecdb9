//! The last lines of a unit of the user's manager, from the journal.

use std::{process::Stdio, time::Duration};

use tokio::{io::AsyncReadExt, process::Command};

/// How long the journal may take; it reads from disk.
const LIMIT: Duration = Duration::from_secs(5);

/// Most bytes read.
const LARGEST: u64 = 256 * 1024;

/// The last lines that a process of this unit printed; of every process of it where `pid` is not known. Empty where
/// there is no journal, it may not be read, or it takes too long: lines are a help, never a condition.
pub async fn last_lines(unit: &str, pid: Option<u32>, most: usize) -> Vec<String> {
    match tokio::time::timeout(LIMIT, read(unit, pid, most)).await {
        Ok(Some(text)) => text.lines().map(str::to_owned).collect(),
        _ => Vec::new(),
    }
}

async fn read(unit: &str, pid: Option<u32>, most: usize) -> Option<String> {
    let most = most.to_string();
    let unit = format!("_SYSTEMD_USER_UNIT={unit}");
    let mut command = Command::new("journalctl");
    command.args(["--user", "--quiet", "--no-pager", "--output=cat", "--boot", "--lines", &most, &unit]);
    if let Some(pid) = pid {
        command.arg(format!("_PID={pid}"));
    }
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null()).kill_on_drop(true);
    let mut child = command.spawn().ok()?;
    let mut bytes = Vec::new();
    child.stdout.take()?.take(LARGEST).read_to_end(&mut bytes).await.ok()?;
    Some(String::from_utf8_lossy(&bytes).into_owned())
}
