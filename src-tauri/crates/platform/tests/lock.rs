//! One keeper, and the lock of a killed one is free.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;

use std::path::{Path, PathBuf};

#[cfg(unix)]
use clawtray_platform::lock::{Holder, holder};
use clawtray_platform::lock::{KeeperLock, LockFailure};
#[cfg(unix)]
use common::{part, soon};

const FILE: &str = "CLAWTRAY_TEST_LOCK";

#[test]
#[ignore = "a process of its own, run by the test below"]
fn lock_holder() {
    let Some(path) = std::env::var_os(FILE).map(PathBuf::from) else { return };
    let lock = KeeperLock::acquire(&path).unwrap();
    lock.announce(Path::new("/run/somewhere.sock")).unwrap();
    std::fs::write(path.with_extension("ready"), "").unwrap();
    loop {
        std::thread::park();
    }
}

#[cfg(unix)]
#[tokio::test]
async fn a_lock_is_held_by_its_process_and_free_once_that_is_killed() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("keeper.lock");
    assert_eq!(holder(&path).unwrap(), None);
    let mut command = tokio::process::Command::from(part("lock_holder"));
    let mut child = command.env(FILE, &path).stdout(std::process::Stdio::null()).kill_on_drop(true).spawn().unwrap();
    common::eventually("the lock", || path.with_extension("ready").exists()).await;

    let pid = child.id().unwrap();
    match KeeperLock::acquire(&path) {
        Err(LockFailure::Held { by_pid }) => assert_eq!(by_pid, Some(pid)),
        other => panic!("{other:?}"),
    }
    let expected = Holder { pid, socket: Some("/run/somewhere.sock".into()) };
    assert_eq!(holder(&path).unwrap(), Some(expected));

    child.start_kill().unwrap();
    soon(child.wait()).await.unwrap();
    assert_eq!(holder(&path).unwrap(), None, "what a dead holder wrote means nothing");
    let lock = KeeperLock::acquire(&path).unwrap();
    assert_eq!(holder(&path).unwrap(), Some(Holder { pid: std::process::id(), socket: None }));
    drop(lock);
    assert_eq!(holder(&path).unwrap(), None);
}

#[test]
fn a_lock_is_held_once_even_within_one_process() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("keeper.lock");
    let first = KeeperLock::acquire(&path).unwrap();
    assert!(matches!(KeeperLock::acquire(&path), Err(LockFailure::Held { .. })));
    std::fs::write(folder.path().join("keeper.lock.holder"), b"\xff\xfenonsense").unwrap();
    assert!(matches!(KeeperLock::acquire(&path), Err(LockFailure::Held { by_pid: None })));
    drop(first);
    KeeperLock::acquire(&path).unwrap();
    assert!(matches!(KeeperLock::acquire(&folder.path().join("no/such")), Err(LockFailure::File(_))));
}
