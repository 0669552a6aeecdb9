//! Every OpenClaw package in the usual places.

use super::package::{self, Package};
use super::places::{Places, folders_newest_first};
use super::service;
use nodejs_semver::Version;
use std::path::{Path, PathBuf};

/// How a package was found, weakest first: of two packages of one version the stronger source wins.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum InstallSource {
    /// A global package folder of a package manager or of OpenClaw's own installer.
    Global,
    /// A gateway service's definition file names it.
    Service,
    /// `openclaw` on `PATH`.
    Path,
    /// The person chose it.
    Explicit,
}

/// An OpenClaw package, with or without a Node that can run it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Install {
    /// The package folder, links resolved.
    pub package_dir: PathBuf,
    /// The entry file to hand to Node.
    pub entry: PathBuf,
    /// The version from the package's own description.
    pub version: String,
    /// The Node range the package asks for; empty when it names none.
    pub node_wants: String,
    /// How it was found.
    pub source: InstallSource,
}

/// The sort key: the explicit one above all, then newer versions, then stronger sources.
pub(crate) fn order(install: &Install) -> (bool, Option<Version>, InstallSource) {
    (install.source == InstallSource::Explicit, install.version.parse().ok(), install.source)
}

/// Every package, each folder once with its strongest source, in the order found.
pub(crate) fn find(places: &Places) -> Vec<Install> {
    let mut found: Vec<Install> = Vec::new();
    let mut add = |package: Option<Package>, source: InstallSource| {
        let Some(package) = package else { return };
        match found.iter_mut().find(|have| have.package_dir == package.folder) {
            Some(have) => have.source = have.source.max(source),
            None => found.push(Install {
                package_dir: package.folder,
                entry: package.entry,
                version: package.version,
                node_wants: package.node_wants,
                source,
            }),
        }
    };
    if let Some(path) = &places.explicit_openclaw {
        add(from_path(path), InstallSource::Explicit);
    }
    for dir in places.path_dirs() {
        for program in PROGRAM_NAMES {
            add(from_program(&dir.join(program)), InstallSource::Path);
        }
    }
    for definition in service::definitions(places) {
        for path in definition.paths {
            add(from_path(&path), InstallSource::Service);
        }
    }
    for folder in package_folders(places) {
        add(package::read(&folder), InstallSource::Global);
    }
    found
}

const PROGRAM_NAMES: &[&str] = if cfg!(windows) { &["openclaw.cmd", "openclaw.ps1"] } else { &["openclaw"] };

/// A package folder, a file inside one, or a program that starts one.
fn from_path(path: &Path) -> Option<Package> {
    package::read(path).or_else(|| package::read(&path.join("node_modules/openclaw"))).or_else(|| from_program(path))
}

/// The package behind a program: a link into the package, a shim script that names it, or its neighbour.
fn from_program(program: &Path) -> Option<Package> {
    let real = program.canonicalize().ok().filter(|path| path.is_file())?;
    if let Some(package) = package::containing(&real) {
        return Some(package);
    }
    let dir = program.parent()?;
    shim_target(program, dir).or_else(|| {
        let prefix = dir.parent().unwrap_or(dir);
        [dir.join("node_modules"), prefix.join("lib/node_modules"), prefix.join("node_modules")]
            .iter()
            .find_map(|modules| package::read(&modules.join("openclaw")))
    })
}

/// The package a wrapper script names. npm, pnpm and OpenClaw's installer write such scripts; each names
/// `openclaw.mjs` or a file of `dist`, by an absolute path or one beside the script.
fn shim_target(program: &Path, dir: &Path) -> Option<Package> {
    let text = package::read_bounded(program)?;
    for piece in text.split(['"', '\'', '\n', '\r']) {
        let piece = piece.trim();
        if !piece.contains("openclaw.mjs") && !piece.contains("dist/entry.") {
            continue;
        }
        let beside = ["$basedir", "${basedir}", "%~dp0", "%dp0%"].iter().find_map(|mark| piece.strip_prefix(mark));
        let path = match beside {
            Some(rest) => dir.join(rest.trim_start_matches(['/', '\\']).replace('\\', std::path::MAIN_SEPARATOR_STR)),
            None if Path::new(piece).is_absolute() => PathBuf::from(piece),
            None => PathBuf::from(piece.split_whitespace().find(|word| word.contains("openclaw")).unwrap_or(piece)),
        };
        if let Some(package) = path.canonicalize().ok().and_then(|path| package::containing(&path)) {
            return Some(package);
        }
    }
    None
}

/// Folders that would be an OpenClaw package if it were installed there.
fn package_folders(places: &Places) -> Vec<PathBuf> {
    let mut folders = Vec::new();
    for prefix in places.prefixes() {
        folders.push(prefix.join("lib/node_modules/openclaw"));
        folders.push(prefix.join("node_modules/openclaw"));
    }
    let volta = places.folder("VOLTA_HOME", ".volta").join("tools/image/packages/openclaw");
    folders.extend([volta.join("lib/node_modules/openclaw"), volta.join("node_modules/openclaw")]);
    folders.push(places.folder("BUN_INSTALL", ".bun").join("install/global/node_modules/openclaw"));
    let mut pnpm = vec![places.home.join(".local/share/pnpm"), places.home.join("Library/pnpm")];
    pnpm.extend(places.variable_folder("PNPM_HOME"));
    pnpm.extend(places.variable_folder("LOCALAPPDATA").map(|dir| dir.join("pnpm")));
    for home in pnpm {
        let global = home.join("global");
        folders.extend(folders_newest_first(&global).iter().map(|layout| layout.join("node_modules/openclaw")));
    }
    folders.push(places.home.join(".config/yarn/global/node_modules/openclaw"));
    folders.extend([places.home.join("openclaw"), places.home.join(".openclaw/openclaw")]);
    folders
}
