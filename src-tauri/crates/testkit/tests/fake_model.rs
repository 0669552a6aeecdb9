//! The fake provider, spoken to as a provider's client does.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::time::Duration;

use clawtray_testkit::fake_model::{Answer, FakeModel, Script};
use serde_json::{Value, json};

const KEY: &str = "a-key-of-this-test";

/// Sends one request on a connection of its own; gives status, content type and body with its chunks put together.
fn send(model: &FakeModel, method: &str, path: &str, header: &str, body: &str) -> (u16, String, String) {
    let address = model.base_url().replace("http://", "");
    let mut stream = TcpStream::connect(&address).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
    let length = body.len();
    let head = format!("{method} {path} HTTP/1.1\r\nhost: {address}\r\nconnection: close\r\ncontent-length: {length}");
    write!(stream, "{head}\r\n{header}\r\n\r\n{body}").unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    let (head, body) = answer.split_once("\r\n\r\n").unwrap();
    let status = head.split(' ').nth(1).unwrap().parse().unwrap();
    let line = |name: &str| head.lines().find_map(|line| line.strip_prefix(&format!("{name}: ")));
    let body = if line("transfer-encoding") == Some("chunked") { unchunked(body) } else { body.to_owned() };
    (status, line("content-type").unwrap_or_default().to_owned(), body)
}

fn unchunked(mut body: &str) -> String {
    let mut whole = String::new();
    while let Some((size, rest)) = body.split_once("\r\n") {
        let size = usize::from_str_radix(size, 16).unwrap();
        whole.push_str(&rest[..size]);
        body = &rest[size + 2..];
    }
    whole
}

fn ask(model: &FakeModel, stream: bool) -> (u16, String, String) {
    let messages = json!([{ "role": "user", "content": "say hi" }]);
    let body = json!({ "model": "claude-sonnet-4-6", "max_tokens": 64, "stream": stream, "messages": messages });
    send(model, "POST", "/v1/messages", &format!("x-api-key: {KEY}\r\nanthropic-beta: one, two"), &body.to_string())
}

#[test]
fn a_streamed_answer_comes_in_the_events_of_the_messages_api() {
    let model = FakeModel::start(Script::always(Answer::says("Hello there"))).unwrap();
    let (status, kind, body) = ask(&model, true);
    assert_eq!((status, kind.as_str()), (200, "text/event-stream; charset=utf-8"));
    let mut names = vec![];
    let mut text = String::new();
    for event in body.split_terminator("\n\n") {
        let (name, data) = event.split_once('\n').unwrap();
        let data: Value = serde_json::from_str(data.strip_prefix("data: ").unwrap()).unwrap();
        assert_eq!(name.strip_prefix("event: "), data["type"].as_str());
        text.push_str(data["delta"]["text"].as_str().unwrap_or_default());
        names.push(data["type"].as_str().unwrap().to_owned());
    }
    let delta = "content_block_delta";
    let (start, stop) = (["message_start", "content_block_start"], ["content_block_stop", "message_delta"]);
    assert_eq!(names, [start.as_slice(), &[delta, delta], &stop, &["message_stop"]].concat());
    assert_eq!(text, "Hello there");
}

#[test]
fn an_answer_in_one_piece_is_a_message() {
    let model = FakeModel::start(Script::always(Answer::says("Hello"))).unwrap();
    let (status, kind, body) = ask(&model, false);
    let body: Value = serde_json::from_str(&body).unwrap();
    assert_eq!((status, kind.as_str()), (200, "application/json"));
    assert_eq!((&body["content"][0]["text"], &body["stop_reason"]), (&json!("Hello"), &json!("end_turn")));
}

#[test]
fn the_script_is_followed_and_can_be_changed_while_it_runs() {
    let refusal = Answer::long_context_refusal();
    let model = FakeModel::start(Script::always(Answer::says("Hello")).first([refusal.clone()])).unwrap();
    let (status, _, body) = ask(&model, true);
    let body: Value = serde_json::from_str(&body).unwrap();
    let words = "Extra usage is required for long context requests.";
    assert_eq!(body, json!({ "type": "error", "error": { "type": "rate_limit_error", "message": words } }));
    assert_eq!(status, 429);
    assert_eq!(ask(&model, true).0, 200, "the one that stays");
    model.answer_with(Answer::refuses(529, "overloaded_error", "Overloaded"));
    assert_eq!(ask(&model, false).0, 529);
}

#[test]
fn requests_are_recorded_without_the_key() {
    let model = FakeModel::start(Script::always(Answer::says("Hello"))).unwrap();
    assert_eq!(model.wait_for(Duration::ZERO, |_| true), None);
    ask(&model, true);
    let one = model.wait_for(Duration::from_secs(20), |one| one.model == "claude-sonnet-4-6").unwrap();
    assert_eq!((one.stream, one.messages, one.path.as_str()), (true, 1, "/v1/messages"));
    assert_eq!(one.beta(), ["one", "two"]);
    assert!(one.has_key(KEY) && !one.has_key("another"));
    assert!(!format!("{:?}", model.received()).contains(KEY));
}

#[test]
fn a_wrong_key_and_what_is_no_request_are_refused_and_use_up_no_answer() {
    let script = Script::always(Answer::refuses(500, "api_error", "late")).first([Answer::says("Hello")]);
    let model = FakeModel::start(script.only_for_key(KEY)).unwrap();
    let body = r#"{"model":"m"}"#;
    assert_eq!(send(&model, "POST", "/v1/messages", "x-api-key: wrong", body).0, 401);
    assert_eq!(send(&model, "GET", "/v1/models", "accept: */*", "").0, 404);
    assert_eq!(send(&model, "POST", "/v1/messages", &format!("x-api-key: {KEY}"), "{").0, 400);
    assert_eq!(send(&model, "POST", "/v1/messages", &format!("authorization: Bearer {KEY}"), body).0, 200);
}

#[test]
fn once_dropped_nobody_listens() {
    let model = FakeModel::start(Script::always(Answer::says("Hello"))).unwrap();
    let address = model.base_url().replace("http://", "");
    let kept_open = TcpStream::connect(&address).unwrap();
    drop(model);
    assert!(TcpStream::connect(&address).is_err());
    kept_open.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
    match (&kept_open).read(&mut [0]) {
        Ok(read) => assert_eq!(read, 0),
        Err(error) => assert_eq!(error.kind(), std::io::ErrorKind::ConnectionReset),
    }
}
