//! Why a gateway ended, in the core's words.

use clawtray_core::{ConfigFault, ConfigFaultKind, ExitReason};
use clawtray_openclaw::{
    ConfigReading, ExitReason as Said, classify_exit,
    config::{ConfigProblem, ConfigProblemKind, explain_exit_78},
};
use clawtray_platform::process::Exit;

use super::grounds::Grounds;
use crate::words::{LINE, NAME, clean, clean_field};

/// Tells the reasons apart; for a configuration it reads the file to name the place.
pub(crate) async fn reason(grounds: &Grounds, exit: Exit, last_lines: &[String]) -> ExitReason {
    if exit.code.is_none() && exit.signal.is_none() {
        return ExitReason::Unseen;
    }
    let lines: Vec<&str> = last_lines.iter().map(String::as_str).collect();
    let said = classify_exit(exit.code, exit.signal, &lines);
    match said {
        Said::Configuration { .. } | Said::MissingConfig => {
            let reading = ConfigReading::read(&grounds.environment.profile.config_path).await;
            configuration(explain_exit_78(&reading, &lines))
        }
        other => plain(other),
    }
}

fn plain(said: Said) -> ExitReason {
    match said {
        Said::Clean => ExitReason::Clean,
        Said::Configuration { text } => ExitReason::Configuration(ConfigFault {
            kind: ConfigFaultKind::Other,
            key: None,
            line: None,
            column: None,
            words: clean(&text, LINE),
        }),
        Said::MissingConfig => ExitReason::Configuration(ConfigFault {
            kind: ConfigFaultKind::Missing,
            key: None,
            line: None,
            column: None,
            words: String::new(),
        }),
        Said::StateOwned { text } => ExitReason::StateOwned { words: clean(&text, LINE) },
        Said::OlderBinary { binary, config } => {
            let words = format!("OpenClaw {binary} is older than the configuration, which OpenClaw {config} wrote");
            ExitReason::OlderBinary { words: clean(&words, LINE) }
        }
        Said::PortInUse { holder_pid, holder_name, .. } => {
            let name = clean_field(holder_name.as_deref(), NAME);
            let holder = match (name, holder_pid) {
                (Some(name), Some(pid)) => Some(format!("{name} (process {pid})")),
                (Some(name), None) => Some(name),
                (None, Some(pid)) => Some(format!("process {pid}")),
                (None, None) => None,
            };
            ExitReason::PortInUse { holder }
        }
        Said::NoAuth { text } => ExitReason::NoAuth { words: clean(&text, LINE) },
        Said::SecretUnresolvable { text } => ExitReason::SecretUnresolved { words: clean(&text, LINE) },
        Said::NodeUnsupported { found } => ExitReason::NodeUnsupported { words: clean(&found, LINE) },
        Said::Signal(signal) => ExitReason::Signal(signal),
        Said::Crash(code) => ExitReason::Code(code),
    }
}

fn configuration(problem: ConfigProblem) -> ExitReason {
    let words = clean(&problem.message, LINE);
    let kind = match problem.kind {
        ConfigProblemKind::StateOwned => return ExitReason::StateOwned { words },
        ConfigProblemKind::OlderBinary => return ExitReason::OlderBinary { words },
        ConfigProblemKind::Missing => ConfigFaultKind::Missing,
        ConfigProblemKind::NotJson => ConfigFaultKind::NotJson,
        ConfigProblemKind::ModeMissing => ConfigFaultKind::ModeMissing,
        ConfigProblemKind::ModeRemote => ConfigFaultKind::ModeRemote,
        ConfigProblemKind::UnknownKey => ConfigFaultKind::UnknownKey,
        ConfigProblemKind::InvalidValue => ConfigFaultKind::InvalidValue,
        ConfigProblemKind::Other => ConfigFaultKind::Other,
    };
    ExitReason::Configuration(ConfigFault {
        kind,
        key: clean_field(problem.key_path.as_deref(), NAME),
        line: problem.line,
        column: problem.column,
        words,
    })
}
