//! Why a command did not do what it was asked.

use super::document::find_json;
use super::run::CliOutcome;
use crate::wording;
use serde_json::Value;
use thiserror::Error;

/// Why a command failed. Texts are OpenClaw's own, cleaned and cut.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum CliProblem {
    /// The program to run is not there.
    #[error("the program is not there")]
    NotFound,
    /// The system refused to start it.
    #[error("the program could not be started: {0}")]
    NotStarted(std::io::ErrorKind),
    /// It took too long and was ended with everything it had started.
    #[error("no answer within {limit_ms} ms")]
    TimedOut {
        /// The limit in milliseconds.
        limit_ms: u64,
    },
    /// A newer OpenClaw wrote the configuration, and this one refused or must not change it.
    #[error("OpenClaw {binary} is older than the configuration, which OpenClaw {config} wrote")]
    OlderBinary {
        /// The version that was run.
        binary: String,
        /// The version that wrote the configuration.
        config: String,
    },
    /// Service commands only work for the account's own state folder.
    #[error("the state folder is not the account's own")]
    NonDefaultState,
    /// It wants `--force`.
    #[error("it has to be forced")]
    NeedsForce,
    /// This OpenClaw has no such command or option.
    #[error("this version of OpenClaw does not offer it: {message}")]
    NotOffered {
        /// What OpenClaw says.
        message: String,
    },
    /// There is no service manager on this computer that OpenClaw can use.
    #[error("no service manager")]
    NoServiceManager,
    /// The gateway has to run for this and does not answer.
    #[error("the gateway does not answer")]
    GatewayDown,
    /// The pairing request does not exist any more.
    #[error("no such request")]
    NoSuchRequest,
    /// Another OpenClaw process uses the state folder.
    #[error("another OpenClaw process uses the state folder")]
    StateOwned,
    /// This Node cannot run this OpenClaw.
    #[error("Node {found} cannot run this OpenClaw")]
    NodeUnsupported {
        /// The Node version, when the output names it.
        found: String,
    },
    /// The configuration is invalid, so the command did nothing.
    #[error("the configuration is invalid: {message}")]
    InvalidConfig {
        /// What OpenClaw says.
        message: String,
    },
    /// The answer is not what this command answers.
    #[error("the answer could not be understood")]
    Garbage {
        /// The exit code.
        exit: Option<i32>,
    },
    /// The configuration is not its to write.
    #[error("the configuration is not written by OpenClaw")]
    NotWritten(wording::WriteRefusal),
    /// It refused for another reason.
    #[error("{message}")]
    Refused {
        /// What OpenClaw says.
        message: String,
    },
}

/// The problem of a command that ended badly: its error document in either of OpenClaw's two shapes, else its last
/// words. Ask only when the command failed; a good outcome gives `Garbage`.
pub fn classify(outcome: &CliOutcome) -> CliProblem {
    if outcome.timed_out {
        return CliProblem::TimedOut { limit_ms: outcome.limit_ms };
    }
    let document = find_json(&outcome.stdout);
    let said = document.as_ref().and_then(error_text);
    let both = [said.as_deref().unwrap_or_default(), outcome.stderr.as_str(), outcome.stdout.as_str()];
    let any = |matches: fn(&str) -> bool| both.iter().any(|text| matches(text));
    if let Some((binary, config)) = both.iter().find_map(|text| wording::older_binary(text)) {
        return CliProblem::OlderBinary { binary, config };
    }
    if let Some(found) = wording::node_unsupported(&outcome.stderr) {
        return CliProblem::NodeUnsupported { found };
    }
    if let Some(refusal) = both.iter().find_map(|text| wording::write_refusal(text)) {
        return CliProblem::NotWritten(refusal);
    }
    if any(wording::state_owned) {
        return CliProblem::StateOwned;
    }
    if any(wording::non_default_state) {
        return CliProblem::NonDefaultState;
    }
    if any(wording::needs_force) {
        return CliProblem::NeedsForce;
    }
    if wording::not_offered(&outcome.stderr) {
        let said = outcome.stderr.lines().find(|line| wording::not_offered(line)).unwrap_or_default();
        return CliProblem::NotOffered { message: wording::clean_line(said) };
    }
    if any(wording::no_service_manager) || has_hint(document.as_ref(), "systemd-unavailable") {
        return CliProblem::NoServiceManager;
    }
    if any(wording::no_such_request) {
        return CliProblem::NoSuchRequest;
    }
    if any(wording::invalid_config) {
        let issue = document.as_ref().and_then(first_issue).or(said).unwrap_or_default();
        return CliProblem::InvalidConfig { message: wording::clean_line(&issue) };
    }
    if any(wording::gateway_down) {
        return CliProblem::GatewayDown;
    }
    let tells = |line: &String| !line.is_empty() && !wording::is_frame(line);
    let last_words = || outcome.stderr.lines().rev().map(wording::clean_line).find(tells);
    match said.map(|text| wording::clean_line(text.lines().next().unwrap_or_default())).or_else(last_words) {
        Some(message) if outcome.exit != Some(0) => CliProblem::Refused { message },
        _ => CliProblem::Garbage { exit: outcome.exit },
    }
}

/// The text of `error` (a text, or an object with `message`) or of `reason`.
pub(super) fn error_text(document: &Value) -> Option<String> {
    let error = document.get("error");
    let text = error.and_then(Value::as_str).or_else(|| error?.get("message")?.as_str());
    text.or_else(|| document.get("reason").and_then(Value::as_str)).map(str::to_owned)
}

fn first_issue(document: &Value) -> Option<String> {
    let issue = document.get("issues")?.get(0)?;
    let path = issue.get("path").and_then(Value::as_str).unwrap_or_default();
    Some(format!("{path}: {}", issue.get("message")?.as_str()?))
}

fn has_hint(document: Option<&Value>, kind: &str) -> bool {
    let hints = document.and_then(|document| document.get("hintItems")).and_then(Value::as_array);
    hints.is_some_and(|hints| hints.iter().any(|hint| hint.get("kind").and_then(Value::as_str) == Some(kind)))
}
