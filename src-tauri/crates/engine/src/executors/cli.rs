//! OpenClaw's command line.

use clawtray_contract::Secret;
use clawtray_core::{
    CliCommand, CliDone, CliProblem, Event, MODEL_PROMPT, Ticket, UndoKey, WriteRefusal, dotted, is_as_meant,
    merge_patch, value_at,
};
use clawtray_openclaw::{
    Cli, CliOutcome, CliProblem as Said, Command, ConfigReading, Limits, browser_runs,
    cli::{DoctorSummary, PatchResult, ServiceAnswer, WrittenFile, classify},
    command,
    config::{REDACTED, redact},
};
use clawtray_platform::service::ServiceFailure;
use tokio::sync::mpsc;

use super::{grounds::Grounds, token, vault::Vault};
use crate::{
    sink::EventSink,
    words::{LINE, NAME, clean},
};

/// Lines that may wait to be told; a command that prints faster loses some of them from the live view.
const LINES_WAITING: usize = 256;

/// Runs a command and tells what it prints as it prints it.
///
/// # Errors
/// Why it did not do what it was asked.
pub(crate) async fn run(
    grounds: &Grounds,
    command: &CliCommand,
    ticket: Ticket,
    limit_ms: u64,
    events: &EventSink,
) -> Result<CliDone, CliProblem> {
    let cli = grounds.cli().ok_or(CliProblem::NotFound)?;
    let wanted = command_of(command)?;
    let config_path = &grounds.environment.profile.config_path;
    let before = ConfigReading::read(config_path).await;
    if wanted.changes && before.is_newer_than(&cli.openclaw().version) {
        let words = format!(
            "OpenClaw {} is older than this configuration, which OpenClaw {} wrote",
            cli.openclaw().version,
            before.last_touched_version.as_deref().unwrap_or("of a later version")
        );
        return Err(CliProblem::OlderBinary { words: clean(&words, LINE) });
    }
    let stdin = match command {
        CliCommand::ConfigPatch { keys } => Some(checked_patch(&before, keys, &grounds.vault).await?),
        _ => None,
    };
    let limits = Limits { timeout_ms: limit_ms, ..Limits::default() };
    let (lines, mut told) = mpsc::channel::<String>(LINES_WAITING);
    let telling = async {
        while let Some(line) = told.recv().await {
            let line = clean(&line, LINE);
            if !line.is_empty() {
                events.tell(Event::CliLine { ticket, line: grounds.vault.scrub(line) }).await;
            }
        }
    };
    let running = async {
        match command {
            CliCommand::ServiceStop => stop_gateway(&cli, limits, Some(lines)).await,
            _ => cli.run_telling(&wanted, stdin, limits, Some(lines)).await,
        }
    };
    let (outcome, ()) = tokio::join!(running, telling);
    if *command == CliCommand::ServiceStart
        && let Some(sentence) = start_unit(grounds, &outcome).await
    {
        return Ok(CliDone { summary: vec![sentence], diff: Vec::new() });
    }
    let outcome = outcome.map_err(problem)?;
    let summary = match command {
        CliCommand::DoctorFix => DoctorSummary::of(&outcome).map(|summary| summary.changes).map_err(problem)?,
        CliCommand::DiagnosticsExport | CliCommand::BackupCreate { .. } => {
            vec![WrittenFile::of(&outcome).map_err(problem)?.path]
        }
        // What was changed is what the plan said, key by key.
        CliCommand::ConfigPatch { .. } => {
            PatchResult::of(&outcome).map_err(problem)?;
            return Ok(CliDone::default());
        }
        CliCommand::RunModel { .. } => {
            if !outcome.succeeded() {
                return Err(problem(classify(&outcome)));
            }
            // What the model answered was told line by line.
            Vec::new()
        }
        CliCommand::Update => {
            if !outcome.succeeded() {
                return Err(problem(classify(&outcome)));
            }
            grounds.locator.forget();
            Vec::new()
        }
        CliCommand::DevicesApprove { .. }
        | CliCommand::SetModeLocal
        | CliCommand::BindLoopback
        | CliCommand::BrowserStart { .. }
        | CliCommand::BrowserOpenTab { .. } => {
            let runs = !matches!(command, CliCommand::BrowserStart { .. }) || browser_runs(&outcome.stdout);
            if !outcome.succeeded() {
                return Err(problem(classify(&outcome)));
            }
            if !runs {
                let words = clean(outcome.stdout.trim(), LINE);
                return Err(CliProblem::Refused { words });
            }
            Vec::new()
        }
        _ => {
            let answer = ServiceAnswer::of(&outcome).map_err(problem)?;
            let sentence = if answer.message.is_empty() { answer.result } else { answer.message };
            vec![sentence]
        }
    };
    let after = ConfigReading::read(config_path).await;
    let summary = summary.iter().map(|line| grounds.vault.scrub(clean(line, LINE))).filter(|line| !line.is_empty());
    Ok(CliDone { summary: summary.collect(), diff: before.changes(&after) })
}

