//! A good answer as the Messages API and the chat completions API write it: in one piece, or as a stream.

use serde_json::{Value, json};

/// How many pieces a streamed text comes in, so that whoever reads it has to put it together.
const PIECES: usize = 2;

/// The answer in one piece.
pub(crate) fn message(model: &str, text: &str) -> Value {
    json!({
        "id": "msg_fake",
        "type": "message",
        "role": "assistant",
        "model": model,
        "content": [{ "type": "text", "text": text }],
        "stop_reason": "end_turn",
        "stop_sequence": null,
        "usage": { "input_tokens": 7, "output_tokens": text.split_whitespace().count() },
    })
}

/// The answer as server-sent events, one string each.
pub(crate) fn events(model: &str, text: &str) -> Vec<String> {
    let mut begun = message(model, "");
    begun["content"] = json!([]);
    begun["stop_reason"] = Value::Null;
    let mut events = vec![
        json!({ "type": "message_start", "message": begun }),
        json!({ "type": "content_block_start", "index": 0, "content_block": { "type": "text", "text": "" } }),
    ];
    let letters: Vec<char> = text.chars().collect();
    for piece in letters.chunks(letters.len().div_ceil(PIECES).max(1)) {
        let delta = json!({ "type": "text_delta", "text": String::from_iter(piece) });
        events.push(json!({ "type": "content_block_delta", "index": 0, "delta": delta }));
    }
    events.extend([
        json!({ "type": "content_block_stop", "index": 0 }),
        json!({
            "type": "message_delta",
            "delta": { "stop_reason": "end_turn", "stop_sequence": null },
            "usage": { "output_tokens": text.split_whitespace().count() },
        }),
        json!({ "type": "message_stop" }),
    ]);
    let line = |event: &Value| format!("event: {}\ndata: {event}\n\n", event["type"].as_str().unwrap_or_default());
    events.iter().map(line).collect()
}

/// The answer in one piece, as a chat completion.
pub(crate) fn completion(model: &str, text: &str) -> Value {
    json!({
        "id": "chatcmpl-fake",
        "object": "chat.completion",
        "created": 0,
        "model": model,
        "choices": [{
            "index": 0,
            "message": { "role": "assistant", "content": text },
            "finish_reason": "stop",
        }],
        "usage": { "prompt_tokens": 7, "completion_tokens": 3, "total_tokens": 10 },
    })
}

/// One chunk of a streamed chat completion.
fn chunk(model: &str, delta: &Value, finish: &Value) -> String {
    let choices = json!([{ "index": 0, "delta": delta, "finish_reason": finish }]);
    let chunk = json!({
        "id": "chatcmpl-fake", "object": "chat.completion.chunk", "created": 0, "model": model, "choices": choices,
    });
    format!("data: {chunk}\n\n")
}

/// A call of a tool as the chunks of a streamed chat completion.
pub(crate) fn call(model: &str, tool: &str, arguments: &Value) -> Vec<String> {
    let function = json!({ "name": tool, "arguments": arguments.to_string() });
    let calls = json!([{ "index": 0, "id": "call_fake", "type": "function", "function": function }]);
    let delta = json!({ "role": "assistant", "content": null, "tool_calls": calls });
    vec![
        chunk(model, &delta, &Value::Null),
        chunk(model, &json!({}), &json!("tool_calls")),
        "data: [DONE]\n\n".to_owned(),
    ]
}

/// The answer as the chunks of a streamed chat completion, one string each.
pub(crate) fn chunks(model: &str, text: &str) -> Vec<String> {
    let chunk = |delta: Value, finish: Value| chunk(model, &delta, &finish);
    let mut chunks = vec![chunk(json!({ "role": "assistant", "content": "" }), Value::Null)];
    let letters: Vec<char> = text.chars().collect();
    for piece in letters.chunks(letters.len().div_ceil(PIECES).max(1)) {
        chunks.push(chunk(json!({ "content": String::from_iter(piece) }), Value::Null));
    }
    let given = text.split_whitespace().count();
    let counted = json!({
        "id": "chatcmpl-fake", "object": "chat.completion.chunk", "created": 0, "model": model, "choices": [],
        "usage": { "prompt_tokens": 7, "completion_tokens": given, "total_tokens": 7 + given },
    });
    chunks.extend([chunk(json!({}), json!("stop")), format!("data: {counted}\n\n"), "data: [DONE]\n\n".to_owned()]);
    chunks
}
