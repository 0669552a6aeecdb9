//! `clawtray report`: one text for whoever helps, shown before it is written.

use std::path::{Path, PathBuf};

use clawtray_contract::ErrorCode;
use clawtray_core::report;
use clawtray_engine::{Clock as _, SystemClock, export_diagnostics, report_material};
use clawtray_platform::files::write_atomic;
use serde_json::json;

use crate::{
    exit,
    problem::Problem,
    screen::{Screen, short},
    source::{Need, Source},
    start::Places,
};

/// Shows the report, asks, and writes it; OpenClaw's own diagnostics beside it.
pub(crate) async fn run(
    places: &Places,
    screen: &mut Screen,
    output: Option<PathBuf>,
    yes: bool,
) -> Result<u8, Problem> {
    let now = SystemClock::new().now();
    let snapshot = Source::open(places, screen, Need::Look).await?.snapshot().await?;
    let mut material = report_material(&places.environment, now).await;
    let stamp = now.moment(now.unix_ms).replace([' ', ':'], "-");
    let path = output.unwrap_or_else(|| PathBuf::from(format!("clawtray-report-{stamp}.txt")));
    let path = std::path::absolute(&path).unwrap_or(path);
    let zip = path.with_extension("openclaw.zip");
    material.diagnostics = if places.environment.profile.state_dir.is_dir() {
        format!("openclaw gateway diagnostics export --output {}", zip.display())
    } else {
        "(no state folder)".to_owned()
    };
    let text = report(&snapshot, &material);
    if !screen.json {
        for line in text.lines() {
            screen.line(line)?;
        }
        screen.flush()?;
    }
    let wanted = yes || (!screen.json && ask(screen, &path).await?);
    if !wanted {
        if screen.json {
            screen.document(&json!({ "text": text, "written": null, "diagnostics": null }))?;
        } else {
            let words = screen.say("cli-report-not-written");
            screen.aside(&words);
        }
        return Ok(exit::FINE);
    }
    write(screen, &path, &text).await?;
    let exported = export_diagnostics(&places.environment, &zip).await;
    if screen.json {
        let diagnostics = exported.is_ok().then(|| zip.display().to_string());
        screen.document(&json!({ "text": text, "written": path.display().to_string(), "diagnostics": diagnostics }))?;
        return Ok(exit::FINE);
    }
    let written = screen.say_with("cli-report-written", &[("path", path.display().to_string().into())]);
    screen.line(&written)?;
    let beside = match exported {
        Ok(()) => screen.say_with("cli-report-diagnostics", &[("path", zip.display().to_string().into())]),
        Err(why) => screen.say_with("cli-report-no-diagnostics", &[("why", short(&why, 500).into())]),
    };
    screen.line(&beside)?;
    Ok(exit::FINE)
}

async fn ask(screen: &mut Screen, path: &Path) -> Result<bool, Problem> {
    let question = screen.say_with("cli-report-confirm", &[("path", path.display().to_string().into())]);
    screen.ask_yes(&question).await
}

/// Readable by this account only: it says a lot about a computer, though no secret.
async fn write(screen: &Screen, path: &Path, text: &str) -> Result<(), Problem> {
    let (to, bytes) = (path.to_owned(), text.as_bytes().to_vec());
    let written = tokio::task::spawn_blocking(move || write_atomic(&to, &bytes)).await;
    let failed = |words: String| {
        let said = screen.say_with("cli-report-failed", &[("path", path.display().to_string().into())]);
        Problem::detailed(ErrorCode::Failed, said, words)
    };
    match written {
        Ok(Ok(())) => Ok(()),
        Ok(Err(error)) => Err(failed(error.to_string())),
        Err(error) => Err(failed(error.to_string())),
    }
}
