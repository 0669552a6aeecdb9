//! OpenClaw's command line and gateway, with every way to break a repair off on order.

use std::{
    fs,
    path::{Path, PathBuf},
    process::ExitCode,
    time::{Duration, Instant},
};

use crate::gateway;

/// A configuration that starts.
pub const GOOD: &str = r#"{"gateway":{"mode":"local","auth":{"token":"tok-of-the-played-gateway"}}}"#;
/// One that is cut off in its middle.
pub const BROKEN: &str = r#"{"gateway":{"mode":"local","#;
/// What somebody else writes meanwhile.
pub const OTHERS: &str = r#"{"gateway":{"mode":"local","port":1}}"#;
/// How the next command behaves; one word.
pub const ORDER: &str = "order";
/// What a command that waits is let go on by.
pub const GO: &str = "go";
/// One line for each run of doctor.
pub const DOCTORS: &str = "doctors";

/// How long a command that waits does so; nobody lets it wait to its end.
const WAITS: Duration = Duration::from_secs(600);

/// Is what `node openclaw.mjs ...` would be.
pub fn play(arguments: &[String]) -> ExitCode {
    let folder = std::env::var_os("OPENCLAW_STATE_DIR").map(PathBuf::from).unwrap_or_default();
    let order = fs::read_to_string(folder.join(ORDER)).unwrap_or_default();
    let words: Vec<&str> = arguments.iter().skip(2).map(String::as_str).collect();
    match words.as_slice() {
        ["doctor", "--fix", ..] => {
            gateway::write_line(&folder.join(DOCTORS), &std::process::id().to_string());
            doctor(&folder, order.trim())
        }
        ["config", "validate", ..] => {
            if order.trim() == "changes" {
                fs::write(folder.join("openclaw.json"), OTHERS).unwrap();
            }
            println!(r#"{{"valid":true,"issues":[],"warnings":[]}}"#);
            ExitCode::SUCCESS
        }
        ["gateway", "run", ..] => {
            let config = fs::read_to_string(folder.join("openclaw.json")).unwrap_or_default();
            if serde_json::from_str::<serde_json::Value>(&config).is_err() {
                eprintln!("Gateway start blocked: existing config is missing gateway.mode.");
                return ExitCode::from(78);
            }
            gateway::play(arguments)
        }
        _ => gateway::play(arguments),
    }
}

fn wait(folder: &Path) {
    let end = Instant::now() + WAITS;
    while !folder.join(GO).exists() && Instant::now() < end {
        std::thread::sleep(Duration::from_millis(5));
    }
}

fn doctor(folder: &Path, order: &str) -> ExitCode {
    match order {
        "hangs" => {
            wait(folder);
            return ExitCode::from(1);
        }
        "waits" => wait(folder),
        "full" => {
            eprintln!("Error: ENOSPC: no space left on device, write");
            return ExitCode::from(1);
        }
        _ => {}
    }
    let (new, config) = (folder.join("openclaw.json.new"), folder.join("openclaw.json"));
    fs::write(&new, GOOD).unwrap();
    fs::rename(new, &config).unwrap();
    println!("Updated config: {}", config.display());
    ExitCode::SUCCESS
}
