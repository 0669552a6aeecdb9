//! The pages of the window: their packages and their build.

use anyhow::{Result, bail};

use crate::{
    command::{npm, run_quietly},
    say::Step,
    setup::stamp::Stamp,
    workspace::Workspace,
};

pub(crate) fn install(workspace: &Workspace) -> Result<()> {
    let step = Step::begin("ui packages");
    let ui = workspace.ui();
    let (manifest, lock) = (ui.join("package.json"), ui.join("package-lock.json"));
    if !manifest.is_file() || !lock.is_file() {
        bail!("ui/package.json or ui/package-lock.json is missing");
    }
    let stamp = Stamp::of(workspace.root.join("target/xtask/ui-packages"), &[manifest, lock], &[])?;
    if stamp.holds() && ui.join("node_modules/.package-lock.json").is_file() {
        step.end("all there");
        return Ok(());
    }
    step.working("npm ci");
    run_quietly(npm(&ui).args(["ci", "--no-audit", "--no-fund", "--loglevel=error"]))?;
    stamp.set()?;
    step.end("installed");
    Ok(())
}

pub(crate) fn build(workspace: &Workspace) -> Result<()> {
    let step = Step::begin("ui build");
    let ui = workspace.ui();
    // The sentences are part of the pages too.
    let inputs = [ui.clone(), workspace.root.join("src-tauri/crates/text/locales")];
    let inputs: Vec<_> = inputs.into_iter().filter(|input| input.exists()).collect();
    let stamp = Stamp::of(
        workspace.root.join("target/xtask/ui-build"),
        &inputs,
        &["node_modules", "dist", ".vite", "coverage", ".DS_Store"],
    )?;
    let page = ui.join("dist/index.html");
    if stamp.holds() && page.is_file() {
        step.end("up to date");
        return Ok(());
    }
    step.working("npm run build");
    run_quietly(npm(&ui).args(["run", "build"]))?;
    if !page.is_file() {
        bail!("`npm run build` in ui/ made no dist/index.html");
    }
    stamp.set()?;
    step.end("built");
    Ok(())
}
