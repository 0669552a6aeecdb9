//! Wishes that are passed on and done: `quit`, `open`, `dashboard`.

use std::{
    path::PathBuf,
    process::{Command, Stdio},
};

use clawtray_contract::{ErrorCode, Intent, Route};
use serde_json::json;

use crate::{
    exit,
    problem::Problem,
    screen::Screen,
    source::{Need, Source},
    start::Places,
};

/// The window's program, beside ours.
const WINDOW: &str = if cfg!(windows) { "clawtray-desktop.exe" } else { "clawtray-desktop" };

/// Ends the keeper.
pub(crate) async fn quit(places: &Places, screen: &mut Screen, stop_gateway: bool) -> Result<u8, Problem> {
    let Some(mut keeper) = Source::keeper(places, screen).await? else {
        return told(screen, "cli-quit-none", false);
    };
    match keeper.send(Intent::Quit { stop_gateway }).await {
        Ok(_) => {}
        // It left before it could say so.
        Err(problem) if problem.code() == Some(ErrorCode::NoKeeper) => {}
        Err(problem) => return Err(problem),
    }
    told(screen, if stop_gateway { "cli-quit-stops" } else { "cli-quit-keeps" }, true)
}

/// Opens the window: through the keeper, else by starting the window, which starts the keeper.
pub(crate) async fn open(places: &Places, screen: &mut Screen) -> Result<u8, Problem> {
    if let Some(mut keeper) = Source::keeper(places, screen).await? {
        let open = Intent::OpenWindow { route: Route::default() };
        keeper.send(addressed(places, open)).await?;
        return told(screen, "cli-open-done", true);
    }
    let window: Option<PathBuf> = places
        .program
        .as_deref()
        .and_then(|program| program.parent())
        .map(|folder| folder.join(WINDOW))
        .filter(|window| window.is_file());
    let Some(window) = window else {
        return Err(Problem::new(ErrorCode::NoKeeper, screen.say("cli-open-no-window")));
    };
    let mut command = Command::new(&window);
    if let Some(gateway) = &places.gateway {
        command.arg("--gateway").arg(gateway);
    }
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    // A group of its own: a Ctrl-C meant for us does not close the window.
    #[cfg(unix)]
    std::os::unix::process::CommandExt::process_group(&mut command, 0);
    command.spawn().map_err(|error| Problem::detailed(ErrorCode::Failed, screen.say("cli-open-no-window"), error))?;
    told(screen, "cli-open-done", true)
}

/// Opens the gateway's own dashboard.
pub(crate) async fn dashboard(places: &Places, screen: &mut Screen) -> Result<u8, Problem> {
    let mut source = Source::open(places, screen, Need::Act).await?;
    let sent = source.send(Intent::OpenDashboard).await;
    source.close().await;
    sent?;
    told(screen, "cli-dashboard-done", true)
}

/// The wish with the address of the gateway that was named.
fn addressed(places: &Places, wish: Intent) -> Intent {
    match &places.gateway {
        Some(gateway) => Intent::For { gateway: gateway.clone(), wish: Box::new(wish) },
        None => wish,
    }
}

fn told(screen: &mut Screen, id: &str, done: bool) -> Result<u8, Problem> {
    let text = screen.say(id);
    if screen.json {
        screen.document(&json!({ "done": done, "text": text }))?;
    } else {
        screen.line(&text)?;
    }
    Ok(exit::FINE)
}
