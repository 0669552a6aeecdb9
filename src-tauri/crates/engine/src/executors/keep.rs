//! The kept state on disk: read leniently at the start, written by one task so that a late write never overtakes a
//! newer one.

use std::{
    io,
    path::{Path, PathBuf},
    sync::Arc,
};

use clawtray_core::{SAVED_VERSION, Saved, Settings, SettingsProblem};
use serde_json::{Map, Value};
use tokio::sync::watch;

use crate::ports::Later;

/// A larger file is not ours.
const MOST_BYTES: u64 = 8 * 1024 * 1024;

/// The kept state, and whether it may be written.
#[derive(Debug)]
pub(crate) struct Loaded {
    pub(crate) saved: Saved,
    /// False for a file of a newer Clawtray.
    pub(crate) may_write: bool,
}

/// Reads the kept state. A file that is not JSON is set aside as `<name>.broken-<seconds since 1970>` and the state
/// begins anew; fields that do not fit are left out one by one.
/// Whoever only looks sets nothing aside.
pub(crate) fn load(path: &Path, now_unix_ms: u64, look_only: bool) -> Loaded {
    let begin = || Loaded { saved: Saved::default(), may_write: true };
    let text = match read_bounded(path) {
        Ok(text) => text,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return begin(),
        Err(error) => {
            tracing::warn!(%error, "the kept state cannot be read");
            return Loaded {
                saved: Saved::default(),
                may_write: error.kind() == io::ErrorKind::InvalidData && set_aside(path, now_unix_ms),
            };
        }
    };
    let Ok(Value::Object(fields)) = serde_json::from_str(&text) else {
        return Loaded { saved: Saved::default(), may_write: !look_only && set_aside(path, now_unix_ms) };
    };
    let newer = fields.get("version").and_then(Value::as_u64).is_some_and(|version| version > u64::from(SAVED_VERSION));
    Loaded { saved: field_by_field(fields), may_write: !newer }
}

/// Reads the person's settings. A missing or empty file is the defaults.
pub fn load_settings(path: &Path) -> (Settings, Option<SettingsProblem>) {
    match read_bounded(path) {
        Ok(text) => Settings::read(&text),
        Err(error) if error.kind() == io::ErrorKind::NotFound => (Settings::default(), None),
        Err(error) => (Settings::default(), Some(SettingsProblem::Broken { words: error.to_string() })),
    }
}

pub(crate) fn read_bounded(path: &Path) -> io::Result<String> {
    if std::fs::metadata(path)?.len() > MOST_BYTES {
        return Err(io::Error::new(io::ErrorKind::InvalidData, "the file is far too large"));
    }
    std::fs::read_to_string(path)
}

fn set_aside(path: &Path, now_unix_ms: u64) -> bool {
    let mut name = path.as_os_str().to_owned();
    name.push(format!(".broken-{}", now_unix_ms / 1_000));
    let moved = std::fs::rename(path, PathBuf::from(name));
    match &moved {
        Ok(()) => tracing::warn!("the kept state was broken and has been set aside"),
        Err(error) => tracing::warn!(%error, "the kept state is broken and cannot be set aside; it is left alone"),
    }
    moved.is_ok()
}

fn field_by_field(fields: Map<String, Value>) -> Saved {
    let mut fitting = Map::new();
    for (name, value) in fields {
        let alone = Map::from_iter([(name.clone(), value.clone())]);
        if serde_json::from_value::<Saved>(Value::Object(alone)).is_ok() {
            fitting.insert(name, value);
        } else {
            tracing::warn!(field = name, "a field of the kept state does not fit and is left out");
        }
    }
    serde_json::from_value(Value::Object(fitting)).unwrap_or_default()
}

/// Writes one text in the place of a file.
pub(crate) type Write = Arc<dyn Fn(&[u8]) -> io::Result<()> + Send + Sync>;

/// Writes the newest state, one after another; states that a newer one replaced before their turn are skipped.
#[derive(Debug)]
pub(crate) struct Saver {
    newest: watch::Sender<(u64, Option<Arc<Saved>>)>,
    written: watch::Receiver<u64>,
    problem: watch::Receiver<Option<String>>,
}