/// Stops the gateway with `--force`, or without it where OpenClaw knows no such option: then it asks nothing either.
pub(super) async fn stop_gateway(
    cli: &Cli,
    limits: Limits,
    lines: Option<mpsc::Sender<String>>,
) -> Result<CliOutcome, Said> {
    let outcome = cli.run_telling(&command::gateway_stop_force(), None, limits, lines.clone()).await?;
    if outcome.succeeded() || !matches!(classify(&outcome), Said::NotOffered { .. }) {
        return Ok(outcome);
    }
    cli.run_telling(&command::gateway_stop(), None, limits, lines).await
}

/// The patch, where every key is what the person saw.
///
/// # Errors
/// Where a key has changed, or the patch would put a mark in the place of a secret.
async fn checked_patch(before: &ConfigReading, keys: &[UndoKey], vault: &Vault) -> Result<Secret, CliProblem> {
    let seen = before.value().map(redact).unwrap_or_default();
    if let Some(key) = keys.iter().find(|key| !is_as_meant(value_at(&seen, &key.path), &key.before)) {
        return Err(CliProblem::Changed { path: clean(&dotted(&key.path), LINE) });
    }
    let patch = merge_patch(keys.iter().map(|key| (key.path.as_slice(), &key.after)));
    let patch =
        token::put_back(&patch, vault).await.map_err(|words| CliProblem::Refused { words: words.to_owned() })?;
    if patch.expose().contains(REDACTED) {
        let words = "the change holds a secret that only a running gateway can keep in place".to_owned();
        return Err(CliProblem::Refused { words });
    }
    Ok(patch)
}

/// OpenClaw's own start leaves a unit that it stopped inactive (observed on OpenClaw 2026.9.6). Then the service
/// manager starts that one unit; not where OpenClaw refused because it is older than the configuration.
async fn start_unit(grounds: &Grounds, outcome: &Result<CliOutcome, Said>) -> Option<String> {
    use clawtray_platform::service::UnitWatch;

    let refused = outcome.as_ref().ok().map(classify).map(problem);
    if matches!(refused, Some(CliProblem::OlderBinary { .. })) || outcome.is_err() {
        return None;
    }
    let name = grounds.environment.service_name();
    let state = UnitWatch::open(&name).await.ok()?.state().clone();
    if state.load != "loaded" || !matches!(state.active.as_str(), "inactive" | "failed") {
        return None;
    }
    start_by_manager(grounds, &name)
        .await
        .inspect_err(|error| tracing::warn!(%error, "the service manager did not start it"))
        .ok()
}

/// Starts it; gives the command that a person would type for that.
#[cfg(target_os = "linux")]
async fn start_by_manager(_grounds: &Grounds, name: &str) -> Result<String, ServiceFailure> {
    clawtray_platform::service::start_unit(name).await?;
    Ok(format!("systemctl --user start {name}"))
}

