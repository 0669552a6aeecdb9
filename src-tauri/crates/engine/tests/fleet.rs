//! Two gateways in one keeper, each a real process: one is killed, stopped, left and taken up again, and the other one
//! never notices. The gateways are this same program under the name `node`.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout)]

#[cfg(target_os = "linux")]
#[path = "lives/gateway.rs"]
mod gateway;
#[cfg(target_os = "linux")]
#[path = "fleet/stage.rs"]
mod stage;

#[cfg(target_os = "linux")]
fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    let name = std::env::current_exe().ok().and_then(|path| path.file_name().map(|name| name.to_owned()));
    if name.as_deref() == Some(std::ffi::OsStr::new("node")) {
        let code = gateway::play(&arguments);
        // A process that plays a gateway ends here, whatever its code.
        std::process::exit(if code == std::process::ExitCode::SUCCESS { 0 } else { 1 });
    }
    if arguments.iter().any(|argument| argument == "--list") {
        return;
    }
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    runtime.block_on(stage::live());
    println!("two gateways in one keeper: ok");
}

#[cfg(not(target_os = "linux"))]
fn main() {}
