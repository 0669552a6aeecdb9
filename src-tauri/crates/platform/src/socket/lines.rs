//! Frames over a stream of bytes: one line each, ended by a line feed, valid UTF-8, of a bounded length. What a line
//! means is the caller's affair.

use std::io;

use bytes::BytesMut;
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt, ReadHalf, WriteHalf};

const CHUNK_BYTES: usize = 16 * 1024;

/// What is wrong with a frame. After any of these close the connection: what follows cannot be told from rubbish.
#[derive(Debug, thiserror::Error)]
pub enum FrameFailure {
    /// The frame is longer than allowed.
    #[error("a frame is longer than {limit_bytes} bytes")]
    TooLarge {
        /// The limit, in bytes, without the line feed.
        limit_bytes: usize,
    },
    /// The frame is not UTF-8 text.
    #[error("a frame is not text")]
    NotText,
    /// The other side left in the middle of a frame.
    #[error("the connection ended inside a frame")]
    CutOff,
    /// A frame to be sent holds a line feed and would arrive as two.
    #[error("a frame holds a line feed")]
    HoldsLineFeed,
    /// The connection failed.
    #[error("the connection failed: {0}")]
    Io(#[from] io::Error),
}

/// Splits a connection into a reader and a writer of frames of at most `limit_bytes`.
pub fn lines<S: AsyncRead + AsyncWrite>(
    stream: S,
    limit_bytes: usize,
) -> (LineReader<ReadHalf<S>>, LineWriter<WriteHalf<S>>) {
    let (read, write) = tokio::io::split(stream);
    (LineReader::new(read, limit_bytes), LineWriter::new(write, limit_bytes))
}

/// Reads frames.
#[derive(Debug)]
pub struct LineReader<R> {
    source: R,
    limit_bytes: usize,
    /// Bytes received and not yet handed out.
    held: BytesMut,
    /// So much of `held` is known to have no line feed.
    searched: usize,
    /// The failure that ended the reading, if any.
    broken: Option<fn(usize) -> FrameFailure>,
}

impl<R: AsyncRead + Unpin> LineReader<R> {
    /// A reader of frames of at most `limit_bytes`, the line feed not counted.
    pub fn new(source: R, limit_bytes: usize) -> Self {
        Self { source, limit_bytes, held: BytesMut::new(), searched: 0, broken: None }
    }

    /// The next frame without its line feed (and without a carriage return before it); `None` when the other side has
    /// closed the connection between two frames. Empty lines are passed over. May be dropped and called again
    /// without losing anything.
    ///
    /// # Errors
    /// [`FrameFailure`]. It comes again with every later call.
    pub async fn next(&mut self) -> Result<Option<String>, FrameFailure> {
        loop {
            if let Some(failure) = self.broken {
                return Err(failure(self.limit_bytes));
            }
            if let Some(frame) = self.take_frame()? {
                return Ok(Some(frame));
            }
            self.held.reserve(CHUNK_BYTES);
            let received = self.source.read_buf(&mut self.held).await?;
            if received == 0 {
                return if self.held.is_empty() { Ok(None) } else { Err(self.fail(|_| FrameFailure::CutOff)) };
            }
        }
    }

    fn take_frame(&mut self) -> Result<Option<String>, FrameFailure> {
        loop {
            let unsearched = self.held.get(self.searched..).unwrap_or_default();
            let Some(found) = unsearched.iter().position(|byte| *byte == b'\n') else {
                self.searched = self.held.len();
                if self.held.len() > self.limit_bytes {
                    return Err(self.fail(|limit_bytes| FrameFailure::TooLarge { limit_bytes }));
                }
                return Ok(None);
            };
            let end = self.searched + found;
            let whole = self.held.split_to(end + 1);
            self.searched = 0;
            let frame = whole.get(..end).unwrap_or_default();
            let frame = frame.strip_suffix(b"\r").unwrap_or(frame);
            if frame.len() > self.limit_bytes {
                return Err(self.fail(|limit_bytes| FrameFailure::TooLarge { limit_bytes }));
            }
            if frame.is_empty() {
                continue;
            }
            return match std::str::from_utf8(frame) {
                Ok(frame) => Ok(Some(frame.to_owned())),
                Err(_) => Err(self.fail(|_| FrameFailure::NotText)),
            };
        }
    }

    fn fail(&mut self, failure: fn(usize) -> FrameFailure) -> FrameFailure {
        self.broken = Some(failure);
        self.held = BytesMut::new();
        self.searched = 0;
        failure(self.limit_bytes)
    }
}

/// Writes frames.
#[derive(Debug)]
pub struct LineWriter<W> {
    target: W,
    limit_bytes: usize,
}

impl<W: AsyncWrite + Unpin> LineWriter<W> {
    /// A writer of frames of at most `limit_bytes`, the line feed not counted.
    pub fn new(target: W, limit_bytes: usize) -> Self {
        Self { target, limit_bytes }
    }

    /// Sends one frame. Do not drop this before it is done and then go on: half a frame may be on its way.
    ///
    /// # Errors
    /// [`FrameFailure`]; after [`FrameFailure::TooLarge`] and [`FrameFailure::HoldsLineFeed`] nothing was sent and the
    /// connection is still good.
    pub async fn send(&mut self, frame: &str) -> Result<(), FrameFailure> {
        if frame.len() > self.limit_bytes {
            return Err(FrameFailure::TooLarge { limit_bytes: self.limit_bytes });
        }
        if frame.contains('\n') {
            return Err(FrameFailure::HoldsLineFeed);
        }
        self.target.write_all(frame.as_bytes()).await?;
        self.target.write_all(b"\n").await?;
        Ok(self.target.flush().await?)
    }

    /// Ends our side of the conversation: the other side sees the end after all frames sent.
    ///
    /// # Errors
    /// When the connection has failed already.
    pub async fn close(&mut self) -> Result<(), FrameFailure> {
        Ok(self.target.shutdown().await?)
    }
}
