//! How soon what a gateway prints, or tells over the link, is a finding in the picture, beside the same line merely
//! followed and the gateway's own part; and what following a busy gateway takes of a core, beside a bare read of the
//! same file. Time runs as it does; the gateway is this same program under the name `node`, as in `tests/refusals.rs`,
//! whose stage this is.
#![allow(missing_docs, dead_code, clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout)]

#[cfg(target_os = "linux")]
#[path = "../tests/refusals/evidence.rs"]
mod evidence;
#[cfg(target_os = "linux")]
#[path = "../tests/refusals/player.rs"]
mod player;
#[cfg(target_os = "linux")]
#[path = "../tests/refusals/stage.rs"]
mod stage;

#[cfg(target_os = "linux")]
fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    let name = std::env::current_exe().ok().and_then(|path| path.file_name().map(|name| name.to_owned()));
    if name.as_deref() == Some(std::ffi::OsStr::new("node")) {
        player::play(&arguments);
        return;
    }
    if arguments.iter().any(|argument| argument == "--list" || argument == "--test") {
        return;
    }
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    runtime.block_on(evidence::figures());
}

#[cfg(not(target_os = "linux"))]
fn main() {}
