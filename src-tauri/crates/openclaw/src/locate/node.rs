//! Nodes on this computer and their versions.

use super::installs::Install;
use super::places::Places;
use super::service;
use crate::environment::Environment;
use crate::launch::foreign_environment;
use nodejs_semver::Version;
use std::collections::HashMap;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::sync::{Arc, Mutex};
use std::time::{Duration, SystemTime};
use tokio::io::AsyncReadExt;

/// `node --version` answers in tens of milliseconds; a program that needs longer is not a usable Node.
const ASK_LIMIT: Duration = Duration::from_secs(3);

const PROGRAM: &str = if cfg!(windows) { "node.exe" } else { "node" };

/// Every Node program in the usual places, in the order they are preferred.
pub(crate) fn candidates(places: &Places, installs: &[Install]) -> Nodes {
    if let Some(explicit) = &places.explicit_node {
        return Nodes { only: Some(explicit.clone()), shared: Vec::new() };
    }
    let mut shared = Vec::new();
    let mut add = |path: PathBuf| {
        if path.is_file() && !shared.contains(&path) {
            shared.push(path);
        }
    };
    for definition in service::definitions(places) {
        definition.paths.into_iter().filter(|path| path.file_name() == Some(OsStr::new(PROGRAM))).for_each(&mut add);
    }
    places.path_dirs().iter().map(|dir| on_path(dir)).for_each(&mut add);
    let cli_node = places.folder("OPENCLAW_HOME", "").join(".openclaw/tools/cli-node/tools/node");
    for prefix in std::iter::once(cli_node).chain(places.prefixes()) {
        add(in_prefix(&prefix));
    }
    for keg in ["node", "node@26", "node@24"] {
        for prefix in &places.system_prefixes {
            add(in_prefix(&prefix.join("opt").join(keg)));
        }
    }
    for install in installs {
        near(install).into_iter().for_each(&mut add);
    }
    Nodes { only: None, shared }
}

/// The Nodes found, or the single one the person chose.
#[derive(Debug, Clone, Default)]
pub(crate) struct Nodes {
    only: Option<PathBuf>,
    shared: Vec<PathBuf>,
}

impl Nodes {
    /// Each of them.
    pub(crate) fn all(&self) -> impl Iterator<Item = &PathBuf> {
        self.only.iter().chain(&self.shared)
    }
}

/// Where a Node would be found on the search path.
pub(crate) fn on_path(dir: &Path) -> PathBuf {
    dir.join(PROGRAM)
}

/// The Nodes to try for `install`: those it came with first.
pub(crate) fn for_install(install: &Install, nodes: &Nodes) -> Vec<PathBuf> {
    if let Some(only) = &nodes.only {
        return vec![only.clone()];
    }
    let mut tried: Vec<PathBuf> = near(install).into_iter().filter(|path| path.is_file()).collect();
    tried.extend(nodes.shared.iter().filter(|path| !tried.contains(path)).cloned().collect::<Vec<_>>());
    tried
}

/// Nodes that belong to the same prefix as the package: `<prefix>/bin/node` for `<prefix>/lib/node_modules/openclaw`,
/// and the npm packages that carry a Node.
fn near(install: &Install) -> Vec<PathBuf> {
    let modules = install.package_dir.parent().filter(|dir| dir.file_name() == Some(OsStr::new("node_modules")));
    let Some(modules) = modules else { return Vec::new() };
    let mut found = Vec::new();
    let platform = if cfg!(windows) {
        "win"
    } else if cfg!(target_os = "macos") {
        "darwin"
    } else {
        "linux"
    };
    let machine = if cfg!(target_arch = "aarch64") { "arm64" } else { "x64" };
    for carrier in ["node".to_owned(), format!("node-{platform}-{machine}"), format!("node-bin-{platform}-{machine}")] {
        found.push(modules.join(carrier).join("bin").join(PROGRAM));
    }
    found.extend(modules.parent().and_then(Path::parent).map(in_prefix));
    found.extend(modules.parent().map(in_prefix));
    found
}

fn in_prefix(prefix: &Path) -> PathBuf {
    if cfg!(windows) { prefix.join(PROGRAM) } else { prefix.join("bin").join(PROGRAM) }
}

/// The version a folder or file name carries: `v24.16.0`, `node-v24.16.0`, `26.1.0_1`.
pub(crate) fn version_in_name(path: &Path) -> Option<Version> {
    let name = path.file_name()?.to_str()?;
    let digits = name.trim_start_matches("node-").trim_start_matches('v').split('_').next()?;
    digits.parse().ok()
}

/// Asks Nodes for their version and remembers the answers.
#[derive(Debug, Default)]
pub(crate) struct NodeProbe {
    /// One door for each program: who comes while it is asked waits for the same answer.
    asked: Mutex<HashMap<PathBuf, Arc<tokio::sync::Mutex<Option<Asked>>>>>,
}

#[derive(Debug, Clone)]
struct Asked {
    size: u64,
    modified: Option<SystemTime>,
    version: Option<Version>,
}

impl NodeProbe {
    /// The version of `node`: from the version manager's folder it is in, else by asking it.
    pub(crate) async fn version(&self, node: &Path, environment: &Environment) -> Option<Version> {
        let wanted = node.to_path_buf();
        let look = tokio::task::spawn_blocking(move || {
            let real = wanted.canonicalize().ok()?;
            let metadata = std::fs::metadata(&real).ok().filter(std::fs::Metadata::is_file)?;
            Some((real, metadata.len(), metadata.modified().ok()))
        });
        let (real, size, modified) = look.await.ok().flatten()?;
        if real.file_name() == Some(OsStr::new(PROGRAM))
            && let Some(version) = real.ancestors().skip(1).take(3).find_map(version_in_name)
        {
            return Some(version);
        }
        let door = Arc::clone(self.asked.lock().ok()?.entry(node.to_path_buf()).or_default());
        let mut known = door.lock().await;
        if let Some(known) = known.as_ref()
            && known.size == size
            && known.modified == modified
        {
            return known.version.clone();
        }
        let version = ask(node, environment).await;
        *known = Some(Asked { size, modified, version: version.clone() });
        version
    }
}

/// Runs the program under the name it was found by, because the shims of version managers look at that name.
async fn ask(node: &Path, environment: &Environment) -> Option<Version> {
    let mut command = tokio::process::Command::new(node);
    command.arg("--version").env_clear().stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null());
    command.envs(foreign_environment(environment).into_pairs());
    #[cfg(windows)]
    command.creation_flags(0x0800_0000); // CREATE_NO_WINDOW
    let mut child = command.kill_on_drop(true).spawn().ok()?;
    let mut text = String::new();
    let mut stdout = child.stdout.take()?.take(64);
    let answer = async {
        stdout.read_to_string(&mut text).await.ok()?;
        drop(stdout); // A program that never stops printing is ended by its closed output.
        child.wait().await.ok().filter(std::process::ExitStatus::success)
    };
    tokio::time::timeout(ASK_LIMIT, answer).await.ok()??;
    text.trim().trim_start_matches('v').parse().ok()
}
