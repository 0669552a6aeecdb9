//! From a TCP connection to an accepted hello.

use super::budget::{Budget, Budgeted};
use super::queue::{EventStream, Queue};
use super::reader::{Ending, Reader, SeqCounter, closed_by_peer};
use super::writer::{Outbound, write_all};
use super::{Calls, Session, Shared};
use crate::bounded::{CODE_BYTES, bounded};
use crate::close_code;
use crate::connect::ConnectRequest;
use crate::endpoint::{Endpoint, Transport, is_private};
use crate::failure::{ConnectFailure, NotAGateway, Stage};
use crate::frame::{self, Inbound, WireError};
use crate::hello::Hello;
use crate::identity::DeviceIdentity;
use crate::limits::Limits;
use crate::tls;
use futures_util::{SinkExt as _, StreamExt as _};
use serde_json::Value;
use std::sync::atomic::AtomicU64;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio::sync::{mpsc, watch};
use tokio::time::Instant;
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::protocol::WebSocketConfig;
use tokio_tungstenite::tungstenite::{Error, Message};

/// Messages that may come before the challenge or the hello without being it.
const MAX_STRAY_MESSAGES: u32 = 64;
/// How long the close frame after a refusal is awaited.
const CLOSE_WAIT: Duration = Duration::from_millis(500);
/// Request frames that wait for the writer.
const OUTBOUND_FRAMES: usize = 64;
/// How long the end of a connection may take, in either direction.
const FAREWELL: Duration = Duration::from_secs(1);
/// What a close frame has room for.
const CLOSE_REASON_BYTES: usize = 123;
const CONNECT_ID: &str = "connect";

type Socket<S> = WebSocketStream<Budgeted<S>>;

/// Opens one connection, without any proxy and without trying again.
///
/// # Errors
/// Everything that kept the hello from coming, sorted; see [`ConnectFailure`].
pub async fn open(
    endpoint: &Endpoint,
    request: &ConnectRequest,
    identity: &DeviceIdentity,
    limits: &Limits,
) -> Result<(Session, EventStream), ConnectFailure> {
    let deadline = Instant::now() + limits.hello_deadline;
    let connected =
        tokio::time::timeout_at(deadline, TcpStream::connect((endpoint.host.as_str(), endpoint.port))).await;
    let stream = match connected {
        Ok(Ok(stream)) => stream,
        Ok(Err(error)) => return Err(ConnectFailure::Unreachable(error.kind())),
        Err(_) => return Err(ConnectFailure::HandshakeTimeout(Stage::Tcp)),
    };
    // Small frames should leave at once; a socket that cannot do so still works.
    let _without_delay = stream.set_nodelay(true);
    match endpoint.transport {
        Transport::Plain => {
            // A name may lead anywhere: what counts is who is there.
            let peer = stream.peer_addr().map_err(|error| ConnectFailure::Unreachable(error.kind()))?.ip();
            if !is_private(peer) {
                return Err(ConnectFailure::NotPrivate(peer));
            }
            open_by(deadline, stream, endpoint, request, identity, limits).await
        }
        Transport::Tls(pin) => {
            let shaken = tokio::time::timeout_at(deadline, tls::handshake(stream, &endpoint.host, pin)).await;
            let stream = shaken.unwrap_or(Err(ConnectFailure::HandshakeTimeout(Stage::Tls)))?;
            open_by(deadline, stream, endpoint, request, identity, limits).await
        }
    }
}

/// As [`open`], over a stream that is connected already.
///
/// # Errors
/// As [`open`].
pub async fn open_over<S>(
    stream: S,
    endpoint: &Endpoint,
    request: &ConnectRequest,
    identity: &DeviceIdentity,
    limits: &Limits,
) -> Result<(Session, EventStream), ConnectFailure>
where
    S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    open_by(Instant::now() + limits.hello_deadline, stream, endpoint, request, identity, limits).await
}

