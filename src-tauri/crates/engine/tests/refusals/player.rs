//! What `node openclaw.mjs ...` would be: a gateway that refuses on order, and the command that approves a device.

use std::{
    fs::OpenOptions,
    io::Write,
    path::PathBuf,
    sync::Arc,
    time::{Duration, Instant},
};

use clawtray_testkit::fake_gateway::{FakeGateway, OnConnect, Reply, Script};
use serde_json::{Value, json};
use tokio::{
    io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader},
    net::UnixListener,
    signal::unix::{SignalKind, signal},
    sync::mpsc,
};

/// Where orders come in: one JSON object a line, answered with a line when it is carried out: how many events of a
/// flood were `sent` so far, and how often a list was `read`.
pub const ORDERS: &str = "orders.sock";
/// The request that the command approved last.
pub const APPROVED: &str = "approved";
/// The gateway's shared token.
pub const TOKEN: &str = "tok-of-the-refusing-gateway";

/// What a busy gateway sends.
pub const FLOOD: [&str; 4] = [
    r#"{"type":"event","event":"agent","payload":{"runId":"r","stream":"assistant","data":{"delta":"word "}}}"#,
    r#"{"type":"event","event":"device.pair.requested","payload":{"requestId":"r-1","deviceId":"d","ts":1}}"#,
    r#"{"type":"event","event":"cron","payload":{"jobId":"j","action":"started"}}"#,
    r#"{"type":"event","event":"device.pair.resolved","payload":{"requestId":"none","decision":"rejected"}}"#,
];

/// What a busy gateway prints, in so many parts of a second.
const BUSY: [&str; 3] = [
    "[ws] ⇄ res ✓ node.list 3ms id=9135b012…012b",
    "[ws] → event health seq=57 clients=1 dropIfSlow=true presenceVersion=9 healthVersion=12",
    "[agent/embedded] embedded run done: runId=1 durationMs=4300 aborted=false",
];
const PARTS: u64 = 100;

/// Plays Node.
pub fn play(arguments: &[String]) {
    if arguments.iter().any(|argument| argument == "--version") {
        println!("v26.10.0");
    } else if let Some(request) = after(arguments, "approve") {
        let folder = PathBuf::from(std::env::var_os("OPENCLAW_STATE_DIR").expect("a state folder"));
        std::fs::write(folder.join(APPROVED), &request).expect("room on the disk");
        println!("{}", json!({"requestId": request, "device": {"deviceId": "d"}}));
    } else if let Some(port) = after(arguments, "--port").and_then(|port| port.parse().ok()) {
        let folder = PathBuf::from(std::env::var_os("OPENCLAW_STATE_DIR").expect("a state folder"));
        let runtime =
            tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().expect("a runtime");
        runtime.block_on(run(port, folder));
    }
}

async fn run(port: u16, folder: PathBuf) {
    let mut asked_to_end = signal(SignalKind::terminate()).expect("signals");
    let script = Script { token: Some(TOKEN.to_owned()), ..Script::default() };
    let gateway = FakeGateway::start_on(port, script).await.expect("its port");
    let socket = folder.join(ORDERS);
    let _none_before = std::fs::remove_file(&socket);
    let orders = UnixListener::bind(socket).expect("a socket");
    let (granted, mut grants) = mpsc::unbounded_channel();
    loop {
        tokio::select! {
            _ = asked_to_end.recv() => return,
            Some(()) = grants.recv() => gateway.change(|script| script.hello_patch = Value::Null),
            Ok((stream, _)) = orders.accept() => {
                let mut stream = BufReader::new(stream);
                let mut line = String::new();
                stream.read_line(&mut line).await.expect("a line");
                let order: Value = serde_json::from_str(&line).expect("an order");
                let granted = granted.clone();
                gateway.change(|script| obey(script, &order, granted));
                if let Some(rate) = order["rate"].as_u64() {
                    gateway.flood(&FLOOD, rate);
                } else if let Some(line) = order["print"].as_str() {
                    println!("{line}");
                } else if let Some(rate) = order["lines"].as_u64() {
                    let order = order.clone();
                    std::thread::spawn(move || print_lines(rate, &order));
                } else if let Some(event) = order["event"].as_str() {
                    gateway.emit(event, order["payload"].clone());
                } else if let Some(marked) = order["marked"].as_str() {
                    gateway.emit("device.pair.requested", json!({"requestId": marked}));
                } else if order["count"].is_null() {
                    // A gateway that restarts makes everybody connect anew.
                    gateway.close_all(1012, "service restart");
                }
                let record = gateway.record();
                let counts = json!({"sent": record.flooded, "read": record.calls_of("device.pair.list")});
                stream.get_mut().write_all(format!("{counts}\n").as_bytes()).await.expect("heard");
            }
        }
    }
}

