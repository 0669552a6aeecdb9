//! Plain HTTP of a fake gateway, and the step from there to WebSocket.

use super::script::{HttpReply, OnConnect};
use super::{State, socket};
use http_body_util::Full;
use hyper::body::{Bytes, Incoming};
use hyper::header::{CACHE_CONTROL, CONNECTION, CONTENT_TYPE, HeaderValue, SEC_WEBSOCKET_ACCEPT, UPGRADE};
use hyper::service::service_fn;
use hyper::{Request, Response, StatusCode};
use hyper_util::rt::TokioIo;
use serde_json::json;
use std::convert::Infallible;
use std::sync::Arc;
use tokio::io::{AsyncRead, AsyncWrite, AsyncWriteExt as _};
use tokio::sync::mpsc;
use tokio_tungstenite::tungstenite::handshake::derive_accept_key;

/// Serves one connection: plain requests one after the other, or one WebSocket.
pub(crate) async fn serve<S>(mut stream: S, state: Arc<State>)
where
    S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    state.note(|record| record.connections += 1);
    let banner = state.script().banner.clone();
    if let Some(banner) = banner {
        // Whoever does not read it has its reasons.
        let _unread = stream.write_all(&banner).await;
        let _gone = stream.shutdown().await;
        return;
    }
    let (sender, mut upgrades) = mpsc::unbounded_channel();
    let service = service_fn(|request| {
        let (state, sender) = (Arc::clone(&state), sender.clone());
        async move { Ok::<_, Infallible>(answer(request, &state, &sender).await) }
    });
    let connection =
        hyper::server::conn::http1::Builder::new().serve_connection(TokioIo::new(stream), service).with_upgrades();
    // The client may leave at any point.
    let _ended = connection.await;
    if let Ok((upgrade, on_connect)) = upgrades.try_recv()
        && let Ok(upgraded) = hyper::upgrade::on::<Request<Incoming>>(upgrade).await
    {
        socket::serve(TokioIo::new(upgraded), state, on_connect).await;
    }
}

type Upgrades = mpsc::UnboundedSender<(Request<Incoming>, OnConnect)>;

async fn answer(request: Request<Incoming>, state: &State, upgrades: &Upgrades) -> Response<Full<Bytes>> {
    let headers = request.headers();
    let path = request.uri().path().to_owned();
    let wants_socket = headers.get(UPGRADE).is_some_and(|value| value.as_bytes().eq_ignore_ascii_case(b"websocket"));
    let key = headers.get("sec-websocket-key").cloned();
    if let (true, Some(key)) = (wants_socket, key) {
        let lines = headers
            .iter()
            .map(|(name, value)| (name.as_str().to_owned(), String::from_utf8_lossy(value.as_bytes()).into_owned()))
            .collect();
        state.note(|record| {
            record.upgrades += 1;
            record.upgrade_headers = lines;
        });
        let on_connect = state.script().connects.pop_front().unwrap_or(OnConnect::Judge);
        if let OnConnect::Http(reply) = on_connect {
            return respond(reply).await;
        }
        // The receiver lives as long as this connection.
        let _gone = upgrades.send((request, on_connect));
        let mut response = Response::new(Full::default());
        *response.status_mut() = StatusCode::SWITCHING_PROTOCOLS;
        response.headers_mut().insert(CONNECTION, HeaderValue::from_static("Upgrade"));
        response.headers_mut().insert(UPGRADE, HeaderValue::from_static("websocket"));
        if let Ok(accept) = HeaderValue::from_str(&derive_accept_key(key.as_bytes())) {
            response.headers_mut().insert(SEC_WEBSOCKET_ACCEPT, accept);
        }
        return response;
    }
    state.note(|record| record.http_paths.push(path.clone()));
    let reply = plain(state, &path);
    respond(reply).await
}

fn plain(state: &State, path: &str) -> HttpReply {
    let script = state.script();
    if let Some(reply) = script.http.get(path) {
        return reply.clone();
    }
    let pending = "startup-sidecars";
    match (path, script.ready) {
        ("/healthz" | "/health", _) => HttpReply::json(200, &json!({ "ok": true, "status": "live" })),
        ("/startupz", true) => HttpReply::json(
            200,
            &json!({ "ok": true, "status": "started", "version": script.version, "uptimeMs": 5000 }),
        ),
        ("/startupz", false) => HttpReply::json(
            503,
            &json!({ "ok": false, "status": "starting", "version": script.version, "uptimeMs": 900,
                "pendingReason": pending }),
        ),
        ("/readyz" | "/ready", true) => HttpReply::json(
            200,
            &json!({ "ready": true, "failing": [], "uptimeMs": 5000, "eventLoop": { "degraded": false } }),
        ),
        ("/readyz" | "/ready", false) => {
            HttpReply::json(503, &json!({ "ready": false, "failing": [pending], "uptimeMs": 900 }))
        }
        _ => HttpReply::page(),
    }
}

async fn respond(reply: HttpReply) -> Response<Full<Bytes>> {
    tokio::time::sleep(reply.delay).await;
    let mut response = Response::new(Full::new(Bytes::from(reply.body)));
    *response.status_mut() = StatusCode::from_u16(reply.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    if let Ok(content_type) = HeaderValue::from_str(&reply.content_type) {
        response.headers_mut().insert(CONTENT_TYPE, content_type);
    }
    response
}
