//! A gateway as a process that does what the test says over a socket of its own.

use std::{
    io::{BufRead as _, BufReader, Write as _},
    os::unix::net::{UnixListener, UnixStream},
    path::{Path, PathBuf},
    process::ExitCode,
    sync::{Arc, Mutex},
};

use clawtray_testkit::fake_gateway::{FakeGateway, Reply, Script};
use serde_json::{Value, json};
use tokio::signal::unix::{SignalKind, signal};

/// What the next gateway will be like; one word.
pub const MANNER: &str = "manner";
/// The socket the test speaks to it over.
pub const CONTROL: &str = "control";
/// The shared token.
pub const TOKEN: &str = "tok-of-the-played-gateway";

/// The jobs that have failed.
static FAILED: Mutex<Vec<Value>> = Mutex::new(Vec::new());

/// Plays Node: tells its version, or is the gateway.
pub fn play(arguments: &[String]) -> ExitCode {
    if arguments.iter().any(|argument| argument == "--version") {
        println!("v26.10.0");
        return ExitCode::SUCCESS;
    }
    let port = arguments.iter().position(|argument| argument == "--port");
    let port = port.and_then(|at| arguments.get(at + 1)).and_then(|port| port.parse().ok());
    let Some(port) = port else { return ExitCode::SUCCESS };
    let folder = PathBuf::from(std::env::var_os("OPENCLAW_STATE_DIR").expect("a state folder"));
    let manner = std::fs::read_to_string(folder.join(MANNER)).unwrap_or_default();
    if manner == "crash" {
        return ExitCode::from(1);
    }
    let runtime =
        tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().expect("a runtime");
    runtime.block_on(async {
        let script = Script { token: Some(TOKEN.into()), ready: manner != "starting", ..Script::default() };
        let Ok(gateway) = FakeGateway::start_on(port, script).await else { return ExitCode::from(1) };
        let gateway = Arc::new(gateway);
        let handle = tokio::runtime::Handle::current();
        let (controlled, control) = (Arc::clone(&gateway), folder.join(CONTROL));
        std::thread::spawn(move || obey(&control, &controlled, &handle));
        let mut asked_to_end = signal(SignalKind::terminate()).expect("signals");
        asked_to_end.recv().await;
        ExitCode::SUCCESS
    })
}

fn obey(control: &Path, gateway: &FakeGateway, handle: &tokio::runtime::Handle) {
    let _entered = handle.enter();
    let _old = std::fs::remove_file(control);
    let listener = UnixListener::bind(control).expect("a control socket");
    for stream in listener.incoming().flatten() {
        let mut answer = stream.try_clone().expect("a second end");
        for line in BufReader::new(stream).lines().map_while(Result::ok) {
            let wish: Value = serde_json::from_str(&line).expect("a wish");
            let done = carry_out(&wish, gateway);
            writeln!(answer, "{done}").expect("an answer");
        }
    }
}

fn carry_out(wish: &Value, gateway: &FakeGateway) -> Value {
    if let Some(name) = wish["pair"].as_str() {
        let scopes = wish["scope"].as_str().unwrap_or("operator.read");
        return json!(gateway.request_device_pairing(
            &format!("device-{}", name.chars().take(20).collect::<String>()),
            name,
            &[scopes]
        ));
    }
    if let Some(command) = wish["run"].as_str() {
        let asked = json!({"id": "run-1", "createdAtMs": 1_795_344_034_530_u64, "expiresAtMs": u64::MAX,
            "request": {"command": command, "agentId": "main", "allowedDecisions": ["allow-once", "deny"]}});
        let list = json!([asked]);
        gateway.change(|script| script.set_method("exec.approval.list", move |_| Reply::Ok(list.clone())));
        gateway.emit("exec.approval.requested", asked);
        return Value::Null;
    }
    if let Some(job) = wish["fail"].as_str() {
        let at_ms = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap().as_millis();
        let at_ms = u64::try_from(at_ms).unwrap();
        let entry = json!({"id": job, "name": format!("Job {job}"), "enabled": true, "payload": {"kind": "agentTurn"},
            "state": {"consecutiveErrors": 1, "lastRunStatus": "error", "lastError": "it did not work",
                "lastRunAtMs": at_ms}});
        gateway.emit(
            "cron",
            json!({"jobId": job, "action": "finished", "status": "error", "completionStatus": "failed",
                "error": "it did not work", "runAtMs": at_ms, "job": entry}),
        );
        // Whoever lost the event reads it in the list.
        FAILED.lock().unwrap().push(entry);
        let list = |_: &Value| Reply::Ok(json!({"jobs": *FAILED.lock().unwrap(), "hasMore": false}));
        gateway.change(|script| script.set_method("cron.list", list));
        return Value::Null;
    }
    if wish["ready"] == true {
        gateway.change(|script| script.ready = true);
        return Value::Null;
    }
    // Every decision it was asked for.
    let calls = gateway.record().calls;
    let decided =
        calls.iter().filter(|call| ["device.pair.approve", "device.pair.reject"].contains(&call.method.as_str()));
    decided.map(|call| json!([call.method, call.params["requestId"]])).collect()
}

/// Says `wishes` to the gateway of this state folder; gives its answers.
pub fn tell(folder: &Path, wishes: &[Value]) -> Vec<Value> {
    let mut stream = UnixStream::connect(folder.join(CONTROL)).expect("a gateway that listens");
    let mut answers = BufReader::new(stream.try_clone().unwrap()).lines();
    let mut all = Vec::new();
    for wish in wishes {
        writeln!(stream, "{wish}").unwrap();
        all.push(serde_json::from_str(&answers.next().unwrap().unwrap()).unwrap());
    }
    all
}
