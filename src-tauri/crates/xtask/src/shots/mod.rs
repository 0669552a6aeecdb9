//! `cargo xtask shots`: pictures of the keeper in panels and a notification service that people use.
//!
//! The keeper is the real one on a private desktop without any OpenClaw, so what is seen is a first start: its icon, its
//! menu and its notification. Pictures go to `docs/shots`.

mod panel;
mod readme;

use std::{
    fs,
    path::Path,
    process::Command,
    thread::sleep,
    time::{Duration, Instant},
};

use anyhow::{Context as _, Result, bail};
use clawtray_testkit::desktop::{Desktop, Options, Program};

use self::panel::Panel;
use crate::{
    command::{cargo, run, run_quietly},
    say,
    workspace::Workspace,
};

/// How long a panel may take to show the icon.
const SHOWN_WITHIN: Duration = Duration::from_secs(30);
/// Between two looks.
const PAUSE: Duration = Duration::from_millis(200);
/// For a menu or bubble to be painted.
const PAINTED: Duration = Duration::from_millis(1_500);
/// What xfce4-panel and xfce4-notifyd read their settings from.
const SETTINGS: &str = "/usr/lib/x86_64-linux-gnu/xfce4/xfconf/xfconfd";
const SCREEN: (u16, u16) = (760, 420);
/// What a notification service of Debian's is and where it lies.
const NOTIFYD: &str = "/usr/lib/x86_64-linux-gnu/xfce4/notifyd/xfce4-notifyd";

/// Which icons does it know?
const ITEMS: [&str; 5] = [
    "--dest=org.kde.StatusNotifierWatcher",
    "/StatusNotifierWatcher",
    "org.freedesktop.DBus.Properties.Get",
    "string:org.kde.StatusNotifierWatcher",
    "string:RegisteredStatusNotifierItems",
];

/// Takes every picture whose programs are installed.
///
/// # Errors
/// The keeper cannot be built, nothing could be photographed, or a program does not come up.
pub(crate) fn shots(workspace: &Workspace) -> Result<()> {
    run(cargo(&workspace.root).args(["build", "--package", "clawtray-keeper"]))?;
    let folder = workspace.root.join("docs/shots");
    if let Some(panel) = panel::ALL.iter().find(|panel| panel.is_installed())
        && workspace.openclaw_program().is_file()
    {
        // The window shows pages that are built into it.
        run(crate::command::npm(&workspace.ui()).args(["run", "build"]))?;
        run(cargo(&workspace.root).args(["build", "--package", "clawtray-desktop", "--package", "clawtray-cli"]))?;
        readme::photograph(workspace, panel, &workspace.root.join("docs/clawtray.png")).context("for the README")?;
    } else {
        say::line("docs/clawtray.png is left out: it needs a panel, and OpenClaw as `cargo xtask run` sets it up");
    }
    fs::create_dir_all(&folder)?;
    let keeper = workspace.binary("clawtrayd");
    let mut taken = 0;
    for panel in panel::ALL {
        if !panel.is_installed() {
            say::line(&format!("{} is not installed and left out", panel.program));
            continue;
        }
        let with_service = Path::new(NOTIFYD).is_file();
        photograph(panel, &keeper, &folder, with_service).with_context(|| format!("in {}", panel.program))?;
        taken += 1;
    }
    if taken == 0 {
        bail!("neither xfce4-panel nor lxqt-panel is installed");
    }
    crate::elsewhere::photograph(workspace, &folder.join("wine.png")).context("under Wine")?;
    say::line(&format!("look at the pictures in {}", folder.display()));
    Ok(())
}

fn photograph(panel: &Panel, keeper: &Path, folder: &Path, with_service: bool) -> Result<()> {
    let options = Options { screen: Some(SCREEN), watcher: false, notifications: None, keyring: true };
    let desktop = Desktop::start(options)?;
    panel.configure(&desktop.home().join(".config"))?;
    // The private bus starts no services by itself.
    let _settings = start_settings(&desktop)?;
    let mut service = match with_service {
        true => Some(desktop.spawn("notifications", desktop.command(NOTIFYD))?),
        false => None,
    };
    if with_service {
        wait_for("the notification service", || {
            bus_says(&desktop, &has("org.freedesktop.Notifications"), "boolean true")
        })?;
    }
    let shown = desktop.spawn(panel.program, panel.command(desktop.command(panel.program)))?;
    wait_for("the panel", || bus_says(&desktop, &has("org.kde.StatusNotifierWatcher"), "boolean true"))
        .with_context(|| shown.lines().join("\n"))?;
    let _keeper: Program = desktop.spawn("keeper", first_start(&desktop, keeper))?;
    wait_for("the icon", || bus_says(&desktop, &ITEMS, "StatusNotifierItem"))?;
    sleep(PAINTED);
    if with_service {
        picture(&desktop, &folder.join(format!("{}-notification.png", panel.name)))?;
    }
    // The bubble lies on the icon.
    if let Some(service) = &mut service {
        service.end(PAINTED)?;
    }
    let (x, y) = panel.icon(SCREEN.0);
    let (x, y) = (x.to_string(), y.to_string());
    run_quietly(desktop.command("xdotool").args(["mousemove", &x, &y, "click", "3"]))?;
    sleep(PAINTED);
    picture(&desktop, &folder.join(format!("{}-menu.png", panel.name)))
}

fn start_settings(desktop: &Desktop) -> Result<Option<Program>> {
    match Path::new(SETTINGS).is_file() {
        true => Ok(Some(desktop.spawn("settings", desktop.command(SETTINGS))?)),
        false => Ok(None),
    }
}

/// The keeper as on a computer without OpenClaw.
fn first_start(desktop: &Desktop, keeper: &Path) -> Command {
    let mut command = desktop.command(keeper);
    command.env("CLAWTRAY_HOME", desktop.folder().join("clawtray")).env("PATH", "/usr/bin:/bin");
    command
}

fn picture(desktop: &Desktop, file: &Path) -> Result<()> {
    run_quietly(desktop.command("import").args(["-window", "root"]).arg(file)).map(drop)
}

/// Is there a program of this name?
fn has(name: &str) -> [String; 4] {
    let ask = ["--dest=org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus.NameHasOwner"]
        .map(str::to_owned);
    let [destination, path, method] = ask;
    [destination, path, method, format!("string:{name}")]
}

/// Whether the bus answers with something that contains `part`.
fn bus_says(desktop: &Desktop, question: &[impl AsRef<std::ffi::OsStr>], part: &str) -> bool {
    let answer = desktop.command("dbus-send").args(["--session", "--print-reply"]).args(question).output();
    answer.is_ok_and(|answer| String::from_utf8_lossy(&answer.stdout).contains(part))
}

fn wait_for(what: &str, is_so: impl Fn() -> bool) -> Result<()> {
    let end = Instant::now() + SHOWN_WITHIN;
    while !is_so() {
        if Instant::now() > end {
            bail!("{what} did not appear within {} s", SHOWN_WITHIN.as_secs());
        }
        sleep(PAUSE);
    }
    Ok(())
}