/// True when whoever listens there speaks as a gateway does: it takes the connection over to the gateway's protocol and
/// sends the challenge. Nothing of ours is told. Any doubt, and no answer within `patience`, is no.
pub async fn answers_challenge(endpoint: &Endpoint, patience: Duration) -> bool {
    let look = async {
        let stream = TcpStream::connect((endpoint.host.as_str(), endpoint.port)).await.ok()?;
        let limits = Limits::default();
        let (stream, budget) = Budgeted::new(stream, limits.pre_hello_bytes);
        let mut handshake = Handshake { stage: Stage::Upgrade, budget, seq: SeqCounter::new() };
        let config = WebSocketConfig::default()
            .max_message_size(Some(limits.frame_bytes))
            .max_frame_size(Some(limits.frame_bytes));
        let url = format!("ws://{}/", endpoint.authority());
        let upgraded = tokio_tungstenite::client_async_with_config(url, stream, Some(config)).await;
        let (mut socket, _response) = upgraded.ok()?;
        handshake.challenge(&mut socket).await.ok()
    };
    tokio::time::timeout(patience, look).await.ok().flatten().is_some()
}

async fn open_by<S>(
    deadline: Instant,
    stream: S,
    endpoint: &Endpoint,
    request: &ConnectRequest,
    identity: &DeviceIdentity,
    limits: &Limits,
) -> Result<(Session, EventStream), ConnectFailure>
where
    S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    let (stream, budget) = Budgeted::new(stream, limits.pre_hello_bytes);
    let mut handshake = Handshake { stage: Stage::Upgrade, budget, seq: SeqCounter::new() };
    let opened = tokio::time::timeout_at(deadline, handshake.run(stream, endpoint, request, identity, limits)).await;
    let (socket, hello) = match opened {
        Ok(opened) => opened?,
        Err(_) => return Err(ConnectFailure::HandshakeTimeout(handshake.stage)),
    };
    handshake.budget.lift();
    Ok(start(socket, hello, handshake.seq, limits))
}

struct Handshake {
    stage: Stage,
    budget: Budget,
    seq: SeqCounter,
}

impl Handshake {
    async fn run<S>(
        &mut self,
        stream: Budgeted<S>,
        endpoint: &Endpoint,
        request: &ConnectRequest,
        identity: &DeviceIdentity,
        limits: &Limits,
    ) -> Result<(Socket<S>, Hello), ConnectFailure>
    where
        S: AsyncRead + AsyncWrite + Unpin,
    {
        let config = WebSocketConfig::default()
            .read_buffer_size(32 * 1024)
            .write_buffer_size(0)
            .max_message_size(Some(limits.frame_bytes))
            .max_frame_size(Some(limits.frame_bytes));
        let url = format!("ws://{}/", endpoint.authority());
        let upgraded = tokio_tungstenite::client_async_with_config(url, stream, Some(config)).await;
        let (mut socket, _response) = upgraded.map_err(|error| self.failure_of(error))?;
        self.stage = Stage::Challenge;
        let (nonce, challenge_ts_ms) = self.challenge(&mut socket).await?;
        self.stage = Stage::Hello;
        let text = frame::request(CONNECT_ID, "connect", &request.params(identity, &nonce, challenge_ts_ms));
        socket.send(Message::text(text)).await.map_err(|error| self.failure_of(error))?;
        let hello = match self.answer(&mut socket).await? {
            Ok(payload) => Hello::read(payload, challenge_ts_ms)
                .ok_or(ConnectFailure::NotAGateway(NotAGateway::Malformed("its answer to connect is not a hello")))?,
            Err(error) => {
                let code = tokio::time::timeout(CLOSE_WAIT, close_code_of(&mut socket)).await.ok().flatten();
                return Err(ConnectFailure::from_answer(error, Some(challenge_ts_ms), code));
            }
        };
        let spoken = u64::from(request.min_protocol)..=u64::from(request.max_protocol);
        if !spoken.contains(&hello.protocol) {
            return Err(ConnectFailure::ProtocolMismatch {
                gateway_protocol: Some(hello.protocol),
                gateway_minimum: None,
            });
        }
        Ok((socket, hello))
    }

