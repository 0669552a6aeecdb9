//! `clawtray logs`: the gateway's output file itself, also when no keeper runs.

use std::{
    fs::File,
    io::{self, Read, Seek, SeekFrom},
    path::{Path, PathBuf},
    time::{Duration, SystemTime},
};

use clawtray_contract::ErrorCode;
use clawtray_platform::output::{LineLimits, OutputTail, Position};
use clawtray_text::clean;
use serde_json::json;

use crate::{
    arguments::LogsWish,
    exit, finding_names,
    problem::Problem,
    screen::{Screen, short},
    start::Places,
};

/// Most of a file's end that is looked at for the last lines, bytes.
const MOST_BYTES: u64 = 32 * 1024 * 1024;
/// Longest line shown, characters.
const LONGEST_LINE: usize = 8_192;
/// A line without an end is shown when nothing was added to it for so long.
const QUIET: Duration = Duration::from_millis(500);

pub(crate) async fn run(places: &Places, screen: &mut Screen, wish: &LogsWish) -> Result<u8, Problem> {
    let folder = places.environment.paths.log_folder.clone();
    let (path, id) = file(screen, &folder, places.gateway.as_deref())?;
    let (wanted, from) = (wish.lines, path.clone());
    let read = tokio::task::spawn_blocking(move || last_lines(&from, wanted, MOST_BYTES)).await;
    let last = match read.unwrap_or_else(|error| Err(io::Error::other(error))) {
        Ok(last) => last,
        Err(error) if error.kind() == io::ErrorKind::NotFound && wish.follow => Last::default(),
        Err(error) => {
            let name = short(&path.to_string_lossy(), 300);
            let words = screen.say_with("cli-logs-unreadable", &[("name", name.into())]);
            return Err(Problem::detailed(ErrorCode::Failed, words, error));
        }
    };
    for line in &last.lines {
        show(screen, &id, line)?;
    }
    if !wish.follow {
        return Ok(exit::FINE);
    }
    screen.flush()?;
    let from = Position { offset: last.end, ..Position::default() };
    let mut tail = OutputTail::new(&path, from, LineLimits::default(), QUIET);
    loop {
        match tail.next().await {
            Ok(batch) => {
                for line in &batch.lines {
                    show(screen, &id, &line.text)?;
                }
                screen.flush()?;
            }
            Err(failure) => {
                let name = short(&path.to_string_lossy(), 300);
                let words = screen.say_with("cli-logs-unreadable", &[("name", name.into())]);
                return Err(Problem::detailed(ErrorCode::Failed, words, failure));
            }
        }
    }
}

fn show(screen: &mut Screen, gateway: &str, line: &str) -> Result<(), Problem> {
    let line = clean(line, LONGEST_LINE);
    if screen.json { screen.record(&json!({ "gateway": gateway, "text": line })) } else { screen.line(&line) }
}

/// The output file of a gateway, and the gateway's id; without an id the one written to last.
fn file(screen: &Screen, folder: &Path, gateway: Option<&str>) -> Result<(PathBuf, String), Problem> {
    let mut there = Vec::new();
    if let Ok(entries) = std::fs::read_dir(folder) {
        for entry in entries.flatten().take(10_000) {
            let name = entry.file_name().to_string_lossy().into_owned();
            let id = name.strip_prefix("gateway-").and_then(|name| name.strip_suffix(".log"));
            if let Some(id) = id {
                let changed = entry.metadata().and_then(|data| data.modified()).unwrap_or(SystemTime::UNIX_EPOCH);
                there.push((changed, id.to_owned(), entry.path()));
            }
        }
    }
    there.sort();
    let found = match gateway {
        Some(wanted) => there.iter().find(|(_, id, _)| id == wanted),
        None => there.last(),
    };
    match (found, gateway) {
        (Some((_, id, path)), _) => Ok((path.clone(), id.clone())),
        (None, Some(wanted)) if !there.is_empty() => {
            Err(finding_names::unknown(screen, "cli-unknown-gateway", wanted, there.into_iter().map(|(_, id, _)| id)))
        }
        (None, _) => {
            let folder = short(&folder.to_string_lossy(), 300);
            Err(Problem::new(ErrorCode::Gone, screen.say_with("cli-logs-none", &[("folder", folder.into())])))
        }
    }
}

/// The end of a file.
#[derive(Debug, Default, PartialEq, Eq)]
struct Last {
    lines: Vec<String>,
    /// The byte after the last whole line: following goes on there.
    end: u64,
}

/// The last lines within the last `most` bytes. A last line without an end counts as one and is told again when it
/// goes on.
fn last_lines(path: &Path, wanted: usize, most: u64) -> io::Result<Last> {
    let mut file = File::open(path)?;
    let length = file.metadata()?.len();
    let start = length.saturating_sub(most);
    file.seek(SeekFrom::Start(start))?;
    let mut bytes = Vec::new();
    file.take(most).read_to_end(&mut bytes)?;
    let end = start + bytes.len() as u64;
    if start > 0 {
        // The first line is most likely not whole.
        let first_whole = bytes.iter().position(|byte| *byte == b'\n').map_or(0, |found| found + 1);
        bytes.drain(..first_whole);
    }
    let text = String::from_utf8_lossy(&bytes);
    let text = text.strip_suffix('\n').unwrap_or(&text);
    let mut lines: Vec<String> = if text.is_empty() {
        Vec::new()
    } else {
        text.rsplit('\n').take(wanted).map(|line| line.trim_end_matches('\r').to_owned()).collect()
    };
    lines.reverse();
    Ok(Last { lines, end })
}

#[cfg(test)]
mod tests {
    use super::last_lines;

    fn last(content: &[u8], wanted: usize, most: u64) -> Vec<String> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("log");
        std::fs::write(&path, content).unwrap();
        let last = last_lines(&path, wanted, most).unwrap();
        assert_eq!(last.end, content.len() as u64);
        last.lines
    }

    #[test]
    fn the_last_lines_are_found_whatever_the_ends() {
        assert_eq!(last(b"a\nb\nc\n", 2, 100), ["b", "c"]);
        assert_eq!(last(b"a\r\nb\r\nc", 2, 100), ["b", "c"]);
        assert_eq!(last(b"a\nb\n", 0, 100), Vec::<String>::new());
        assert_eq!(last(b"", 5, 100), Vec::<String>::new());
        assert_eq!(last(b"\n", 5, 100), Vec::<String>::new());
        assert_eq!(last(b"a\n\nb\n", 5, 100), ["a", "", "b"]);
        assert_eq!(last(b"\xff\xfe bad\n", 5, 100), ["\u{fffd}\u{fffd} bad"]);
    }

    #[test]
    fn of_a_huge_file_only_the_end_is_read() {
        let mut content = vec![b'x'; 1_000];
        content.extend_from_slice(b"\nlast\n");
        assert_eq!(last(&content, 10, 20), ["last"]);
    }
}
