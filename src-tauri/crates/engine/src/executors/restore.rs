//! Puts one of OpenClaw's own copies in place of a configuration that it refuses.

use std::path::Path;

use clawtray_core::{ConfigCopy, ConfigCopyKind, Occupancy, RestoreProblem};
use clawtray_openclaw::{
    Cli, ConfigReading, Limits,
    cli::ConfigValidation,
    command,
    config::{CopyKind, copies_beside, redact},
};
use clawtray_platform::files::{FileFailure, write_atomic, write_new};
use sha2::{Digest as _, Sha256};

use super::{
    cli::problem,
    grounds::{Grounds, blocking},
    look::MOST_TOLD_BYTES,
    occupancy::look_for_gateway,
};
use crate::words::{LINE, clean};

/// Longest run of `config validate`, milliseconds: 2 to 9 s were seen.
const VALIDATE_LIMIT_MS: u64 = 100_000;

/// Fingerprint of a file's content; absent where it was not read as text.
pub(crate) fn stamp(reading: &ConfigReading) -> Option<String> {
    let text = reading.text.as_ref()?;
    let digest = Sha256::digest(text.expose().as_bytes());
    Some(digest.iter().take(16).map(|byte| format!("{byte:02x}")).collect())
}

/// The copies beside the configuration, told to the core. Waits for the disk.
pub(crate) fn copies(reading: &ConfigReading) -> Vec<ConfigCopy> {
    let told = copies_beside(&reading.path).into_iter().filter_map(|copy| {
        let stamp = stamp(&copy.reading)?;
        let usable = copy.looks_usable();
        // What was set aside or refused is compared too, though no gateway could start from it.
        let told = usable || matches!(copy.kind, CopyKind::Clobbered | CopyKind::Rejected);
        let diff = if told { reading.changes(&copy.reading) } else { Vec::new() };
        let value = copy.reading.value().filter(|_| copy.reading.size_bytes <= MOST_TOLD_BYTES).map(redact);
        let changed = copy.reading.modified.and_then(|at| at.duration_since(std::time::UNIX_EPOCH).ok());
        Some(ConfigCopy {
            name: clean(&copy.name, LINE),
            kind: kind(copy.kind),
            changed_ms: changed.and_then(|age| u64::try_from(age.as_millis()).ok()).unwrap_or_default(),
            usable,
            stamp,
            diff,
            value: value.filter(|_| copy.kind == CopyKind::Clobbered),
        })
    });
    told.collect()
}

fn kind(kind: CopyKind) -> ConfigCopyKind {
    match kind {
        CopyKind::LastGood => ConfigCopyKind::LastGood,
        CopyKind::Backup => ConfigCopyKind::Backup,
        CopyKind::Clobbered => ConfigCopyKind::Clobbered,
        CopyKind::Rejected => ConfigCopyKind::Rejected,
    }
}

/// Looks at both files again, lets OpenClaw judge the copy, keeps the file before it, and replaces it as a whole.
///
/// # Errors
/// Why nothing was changed.
pub(crate) async fn restore(
    grounds: &Grounds,
    copy: &str,
    copy_stamp: &str,
    config_stamp: Option<&str>,
    while_running: bool,
) -> Result<String, RestoreProblem> {
    let failed = |words: String| RestoreProblem::Failed { words: clean(&words, LINE) };
    let config_path = &grounds.environment.profile.config_path;
    let plain = !copy.is_empty() && !copy.contains(['/', '\\']);
    let folder = config_path.parent().filter(|_| plain).ok_or(RestoreProblem::Changed)?;
    let copy_path = folder.join(copy);
    let good = ConfigReading::read(&copy_path).await;
    if stamp(&good).as_deref() != Some(copy_stamp) {
        return Err(RestoreProblem::Changed);
    }
    let openclaw = grounds.openclaw().ok_or_else(|| failed("OpenClaw was not found".to_owned()))?;
    if good.is_newer_than(&openclaw.version) {
        return Err(failed(format!("a newer OpenClaw than {} wrote this copy", openclaw.version)));
    }
    accepted(grounds, openclaw, &copy_path).await?;
    // The check took seconds: a gateway that somebody started meanwhile may be writing this very file.
    if !while_running && look_for_gateway(grounds).await != Occupancy::Free {
        return Err(RestoreProblem::Occupied);
    }
    let Some(text) = good.text else { return Err(RestoreProblem::Changed) };
    let now_ms = grounds.clock.now().unix_ms;
    let (config_path, config_stamp) = (config_path.clone(), config_stamp.map(str::to_owned));
    let done = blocking(move || {
        let broken = ConfigReading::read_blocking(&config_path);
        if stamp(&broken) != config_stamp {
            return Err(RestoreProblem::Changed);
        }
        replace(&config_path, text.expose().as_bytes(), now_ms)
            .map_err(|failure| RestoreProblem::Failed { words: clean(&failure.to_string(), LINE) })
    });
    done.await.unwrap_or_else(|| Err(failed("the step broke off".to_owned())))
}

