//! One question over plain HTTP to a server that the person's configuration names.

use std::{io::ErrorKind, time::Duration};

use http_body_util::{BodyExt as _, Full, Limited};
use hyper::{
    Method, Request, Uri,
    body::Bytes,
    header::{ACCEPT, CONTENT_TYPE, HOST},
};
use hyper_util::rt::TokioIo;
use serde_json::Value;
use tokio::net::TcpStream;

/// Longest answer read, bytes.
const MAX_BODY_BYTES: usize = 256 * 1024;

/// What came back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// The HTTP status.
    pub status: u16,
    /// The body, at most 256 KiB.
    pub body: Bytes,
}

/// Why nothing came back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Failure {
    /// Not an `http://` address; `https` is not asked from here.
    #[error("not an http:// address, so it is not asked from here (https is not)")]
    NotPlain,
    /// No TCP connection.
    #[error("nobody answers there ({0})")]
    Unreachable(ErrorKind),
    /// What answered does not speak HTTP, or said too much.
    #[error("what answers there is no such server")]
    NotHttp,
    /// No whole answer in time.
    #[error("no answer in time")]
    TimedOut,
}

/// Gets `address`, or posts `body` to it. No redirect is followed, and no credential is sent, not even one that stands
/// in the address.
///
/// # Errors
/// [`Failure`].
pub async fn exchange(address: &str, body: Option<&Value>, timeout: Duration) -> Result<Answer, Failure> {
    tokio::time::timeout(timeout, ask(address, body)).await.unwrap_or(Err(Failure::TimedOut))
}

async fn ask(address: &str, body: Option<&Value>) -> Result<Answer, Failure> {
    let uri: Uri = address.parse().map_err(|_| Failure::NotPlain)?;
    let (Some("http"), Some(host)) = (uri.scheme_str(), uri.host()) else { return Err(Failure::NotPlain) };
    let port = uri.port_u16().unwrap_or(80);
    let dialled = host.trim_start_matches('[').trim_end_matches(']');
    let stream = TcpStream::connect((dialled, port)).await.map_err(|error| Failure::Unreachable(error.kind()))?;
    let (mut sender, connection) =
        hyper::client::conn::http1::handshake(TokioIo::new(stream)).await.map_err(|_| Failure::NotHttp)?;
    let path = uri.path_and_query().map_or("/", |path| path.as_str());
    let request = Request::builder()
        .method(if body.is_some() { Method::POST } else { Method::GET })
        .uri(path)
        .header(HOST, format!("{host}:{port}"))
        .header(ACCEPT, "application/json")
        .header(CONTENT_TYPE, "application/json")
        .body(Full::new(Bytes::from(body.map(Value::to_string).unwrap_or_default())))
        .map_err(|_| Failure::NotHttp)?;
    let exchange = async {
        let response = sender.send_request(request).await.map_err(|_| Failure::NotHttp)?;
        let status = response.status().as_u16();
        let body = Limited::new(response.into_body(), MAX_BODY_BYTES).collect().await.map_err(|_| Failure::NotHttp)?;
        Ok(Answer { status, body: body.to_bytes() })
    };
    tokio::pin!(exchange);
    tokio::pin!(connection);
    tokio::select! {
        answer = &mut exchange => answer,
        _ended = &mut connection => exchange.await,
    }
}
