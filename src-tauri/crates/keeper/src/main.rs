//! `clawtrayd`, the keeper: the engine with an icon, notifications and a local socket. It has no window and no GUI
//! toolkit on Linux; the window is another program, so that nothing it does can take the gateway's keeper down.
//!
//! On macOS and Windows the icon belongs to the main thread and its native loop; everything else runs on tokio's
//! threads.

// A start at login opens no console window.
#![cfg_attr(windows, windows_subsystem = "windows")]

mod desktop;
mod icon;
mod keeper;
mod log;
mod login;
mod notes;
mod server;
mod signals;
mod windows;

use std::{
    io::{IsTerminal as _, Write as _},
    process::ExitCode,
};

use clawtray_engine::Environment;
use clawtray_platform::console;

const VERSION: &str = env!("CARGO_PKG_VERSION");

const USAGE: &str = "clawtrayd keeps the OpenClaw gateway running and shows its state in the tray.\n\
    Usage: clawtrayd [--version | --help]\n\
    Without arguments it runs until it is asked to quit. A second one notices the first and ends.\n";

fn main() -> ExitCode {
    console::take_parents();
    match std::env::args().nth(1).as_deref() {
        None => keep(),
        Some("--version" | "-V") => say(&format!("clawtrayd {VERSION}\n")),
        Some("--help" | "-h") => say(USAGE),
        Some(_) => fail(USAGE),
    }
}

fn keep() -> ExitCode {
    let environment = match Environment::of_this_process() {
        Ok(environment) => environment,
        Err(failure) => return fail(&format!("Clawtray cannot start: {failure}\n")),
    };
    if let Err(failure) = environment.paths.create() {
        return fail(&format!("Clawtray cannot start: {failure}\n"));
    }
    log::begin(&environment, std::io::stderr().is_terminal());
    let code = icon::beside_main_thread(move |icon| on_its_threads(environment, icon));
    u8::try_from(code).map_or(ExitCode::FAILURE, ExitCode::from)
}

/// The whole program but the main thread's part. Gives the exit code.
fn on_its_threads(environment: Environment, icon: icon::Icon) -> i32 {
    let outcome = match tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build() {
        Ok(runtime) => {
            let outcome = runtime.block_on(keeper::run(environment, icon));
            // A keychain prompt or a hanging name service must not keep the process.
            runtime.shutdown_timeout(std::time::Duration::from_secs(2));
            outcome
        }
        Err(failure) => Err(failure.to_string()),
    };
    match outcome {
        Ok(keeper::Ended::Quit) => 0,
        Ok(keeper::Ended::AlreadyRunning { pid }) => {
            let pid = pid.map(|pid| format!(" (pid {pid})")).unwrap_or_default();
            say(&format!("Clawtray is already running{pid}.\n"));
            0
        }
        Err(words) => {
            fail(&format!("Clawtray cannot start: {words}\n"));
            1
        }
    }
}

fn say(words: &str) -> ExitCode {
    // Nobody reads: nothing to do about it.
    let _written = std::io::stdout().write_all(words.as_bytes());
    ExitCode::SUCCESS
}

fn fail(words: &str) -> ExitCode {
    // Nobody reads: nothing to do about it.
    let _written = std::io::stderr().write_all(words.as_bytes());
    console::show_unread("Clawtray", words);
    ExitCode::FAILURE
}
