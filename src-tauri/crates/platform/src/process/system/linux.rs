//! Linux: everything comes from `/proc`, read with a limit.

use std::collections::HashMap;
use std::fs;
use std::io::Read;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::path::{Path, PathBuf};

use super::{Row, Socket, Start};
use crate::process::description::{COMMAND_LINE_LIMIT, CommandLine, Description};

/// A `/proc` file of one process is small; `/proc/net/tcp` on a busy machine is not.
const PROCESS_FILE_LIMIT: u64 = 64 * 1024;
const ENVIRONMENT_LIMIT: u64 = 512 * 1024;
const NET_FILE_LIMIT: u64 = 16 * 1024 * 1024;

/// The parts of `/proc/<pid>/stat` we use.
struct Stat {
    name: String,
    state: u8,
    parent: u32,
    group: u32,
    start_ticks: u64,
    resident_pages: u64,
}

pub(in crate::process) fn start(pid: u32) -> Option<Start> {
    let stat = stat(pid)?;
    Some(Start { start_time: stat.start_ticks, ended: stat.ended() })
}

pub(in crate::process) fn boot_id() -> Option<String> {
    let text = read(Path::new("/proc/sys/kernel/random/boot_id"), 128)?;
    Some(String::from_utf8_lossy(&text).trim().to_owned())
}

pub(in crate::process) fn list() -> Vec<Row> {
    pids()
        .filter_map(|pid| {
            let stat = stat(pid)?;
            let ended = stat.ended();
            Some(Row { pid, parent: stat.parent, group: stat.group, start_time: stat.start_ticks, ended })
        })
        .collect()
}

pub(in crate::process) fn describe(pid: u32) -> Option<Description> {
    let stat = stat(pid)?;
    let folder = folder(pid);
    let user = effective_user(&folder);
    let executable = fs::read_link(folder.join("exe")).ok().map(without_deleted_mark);
    let line = read(&folder.join("cmdline"), COMMAND_LINE_LIMIT as u64).unwrap_or_default();
    let arguments = line.split(|byte| *byte == 0).map(|part| String::from_utf8_lossy(part).into_owned());
    let start_time_unix_ms = boot_time_s().map(|boot| {
        let ticks_per_second = rustix::param::clock_ticks_per_second().max(1);
        boot.saturating_mul(1000).saturating_add(stat.start_ticks.saturating_mul(1000) / ticks_per_second)
    });
    Some(Description {
        pid,
        name: stat.name,
        command_line: CommandLine::bounded(arguments),
        executable,
        user_id: user.map(|user| user.to_string()),
        same_user: user == Some(rustix::process::geteuid().as_raw()),
        parent: (stat.parent != 0).then_some(stat.parent),
        start_time: stat.start_ticks,
        start_time_unix_ms,
        resident_bytes: stat.resident_pages.saturating_mul(rustix::param::page_size() as u64),
    })
}

/// The control groups of a process, one line for each hierarchy.
pub(in crate::process) fn control_group(pid: u32) -> Option<String> {
    Some(String::from_utf8_lossy(&read(&folder(pid).join("cgroup"), PROCESS_FILE_LIMIT)?).into_owned())
}

/// The environment a process was started with. It may hold secrets: whoever asks takes out what it knows and lets the
/// rest go.
pub(in crate::process) fn environment(pid: u32) -> Option<Vec<u8>> {
    read(&folder(pid).join("environ"), ENVIRONMENT_LIMIT)
}

/// Listening TCP sockets on this port, or on all where none is named, in this network namespace.
pub(in crate::process) fn listeners(port: Option<u16>) -> std::io::Result<Vec<Socket>> {
    let mut found = Vec::new();
    for (file, must_exist) in [("/proc/self/net/tcp", true), ("/proc/self/net/tcp6", false)] {
        match fs::File::open(file) {
            Ok(opened) => {
                let mut text = String::new();
                opened.take(NET_FILE_LIMIT).read_to_string(&mut text)?;
                found.extend(
                    text.lines()
                        .filter_map(parse_socket)
                        .filter(|socket| port.is_none_or(|port| socket.0.port() == port)),
                );
            }
            Err(error) if must_exist => return Err(error),
            Err(_) => {}
        }
    }
    let owners = if found.is_empty() { HashMap::new() } else { owners_of(&found) };
    Ok(found
        .into_iter()
        .map(|(address, user, inode)| Socket {
            address,
            pid: owners.get(&inode).copied(),
            user_id: Some(user.to_string()),
        })
        .collect())
}

impl Stat {
    fn ended(&self) -> bool {
        matches!(self.state, b'Z' | b'X' | b'x')
    }
}

fn folder(pid: u32) -> PathBuf {
    PathBuf::from(format!("/proc/{pid}"))
}

fn read(path: &Path, limit: u64) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    fs::File::open(path).ok()?.take(limit).read_to_end(&mut bytes).ok()?;
    Some(bytes)
}

fn pids() -> impl Iterator<Item = u32> {
    fs::read_dir("/proc").into_iter().flatten().filter_map(|entry| entry.ok()?.file_name().to_str()?.parse().ok())
}

fn stat(pid: u32) -> Option<Stat> {
    parse_stat(&read(&folder(pid).join("stat"), PROCESS_FILE_LIMIT)?)
}

