//! What `node openclaw.mjs ...` would be: a gateway that refuses on order, and the command that approves a device.

use std::path::PathBuf;

use clawtray_testkit::fake_gateway::{FakeGateway, OnConnect, Reply, Script};
use serde_json::{Value, json};
use tokio::{
    io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader},
    net::UnixListener,
    signal::unix::{SignalKind, signal},
    sync::mpsc,
};

/// Where orders come in: one JSON object a line, answered with an empty line when it is carried out.
pub const ORDERS: &str = "orders.sock";
/// The gateway's shared token.
pub const TOKEN: &str = "tok-of-the-refusing-gateway";

/// Plays Node.
pub fn play(arguments: &[String]) {
    if arguments.iter().any(|argument| argument == "--version") {
        println!("v26.10.0");
    } else if let Some(request) = after(arguments, "approve") {
        println!("{}", json!({"requestId": request, "device": {"deviceId": "d"}}));
    } else if let Some(port) = after(arguments, "--port").and_then(|port| port.parse().ok()) {
        let folder = PathBuf::from(std::env::var_os("OPENCLAW_STATE_DIR").expect("a state folder"));
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
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
                // A gateway that restarts makes everybody connect anew.
                gateway.close_all(1012, "service restart");
                stream.get_mut().write_all(b"\n").await.expect("heard");
            }
        }
    }
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
        script.set_method("device.scopes.requestUpgrade", move |_| {
            granted.send(()).expect("the gateway lives");
            Reply::Ok(json!({"status": "approved", "scopes": ["operator.admin"]}))
        });
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
