//! `cargo xtask shots`: pictures of the keeper in panels and a notification service that people use.
//!
//! The keeper is the real one on a private desktop, over a real gateway where a job has just failed and a device asks for
//! rights. Pictures go to `docs/shots`.

mod client;
mod panel;
mod private;
mod readme;

use std::{
    fs,
    path::Path,
    thread::sleep,
    time::{Duration, Instant},
};

use anyhow::{Context as _, Result, bail};
use clawtray_testkit::desktop::{Desktop, Options, Program};
use serde_json::{Value, json};

use self::{client::Client, panel::Panel, private::Private};
use crate::{
    command::{cargo, npm, run, run_quietly},
    say,
    workspace::Workspace,
};

/// How long a panel may take to show the icon.
const SHOWN_WITHIN: Duration = Duration::from_secs(30);
/// How long a gateway may take to run, and to tell of a job that failed.
const RUNS_WITHIN: Duration = Duration::from_secs(180);
/// Between two looks.
const PAUSE: Duration = Duration::from_millis(200);
/// For a menu or bubble to be painted.
const PAINTED: Duration = Duration::from_millis(1_500);
/// What xfce4-panel and xfce4-notifyd read their settings from.
const SETTINGS: &str = "/usr/lib/x86_64-linux-gnu/xfce4/xfconf/xfconfd";
const SCREEN: (u16, u16) = (1200, 360);
/// Who asks for rights.
const DEVICE: &str = "Kitchen tablet";
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
    if !workspace.openclaw_program().is_file() {
        bail!("there is no OpenClaw yet: `cargo xtask setup` installs the one that is photographed");
    }
    // The window shows pages that are built into it.
    run(npm(&workspace.ui()).args(["run", "build"]))?;
    run(cargo(&workspace.root).args(["build", "--workspace", "--bins"]))?;
    let folder = workspace.root.join("docs/shots");
    fs::create_dir_all(&folder)?;
    let (there, missing): (Vec<&Panel>, Vec<&Panel>) = panel::ALL.iter().partition(|panel| panel.is_installed());
    for panel in missing {
        say::line(&format!("{} is not installed and left out", panel.program));
    }
    let first = there.first().context("neither xfce4-panel nor lxqt-panel is installed")?;
    readme::photograph(workspace, first, &workspace.root.join("docs/clawtray.png")).context("for the README")?;
    for panel in there {
        photograph(panel, workspace, &folder).with_context(|| format!("in {}", panel.program))?;
    }
    crate::elsewhere::photograph(workspace, &folder.join("wine.png")).context("under Wine")?;
    say::line(&format!("look at the pictures in {}", folder.display()));
    Ok(())
}

fn photograph(panel: &Panel, workspace: &Workspace, folder: &Path) -> Result<()> {
    let options = Options { screen: Some(SCREEN), watcher: false, notifications: None, keyring: true };
    let desktop = Desktop::start(options)?;
    let private = Private::new(workspace, &desktop)?;
    panel.configure(&desktop.home().join(".config"))?;
    // The private bus starts no services by itself.
    let _settings = start_settings(&desktop)?;
    let mut service = match Path::new(NOTIFYD).is_file() {
        true => Some(desktop.spawn("notifications", desktop.command(NOTIFYD))?),
        false => None,
    };
    if service.is_some() {
        wait_for("the notification service", SHOWN_WITHIN, || {
            bus_says(&desktop, &has("org.freedesktop.Notifications"), "boolean true")
        })?;
    }
    let shown = desktop.spawn(panel.program, panel.command(desktop.command(panel.program)))?;
    wait_for("the panel", SHOWN_WITHIN, || bus_says(&desktop, &has("org.kde.StatusNotifierWatcher"), "boolean true"))
        .with_context(|| shown.lines().join("\n"))?;
    private.configure(&private.sound())?;
    let _keeper = private.keeper()?;
    wait_for("the icon", SHOWN_WITHIN, || bus_says(&desktop, &ITEMS, "StatusNotifierItem"))?;
    wait_for("the gateway", RUNS_WITHIN, || is_so(&private, |gateway| gateway["state"] == "running"))?;
    let client = Client::new(private.port(), private.token())?;
    client.fail_a_job()?;
    wait_for("the problem", RUNS_WITHIN, || is_so(&private, |gateway| finds(gateway, "model.credentials")))?;
    client.ask_for_rights(DEVICE)?;
    wait_for("the request", SHOWN_WITHIN, || is_so(&private, |gateway| gateway["approvals"] != json!([])))?;
    sleep(PAINTED);
    if let Some(service) = &mut service {
        picture(&desktop, &folder.join(format!("{}-notification.png", panel.name)))?;
        // The bubble lies on the icon.
        service.end(PAINTED)?;
    }
    let (x, y) = panel.icon(SCREEN.0);
    let (x, y) = (x.to_string(), y.to_string());
    run_quietly(desktop.command("xdotool").args(["mousemove", &x, &y, "click", "3"]))?;
    sleep(PAINTED);
    // The second line that can be chosen is the first problem; right opens it.
    for key in ["Down", "Down", "Right"] {
        run_quietly(desktop.command("xdotool").args(["key", key]))?;
    }
    sleep(PAINTED);
    picture(&desktop, &folder.join(format!("{}-menu.png", panel.name)))?;
    private.quit()
}

fn is_so(private: &Private<'_>, of: impl Fn(&Value) -> bool) -> bool {
    private.gateway().is_some_and(|gateway| of(&gateway))
}

fn finds(gateway: &Value, id: &str) -> bool {
    gateway["findings"].as_array().is_some_and(|findings| findings.iter().any(|finding| finding["id"] == id))
}

fn start_settings(desktop: &Desktop) -> Result<Option<Program>> {
    match Path::new(SETTINGS).is_file() {
        true => Ok(Some(desktop.spawn("settings", desktop.command(SETTINGS))?)),
        false => Ok(None),
    }
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

fn wait_for(what: &str, within: Duration, is_so: impl Fn() -> bool) -> Result<()> {
    let end = Instant::now() + within;
    while !is_so() {
        if Instant::now() > end {
            bail!("{what} did not appear within {} s", within.as_secs());
        }
        sleep(PAUSE);
    }
    Ok(())
}
