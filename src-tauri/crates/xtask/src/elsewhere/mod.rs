//! Checks for the systems this is not: the whole workspace for macOS and Windows, the Windows build's unit tests under
//! Wine, and its icon.
//!
//! On Debian 12 alone: its security archive has a compiler together with the source of the standard library, from
//! which cargo builds that library for the other system. Everything lies in `target/cross`.

mod compiler;
mod picture;
mod wine;

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context as _, Result, bail};
use clawtray_testkit::desktop::{Desktop, Options};

use self::{compiler::Compiler, wine::Wine};
use crate::{
    command::{run, unattended},
    say,
    setup::packages,
    test::Outcome,
    workspace::Workspace,
};

const WINDOWS: &str = "x86_64-pc-windows-gnu";
const MACOS: &str = "aarch64-apple-darwin";

/// Linker, C compiler and headers for Windows.
const FOR_WINDOWS: &[&str] = &["gcc-mingw-w64-x86-64-win32", "mingw-w64-x86-64-dev"];
/// What runs its programs.
const TO_RUN: &[&str] = &["wine", "wine64"];

/// Crates whose unit tests run under Wine: what decides, and what meets the system.
const UNDER_WINE: &[&str] = &[
    "clawtray-contract",
    "clawtray-core",
    "clawtray-engine",
    "clawtray-gateway",
    "clawtray-openclaw",
    "clawtray-platform",
    "clawtray-text",
];

/// Clippy for Windows.
pub(crate) fn check_windows(workspace: &Workspace, yes: bool) -> Result<Outcome> {
    with(workspace, yes, FOR_WINDOWS, |compiler| lint(&mut compiler.clippy(WINDOWS)))
}

/// Clippy for macOS.
pub(crate) fn check_macos(workspace: &Workspace, yes: bool) -> Result<Outcome> {
    with(workspace, yes, &[], |compiler| lint(&mut compiler.clippy(MACOS)))
}

/// The unit tests of the Windows build.
pub(crate) fn test_windows(workspace: &Workspace, yes: bool) -> Result<Outcome> {
    with(workspace, yes, &[FOR_WINDOWS, TO_RUN].concat(), |compiler| {
        // Without a screen Windows makes no window, not even one that nobody sees.
        let desktop = Desktop::start(Options { screen: Some((640, 480)), ..Options::bare() })?;
        let wine = Wine::set_up(workspace)?;
        let mut command = compiler.cargo("test", WINDOWS);
        command.env("DISPLAY", desktop.display().unwrap_or_default());
        command.args(["--locked", "--no-fail-fast", "--lib"]);
        command.args(UNDER_WINE.iter().flat_map(|name| ["--package", name]));
        wine.runs_for(&mut command);
        run(&mut command)
    })
}

/// Takes the picture of the keeper's icon under Wine for `cargo xtask shots`, where its tools are installed.
pub(crate) fn photograph(workspace: &Workspace, picture: &Path) -> Result<()> {
    let tools = [FOR_WINDOWS, TO_RUN].concat();
    match with(workspace, false, &tools, |compiler| picture::take(workspace, compiler, picture))? {
        Outcome::Passed => Ok(()),
        Outcome::Skipped(why) => {
            say::line(&format!("{} is left out: {why}", picture.display()));
            Ok(())
        }
    }
}

/// The keeper's icon under Wine is there.
pub(crate) fn icon_under_wine(workspace: &Workspace, yes: bool) -> Result<Outcome> {
    with(workspace, yes, &[FOR_WINDOWS, TO_RUN].concat(), |compiler| {
        let picture = compiler::folder(workspace).join("wine.png");
        picture::take(workspace, compiler, &picture)
    })
}

fn with(
    workspace: &Workspace,
    yes: bool,
    wanted: &[&str],
    check: impl FnOnce(&Compiler) -> Result<()>,
) -> Result<Outcome> {
    if let Some(why) = packages::not_this_system(cfg!(target_arch = "x86_64")) {
        return Ok(Outcome::Skipped(why));
    }
    let missing = packages::more(wanted, yes || unattended())?;
    if !missing.is_empty() {
        return Ok(Outcome::Skipped(format!("not installed: {}", missing.join(" "))));
    }
    check(&Compiler::set_up(workspace)?)?;
    Ok(Outcome::Passed)
}

fn lint(command: &mut Command) -> Result<()> {
    run(command.args(["--workspace", "--all-targets", "--locked", "--", "-D", "warnings"]))
}

/// A file of this crate's `cross` folder.
fn own(workspace: &Workspace, name: &str) -> Result<PathBuf> {
    let file = workspace.root.join("src-tauri/crates/xtask/cross").join(name);
    match fs::exists(&file).context("the folder with what stands in for missing tools")? {
        true => Ok(file),
        false => bail!("{} is not there", file.display()),
    }
}