/// OpenClaw's own word on the copy, asked before anything is changed.
async fn accepted(
    grounds: &Grounds,
    openclaw: clawtray_openclaw::OpenClaw,
    copy_path: &Path,
) -> Result<(), RestoreProblem> {
    let mut profile = grounds.environment.profile.clone();
    profile.config_path = copy_path.to_owned();
    let cli = Cli::new(openclaw, &profile, &grounds.environment.variables);
    let limits = Limits { timeout_ms: VALIDATE_LIMIT_MS, ..Limits::default() };
    let said = |found| match problem(found) {
        clawtray_core::CliProblem::Refused { words } => RestoreProblem::Failed { words },
        other => RestoreProblem::Failed { words: clean(&format!("{other:?}"), LINE) },
    };
    let outcome = cli.run(&command::config_validate(), None, limits).await.map_err(said)?;
    let validation = ConfigValidation::of(&outcome).map_err(said)?;
    if validation.valid {
        return Ok(());
    }
    let words = validation.issues.first().map(|issue| format!("{}: {}", issue.path, issue.message));
    Err(RestoreProblem::NotValid { words: clean(&words.unwrap_or_default(), LINE) })
}

/// Keeps what is there under a name with the time, then replaces it. Returns the name of the kept file.
fn replace(config: &Path, good: &[u8], now_ms: u64) -> Result<String, FileFailure> {
    let name = config.file_name().and_then(|name| name.to_str()).unwrap_or("openclaw.json");
    let kept = config.with_file_name(format!("{name}.broken.{now_ms}"));
    match std::fs::read(config) {
        Ok(broken) => write_new(&kept, &broken)?,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
        Err(error) => return Err(FileFailure::from_io(config, error)),
    }
    write_atomic(config, good)?;
    Ok(kept.file_name().and_then(|name| name.to_str()).unwrap_or_default().to_owned())
}

#[cfg(test)]
mod tests {
    use super::{copies, replace, stamp};
    use clawtray_openclaw::ConfigReading;

    #[test]
    fn the_file_before_is_kept_and_the_copy_stays() {
        let folder = tempfile::tempdir().unwrap();
        let config = folder.path().join("openclaw.json");
        std::fs::write(&config, "{gateway:{mode:'lo").unwrap();
        let kept = replace(&config, b"{gateway:{mode:'local'}}", 7).unwrap();
        assert_eq!(std::fs::read_to_string(folder.path().join(&kept)).unwrap(), "{gateway:{mode:'lo");
        assert_eq!(std::fs::read_to_string(&config).unwrap(), "{gateway:{mode:'local'}}");
        assert!(replace(&config, b"{}", 7).is_err(), "a kept file is never overwritten");
        assert_eq!(std::fs::read_to_string(&config).unwrap(), "{gateway:{mode:'local'}}");
    }

    #[test]
    fn a_copy_is_told_with_what_it_would_change_and_without_its_secrets() {
        let folder = tempfile::tempdir().unwrap();
        let config = folder.path().join("openclaw.json");
        let good = "{\n\"gateway\":{\"mode\":\"local\",\n\"auth\":{\"token\":\"visible-secret\"}\n}\n}\n";
        std::fs::write(&config, "{\n\"gateway\":{\"mode\":\"local\",\n").unwrap();
        std::fs::write(folder.path().join("openclaw.json.bak"), good).unwrap();
        let reading = ConfigReading::read_blocking(&config);
        let told = copies(&reading);
        assert!(told[0].usable && !told[0].diff.is_empty(), "{told:?}");
        assert!(!format!("{told:?}").contains("visible"), "{told:?}");
        assert_ne!(stamp(&reading), Some(told[0].stamp.clone()));
    }
}
