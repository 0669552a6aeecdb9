//! `cargo xtask setup`: what building, running and testing need. A second run only looks.

mod openclaw;
pub(crate) mod packages;
mod stamp;
mod ui;

use anyhow::Result;

use crate::{command, say, workspace::Workspace};

/// What the slow tests need besides.
pub(crate) fn for_slow_tests(workspace: &Workspace, yes: bool) -> Result<()> {
    packages::for_slow_tests(yes || command::unattended());
    openclaw::install_older(workspace)
}

/// Everything.
pub(crate) fn everything(workspace: &Workspace, yes: bool) -> Result<()> {
    let yes = yes || command::unattended();
    say::line("Setting up");
    packages::install(yes)?;
    ui::install(workspace)?;
    ui::build(workspace)?;
    openclaw::install(workspace)
}
