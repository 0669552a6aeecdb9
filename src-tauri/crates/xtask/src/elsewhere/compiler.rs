//! Debian's compiler with the source of its standard library: unpacked, not installed.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context as _, Result, bail};

use super::{MACOS, own};
use crate::{
    command::{cargo, run, run_quietly},
    say::Step,
    workspace::Workspace,
};

/// The packages, without those whose names carry a version.
const PACKAGES: [&str; 3] = ["rustc-web", "rust-web-clippy", "rust-web-src"];

/// Names of packages that the compiler loads and whose names carry a version begin so.
const LOADED: [&str; 2] = ["libstd-rust-web", "libllvm"];

/// A compiler that can build its standard library for any system.
pub(super) struct Compiler {
    root: PathBuf,
    target: PathBuf,
    workspace: PathBuf,
    objective_c: PathBuf,
    empty: PathBuf,
}

/// Where everything for other systems lies.
pub(super) fn folder(workspace: &Workspace) -> PathBuf {
    workspace.root.join("target/cross")
}

impl Compiler {
    /// Unpacks it, unless it is there.
    pub(super) fn set_up(workspace: &Workspace) -> Result<Self> {
        let folder = folder(workspace);
        let root = folder.join("compiler");
        let step = Step::begin("compiler");
        if rustc(&root).is_file() {
            step.end("all there");
        } else {
            step.working("download and unpack Debian's rustc-web");
            unpack(&folder, &root)?;
            step.end("unpacked");
        }
        let empty = folder.join("no-sdk");
        fs::create_dir_all(&empty)?;
        Ok(Self {
            root,
            target: folder.join("build"),
            workspace: workspace.root.clone(),
            objective_c: own(workspace, "objective-c.sh")?,
            empty,
        })
    }

    /// Cargo with this compiler; `word` is `check`, `build` or `test`.
    pub(super) fn cargo(&self, word: &str, system: &str) -> Command {
        let mut command = cargo(&self.workspace);
        self.prepare(command.arg(word), system);
        command
    }

    /// Clippy with this compiler.
    pub(super) fn clippy(&self, system: &str) -> Command {
        let mut command = Command::new(self.root.join("usr/bin/cargo-clippy"));
        command.current_dir(&self.workspace).env("CARGO", cargo(&self.workspace).get_program());
        self.prepare(command.arg("clippy"), system);
        command
    }

    /// The folder of finished programs.
    pub(super) fn programs(&self, system: &str) -> PathBuf {
        self.target.join(system).join("debug")
    }

    fn prepare(&self, command: &mut Command, system: &str) {
        command
            .args(["-Zbuild-std=std,panic_abort", "--target", system])
            .env("RUSTC", rustc(&self.root))
            // Building the standard library is for nightly compilers.
            .env("RUSTC_BOOTSTRAP", "1")
            .env("CARGO_TARGET_DIR", &self.target)
            .env("LD_LIBRARY_PATH", self.root.join("usr/lib/x86_64-linux-gnu"));
        if system == MACOS {
            command
                .env("CC_aarch64_apple_darwin", &self.objective_c)
                .env("AR_aarch64_apple_darwin", "ar")
                // Else Apple's own tools are asked where the headers lie.
                .env("SDKROOT", &self.empty);
        }
    }
}

fn rustc(root: &Path) -> PathBuf {
    root.join("usr/bin/rustc")
}

fn unpack(folder: &Path, root: &Path) -> Result<()> {
    let downloads = folder.join("downloads");
    let fresh = folder.join("compiler.new");
    for folder in [&downloads, &fresh] {
        // What an interrupted run left.
        if folder.exists() {
            fs::remove_dir_all(folder)?;
        }
        fs::create_dir_all(folder)?;
    }
    let options = [
        "--recurse",
        "--no-recommends",
        "--no-suggests",
        "--no-conflicts",
        "--no-breaks",
        "--no-replaces",
        "--no-enhances",
    ];
    let known = run_quietly(Command::new("apt-cache").arg("depends").args(options).args(PACKAGES))?;
    let known = String::from_utf8_lossy(&known.stdout);
    run_quietly(Command::new("apt-get").current_dir(&downloads).arg("download").args(wanted(&known)))
        .context("the compiler comes from Debian 12's security archive; is it among this machine's sources?")?;
    for package in fs::read_dir(&downloads)? {
        run(Command::new("dpkg-deb").arg("--extract").arg(package?.path()).arg(&fresh))?;
    }
    if !rustc(&fresh).is_file() {
        bail!("rustc-web brought no compiler");
    }
    fs::remove_dir_all(&downloads)?;
    if root.exists() {
        fs::remove_dir_all(root)?;
    }
    fs::rename(&fresh, root).context("the compiler cannot be put in its place")
}

/// The packages to unpack, out of everything that `apt-cache depends --recurse` prints.
fn wanted(known: &str) -> Vec<&str> {
    let loaded = |name: &&str| LOADED.iter().any(|begin| name.starts_with(begin));
    // Names without blanks before them are packages, the others say what they depend on.
    let mut wanted: Vec<&str> = known.lines().filter(|line| !line.starts_with([' ', '<'])).filter(loaded).collect();
    wanted.extend(PACKAGES);
    wanted.sort_unstable();
    wanted.dedup();
    wanted
}

#[cfg(test)]
mod tests {
    use super::wanted;

    #[test]
    fn only_what_the_compiler_itself_loads_is_unpacked() {
        let known = "rustc-web\n  Depends: libstd-rust-web-dev\nlibstd-rust-web-dev\n  Depends: libc6\nlibllvm22\nlibc6\n\
                     <virtual>\nlibstd-rust-web-1.96\nrust-web-src\n";
        assert_eq!(
            wanted(known),
            [
                "libllvm22",
                "libstd-rust-web-1.96",
                "libstd-rust-web-dev",
                "rust-web-clippy",
                "rust-web-src",
                "rustc-web"
            ]
        );
    }
}