    async fn challenge<S>(&mut self, socket: &mut Socket<S>) -> Result<(String, i64), ConnectFailure>
    where
        S: AsyncRead + AsyncWrite + Unpin,
    {
        for _ in 0..MAX_STRAY_MESSAGES {
            let text = self.text(socket).await?;
            let Ok(Inbound::Event { name, payload, seq }) = frame::decode(&text) else { continue };
            if name != "connect.challenge" {
                self.seq.accept(seq);
                continue;
            }
            let payload = frame::value_of(payload);
            let nonce = payload["nonce"].as_str().filter(|nonce| !nonce.is_empty() && nonce.len() <= CODE_BYTES);
            return match (nonce, payload["ts"].as_i64()) {
                (Some(nonce), Some(ts)) => Ok((nonce.to_owned(), ts)),
                _ => Err(ConnectFailure::NotAGateway(NotAGateway::Malformed("its challenge lacks nonce or time"))),
            };
        }
        Err(ConnectFailure::NotAGateway(NotAGateway::NoChallenge))
    }

    async fn answer<S>(&mut self, socket: &mut Socket<S>) -> Result<Result<Value, WireError>, ConnectFailure>
    where
        S: AsyncRead + AsyncWrite + Unpin,
    {
        for _ in 0..MAX_STRAY_MESSAGES {
            let text = self.text(socket).await?;
            match frame::decode(&text) {
                Ok(Inbound::Response { id, outcome }) if id == CONNECT_ID => return Ok(outcome.map(frame::value_of)),
                // A gateway that could not read the request answers without its id.
                Ok(Inbound::Response { outcome: Err(error), .. }) => return Ok(Err(error)),
                Ok(Inbound::Event { seq, .. }) => {
                    self.seq.accept(seq);
                }
                _ => {}
            }
        }
        Err(ConnectFailure::NotAGateway(NotAGateway::Malformed("it never answered connect")))
    }

    /// The next text message.
    async fn text<S>(&mut self, socket: &mut Socket<S>) -> Result<String, ConnectFailure>
    where
        S: AsyncRead + AsyncWrite + Unpin,
    {
        loop {
            match socket.next().await {
                Some(Ok(Message::Text(text))) => return Ok(text.as_str().to_owned()),
                Some(Ok(Message::Close(frame))) => {
                    let ending = closed_by_peer(frame);
                    return Err(ConnectFailure::from_close(ending.code, &ending.reason));
                }
                Some(Ok(_)) => {}
                Some(Err(error)) => return Err(self.failure_of(error)),
                None => return Err(ConnectFailure::from_close(close_code::ABNORMAL, "")),
            }
        }
    }

    fn failure_of(&self, error: Error) -> ConnectFailure {
        if self.budget.is_spent() {
            return ConnectFailure::TooLarge;
        }
        match error {
            Error::Http(response) => {
                let body = response.body().as_deref().unwrap_or_default();
                let error_type = serde_json::from_slice::<Value>(body)
                    .ok()
                    .and_then(|body| body["error"]["type"].as_str().map(|kind| bounded(kind, CODE_BYTES).to_owned()));
                ConnectFailure::NotAGateway(NotAGateway::HttpStatus { status: response.status().as_u16(), error_type })
            }
            Error::Capacity(_) => ConnectFailure::TooLarge,
            Error::Utf8(_) => ConnectFailure::NotAGateway(NotAGateway::Malformed("it sent text that is not UTF-8")),
            Error::Io(error) if self.stage == Stage::Upgrade && error.kind() == std::io::ErrorKind::InvalidData => {
                ConnectFailure::NotAGateway(NotAGateway::NoUpgrade)
            }
            Error::Io(_) | Error::ConnectionClosed | Error::AlreadyClosed => {
                ConnectFailure::from_close(close_code::ABNORMAL, "")
            }
            Error::Protocol(tokio_tungstenite::tungstenite::error::ProtocolError::HandshakeIncomplete)
            | Error::Protocol(tokio_tungstenite::tungstenite::error::ProtocolError::ResetWithoutClosingHandshake) => {
                ConnectFailure::from_close(close_code::ABNORMAL, "")
            }
            _ if self.stage == Stage::Upgrade => ConnectFailure::NotAGateway(NotAGateway::NoUpgrade),
            _ => ConnectFailure::NotAGateway(NotAGateway::Malformed("it broke the WebSocket protocol")),
        }
    }
}

