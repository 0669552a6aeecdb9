//! The keeper on a private desktop, with a gateway that this same program plays under the name `node`: every state on
//! icon, tooltip and first line; the menu by real dbusmenu events; notification services of every kind; a storm; no
//! tray host.
//!
//! A name on the command line runs only the journeys whose names hold it.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout)]

#[cfg(target_os = "linux")]
#[path = "desktop/gateway.rs"]
mod gateway;
#[cfg(target_os = "linux")]
#[path = "desktop/journeys.rs"]
mod journeys;
#[cfg(target_os = "linux")]
#[path = "desktop/stage.rs"]
mod stage;

#[cfg(target_os = "linux")]
fn main() -> std::process::ExitCode {
    let arguments: Vec<String> = std::env::args().collect();
    let name = std::env::current_exe().ok().and_then(|path| path.file_name().map(|name| name.to_owned()));
    if name.as_deref() == Some(std::ffi::OsStr::new("node")) {
        return gateway::play(&arguments);
    }
    // What only some tests are asked for with is not for this one.
    if arguments.iter().any(|argument| argument == "--list" || argument == "--ignored") {
        return std::process::ExitCode::SUCCESS;
    }
    let wanted = arguments.iter().skip(1).find(|argument| !argument.starts_with('-'));
    let mut failed = Vec::new();
    for (name, journey) in journeys::ALL {
        if wanted.is_some_and(|wanted| !name.contains(wanted.as_str())) {
            continue;
        }
        let began = std::time::Instant::now();
        let outcome = std::panic::catch_unwind(journey);
        println!("{name}: {}, {} ms", if outcome.is_ok() { "ok" } else { "FAILED" }, began.elapsed().as_millis());
        if outcome.is_err() {
            failed.push(name);
        }
    }
    println!("{} failed {failed:?}", failed.len());
    if failed.is_empty() { std::process::ExitCode::SUCCESS } else { std::process::ExitCode::FAILURE }
}

#[cfg(not(target_os = "linux"))]
fn main() {}
