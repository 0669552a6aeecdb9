//! `cargo xtask icons`: renders every picture from its vectors.
//!
//! `icons/source/tray.svg` has the shapes and `palette.toml` the colours. Out come one strip of pictures for each style
//! and size in `icons/tray`, the app icons that bundles want, and a gallery in `docs` to look at.

mod containers;
mod gallery;
mod source;
mod strips;
#[cfg(test)]
mod tests;

use std::{fs, path::Path};

use anyhow::{Context as _, Result, bail};

use self::source::Source;
use crate::{say, workspace::Workspace};

/// One file that the command makes: its place below the workspace and its content.
type Made = (String, Vec<u8>);

/// Renders everything, or with `check` only says which files are not as they would be rendered.
///
/// # Errors
/// A source cannot be read or drawn, a file cannot be written, or `check` finds a difference.
pub(crate) fn icons(workspace: &Workspace, check: bool) -> Result<()> {
    let made = everything(&workspace.root)?;
    if check {
        let stale = stale(&workspace.root, &made);
        if !stale.is_empty() {
            bail!("not as the sources say, run `cargo xtask icons`: {}", stale.join(", "));
        }
        return Ok(());
    }
    for (name, content) in &made {
        let path = workspace.root.join(name);
        fs::write(&path, content).with_context(|| format!("{} cannot be written", path.display()))?;
    }
    say::line(&format!("{} files rendered; look at docs/icons.png", made.len()));
    Ok(())
}

fn everything(root: &Path) -> Result<Vec<Made>> {
    let source = Source::read(&root.join("icons/source"))?;
    let mut made = strips::all(&source)?;
    made.extend(containers::all(&source)?);
    made.extend(gallery::all(&source)?);
    Ok(made)
}

fn stale(root: &Path, made: &[Made]) -> Vec<String> {
    let differs = |(name, content): &&Made| fs::read(root.join(name)).ok().as_ref() != Some(content);
    made.iter().filter(differs).map(|(name, _)| name.clone()).collect()
}
