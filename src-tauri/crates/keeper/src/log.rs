//! The keeper's log: one bounded file of its own, and the terminal where there is one. It never holds secrets, because
//! nothing that logs can print one.

use std::{
    fs::{File, OpenOptions},
    io::{self, Write},
    path::{Path, PathBuf},
    sync::Mutex,
};

use clawtray_engine::Environment;
use tracing_subscriber::{Layer as _, filter::LevelFilter, layer::SubscriberExt as _, util::SubscriberInitExt as _};

/// When the file is moved aside, bytes. One older part stays.
const MOST_BYTES: u64 = 1024 * 1024;

/// Begins logging at the level the environment asks for, `info` without one.
pub(crate) fn begin(environment: &Environment, to_terminal: bool) {
    let level = environment.log_level.as_deref().and_then(|level| level.parse().ok()).unwrap_or(LevelFilter::INFO);
    let path = environment.paths.log_folder.join("clawtrayd.log");
    let file = BoundedFile::open(&path, MOST_BYTES)
        .ok()
        .map(|file| tracing_subscriber::fmt::layer().with_ansi(false).with_writer(Mutex::new(file)).with_filter(level));
    let terminal = to_terminal
        .then(|| tracing_subscriber::fmt::layer().with_ansi(false).with_writer(io::stderr).with_filter(level));
    if tracing_subscriber::registry().with(file).with(terminal).try_init().is_err() {
        tracing::warn!("something else logs already");
    }
}

/// A file that is moved to `<path>.1` when it has grown too large.
struct BoundedFile {
    path: PathBuf,
    file: File,
    written: u64,
    most: u64,
}

impl BoundedFile {
    fn open(path: &Path, most: u64) -> io::Result<Self> {
        let file = append(path)?;
        let written = file.metadata()?.len();
        Ok(Self { path: path.to_owned(), file, written, most })
    }

    fn older(&self) -> PathBuf {
        let mut name = self.path.as_os_str().to_owned();
        name.push(".1");
        PathBuf::from(name)
    }
}

impl Write for BoundedFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.written > self.most {
            std::fs::rename(&self.path, self.older())?;
            self.file = append(&self.path)?;
            self.written = 0;
        }
        let count = self.file.write(bytes)?;
        self.written = self.written.saturating_add(u64::try_from(count).unwrap_or(u64::MAX));
        Ok(count)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

fn append(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.append(true).create(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use super::BoundedFile;

    #[test]
    fn the_log_never_grows_beyond_two_parts() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("x.log");
        let mut file = BoundedFile::open(&path, 1_000).unwrap();
        for number in 0..500 {
            writeln!(file, "line {number} {}", "x".repeat(40)).unwrap();
        }
        let sizes: Vec<u64> =
            std::fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().metadata().unwrap().len()).collect();
        assert_eq!(sizes.len(), 2);
        assert!(sizes.iter().all(|size| *size <= 1_100), "{sizes:?}");
        assert!(std::fs::read_to_string(path).unwrap().contains("line 499"));
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            let mode = std::fs::metadata(folder.path().join("x.log.1")).unwrap().permissions().mode();
            assert_eq!(mode & 0o777, 0o600);
        }
    }
}
