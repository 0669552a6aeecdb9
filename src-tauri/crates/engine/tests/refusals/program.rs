//! This program: as cargo starts it, and as the gateway that it plays under the name `node`.

use std::{ffi::OsStr, future::Future};

use super::player;

/// Does `work`, except as the gateway or where cargo asks with one of `only_asked` for what is not here.
pub fn run(only_asked: &[&str], work: impl Future<Output = ()>) {
    let arguments: Vec<String> = std::env::args().collect();
    let name = std::env::current_exe().ok().and_then(|path| path.file_name().map(OsStr::to_owned));
    if name.as_deref() == Some(OsStr::new("node")) {
        player::play(&arguments);
        return;
    }
    if arguments.iter().any(|argument| only_asked.contains(&argument.as_str())) {
        return;
    }
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    runtime.block_on(work);
}
