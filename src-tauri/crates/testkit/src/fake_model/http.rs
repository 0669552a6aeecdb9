//! The HTTP side of a fake provider.

use super::record::{KeyMark, Received};
use super::script::{Answer, is_told, parts_refusal};
use super::{State, wire};
use futures_util::stream;
use http_body_util::combinators::UnsyncBoxBody;
use http_body_util::{BodyExt as _, Full, Limited, StreamBody};
use hyper::body::{Bytes, Frame, Incoming};
use hyper::header::{CONTENT_TYPE, HeaderValue};
use hyper::{Method, Request, Response, StatusCode};
use serde_json::Value;
use std::convert::Infallible;
use std::sync::Arc;

/// Largest request read, bytes: a conversation with all its tools stays far below.
const REQUEST_BYTES: usize = 16 * 1024 * 1024;

type Body = UnsyncBoxBody<Bytes, Infallible>;

pub(crate) async fn answer(request: Request<Incoming>, state: Arc<State>) -> Response<Body> {
    let (head, body) = request.into_parts();
    let Ok(body) = Limited::new(body, REQUEST_BYTES).collect().await else {
        return refusal(413, "request_too_large", "the request is too large");
    };
    let asked: Value = serde_json::from_slice(&body.to_bytes()).unwrap_or_default();
    let text = |value: &HeaderValue| String::from_utf8_lossy(value.as_bytes()).into_owned();
    let key = head.headers.get("x-api-key").map(text).or_else(|| {
        let bearer = text(head.headers.get("authorization")?);
        bearer.strip_prefix("Bearer ").map(str::to_owned)
    });
    let carries_no_key = |name: &str| !matches!(name, "x-api-key" | "authorization" | "proxy-authorization" | "cookie");
    let lines = head.headers.iter().filter(|(name, _)| carries_no_key(name.as_str()));
    let received = Received {
        method: head.method.to_string(),
        path: head.uri.path_and_query().map(ToString::to_string).unwrap_or_default(),
        headers: lines.map(|(name, value)| (name.as_str().to_owned(), text(value))).collect(),
        key: key.as_deref().map(KeyMark::of),
        model: asked["model"].as_str().unwrap_or_default().to_owned(),
        stream: asked["stream"].as_bool().unwrap_or_default(),
        tools: asked["tools"].as_array().into_iter().flatten().filter_map(tool_name).collect(),
        messages: asked["messages"].as_array().map_or(0, Vec::len),
    };
    let form = match (&head.method, head.uri.path()) {
        (&Method::POST, "/v1/messages") => Form::Messages,
        (&Method::POST, "/v1/chat/completions") => Form::ChatCompletions,
        _ => {
            return refusal(
                404,
                "not_found_error",
                "404 page not found: there is only POST /v1/messages and /v1/chat/completions",
            );
        }
    };
    let (model, streamed) = (received.model.clone(), received.stream);
    if model.is_empty() {
        return refusal(400, "invalid_request_error", "model: field required");
    }
    let text = match state.take(received) {
        Answer::Refuses { status, kind, message } => return refusal(status, &kind, &message),
        Answer::Page { status, html } => {
            return respond(status, "text/html; charset=utf-8", Full::from(html).boxed_unsync());
        }
        Answer::WantsStrings(text) => match parts_refusal(&asked) {
            Some(message) => return refusal(400, "invalid_request_error", &message),
            None => text,
        },
        Answer::Calls { tool, arguments, .. }
            if streamed && matches!(form, Form::ChatCompletions) && !is_told(&asked) =>
        {
            return streaming(wire::call(&model, &tool, &arguments));
        }
        Answer::Says(text) | Answer::Calls { then: text, .. } => text,
    };
    match (form, streamed) {
        (Form::Messages, false) => whole(200, &wire::message(&model, &text)),
        (Form::ChatCompletions, false) => whole(200, &wire::completion(&model, &text)),
        (Form::Messages, true) => streaming(wire::events(&model, &text)),
        (Form::ChatCompletions, true) => streaming(wire::chunks(&model, &text)),
    }
}

/// The name of a tool, as either API writes it.
fn tool_name(tool: &Value) -> Option<String> {
    tool["function"]["name"].as_str().or_else(|| tool["name"].as_str()).map(str::to_owned)
}

/// Which API was asked.
enum Form {
    Messages,
    ChatCompletions,
}

fn streaming(events: Vec<String>) -> Response<Body> {
    let frames = events.into_iter().map(|event| Ok(Frame::data(Bytes::from(event))));
    respond(200, "text/event-stream; charset=utf-8", StreamBody::new(stream::iter(frames)).boxed_unsync())
}

fn refusal(status: u16, kind: &str, message: &str) -> Response<Body> {
    whole(status, &Answer::error_body(kind, message))
}

fn whole(status: u16, body: &Value) -> Response<Body> {
    respond(status, "application/json", Full::from(body.to_string()).boxed_unsync())
}

fn respond(status: u16, content_type: &'static str, body: Body) -> Response<Body> {
    let mut response = Response::new(body);
    *response.status_mut() = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(content_type));
    response
}
