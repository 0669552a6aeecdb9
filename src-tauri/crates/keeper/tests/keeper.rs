//! The keeper's program without any OpenClaw: lock, socket, second start, end.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
#![cfg(unix)]

use std::{
    path::{Path, PathBuf},
    process::Stdio,
    time::Duration,
};

use tokio::{
    io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader},
    net::{UnixStream, unix::OwnedReadHalf, unix::OwnedWriteHalf},
    process::{Child, Command},
};

const PATIENCE: Duration = Duration::from_secs(60);

/// A private home in which there is nothing, and the keeper in it.
struct Home {
    folder: tempfile::TempDir,
}

impl Home {
    fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap() }
    }

    fn command(&self) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_clawtrayd"));
        let home = self.folder.path();
        command
            .env_clear()
            .env("HOME", home)
            .env("CLAWTRAY_HOME", home.join("own"))
            .env("PATH", home.join("no-programs"));
        // An address nobody answers at: neither keychain, nor tray, nor notifications.
        command.env("DBUS_SESSION_BUS_ADDRESS", format!("unix:path={}", home.join("no-bus").display()));
        command
            .env("CLAWTRAY_OPENCLAW", home.join("no-openclaw"))
            .env("OPENCLAW_GATEWAY_PORT", free_port().to_string());
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).kill_on_drop(true);
        command
    }

    fn socket(&self) -> PathBuf {
        self.folder.path().join("own/run/keeper.sock")
    }

    async fn start(&self) -> Child {
        let mut keeper = self.command().spawn().unwrap();
        let socket = self.socket();
        let up = tokio::time::timeout(PATIENCE, async {
            while UnixStream::connect(&socket).await.is_err() {
                assert!(keeper.try_wait().unwrap().is_none(), "the keeper ended early");
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
        });
        up.await.expect("the keeper never answered");
        keeper
    }

    async fn client(&self) -> Client {
        Client::connect(&self.socket()).await
    }
}

fn free_port() -> u16 {
    std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}

struct Client {
    lines: tokio::io::Lines<BufReader<OwnedReadHalf>>,
    write: OwnedWriteHalf,
}

impl Client {
    async fn connect(socket: &Path) -> Self {
        let (read, write) = UnixStream::connect(socket).await.unwrap().into_split();
        Self { lines: BufReader::new(read).lines(), write }
    }

    async fn send(&mut self, text: &str) {
        self.write.write_all(text.as_bytes()).await.unwrap();
        self.write.write_all(b"\n").await.unwrap();
    }

    async fn next(&mut self) -> Option<serde_json::Value> {
        let line =
            tokio::time::timeout(PATIENCE, self.lines.next_line()).await.expect("no answer in time").unwrap_or(None);
        line.map(|line| serde_json::from_str(&line).unwrap())
    }

    async fn next_of(&mut self, kind: &str) -> serde_json::Value {
        loop {
            let frame = self.next().await.expect("the keeper closed the connection");
            if frame["type"] == kind {
                return frame;
            }
        }
    }

