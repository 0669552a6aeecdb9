//! Gateways on other computers: behind TLS with a certificate of their own making, and behind `ssh`. Both are played on
//! loopback, `ssh` by this same program under that name. Time runs twenty times as fast.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout, clippy::print_stderr)]

#[cfg(target_os = "linux")]
#[path = "elsewhere/ssh.rs"]
mod ssh;
#[cfg(target_os = "linux")]
#[path = "elsewhere/stage.rs"]
mod stage;

#[cfg(target_os = "linux")]
fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    let name = std::env::current_exe().ok().and_then(|path| path.file_name().map(|name| name.to_owned()));
    if name.as_deref() == Some(std::ffi::OsStr::new("ssh")) {
        ssh::play(&arguments);
    }
    if arguments.iter().any(|argument| argument == "--list" || argument == "--ignored") {
        return;
    }
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    runtime.block_on(stage::behind_tls());
    println!("a gateway behind TLS is reached, lost, reached again, and never confused with another: ok");
    runtime.block_on(stage::behind_ssh());
    println!("a gateway behind ssh is reached through one child, which is replaced when it ends: ok");
}

#[cfg(not(target_os = "linux"))]
fn main() {}
