//! Which process is the gateway that a keeper started, for the keeper after it.
//!
//! Whoever starts the process writes this, in one go with the start: a keeper that is lost at any moment after it
//! leaves no gateway that the next one takes for somebody else's. A record of a process that ended harms nobody, since
//! a process counts only while it is the same one and proven to be a gateway.

use std::{io, path::Path};

use clawtray_core::ProcessRef;
use clawtray_platform::files::write_atomic;
use serde::{Deserialize, Serialize};

/// A larger file is not ours, bytes.
const MOST_BYTES: u64 = 4 * 1024;

/// What is written down.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Started {
    /// The process.
    #[serde(flatten)]
    pub(crate) process: ProcessRef,
    /// The port that it was told to listen on: it keeps that whatever the configuration says later. Absent where an
    /// older Clawtray wrote this.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) port: Option<u16>,
}

/// Writes the process down. Where that fails the gateway runs all the same; only the next keeper will not know it.
pub(crate) fn remember(path: &Path, started: Started) {
    let written = serde_json::to_vec(&started)
        .map_err(io::Error::other)
        .and_then(|text| write_atomic(path, &text).map_err(io::Error::other));
    if let Err(error) = written {
        tracing::warn!(%error, "the gateway's process could not be written down");
    }
}

/// The process that was written down last, if there is one and it can be read.
pub(crate) fn recalled(path: &Path) -> Option<Started> {
    if std::fs::metadata(path).ok()?.len() > MOST_BYTES {
        return None;
    }
    serde_json::from_str(&std::fs::read_to_string(path).ok()?).ok()
}

#[cfg(test)]
mod tests {
    use clawtray_core::ProcessRef;

    use super::{Started, recalled, remember};

    #[test]
    fn what_was_written_is_recalled_and_anything_else_is_nobody() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("process.json");
        assert_eq!(recalled(&path), None);
        let process = ProcessRef { pid: 812, start_time: 77 };
        let started = Started { process, port: Some(18_809) };
        remember(&path, started);
        assert_eq!(recalled(&path), Some(started));
        std::fs::write(&path, r#"{"pid":812,"start_time":77}"#).unwrap();
        assert_eq!(recalled(&path), Some(Started { process, port: None }), "as it was written before");
        for other in ["", "{\"pid\":", "{\"pid\":-1,\"start_time\":2}", "[]", &" ".repeat(5_000)] {
            std::fs::write(&path, other).unwrap();
            assert_eq!(recalled(&path), None, "{other:.20}");
        }
        // A folder that is gone is no reason not to run.
        remember(&folder.path().join("gone").join("process.json"), started);
    }
}
