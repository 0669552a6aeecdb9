//! A thousand ends, hangs and wishes against a gateway that is a real process: never two at once, never one that
//! nobody collects, never a stop that is forgotten, never restarts without end.
//!
//! And what becomes of it when its keeper is killed.
//!
//! `CLAWTRAY_RESTARTS=1000` instead kills it so many times and tells what that did to the keeper's memory.
//!
//! `CLAWTRAY_SEED` repeats a run, `CLAWTRAY_LIVES` sets how many happenings there are. Time runs a hundred times as
//! fast, so that waits of a minute are over in a second. The gateway is this same program under the name `node`.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout)]

#[cfg(target_os = "linux")]
#[path = "lives/fate.rs"]
mod fate;
#[cfg(target_os = "linux")]
#[path = "lives/gateway.rs"]
mod gateway;
#[cfg(target_os = "linux")]
#[path = "lives/stage.rs"]
mod stage;
#[cfg(target_os = "linux")]
#[path = "lives/system.rs"]
mod system;

#[cfg(target_os = "linux")]
fn main() -> std::process::ExitCode {
    let arguments: Vec<String> = std::env::args().collect();
    let name = std::env::current_exe().ok().and_then(|path| path.file_name().map(|name| name.to_owned()));
    if name.as_deref() == Some(std::ffi::OsStr::new("node")) {
        return gateway::play(&arguments);
    }
    if let [_, word, root] = arguments.as_slice()
        && word == fate::KEEP
    {
        return fate::keep(std::path::Path::new(root));
    }
    // What only some tests are asked for with is not for this one.
    if arguments.iter().any(|argument| argument == "--list" || argument == "--ignored") {
        return std::process::ExitCode::SUCCESS;
    }
    let number = |name: &str| std::env::var(name).ok().and_then(|value| value.parse::<u64>().ok());
    let clock = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap();
    let seed = number("CLAWTRAY_SEED").unwrap_or(u64::from(clock.subsec_nanos()));
    let count = number("CLAWTRAY_LIVES").unwrap_or(1_000);
    let began = std::time::Instant::now();
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    let told = std::panic::catch_unwind(|| {
        if let Some(restarts) = number("CLAWTRAY_RESTARTS") {
            return runtime.block_on(stage::restarts(restarts));
        }
        runtime.block_on(stage::broken_off());
        println!("the keeper killed with -9: the gateway {}", runtime.block_on(fate::live()));
        runtime.block_on(stage::live(seed, count))
    });
    match told {
        Ok(told) => {
            println!("{count} happenings, seed {seed}, {} s: {told}", began.elapsed().as_secs());
            std::process::ExitCode::SUCCESS
        }
        Err(_) => {
            println!("failed; repeat with CLAWTRAY_SEED={seed} CLAWTRAY_LIVES={count}");
            std::process::ExitCode::FAILURE
        }
    }
}

#[cfg(not(target_os = "linux"))]
fn main() {}
