//! Writes frames, one after the other, and never blocks the reading side.

use futures_util::{Sink, SinkExt as _};
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::{mpsc, watch};
use tokio_tungstenite::tungstenite::protocol::CloseFrame;
use tokio_tungstenite::tungstenite::{Error, Message};

use super::Shared;
use crate::close_code;

/// What the writer is told to send.
pub(crate) enum Outbound {
    /// A text frame.
    Text(String),
    /// A close frame; nothing is written after it.
    Close {
        /// The close code.
        code: u16,
        /// The reason, at most 123 bytes.
        reason: String,
    },
}

/// Sends what arrives until everything that could send is gone, a close was sent, or the connection ended. Gives the
/// reason when writing failed.
pub(crate) async fn write_all<W>(
    mut sink: W,
    mut outbound: mpsc::Receiver<Outbound>,
    mut ended: watch::Receiver<bool>,
    shared: Arc<Shared>,
    deadline: Duration,
) -> Option<&'static str>
where
    W: Sink<Message, Error = Error> + Unpin,
{
    loop {
        let next = tokio::select! {
            next = outbound.recv() => next,
            _ = ended.wait_for(|ended| *ended) => return None,
        };
        let next = next.unwrap_or_else(|| Outbound::Close {
            code: close_code::NORMAL,
            reason: "closed by this client".to_owned(),
        });
        let (message, is_last) = match next {
            Outbound::Text(text) => (Message::text(text), false),
            Outbound::Close { code, reason } => {
                shared.close(code, &reason);
                (Message::Close(Some(CloseFrame { code: code.into(), reason: reason.into() })), true)
            }
        };
        let failure = tokio::select! {
            written = tokio::time::timeout(deadline, sink.send(message)) => match written {
                Ok(Ok(())) => None,
                Ok(Err(_)) => Some("the connection broke while writing"),
                Err(_) => Some("the gateway stopped reading"),
            },
            _ = ended.wait_for(|ended| *ended) => return None,
        };
        if failure.is_some() || is_last {
            return failure;
        }
    }
}
