//! Finding OpenClaw and a Node that can run it.

mod installs;
mod login_shell;
mod node;
mod npm;
mod package;
mod places;
mod service;
mod trail;
mod whole;

pub use installs::{Install, InstallNode, InstallSource, version_at};
pub use login_shell::LoginShell;
pub use places::Places;
pub(crate) use service::definitions_folder;
pub use whole::{Wholeness, wholeness};

use crate::npm::Npm;
use node::{NodeProbe, Nodes};
use nodejs_semver::{Range, Version};
use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use thiserror::Error;
use trail::Trail;

/// An OpenClaw that can be run: the package and a Node its own `engines` range accepts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenClaw {
    /// The package folder, links resolved.
    pub package_dir: PathBuf,
    /// The entry file to hand to Node (`openclaw.mjs`).
    pub entry: PathBuf,
    /// The version from the package's own description, never by running it.
    pub version: String,
    /// The Node program.
    pub node: PathBuf,
    /// That Node's version, without a leading `v`.
    pub node_version: String,
    /// The Node range the package asks for; empty when it names none.
    pub node_wants: String,
    /// How the package was found.
    pub source: InstallSource,
}

/// The result of a search.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// The one to use: the explicit one, or the newest that has a supported Node.
    pub chosen: OpenClaw,
    /// Every package that was found, newest first, the chosen one included.
    pub installs: Vec<Install>,
}

/// Why there is no usable OpenClaw.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum LocateError {
    /// No OpenClaw package in any usual place.
    #[error("OpenClaw is not installed in any usual place")]
    Missing,
    /// The path the person chose is not an OpenClaw package or program.
    #[error("{} is not OpenClaw", .path.display())]
    ExplicitNotOpenClaw {
        /// The chosen path.
        path: PathBuf,
    },
    /// OpenClaw is there but no Node at all.
    #[error("OpenClaw {version} is installed, but there is no Node to run it")]
    NodeMissing {
        /// The newest OpenClaw found.
        version: String,
        /// The Node range it asks for.
        wants: String,
    },
    /// Every Node found is outside the range OpenClaw asks for.
    #[error("OpenClaw {version} needs Node {wants}; found Node {found}")]
    NodeUnsupported {
        /// The newest OpenClaw found.
        version: String,
        /// The newest Node found.
        found: String,
        /// The Node range OpenClaw asks for.
        wants: String,
    },
}

/// Searches for OpenClaw. Keep one for the life of the process: it remembers what it found until something there
/// changes, and the Node versions it had to ask for.
#[derive(Debug)]
pub struct Locator {
    places: Places,
    nodes: Arc<NodeProbe>,
    kept: Mutex<Option<Kept>>,
    /// An OpenClaw that the person chose since; one of [`Places::explicit_openclaw`] wins over it.
    chosen: Mutex<Option<PathBuf>>,
    /// One search at a time; who comes second takes what the first found.
    searching: tokio::sync::Mutex<()>,
}

/// What was found, and what it looked like there.
#[derive(Debug, Clone)]
struct Kept {
    trail: Trail,
    found: Found,
}

impl Locator {
    /// A search over `places`.
    pub fn new(places: Places) -> Self {
        Self {
            places,
            nodes: Arc::default(),
            kept: Mutex::default(),
            chosen: Mutex::default(),
            searching: tokio::sync::Mutex::default(),
        }
    }

    /// What was found before, as long as nothing that was looked at has changed; else searches. Reads folders on
    /// blocking threads; runs nothing but `node --version`, and that only for a Node whose folder does not name its
    /// version, at most once per program file and for at most three seconds; and, where nothing can be used
    /// otherwise, the login shell once.
    ///
    /// # Errors
    /// Why there is none to use. That is looked for anew each time.
    pub async fn locate(&self) -> Result<Found, LocateError> {
        let _one_at_a_time = self.searching.lock().await;
        let kept = self.kept().clone();
        if let Some(kept) = kept
            && let Some(found) = blocking(move || kept.trail.is_unchanged().then_some(kept.found)).await.flatten()
        {
            return Ok(found);
        }
        let mut found = self.search().await;
        if found.is_err()
            && let Some(shell) = self.login_shell().filter(|shell| !shell.is_asked())
            && shell.path().await.is_some()
        {
            found = self.search().await;
        }
        found
    }

    /// True when something that the last search looked at has changed since.
    pub async fn has_changed(&self) -> bool {
        let kept = self.kept().clone();
        blocking(move || kept.is_some_and(|kept| !kept.trail.is_unchanged())).await.unwrap_or_default()
    }

    /// npm and a Node to run it: the newest Node found. Runs `node --version` as [`Locator::locate`] does, and npm once
    /// to learn where it installs. `None` where one of the two is missing.
    pub async fn npm(&self) -> Option<Npm> {
        let places = self.places.clone();
        let search = blocking(move || {
            let nodes: Vec<PathBuf> = node::candidates(&places, &[]).all().cloned().collect();
            let scripts = npm::scripts(&places, &nodes);
            (nodes, scripts)
        });
        let (nodes, scripts) = search.await?;
        let mut newest: Option<(Version, PathBuf)> = None;
        for program in nodes {
            let Some(version) = self.nodes.version(&program, &self.places.environment).await else { continue };
            if newest.as_ref().is_none_or(|(known, _)| *known < version) {
                newest = Some((version, program));
            }
        }
        let (version, node) = newest?;
        let (_, script) = scripts.iter().find(|(beside, _)| *beside == node).or(scripts.first())?.clone();
        let mut found = Npm { node, node_version: version.to_string(), script, prefix: None };
        found.prefix = found.ask_prefix(&self.places.environment).await;
        Some(found)
    }

