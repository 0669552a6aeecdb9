//! The picture in the README: the real keeper, panel and window over a gateway whose configuration is not valid.

use std::{path::Path, thread::sleep};

use anyhow::Result;
use clawtray_testkit::desktop::{Desktop, Options, full_capabilities};
use serde_json::json;

use super::{
    ITEMS, PAINTED, RUNS_WITHIN, SHOWN_WITHIN, bus_says, finds, has, is_so, panel::Panel, picture, private::Private,
    start_settings, wait_for,
};
use crate::{command::run_quietly, workspace::Workspace};

const SCREEN: (u16, u16) = (1610, 640);
/// Height of the panel; the window stands below it.
const BELOW_PANEL: &str = "36";

pub(super) fn photograph(workspace: &Workspace, panel: &Panel, file: &Path) -> Result<()> {
    let notifications = Some(full_capabilities());
    let desktop = Desktop::start(Options { screen: Some(SCREEN), watcher: false, notifications, keyring: true })?;
    let private = Private::new(workspace, &desktop)?;
    // A value that OpenClaw refuses, in a place that people edit by hand.
    private.configure(&json!({"gateway": {"mode": "local", "port": "eighteen"}}))?;
    panel.configure(&desktop.home().join(".config"))?;
    let _settings = start_settings(&desktop)?;
    let _panel = desktop.spawn(panel.program, panel.command(desktop.command(panel.program)))?;
    wait_for("the panel", SHOWN_WITHIN, || bus_says(&desktop, &has("org.kde.StatusNotifierWatcher"), "boolean true"))?;
    let _keeper = private.keeper()?;
    wait_for("the icon", SHOWN_WITHIN, || bus_says(&desktop, &ITEMS, "StatusNotifierItem"))?;
    wait_for("the finding", RUNS_WITHIN, || is_so(&private, |gateway| finds(gateway, "config.invalid")))?;
    let mut window = private.command("clawtray-desktop");
    window.args(["--route", "problems"]).env("LIBGL_ALWAYS_SOFTWARE", "1");
    let _window = desktop.spawn("window", window)?;
    let place = ["search", "--sync", "--onlyvisible", "--name", "Clawtray", "windowmove", "0", BELOW_PANEL];
    run_quietly(desktop.command("xdotool").args(place))?;
    sleep(5 * PAINTED);
    let (x, y) = panel.icon(SCREEN.0);
    run_quietly(desktop.command("xdotool").args(["mousemove", &x.to_string(), &y.to_string(), "click", "3"]))?;
    sleep(PAINTED);
    picture(&desktop, file)?;
    private.quit()
}
