//! A log that is followed, over renames and days, and one that may not be read.

use std::{
    fs,
    io::Write as _,
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use clawtray_core::{Event, Fact, Now, Records};
use clawtray_openclaw::LogFile;
use clawtray_platform::{keychain::Keychain, process::identity};

use super::{Log, READ_BACK, follow};
use crate::{
    clock::SystemClock,
    environment::Environment,
    executors::{
        grounds::{Grounds, process_ref},
        vault::Vault,
    },
    ports::Clock,
    sink::EventSink,
};

#[tokio::test]
async fn what_was_written_lately_is_told_first_and_then_what_is_written() {
    let folder = tempfile::tempdir().unwrap();
    let home = folder.path();
    let log = home.join("own.log");
    let config = serde_json::json!({"logging": {"file": log}});
    fs::write(home.join("openclaw.json"), config.to_string()).unwrap();
    let mut old = "x".repeat(usize::try_from(READ_BACK).unwrap());
    old.push_str(" the end of a line whose beginning is too long ago\nbefore\n");
    fs::write(&log, old).unwrap();
    let grounds = grounds(home, SystemClock::new());
    let (sink, mut events) = EventSink::channel();
    let myself = process_ref(identity(std::process::id()).unwrap());
    let told = async {
        let mut lines = Vec::new();
        while let Some(event) = events.recv().await {
            match event {
                Event::Fact(Fact::Log(log)) => {
                    assert!(!log.shared && log.not_before_ms.is_none());
                    lines.extend(log.lines);
                }
                Event::Fact(Fact::LinesCaughtUp) => {
                    assert_eq!(lines, ["before"]);
                    writeln!(fs::OpenOptions::new().append(true).open(&log).unwrap(), "after").unwrap();
                }
                other => panic!("{other:?}"),
            }
            if lines.len() == 2 {
                return lines;
            }
        }
        panic!("nobody tells")
    };
    let lines = tokio::select! {
        () = follow(&grounds, myself, Records::All, &sink) => panic!("it never ends"),
        lines = tokio::time::timeout(Duration::from_secs(60), told) => lines.expect("told"),
    };
    assert_eq!(lines, ["before", "after"]);
}

/// A clock whose day a test turns.
struct Days {
    real: SystemClock,
    turned: Arc<AtomicU64>,
}

impl Clock for Days {
    fn now(&self) -> Now {
        let now = self.real.now();
        Now { unix_ms: now.unix_ms + self.turned.load(Ordering::Relaxed) * 86_400_000, ..now }
    }

    fn lasts(&self, wait_ms: u64) -> Duration {
        self.real.lasts(wait_ms)
    }
}

#[tokio::test]
async fn a_file_that_is_renamed_away_and_the_file_of_another_day_are_read_to_their_ends() {
    let folder = tempfile::tempdir().unwrap();
    let turned = Arc::new(AtomicU64::new(0));
    let clock = Days { real: SystemClock::new(), turned: Arc::clone(&turned) };
    let grounds = grounds(folder.path(), clock);
    let config = serde_json::json!({"logging": {"file": folder.path().join("own-2020-01-01.log")}});
    let file = LogFile::of(&grounds.environment.profile, Some(&config), folder.path(), folder.path());
    let path = |grounds: &Grounds| file.on(&grounds.clock.now().local_day());
    let append = |path: &Path, line: &str| {
        writeln!(fs::OpenOptions::new().create(true).append(true).open(path).unwrap(), "{line}").unwrap();
    };
    let first = path(&grounds);
    append(&first, "one");
    let (sink, mut events) = EventSink::channel();
    let mut log = Log {
        file: file.clone(),
        shared: None,
        records: Records::All,
        caught_up: false,
        day_every: Duration::from_millis(20),
    };
    let told = async {
        let mut lines: Vec<String> = Vec::new();
        while let Some(event) = events.recv().await {
            let Event::Fact(Fact::Log(log)) = event else { continue };
            lines.extend(log.lines);
            match lines.last().unwrap().as_str() {
                "one" => {
                    append(&first, "two, right before it is renamed");
                    fs::rename(&first, format!("{}.1", first.display())).unwrap();
                    append(&first, "three, in the new file");
                }
                "three, in the new file" => {
                    append(&first, "four, right before midnight");
                    turned.store(1, Ordering::Relaxed);
                    append(&path(&grounds), "five, of the next day");
                }
                "five, of the next day" => return lines,
                _ => {}
            }
        }
        panic!("nobody tells")
    };
    let lines = tokio::select! {
        () = log.follow(&grounds, &sink) => panic!("it can be read"),
        lines = tokio::time::timeout(Duration::from_secs(120), told) => lines.expect("told"),
    };
    let first_words: Vec<_> = lines.iter().map(|line| line.split(',').next().unwrap()).collect();
    assert_eq!(first_words, ["one", "two", "three", "four", "five"]);
}

#[cfg(unix)]
#[tokio::test]
async fn a_log_that_may_not_be_read_says_so_and_once_it_may_be_its_past_comes_first() {
    use std::os::unix::fs::PermissionsExt as _;

    for on_folder in [false, true] {
        let folder = tempfile::tempdir().unwrap();
        let closed = folder.path().join("logs");
        fs::create_dir(&closed).unwrap();
        let path = closed.join("own.log");
        fs::write(&path, "before\n").unwrap();
        let grounds = grounds(folder.path(), SystemClock::new());
        let config = serde_json::json!({"logging": {"file": path}});
        let file = LogFile::of(&grounds.environment.profile, Some(&config), folder.path(), folder.path());
        let (sink, mut events) = EventSink::channel();
        let mut log = Log { file, shared: None, records: Records::All, caught_up: false, day_every: super::DAY_EVERY };
        let (place, open) = if on_folder { (&closed, 0o700) } else { (&path, 0o600) };
        fs::set_permissions(place, fs::Permissions::from_mode(0o000)).unwrap();
        // An account that may read everything reads this too.
        if fs::read(&path).is_err() {
            let ended = tokio::time::timeout(Duration::from_secs(120), log.follow(&grounds, &sink));
            ended.await.expect("it cannot be read");
            assert!(matches!(events.recv().await, Some(Event::Fact(Fact::LinesDenied))));
        }
        fs::set_permissions(place, fs::Permissions::from_mode(open)).unwrap();
        let told = async { (events.recv().await, events.recv().await) };
        let (first, second) = tokio::select! {
            () = log.follow(&grounds, &sink) => panic!("it may be read"),
            told = tokio::time::timeout(Duration::from_secs(120), told) => told.expect("told"),
        };
        assert!(matches!(first, Some(Event::Fact(Fact::Log(_)))), "{first:?}");
        assert!(matches!(second, Some(Event::Fact(Fact::LinesCaughtUp))), "{second:?}");
    }
}

fn grounds(home: &Path, clock: impl Clock + 'static) -> Grounds {
    let pairs = [("OPENCLAW_STATE_DIR", home.to_owned()), ("CLAWTRAY_HOME", home.join("own"))];
    let pairs = pairs.map(|(name, value)| (name.into(), value.into_os_string()));
    let environment = Environment::from_variables(pairs, home, "1000").unwrap();
    let vault = Vault::new(Arc::new(Keychain::memory()), "default", false);
    Grounds::new(environment, vault, Arc::new(clock), "0".to_owned())
}

#[cfg(unix)]
#[tokio::test]
async fn of_a_log_of_five_gigabytes_only_the_end_is_read() {
    use std::io::Seek as _;

    const LARGE: u64 = 5 << 30;
    let folder = tempfile::tempdir().unwrap();
    let log = folder.path().join("own.log");
    let mut file = fs::File::create(&log).unwrap();
    // A hole, so that it takes no room.
    file.set_len(LARGE).unwrap();
    file.seek(std::io::SeekFrom::End(0)).unwrap();
    write!(file, "\nthe end\n").unwrap();
    let (mut tail, first_is_whole, end) = super::begin(&log).await;
    assert!(!first_is_whole && end > LARGE);
    let mut lines = Vec::new();
    let mut bytes = 0;
    while !lines.iter().any(|line: &String| line == "the end") {
        let batch = tokio::time::timeout(Duration::from_secs(60), tail.next()).await.expect("told").unwrap();
        bytes += batch.lines.iter().map(|line| line.text.len()).sum::<usize>();
        lines.extend(batch.lines.into_iter().map(|line| line.text));
    }
    assert!(u64::try_from(bytes).unwrap() <= READ_BACK * 4, "{bytes} bytes of text");
}
