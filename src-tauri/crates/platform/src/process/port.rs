//! Who holds a TCP port of this computer, and whether we could.

use std::io::ErrorKind;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

use super::{Description, describe, system};

/// A listening socket that a gateway on the same port would collide with.
#[derive(Debug, Clone)]
pub struct Listener {
    /// Where it listens: a loopback address, or all addresses.
    pub address: SocketAddr,
    /// The process that holds it. `None` when the system hides it, as Linux does for other users' processes.
    pub pid: Option<u32>,
    /// The user that holds it, where known (see [`Description::user_id`]).
    pub user_id: Option<String>,
    /// What is known about the process.
    pub process: Option<Description>,
}

/// Why the port table could not be read.
#[derive(Debug, thiserror::Error)]
#[error("the table of listening sockets cannot be read: {0}")]
pub struct PortFailure(#[from] std::io::Error);

/// Why a loopback port cannot be taken.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BindFailure {
    /// Somebody listens there.
    #[error("{address} is in use")]
    InUse {
        /// The address that is taken.
        address: SocketAddr,
    },
    /// The system reserves this port (on Linux for root below 1024, on Windows in excluded ranges).
    #[error("the system does not let us use {address}")]
    Denied {
        /// The address we asked for.
        address: SocketAddr,
    },
    /// The system failed for another reason.
    #[error("{address} cannot be used: {message}")]
    Other {
        /// The address we asked for.
        address: SocketAddr,
        /// What the system said.
        message: String,
    },
}

/// The socket that listens on this TCP port on a loopback address or on all addresses, if any. An exact loopback
/// address is preferred to all addresses, IPv4 to IPv6. Port 0 belongs to nobody.
///
/// Scans the process table, on a thread of its own: some milliseconds.
///
/// # Errors
/// [`PortFailure`] when the system's table cannot be read.
pub async fn listener_on(port: u16) -> Result<Option<Listener>, PortFailure> {
    if port == 0 {
        return Ok(None);
    }
    tokio::task::spawn_blocking(move || find(port)).await.map_err(|error| PortFailure(std::io::Error::other(error)))?
}

fn find(port: u16) -> Result<Option<Listener>, PortFailure> {
    let mut sockets = system::listeners(Some(port))?;
    sockets.retain(|socket| collides(socket.address.ip()));
    sockets.sort_by_key(|socket| (is_any(socket.address.ip()), socket.address.is_ipv6()));
    Ok(sockets.into_iter().next().map(|socket| {
        let process = socket.pid.and_then(describe);
        let user_id = socket.user_id.or_else(|| process.as_ref()?.user_id.clone());
        Listener { address: socket.address, pid: socket.pid, user_id, process }
    }))
}

/// The port that a process listens on where a client of this computer would reach it, if any: the lowest of several.
///
/// Scans the process table: some milliseconds.
///
/// # Errors
/// [`PortFailure`] when the system's table cannot be read.
pub fn port_of(pid: u32) -> Result<Option<u16>, PortFailure> {
    let sockets = system::listeners(None)?.into_iter();
    let mine = sockets.filter(|socket| socket.pid == Some(pid) && collides(socket.address.ip()));
    Ok(mine.map(|socket| socket.address.port()).min())
}

/// Whether 127.0.0.1 and ::1 are free on this port, found out by taking each for a moment without listening. A
/// computer without IPv6 passes the second. The answer holds for now only. Connections that linger after their end do
/// not count as in use: they do not stop a gateway either.
///
/// # Errors
/// [`BindFailure`] for the first address that cannot be taken.
pub fn can_bind(port: u16) -> Result<(), BindFailure> {
    try_bind(SocketAddr::new(Ipv4Addr::LOCALHOST.into(), port))?;
    try_bind(SocketAddr::new(Ipv6Addr::LOCALHOST.into(), port))
}

fn try_bind(address: SocketAddr) -> Result<(), BindFailure> {
    match bind(address) {
        Ok(()) => Ok(()),
        Err(error) if address.is_ipv6() && no_such_family(&error) => Ok(()),
        Err(error) => Err(match error.kind() {
            ErrorKind::AddrInUse => BindFailure::InUse { address },
            ErrorKind::PermissionDenied => BindFailure::Denied { address },
            _ => BindFailure::Other { address, message: error.to_string() },
        }),
    }
}

fn bind(address: SocketAddr) -> std::io::Result<()> {
    let socket = socket2::Socket::new(socket2::Domain::for_address(address), socket2::Type::STREAM, None)?;
    if address.is_ipv6() {
        socket.set_only_v6(true)?;
    }
    // On Linux this only ignores lingering ends of old connections; a listener still collides, also one on all
    // addresses. On macOS and Windows it would hide such a listener, so there it stays off.
    #[cfg(target_os = "linux")]
    socket.set_reuse_address(true)?;
    socket.bind(&address.into())
}

fn no_such_family(error: &std::io::Error) -> bool {
    #[cfg(unix)]
    let codes = [rustix::io::Errno::AFNOSUPPORT.raw_os_error(), rustix::io::Errno::ADDRNOTAVAIL.raw_os_error()];
    #[cfg(windows)]
    let codes = [10047, 10049]; // WSAEAFNOSUPPORT, WSAEADDRNOTAVAIL
    error.raw_os_error().is_some_and(|code| codes.contains(&code))
}

fn collides(address: IpAddr) -> bool {
    let plain = address.to_canonical();
    plain.is_loopback() || plain.is_unspecified()
}

fn is_any(address: IpAddr) -> bool {
    address.to_canonical().is_unspecified()
}
