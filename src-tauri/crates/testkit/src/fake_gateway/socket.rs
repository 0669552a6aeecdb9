//! One WebSocket of a fake gateway, after the upgrade.

use super::handshake::{Judgement, challenge, judge};
use super::script::{OnConnect, Reply};
use super::{Call, State, device};
use futures_util::{SinkExt as _, StreamExt as _};
use serde_json::{Value, json};
use std::sync::Arc;
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::sync::mpsc;
use tokio::time::MissedTickBehavior;
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::protocol::frame::Frame;
use tokio_tungstenite::tungstenite::protocol::frame::coding::{Data, OpCode};
use tokio_tungstenite::tungstenite::protocol::{CloseFrame, Role};

/// A flood comes in so many pieces a second.
const BEATS_A_SECOND: u64 = 100;
const BEAT: Duration = Duration::from_millis(1_000 / BEATS_A_SECOND);

/// Something that is no proper message of the protocol.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Raw {
    /// A text frame with any text.
    Text(String),
    /// A text frame whose bytes need not be UTF-8.
    TextBytes(Vec<u8>),
    /// A binary frame.
    Binary(Vec<u8>),
    /// A ping.
    Ping(Vec<u8>),
}

/// What the test tells a connection to do.
#[derive(Debug, Clone)]
pub(crate) enum Command {
    Emit { event: String, payload: Value },
    SkipSeq(u64),
    Raw(Raw),
    Flood { texts: Arc<[String]>, per_second: u64 },
    Reply { id: Value, reply: Reply },
    ReleaseHeld,
    Close { code: u16, reason: String },
    Cut,
}

struct Connection<S> {
    socket: WebSocketStream<S>,
    state: Arc<State>,
    commands: mpsc::UnboundedSender<Command>,
    held: Vec<(Value, Reply)>,
    seq: u64,
    flood: (Arc<[String]>, u64),
}

/// The connection is over.
struct Over;

/// Serves one client until it leaves or is thrown out.
pub(crate) async fn serve<S>(stream: S, state: Arc<State>, on_connect: OnConnect)
where
    S: AsyncRead + AsyncWrite + Unpin,
{
    let socket = WebSocketStream::from_raw_socket(stream, Role::Server, None).await;
    let (commands, mut incoming) = mpsc::unbounded_channel();
    let mut connection = Connection { socket, state, commands, held: Vec::new(), seq: 0, flood: (Arc::new([]), 0) };
    let Ok(scopes) = connection.shake_hands(on_connect).await else { return };
    let id = connection.state.join(connection.commands.clone(), scopes);
    connection.state.note(|record| record.accepted += 1);
    let _over = connection.run(&mut incoming).await;
    connection.state.leave(id);
}