impl Saver {
    /// Begins the writing task.
    pub(crate) fn new(write: Write) -> Self {
        let (newest, mut asked) = watch::channel((0, None));
        let (done, written) = watch::channel(0);
        let (failed, problem) = watch::channel(None);
        tokio::spawn(async move {
            while asked.changed().await.is_ok() {
                let (number, saved): (u64, Option<Arc<Saved>>) = asked.borrow_and_update().clone();
                if let Some(saved) = saved {
                    let write = Arc::clone(&write);
                    let outcome = tokio::task::spawn_blocking(move || write_saved(&saved, &write)).await;
                    let words = match outcome {
                        Ok(Ok(())) => None,
                        Ok(Err(error)) => Some(error.to_string()),
                        Err(error) => Some(error.to_string()),
                    };
                    if let Some(words) = &words {
                        tracing::warn!(words, "the state could not be kept");
                    }
                    // Each failure is told, so that each is followed by another try.
                    failed.send_if_modified(|last| {
                        let tells = words.is_some() || last.is_some();
                        *last = words;
                        tells
                    });
                }
                done.send_replace(number);
            }
        });
        Self { newest, written, problem }
    }

    /// What the system said of the newest state: told after each failure, and as `None` after the first good write
    /// since.
    pub(crate) fn problem(&self) -> watch::Receiver<Option<String>> {
        self.problem.clone()
    }

    /// Asks for `saved` to be written.
    pub(crate) fn save(&self, saved: Saved) {
        self.newest.send_modify(|(number, newest)| {
            *number += 1;
            *newest = Some(Arc::new(saved));
        });
    }

    /// Waits until everything asked for is written, or was tried.
    pub(crate) fn flush(&self) -> Later<'_, ()> {
        let number = self.newest.borrow().0;
        let mut written = self.written.clone();
        Box::pin(async move {
            if written.wait_for(|done| *done >= number).await.is_err() {
                tracing::warn!("the writing task is gone");
            }
        })
    }
}

fn write_saved(saved: &Saved, write: &Write) -> io::Result<()> {
    let mut text = serde_json::to_vec_pretty(saved).map_err(io::Error::other)?;
    text.push(b'\n');
    write(&text)
}

#[cfg(test)]
mod tests {
    use std::sync::{Arc, Mutex};

    use clawtray_contract::Desired;
    use clawtray_core::{SAVED_VERSION, Saved};

    use super::{Saver, load};

    fn folder() -> tempfile::TempDir {
        tempfile::tempdir().unwrap()
    }

    #[test]
    fn a_broken_file_is_set_aside_and_nothing_is_lost() {
        let folder = folder();
        let path = folder.path().join("state.json");
        std::fs::write(&path, "{\"desired\":").unwrap();
        let loaded = load(&path, 1_700_000_000_123, false);
        assert_eq!(loaded.saved, Saved::default());
        assert!(loaded.may_write && !path.exists());
        let aside = folder.path().join("state.json.broken-1700000000");
        assert_eq!(std::fs::read_to_string(aside).unwrap(), "{\"desired\":");
    }

    #[test]
    fn a_newer_file_is_read_and_never_written() {
        let folder = folder();
        let path = folder.path().join("state.json");
        let text =
            format!("{{\"version\":{},\"desired\":\"stop\",\"exits_ms\":\"later\",\"new\":1}}", SAVED_VERSION + 1);
        std::fs::write(&path, &text).unwrap();
        let loaded = load(&path, 0, false);
        assert_eq!(loaded.saved.desired, Desired::Stop, "what is understood is used");
        assert!(loaded.saved.exits_ms.is_empty(), "what does not fit is left out");
        assert!(!loaded.may_write);
        assert_eq!(std::fs::read_to_string(&path).unwrap(), text);
    }

    #[test]
    fn a_missing_file_is_a_fresh_state() {
        let folder = folder();
        let loaded = load(&folder.path().join("none.json"), 0, false);
        assert!(loaded.may_write);
        assert_eq!(loaded.saved, Saved::default());
    }

    #[tokio::test]
    async fn the_last_state_wins_and_a_failing_write_blocks_nothing() {
        let texts = Arc::new(Mutex::new(Vec::new()));
        let kept = Arc::clone(&texts);
        let saver = Saver::new(Arc::new(move |text: &[u8]| {
            let mut texts = kept.lock().unwrap();
            texts.push(String::from_utf8(text.to_vec()).unwrap());
            if texts.len() == 1 { Err(std::io::Error::other("full")) } else { Ok(()) }
        }));
        for number in 0..50 {
            saver.save(Saved { next_repair: number, ..Saved::default() });
        }
        saver.flush().await;
        let mut problem = saver.problem();
        assert_eq!(problem.borrow_and_update().is_some(), texts.lock().unwrap().len() == 1, "the last word counts");
        saver.save(Saved { next_repair: 99, ..Saved::default() });
        saver.flush().await;
        assert_eq!(*problem.borrow(), None, "it is on the disk now");
        let texts = texts.lock().unwrap();
        assert!(texts.last().unwrap().contains("\"next_repair\": 99"));
        assert!(texts.len() < 50, "states in between are skipped, {} were written", texts.len());
    }
}