    async fn greet(&mut self) -> serde_json::Value {
        self.send(r#"{"type":"hello","protocol":1,"client":"command_line","version":"test"}"#).await;
        self.next().await.unwrap()
    }
}

async fn output_of(command: &mut Command) -> (Option<i32>, String) {
    let output = tokio::time::timeout(PATIENCE, command.output()).await.expect("it did not end").unwrap();
    (output.status.code(), String::from_utf8_lossy(&output.stdout).into_owned())
}

#[tokio::test]
async fn it_answers_at_the_socket_and_ends_on_the_wish_to_quit_leaving_nothing_running() {
    let home = Home::new();
    let mut keeper = home.start().await;
    let mut client = home.client().await;
    let hello = client.greet().await;
    assert_eq!((&hello["type"], &hello["protocol"]), (&"hello".into(), &1.into()));
    assert_eq!(hello["pid"].as_u64(), keeper.id().map(u64::from));
    client.send(r#"{"type":"subscribe"}"#).await;
    let snapshot = client.next_of("snapshot").await;
    assert_eq!(snapshot["snapshot"]["gateways"].as_array().map(Vec::len), Some(1));
    // Without any OpenClaw that is what it comes to.
    let mut state = snapshot["snapshot"]["gateways"][0]["state"].clone();
    while state != "not_set_up" {
        state = client.next_of("snapshot").await["snapshot"]["gateways"][0]["state"].clone();
    }
    client.send(r#"{"type":"intent","id":7,"intent":{"intent":"quit","stop_gateway":false}}"#).await;
    let answer = client.next_of("answer").await;
    assert_eq!(answer["id"], 7);
    let status = tokio::time::timeout(PATIENCE, keeper.wait()).await.expect("it did not end").unwrap();
    assert!(status.success(), "{status}");
    assert!(!home.socket().exists(), "the socket is removed");
}

#[tokio::test]
async fn a_second_keeper_names_the_first_and_ends() {
    let home = Home::new();
    let first = home.start().await;
    let (code, words) = output_of(&mut home.command()).await;
    assert_eq!(code, Some(0));
    assert!(words.contains("already running") && words.contains(&first.id().unwrap().to_string()), "{words}");
    assert_eq!(home.client().await.greet().await["type"], "hello", "the first still answers");
}

#[tokio::test]
async fn what_is_not_understood_is_refused_and_harms_nobody_else() {
    let home = Home::new();
    let _keeper = home.start().await;
    let mut good = home.client().await;
    good.greet().await;
    let garbage = ["{", "[]", "\"hello\"", r#"{"type":"subscribe"}"#, r#"{"type":"hello","client":"nobody"}"#];
    for text in garbage {
        let mut client = home.client().await;
        client.send(text).await;
        assert_eq!(client.next().await.unwrap()["type"], "failure", "{text}");
        assert_eq!(client.next().await, None, "the connection is closed after {text}");
    }
    let mut other = home.client().await;
    other.send(r#"{"type":"hello","protocol":999,"client":"window","version":"9"}"#).await;
    assert_eq!(other.next().await.unwrap()["error"]["code"], "protocol");
    let mut later = home.client().await;
    later.greet().await;
    later.send(r#"{"type":"intent","id":1,"intent":{"intent":"explode"}}"#).await;
    assert_eq!(later.next().await.unwrap()["error"]["code"], "bad_request");
    good.send(r#"{"type":"subscribe"}"#).await;
    assert_eq!(good.next_of("snapshot").await["type"], "snapshot");
}

#[tokio::test]
async fn an_endless_frame_is_refused() {
    let home = Home::new();
    let _keeper = home.start().await;
    let mut client = home.client().await;
    client.greet().await;
    let block = vec![b'x'; 1024 * 1024];
    for _ in 0..64 {
        if client.write.write_all(&block).await.is_err() {
            break;
        }
    }
    let line = tokio::time::timeout(PATIENCE, client.lines.next_line()).await.expect("it must not be read for ever");
    if let Ok(Some(line)) = line {
        assert!(line.contains("bad_request"), "{line}");
    }
    assert_eq!(home.client().await.greet().await["type"], "hello");
}

#[tokio::test]
async fn many_programs_are_served_at_once() {
    let home = Home::new();
    let _keeper = home.start().await;
    let mut clients = Vec::new();
    for _ in 0..40 {
        let mut client = home.client().await;
        client.greet().await;
        client.send(r#"{"type":"subscribe"}"#).await;
        clients.push(client);
    }
    for client in &mut clients {
        client.next_of("snapshot").await;
    }
}

#[tokio::test]
async fn the_term_signal_ends_it_in_good_order() {
    let home = Home::new();
    let mut keeper = home.start().await;
    let pid = keeper.id().unwrap().to_string();
    let killed = Command::new("/bin/kill").args(["-TERM", &pid]).status().await.unwrap();
    assert!(killed.success());
    let status = tokio::time::timeout(PATIENCE, keeper.wait()).await.expect("it did not end").unwrap();
    assert!(status.success(), "{status}");
    assert!(!home.socket().exists());
    let log = std::fs::read_to_string(home.folder.path().join("own/logs/clawtrayd.log")).unwrap();
    assert!(log.contains("the keeper ends"), "{log}");
}

/// As a person's own Clawtray, which may leave an autostart entry; its home is the test's own.
#[cfg(target_os = "linux")]
#[tokio::test]
async fn starting_at_login_is_an_entry_that_comes_and_goes() {
    let home = Home::new();
    let run = home.folder.path().join("run");
    std::fs::create_dir(&run).unwrap();
    std::fs::set_permissions(&run, std::os::unix::fs::PermissionsExt::from_mode(0o700)).unwrap();
    let mut keeper = home.command().env_remove("CLAWTRAY_HOME").env("XDG_RUNTIME_DIR", &run).spawn().unwrap();
    let socket = run.join("clawtray/keeper.sock");
    let up = tokio::time::timeout(PATIENCE, async {
        while UnixStream::connect(&socket).await.is_err() {
            assert!(keeper.try_wait().unwrap().is_none(), "the keeper ended early");
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    });
    up.await.expect("the keeper never answered");
    let mut client = Client::connect(&socket).await;
    client.greet().await;
    client.send(r#"{"type":"subscribe"}"#).await;
    let entry = home.folder.path().join(".config/autostart/Clawtray.desktop");
    for (number, on) in [(1, true), (2, false)] {
        client
            .send(&format!(r#"{{"type":"intent","id":{number},"intent":{{"intent":"start_at_login","on":{on}}}}}"#))
            .await;
        while client.next_of("snapshot").await["snapshot"]["settings"]["start_at_login"] != on {}
        assert_eq!(entry.exists(), on);
        if on {
            let text = std::fs::read_to_string(&entry).unwrap();
            let exec = text.lines().find_map(|line| line.strip_prefix("Exec=")).unwrap().trim();
            assert_eq!(exec.trim_matches('"'), env!("CARGO_BIN_EXE_clawtrayd"), "{text}");
        }
    }
    client.send(r#"{"type":"intent","id":7,"intent":{"intent":"quit","stop_gateway":false}}"#).await;
    let ended = tokio::time::timeout(PATIENCE, keeper.wait()).await.expect("it did not end").unwrap();
    assert!(ended.success());
}

#[tokio::test]
async fn a_choice_made_in_the_window_is_in_the_file_and_in_the_picture() {
    let home = Home::new();
    let file = home.folder.path().join("own/clawtray.json");
    let mut keeper = home.start().await;
    let mut client = home.client().await;
    client.greet().await;
    client.send(r#"{"type":"subscribe"}"#).await;
    let choice = r#"{"setting":"notify","value":{"kind":"jobs","on":false}}"#;
    client.send(&format!(r#"{{"type":"intent","id":5,"intent":{{"intent":"choose","change":{choice}}}}}"#)).await;
    while client.next_of("snapshot").await["snapshot"]["settings"]["notify"]["jobs"] != false {}
    let written: serde_json::Value = serde_json::from_str(&std::fs::read_to_string(&file).unwrap()).unwrap();
    assert_eq!(written["notifications"]["jobs"], false);
    client.send(r#"{"type":"intent","id":7,"intent":{"intent":"quit","stop_gateway":false}}"#).await;
    tokio::time::timeout(PATIENCE, keeper.wait()).await.expect("it did not end").unwrap();
}

#[tokio::test]
async fn a_state_that_cannot_be_written_is_said_until_it_is_on_the_disk() {
    let home = Home::new();
    let file = home.folder.path().join("own/state/state.json");
    let mut keeper = home.start().await;
    let mut client = home.client().await;
    client.greet().await;
    client.send(r#"{"type":"subscribe"}"#).await;
    // A full folder in the file's place: nothing can be put there.
    let _absent = std::fs::remove_file(&file).is_ok();
    std::fs::create_dir_all(file.join("in the way")).unwrap();
    let said = |frame: &serde_json::Value| {
        let notices = frame["snapshot"]["notices"].as_array().unwrap().clone();
        notices.iter().any(|notice| notice["id"] == "notice-state-not-written")
    };
    client.send(r#"{"type":"intent","id":5,"intent":{"intent":"stop","now":true}}"#).await;
    while !said(&client.next_of("snapshot").await) {}
    std::fs::remove_dir_all(&file).unwrap();
    client.send(r#"{"type":"intent","id":6,"intent":{"intent":"mute","muted":"hour"}}"#).await;
    while said(&client.next_of("snapshot").await) {}
    let kept: serde_json::Value = serde_json::from_str(&std::fs::read_to_string(&file).unwrap()).unwrap();
    assert!(kept["muted_until_ms"].is_u64(), "{kept}");
    client.send(r#"{"type":"intent","id":7,"intent":{"intent":"quit","stop_gateway":true}}"#).await;
    tokio::time::timeout(PATIENCE, keeper.wait()).await.expect("it did not end").unwrap();
}

#[tokio::test]
async fn the_keeper_explains_itself_in_the_persons_language() {
    let home = Home::new();
    let (code, text) = output_of(home.command().arg("--help").env("LANG", "de_DE.UTF-8")).await;
    assert!(code == Some(0) && text.contains("Aufruf: clawtrayd"), "{text}");
    let (_, text) = output_of(home.command().arg("--help").env("LC_ALL", "C").env("LANG", "de_DE.UTF-8")).await;
    assert!(text.contains("Usage: clawtrayd"), "{text}");
}
