//! Where a gateway writes its log: one file a day below a folder that all gateways of an account share, or the file
//! that the configuration names. The rules follow OpenClaw's "Logging" page and were checked against OpenClaw 2026.9.6.

use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::profile::{Profile, expand};

/// Longest file name part that stands for a profile; OpenClaw shortens longer ones by a digest, which nobody types.
const PROFILE_CHARS: usize = 220;

/// A gateway's log file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogFile {
    folder: PathBuf,
    name: Name,
    /// The configuration names it: no other gateway writes there unless its own configuration says the same.
    pub named: bool,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Name {
    Fixed(PathBuf),
    /// What stands before `-YYYY-MM-DD.log`.
    Dated(String),
}

impl LogFile {
    /// The log of this profile's gateway. `config` is its configuration, `home` the account's home, `folder` the folder
    /// of logs that no configuration names, see [`shared_folder`].
    pub fn of(profile: &Profile, config: Option<&Value>, home: &Path, folder: &Path) -> Self {
        let named = config.and_then(|config| config.pointer("/logging/file")).and_then(Value::as_str);
        if let Some(path) = named.map(str::trim).filter(|path| !path.is_empty()) {
            return Self::named(&expand(path, home));
        }
        Self { folder: folder.to_owned(), name: Name::Dated(family(profile.name.as_deref())), named: false }
    }

    fn named(path: &Path) -> Self {
        let folder = path.parent().unwrap_or(Path::new("")).to_owned();
        let file = path.file_name().unwrap_or_default().to_string_lossy();
        // A name that carries a day is taken as today's, whatever day it names.
        let name = match file.strip_suffix(".log").and_then(|rest| rest.len().checked_sub(11).map(|at| (rest, at))) {
            Some((rest, at)) if rest.is_char_boundary(at) && is_day(&rest[at..]) => Name::Dated(rest[..at].to_owned()),
            _ => Name::Fixed(path.to_owned()),
        };
        Self { folder, name, named: true }
    }

    /// The file of a day, `YYYY-MM-DD` in the local time of the gateway's computer.
    pub fn on(&self, day: &str) -> PathBuf {
        match &self.name {
            Name::Fixed(path) => path.clone(),
            Name::Dated(family) => self.folder.join(format!("{family}-{day}.log")),
        }
    }
}

/// The folder of logs that no configuration names: `/tmp/openclaw` where it is there and this account's own, else one
/// of the account's in the system's folder for temporary files.
pub fn shared_folder(user_id: &str, temporary: &Path) -> PathBuf {
    let usual = Path::new("/tmp/openclaw");
    if cfg!(unix) && owner(usual).is_none_or(|owner| owner == user_id) {
        return usual.to_owned();
    }
    let name = if cfg!(unix) { format!("openclaw-{user_id}") } else { "openclaw".to_owned() };
    temporary.join(name)
}

#[cfg(unix)]
fn owner(folder: &Path) -> Option<String> {
    use std::os::unix::fs::MetadataExt as _;
    std::fs::symlink_metadata(folder).ok().map(|found| found.uid().to_string())
}

#[cfg(not(unix))]
fn owner(_: &Path) -> Option<String> {
    None
}

/// `-YYYY-MM-DD`, or the same in letters.
fn is_day(text: &str) -> bool {
    text == "-YYYY-MM-DD"
        || text.bytes().enumerate().all(
            |(at, byte)| {
                if matches!(at, 0 | 5 | 8) { byte == b'-' } else { byte.is_ascii_digit() }
            },
        )
}

/// A profile's part of the name: what is not a small letter or a digit is spelled out.
fn family(profile: Option<&str>) -> String {
    let Some(profile) = profile else { return "openclaw".to_owned() };
    let mut name = "openclaw-".to_owned();
    for letter in profile.chars().take(PROFILE_CHARS) {
        match letter {
            'a'..='z' | '0'..='9' => name.push(letter),
            '-' => name.push_str("--"),
            '_' => name.push_str("-0"),
            'A'..='Z' => name.extend(['-', '1', letter.to_ascii_lowercase()]),
            other => name.push_str(&format!("-2{:x}-", u32::from(other))),
        }
    }
    name
}

#[cfg(test)]
mod tests {
    use super::LogFile;
    use crate::{Environment, Profile};
    use serde_json::json;
    use std::path::{Path, PathBuf};

    fn log(profile: &str, file: Option<&str>) -> LogFile {
        let home = Path::new("/home/ann");
        let variables = Environment::from_iter([("OPENCLAW_PROFILE", profile)]);
        let profile = Profile::from_environment(&variables, home);
        let config = file.map(|file| json!({"logging": {"file": file}}));
        LogFile::of(&profile, config.as_ref(), home, Path::new("/tmp/openclaw"))
    }

    #[test]
    fn a_day_has_its_file_and_a_profile_its_own() {
        let path = |profile: &str| log(profile, None).on("2026-11-29");
        assert_eq!(path("default"), PathBuf::from("/tmp/openclaw/openclaw-2026-11-29.log"));
        assert_eq!(path("work"), PathBuf::from("/tmp/openclaw/openclaw-work-2026-11-29.log"));
        assert_eq!(path("My-w_k é"), PathBuf::from("/tmp/openclaw/openclaw--1my--w-0k-220--2e9--2026-11-29.log"));
    }

    #[test]
    fn a_named_file_is_that_one_and_a_dated_name_goes_with_the_day() {
        let named = log("default", Some("~/logs/mine.log"));
        assert!(named.named && !log("default", Some(" ")).named);
        assert_eq!(named.on("2026-11-29"), PathBuf::from("/home/ann/logs/mine.log"));
        for dated in ["/l/openclaw-2020-01-01.log", "/l/openclaw-YYYY-MM-DD.log"] {
            assert_eq!(log("default", Some(dated)).on("2026-11-29"), PathBuf::from("/l/openclaw-2026-11-29.log"));
        }
    }
}