/// Starts it; gives the command that a person would type for that.
#[cfg(not(target_os = "linux"))]
async fn start_by_manager(grounds: &Grounds, name: &str) -> Result<String, ServiceFailure> {
    let definition = super::look::service_definition(&grounds.environment).unwrap_or_default();
    clawtray_platform::service::start_defined(name, &definition).await?;
    Ok(if cfg!(windows) {
        format!("schtasks /Run /TN \"{name}\"")
    } else {
        format!("launchctl kickstart gui/$UID/{name}")
    })
}

fn command_of(command: &CliCommand) -> Result<Command, CliProblem> {
    Ok(match command {
        CliCommand::DoctorFix => command::doctor_fix(),
        CliCommand::ConfigPatch { .. } => command::config_patch_stdin(),
        CliCommand::SetModeLocal => command::set_mode_local(),
        CliCommand::ServiceInstall { port } => command::gateway_install_force(*port),
        CliCommand::ServiceStart => command::gateway_start(),
        CliCommand::ServiceStop => command::gateway_stop_force(),
        CliCommand::ServiceRestart => command::gateway_restart(),
        CliCommand::ServiceUninstall => command::gateway_uninstall(),
        CliCommand::DevicesApprove { request } => command::devices_approve(request)
            .ok_or_else(|| CliProblem::Refused { words: "this is not the id of a pairing request".to_owned() })?,
        CliCommand::BindLoopback => command::bind_loopback(),
        CliCommand::DiagnosticsExport => command::diagnostics_export(),
        CliCommand::BackupCreate { folder } => command::backup_create(folder)
            .ok_or_else(|| CliProblem::Refused { words: "this is not a folder".to_owned() })?,
        CliCommand::BrowserStart { profile } => command::browser_start(profile).ok_or_else(no_profile)?,
        CliCommand::BrowserOpenTab { profile } => command::browser_open_tab(profile).ok_or_else(no_profile)?,
        CliCommand::Update => command::update(),
        CliCommand::RunModel { model } => command::run_model(model, MODEL_PROMPT)
            .ok_or_else(|| CliProblem::Refused { words: "this is not the name of a model".to_owned() })?,
    })
}

fn no_profile() -> CliProblem {
    CliProblem::Refused { words: "this is not the name of a browser's profile".to_owned() }
}

/// The refusal in the core's words.
pub(crate) fn not_written(refusal: clawtray_openclaw::WriteRefusal) -> WriteRefusal {
    use clawtray_openclaw::WriteRefusal as Refusal;

    match refusal {
        Refusal::ReadOnly => WriteRefusal::ReadOnly,
        Refusal::Nix => WriteRefusal::Nix,
        Refusal::Included { place } => WriteRefusal::Included { place: clean(&place, NAME) },
    }
}

/// The problem in the core's words.
pub(crate) fn problem(said: Said) -> CliProblem {
    let words = clean(&said.to_string(), LINE);
    match said {
        Said::NotFound => CliProblem::NotFound,
        Said::TimedOut { .. } => CliProblem::TimedOut,
        Said::OlderBinary { .. } => CliProblem::OlderBinary { words },
        Said::NonDefaultState | Said::NoServiceManager => CliProblem::NoService { words },
        Said::NotOffered { .. } => CliProblem::NotOffered { words },
        Said::Garbage { .. } => CliProblem::Garbage,
        Said::NotWritten(refusal) => CliProblem::NotWritten(not_written(refusal)),
        Said::NotStarted(_)
        | Said::NeedsForce
        | Said::GatewayDown
        | Said::NoSuchRequest
        | Said::StateOwned
        | Said::NodeUnsupported { .. }
        | Said::InvalidConfig { .. }
        | Said::Refused { .. } => CliProblem::Refused { words },
    }
}
