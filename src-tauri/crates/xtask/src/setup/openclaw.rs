//! A real OpenClaw and the Node.js it wants, both pinned by a lock, below `target/`.

use std::fs;

use anyhow::{Context as _, Result, bail};

use crate::{
    command::{npm, run_quietly},
    say::Step,
    workspace::{OPENCLAW_VERSION, Workspace},
};

pub(crate) fn install(workspace: &Workspace) -> Result<()> {
    let step = Step::begin("pinned OpenClaw");
    let (pinned, folder) = (workspace.pinned_openclaw(), workspace.openclaw_folder());
    let Some(node) = workspace.node_program() else {
        bail!("npm has no Node.js for {} on {}", std::env::consts::OS, std::env::consts::ARCH);
    };
    let lock = fs::read(pinned.join("package-lock.json")).context("the lock of the pinned OpenClaw")?;
    // npm writes the inner lock last: where it is, the installation is whole.
    let whole = folder.join("node_modules/.package-lock.json").is_file();
    if whole && fs::read(folder.join("package-lock.json")).is_ok_and(|installed| installed == lock) {
        step.end(&format!("{OPENCLAW_VERSION} is there"));
        return Ok(());
    }
    step.working(&format!("npm ci of OpenClaw {OPENCLAW_VERSION} and Node.js; this takes some minutes the first time"));
    fs::create_dir_all(&folder)?;
    for file in ["package.json", "package-lock.json"] {
        fs::copy(pinned.join(file), folder.join(file))?;
    }
    // Without install scripts: OpenClaw's stop under a Node older than it wants, and the system's may be older.
    let flags = ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"];
    run_quietly(npm(&folder).args(flags))?;
    let program = workspace.openclaw_program();
    for file in [&program, &node] {
        if !file.is_file() {
            bail!("npm installed no {}", file.display());
        }
    }
    step.end(&format!("{OPENCLAW_VERSION} installed"));
    Ok(())
}
