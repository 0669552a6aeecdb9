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
    /// `openclaw` on `PATH`, this session's or the login shell's.
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
    /// The Node that would run it: the first that it accepts. `None` where there is none, or where the person chose
    /// another OpenClaw.
    pub node: Option<InstallNode>,
}

/// A Node that an OpenClaw accepts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InstallNode {
    /// The program.
    pub program: PathBuf,
    /// Its version, without a leading `v`.
    pub version: String,
}

/// The sort key: the explicit one above all, then newer versions, then stronger sources.
pub(crate) fn order(install: &Install) -> (bool, Option<Version>, InstallSource) {
    (install.source == InstallSource::Explicit, install.version.parse().ok(), install.source)
}

/// One way to look for packages.
type Search = fn(&Places) -> Vec<(Package, InstallSource)>;

/// Every package, each folder once with its strongest source, in the order found. The places are looked at side by
/// side: one of them may be a slow disk.
pub(crate) fn find(places: &Places) -> Vec<Install> {
    let sources: [Search; 4] = [explicit, on_path, of_services, global];
    let all = std::thread::scope(|scope| {
        let searches = sources.map(|source| {
            let search = std::thread::Builder::new().spawn_scoped(scope, move || source(places));
            search.map_err(|_no_thread| source)
        });
        searches.map(|search| match search {
            Ok(search) => search.join().unwrap_or_default(),
            Err(source) => source(places),
        })
    });
    let mut found: Vec<Install> = Vec::new();
    for (package, source) in all.into_iter().flatten() {
        match found.iter_mut().find(|have| have.package_dir == package.folder) {
            Some(have) => have.source = have.source.max(source),
            None => found.push(Install {
                package_dir: package.folder,
                entry: package.entry,
                version: package.version,
                node_wants: package.node_wants,
                source,
                node: None,
            }),
        }
    }
    found
}

fn explicit(places: &Places) -> Vec<(Package, InstallSource)> {
    let package = places.explicit_openclaw.as_deref().and_then(from_path);
    package.into_iter().map(|package| (package, InstallSource::Explicit)).collect()
}

fn on_path(places: &Places) -> Vec<(Package, InstallSource)> {
    let packages = programs(places).into_iter().filter_map(|program| from_program(&program));
    packages.map(|package| (package, InstallSource::Path)).collect()
}

fn of_services(places: &Places) -> Vec<(Package, InstallSource)> {
    let paths = service::definitions(places).into_iter().flat_map(|definition| definition.paths);
    paths.filter_map(|path| from_path(&path)).map(|package| (package, InstallSource::Service)).collect()
}

fn global(places: &Places) -> Vec<(Package, InstallSource)> {
    let packages = package_folders(places).into_iter().filter_map(|folder| package::read(&folder));
    packages.map(|package| (package, InstallSource::Global)).collect()
}

/// Where `openclaw` would be on the search path.
pub(crate) fn programs(places: &Places) -> Vec<PathBuf> {
    let dirs = places.path_dirs();
    dirs.iter().flat_map(|dir| PROGRAM_NAMES.iter().map(|program| dir.join(program))).collect()
}

const PROGRAM_NAMES: &[&str] = if cfg!(windows) { &["openclaw.cmd", "openclaw.ps1"] } else { &["openclaw"] };

/// The version of the OpenClaw that a path leads to: a package folder, a file in it, or a program that starts it.
pub fn version_at(path: &Path) -> Option<String> {
    from_path(path).map(|package| package.version)
}

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
pub(crate) fn package_folders(places: &Places) -> Vec<PathBuf> {
    let mut folders = Vec::new();
    for prefix in places.prefixes() {
        folders.push(prefix.join("lib/node_modules/openclaw"));
        folders.push(prefix.join("node_modules/openclaw"));
    }
    let volta = places.folder("VOLTA_HOME", ".volta").join("tools/image/packages/openclaw");
    folders.extend([volta.join("lib/node_modules/openclaw"), volta.join("node_modules/openclaw")]);
    folders.push(places.folder("BUN_INSTALL", ".bun").join("install/global/node_modules/openclaw"));
    for global in pnpm_folders(places) {
        folders.extend(folders_newest_first(&global).iter().map(|layout| layout.join("node_modules/openclaw")));
    }
    folders.push(places.home.join(".config/yarn/global/node_modules/openclaw"));
    folders.extend([places.home.join("openclaw"), places.home.join(".openclaw/openclaw")]);
    folders
}

/// Where pnpm keeps one folder for each layout of its global packages.
pub(crate) fn pnpm_folders(places: &Places) -> Vec<PathBuf> {
    let mut homes = vec![places.home.join(".local/share/pnpm"), places.home.join("Library/pnpm")];
    homes.extend(places.variable_folder("PNPM_HOME"));
    homes.extend(places.variable_folder("LOCALAPPDATA").map(|dir| dir.join("pnpm")));
    homes.into_iter().map(|home| home.join("global")).collect()
}
