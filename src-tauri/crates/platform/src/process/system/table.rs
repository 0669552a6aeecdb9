//! macOS and Windows: what does not need to be exact comes from libraries.

use sysinfo::{Pid, ProcessRefreshKind, ProcessesToUpdate, System, UpdateKind};

use super::{Socket, start};
use crate::process::description::{CommandLine, Description};

pub(in crate::process) fn describe(pid: u32) -> Option<Description> {
    let wanted = [Pid::from_u32(pid), Pid::from_u32(std::process::id())];
    let details = ProcessRefreshKind::nothing()
        .with_memory()
        .with_cmd(UpdateKind::Always)
        .with_exe(UpdateKind::Always)
        .with_user(UpdateKind::Always);
    let mut system = System::new().ok()?;
    system.refresh_processes_specifics(ProcessesToUpdate::Some(&wanted), true, details);
    let process = system.process(wanted[0])?;
    let user = process.effective_user_id().or_else(|| process.user_id());
    let ours = system.process(wanted[1]).and_then(|ours| ours.effective_user_id().or_else(|| ours.user_id()));
    Some(Description {
        pid,
        name: process.name().to_string_lossy().into_owned(),
        command_line: CommandLine::bounded(process.cmd().iter().map(|part| part.to_string_lossy().into_owned())),
        executable: process.exe().map(Into::into),
        user_id: user.map(|user| user.to_string()),
        same_user: user.is_some() && user == ours,
        parent: process.parent().map(Pid::as_u32),
        start_time: start(pid)?.start_time,
        start_time_unix_ms: process.start_time().checked_mul(1000),
        resident_bytes: process.memory(),
    })
}

pub(in crate::process) fn listeners(port: Option<u16>) -> std::io::Result<Vec<Socket>> {
    let all = listeners::get_all().map_err(|error| std::io::Error::other(error.to_string()))?;
    Ok(all
        .into_iter()
        .filter(|found| {
            port.is_none_or(|port| found.socket.port() == port)
                && found.protocol == listeners::Protocol::TCP
                && found.state == listeners::SocketState::Listen
        })
        .map(|found| Socket { address: found.socket, pid: Some(found.process.pid), user_id: None })
        .collect())
}
