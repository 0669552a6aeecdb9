//! The Windows keeper's icon on a screen, under Wine.

use std::{
    fs,
    path::Path,
    thread::sleep,
    time::{Duration, Instant},
};

use anyhow::{Context as _, Result, bail};
use clawtray_testkit::desktop::{Desktop, Options};

use super::{WINDOWS, compiler::Compiler, wine::Wine};
use crate::{
    command::{run, run_quietly},
    workspace::Workspace,
};

/// Wine draws the icons of a desktop without a tray host in a window of its own.
const SCREEN: (u16, u16) = (480, 160);
/// How long the icon may take; a private Windows takes some seconds to start.
const SHOWN_WITHIN: Duration = Duration::from_secs(90);
/// Between two looks.
const PAUSE: Duration = Duration::from_millis(500);
/// For the window to be painted whole.
const PAINTED: Duration = Duration::from_secs(2);
/// The icon's edges alone have more shades than this; an empty screen has one.
const SHADES: u32 = 8;

/// Builds the keeper for Windows, starts it and photographs the screen once something is on it.
pub(super) fn take(workspace: &Workspace, compiler: &Compiler, picture: &Path) -> Result<()> {
    run(compiler.cargo("build", WINDOWS).args(["--locked", "--package", "clawtray-keeper"]))?;
    let keeper = compiler.programs(WINDOWS).join("clawtrayd.exe");
    let wine = Wine::set_up(workspace)?;
    let options = Options { screen: Some(SCREEN), ..Options::bare() };
    let desktop = Desktop::start(options)?;
    let home = desktop.folder().join("clawtray");
    fs::create_dir_all(&home)?;
    let mut command = wine.program_on(&desktop, &keeper);
    // As Windows names it.
    command.env("CLAWTRAY_HOME", format!("Z:{}", home.display()).replace('/', "\\"));
    let shown = desktop.spawn("keeper", command)?;
    let end = Instant::now() + SHOWN_WITHIN;
    while shades(&desktop)? < SHADES {
        if Instant::now() > end {
            bail!("no icon within {} s; the keeper said:\n{}", SHOWN_WITHIN.as_secs(), shown.lines().join("\n"));
        }
        sleep(PAUSE);
    }
    sleep(PAINTED);
    run_quietly(desktop.command("import").args(["-window", "root"]).arg(picture))?;
    // Before the desktop: its processes are the private Windows' own.
    drop(wine);
    Ok(())
}

/// How many colours are on the screen.
fn shades(desktop: &Desktop) -> Result<u32> {
    let counted = run_quietly(desktop.command("import").args(["-window", "root", "-format", "%k", "info:-"]))?;
    String::from_utf8_lossy(&counted.stdout).trim().parse().context("ImageMagick counts no colours")
}
