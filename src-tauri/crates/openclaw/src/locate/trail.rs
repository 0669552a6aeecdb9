//! What a search looked at, so that it is known when another one would find something else.

use super::installs::{self, Install};
use super::node::{self, Nodes};
use super::places::Places;
use super::service;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

/// Every file and folder that a search depended on, and what it looked like.
#[derive(Debug, Clone, Default)]
pub(crate) struct Trail(Vec<(PathBuf, Option<Look>)>);

/// What a file looks like from outside, links followed.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Look {
    bytes: u64,
    changed: Option<SystemTime>,
    file: bool,
    /// A package that is put in place of another by renaming may be as old and as large.
    number: u64,
}

impl Trail {
    /// The trail of a search that has just been made.
    pub(crate) fn of(places: &Places, installs: &[Install], nodes: &Nodes) -> Self {
        let mut paths = worth_watching(places, installs);
        paths.extend(service::files(places));
        paths.extend(places.path_dirs().iter().map(|dir| node::on_path(dir)));
        paths.extend(nodes.all().cloned());
        paths.sort();
        paths.dedup();
        let looks = paths.into_iter().map(|path| {
            let look = look(&path);
            (path, look)
        });
        Self(looks.collect())
    }

    /// True when everything still looks as it did.
    pub(crate) fn is_unchanged(&self) -> bool {
        self.0.iter().all(|(path, before)| look(path) == *before)
    }
}

/// The files of what was found, then the places where another one would come.
pub(crate) fn worth_watching(places: &Places, installs: &[Install]) -> Vec<PathBuf> {
    let mut paths = Vec::new();
    let mut add = |path: PathBuf| {
        if !paths.contains(&path) {
            paths.push(path);
        }
    };
    for install in installs {
        add(install.package_dir.join("package.json"));
        add(install.entry.clone());
        if let Some(node) = &install.node {
            add(node.program.clone());
        }
    }
    places.explicit_openclaw.iter().chain(&places.explicit_node).cloned().for_each(&mut add);
    installs::package_folders(places).iter().map(|folder| folder.join("package.json")).for_each(&mut add);
    places.version_folders().into_iter().map(|(folder, _)| folder).for_each(&mut add);
    installs::pnpm_folders(places).into_iter().for_each(&mut add);
    add(places.home.join(".npmrc"));
    service::folders(places).into_iter().for_each(&mut add);
    installs::programs(places).into_iter().for_each(&mut add);
    paths
}

fn look(path: &Path) -> Option<Look> {
    let about = std::fs::metadata(path).ok()?;
    #[cfg(unix)]
    let number = std::os::unix::fs::MetadataExt::ino(&about);
    #[cfg(not(unix))]
    let number = 0;
    Some(Look { bytes: about.len(), changed: about.modified().ok(), file: about.is_file(), number })
}