/// As a busy gateway prints: so many lines a second for so many `seconds`, then a `last` one; where the order names a
/// file, there.
fn print_lines(rate: u64, order: &Value) {
    let mut out: Box<dyn Write> = match order["to"].as_str() {
        Some(path) => Box::new(OpenOptions::new().append(true).open(path).expect("the file")),
        None => Box::new(std::io::stdout()),
    };
    let began = Instant::now();
    let mut printed = 0;
    for part in 1..=order["seconds"].as_u64().expect("how long") * PARTS {
        let now = chrono::Utc::now().to_rfc3339();
        let mut text = String::new();
        while printed < rate * part / PARTS {
            let line = BUSY[usize::try_from(printed).expect("few") % BUSY.len()];
            text.push_str(&format!("{now} {line} conn={printed}\n"));
            printed += 1;
        }
        out.write_all(text.as_bytes()).expect("room on the disk");
        let due = Duration::from_millis(part * 1_000 / PARTS);
        std::thread::sleep(due.saturating_sub(began.elapsed()));
    }
    writeln!(out, "{}", order["last"].as_str().expect("a last line")).expect("room on the disk");
}

fn obey(script: &mut Script, order: &Value, granted: mpsc::UnboundedSender<()>) {
    for refusal in order["refuse"].as_array().into_iter().flatten() {
        let code = u16::try_from(refusal["close"].as_u64().expect("a close code")).expect("a small number");
        let reason: String = refusal["error"]["message"].as_str().unwrap_or_default().chars().take(60).collect();
        script.connects.push_back(OnConnect::Refuse { error: refusal["error"].clone(), close: Some((code, reason)) });
    }
    if let Some(scopes) = order.get("grants") {
        script.hello_patch =
            json!({"auth": {"scopes": scopes}, "features": {"methods": ["device.scopes.requestUpgrade"]}});
        script.set_method("device.scopes.requestUpgrade", |_| Reply::Ok(json!({"requestId": "more-rights"})));
        // Whoever waits hears of it once the command has approved it, which the test sees to.
        script.set_method("device.scopes.waitUpgrade", move |params| {
            assert_eq!(params["requestId"], "more-rights");
            granted.send(()).expect("the gateway lives");
            Reply::Ok(json!({"status": "approved", "scopes": ["operator.admin"]}))
        });
    }
    if let Some(count) = order["approvals"].as_u64() {
        let marked = order["marked"].as_str().map(str::to_owned);
        let request = |id: String, ts: u64| {
            json!({"requestId": id, "deviceId": format!("d-{id}"), "displayName": "Somebody", "platform": "linux",
                "clientId": "gateway-client", "clientMode": "ui", "role": "operator", "roles": ["operator"],
                "scopes": ["operator.read"], "remoteIp": "203.0.113.9", "silent": false, "ts": ts})
        };
        let mut pending: Vec<Value> =
            (0..count).map(|number| request(format!("r-{number}"), 1_000_000 + number)).collect();
        // What waits longest is shown first.
        pending.extend(marked.map(|id| request(id, 1)));
        let list: Arc<str> = json!({"pending": pending, "paired": []}).to_string().into();
        script.set_method("device.pair.list", move |_| Reply::Text(Arc::clone(&list)));
    }
    match order["mute"].as_bool() {
        Some(true) => script
            .set_method("cron.list", |_| Reply::Error(json!({"code": "UNAVAILABLE", "message": "database is busy"}))),
        Some(false) => {
            script.methods.remove("cron.list");
        }
        None => {}
    }
}

fn after(arguments: &[String], name: &str) -> Option<String> {
    let at = arguments.iter().position(|argument| argument == name)?;
    arguments.get(at + 1).cloned()
}
