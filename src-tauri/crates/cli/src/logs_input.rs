//! A log handed over for judging: `doctor --logs FILE`, or `-` for standard input.

use std::{
    ffi::OsStr,
    fs::File,
    io::{self, Read, Seek, SeekFrom},
    path::Path,
    sync::PoisonError,
};

use clawtray_contract::ErrorCode;

use crate::{
    problem::Problem,
    screen::{Input, Screen, short},
};

/// Most of a log that is judged, bytes.
const MOST_BYTES: u64 = 64 * 1024 * 1024;

/// A log's text.
#[derive(Debug)]
pub(crate) struct LogText {
    /// Its text; what is not UTF-8 shows as U+FFFD.
    pub(crate) text: String,
    /// The sentence that says what was left out, if anything was.
    pub(crate) cut: Option<String>,
}

/// Reads at most 64 MiB: of a file the newest, of standard input the first.
pub(crate) async fn read(screen: &Screen, file: &OsStr) -> Result<LogText, Problem> {
    let limit = screen.catalogue.bytes(MOST_BYTES);
    let from_input = file == "-";
    let result = if from_input {
        let input = screen.input();
        tokio::task::spawn_blocking(move || from_stream(&input, MOST_BYTES)).await
    } else {
        let path = file.to_owned();
        tokio::task::spawn_blocking(move || from_file(Path::new(&path), MOST_BYTES)).await
    };
    let (bytes, cut) = result.unwrap_or_else(|error| Err(io::Error::other(error))).map_err(|error| {
        let name = short(&file.to_string_lossy(), 200);
        Problem::detailed(
            ErrorCode::BadRequest,
            screen.say_with("cli-logs-unreadable", &[("name", name.into())]),
            error,
        )
    })?;
    let id = if from_input { "cli-logs-cut-end" } else { "cli-logs-cut-start" };
    let cut = cut.then(|| screen.say_with(id, &[("limit", limit.into())]));
    Ok(LogText { text: String::from_utf8_lossy(&bytes).into_owned(), cut })
}

fn from_stream(input: &Input, most: u64) -> io::Result<(Vec<u8>, bool)> {
    let mut input = input.lock().unwrap_or_else(PoisonError::into_inner);
    let mut bytes = Vec::new();
    Read::take(&mut *input, most + 1).read_to_end(&mut bytes)?;
    Ok(shortened(bytes, most))
}

fn from_file(path: &Path, most: u64) -> io::Result<(Vec<u8>, bool)> {
    let mut file = File::open(path)?;
    let length = file.metadata()?.len();
    let skipped = length.saturating_sub(most);
    if skipped > 0 {
        file.seek(SeekFrom::Start(skipped))?;
    }
    let mut bytes = Vec::new();
    // A file that is no plain file says nothing about its length, and one that grows never ends.
    file.take(most + 1).read_to_end(&mut bytes)?;
    let (bytes, cut) = shortened(bytes, most);
    Ok((bytes, cut || skipped > 0))
}

fn shortened(mut bytes: Vec<u8>, most: u64) -> (Vec<u8>, bool) {
    let most = usize::try_from(most).unwrap_or(usize::MAX);
    let cut = bytes.len() > most;
    bytes.truncate(most);
    (bytes, cut)
}

#[cfg(test)]
mod tests {
    use super::{from_file, from_stream};
    use std::{
        io::{Cursor, Write},
        sync::{Arc, Mutex},
    };

    #[test]
    fn of_a_long_file_the_newest_part_is_read() -> std::io::Result<()> {
        let mut file = tempfile::NamedTempFile::new()?;
        file.write_all(b"old old old\nnew")?;
        assert_eq!(from_file(file.path(), 3)?, (b"new".to_vec(), true));
        assert_eq!(from_file(file.path(), 100)?, (b"old old old\nnew".to_vec(), false));
        assert!(from_file(file.path().parent().unwrap_or(file.path()), 3).is_err(), "a folder is no log");
        Ok(())
    }

    #[test]
    fn of_endless_input_only_the_limit_is_read() -> std::io::Result<()> {
        let endless = std::io::BufReader::new(std::io::repeat(b'x'));
        assert_eq!(from_stream(&(Arc::new(Mutex::new(Box::new(endless)))), 5)?, (b"xxxxx".to_vec(), true));
        let exact = Cursor::new(b"12345".to_vec());
        assert_eq!(from_stream(&(Arc::new(Mutex::new(Box::new(exact)))), 5)?, (b"12345".to_vec(), false));
        Ok(())
    }
}
