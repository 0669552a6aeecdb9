//! Why the service's last process ended: its manager saw it, and keeps what it printed.

use clawtray_core::{ConfigFaultKind, ExitReason, Fact, ProcessRef};
use clawtray_platform::process::Exit;

use super::{ended, grounds::Grounds};
use crate::words::{LINE, clean};

/// Lines asked for.
#[cfg(target_os = "linux")]
const LINES: usize = 120;

/// How long the manager may take to notice the end of its process.
#[cfg(target_os = "linux")]
const NOTICE: std::time::Duration = std::time::Duration::from_secs(3);

/// Reads what there is to read.
pub(crate) async fn read(grounds: &Grounds, at_ms: u64, process: Option<ProcessRef>) -> Fact {
    let (exit, lines) = seen(grounds, process).await;
    let lines: Vec<String> = lines.iter().map(|line| grounds.vault.scrub(clean(line, LINE))).collect();
    let reason = told_apart(exit, ended::reason(grounds, exit, &lines).await, &lines);
    Fact::ServiceEndRead { at_ms, reason, last_lines: lines }
}

/// The code for a configuration stands for other things too: without a word of OpenClaw's, and with nothing wrong in
/// the file, it is not known which.
fn told_apart(exit: Exit, reason: ExitReason, lines: &[String]) -> ExitReason {
    match reason {
        ExitReason::Configuration(fault) if lines.is_empty() && fault.kind == ConfigFaultKind::Other => {
            exit.code.map_or(ExitReason::Unseen, ExitReason::Code)
        }
        other => other,
    }
}

#[cfg(target_os = "linux")]
async fn seen(grounds: &Grounds, process: Option<ProcessRef>) -> (Exit, Vec<String>) {
    use clawtray_platform::service::{UnitWatch, last_lines};

    let name = grounds.environment.service_name();
    let state = match UnitWatch::open(&name).await {
        Ok(mut watch) => {
            let mut state = watch.state().clone();
            let noticed = async {
                while process.is_some() && state.pid == process.map(|process| process.pid) {
                    match watch.changed().await {
                        Ok(next) => state = next,
                        Err(_) => break,
                    }
                }
            };
            // Whatever was told until then is what is known.
            drop(tokio::time::timeout(NOTICE, noticed).await);
            Some(state)
        }
        Err(error) => {
            tracing::debug!(%error, "the service manager does not say how its process ended");
            None
        }
    };
    // Its numbers are those of its last process, which may be another one by now.
    let ours = |state: &&clawtray_platform::service::UnitState| {
        process.is_none_or(|process| state.last_pid == Some(process.pid)) && state.pid.is_none()
    };
    let numbers = state.as_ref().filter(ours);
    let exit = Exit {
        code: numbers.and_then(|state| state.exit_code),
        signal: numbers.and_then(|state| state.signal),
        core_dumped: false,
    };
    let pid = process.map(|process| process.pid).or(state.as_ref().and_then(|state| state.last_pid));
    (exit, last_lines(&name, pid, LINES).await)
}

/// Nothing is kept that could be read.
#[cfg(not(target_os = "linux"))]
#[allow(clippy::unused_async)] // As on Linux.
async fn seen(_grounds: &Grounds, _process: Option<ProcessRef>) -> (Exit, Vec<String>) {
    (Exit::default(), Vec::new())
}

#[cfg(test)]
mod tests {
    use clawtray_core::{ConfigFault, ConfigFaultKind, ExitReason};
    use clawtray_platform::process::Exit;

    use super::told_apart;

    #[test]
    fn a_code_that_means_several_things_is_not_guessed_without_a_word() {
        let exit = Exit { code: Some(78), ..Exit::default() };
        let fault = |kind| ConfigFault { kind, key: None, line: None, column: None, words: String::new() };
        let other = || ExitReason::Configuration(fault(ConfigFaultKind::Other));
        assert_eq!(told_apart(exit, other(), &[]), ExitReason::Code(78));
        assert_eq!(told_apart(exit, other(), &["gateway: something".into()]), other());
        let broken = ExitReason::Configuration(fault(ConfigFaultKind::NotJson));
        assert_eq!(told_apart(exit, broken.clone(), &[]), broken, "the file itself says so");
    }
}
