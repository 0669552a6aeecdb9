//! The local socket: one owner, this user only, frames within bounds.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;

#[cfg(unix)]
use clawtray_platform::socket::lines;
use clawtray_platform::socket::{FrameFailure, LineReader, LineWriter};
use common::soon;
use tokio::io::AsyncWriteExt;

const LIMIT: usize = 8 * 1024 * 1024;

#[tokio::test]
async fn frames_arrive_whole_however_the_bytes_come() {
    let (mut far, near) = tokio::io::duplex(7);
    let mut reader = LineReader::new(near, 100);
    let writing = tokio::spawn(async move {
        for byte in "{\"a\":1}\n\n{\"b\":\"ä\"}\r\nlast\n".as_bytes() {
            far.write_all(&[*byte]).await.unwrap();
        }
    });
    for expected in ["{\"a\":1}", "{\"b\":\"ä\"}", "last"] {
        assert_eq!(soon(reader.next()).await.unwrap().unwrap(), expected);
    }
    assert!(soon(reader.next()).await.unwrap().is_none());
    writing.await.unwrap();
}

#[tokio::test]
async fn many_frames_in_one_piece_are_told_apart() {
    let text = "x\n".repeat(100_000);
    let mut reader = LineReader::new(text.as_bytes(), LIMIT);
    let mut count = 0;
    while let Some(frame) = reader.next().await.unwrap() {
        assert_eq!(frame, "x");
        count += 1;
    }
    assert_eq!(count, 100_000);
}

#[tokio::test]
async fn the_limit_is_exact_and_an_endless_frame_is_refused_early() {
    let exact = format!("{}\n", "x".repeat(50));
    assert_eq!(LineReader::new(exact.as_bytes(), 50).next().await.unwrap().unwrap().len(), 50);
    let mut reader = LineReader::new(exact.as_bytes(), 49);
    for _ in 0..2 {
        assert!(matches!(reader.next().await, Err(FrameFailure::TooLarge { limit_bytes: 49 })), "and it stays so");
    }
    let mut endless = LineReader::new(tokio::io::repeat(b'x'), LIMIT);
    assert!(matches!(soon(endless.next()).await, Err(FrameFailure::TooLarge { .. })));
}

#[tokio::test]
async fn rubbish_and_half_frames_are_named() {
    assert!(matches!(LineReader::new(&b"\xff\xfe\n"[..], 10).next().await, Err(FrameFailure::NotText)));
    assert!(matches!(LineReader::new(&b"half"[..], 10).next().await, Err(FrameFailure::CutOff)));
    let mut sent = Vec::new();
    let mut writer = LineWriter::new(&mut sent, 5);
    assert!(matches!(writer.send("a\nb").await, Err(FrameFailure::HoldsLineFeed)));
    assert!(matches!(writer.send("123456").await, Err(FrameFailure::TooLarge { limit_bytes: 5 })));
    writer.send("12345").await.unwrap();
    assert_eq!(sent, b"12345\n");
}

#[tokio::test]
async fn a_reading_that_was_given_up_loses_nothing() {
    let (mut far, near) = tokio::io::duplex(64);
    let mut reader = LineReader::new(near, 100);
    far.write_all(b"first ").await.unwrap();
    tokio::select! {
        biased;
        frame = reader.next() => panic!("{frame:?}"),
        () = tokio::task::yield_now() => {}
    }
    far.write_all(b"half\n").await.unwrap();
    assert_eq!(soon(reader.next()).await.unwrap().unwrap(), "first half");
}

#[cfg(unix)]
mod unix {
    use super::*;
    use std::os::unix::fs::PermissionsExt;
    use std::path::{Path, PathBuf};
    use std::time::Duration;

    use clawtray_platform::lock::KeeperLock;
    use clawtray_platform::socket::{Listener, SocketFailure, connect};
    use common::{PATIENCE, part};

    const SOCKET: &str = "CLAWTRAY_TEST_SOCKET";

    struct Place {
        folder: tempfile::TempDir,
        lock: KeeperLock,
    }

    impl Place {
        fn new() -> Self {
            let folder = tempfile::tempdir().unwrap();
            let lock = KeeperLock::acquire(&folder.path().join("lock")).unwrap();
            Self { folder, lock }
        }

        fn socket(&self) -> PathBuf {
            self.folder.path().join("keeper.sock")
        }
    }

