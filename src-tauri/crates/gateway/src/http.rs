//! The gateway's unauthenticated HTTP probes. Every other path answers 200 with a web page, so an answer counts only
//! when it is the probe's own JSON.

use crate::bounded::{CODE_BYTES, bounded};
use crate::endpoint::Endpoint;
use http_body_util::{BodyExt as _, Empty, Limited};
use hyper::Request;
use hyper::body::Bytes;
use hyper::header::{ACCEPT, CONTENT_TYPE, HOST};
use hyper_util::rt::TokioIo;
use serde_json::Value;
use std::io::ErrorKind;
use std::time::Duration;
use tokio::net::TcpStream;

const MAX_BODY_BYTES: usize = 64 * 1024;
const MAX_NAMES: usize = 64;

/// Which probe to ask.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Probe {
    /// `/healthz`: the process serves HTTP.
    Healthz,
    /// `/startupz`: how far the start is. Older gateways answer with a web page.
    Startupz,
    /// `/readyz`: whether it is ready, and what is not.
    Readyz,
}

impl Probe {
    /// The path of the probe.
    pub fn path(self) -> &'static str {
        match self {
            Self::Healthz => "/healthz",
            Self::Startupz => "/startupz",
            Self::Readyz => "/readyz",
        }
    }
}

/// What a probe told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ProbeAnswer {
    /// `/healthz`.
    Healthz {
        /// The gateway calls itself live.
        live: bool,
    },
    /// `/startupz`.
    Startupz {
        /// The start is complete.
        started: bool,
        /// The gateway's version.
        version: Option<String>,
        /// What the start waits for, such as `startup-sidecars`.
        pending_reason: Option<String>,
        /// How long the gateway runs, milliseconds.
        uptime_ms: Option<u64>,
    },
    /// `/readyz`.
    Readyz {
        /// Ready to serve.
        ready: bool,
        /// What is not ready.
        failing: Vec<String>,
        /// Channels that are not started after a crash loop.
        suppressed: Vec<String>,
        /// How long the gateway runs, milliseconds.
        uptime_ms: Option<u64>,
        /// How its event loop fared in the last window it measured; absent on older gateways and before the first one.
        event_loop: Option<EventLoop>,
    },
    /// Something answered, but not this probe.
    Unknown(NotTheProbe),
    /// No TCP connection.
    Unreachable(ErrorKind),
    /// No complete answer in time.
    TimedOut,
}

/// A gateway's event loop, as it measures itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EventLoop {
    /// The gateway calls itself overloaded.
    pub degraded: bool,
    /// Longest time that anything waited for its turn, whole milliseconds; 0 where it does not say.
    pub delay_max_ms: u64,
}

/// Why an answer is not the probe's own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NotTheProbe {
    /// The connection did not carry a readable HTTP answer.
    NotHttp,
    /// The content type is not JSON: the Control UI's page, or another program.
    ContentType(String),
    /// The body is larger than 64 KiB.
    TooLarge,
    /// JSON, but without the probe's fields.
    Shape {
        /// The HTTP status that came with it.
        status: u16,
    },
}

/// Asks one probe, for at most `timeout` including the connection.
pub async fn probe(endpoint: &Endpoint, probe: Probe, timeout: Duration) -> ProbeAnswer {
    tokio::time::timeout(timeout, ask(endpoint, probe)).await.unwrap_or(ProbeAnswer::TimedOut)
}

async fn ask(endpoint: &Endpoint, probe: Probe) -> ProbeAnswer {
    let stream = match TcpStream::connect((endpoint.host.as_str(), endpoint.port)).await {
        Ok(stream) => stream,
        Err(error) => return ProbeAnswer::Unreachable(error.kind()),
    };
    match fetch(stream, endpoint, probe.path()).await {
        Ok((status, body)) => read(probe, status, &body),
        Err(why) => ProbeAnswer::Unknown(why),
    }
}

async fn fetch(stream: TcpStream, endpoint: &Endpoint, path: &str) -> Result<(u16, Bytes), NotTheProbe> {
    let (mut sender, connection) = hyper::client::conn::http1::Builder::new()
        .max_buf_size(MAX_BODY_BYTES)
        .handshake(TokioIo::new(stream))
        .await
        .map_err(|_| NotTheProbe::NotHttp)?;
    let request = Request::get(path)
        .header(HOST, endpoint.authority())
        .header(ACCEPT, "application/json")
        .body(Empty::<Bytes>::new())
        .map_err(|_| NotTheProbe::NotHttp)?;
    let exchange = async {
        let response = sender.send_request(request).await.map_err(|_| NotTheProbe::NotHttp)?;
        let content_type = response.headers().get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
        let mime = content_type.split(';').next().unwrap_or_default().trim();
        if !mime.eq_ignore_ascii_case("application/json") {
            return Err(NotTheProbe::ContentType(bounded(mime, CODE_BYTES).to_owned()));
        }
        let status = response.status().as_u16();
        let body = Limited::new(response.into_body(), MAX_BODY_BYTES).collect().await.map_err(|error| {
            if error.is::<http_body_util::LengthLimitError>() { NotTheProbe::TooLarge } else { NotTheProbe::NotHttp }
        })?;
        Ok((status, body.to_bytes()))
    };
    tokio::pin!(exchange);
    tokio::pin!(connection);
    tokio::select! {
        answer = &mut exchange => answer,
        _ended = &mut connection => exchange.await,
    }
}

fn read(probe: Probe, status: u16, body: &[u8]) -> ProbeAnswer {
    let body: Value = serde_json::from_slice(body).unwrap_or(Value::Null);
    let text = |key: &str| body[key].as_str().map(|text| bounded(text, CODE_BYTES).to_owned());
    let shape = ProbeAnswer::Unknown(NotTheProbe::Shape { status });
    let uptime_ms = body["uptimeMs"].as_u64();
    match probe {
        Probe::Healthz => match (body["ok"].as_bool(), body["status"].as_str()) {
            (Some(ok), Some(state)) => ProbeAnswer::Healthz { live: ok && state == "live" },
            _ => shape,
        },
        Probe::Startupz => match (body["ok"].as_bool(), body["status"].as_str()) {
            (Some(_), Some(state @ ("started" | "starting"))) => ProbeAnswer::Startupz {
                started: state == "started",
                version: text("version"),
                pending_reason: text("pendingReason"),
                uptime_ms,
            },
            _ => shape,
        },
        Probe::Readyz => match body["ready"].as_bool() {
            Some(ready) => ProbeAnswer::Readyz {
                ready,
                failing: texts(&body["failing"]),
                suppressed: texts(&body["suppressed"]),
                uptime_ms,
                event_loop: body["eventLoop"]["degraded"].as_bool().map(|degraded| EventLoop {
                    degraded,
                    delay_max_ms: milliseconds(&body["eventLoop"]["delayMaxMs"]),
                }),
            },
            None => shape,
        },
    }
}

/// Whole milliseconds of a number that may have a fraction.
fn milliseconds(value: &Value) -> u64 {
    value
        .as_u64()
        .or_else(|| value.as_f64().and_then(|number| format!("{:.0}", number.max(0.0)).parse().ok()))
        .unwrap_or(0)
}

fn texts(value: &Value) -> Vec<String> {
    let list = value.as_array().map(Vec::as_slice).unwrap_or_default();
    list.iter().take(MAX_NAMES).filter_map(Value::as_str).map(|text| bounded(text, CODE_BYTES).to_owned()).collect()
}
