//! Starting the keeper that lies beside this program.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use clawtray_platform::files::FileFailure;
use clawtray_platform::output::OutputFile;
use clawtray_platform::process::{LaunchFailure, LaunchSpec, spawn};

use crate::places::Places;

/// Variables that concern this window only.
const OURS: [&str; 2] = ["GDK_GL", "TAURI_WEBVIEW_AUTOMATION"];
/// What the keeper prints before it has its own log, in bytes, with one older part.
const OUTPUT_BYTES: u64 = 256 * 1024;

/// Why the keeper was not started.
#[derive(Debug, thiserror::Error)]
pub enum StartFailure {
    /// It does not lie beside this program.
    #[error("there is no program {path}", path = .0.display())]
    Missing(PathBuf),
    /// The file for its output cannot be used.
    #[error(transparent)]
    Output(#[from] FileFailure),
    /// The system refused.
    #[error(transparent)]
    Launch(#[from] LaunchFailure),
}

/// Starts the keeper in a session of its own: it lives on when this window ends. Whether it answers is another question.
/// Must be called inside a tokio runtime.
///
/// # Errors
/// [`StartFailure`].
pub fn start(places: &Places) -> Result<(), StartFailure> {
    let program = program_in(&places.programs);
    if !program.is_file() {
        return Err(StartFailure::Missing(program));
    }
    let output = OutputFile::open(&places.paths.log_folder.join("keeper-output.log"), OUTPUT_BYTES, 1)?;
    output.rotate_if_needed()?;
    // Dropping the child neither ends it nor leaves a zombie behind: the runtime collects it.
    let _child = spawn(&LaunchSpec {
        program,
        arguments: Vec::new(),
        environment: environment(std::env::vars_os()),
        working_folder: places.paths.state_folder.clone(),
        output: &output,
        end_with_parent: false,
    })?;
    Ok(())
}

fn program_in(folder: &Path) -> PathBuf {
    folder.join(format!("clawtrayd{}", std::env::consts::EXE_SUFFIX))
}

fn environment(ours: impl Iterator<Item = (OsString, OsString)>) -> Vec<(OsString, OsString)> {
    ours.filter(|(name, _)| OURS.iter().all(|own| name != own)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_keeper_inherits_everything_but_what_concerns_the_window() {
        let all = ["PATH", "GDK_GL", "HOME", "TAURI_WEBVIEW_AUTOMATION"].map(|name| (name.into(), "x".into()));
        let left: Vec<OsString> = environment(all.into_iter()).into_iter().map(|(name, _)| name).collect();
        assert_eq!(left, ["PATH", "HOME"]);
    }
}