    #[tokio::test]
    async fn two_sides_talk_and_a_large_frame_passes() {
        let place = Place::new();
        let listener = Listener::bind(&place.socket(), &place.lock).await.unwrap();
        assert_eq!(std::fs::metadata(place.socket()).unwrap().permissions().mode() & 0o777, 0o600);
        let path = place.socket();
        let client = tokio::spawn(async move {
            let connection = connect(&path, PATIENCE).await.unwrap();
            let (mut reader, mut writer) = lines(connection, LIMIT);
            writer.send(&"y".repeat(LIMIT)).await.unwrap();
            let answer = reader.next().await.unwrap().unwrap();
            writer.close().await.unwrap();
            answer
        });
        let connection = soon(listener.accept()).await.unwrap();
        assert_eq!(connection.peer_pid(), Some(std::process::id()));
        let (mut reader, mut writer) = lines(connection, LIMIT);
        assert_eq!(soon(reader.next()).await.unwrap().unwrap().len(), LIMIT);
        writer.send("done").await.unwrap();
        assert_eq!(soon(client).await.unwrap(), "done");
        assert!(soon(reader.next()).await.unwrap().is_none());
        drop(listener);
        assert!(!place.socket().exists(), "it clears up after itself");
    }

    #[tokio::test]
    async fn a_second_owner_is_refused_and_does_not_harm_the_first() {
        let place = Place::new();
        let listener = Listener::bind(&place.socket(), &place.lock).await.unwrap();
        let other = KeeperLock::acquire(&place.folder.path().join("other-lock")).unwrap();
        assert!(matches!(Listener::bind(&place.socket(), &other).await, Err(SocketFailure::InUse { .. })));
        let (connected, _) = tokio::join!(connect(listener.path(), PATIENCE), listener.accept());
        connected.unwrap();
    }

    #[tokio::test]
    async fn a_left_over_socket_is_replaced_and_anything_else_left_alone() {
        let place = Place::new();
        drop(std::os::unix::net::UnixListener::bind(place.socket()).unwrap());
        assert!(matches!(connect(&place.socket(), PATIENCE).await, Err(SocketFailure::NobodyAnswers { .. })));
        drop(Listener::bind(&place.socket(), &place.lock).await.unwrap());
        assert!(matches!(connect(&place.socket(), PATIENCE).await, Err(SocketFailure::NobodyAnswers { .. })));
        std::fs::write(place.socket(), "precious").unwrap();
        assert!(matches!(Listener::bind(&place.socket(), &place.lock).await, Err(SocketFailure::NotASocket { .. })));
        assert_eq!(std::fs::read(place.socket()).unwrap(), b"precious");
        let long = place.folder.path().join("n".repeat(120));
        assert!(matches!(Listener::bind(&long, &place.lock).await, Err(SocketFailure::PathTooLong { .. })));
        assert!(matches!(connect(&long, PATIENCE).await, Err(SocketFailure::PathTooLong { .. })));
    }

    #[tokio::test]
    async fn a_listener_whose_socket_was_replaced_does_not_remove_the_new_one() {
        let place = Place::new();
        let listener = Listener::bind(&place.socket(), &place.lock).await.unwrap();
        std::fs::remove_file(place.socket()).unwrap();
        std::fs::write(place.socket(), "another's").unwrap();
        drop(listener);
        assert!(place.socket().exists());
    }

    #[tokio::test]
    #[ignore = "a process of its own, run by the test below"]
    async fn stranger() {
        let Some(path) = std::env::var_os(SOCKET) else { return };
        // The kernel lets it in, the keeper does not: it sees the end at once. It refuses the keeper just so.
        match connect(Path::new(&path), Duration::from_secs(10)).await {
            Err(SocketFailure::OtherUser) => {}
            other => panic!("{other:?}"),
        }
    }

    #[tokio::test]
    async fn a_process_of_another_user_is_turned_away_by_both_sides() {
        const NOBODY: u32 = 65_534;
        let place = Place::new();
        if std::fs::metadata(place.folder.path()).map(|found| std::os::unix::fs::MetadataExt::uid(&found)).unwrap() != 0
        {
            say_skipped("only root can start a process of another user");
            return;
        }
        // The test program itself may lie where others cannot read it.
        let copy = place.folder.path().join("stranger");
        std::fs::copy(std::env::current_exe().unwrap(), &copy).unwrap();
        let listener = Listener::bind(&place.socket(), &place.lock).await.unwrap();
        for (path, mode) in [(place.folder.path(), 0o755), (&copy, 0o755), (&place.socket(), 0o666)] {
            std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).unwrap();
        }
        let mut command = std::process::Command::new(&copy);
        command.args(part("unix::stranger").get_args()).env(SOCKET, place.socket()).current_dir("/");
        std::os::unix::process::CommandExt::uid(&mut command, NOBODY);
        std::os::unix::process::CommandExt::gid(&mut command, NOBODY);
        let stranger = tokio::spawn(tokio::process::Command::from(command).output());
        assert!(matches!(soon(listener.accept()).await, Err(SocketFailure::OtherUser)));
        let ended = soon(stranger).await.unwrap().unwrap();
        assert!(ended.status.success(), "{}", String::from_utf8_lossy(&ended.stdout));
        let (connected, accepted) = tokio::join!(connect(listener.path(), PATIENCE), listener.accept());
        connected.unwrap();
        accepted.unwrap();
    }

    #[allow(clippy::print_stderr)]
    fn say_skipped(why: &str) {
        eprintln!("skipped: {why}");
    }
}
