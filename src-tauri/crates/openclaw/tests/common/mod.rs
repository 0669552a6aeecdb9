//! Pretend OpenClaw installations for the tests of this crate.
#![allow(dead_code, reason = "each test file uses its own part")]

use std::path::{Path, PathBuf};

/// Writes an OpenClaw package into `folder` and gives the folder back.
pub fn package(folder: &Path, version: &str, wants: &str) -> PathBuf {
    std::fs::create_dir_all(folder).expect("a folder");
    let description = format!(
        "{{\"name\":\"openclaw\",\"version\":\"{version}\",\"bin\":{{\"openclaw\":\"openclaw.mjs\"}},\"engines\":{{\"node\":\"{wants}\"}}}}"
    );
    std::fs::write(folder.join("package.json"), description).expect("a description");
    std::fs::write(folder.join("openclaw.mjs"), "// entry\n").expect("an entry");
    folder.canonicalize().expect("a real path")
}

/// Writes a shell script that can be run. Another process writes it: were it open for writing here while another test
/// starts a program, the system would refuse to run it ("text file busy").
#[cfg(unix)]
pub fn script(path: &Path, text: &str) {
    use std::io::Write;
    std::fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
    let mut writer = std::process::Command::new("/bin/sh")
        .args(["-c", "cat > \"$0\" && chmod 755 \"$0\""])
        .arg(path)
        .stdin(std::process::Stdio::piped())
        .spawn()
        .expect("a shell");
    let mut input = writer.stdin.take().expect("its input");
    input.write_all(format!("#!/bin/sh\n{text}\n").as_bytes()).expect("written");
    drop(input);
    assert!(writer.wait().expect("the shell").success());
}
