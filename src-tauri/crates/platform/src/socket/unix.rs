//! A Unix domain socket.

use std::io::{self, ErrorKind};
use std::os::unix::fs::{FileTypeExt, MetadataExt, PermissionsExt};
use std::path::{Path, PathBuf};
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::{UnixListener, UnixStream};

use super::SocketFailure;
use crate::lock::KeeperLock;

/// How long a socket found in our place may take to accept before it counts as answering all the same.
const OCCUPANT_PATIENCE: Duration = Duration::from_secs(2);

/// The keeper's end of the socket. Dropping it removes the socket from the disk.
#[derive(Debug)]
pub struct Listener {
    listener: UnixListener,
    path: PathBuf,
    /// Device and number of our socket file, so that we never remove another's.
    file: (u64, u64),
}

/// One conversation with a process of this user.
#[derive(Debug)]
pub struct Connection {
    stream: UnixStream,
    peer_pid: Option<u32>,
}

impl Listener {
    /// Listens. The folder must exist and be ours alone (see [`crate::paths::Paths::create`]). The lock proves that no
    /// other keeper runs, so a socket nobody answers at is a left-over and replaced.
    ///
    /// # Errors
    /// [`SocketFailure::InUse`] when somebody answers there all the same, [`SocketFailure::NotASocket`] when something
    /// else lies there.
    pub async fn bind(path: &Path, _lock: &KeeperLock) -> Result<Self, SocketFailure> {
        if std::os::unix::net::SocketAddr::from_pathname(path).is_err() {
            return Err(SocketFailure::PathTooLong { path: path.to_owned() });
        }
        remove_left_over(path).await?;
        let listener = UnixListener::bind(path).map_err(|error| name(path, error))?;
        // Nobody could have come in before this: the folder keeps others out.
        std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o600)).map_err(|error| name(path, error))?;
        let file = std::fs::symlink_metadata(path).map_err(|error| name(path, error))?;
        Ok(Self { listener, path: path.to_owned(), file: (file.dev(), file.ino()) })
    }

    /// Waits for the next conversation. May be dropped and called again without losing one.
    ///
    /// # Errors
    /// [`SocketFailure::OtherUser`] when another user's process came; it was turned away, go on accepting. The same
    /// holds for [`SocketFailure::Io`], after a pause: the system may be out of file descriptors.
    pub async fn accept(&self) -> Result<Connection, SocketFailure> {
        let (stream, _) = self.listener.accept().await?;
        checked(stream)
    }

    /// Where it listens.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }
}

impl Drop for Listener {
    fn drop(&mut self) {
        if std::fs::symlink_metadata(&self.path).is_ok_and(|found| (found.dev(), found.ino()) == self.file) {
            // If this fails the next keeper removes it.
            let _left = std::fs::remove_file(&self.path);
        }
    }
}

/// Connects to the keeper.
///
/// # Errors
/// [`SocketFailure::NobodyAnswers`] when there is no keeper, [`SocketFailure::OtherUser`] when somebody else sits
/// there.
pub async fn connect(path: &Path, timeout: Duration) -> Result<Connection, SocketFailure> {
    match tokio::time::timeout(timeout, UnixStream::connect(path)).await {
        Err(_) => Err(SocketFailure::TimedOut { path: path.to_owned() }),
        Ok(Ok(stream)) => checked(stream),
        Ok(Err(error)) => Err(name(path, error)),
    }
}

/// The user at the other end is told by the kernel and cannot be forged.
fn checked(stream: UnixStream) -> Result<Connection, SocketFailure> {
    let peer = stream.peer_cred()?;
    if peer.uid() != rustix::process::geteuid().as_raw() {
        return Err(SocketFailure::OtherUser);
    }
    let peer_pid = peer.pid().and_then(|pid| u32::try_from(pid).ok());
    Ok(Connection { stream, peer_pid })
}

async fn remove_left_over(path: &Path) -> Result<(), SocketFailure> {
    match std::fs::symlink_metadata(path) {
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(name(path, error)),
        Ok(found) if !found.file_type().is_socket() => {
            return Err(SocketFailure::NotASocket { path: path.to_owned() });
        }
        Ok(_) => {}
    }
    match tokio::time::timeout(OCCUPANT_PATIENCE, UnixStream::connect(path)).await {
        Ok(Err(error)) if error.kind() == ErrorKind::ConnectionRefused => {
            std::fs::remove_file(path).map_err(|error| name(path, error))
        }
        Ok(Err(error)) if error.kind() == ErrorKind::NotFound => Ok(()),
        Ok(Err(error)) => Err(name(path, error)),
        Ok(Ok(_)) | Err(_) => Err(SocketFailure::InUse { path: path.to_owned() }),
    }
}

fn name(path: &Path, error: io::Error) -> SocketFailure {
    let path = path.to_owned();
    match error.kind() {
        ErrorKind::NotFound | ErrorKind::ConnectionRefused => SocketFailure::NobodyAnswers { path },
        ErrorKind::PermissionDenied => SocketFailure::Denied { path },
        ErrorKind::AddrInUse => SocketFailure::InUse { path },
        ErrorKind::InvalidInput => SocketFailure::PathTooLong { path },
        _ => SocketFailure::Io(error),
    }
}

impl Connection {
    /// The process at the other end, where the system tells.
    #[must_use]
    pub fn peer_pid(&self) -> Option<u32> {
        self.peer_pid
    }
}

impl AsyncRead for Connection {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(context, buffer)
    }
}

impl AsyncWrite for Connection {
    fn poll_write(mut self: Pin<&mut Self>, context: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write(context, bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}