impl<S> Connection<S>
where
    S: AsyncRead + AsyncWrite + Unpin,
{
    async fn send(&mut self, message: Message) -> Result<(), Over> {
        self.socket.send(message).await.map_err(|_| Over)
    }

    async fn send_json(&mut self, value: &Value) -> Result<(), Over> {
        self.send(Message::text(value.to_string())).await
    }

    async fn send_raw(&mut self, raw: Raw) -> Result<(), Over> {
        self.send(match raw {
            Raw::Text(text) => Message::text(text),
            Raw::TextBytes(bytes) => Message::Frame(Frame::message(bytes, OpCode::Data(Data::Text), true)),
            Raw::Binary(bytes) => Message::binary(bytes),
            Raw::Ping(bytes) => Message::Ping(bytes.into()),
        })
        .await
    }

    async fn close(&mut self, code: u16, reason: String) -> Over {
        let frame = CloseFrame { code: code.into(), reason: reason.into() };
        if self.send(Message::Close(Some(frame))).await.is_ok() {
            // The client's own close frame ends it in good order.
            while let Some(Ok(_)) = self.socket.next().await {}
        }
        Over
    }

    /// The next text message; other messages are recorded.
    async fn text(&mut self) -> Result<String, Over> {
        loop {
            match self.socket.next().await {
                Some(Ok(Message::Text(text))) => {
                    let text = text.as_str().to_owned();
                    self.state.note(|record| record.frames.push(text.clone()));
                    return Ok(text);
                }
                Some(Ok(Message::Pong(bytes))) => self.state.note(|record| record.pongs.push(bytes.to_vec())),
                Some(Ok(Message::Close(Some(frame)))) => {
                    self.state.note(|record| {
                        record.client_closes.push((frame.code.into(), frame.reason.as_str().to_owned()));
                    });
                }
                Some(Ok(_)) => {}
                Some(Err(_)) | None => return Err(Over),
            }
        }
    }

    async fn idle(&mut self) -> Over {
        while self.text().await.is_ok() {}
        Over
    }

    async fn shake_hands(&mut self, on_connect: OnConnect) -> Result<Vec<String>, Over> {
        match &on_connect {
            OnConnect::NoChallenge => return Err(self.idle().await),
            OnConnect::Before(raws) => {
                for raw in raws.clone() {
                    self.send_raw(raw).await?;
                }
            }
            _ => {}
        }
        let challenge = challenge();
        self.send_json(&json!({ "type": "event", "event": "connect.challenge", "payload": challenge })).await?;
        let frame: Value = serde_json::from_str(&self.text().await?).unwrap_or(Value::Null);
        if frame["type"] != "req" || frame["method"] != "connect" {
            let message = "invalid handshake: first request must be connect";
            let error = json!({ "code": "INVALID_REQUEST", "message": message });
            self.send_json(&json!({ "type": "res", "id": frame["id"], "ok": false, "error": error })).await?;
            return Err(self.close(1008, message.to_owned()).await);
        }
        let id = frame["id"].clone();
        let params = frame["params"].clone();
        self.state.note(|record| record.connects.push(params.clone()));
        let judgement = match on_connect {
            OnConnect::Refuse { error, close } => Judgement::Refused { error, close },
            OnConnect::Close(code, reason) => return Err(self.close(code, reason).await),
            OnConnect::NoAnswer => return Err(self.idle().await),
            OnConnect::Cut => return Err(Over),
            _ => judge(&self.state, &params, &challenge),
        };
        match judgement {
            Judgement::Accepted { hello, scopes } => {
                self.send_json(&json!({ "type": "res", "id": id, "ok": true, "payload": hello })).await?;
                Ok(scopes)
            }
            Judgement::Refused { error, close } => {
                self.send_json(&json!({ "type": "res", "id": id, "ok": false, "error": error })).await?;
                match close {
                    Some((code, reason)) => Err(self.close(code, reason).await),
                    None => Err(self.idle().await),
                }
            }
        }
    }

    async fn run(&mut self, incoming: &mut mpsc::UnboundedReceiver<Command>) -> Result<(), Over> {
        let (period, ticks) = {
            let script = self.state.script();
            (Duration::from_millis(script.tick_interval_ms.max(1)), script.sends_ticks)
        };
        let mut tick = tokio::time::interval_at(tokio::time::Instant::now() + period, period);
        let mut beat = tokio::time::interval(BEAT);
        beat.set_missed_tick_behavior(MissedTickBehavior::Skip);
        enum Next {
            Beat,
            Text(String),
            Command(Command),
            Tick,
        }
        loop {
            let next = tokio::select! {
                text = self.text() => Next::Text(text?),
                Some(command) = incoming.recv() => Next::Command(command),
                _ = tick.tick(), if ticks => Next::Tick,
                _ = beat.tick(), if self.flood.1 > 0 => Next::Beat,
            };
            match next {
                Next::Beat => self.flood_on().await?,
                Next::Text(text) => self.receive(&text).await?,
                Next::Command(command) => self.obey(command).await?,
                Next::Tick => self.emit("tick", json!({ "ts": 0 })).await?,
            }
        }
    }

    /// Sends one beat's share. Whoever reads too slowly gets fewer: nothing piles up here.
    async fn flood_on(&mut self) -> Result<(), Over> {
        let (texts, per_second) = self.flood.clone();
        let share = per_second / BEATS_A_SECOND;
        for text in texts.iter().cycle().take(usize::try_from(share).unwrap_or(usize::MAX)) {
            self.socket.feed(Message::text(text.clone())).await.map_err(|_| Over)?;
        }
        self.socket.flush().await.map_err(|_| Over)?;
        self.state.note(|record| record.flooded += share);
        Ok(())
    }

    async fn emit(&mut self, event: &str, payload: Value) -> Result<(), Over> {
        self.seq += 1;
        self.send_json(&json!({ "type": "event", "event": event, "payload": payload, "seq": self.seq })).await
    }

    async fn obey(&mut self, command: Command) -> Result<(), Over> {
        match command {
            Command::Emit { event, payload } => self.emit(&event, payload).await,
            Command::SkipSeq(count) => {
                self.seq += count;
                Ok(())
            }
            Command::Raw(raw) => self.send_raw(raw).await,
            Command::Flood { texts, per_second } => {
                self.flood = (texts, per_second);
                Ok(())
            }
            Command::Reply { id, reply } => self.reply(id, reply).await,
            Command::ReleaseHeld => {
                while let Some((id, reply)) = self.held.pop() {
                    self.reply(id, reply).await?;
                }
                Ok(())
            }
            Command::Close { code, reason } => Err(self.close(code, reason).await),
            Command::Cut => Err(Over),
        }
    }

    async fn receive(&mut self, text: &str) -> Result<(), Over> {
        let Ok(frame) = serde_json::from_str::<Value>(text) else { return Ok(()) };
        let Some(method) = frame["method"].as_str() else { return Ok(()) };
        let params = frame["params"].clone();
        self.state.note(|record| record.calls.push(Call { method: method.to_owned(), params: params.clone() }));
        let scripted = self.state.script().methods.get(method).cloned();
        let reply = match scripted {
            Some(answer) => answer(&params),
            None => built_in(&self.state, method, &params),
        };
        self.reply(frame["id"].clone(), reply).await
    }

    async fn reply(&mut self, id: Value, reply: Reply) -> Result<(), Over> {
        match reply {
            Reply::Ok(payload) => {
                self.send_json(&json!({ "type": "res", "id": id, "ok": true, "payload": payload })).await
            }
            Reply::Text(payload) => {
                let text = format!(r#"{{"type":"res","id":{id},"ok":true,"payload":{payload}}}"#);
                self.send(Message::text(text)).await
            }
            Reply::Error(error) => {
                self.send_json(&json!({ "type": "res", "id": id, "ok": false, "error": error })).await
            }
            Reply::After(delay, reply) => {
                let commands = self.commands.clone();
                tokio::spawn(async move {
                    tokio::time::sleep(delay).await;
                    // The connection may have ended meanwhile.
                    let _gone = commands.send(Command::Reply { id, reply: *reply });
                });
                Ok(())
            }
            Reply::Held(reply) => {
                self.held.push((id, *reply));
                Ok(())
            }
            Reply::Never => Ok(()),
        }
    }
}

fn built_in(state: &State, method: &str, params: &Value) -> Reply {
    match method {
        "health" => Reply::Ok(json!({ "ok": true, "ts": 1, "channels": {}, "channelOrder": [], "agents": [],
            "configReload": { "hotReloadStatus": "active" } })),
        "cron.list" => Reply::Ok(json!({ "jobs": [], "total": 0, "offset": 0, "limit": 50, "hasMore": false })),
        "last-heartbeat" => Reply::Ok(Value::Null),
        "node.pair.list" => Reply::Ok(json!({ "pending": [], "paired": [] })),
        "node.list" => Reply::Ok(json!({ "nodes": [] })),
        "exec.approval.list" => Reply::Ok(json!([])),
        "config.get" => {
            Reply::Ok(json!({ "exists": true, "valid": true, "hash": "hash-1", "issues": [], "warnings": [],
            "parsed": {}, "config": {}, "configRevisionHash": "hash-1", "appliedConfigHash": "hash-1" }))
        }
        "device.pair.list" => Reply::Ok(state.live().devices.list()),
        "device.pair.approve" | "device.pair.reject" => device::resolve(state, method, params),
        _ => Reply::Error(json!({ "code": "INVALID_REQUEST", "message": format!("unknown method: {method}") })),
    }
}
