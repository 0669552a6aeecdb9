//! WebKitWebDriver, spoken to directly: start the window, find elements by their test id, press, read.

use std::{
    io::{BufRead as _, BufReader, Read as _, Write as _},
    net::{TcpListener, TcpStream},
    time::{Duration, Instant},
};

use clawtray_testkit::desktop::Program;
use serde_json::{Value, json};

use super::{SOON, Stage, binary};

/// A window under automation. Dropping it closes the window.
pub struct Window {
    port: u16,
    session: String,
    driver: Option<Program>,
}

impl Window {
    /// Opens the real window on the stage's screen.
    pub fn open(stage: &Stage) -> Self {
        let port = TcpListener::bind(("127.0.0.1", 0)).unwrap().local_addr().unwrap().port();
        let mut command = stage.command("/usr/bin/WebKitWebDriver");
        command.arg(format!("--port={port}")).env("TAURI_WEBVIEW_AUTOMATION", "true");
        let driver = stage.desktop.spawn("WebKitWebDriver", command).expect("WebKitWebDriver starts");
        let end = Instant::now() + SOON;
        while TcpStream::connect(("127.0.0.1", port)).is_err() {
            assert!(Instant::now() < end, "WebKitWebDriver listens");
            std::thread::yield_now();
        }
        let mut window = Self { port, session: String::new(), driver: Some(driver) };
        let options = json!({"binary": binary("clawtray-desktop"), "args": []});
        let wish =
            json!({"capabilities": {"alwaysMatch": {"browserName": "wry", "webkitgtk:browserOptions": options}}});
        let answer = window.ask("POST", "/session", Some(&wish)).expect("a session");
        window.session = format!("/session/{}", answer["sessionId"].as_str().expect("a session id"));
        window
    }

    fn ask(&self, method: &str, path: &str, body: Option<&Value>) -> Result<Value, Value> {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(120))).unwrap();
        let body = body.map(Value::to_string).unwrap_or_default();
        let head = format!(
            "{method} {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: {}\r\nConnection: close\r\n\r\n",
            body.len()
        );
        stream.write_all((head + &body).as_bytes()).unwrap();
        let mut reader = BufReader::new(stream);
        let mut line = String::new();
        let mut length = 0;
        while reader.read_line(&mut line).unwrap() > 0 && line != "\r\n" {
            if let Some(value) = line.to_ascii_lowercase().strip_prefix("content-length:") {
                length = value.trim().parse().unwrap();
            }
            line.clear();
        }
        let mut text = vec![0; length];
        reader.read_exact(&mut text).unwrap();
        let answer: Value = serde_json::from_slice(&text).unwrap_or_default();
        if answer["value"]["error"].is_string() { Err(answer["value"].clone()) } else { Ok(answer["value"].clone()) }
    }

    /// Runs a script in the page.
    pub fn script(&self, script: &str, args: &Value) -> Value {
        let wish = json!({"script": script, "args": args});
        self.ask("POST", &format!("{}/execute/sync", self.session), Some(&wish))
            .unwrap_or_else(|error| panic!("{script}: {error}"))
    }

    /// The text of the element with that test id, if it is there.
    pub fn text(&self, id: &str) -> Option<String> {
        let script =
            "const e = document.querySelector(`[data-testid='${arguments[0]}']`); return e ? e.innerText : null;";
        self.script(script, &json!([id])).as_str().map(String::from)
    }

    /// Waits until the element's text is as wished.
    pub fn wait(&self, id: &str, limit: Duration, wished: impl Fn(&str) -> bool) -> String {
        let end = Instant::now() + limit;
        loop {
            if let Some(text) = self.text(id).filter(|text| wished(text)) {
                return text;
            }
            let page = || self.script("return document.body.innerText;", &json!([]));
            assert!(Instant::now() < end, "{id} within {limit:?}; the page says: {}", page());
            std::thread::sleep(Duration::from_millis(100));
        }
    }

    /// Presses the element as a person does, after it is there.
    pub fn press(&self, id: &str) {
        self.wait(id, SOON, |_| true);
        let wish = json!({"using": "css selector", "value": format!("[data-testid='{id}']")});
        let found = self.ask("POST", &format!("{}/element", self.session), Some(&wish)).expect("the element");
        let element =
            found.as_object().and_then(|fields| fields.values().next()).and_then(Value::as_str).expect("its id");
        self.ask("POST", &format!("{}/element/{element}/click", self.session), Some(&json!({}))).expect("pressed");
    }
}

impl Drop for Window {
    fn drop(&mut self) {
        if !self.session.is_empty() {
            let _ = self.ask("DELETE", &self.session, None);
        }
        if let Some(mut driver) = self.driver.take() {
            let _ = driver.end(Duration::from_secs(10));
        }
    }
}
