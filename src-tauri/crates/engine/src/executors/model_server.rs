//! What a model server of one's own answers, asked without OpenClaw in between: once for its models, once with a request
//! as small as can be. No key goes there: a server that wants one says so.

use std::time::{Duration, Instant};

use clawtray_gateway::plain_http::{Answer, Failure, exchange};
use serde_json::{Value, json};

use crate::words::{NAME, clean};

/// Longest wait for the list of models.
const LIST: Duration = Duration::from_secs(15);
/// Longest wait for the tiny request: the server may have to load the model first.
const TINY: Duration = Duration::from_secs(120);

/// One line for each question, in technical words: the address, the answer's status, what it says.
pub(crate) async fn ask(address: &str, model: &str) -> Vec<String> {
    let (models, completions) = (format!("{address}/models"), format!("{address}/chat/completions"));
    let began = Instant::now();
    let listed = exchange(&models, None, LIST).await;
    let unreachable = matches!(listed, Err(Failure::NotPlain | Failure::Unreachable(_)));
    let mut lines = vec![format!("GET {models}: {}", told(&listed, began, |body| names(body, model)))];
    if unreachable {
        return lines;
    }
    let tiny = json!({
        "model": model,
        "messages": [{"role": "user", "content": "Reply with exactly: pong"}],
        "max_tokens": 8,
        "stream": false,
    });
    let began = Instant::now();
    let answered = exchange(&completions, Some(&tiny), TINY).await;
    lines.push(format!("POST {completions}: {}", told(&answered, began, reply)));
    lines
}

fn told(answer: &Result<Answer, Failure>, began: Instant, read: impl Fn(&Value) -> Option<String>) -> String {
    let took = began.elapsed().as_millis();
    match answer {
        Err(failure) => failure.to_string(),
        Ok(Answer { status, body }) => {
            let body: Value = serde_json::from_slice(body).unwrap_or(Value::Null);
            let said = if (200..300).contains(status) { read(&body) } else { error(&body) };
            format!("HTTP {status}, {took} ms, {}", said.as_deref().unwrap_or("not what such a server answers"))
        }
    }
}

/// How many models there are, and whether the one is among them by exactly that name.
fn names(body: &Value, model: &str) -> Option<String> {
    let listed: Vec<&str> = body["data"].as_array()?.iter().filter_map(|one| one["id"].as_str()).collect();
    let is_there = if listed.contains(&model) { "is" } else { "is not" };
    let others: Vec<String> = listed.iter().take(5).map(|name| clean(name, NAME)).collect();
    Some(format!("{} models, {} {is_there} among them: {}", listed.len(), clean(model, NAME), others.join(", ")))
}

fn reply(body: &Value) -> Option<String> {
    let choice = body["choices"].as_array()?.first()?;
    let text = clean(choice["message"]["content"].as_str().unwrap_or_default(), NAME);
    Some(format!("\"{text}\", {}", clean(choice["finish_reason"].as_str().unwrap_or("no reason to end"), NAME)))
}

fn error(body: &Value) -> Option<String> {
    let error = &body["error"];
    let text = error["message"].as_str().or_else(|| error.as_str()).or_else(|| body["message"].as_str())?;
    Some(clean(text, 2 * NAME))
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};
    use tokio::{
        io::{AsyncReadExt as _, AsyncWriteExt as _},
        net::TcpListener,
    };

    use super::ask;

    /// A server that answers each request in turn with one of these, and tells what was sent.
    async fn server(answers: Vec<(u16, Value)>) -> (String, tokio::task::JoinHandle<Vec<String>>) {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = format!("http://{}/v1", listener.local_addr().unwrap());
        let serving = tokio::spawn(async move {
            let mut seen = Vec::new();
            for (status, answer) in answers {
                let (mut stream, _) = listener.accept().await.unwrap();
                let mut request = Vec::new();
                let mut chunk = [0; 4096];
                loop {
                    let read = stream.read(&mut chunk).await.unwrap();
                    request.extend_from_slice(&chunk[..read]);
                    let text = String::from_utf8_lossy(&request);
                    let Some((head, body)) = text.split_once("\r\n\r\n") else { continue };
                    let length = head
                        .lines()
                        .find_map(|line| line.to_lowercase().strip_prefix("content-length: ").map(str::to_owned));
                    if body.len() >= length.map_or(0, |length| length.parse().unwrap()) {
                        break;
                    }
                }
                seen.push(String::from_utf8(request).unwrap());
                let body = answer.to_string();
                let head = format!(
                    "HTTP/1.1 {status} X\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n",
                    body.len()
                );
                stream.write_all(format!("{head}{body}").as_bytes()).await.unwrap();
            }
            seen
        });
        (address, serving)
    }

    #[tokio::test]
    async fn a_server_tells_its_models_and_answers_one_tiny_request() {
        let list = json!({"data": [{"id": "qwen3"}, {"id": "gemma"}]});
        let reply = json!({"choices": [{"message": {"content": "pong"}, "finish_reason": "stop"}]});
        let (address, serving) = server(vec![(200, list), (200, reply)]).await;
        let lines = ask(&address, "qwen3").await;
        assert!(lines[0].starts_with(&format!("GET {address}/models: HTTP 200")), "{lines:?}");
        assert!(lines[0].ends_with("2 models, qwen3 is among them: qwen3, gemma"), "{lines:?}");
        assert!(lines[1].ends_with("\"pong\", stop"), "{lines:?}");
        let sent = serving.await.unwrap();
        assert!(sent[1].contains("\"model\":\"qwen3\"") && sent[1].contains("/v1/chat/completions"), "{}", sent[1]);
        assert!(!sent.concat().to_lowercase().contains("authorization"), "no key goes there");
    }

    #[tokio::test]
    async fn what_it_refuses_is_told_in_its_own_words_and_nothing_is_sent_to_what_is_not_there() {
        let refusal = json!({"error": {"message": "model \"ollama/qwen3\" not found"}});
        let (address, serving) = server(vec![(200, json!({"data": []})), (404, refusal)]).await;
        let lines = ask(&address, "ollama/qwen3").await;
        assert!(lines[0].contains("0 models, ollama/qwen3 is not among them"), "{lines:?}");
        assert!(lines[1].contains("HTTP 404") && lines[1].ends_with("model \"ollama/qwen3\" not found"), "{lines:?}");
        serving.await.unwrap();
        assert_eq!(ask(&address, "qwen3").await.len(), 1, "nobody is there any more");
        let encrypted = ask("https://models.example/v1", "qwen3").await;
        assert!(encrypted.len() == 1 && encrypted[0].contains("https"), "{encrypted:?}");
    }
}
