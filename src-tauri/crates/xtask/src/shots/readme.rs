//! The picture in the README: the real keeper, panel and window over a gateway whose configuration is not valid.

use std::{fs, path::Path, process::Command, thread::sleep};

use anyhow::{Context as _, Result};
use clawtray_testkit::desktop::{Desktop, Options, full_capabilities};

use super::{ITEMS, PAINTED, bus_says, has, panel::Panel, picture, start_settings, wait_for};
use crate::{command::run_quietly, workspace::Workspace};

const SCREEN: (u16, u16) = (1490, 716);
/// Height of the panel; the window stands below it.
const BELOW_PANEL: &str = "36";
/// A value that OpenClaw refuses, in a place that people edit by hand.
const BROKEN: &str = "{\n  \"gateway\": {\n    \"mode\": \"local\",\n    \"port\": \"eighteen\"\n  }\n}\n";

pub(super) fn photograph(workspace: &Workspace, panel: &Panel, file: &Path) -> Result<()> {
    let node = workspace.node_program().context("no Node.js for this system")?;
    let notifications = Some(full_capabilities());
    let desktop = Desktop::start(Options { screen: Some(SCREEN), watcher: false, notifications, keyring: true })?;
    let inside = |name: &str| desktop.folder().join(name);
    fs::create_dir_all(inside("openclaw"))?;
    fs::write(inside("openclaw/openclaw.json"), BROKEN)?;
    let private = |program: &Path| {
        let mut command: Command = desktop.command(program);
        command
            .env("CLAWTRAY_HOME", inside("clawtray"))
            .env("CLAWTRAY_OPENCLAW", workspace.openclaw_program())
            .env("CLAWTRAY_NODE", &node)
            .env("OPENCLAW_STATE_DIR", inside("openclaw"))
            .env("OPENCLAW_DISABLE_BONJOUR", "1");
        command
    };
    panel.configure(&desktop.home().join(".config"))?;
    let _settings = start_settings(&desktop)?;
    let _panel = desktop.spawn(panel.program, panel.command(desktop.command(panel.program)))?;
    wait_for("the panel", || bus_says(&desktop, &has("org.kde.StatusNotifierWatcher"), "boolean true"))?;
    let _keeper = desktop.spawn("keeper", private(&workspace.binary("clawtrayd")))?;
    wait_for("the icon", || bus_says(&desktop, &ITEMS, "StatusNotifierItem"))?;
    let found = || {
        let asked = private(&workspace.binary("clawtray")).args(["doctor", "--json"]).output();
        asked.is_ok_and(|answer| String::from_utf8_lossy(&answer.stdout).contains("\"config.invalid\""))
    };
    wait_for("the finding", found)?;
    let mut window = private(&workspace.binary("clawtray-desktop"));
    window.args(["--route", "problems"]).env("LIBGL_ALWAYS_SOFTWARE", "1");
    let _window = desktop.spawn("window", window)?;
    let place = ["search", "--sync", "--onlyvisible", "--name", "Clawtray", "windowmove", "0", BELOW_PANEL];
    run_quietly(desktop.command("xdotool").args(place))?;
    sleep(5 * PAINTED);
    let (x, y) = panel.icon(SCREEN.0);
    run_quietly(desktop.command("xdotool").args(["mousemove", &x.to_string(), &y.to_string(), "click", "3"]))?;
    sleep(PAINTED);
    picture(&desktop, file)
}
