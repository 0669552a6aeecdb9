//! A program lives on when the one that started it ends, and is found again.
#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;

use std::path::PathBuf;

use clawtray_platform::process::{ProcessIdentity, SignalOutcome, describe, is_alive, terminate, watch};
use common::{Lines, PATIENCE, Stage, part, soon};

const FOLDER: &str = "CLAWTRAY_TEST_FOLDER";

#[tokio::test]
#[ignore = "a process of its own, run by the test below"]
async fn spawner() {
    let Some(folder) = std::env::var_os(FOLDER).map(PathBuf::from) else { return };
    let stage = Stage::new();
    let output = clawtray_platform::output::OutputFile::open(&folder.join("out.log"), 1 << 20, 1).unwrap();
    let mut spec =
        stage.spec("/bin/sh", &["-c", "trap 'echo bye; exit 3' TERM; echo up; while :; do sleep 0.05; done"]);
    spec.output = &output;
    spec.working_folder = folder.clone();
    let process = clawtray_platform::process::spawn(&spec).unwrap().identity();
    std::fs::write(folder.join("identity"), format!("{} {}", process.pid, process.start_time)).unwrap();
}

#[tokio::test]
async fn a_program_outlives_its_starter_and_can_be_adopted_watched_and_ended() {
    let folder = tempfile::tempdir().unwrap();
    let ended = tokio::process::Command::from(part("spawner")).env(FOLDER, folder.path()).output();
    let ended = tokio::time::timeout(PATIENCE, ended).await.unwrap().unwrap();
    assert!(ended.status.success(), "{}", String::from_utf8_lossy(&ended.stdout));

    let text = std::fs::read_to_string(folder.path().join("identity")).unwrap();
    let (pid, start_time) = text.split_once(' ').unwrap();
    let process = ProcessIdentity { pid: pid.parse().unwrap(), start_time: start_time.parse().unwrap() };
    assert!(is_alive(&process));
    assert_ne!(describe(process.pid).unwrap().parent, Some(std::process::id()));

    let mut lines = Lines::of(&folder.path().join("out.log"));
    assert_eq!(lines.next().await.text, "up");
    let mut end = tokio::spawn(watch(process));
    tokio::select! {
        biased;
        _ = &mut end => panic!("it has not ended"),
        () = tokio::task::yield_now() => {}
    }
    assert_eq!(terminate(&process, true).unwrap(), SignalOutcome::Sent);
    soon(end).await.unwrap().unwrap();
    assert!(!is_alive(&process));
    // The shell may first say that its sleep was ended too.
    while lines.next().await.text != "bye" {}
    soon(watch(process)).await.unwrap();
}
