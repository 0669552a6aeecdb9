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
use clawtray_text::{Catalogue, languages};

const VERSION: &str = env!("CARGO_PKG_VERSION");

fn main() -> ExitCode {
    let catalogue = Catalogue::for_languages(&languages(|name| std::env::var(name).ok()));
    match std::env::args().nth(1).as_deref() {
        None => keep(&catalogue),
        Some("--version" | "-V") => say(&format!("clawtrayd {VERSION}\n")),
        Some("--help" | "-h") => say(&usage(&catalogue)),
        Some(_) => fail(&usage(&catalogue)),
    }
}

fn usage(catalogue: &Catalogue) -> String {
    ["start-keeper-about", "start-keeper-usage", "start-keeper-runs"].map(|id| catalogue.say(id) + "\n").concat()
}

fn cannot_start(catalogue: &Catalogue, words: &str) -> ExitCode {
    fail(&(catalogue.say_with("start-failed", &[("words", words.into())]) + "\n"))
}

fn keep(catalogue: &Catalogue) -> ExitCode {
    let environment = match Environment::of_this_process() {
        Ok(environment) => environment,
        Err(failure) => return cannot_start(catalogue, &failure.to_string()),
    };
    if let Err(failure) = environment.paths.create() {
        return cannot_start(catalogue, &failure.to_string());
    }
    log::begin(&environment, std::io::stderr().is_terminal());
    let catalogue = catalogue.clone();
    let code = icon::beside_main_thread(move |icon| on_its_threads(environment, icon, &catalogue));
    u8::try_from(code).map_or(ExitCode::FAILURE, ExitCode::from)
}

/// The whole program but the main thread's part. Gives the exit code.
fn on_its_threads(environment: Environment, icon: icon::Icon, catalogue: &Catalogue) -> i32 {
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
            let words = match pid {
                // A process id is a name, not an amount to be grouped.
                Some(pid) => catalogue.say_with("start-already-process", &[("pid", pid.to_string().into())]),
                None => catalogue.say("start-already"),
            };
            say(&(words + "\n"));
            0
        }
        Err(words) => {
            cannot_start(catalogue, &words);
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