/// The name stands in brackets and may itself hold brackets and spaces: the last `)` ends it.
fn parse_stat(bytes: &[u8]) -> Option<Stat> {
    let open = bytes.iter().position(|byte| *byte == b'(')?;
    let close = bytes.iter().rposition(|byte| *byte == b')')?;
    let name = String::from_utf8_lossy(bytes.get(open + 1..close)?).into_owned();
    let fields: Vec<&str> = std::str::from_utf8(bytes.get(close + 1..)?).ok()?.split_ascii_whitespace().collect();
    Some(Stat {
        name,
        state: *fields.first()?.as_bytes().first()?,
        parent: fields.get(1)?.parse().ok()?,
        group: fields.get(2)?.parse().unwrap_or(0),
        start_ticks: fields.get(19)?.parse().ok()?,
        resident_pages: fields.get(21)?.parse().unwrap_or(0),
    })
}

fn effective_user(folder: &Path) -> Option<u32> {
    let status = read(&folder.join("status"), PROCESS_FILE_LIMIT)?;
    let status = String::from_utf8_lossy(&status);
    status.lines().find_map(|line| line.strip_prefix("Uid:"))?.split_ascii_whitespace().nth(1)?.parse().ok()
}

fn boot_time_s() -> Option<u64> {
    let stat = read(Path::new("/proc/stat"), NET_FILE_LIMIT)?;
    String::from_utf8_lossy(&stat).lines().find_map(|line| line.strip_prefix("btime "))?.trim().parse().ok()
}

/// The kernel marks the program of a process whose file was replaced, as an update of Node does.
fn without_deleted_mark(path: PathBuf) -> PathBuf {
    match path.to_str().and_then(|text| text.strip_suffix(" (deleted)")) {
        Some(text) => PathBuf::from(text),
        None => path,
    }
}

/// One line of `/proc/net/tcp{,6}`: address, owner's user id and socket number, for listening sockets only.
fn parse_socket(line: &str) -> Option<(SocketAddr, u32, u64)> {
    const LISTENING: &str = "0A";
    let fields: Vec<&str> = line.split_ascii_whitespace().collect();
    if *fields.get(3)? != LISTENING {
        return None;
    }
    let (address, port) = fields.get(1)?.split_once(':')?;
    let port = u16::from_str_radix(port, 16).ok()?;
    let address = match address.len() {
        8 => IpAddr::V4(Ipv4Addr::from(u32::from_str_radix(address, 16).ok()?.to_ne_bytes())),
        32 => {
            let mut bytes = [0u8; 16];
            for (word, out) in bytes.chunks_exact_mut(4).enumerate() {
                let text = address.get(word * 8..word * 8 + 8)?;
                out.copy_from_slice(&u32::from_str_radix(text, 16).ok()?.to_ne_bytes());
            }
            IpAddr::V6(Ipv6Addr::from(bytes))
        }
        _ => return None,
    };
    Some((SocketAddr::new(address, port), fields.get(7)?.parse().ok()?, fields.get(9)?.parse().ok()?))
}

/// Which process holds each of these sockets. A process of another user stays unseen unless we are root. Of several
/// holders (a child inherits its parent's sockets) the one with the lowest id, normally the parent, is named.
fn owners_of(sockets: &[(SocketAddr, u32, u64)]) -> HashMap<u64, u32> {
    let mut owners = HashMap::new();
    let mut pids: Vec<u32> = pids().collect();
    pids.sort_unstable();
    for pid in pids {
        let Ok(descriptors) = fs::read_dir(folder(pid).join("fd")) else { continue };
        for descriptor in descriptors.flatten() {
            let Ok(target) = fs::read_link(descriptor.path()) else { continue };
            let inode = target
                .to_str()
                .and_then(|text| text.strip_prefix("socket:["))
                .and_then(|text| text.strip_suffix(']'))
                .and_then(|text| text.parse::<u64>().ok());
            if let Some(inode) = inode.filter(|inode| sockets.iter().any(|socket| socket.2 == *inode)) {
                owners.entry(inode).or_insert(pid);
            }
        }
        if owners.len() == sockets.len() {
            break;
        }
    }
    owners
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_with_brackets_and_spaces_does_not_shift_the_fields() {
        let line = b"42 (a) b (c) R 7 9 9 0 -1 0 0 0 0 0 0 0 0 0 20 0 1 0 987654 1000 33 0\n";
        let stat = parse_stat(line).unwrap();
        assert_eq!((stat.name.as_str(), stat.state, stat.parent, stat.group), ("a) b (c", b'R', 7, 9));
        assert_eq!((stat.start_ticks, stat.resident_pages), (987_654, 33));
    }

    #[test]
    fn a_cut_stat_line_gives_nothing() {
        assert!(parse_stat(b"42 (sh) R 1 1").is_none());
        assert!(parse_stat(b"").is_none());
        assert!(parse_stat(b")(").is_none());
    }

    #[test]
    fn listening_sockets_are_read_and_others_passed_over() {
        let v4 = "  0: 0100007F:4965 00000000:0000 0A 00000000:00000000 00:00000000 00000000  1000        0 555 1 x";
        assert_eq!(parse_socket(v4), Some(("127.0.0.1:18789".parse().unwrap(), 1000, 555)));
        let v6 =
            "  1: 00000000000000000000000001000000:4965 00000000000000000000000000000000:0000 0A 0:0 0:0 0 0 0 556 1";
        assert_eq!(parse_socket(v6), Some(("[::1]:18789".parse().unwrap(), 0, 556)));
        assert_eq!(parse_socket(&v4.replace(" 0A ", " 01 ")), None);
        assert_eq!(parse_socket("  sl  local_address rem_address   st tx_queue"), None);
    }

    #[test]
    fn the_mark_of_a_replaced_program_is_removed() {
        assert_eq!(without_deleted_mark("/opt/node (deleted)".into()), PathBuf::from("/opt/node"));
    }
}