async fn close_code_of<S>(socket: &mut Socket<S>) -> Option<u16>
where
    S: AsyncRead + AsyncWrite + Unpin,
{
    while let Some(Ok(message)) = socket.next().await {
        if let Message::Close(frame) = message {
            return frame.map(|frame| frame.code.into());
        }
    }
    None
}

fn start<S>(socket: Socket<S>, hello: Hello, seq: SeqCounter, limits: &Limits) -> (Session, EventStream)
where
    S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    let queue = Queue::new(limits.queued_events, limits.queued_bytes);
    let events = queue.stream();
    let agreed = usize::try_from(hello.policy.max_payload).unwrap_or(usize::MAX);
    let silence = Duration::from_millis(hello.policy.tick_interval_ms.saturating_mul(2));
    let shared = Arc::new(Shared {
        hello,
        calls: Mutex::new(Calls::default()),
        next_id: AtomicU64::new(1),
        messages: AtomicU64::new(0),
        ignored: AtomicU64::new(0),
        queue,
    });
    let (outbound, outbound_frames) = mpsc::channel(OUTBOUND_FRAMES);
    let (ended_sender, ended) = watch::channel(false);
    let (sink, mut stream) = socket.split();
    let mut reader = Reader {
        shared: Arc::clone(&shared),
        seq,
        silence,
        frame_bytes: limits.frame_bytes.min(agreed.max(1024 * 1024)),
        event_bytes: limits.event_bytes,
        wanted_events: limits.wanted_events,
    };
    let mut writer =
        tokio::spawn(write_all(sink, outbound_frames, ended.clone(), Arc::clone(&shared), limits.write_deadline));
    let to_writer = outbound.downgrade();
    tokio::spawn(async move {
        let mut writer_done = false;
        let ending = tokio::select! {
            ending = reader.read_all(&mut stream) => Some(ending),
            written = &mut writer => {
                writer_done = true;
                match written {
                    // The gateway's own last words may still be unread when writing fails.
                    Ok(Some(failure)) => Some(
                        tokio::time::timeout(FAREWELL, reader.read_all(&mut stream))
                            .await
                            .unwrap_or_else(|_| Ending::broken(failure)),
                    ),
                    Ok(None) | Err(_) => None,
                }
            }
        };
        if let Some(ending) = ending {
            let reason = bounded(&ending.reason, CLOSE_REASON_BYTES);
            reader.shared.close(ending.code, reason);
            if ending.ours
                && let Some(to_writer) = to_writer.upgrade()
            {
                // A full queue means the gateway no longer reads: it need not be told.
                let _full = to_writer.try_send(Outbound::Close { code: ending.code, reason: reason.to_owned() });
            } else {
                ended_sender.send_replace(true);
            }
        }
        // The close frame goes out, or the answer to ours comes in; neither may take long.
        let farewell = async {
            if !writer_done {
                let _written = (&mut writer).await;
            }
            while let Some(Ok(_)) = stream.next().await {}
        };
        let _late = tokio::time::timeout(FAREWELL, farewell).await;
        writer.abort();
        reader.shared.close(close_code::ABNORMAL, "");
        ended_sender.send_replace(true);
    });
    (Session { shared, outbound, ended }, events)
}
