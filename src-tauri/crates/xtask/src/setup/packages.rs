//! System packages, on Debian and its kin. Elsewhere they are only named.

use std::{
    collections::BTreeSet,
    fs,
    process::{Command, Stdio},
};

use anyhow::{Result, bail};

use crate::{
    command::{on_path, run, run_quietly},
    say::{self, Step},
};

/// To build.
const BUILD: &[&str] =
    &["build-essential", "libdbus-1-dev", "libgtk-3-dev", "librsvg2-dev", "libwebkit2gtk-4.1-dev", "pkg-config"];

/// To run without a screen, and to test.
const RUN: &[&str] = &[
    "adwaita-icon-theme",
    "dbus",
    "dbus-x11",
    "fonts-dejavu-core",
    "gnome-keyring",
    "imagemagick",
    "libsecret-tools",
    "systemd-container",
    "webkit2gtk-driver",
    "xdotool",
    "xfce4-notifyd",
    "xvfb",
];

/// A browser for the slow tests that start one, by the name of its program and of Debian's package. Ubuntu's package of
/// that name is none.
const BROWSER: &str = "chromium";

/// Brings `npm` where none is installed.
const NPM: &[&str] = &["nodejs", "npm"];

pub(crate) fn install(yes: bool) -> Result<()> {
    let step = Step::begin("system packages");
    if !cfg!(target_os = "linux") {
        need_npm()?;
        step.end("nothing to install on this system");
        return Ok(());
    }
    let mut wanted: Vec<&str> = BUILD.iter().chain(RUN).copied().collect();
    if on_path("npm").is_none() {
        wanted.extend(NPM);
    }
    if !debian(&fs::read_to_string("/etc/os-release").unwrap_or_default()) || on_path("dpkg-query").is_none() {
        say::line("  This is no Debian or Ubuntu: nothing is installed. What is needed, by its names there:");
        say::line(&format!("    {}", wanted.join(" ")));
        need_npm()?;
        step.end("not looked at");
        return Ok(());
    }
    let missing = missing_of(&wanted)?;
    if missing.is_empty() {
        step.end("all there");
        return Ok(());
    }
    apt_get(&missing, yes, &step)?;
    step.end(&format!("installed {}", missing.len()));
    Ok(())
}

/// What slow tests use besides; those that do not find it say so and are skipped.
pub(crate) fn for_slow_tests(yes: bool) {
    if on_path(BROWSER).is_some() {
        return;
    }
    let debian = on_path("dpkg-query").is_some()
        && fs::read_to_string("/etc/os-release").is_ok_and(|text| text.lines().any(|line| line == "ID=debian"));
    let installed = if debian {
        let step = Step::begin("a browser");
        apt_get(&[BROWSER], yes, &step).map(|()| step.end("installed"))
    } else {
        Err(anyhow::anyhow!("only Debian's package is known"))
    };
    if let Err(error) = installed {
        say::line(&format!("  {BROWSER} is not installed, so that tests with a real browser are skipped: {error:#}"));
    }
}

/// Installs more packages where nobody has to be asked; gives those that are missing still.
#[cfg(target_os = "linux")]
pub(crate) fn more<'a>(wanted: &[&'a str], yes: bool) -> Result<Vec<&'a str>> {
    let missing = missing_of(wanted)?;
    if missing.is_empty() || !yes {
        return Ok(missing);
    }
    let step = Step::begin("more packages");
    apt_get(&missing, yes, &step)?;
    step.end(&format!("installed {}", missing.len()));
    Ok(Vec::new())
}

/// Why packages of Debian 12 cannot be used here, if they cannot.
#[cfg(target_os = "linux")]
pub(crate) fn not_this_system(right_processor: bool) -> Option<String> {
    let os_release = fs::read_to_string("/etc/os-release").unwrap_or_default();
    let known = os_release.lines().any(|line| line == "VERSION_CODENAME=bookworm");
    (!known || !right_processor || on_path("dpkg-query").is_none())
        .then(|| "the tools come from Debian 12 for x86-64, which this is not".to_owned())
}

fn missing_of<'a>(wanted: &[&'a str]) -> Result<Vec<&'a str>> {
    if wanted.is_empty() {
        return Ok(Vec::new());
    }
    // Ends with an error when it knows none of some: then those are missing.
    let known = Command::new("dpkg-query")
        .args(["-W", "-f", "${Package} ${db:Status-Abbrev}\n"])
        .args(wanted)
        .stderr(Stdio::null())
        .output()?;
    Ok(missing(wanted, &String::from_utf8_lossy(&known.stdout)))
}

fn need_npm() -> Result<()> {
    if on_path(if cfg!(windows) { "node" } else { "npm" }).is_none() {
        bail!("npm is needed for the pages of the window: install Node.js 22 or newer");
    }
    Ok(())
}

fn apt_get(missing: &[&str], yes: bool, step: &Step) -> Result<()> {
    let root = String::from_utf8_lossy(&run_quietly(Command::new("id").arg("-u"))?.stdout).trim() == "0";
    let list = missing.join(" ");
    if !root && !yes && !say::agree(&format!("  To be installed with sudo apt-get: {list}\n  Go on?")) {
        bail!("these packages are missing: {list}\n  sudo apt-get install {list}");
    }
    let apt_get = || {
        let mut command = Command::new(if root { "env" } else { "sudo" });
        if !root {
            command.arg("env");
        }
        command.args(["DEBIAN_FRONTEND=noninteractive", "apt-get", "-q", "-y", "-o", "Dpkg::Use-Pty=0"]);
        command.stdin(Stdio::null()).stdout(Stdio::null());
        command
    };
    step.working(&format!("apt-get update and install {list}"));
    run(apt_get().arg("update"))?;
    run(apt_get().args(["install", "--no-install-recommends"]).args(missing))
}

/// Whether `/etc/os-release` tells of Debian or something made from it.
fn debian(os_release: &str) -> bool {
    os_release
        .lines()
        .filter_map(|line| line.strip_prefix("ID=").or(line.strip_prefix("ID_LIKE=")))
        .any(|names| names.trim_matches('"').split_whitespace().any(|name| matches!(name, "debian" | "ubuntu")))
}

/// Which of `wanted` are not completely installed, as `dpkg-query` has it.
fn missing<'a>(wanted: &[&'a str], known: &str) -> Vec<&'a str> {
    let installed: BTreeSet<&str> = known
        .lines()
        .filter_map(|line| line.split_once(' '))
        .filter(|(_, status)| status.trim_end() == "ii" || status.trim_end() == "hi")
        .map(|(package, _)| package)
        .collect();
    wanted.iter().copied().filter(|package| !installed.contains(package)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_completely_installed_packages_count() {
        let known = "dbus ii \nxvfb un \nxdotool rc \nimagemagick hi \nlibgtk-3-dev iU \n";
        let wanted = ["dbus", "xvfb", "xdotool", "imagemagick", "libgtk-3-dev", "never-heard-of"];
        assert_eq!(missing(&wanted, known), ["xvfb", "xdotool", "libgtk-3-dev", "never-heard-of"]);
        assert_eq!(missing(&["dbus"], ""), ["dbus"]);
        assert!(missing(&[], known).is_empty());
    }

    #[test]
    fn debian_and_what_is_made_from_it_are_known() {
        assert!(debian("NAME=x\nID=debian\n"));
        assert!(debian("ID=linuxmint\nID_LIKE=\"ubuntu debian\"\n"));
        assert!(!debian("ID=fedora\nVERSION=\"like debian\"\n"));
        assert!(!debian(""));
    }
}
