//! What tests inside of a container share: where it sees what is tested, and what a script in it reported.

use std::path::{Path, PathBuf};

use serde_json::Value;

use super::needed;

/// The gateway's port.
pub const PORT: &str = "18999";

/// Where the container sees OpenClaw and Node.js.
pub const OPENCLAW: &str = "/opt/openclaw";
/// Where it sees Clawtray's programs.
pub const PROGRAMS: &str = "/opt/clawtray";

/// The folder with both programs in it, and each as the container sees it below `place`.
pub fn installation(openclaw: &str, node: &str, place: &str) -> (PathBuf, String, String) {
    let (openclaw, node) = (PathBuf::from(needed(openclaw)), PathBuf::from(needed(node)));
    // Node looks for packages in folders called `node_modules`: the name has to stay.
    let above = |folder: &&Path| node.starts_with(folder) && !folder.ends_with("node_modules");
    let prefix = openclaw.ancestors().find(above).expect("both below one folder");
    let inside = |path: &Path| format!("{place}/{}", path.strip_prefix(prefix).unwrap().display());
    (prefix.canonicalize().unwrap(), inside(&openclaw), inside(&node))
}

/// The folder of Clawtray's programs.
pub fn programs() -> PathBuf {
    let folder = PathBuf::from(needed("CLAWTRAY_BIN_DIR"));
    for name in ["clawtrayd", "clawtray"] {
        assert!(folder.join(name).is_file(), "{name} is not built in {}", folder.display());
    }
    folder.canonicalize().unwrap()
}

/// What the script reported under a name.
pub fn told<'a>(output: &'a str, name: &str) -> &'a str {
    let start = format!("@{name} ");
    let line = output.lines().find_map(|line| line.strip_prefix(&start));
    line.unwrap_or_else(|| panic!("nothing said about {name}:\n{output}")).trim()
}

/// The same as JSON.
pub fn told_json(output: &str, name: &str) -> Value {
    let text = told(output, name);
    serde_json::from_str(text).unwrap_or_else(|error| panic!("{name}: {error}\n{text}"))
}
