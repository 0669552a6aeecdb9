//! A real OpenClaw and the Node.js it wants, both pinned by a lock, below `target/`.

use std::{
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context as _, Result, bail};

use crate::{
    command::{npm, run_quietly},
    say::Step,
    workspace::{OLDER_VERSION, OPENCLAW_VERSION, Workspace},
};

pub(crate) fn install(workspace: &Workspace) -> Result<()> {
    let Some(node) = workspace.node_program() else {
        bail!("npm has no Node.js for {} on {}", std::env::consts::OS, std::env::consts::ARCH);
    };
    let programs = [workspace.openclaw_program(), node];
    place(OPENCLAW_VERSION, &workspace.pinned_openclaw(), &workspace.openclaw_folder(), &programs)
}

/// The generation before, for the slow tests, with a Node.js of its time.
pub(crate) fn install_older(workspace: &Workspace) -> Result<()> {
    let programs: Vec<_> = [workspace.older_program()].into_iter().chain(workspace.older_node_program()).collect();
    place(OLDER_VERSION, &workspace.pinned_older(), &workspace.older_folder(), &programs)
}

fn place(version: &str, pinned: &Path, folder: &Path, programs: &[PathBuf]) -> Result<()> {
    let step = Step::begin("pinned OpenClaw");
    let lock = fs::read(pinned.join("package-lock.json")).context("the lock of the pinned OpenClaw")?;
    // npm writes the inner lock last: where it is, the installation is whole.
    let whole = folder.join("node_modules/.package-lock.json").is_file();
    if whole && fs::read(folder.join("package-lock.json")).is_ok_and(|installed| installed == lock) {
        step.end(&format!("{version} is there"));
        return Ok(());
    }
    step.working(&format!("npm ci of OpenClaw {version}; this takes some minutes the first time"));
    fs::create_dir_all(folder)?;
    for file in ["package.json", "package-lock.json"] {
        fs::copy(pinned.join(file), folder.join(file))?;
    }
    // Without install scripts: OpenClaw's stop under a Node older than it wants, and the system's may be older.
    let flags = ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"];
    run_quietly(npm(folder).args(flags))?;
    for file in programs {
        if !file.is_file() {
            bail!("npm installed no {}", file.display());
        }
    }
    step.end(&format!("{version} installed"));
    Ok(())
}
