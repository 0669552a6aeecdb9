//! A gateway that a person runs in a terminal: Clawtray finds it there, and what the keychain has decides whether it is
//! let in.

use std::{
    io::Write as _,
    net::TcpStream,
    path::Path,
    process::Stdio,
    time::{Duration, Instant},
};

use clawtray_contract::Intent;
use clawtray_testkit::desktop::{Program, Signal};
use serde_json::{Value, json};

use super::{READY, SOON, Stage, binary, faults::merge, needed, peer};

/// Starts a gateway as a person would in a terminal, with this token.
pub fn start(stage: &Stage, token: &str) -> Program {
    start_with(stage, &["--token", token])
}

/// The same, with these options about who is let in.
pub fn start_with(stage: &Stage, access: &[&str]) -> Program {
    start_on(stage, stage.port, &stage.state_dir(), access)
}

/// The same on any port, with any state folder.
pub fn start_on(stage: &Stage, port: u16, folder: &Path, access: &[&str]) -> Program {
    let mut command = stage.command(needed("CLAWTRAY_TEST_NODE"));
    command.arg(needed("CLAWTRAY_TEST_OPENCLAW"));
    command.args(["gateway", "run", "--bind", "loopback", "--port", &port.to_string()]).args(access);
    command.env("OPENCLAW_NO_RESPAWN", "1").env("OPENCLAW_SKIP_CHANNELS", "1");
    command.env("OPENCLAW_STATE_DIR", folder).env("OPENCLAW_CONFIG_PATH", folder.join("openclaw.json"));
    let gateway = stage.desktop.spawn("gateway", command).expect("the gateway starts");
    let begun = Instant::now();
    while TcpStream::connect(("127.0.0.1", port)).is_err() {
        assert!(begun.elapsed() < READY * 2, "the gateway does not listen: {:?}", gateway.lines());
        std::thread::sleep(Duration::from_millis(50));
    }
    gateway
}

/// Ends it as Ctrl-C would.
pub fn stop(mut gateway: Program) {
    gateway.signal(Signal::TERM);
    gateway.wait(READY).expect("it ends");
}

/// What the keychain has from now on; the keeper is another one then.
pub fn keep(stage: &mut Stage, change: impl FnOnce(&mut Value)) {
    assert!(stage.clawtray(&["quit"]).status.success(), "{}", stage.story());
    stage.keeper.take().expect("a keeper").wait(SOON).expect("it ends");
    let service = stage.keychain_service();
    let item = stage.desktop.secret_lookup(&service, "default").expect("the keyring answers").expect("an item");
    let mut item: Value = serde_json::from_str(&item).unwrap();
    change(&mut item);
    stage.desktop.secret_store(&service, "default", &item.to_string()).unwrap();
    stage.start_keeper();
}

/// Enters the token as a person would.
pub fn enter(stage: &Stage, token: &str) {
    enter_as(stage, "shared-token", token);
}

/// Enters a secret of this kind.
pub fn enter_as(stage: &Stage, kind: &str, token: &str) {
    let mut command = stage.command(binary("clawtray"));
    let mut child = command.args(["secret", "set", kind]).stdin(Stdio::piped()).spawn().unwrap();
    child.stdin.take().unwrap().write_all(format!("{token}\n").as_bytes()).unwrap();
    assert!(child.wait().unwrap().success());
}

/// A gateway that writes its own log, without a heartbeat; `more` goes into its part of the configuration.
pub fn configure(stage: &Stage, more: Value) {
    let mut gateway = json!({"mode": "local"});
    merge(&mut gateway, more);
    let config = json!({
        "gateway": gateway, "logging": {"file": stage.state_dir().join("gateway.log")},
        "agents": {"defaults": {"heartbeat": {"every": "0m"}}},
    });
    stage.write_config(&config.to_string());
}

/// The keeper ends first, then the gateway that it only watched.
pub fn end(stage: &mut Stage, gateway: Program) {
    peer::ask(&stage.clawtray_home(), Intent::Quit { stop_gateway: false }).unwrap();
    stage.keeper.take().unwrap().wait(SOON).unwrap();
    stop(gateway);
}
