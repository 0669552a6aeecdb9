//! The conversation with the keeper over its socket.

use std::{sync::Arc, time::Duration};

use clawtray_contract::{
    Answer, ClientFrame, ClientKind, ErrorCode, Intent, KeeperFrame, MAX_FRAME_BYTES, SOCKET_PROTOCOL, Snapshot,
};
use clawtray_platform::socket::{self, Connection, LineReader, LineWriter};
use clawtray_text::Catalogue;
use serde_json::Value;
use tokio::io::{ReadHalf, WriteHalf};

use crate::problem::Problem;

/// How long the keeper may take to answer.
const ANSWER_WITHIN: Duration = Duration::from_secs(30);

/// A conversation. Snapshots that arrive while an answer is awaited are kept, the newest one only.
#[derive(Debug)]
pub(crate) struct KeeperLink {
    reader: LineReader<ReadHalf<Connection>>,
    writer: LineWriter<WriteHalf<Connection>>,
    catalogue: Catalogue,
    last_id: u64,
    newest: Option<Arc<Snapshot>>,
    /// Whether `newest` was not handed out by [`KeeperLink::changed`] yet.
    unseen: bool,
}

impl KeeperLink {
    /// Says hello, checks the version and subscribes.
    ///
    /// # Errors
    /// When the two versions differ or the keeper does not answer.
    pub(crate) async fn greet(connection: Connection, catalogue: Catalogue) -> Result<Self, Problem> {
        let (reader, writer) = socket::lines(connection, MAX_FRAME_BYTES);
        let mut link = Self { reader, writer, catalogue, last_id: 0, newest: None, unseen: false };
        link.write(&ClientFrame::Hello {
            protocol: SOCKET_PROTOCOL,
            client: ClientKind::CommandLine,
            version: env!("CARGO_PKG_VERSION").to_owned(),
        })
        .await?;
        let line = link.in_time(Self::line).await?;
        link.check_hello(&line)?;
        link.write(&ClientFrame::Subscribe).await?;
        Ok(link)
    }

    /// A hello of another version may look different in everything but these two fields.
    fn check_hello(&self, line: &str) -> Result<(), Problem> {
        let hello: Value = serde_json::from_str(line).unwrap_or_default();
        let theirs = match hello.get("type").and_then(Value::as_str) {
            Some("hello") => hello.get("protocol").and_then(Value::as_u64),
            Some("failure") => {
                let error = hello.get("error").cloned().and_then(|error| serde_json::from_value(error).ok());
                return Err(
                    error.map_or_else(|| self.broken("hello"), |error: clawtray_contract::AppError| error.into())
                );
            }
            _ => None,
        };
        match theirs {
            Some(theirs) if theirs == u64::from(SOCKET_PROTOCOL) => Ok(()),
            Some(theirs) => {
                let versions = [("theirs", theirs.into()), ("ours", SOCKET_PROTOCOL.into())];
                Err(Problem::new(ErrorCode::Protocol, self.catalogue.say_with("cli-keeper-other-version", &versions)))
            }
            None => Err(self.broken("hello")),
        }
    }

    pub(crate) async fn snapshot(&mut self) -> Result<Arc<Snapshot>, Problem> {
        loop {
            if let Some(snapshot) = &self.newest {
                self.unseen = false;
                return Ok(Arc::clone(snapshot));
            }
            self.in_time(Self::take_one).await?;
        }
    }

    pub(crate) async fn changed(&mut self) -> Result<Arc<Snapshot>, Problem> {
        loop {
            if self.unseen
                && let Some(snapshot) = &self.newest
            {
                self.unseen = false;
                return Ok(Arc::clone(snapshot));
            }
            // What an answer to a question given up long ago says does not matter any more.
            self.take_one().await?;
        }
    }

    pub(crate) async fn send(&mut self, intent: Intent) -> Result<Answer, Problem> {
        self.last_id += 1;
        let ours = self.last_id;
        self.write(&ClientFrame::Intent { id: ours, intent }).await?;
        let wait = async {
            loop {
                match self.take_one().await? {
                    Some(Reply { id, result }) if id.is_none_or(|id| id == ours) => return result,
                    _ => {}
                }
            }
        };
        match tokio::time::timeout(ANSWER_WITHIN, wait).await {
            Ok(answer) => answer,
            Err(_) => Err(self.late()),
        }
    }

    /// Takes one frame in. A snapshot is kept; an answer is returned.
    async fn take_one(&mut self) -> Result<Option<Reply>, Problem> {
        let line = self.line().await?;
        let frame: KeeperFrame = serde_json::from_str(&line).map_err(|error| self.broken(error))?;
        Ok(match frame {
            KeeperFrame::Snapshot { snapshot } => {
                self.newest = Some(Arc::from(snapshot));
                self.unseen = true;
                None
            }
            KeeperFrame::Answer { id, answer } => Some(Reply { id: Some(id), result: Ok(answer) }),
            KeeperFrame::Failure { id, error } => Some(Reply { id, result: Err(error.into()) }),
            KeeperFrame::Hello { .. } | KeeperFrame::Show { .. } => None,
        })
    }

    async fn line(&mut self) -> Result<String, Problem> {
        match self.reader.next().await {
            Ok(Some(line)) => Ok(line),
            Ok(None) => Err(Problem::new(ErrorCode::NoKeeper, self.catalogue.say("cli-keeper-left"))),
            Err(failure) => Err(self.broken(failure)),
        }
    }

    async fn write(&mut self, frame: &ClientFrame) -> Result<(), Problem> {
        let line = serde_json::to_string(frame).map_err(|error| self.broken(error))?;
        match tokio::time::timeout(ANSWER_WITHIN, self.writer.send(&line)).await {
            Ok(Ok(())) => Ok(()),
            // A keeper that refuses may have said why before it closed: the next read tells.
            Ok(Err(socket::FrameFailure::Io(_))) => Ok(()),
            Ok(Err(failure)) => Err(self.broken(failure)),
            Err(_) => Err(self.late()),
        }
    }

    async fn in_time<Output>(
        &mut self,
        step: impl AsyncFnOnce(&mut Self) -> Result<Output, Problem>,
    ) -> Result<Output, Problem> {
        match tokio::time::timeout(ANSWER_WITHIN, step(self)).await {
            Ok(result) => result,
            Err(_) => Err(self.late()),
        }
    }

    fn broken(&self, detail: impl ToString) -> Problem {
        let detail = crate::screen::short(&detail.to_string(), 300);
        Problem::detailed(ErrorCode::Protocol, self.catalogue.say("cli-keeper-broken"), detail)
    }

    fn late(&self) -> Problem {
        Problem::new(ErrorCode::NoKeeper, self.catalogue.say("cli-keeper-late"))
    }
}

/// An answer, and to which question; a failure without a number is about the last one.
struct Reply {
    id: Option<u64>,
    result: Result<Answer, Problem>,
}
