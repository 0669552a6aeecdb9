//! Windows programs under Wine, with a private Windows of their own.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::Result;
use clawtray_testkit::desktop::Desktop;

use super::{compiler, own};
use crate::{command::run_quietly, say::Step, workspace::Workspace};

/// Debian's 64-bit Wine and its server. The wrapper on the path only adds advice about the 32-bit one.
const WINE: &str = "/usr/lib/wine/wine64";
const SERVER: &str = "/usr/lib/wine/wineserver64";

/// A private Windows; its processes end with this.
pub(super) struct Wine {
    prefix: PathBuf,
}

impl Wine {
    /// Makes the private Windows, unless it is there.
    pub(super) fn set_up(workspace: &Workspace) -> Result<Self> {
        let step = Step::begin("wine");
        let folder = compiler::folder(workspace);
        let wine = Self { prefix: folder.join("wine") };
        let library = wine.prefix.join("drive_c/windows/system32/bcryptprimitives.dll");
        if library.is_file() {
            step.end("all there");
            return Ok(wine);
        }
        step.working("make a private Windows");
        fs::create_dir_all(&wine.prefix)?;
        run_quietly(wine.program("wineboot").arg("--init"))?;
        let compiled = folder.join("bcryptprimitives.dll");
        let mut gcc = Command::new("x86_64-w64-mingw32-gcc");
        gcc.args(["-shared", "-O2", "-o"]).arg(&compiled).arg(own(workspace, "bcryptprimitives.c")?);
        run_quietly(gcc.arg("-ladvapi32"))?;
        fs::copy(&compiled, &library)?;
        step.end("made");
        Ok(wine)
    }

    /// A program of that Windows.
    pub(super) fn program(&self, program: impl AsRef<Path>) -> Command {
        let mut command = Command::new(WINE);
        self.prepare(&mut command);
        command.arg(program.as_ref());
        command
    }

    /// The same on a private desktop.
    pub(super) fn program_on(&self, desktop: &Desktop, program: &Path) -> Command {
        let mut command = desktop.command(WINE);
        self.prepare(&mut command);
        command.arg(program);
        command
    }

    /// Has cargo run what it builds for Windows here.
    pub(super) fn runs_for(&self, cargo: &mut Command) {
        self.prepare(cargo);
        cargo.env("CARGO_TARGET_X86_64_PC_WINDOWS_GNU_RUNNER", WINE);
    }

    fn prepare(&self, command: &mut Command) {
        command
            .env("WINEPREFIX", &self.prefix)
            .env("WINESERVER", SERVER)
            .env("WINEARCH", "win64")
            .env("WINEDEBUG", "-all")
            // No .NET and no HTML: nothing asks to download them. No menu entries in the person's desktop.
            .env("WINEDLLOVERRIDES", "mscoree,mshtml=;winemenubuilder.exe=d");
    }
}

impl Drop for Wine {
    fn drop(&mut self) {
        let mut server = Command::new(SERVER);
        self.prepare(&mut server);
        // Ends every process of this Windows and waits until they are gone.
        for word in ["--kill", "--wait"] {
            // Nothing runs: as good.
            let _ended = run_quietly(server.arg(word));
            server = Command::new(SERVER);
            self.prepare(&mut server);
        }
    }
}
