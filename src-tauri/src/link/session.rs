//! One conversation with the keeper, from `hello` to its end.

use std::collections::HashMap;
use std::time::Duration;

use clawtray_contract::{
    Answer, AppError, ClientFrame, ClientKind, ErrorCode, KeeperFrame, MAX_FRAME_BYTES, SOCKET_PROTOCOL,
};
use clawtray_platform::socket::{FrameFailure, LineReader, LineWriter, lines};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::sync::{mpsc, oneshot};
use tokio::time::timeout;

use super::{Detail, Wish, gone};
use crate::page::{Ear, LinkState, Push};

/// How a conversation ended.
pub enum Ended {
    /// The keeper went away or cannot be understood.
    Lost(Detail),
    /// The window is closing.
    WindowGone,
}

#[derive(Debug, thiserror::Error)]
enum Trouble {
    #[error(transparent)]
    Frame(#[from] FrameFailure),
    #[error("a frame was not understood: {0}")]
    Json(#[from] serde_json::Error),
    #[error("the keeper did not say hello in time")]
    NoHello,
    #[error("the keeper spoke before its hello")]
    NotHello,
    #[error("the keeper speaks version {0} of the socket protocol, this window version {SOCKET_PROTOCOL}")]
    Protocol(u32),
    #[error("{0}")]
    Refused(AppError),
}

type Waiting = HashMap<u64, oneshot::Sender<Result<Answer, AppError>>>;

/// Speaks with the keeper until one side leaves. Intents still unanswered then get an error.
pub async fn run<C: AsyncRead + AsyncWrite>(
    connection: C,
    ear: &dyn Ear,
    requests: &mut mpsc::Receiver<Wish>,
    hello_limit: Duration,
) -> Ended {
    let (mut reader, mut writer) = lines(connection, MAX_FRAME_BYTES);
    let greeted = timeout(hello_limit, greet(&mut reader, &mut writer)).await;
    let result = match greeted.unwrap_or(Err(Trouble::NoHello)) {
        Ok(true) => {
            ear.take(Push::Link { state: LinkState::Connected });
            converse(&mut reader, &mut writer, ear, requests).await
        }
        Ok(false) => Ok(Ended::Lost(None)),
        Err(trouble) => Err(trouble),
    };
    result.unwrap_or_else(|trouble| Ended::Lost(Some(trouble.to_string())))
}

/// False when the keeper left before its `hello`.
async fn greet<R, W>(reader: &mut LineReader<R>, writer: &mut LineWriter<W>) -> Result<bool, Trouble>
where
    R: AsyncRead + Unpin,
    W: AsyncWrite + Unpin,
{
    let version = env!("CARGO_PKG_VERSION").to_owned();
    send(writer, &ClientFrame::Hello { protocol: SOCKET_PROTOCOL, client: ClientKind::Window, version }).await?;
    let Some(line) = reader.next().await? else { return Ok(false) };
    match serde_json::from_str(&line)? {
        KeeperFrame::Hello { protocol: SOCKET_PROTOCOL, .. } => {}
        KeeperFrame::Hello { protocol, .. } => return Err(Trouble::Protocol(protocol)),
        KeeperFrame::Failure { error, .. } => return Err(Trouble::Refused(error)),
        _ => return Err(Trouble::NotHello),
    }
    send(writer, &ClientFrame::Subscribe).await?;
    Ok(true)
}

async fn converse<R, W>(
    reader: &mut LineReader<R>,
    writer: &mut LineWriter<W>,
    ear: &dyn Ear,
    requests: &mut mpsc::Receiver<Wish>,
) -> Result<Ended, Trouble>
where
    R: AsyncRead + Unpin,
    W: AsyncWrite + Unpin,
{
    let mut waiting = Waiting::new();
    let mut last_id = 0;
    loop {
        tokio::select! {
            line = reader.next() => match line? {
                Some(line) => take(&line, ear, &mut waiting)?,
                None => return Ok(Ended::Lost(None)),
            },
            wish = requests.recv() => match wish {
                None => return Ok(Ended::WindowGone),
                Some(Wish::StartKeeper(reply)) => {
                    let _given_up = reply.send(Ok(()));
                }
                Some(Wish::Send(intent, reply)) => {
                    waiting.retain(|_, reply| !reply.is_closed());
                    last_id += 1;
                    match send(writer, &ClientFrame::Intent { id: last_id, intent }).await {
                        Ok(()) => { waiting.insert(last_id, reply); }
                        Err(Trouble::Frame(FrameFailure::TooLarge { .. })) => {
                            let _given_up = reply.send(Err(AppError::new(ErrorCode::BadRequest, "This request is too long.")));
                        }
                        Err(trouble) => {
                            let _given_up = reply.send(Err(gone()));
                            return Err(trouble);
                        }
                    }
                }
            },
        }
    }
}

fn take(line: &str, ear: &dyn Ear, waiting: &mut Waiting) -> Result<(), Trouble> {
    let (id, result) = match serde_json::from_str(line)? {
        KeeperFrame::Snapshot { snapshot } => {
            ear.take(Push::Snapshot { snapshot });
            return Ok(());
        }
        KeeperFrame::Show { route, gateway } => {
            ear.take(Push::Show { route, gateway });
            return Ok(());
        }
        KeeperFrame::Answer { id, answer } => (id, Ok(answer)),
        KeeperFrame::Failure { id: Some(id), error } => (id, Err(error)),
        KeeperFrame::Failure { id: None, error } => return Err(Trouble::Refused(error)),
        KeeperFrame::Hello { .. } => return Ok(()),
    };
    if let Some(reply) = waiting.remove(&id) {
        let _given_up = reply.send(result);
    }
    Ok(())
}

async fn send<W: AsyncWrite + Unpin>(writer: &mut LineWriter<W>, frame: &ClientFrame) -> Result<(), Trouble> {
    Ok(writer.send(&serde_json::to_string(frame)?).await?)
}
