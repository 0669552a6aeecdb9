//! The private folder of one run: Clawtray's own files, OpenClaw's state and home, all in one place.

use std::{
    ffi::OsString,
    fs,
    net::{Ipv4Addr, TcpListener},
    path::{Path, PathBuf},
    time::Duration,
};

use anyhow::{Context as _, Result};

use crate::{run::left, workspace::Workspace};

/// A folder named after this process.
pub(super) struct Private {
    folder: PathBuf,
}

impl Private {
    /// Makes it below `runs`.
    pub(super) fn create(runs: &Path) -> Result<Self> {
        let folder = runs.join(format!("p{}", std::process::id()));
        for inside in ["clawtray", "openclaw", "home"] {
            fs::create_dir_all(folder.join(inside)).with_context(|| folder.display().to_string())?;
        }
        Ok(Self { folder })
    }

    pub(super) fn folder(&self) -> &Path {
        &self.folder
    }

    /// The last lines of the window's output, for people.
    pub(super) fn window_log(&self) -> String {
        let log = fs::read(self.folder.join("window.log")).unwrap_or_default();
        let log = String::from_utf8_lossy(&log);
        let lines: Vec<_> = log.lines().collect();
        lines[lines.len().saturating_sub(20)..].join("\n")
    }

    /// What tells every program to stay in the folder. `screen`: on the person's own desktop.
    pub(super) fn environment(&self, workspace: &Workspace, screen: bool) -> Result<Vec<(String, OsString)>> {
        let inside = |path: &str| self.folder.join(path).into_os_string();
        let node = workspace.node_program().context("no Node.js for this system")?;
        let mut environment: Vec<(String, OsString)> = [
            ("CLAWTRAY_HOME", inside("clawtray")),
            ("CLAWTRAY_OPENCLAW", workspace.openclaw_program().into()),
            ("CLAWTRAY_NODE", node.into()),
            ("OPENCLAW_HOME", inside("home")),
            ("OPENCLAW_STATE_DIR", inside("openclaw")),
            ("OPENCLAW_CONFIG_PATH", inside("openclaw/openclaw.json")),
            ("OPENCLAW_GATEWAY_PORT", free_port()?.to_string().into()),
            ("OPENCLAW_DISABLE_BONJOUR", "1".into()),
        ]
        .map(|(name, value)| (name.to_owned(), value))
        .into();
        // On macOS and Windows the keychain belongs to the home of the person, so that stays.
        if screen && cfg!(target_os = "linux") {
            // The key to the screen is looked for in the home.
            if std::env::var_os("XAUTHORITY").is_none()
                && let Some(key) = std::env::home_dir().map(|home| home.join(".Xauthority")).filter(|key| key.is_file())
            {
                environment.push(("XAUTHORITY".to_owned(), key.into()));
            }
            environment.push(("HOME".to_owned(), inside("home")));
        }
        Ok(environment)
    }
}

/// A port that was free a moment ago.
fn free_port() -> Result<u16> {
    Ok(TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr()?.port())
}

/// Ends and removes what runs that were killed left behind.
pub(super) fn sweep(runs: &Path) {
    for entry in fs::read_dir(runs).into_iter().flatten().flatten() {
        let name = entry.file_name();
        let Some(pid) = name.to_str().and_then(|name| name.strip_prefix('p')?.parse::<u32>().ok()) else { continue };
        if pid != std::process::id() && !left::alive(pid) {
            left::end(&entry.path(), Duration::ZERO);
            let _ = fs::remove_dir_all(entry.path());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_folders_of_runs_that_ended_are_removed_and_others_stay() {
        let runs = tempfile::tempdir().unwrap();
        // Above the largest process id there can be.
        for name in ["p999999999", "kept", &format!("p{}", std::process::id())] {
            fs::create_dir_all(runs.path().join(name).join("deep")).unwrap();
        }
        sweep(runs.path());
        assert!(!runs.path().join("p999999999").exists());
        assert!(runs.path().join("kept").exists());
        assert!(runs.path().join(format!("p{}", std::process::id())).exists());
    }

    #[test]
    fn everything_named_in_the_environment_lies_in_the_folder() {
        let runs = tempfile::tempdir().unwrap();
        let private = Private::create(runs.path()).unwrap();
        let environment = private.environment(&Workspace::here(), false).unwrap();
        for name in ["CLAWTRAY_HOME", "OPENCLAW_HOME", "OPENCLAW_STATE_DIR", "OPENCLAW_CONFIG_PATH"] {
            let (_, value) = environment.iter().find(|(known, _)| known == name).unwrap();
            assert!(Path::new(value).starts_with(private.folder()), "{name}");
        }
        let config = environment.iter().find(|(name, _)| name == "OPENCLAW_CONFIG_PATH").unwrap();
        assert!(!Path::new(&config.1).exists(), "a first run has no configuration");
    }
}
