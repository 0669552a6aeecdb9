//! The HTTP side of a fake Telegram.

use std::sync::Arc;
use std::time::Duration;

use http_body_util::{BodyExt as _, Full, Limited};
use hyper::body::{Bytes, Incoming};
use hyper::{Request, Response, StatusCode};
use serde_json::{Value, json};

use super::{Asked, BOT, BOT_NAME, Mood, State};

/// Largest request read, bytes.
const REQUEST_BYTES: usize = 4 * 1024 * 1024;
/// How long a poll waits for something to tell.
const POLL: Duration = Duration::from_secs(5);

pub(crate) async fn answer(request: Request<Incoming>, state: Arc<State>) -> Response<Full<Bytes>> {
    let method = request.uri().path().rsplit('/').next().unwrap_or_default().to_owned();
    let body = Limited::new(request.into_body(), REQUEST_BYTES).collect().await;
    let body: Value = body.ok().and_then(|body| serde_json::from_slice(&body.to_bytes()).ok()).unwrap_or_default();
    match state.note(Asked { method: method.clone(), body: body.clone() }) {
        Mood::TokenRefused => return refusal(401, "Unauthorized"),
        Mood::Conflict if method == "getUpdates" => {
            let words =
                "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running";
            return refusal(409, words);
        }
        Mood::Fine | Mood::Conflict => {}
    }
    let result = match method.as_str() {
        "getMe" => json!({
            "id": BOT, "is_bot": true, "first_name": "Played", "username": BOT_NAME,
            "can_join_groups": true, "can_read_all_group_messages": true, "supports_inline_queries": false,
        }),
        "getUpdates" => return updates(&state, body["offset"].as_i64().unwrap_or_default()).await,
        "getWebhookInfo" => json!({"url": "", "has_custom_certificate": false, "pending_update_count": 0}),
        "getChat" => json!({"id": body["chat_id"], "type": "private", "first_name": "Ann"}),
        name if name.starts_with("send") || name.starts_with("editMessage") => json!({
            "message_id": 1_000 + state.lock().asked.len(), "date": 1, "text": body["text"],
            "chat": {"id": body["chat_id"], "type": "private", "first_name": "Ann"},
            "from": {"id": BOT, "is_bot": true, "first_name": "Played", "username": BOT_NAME},
        }),
        _ => json!(true),
    };
    good(&result)
}

/// A long poll: answers as soon as there is something.
async fn updates(state: &State, offset: i64) -> Response<Full<Bytes>> {
    let news = state.news.notified();
    tokio::pin!(news);
    news.as_mut().enable();
    let mut updates = state.updates_from(offset);
    if updates.is_empty() {
        // Nothing within the time is an answer too.
        let _late = tokio::time::timeout(POLL, news).await;
        updates = state.updates_from(offset);
    }
    let mood = state.lock().mood;
    match mood {
        Mood::Fine => good(&json!(updates)),
        Mood::TokenRefused => refusal(401, "Unauthorized"),
        Mood::Conflict => refusal(409, "Conflict: terminated by other getUpdates request"),
    }
}

fn good(result: &Value) -> Response<Full<Bytes>> {
    respond(200, &json!({"ok": true, "result": result}))
}

fn refusal(status: u16, words: &str) -> Response<Full<Bytes>> {
    respond(status, &json!({"ok": false, "error_code": status, "description": words}))
}

fn respond(status: u16, body: &Value) -> Response<Full<Bytes>> {
    let mut response = Response::new(Full::from(body.to_string()));
    *response.status_mut() = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let json = hyper::header::HeaderValue::from_static("application/json");
    response.headers_mut().insert(hyper::header::CONTENT_TYPE, json);
    response
}
