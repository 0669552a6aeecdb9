//! What goes into a report beside the snapshot: read from this computer, secrets replaced.

use std::{
    io::{Read as _, Seek as _, SeekFrom},
    path::Path,
    time::Duration,
};

use crate::{environment::Environment, executors::grounds::blocking};
use clawtray_contract::Secret;
use clawtray_core::{Now, ReportMaterial};
use clawtray_openclaw::{
    Cli, ConfigParse, ConfigReading, Limits, Locator, LogFile,
    cli::find_json,
    command,
    config::{redact, secrets_of},
    log_file::shared_folder,
};
use clawtray_platform::{
    keychain::{self, GatewaySecrets},
    output::clean,
    paths::current_user_id,
};

/// How much of the log is read, bytes.
const LOG_BYTES: u64 = 256 * 1024;
/// Longest run of OpenClaw's own export, milliseconds.
const EXPORT_LIMIT_MS: u64 = 120_000;
/// Longest wait for the keychain.
const KEYCHAIN_LIMIT: Duration = Duration::from_secs(3);
/// Most files named.
const FILES: usize = 64;

/// Reads everything but OpenClaw's own diagnostics, which are written by [`export_diagnostics`].
pub async fn report_material(environment: &Environment, now: Now) -> ReportMaterial {
    let reading = ConfigReading::read(&environment.profile.config_path).await;
    let config = match &reading.parse {
        ConfigParse::Value(value) => serde_json::to_string_pretty(&redact(value)).unwrap_or_default(),
        ConfigParse::Missing => "(no file)".to_owned(),
        ConfigParse::Broken(broken) => format!("(line {}, column {}: {})", broken.line, broken.column, broken.message),
        ConfigParse::TooLarge => "(too large)".to_owned(),
        ConfigParse::Unreadable(kind) => format!("({kind})"),
    };
    let mut secrets = reading.value().map(secrets_of).unwrap_or_default();
    for name in ["OPENCLAW_GATEWAY_TOKEN", "OPENCLAW_GATEWAY_PASSWORD"] {
        secrets.extend(environment.variables.text(name).map(Secret::new));
    }
    secrets.extend(in_keychain(environment).await);
    let folder = shared_folder(&current_user_id(), &std::env::temp_dir());
    let log = LogFile::of(&environment.profile, reading.value(), &environment.home, &folder);
    let config_path = environment.profile.config_path.clone();
    let read = blocking(move || (beside(&config_path), log_lines(&log, now)));
    let (config_copies, log) = read.await.unwrap_or_default();
    ReportMaterial {
        system: format!("{} {}", std::env::consts::OS, std::env::consts::ARCH),
        written: now.moment(now.unix_ms),
        config_path: environment.profile.config_path.display().to_string(),
        config,
        config_copies,
        log,
        diagnostics: String::new(),
        secrets,
    }
}

/// What the keychain holds, so that it can be replaced wherever it stands.
async fn in_keychain(environment: &Environment) -> Vec<Secret> {
    let keychain = keychain::Keychain::new(&environment.keychain_service, KEYCHAIN_LIMIT);
    let held: GatewaySecrets = match keychain.load(environment.gateway_id()).await {
        Ok(Some(held)) => held,
        Ok(None) | Err(_) => return Vec::new(),
    };
    [held.shared_token, held.device_token, held.device_key].into_iter().flatten().collect()
}

/// Names and sizes of the files that OpenClaw keeps beside the configuration.
fn beside(config: &Path) -> Vec<String> {
    let name = format!("{}.", config.file_name().unwrap_or_default().to_string_lossy());
    let entries = config.parent().and_then(|folder| std::fs::read_dir(folder).ok()).into_iter().flatten().flatten();
    let ours = entries.filter_map(|entry| {
        let file = entry.file_name().to_string_lossy().into_owned();
        file.starts_with(&name)
            .then(|| format!("{} ({} bytes)", clean(&file), entry.metadata().map_or(0, |seen| seen.len())))
    });
    let mut found: Vec<String> = ours.take(FILES).collect();
    found.sort();
    found
}

/// The newest lines. Where several gateways share the file, other gateways' lines are among them, and that is said.
fn log_lines(log: &LogFile, now: Now) -> Vec<String> {
    let path = log.on(&now.local_day());
    let shared = if log.named { "" } else { " (shared by every gateway of this account)" };
    let mut lines = match tail(&path) {
        Ok(text) => text.lines().map(clean).collect(),
        Err(error) => vec![format!("({error})")],
    };
    lines.push(format!("-- {}{shared}", path.display()));
    lines
}

fn tail(path: &Path) -> std::io::Result<String> {
    let mut file = std::fs::File::open(path)?;
    let length = file.metadata()?.len();
    file.seek(SeekFrom::Start(length.saturating_sub(LOG_BYTES)))?;
    let mut bytes = Vec::new();
    file.take(LOG_BYTES).read_to_end(&mut bytes)?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

/// Makes OpenClaw write its own diagnostics to a file.
///
/// # Errors
/// In words, why it did not.
pub async fn export_diagnostics(environment: &Environment, to: &Path) -> Result<(), String> {
    let found = Locator::new(environment.places()).locate().await.map_err(|error| error.to_string())?;
    let cli = Cli::new(found.chosen, &environment.profile, &environment.variables);
    let limits = Limits { timeout_ms: EXPORT_LIMIT_MS, ..Limits::default() };
    let command = command::diagnostics_export_to(&to.to_string_lossy());
    let outcome = cli.run(&command, None, limits).await.map_err(|problem| problem.to_string())?;
    if outcome.succeeded() && to.is_file() {
        return Ok(());
    }
    let said = find_json(&outcome.stdout).and_then(|answer| answer["error"].as_str().map(str::to_owned));
    Err(clean(&said.unwrap_or_else(|| format!("{} ended with {:?}", command.display(), outcome.exit))))
}
