//! Finding OpenClaw and a Node that can run it.

mod installs;
mod node;
mod package;
mod places;
mod service;

pub use installs::{Install, InstallSource};
pub use places::Places;
pub(crate) use service::definitions_folder;

use node::NodeProbe;
use nodejs_semver::{Range, Version};
use std::path::PathBuf;
use thiserror::Error;

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

/// Searches for OpenClaw. Keep one for the life of the process: it remembers the Node versions it had to ask for.
#[derive(Debug)]
pub struct Locator {
    places: Places,
    nodes: NodeProbe,
}

impl Locator {
    /// A search over `places`.
    pub fn new(places: Places) -> Self {
        Self { places, nodes: NodeProbe::default() }
    }

    /// Searches now. Reads folders on a blocking thread; runs nothing but `node --version`, and that only for a Node
    /// whose folder does not name its version, at most once per program file and for at most three seconds.
    pub async fn locate(&self) -> Result<Found, LocateError> {
        let places = self.places.clone();
        let search = tokio::task::spawn_blocking(move || {
            let installs = installs::find(&places);
            let nodes = node::candidates(&places, &installs);
            (installs, nodes)
        });
        let (mut installs, nodes) = search.await.unwrap_or_default();
        if let Some(path) = &self.places.explicit_openclaw
            && !installs.iter().any(|install| install.source == InstallSource::Explicit)
        {
            return Err(LocateError::ExplicitNotOpenClaw { path: path.clone() });
        }
        installs.sort_by_cached_key(|install| std::cmp::Reverse(installs::order(install)));
        let newest = installs.first().cloned().ok_or(LocateError::Missing)?;
        let mut best_node: Option<Version> = None;
        for install in &installs {
            let wants = install.node_wants.parse::<Range>().ok();
            for candidate in node::for_install(install, &nodes) {
                let Some(version) = self.nodes.version(&candidate, &self.places.environment).await else { continue };
                if wants.as_ref().is_none_or(|wants| wants.satisfies(&version)) {
                    let chosen = OpenClaw {
                        package_dir: install.package_dir.clone(),
                        entry: install.entry.clone(),
                        version: install.version.clone(),
                        node: candidate,
                        node_version: version.to_string(),
                        node_wants: install.node_wants.clone(),
                        source: install.source,
                    };
                    return Ok(Found { chosen, installs });
                }
                if best_node.as_ref().is_none_or(|best| *best < version) {
                    best_node = Some(version);
                }
            }
            if install.source == InstallSource::Explicit {
                break;
            }
        }
        Err(match best_node {
            None => LocateError::NodeMissing { version: newest.version, wants: newest.node_wants },
            Some(found) => LocateError::NodeUnsupported {
                version: newest.version,
                found: found.to_string(),
                wants: newest.node_wants,
            },
        })
    }
}
