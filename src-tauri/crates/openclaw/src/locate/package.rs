//! Reading a package description without running anything.

use serde_json::Value;
use std::io::Read;
use std::path::{Path, PathBuf};

/// No description, shim or unit file read here is longer than this many bytes.
const MOST_BYTES: u64 = 256 * 1024;

/// What `package.json` says about an OpenClaw package.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Package {
    pub(crate) folder: PathBuf,
    pub(crate) entry: PathBuf,
    pub(crate) version: String,
    pub(crate) node_wants: String,
}

/// A small text file, or `None` when it is not a regular file, too long or not text.
pub(crate) fn read_bounded(path: &Path) -> Option<String> {
    let metadata = std::fs::metadata(path).ok()?;
    if !metadata.is_file() || metadata.len() > MOST_BYTES {
        return None;
    }
    let mut text = String::new();
    std::fs::File::open(path).ok()?.take(MOST_BYTES).read_to_string(&mut text).ok()?;
    Some(text)
}

/// The OpenClaw package whose folder is `folder`.
pub(crate) fn read(folder: &Path) -> Option<Package> {
    let description: Value = serde_json::from_str(&read_bounded(&folder.join("package.json"))?).ok()?;
    if description.get("name").and_then(Value::as_str) != Some("openclaw") {
        return None;
    }
    let folder = plain(folder.canonicalize().ok()?);
    let named = match description.get("bin") {
        Some(Value::String(file)) => Some(file.as_str()),
        Some(Value::Object(files)) => files.get("openclaw").and_then(Value::as_str),
        _ => None,
    };
    let entry =
        [named.unwrap_or("openclaw.mjs"), "openclaw.mjs"].iter().map(|file| folder.join(file)).find(|file| {
            file.is_file() && file.extension().is_some_and(|extension| extension == "mjs" || extension == "js")
        })?;
    let version = description.get("version").and_then(Value::as_str).unwrap_or_default().to_owned();
    let node_wants = description.pointer("/engines/node").and_then(Value::as_str).unwrap_or_default().to_owned();
    Some(Package { folder, entry, version, node_wants })
}

/// The OpenClaw package that `inside` belongs to: the folder itself or one of its six nearest parents.
pub(crate) fn containing(inside: &Path) -> Option<Package> {
    inside.ancestors().take(7).find_map(read)
}

/// Windows gives canonical paths a `\\?\` prefix, which Node's module loader does not accept in an entry file.
pub(crate) fn plain(path: PathBuf) -> PathBuf {
    if cfg!(windows)
        && let Some(rest) = path.to_str().and_then(|text| text.strip_prefix(r"\\?\"))
        && rest.as_bytes().get(1) == Some(&b':')
    {
        return PathBuf::from(rest);
    }
    path
}
