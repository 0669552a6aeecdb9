//! One conversation.

use std::{sync::Arc, time::Duration};

use clawtray_contract::{
    AppError, ClientFrame, ClientKind, ErrorCode, Intent, KeeperFrame, MAX_FRAME_BYTES, SOCKET_PROTOCOL, Snapshot,
};
use clawtray_core::Surface;
use clawtray_engine::Fleet;
use clawtray_platform::socket::{Connection, FrameFailure, LineReader, LineWriter, lines};
use tokio::{
    io::{AsyncRead, AsyncWrite},
    sync::{mpsc, watch},
    task::JoinSet,
};

use crate::{
    VERSION,
    windows::{Place, Windows},
};

/// How long the greeting may take.
const GREETING: Duration = Duration::from_secs(10);

/// How long one frame may take to leave before the program counts as stuck.
const PATIENCE: Duration = Duration::from_secs(30);

/// Wishes of one program under way at the same time.
const WISHES: usize = 32;

/// The line feed does not count for the reader.
const LIMIT: usize = MAX_FRAME_BYTES - 1;

/// Serves one program to its end.
pub(super) async fn serve(connection: Connection, fleet: Fleet, windows: Arc<Windows>) {
    let (mut reader, writer) = lines(connection, LIMIT);
    let mut out = Out(writer);
    let outcome = match tokio::time::timeout(GREETING, greet(&mut reader)).await {
        Ok(Ok(kind)) => {
            let outcome = talk(reader, &mut out, kind, fleet.clone(), windows).await;
            if kind == ClientKind::Window {
                // However it ended, it is in front of nobody now.
                let _ = fleet.ask(Intent::Looking { route: None }, Surface::Window).await;
            }
            outcome
        }
        Ok(Err(gone)) => Err(gone),
        Err(_) => Err(Gone::Told(bad_request("No greeting came."))),
    };
    if let Err(Gone::Told(error)) = outcome {
        tracing::info!(error = error.message, "a program was not understood");
        // It may be gone already; the connection ends either way.
        let _told = out.send(&KeeperFrame::Failure { id: None, error }).await;
        let _closed = out.0.close().await;
    }
}

/// Why a conversation ended.
enum Gone {
    /// The other side left.
    Left,
    /// It is told why, then left.
    Told(AppError),
}

impl From<FrameFailure> for Gone {
    fn from(failure: FrameFailure) -> Self {
        match failure {
            FrameFailure::TooLarge { .. } | FrameFailure::NotText => Self::Told(bad_request(&failure.to_string())),
            FrameFailure::CutOff | FrameFailure::HoldsLineFeed | FrameFailure::Io(_) => Self::Left,
        }
    }
}

fn bad_request(detail: &str) -> AppError {
    let message = "This message was not understood. The program that sent it may be of another version.";
    AppError { detail: Some(detail.to_owned()), ..AppError::new(ErrorCode::BadRequest, message) }
}

fn parse(frame: &str) -> Result<ClientFrame, Gone> {
    serde_json::from_str(frame).map_err(|error| {
        // The parser's words may repeat the frame; its place is enough.
        Gone::Told(bad_request(&format!("line {}, column {}", error.line(), error.column())))
    })
}

async fn greet<R: AsyncRead + Unpin>(reader: &mut LineReader<R>) -> Result<ClientKind, Gone> {
    let frame = reader.next().await?.ok_or(Gone::Left)?;
    match parse(&frame)? {
        ClientFrame::Hello { protocol: SOCKET_PROTOCOL, client, .. } => Ok(client),
        ClientFrame::Hello { protocol, .. } => Err(Gone::Told(AppError::new(
            ErrorCode::Protocol,
            format!(
                "This program speaks version {protocol} of Clawtray's protocol, the running keeper version \
                 {SOCKET_PROTOCOL}. Quit Clawtray and start it again."
            ),
        ))),
        _ => Err(Gone::Told(bad_request("the first message must be a greeting"))),
    }
}

async fn talk<R, W>(
    mut reader: LineReader<R>,
    out: &mut Out<W>,
    kind: ClientKind,
    fleet: Fleet,
    windows: Arc<Windows>,
) -> Result<(), Gone>
where
    R: AsyncRead + Unpin,
    W: AsyncWrite + Unpin,
{
    let pid = std::process::id();
    out.send(&KeeperFrame::Hello { protocol: SOCKET_PROTOCOL, version: VERSION.to_owned(), pid }).await?;
    let mut shows = (kind == ClientKind::Window).then(|| windows.connected());
    let mut snapshots: Option<watch::Receiver<Arc<Snapshot>>> = None;
    let mut wishes = JoinSet::new();
    loop {
        tokio::select! {
            frame = reader.next(), if wishes.len() < WISHES => match parse(&frame?.ok_or(Gone::Left)?)? {
                ClientFrame::Hello { .. } => return Err(Gone::Told(bad_request("a second greeting"))),
                ClientFrame::Subscribe => {
                    let mut subscribed = fleet.snapshots();
                    subscribed.mark_changed();
                    snapshots = Some(subscribed);
                }
                ClientFrame::Intent { id, intent } => {
                    wishes.spawn(wish(fleet.clone(), id, intent, kind));
                }
            },
            Some(answered) = wishes.join_next(), if !wishes.is_empty() => {
                if let Ok(frame) = answered {
                    out.send(&frame).await?;
                }
            }
            newest = newest(&mut snapshots) => {
                out.send(&KeeperFrame::Snapshot { snapshot: Box::new(Snapshot::clone(&newest)) }).await?;
            }
            Place { route, gateway } = next_show(&mut shows) => {
                out.send(&KeeperFrame::Show { route, gateway }).await?;
            }
        }
    }
}

async fn wish(fleet: Fleet, id: u64, intent: Intent, kind: ClientKind) -> KeeperFrame {
    let surface = match kind {
        ClientKind::Window => Surface::Window,
        ClientKind::CommandLine => Surface::CommandLine,
    };
    match fleet.ask(intent, surface).await {
        Ok(answer) => KeeperFrame::Answer { id, answer },
        Err(error) => KeeperFrame::Failure { id: Some(id), error },
    }
}

/// The newest snapshot once there is one that was not sent; whatever came in between is skipped.
async fn newest(snapshots: &mut Option<watch::Receiver<Arc<Snapshot>>>) -> Arc<Snapshot> {
    if let Some(snapshots) = snapshots
        && snapshots.changed().await.is_ok()
    {
        return snapshots.borrow_and_update().clone();
    }
    std::future::pending().await
}

async fn next_show(shows: &mut Option<mpsc::Receiver<Place>>) -> Place {
    if let Some(shows) = shows
        && let Some(place) = shows.recv().await
    {
        return place;
    }
    std::future::pending().await
}

struct Out<W>(LineWriter<W>);

impl<W: AsyncWrite + Unpin> Out<W> {
    async fn send(&mut self, frame: &KeeperFrame) -> Result<(), Gone> {
        let text = serde_json::to_string(frame).map_err(|_| Gone::Left)?;
        match tokio::time::timeout(PATIENCE, self.0.send(&text)).await {
            Ok(sent) => Ok(sent.map_err(|_| Gone::Left)?),
            Err(_) => {
                tracing::info!("a program does not read and is let go");
                Err(Gone::Left)
            }
        }
    }
}
