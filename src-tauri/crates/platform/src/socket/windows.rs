//! A named pipe whose access list admits its owner only.

use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use interprocess::os::windows::named_pipe::PipeListenerOptions;
use interprocess::os::windows::named_pipe::pipe_mode::Bytes;
use interprocess::os::windows::named_pipe::tokio::{DuplexPipeStream, PipeListener};
use interprocess::os::windows::security_descriptor::SecurityDescriptor;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use widestring::u16cstr;

use super::SocketFailure;
use crate::lock::KeeperLock;
use crate::process::describe;

/// How long to pause before asking again for a pipe whose places are all taken.
const BUSY_PAUSE: Duration = Duration::from_millis(20);

/// The keeper's end of the pipe.
#[derive(Debug)]
pub struct Listener {
    listener: PipeListener<Bytes, Bytes>,
    path: PathBuf,
}

/// One conversation with a process of this user.
#[derive(Debug)]
pub struct Connection {
    stream: DuplexPipeStream<Bytes>,
    peer_pid: Option<u32>,
}

impl Listener {
    /// Listens. The lock proves that no other keeper runs. A pipe ends with its process, so nothing can be left over.
    ///
    /// # Errors
    /// [`SocketFailure::InUse`] when another process has taken the name.
    #[allow(clippy::unused_async)] // As on Unix, where it asks who is there first.
    pub async fn bind(path: &Path, _lock: &KeeperLock) -> Result<Self, SocketFailure> {
        // All rights for the owner, none for anyone else, nothing inherited.
        let owner_only = SecurityDescriptor::deserialize(u16cstr!("D:P(A;;GA;;;OW)"))?;
        let listener = PipeListenerOptions::new()
            .path(path)
            .security_descriptor(Some(owner_only))
            .create_tokio_duplex::<Bytes>()
            .map_err(|error| match error.kind() {
                // The name exists and its owner does not let us add to it, or does not let anyone be second.
                ErrorKind::PermissionDenied | ErrorKind::AddrInUse => SocketFailure::InUse { path: path.to_owned() },
                _ => SocketFailure::Io(error),
            })?;
        Ok(Self { listener, path: path.to_owned() })
    }

    /// Waits for the next conversation.
    ///
    /// # Errors
    /// [`SocketFailure::OtherUser`] when another user's process came; it was turned away, go on accepting. The same
    /// holds for [`SocketFailure::Io`], after a pause.
    pub async fn accept(&self) -> Result<Connection, SocketFailure> {
        let stream = self.listener.accept().await?;
        let pid = stream.client_process_id()?;
        checked(stream, pid)
    }

    /// The pipe's name.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }
}

/// Connects to the keeper.
///
/// # Errors
/// [`SocketFailure::NobodyAnswers`] when there is no keeper, [`SocketFailure::OtherUser`] when somebody else took its
/// name.
pub async fn connect(path: &Path, timeout: Duration) -> Result<Connection, SocketFailure> {
    const ALL_PLACES_TAKEN: i32 = 231; // ERROR_PIPE_BUSY
    let attempt = async {
        loop {
            match DuplexPipeStream::<Bytes>::connect_by_path(path).await {
                Ok(stream) => return Ok(stream),
                Err(error) if error.raw_os_error() == Some(ALL_PLACES_TAKEN) => {
                    tokio::time::sleep(BUSY_PAUSE).await;
                }
                Err(error) => return Err(error),
            }
        }
    };
    match tokio::time::timeout(timeout, attempt).await {
        Err(_) => Err(SocketFailure::TimedOut { path: path.to_owned() }),
        Ok(Ok(stream)) => {
            let pid = stream.server_process_id()?;
            checked(stream, pid)
        }
        Ok(Err(error)) => Err(match error.kind() {
            ErrorKind::NotFound => SocketFailure::NobodyAnswers { path: path.to_owned() },
            ErrorKind::PermissionDenied => SocketFailure::Denied { path: path.to_owned() },
            _ => SocketFailure::Io(error),
        }),
    }
}

fn checked(stream: DuplexPipeStream<Bytes>, pid: u32) -> Result<Connection, SocketFailure> {
    if describe(pid).is_some_and(|process| process.same_user) {
        Ok(Connection { stream, peer_pid: Some(pid) })
    } else {
        Err(SocketFailure::OtherUser)
    }
}

impl Connection {
    /// The process at the other end.
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
