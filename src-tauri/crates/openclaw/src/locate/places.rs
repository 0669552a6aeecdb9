//! Where to look. Everything the search depends on is in this value.

use super::login_shell::LoginShell;
use crate::environment::Environment;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The places a search may look at.
#[derive(Debug, Clone)]
pub struct Places {
    /// The environment of the person's session.
    pub environment: Environment,
    /// The home folder of the account.
    pub home: PathBuf,
    /// An OpenClaw the person chose: its package folder, its `openclaw.mjs` or its program.
    pub explicit_openclaw: Option<PathBuf>,
    /// A Node the person chose. No other Node is used then.
    pub explicit_node: Option<PathBuf>,
    /// Prefixes shared by the whole computer, such as `/usr/local`. Each may hold `bin` and `lib/node_modules`.
    pub system_prefixes: Vec<PathBuf>,
    /// Where Clawtray itself installs an OpenClaw, when npm's own folder cannot be written.
    pub own_prefix: Option<PathBuf>,
    /// The person's login shell, whose `PATH` is searched after the environment's own.
    pub login_shell: Option<Arc<LoginShell>>,
}

impl Places {
    /// The usual places of this operating system.
    pub fn usual(environment: Environment, home: PathBuf) -> Self {
        let system_prefixes = if cfg!(windows) {
            ["ProgramFiles", "ProgramFiles(x86)"]
                .iter()
                .filter_map(|name| environment.get(name))
                .map(|folder| Path::new(folder).join("nodejs"))
                .collect()
        } else if cfg!(target_os = "macos") {
            ["/opt/homebrew", "/usr/local", "/opt/local", "/usr"].map(PathBuf::from).to_vec()
        } else {
            ["/usr/local", "/usr", "/home/linuxbrew/.linuxbrew", "/snap/node/current"].map(PathBuf::from).to_vec()
        };
        let (explicit_openclaw, explicit_node, own_prefix, login_shell) = (None, None, None, None);
        Self { environment, home, explicit_openclaw, explicit_node, system_prefixes, own_prefix, login_shell }
    }

    /// The folders of `PATH`, in order, then those that only the login shell knows, as far as it has answered. Relative
    /// entries are left out: they mean something else in every folder.
    pub(crate) fn path_dirs(&self) -> Vec<PathBuf> {
        let own = self.environment.get("PATH").map(std::ffi::OsStr::to_os_string);
        let login = self.login_shell.as_ref().and_then(|shell| shell.known());
        let mut dirs = Vec::new();
        for path in own.into_iter().chain(login) {
            for dir in std::env::split_paths(&path).filter(|dir| dir.is_absolute()) {
                if !dirs.contains(&dir) {
                    dirs.push(dir);
                }
            }
        }
        dirs
    }

    /// The folder a variable names, or `default` under the home folder.
    pub(crate) fn folder(&self, variable: &str, default: &str) -> PathBuf {
        self.variable_folder(variable).unwrap_or_else(|| self.home.join(default))
    }

    /// The absolute folder a variable names.
    pub(crate) fn variable_folder(&self, variable: &str) -> Option<PathBuf> {
        self.environment.get(variable).map(PathBuf::from).filter(|path| path.is_absolute())
    }

    /// Prefixes where a version manager or a person keeps Nodes and their global packages, most specific first.
    pub(crate) fn prefixes(&self) -> Vec<PathBuf> {
        let mut prefixes = Vec::from_iter(self.own_prefix.clone());
        for variable in ["npm_config_prefix", "NPM_CONFIG_PREFIX", "N_PREFIX"] {
            prefixes.extend(self.variable_folder(variable));
        }
        prefixes.extend(npmrc_prefix(&self.home));
        prefixes.extend([".npm-global", ".local", ".openclaw", ".npm-packages", "n"].map(|dir| self.home.join(dir)));
        if let Some(roaming) = self.variable_folder("APPDATA") {
            prefixes.push(roaming.join("npm"));
        }
        for (parent, inside) in self.version_folders() {
            for version in folders_newest_first(&parent) {
                prefixes.push(if inside.is_empty() { version } else { version.join(inside) });
            }
        }
        prefixes.extend(self.variable_folder("HOMEBREW_PREFIX"));
        prefixes.extend(self.system_prefixes.iter().cloned());
        prefixes
    }

    /// Where version managers keep one folder for each version, and what inside it is the prefix.
    pub(crate) fn version_folders(&self) -> Vec<(PathBuf, &'static str)> {
        let data = self.folder("XDG_DATA_HOME", ".local/share");
        let application_support = self.home.join("Library").join("Application Support");
        let mut folders = vec![
            (self.folder("NVM_DIR", ".nvm").join("versions").join("node"), ""),
            (self.folder("FNM_DIR", ".fnm").join("node-versions"), "installation"),
            (data.join("fnm").join("node-versions"), "installation"),
            (application_support.join("fnm").join("node-versions"), "installation"),
            (self.folder("VOLTA_HOME", ".volta").join("tools").join("image").join("node"), ""),
            (self.folder("ASDF_DATA_DIR", ".asdf").join("installs").join("nodejs"), ""),
            (self.folder("MISE_DATA_DIR", ".local/share/mise").join("installs").join("node"), ""),
            (self.folder("NODENV_ROOT", ".nodenv").join("versions"), ""),
            (data.join("pnpm").join("nodejs"), ""),
            (self.home.join(".openclaw").join("tools"), ""),
        ];
        folders
            .extend(self.variable_folder("APPDATA").map(|dir| (dir.join("fnm").join("node-versions"), "installation")));
        folders.extend(
            self.variable_folder("LOCALAPPDATA")
                .map(|dir| (dir.join("Volta").join("tools").join("image").join("node"), "")),
        );
        folders.extend(self.variable_folder("NVM_HOME").map(|dir| (dir, "")));
        folders
    }
}

/// The `prefix=` line of the person's npm settings.
fn npmrc_prefix(home: &Path) -> Option<PathBuf> {
    let text = super::package::read_bounded(&home.join(".npmrc"))?;
    let value = text.lines().find_map(|line| {
        let (name, value) = line.split_once('=')?;
        (name.trim() == "prefix").then(|| value.trim().trim_matches(['"', '\'']))
    })?;
    let value = value.replace("${HOME}", &home.to_string_lossy());
    let path = match value.strip_prefix("~/") {
        Some(rest) => home.join(rest),
        None => PathBuf::from(value),
    };
    path.is_absolute().then_some(path)
}

/// The folders inside `parent`, higher version numbers first, at most 64.
pub(crate) fn folders_newest_first(parent: &Path) -> Vec<PathBuf> {
    let Ok(entries) = std::fs::read_dir(parent) else { return Vec::new() };
    let mut folders: Vec<PathBuf> = entries.filter_map(Result::ok).map(|entry| entry.path()).take(256).collect();
    folders.retain(|path| path.is_dir());
    folders.sort_by_cached_key(|path| {
        std::cmp::Reverse((super::node::version_in_name(path), path.file_name().map(std::ffi::OsStr::to_os_string)))
    });
    folders.truncate(64);
    folders
}
