//! npm's script on this computer.

use super::places::Places;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};

/// npm's script, as its package has it.
const SCRIPT: &str = "node_modules/npm/bin/npm-cli.js";
/// Where Debian and those after it put npm.
const DEBIANS: &str = "/usr/share/nodejs/npm/bin/npm-cli.js";

/// Every npm: that of each Node, then those that `npm` on the search path leads to, each with the Node it lies beside.
pub(crate) fn scripts(places: &Places, nodes: &[PathBuf]) -> Vec<(PathBuf, PathBuf)> {
    let mut found: Vec<(PathBuf, PathBuf)> = Vec::new();
    for node in nodes {
        let real = node.canonicalize().unwrap_or_else(|_| node.clone());
        for program in [node, &real] {
            found.extend(beside(program).map(|script| (node.clone(), script)));
        }
    }
    let programs = places.path_dirs().into_iter().map(|dir| dir.join("npm"));
    let linked = programs.filter_map(|program| program.canonicalize().ok()).filter(|real| is_script(real));
    let others = linked.chain(Some(PathBuf::from(DEBIANS)).filter(|script| script.is_file()));
    found.extend(others.map(|script| (PathBuf::new(), script)));
    found
}

/// `<prefix>/bin/node` has its npm in `<prefix>/lib`; on Windows it lies beside `node.exe`.
fn beside(node: &Path) -> Option<PathBuf> {
    let dir = node.parent()?;
    let near = if cfg!(windows) { dir.join(SCRIPT) } else { dir.parent()?.join("lib").join(SCRIPT) };
    near.is_file().then_some(near)
}

fn is_script(path: &Path) -> bool {
    path.file_name() == Some(OsStr::new("npm-cli.js")) && path.is_file()
}
