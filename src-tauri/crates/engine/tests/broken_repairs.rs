//! Repairs that the world breaks off in their middle: the command hangs, the gateway dies, somebody changes the
//! configuration, the disk is full, two surfaces ask at once, the keeper is killed. One named outcome each, no file half
//! written, nothing done twice, and the next repair can begin.
//!
//! OpenClaw is this same program under the name `node`; time runs ten times as fast.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout, clippy::print_stderr)]

#[cfg(target_os = "linux")]
#[allow(dead_code)]
#[path = "lives/gateway.rs"]
mod gateway;
#[cfg(target_os = "linux")]
#[path = "broken_repairs/player.rs"]
mod player;
#[cfg(target_os = "linux")]
#[path = "broken_repairs/scenes.rs"]
mod scenes;
#[cfg(target_os = "linux")]
#[allow(dead_code)]
#[path = "lives/stage.rs"]
mod stage;
#[cfg(target_os = "linux")]
#[allow(dead_code)]
#[path = "lives/system.rs"]
mod system;

#[cfg(target_os = "linux")]
fn main() -> std::process::ExitCode {
    let arguments: Vec<String> = std::env::args().collect();
    let name = std::env::current_exe().ok().and_then(|path| path.file_name().map(|name| name.to_owned()));
    if name.as_deref() == Some(std::ffi::OsStr::new("node")) {
        return player::play(&arguments);
    }
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    if let [_, word, root] = arguments.as_slice()
        && word == scenes::KEEP
    {
        runtime.block_on(scenes::keep(std::path::Path::new(root)));
        return std::process::ExitCode::SUCCESS;
    }
    // What only some tests are asked for with is not for this one.
    if arguments.iter().any(|argument| argument == "--list" || argument == "--ignored") {
        return std::process::ExitCode::SUCCESS;
    }
    let began = std::time::Instant::now();
    match std::panic::catch_unwind(|| runtime.block_on(scenes::all())) {
        Ok(told) => {
            println!("{told}, {} s", began.elapsed().as_secs());
            std::process::ExitCode::SUCCESS
        }
        Err(_) => std::process::ExitCode::FAILURE,
    }
}

#[cfg(not(target_os = "linux"))]
fn main() {}
