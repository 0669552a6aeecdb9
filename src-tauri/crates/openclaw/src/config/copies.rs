//! The copies of the configuration that OpenClaw keeps beside it.
//!
//! Names as OpenClaw 2026.9.6 writes them: `.bak`, `.bak.1` to `.bak.4` (each write over an existing file),
//! `.last-good` (kept by the running gateway), `.clobbered.<time>` (set aside by a restore), `.rejected.<time>`
//! (a write that was refused).

use super::reading::ConfigReading;
use std::path::{Path, PathBuf};

/// More copies than these, the newest first, are not read.
const MOST_COPIES: usize = 12;

/// What a copy is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum CopyKind {
    /// What the running gateway last found good.
    LastGood,
    /// What was there before a write.
    Backup,
    /// What a restore set aside.
    Clobbered,
    /// What a refused write would have made.
    Rejected,
}

/// One copy.
#[derive(Debug, Clone)]
pub struct ConfigCopy {
    /// Its file name.
    pub name: String,
    /// What it is.
    pub kind: CopyKind,
    /// Its content.
    pub reading: ConfigReading,
}

impl ConfigCopy {
    /// True when a gateway could start from it as far as can be told without OpenClaw: a copy of a good state, an
    /// object, with a mode.
    pub fn looks_usable(&self) -> bool {
        matches!(self.kind, CopyKind::LastGood | CopyKind::Backup)
            && self.reading.gateway_mode.as_deref() == Some("local")
    }
}

/// The copies beside `config`, the newest first. An unreadable folder has none. Blocks for as long as the disk does.
pub fn copies_beside(config: &Path) -> Vec<ConfigCopy> {
    let (Some(folder), Some(name)) = (config.parent(), config.file_name().and_then(|name| name.to_str())) else {
        return Vec::new();
    };
    let Ok(entries) = std::fs::read_dir(folder) else { return Vec::new() };
    let mut found: Vec<(Option<std::time::SystemTime>, String, CopyKind, PathBuf)> = entries
        .filter_map(Result::ok)
        .filter_map(|entry| {
            let file = entry.file_name().to_str()?.to_owned();
            let kind = kind_of(file.strip_prefix(name)?)?;
            let metadata = entry.metadata().ok().filter(std::fs::Metadata::is_file)?;
            Some((metadata.modified().ok(), file, kind, entry.path()))
        })
        .collect();
    found.sort_by(|one, other| other.0.cmp(&one.0).then_with(|| one.1.cmp(&other.1)));
    found.truncate(MOST_COPIES);
    let read = |(_, name, kind, path): (_, _, _, PathBuf)| ConfigCopy {
        name,
        kind,
        reading: ConfigReading::read_blocking(&path),
    };
    found.into_iter().map(read).collect()
}

fn kind_of(suffix: &str) -> Option<CopyKind> {
    match suffix {
        ".bak" => Some(CopyKind::Backup),
        ".last-good" => Some(CopyKind::LastGood),
        _ if suffix.starts_with(".clobbered.") => Some(CopyKind::Clobbered),
        _ if suffix.starts_with(".rejected.") => Some(CopyKind::Rejected),
        _ => {
            let number = suffix.strip_prefix(".bak.")?;
            number.parse::<u8>().is_ok().then_some(CopyKind::Backup)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{CopyKind, copies_beside};
    use std::time::{Duration, SystemTime};

    #[test]
    fn copies_are_found_by_name_and_the_newest_is_first() {
        let folder = tempfile::tempdir().unwrap();
        let write = |name: &str, text: &str, age_s: u64| {
            let path = folder.path().join(name);
            std::fs::write(&path, text).unwrap();
            let at = SystemTime::UNIX_EPOCH + Duration::from_secs(2_000_000_000 - age_s);
            std::fs::File::options().write(true).open(path).unwrap().set_modified(at).unwrap();
        };
        let good = "{gateway:{mode:'local'}}";
        write("openclaw.json", "{", 0);
        write("openclaw.json.bak", good, 30);
        write("openclaw.json.bak.1", "{", 40);
        write("openclaw.json.last-good", good, 20);
        write("openclaw.json.clobbered.2026-11-22T10-00-00-000Z", good, 10);
        write("openclaw.json.rejected.2026", "{}", 50);
        for other in ["openclaw.json.bak.x", "openclaw.json.swp", "other.json.bak"] {
            write(other, good, 0);
        }
        std::fs::create_dir(folder.path().join("openclaw.json.bak.2")).unwrap();
        let copies = copies_beside(&folder.path().join("openclaw.json"));
        let kinds: Vec<_> = copies.iter().map(|copy| (copy.kind, copy.looks_usable())).collect();
        assert_eq!(
            kinds,
            [
                (CopyKind::Clobbered, false),
                (CopyKind::LastGood, true),
                (CopyKind::Backup, true),
                (CopyKind::Backup, false),
                (CopyKind::Rejected, false)
            ]
        );
    }

    #[test]
    fn no_folder_has_no_copies() {
        assert!(copies_beside(std::path::Path::new("/nowhere-at-all/openclaw.json")).is_empty());
    }
}