    /// From now on this OpenClaw and no other is used, or again whichever is found.
    pub fn choose(&self, openclaw: Option<PathBuf>) {
        let mut chosen = self.chosen.lock().unwrap_or_else(PoisonError::into_inner);
        if *chosen != openclaw {
            *chosen = openclaw;
            drop(chosen);
            self.forget();
        }
    }

    /// Where to look, with what the person chose since.
    fn places_now(&self) -> Places {
        let mut places = self.places.clone();
        if places.explicit_openclaw.is_none() {
            places.explicit_openclaw = self.chosen.lock().unwrap_or_else(PoisonError::into_inner).clone();
        }
        places
    }

    /// Searches the next time, whatever is known.
    pub fn forget(&self) {
        *self.kept() = None;
    }

    /// Waits for the login shell, which is asked at most once. True when it has told of folders that nobody had looked
    /// into.
    pub async fn ask_login_shell(&self) -> bool {
        let Some(shell) = self.login_shell().filter(|shell| !shell.is_asked()) else { return false };
        let before = self.places.path_dirs().len();
        shell.path().await;
        let more = self.places.path_dirs().len() > before;
        if more {
            self.forget();
        }
        more
    }

    /// What is worth watching between two searches, most telling first: the files of what was found and the places
    /// where another one would come. Reads folders; blocks for so long.
    pub fn worth_watching(&self) -> Vec<PathBuf> {
        let installs = self.kept().as_ref().map(|kept| kept.found.installs.clone()).unwrap_or_default();
        trail::worth_watching(&self.places, &installs)
    }

    /// The login shell does not matter where the person chose an OpenClaw.
    fn login_shell(&self) -> Option<&Arc<LoginShell>> {
        self.places.login_shell.as_ref().filter(|_| self.places.explicit_openclaw.is_none())
    }

    fn kept(&self) -> MutexGuard<'_, Option<Kept>> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }

    async fn search(&self) -> Result<Found, LocateError> {
        let places = self.places_now();
        let explicit = places.explicit_openclaw.clone();
        let search = blocking(move || {
            let installs = installs::find(&places);
            let nodes = node::candidates(&places, &installs);
            // Taken before anything is asked: what changes from here on is seen the next time.
            let trail = Trail::of(&places, &installs, &nodes);
            (installs, nodes, trail)
        });
        let (mut installs, nodes, trail) = search.await.unwrap_or_default();
        if let Some(path) = &explicit
            && !installs.iter().any(|install| install.source == InstallSource::Explicit)
        {
            return Err(LocateError::ExplicitNotOpenClaw { path: path.clone() });
        }
        installs.sort_by_cached_key(|install| std::cmp::Reverse(installs::order(install)));
        let newest = installs.first().cloned().ok_or(LocateError::Missing)?;
        let refused = self.find_nodes(&mut installs, &nodes).await;
        let chosen = installs.iter().find_map(|install| {
            let node = install.node.clone()?;
            Some(OpenClaw {
                package_dir: install.package_dir.clone(),
                entry: install.entry.clone(),
                version: install.version.clone(),
                node: node.program,
                node_version: node.version,
                node_wants: install.node_wants.clone(),
                source: install.source,
            })
        });
        match (chosen, refused) {
            (Some(chosen), _) => {
                let found = Found { chosen, installs };
                *self.kept() = Some(Kept { trail, found: found.clone() });
                Ok(found)
            }
            (None, None) => Err(LocateError::NodeMissing { version: newest.version, wants: newest.node_wants }),
            (None, Some(found)) => Err(LocateError::NodeUnsupported {
                version: newest.version,
                found: found.to_string(),
                wants: newest.node_wants,
            }),
        }
    }

    /// Finds each install its Node, side by side; where the person chose one, only that one's. The newest Node that
    /// was refused.
    async fn find_nodes(&self, installs: &mut [Install], nodes: &Nodes) -> Option<Version> {
        let chosen = installs.iter().position(|install| install.source == InstallSource::Explicit);
        let mut searches = tokio::task::JoinSet::new();
        for (at, install) in installs.iter().enumerate().filter(|(at, _)| chosen.is_none_or(|chosen| *at == chosen)) {
            let candidates = node::for_install(install, nodes);
            let (wants, probe) = (install.node_wants.parse::<Range>().ok(), Arc::clone(&self.nodes));
            let environment = self.places.environment.clone();
            searches.spawn(async move {
                let mut refused: Option<Version> = None;
                for program in candidates {
                    let Some(version) = probe.version(&program, &environment).await else { continue };
                    if wants.as_ref().is_none_or(|wants| wants.satisfies(&version)) {
                        return (at, Some(InstallNode { program, version: version.to_string() }), refused);
                    }
                    refused = refused.max(Some(version));
                }
                (at, None, refused)
            });
        }
        let mut newest = None;
        while let Some(search) = searches.join_next().await {
            let Ok((at, node, refused)) = search else { continue };
            newest = newest.max(refused);
            if let Some(install) = installs.get_mut(at) {
                install.node = node;
            }
        }
        newest
    }
}

async fn blocking<Output: Send + 'static>(work: impl FnOnce() -> Output + Send + 'static) -> Option<Output> {
    tokio::task::spawn_blocking(work).await.ok()
}
