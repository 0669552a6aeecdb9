//! A gateway as a process: what `node openclaw.mjs gateway run` would be, with every vice on order.
//!
//! It writes down each start, and a fault when another one is alive, into its state folder.

use std::{
    fs::{self, File, OpenOptions},
    io::Write as _,
    path::{Path, PathBuf},
    process::{Command, ExitCode, Stdio},
    time::Duration,
};

use clawtray_testkit::fake_gateway::{FakeGateway, Script};
use tokio::signal::unix::{SignalKind, signal};

/// What the next gateway will be like; one word per file.
pub const MANNER: &str = "manner";
/// One line for each start.
pub const STARTS: &str = "starts";
/// One line for each thing that must never happen.
pub const FAULTS: &str = "faults";
/// The process id of the gateway that runs.
pub const PID: &str = "pid";
/// The shared token, where there is one of another name than [`TOKEN`].
pub const TOKEN_FILE: &str = "token";
/// The shared token.
pub const TOKEN: &str = "tok-of-the-played-gateway";

/// Plays Node: tells its version, or is the gateway.
pub fn play(arguments: &[String]) -> ExitCode {
    if arguments.iter().any(|argument| argument == "--version") {
        println!("v26.10.0");
        return ExitCode::SUCCESS;
    }
    if arguments.get(1).map(String::as_str) == Some("linger") {
        // What a forker leaves behind.
        std::thread::sleep(Duration::from_secs(3));
        return ExitCode::SUCCESS;
    }
    let Some(port) = after(arguments, "--port").and_then(|port| port.parse().ok()) else {
        return ExitCode::SUCCESS;
    };
    // The default profile's own folder is not named.
    let own = || PathBuf::from(std::env::var_os("HOME").expect("a home")).join(".openclaw");
    let folder = std::env::var_os("OPENCLAW_STATE_DIR").map_or_else(own, PathBuf::from);
    write_line(&folder.join(STARTS), &std::process::id().to_string());
    let lock = OpenOptions::new().create(true).truncate(false).write(true).open(folder.join("lock")).expect("a lock");
    if lock.try_lock().is_err() {
        write_line(&folder.join(FAULTS), &format!("{} began while another one was alive", std::process::id()));
        return ExitCode::from(78);
    }
    fs::write(folder.join(PID), std::process::id().to_string()).expect("a pid file");
    let manner = fs::read_to_string(folder.join(MANNER)).unwrap_or_default();
    let manner = manner.trim();
    match manner {
        "crash" => return ExitCode::from(1),
        "ends" => return ExitCode::SUCCESS,
        "slow" => std::thread::sleep(Duration::from_millis(120)),
        "fork" => leave_a_child(),
        _ => {}
    }
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    runtime.block_on(run(port, manner, &folder, lock))
}

async fn run(port: u16, manner: &str, folder: &Path, _lock: File) -> ExitCode {
    let mut asked_to_end = signal(SignalKind::terminate()).expect("signals");
    let mut asked_to_restart = signal(SignalKind::user_defined2()).expect("signals");
    let token = fs::read_to_string(folder.join(TOKEN_FILE)).unwrap_or_else(|_| TOKEN.to_owned());
    let script = |boot: u32| Script {
        token: Some(token.clone()),
        boot_id: Some(format!("{}-{boot}", std::process::id())),
        ..Script::default()
    };
    let mut boot = 0;
    let Ok(mut gateway) = FakeGateway::start_on(port, script(boot)).await else {
        write_line(&folder.join(FAULTS), &format!("{} found its port taken", std::process::id()));
        return ExitCode::from(1);
    };
    loop {
        tokio::select! {
            _ = asked_to_end.recv() => match manner {
                "ignore" => {}
                "drain" => {
                    gateway.shut_down(None);
                    tokio::time::sleep(Duration::from_millis(60)).await;
                    return ExitCode::SUCCESS;
                }
                _ => return ExitCode::SUCCESS,
            },
            _ = asked_to_restart.recv() => {
                gateway.shut_down(Some(1_500));
                gateway.stop().await;
                if manner == "supervised" {
                    return ExitCode::SUCCESS;
                }
                boot += 1;
                gateway = match FakeGateway::start_on(port, script(boot)).await {
                    Ok(gateway) => gateway,
                    Err(_) => return ExitCode::from(1),
                };
            }
        }
    }
}

fn leave_a_child() {
    let myself = std::env::current_exe().expect("a program");
    let child = Command::new(myself).arg("linger").stdin(Stdio::null()).stdout(Stdio::null()).spawn();
    // It is left on purpose; the system collects it when it ends after us.
    drop(child);
}

fn after(arguments: &[String], name: &str) -> Option<String> {
    let at = arguments.iter().position(|argument| argument == name)?;
    arguments.get(at + 1).cloned()
}

pub fn write_line(path: &Path, line: &str) {
    let mut file = OpenOptions::new().create(true).append(true).open(path).expect("a file");
    writeln!(file, "{line}").expect("room on the disk");
}
