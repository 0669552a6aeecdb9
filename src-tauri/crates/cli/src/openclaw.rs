//! `clawtray openclaw`: which OpenClaw is used, remembered in the settings.

use std::path::{Path, PathBuf};

use clawtray_contract::{ErrorCode, Intent};
use clawtray_engine::{choose_openclaw_in_settings, openclaw_at};
use serde_json::json;

use crate::{arguments::OpenClawWish, exit, problem::Problem, screen::Screen, source::Source, start::Places};

/// Keeps the choice, and lets a keeper that runs look again.
pub(crate) async fn run(places: &Places, screen: &mut Screen, wish: &OpenClawWish) -> Result<u8, Problem> {
    let (environment, wanted) = (places.environment.clone(), wish.clone());
    let choose = tokio::task::spawn_blocking(move || match wanted {
        OpenClawWish::Search => Ok(choose_openclaw_in_settings(&environment, None).map(|()| None)),
        OpenClawWish::Use(path) => {
            let path = absolute(&path);
            match openclaw_at(&path) {
                Some(version) => Ok(choose_openclaw_in_settings(&environment, Some(&path)).map(|()| Some(version))),
                None => Err(path),
            }
        }
    });
    let failed = |words: String| Problem::detailed(ErrorCode::Failed, screen.say("cli-openclaw-failed"), words);
    let version = match choose.await.map_err(|error| failed(error.to_string()))? {
        Ok(written) => written.map_err(failed)?,
        Err(path) => {
            let path = path.display().to_string();
            let text = screen.say_with("cli-openclaw-none", &[("path", path.as_str().into())]);
            return Err(Problem::new(ErrorCode::BadRequest, text));
        }
    };
    if let Some(mut keeper) = Source::keeper(places, screen).await? {
        keeper.send(Intent::Refresh).await?;
    }
    let text = match &version {
        Some(version) => screen.say_with("cli-openclaw-chosen", &[("version", version.as_str().into())]),
        None => screen.say("cli-openclaw-searched"),
    };
    if screen.json {
        screen.document(&json!({ "done": true, "version": version, "text": text }))?;
    } else {
        screen.line(&text)?;
    }
    Ok(exit::FINE)
}

/// A path that means the same wherever the keeper was started.
fn absolute(path: &Path) -> PathBuf {
    std::path::absolute(path).unwrap_or_else(|_| path.to_owned())
}
