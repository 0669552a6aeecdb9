//! The answers of the commands we use, as types.

use super::document::find_json;
use super::problem::{CliProblem, classify, error_text};
use super::run::CliOutcome;
use crate::wording;
use clawtray_contract::Secret;
use serde_json::Value;

/// The most entries kept of any list in an answer.
const MOST_ITEMS: usize = 50;

/// The good answer of `gateway install`, `start`, `stop`, `restart` and `uninstall`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ServiceAnswer {
    /// The action that was asked for, such as `install`.
    pub action: String,
    /// What happened, such as `installed`, `already-running`, `not-loaded` or `scheduled`.
    pub result: String,
    /// OpenClaw's own sentence, cleaned and cut; may be empty.
    pub message: String,
}

impl ServiceAnswer {
    /// Reads the answer.
    ///
    /// # Errors
    /// The problem OpenClaw names, or `Garbage` when there is no such document.
    pub fn of(outcome: &CliOutcome) -> Result<Self, CliProblem> {
        let document = good_document(outcome)?;
        let (Some(action), Some(true)) = (text(&document, "/action"), document.get("ok").and_then(Value::as_bool))
        else {
            return Err(classify(outcome));
        };
        let result = text(&document, "/result").unwrap_or_default();
        Ok(Self { action, result, message: text(&document, "/message").unwrap_or_default() })
    }
}

/// The answer of `gateway status`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ServiceStatus {
    /// The version of the commands.
    pub cli_version: Option<String>,
    /// The service manager, such as `systemd`.
    pub label: String,
    /// True when a gateway service is installed and known to the service manager.
    pub loaded: bool,
    /// What the service manager says about the process.
    pub runtime: ServiceRuntime,
    /// The start command written in the service's definition; empty when there is none.
    pub command: Vec<String>,
    /// The service's definition file.
    pub definition_path: Option<String>,
    /// The port in the service's definition.
    pub command_port: Option<u16>,
    /// The configuration file the commands use.
    pub config_path: Option<String>,
    /// The configuration file the service uses.
    pub service_config_path: Option<String>,
    /// The gateway's port as OpenClaw works it out.
    pub port: Option<u16>,
    /// True when something listens on that port.
    pub port_busy: bool,
    /// The process that listens there.
    pub listener_pid: Option<u32>,
    /// The file OpenClaw writes its log to.
    pub log_file: Option<String>,
    /// True when there is no service manager OpenClaw can use.
    pub no_service_manager: bool,
}

/// The state of a service's process.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ServiceRuntime {
    /// `running`, `stopped` or `unknown`.
    pub status: String,
    /// The service manager's own word for it.
    pub state: Option<String>,
    /// The process.
    pub pid: Option<u32>,
    /// How it ended last.
    pub last_exit: Option<i64>,
}

impl ServiceStatus {
    /// Reads the answer. The exit code is 0 also when nothing runs.
    ///
    /// # Errors
    /// The problem OpenClaw names, or `Garbage` when there is no such document.
    pub fn of(outcome: &CliOutcome) -> Result<Self, CliProblem> {
        let document = good_document(outcome)?;
        let Some(service) = document.get("service").filter(|service| service.is_object()) else {
            return Err(classify(outcome));
        };
        let number = |pointer: &str| document.pointer(pointer).and_then(Value::as_u64);
        let port = |pointer: &str| number(pointer).and_then(|port| u16::try_from(port).ok());
        let pid = |pointer: &str| number(pointer).and_then(|pid| u32::try_from(pid).ok());
        let arguments = service.pointer("/command/programArguments").and_then(Value::as_array);
        let service_port = text(&document, "/service/command/environment/OPENCLAW_GATEWAY_PORT");
        Ok(Self {
            cli_version: text(&document, "/cli/version"),
            label: text(&document, "/service/label").unwrap_or_default(),
            loaded: service.get("loaded").and_then(Value::as_bool).unwrap_or(false),
            runtime: ServiceRuntime {
                status: text(&document, "/service/runtime/status").unwrap_or_else(|| "unknown".to_owned()),
                state: text(&document, "/service/runtime/state"),
                pid: pid("/service/runtime/pid"),
                last_exit: document.pointer("/service/runtime/lastExitStatus").and_then(Value::as_i64),
            },
            command: arguments
                .into_iter()
                .flatten()
                .take(MOST_ITEMS)
                .filter_map(Value::as_str)
                .map(wording::clean_line)
                .collect(),
            definition_path: text(&document, "/service/command/sourcePath"),
            command_port: service_port.and_then(|port| port.parse().ok()),
            config_path: text(&document, "/config/cli/path"),
            service_config_path: text(&document, "/config/daemon/path"),
            port: port("/gateway/port"),
            port_busy: text(&document, "/port/status").as_deref() == Some("busy"),
            listener_pid: pid("/port/listeners/0/pid"),
            log_file: text(&document, "/logFile"),
            no_service_manager: text(&document, "/service/inspectionReason").as_deref()
                == Some("service-manager-unavailable"),
        })
    }
}

/// The answer of `config validate`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConfigValidation {
    /// True when OpenClaw accepts the file.
    pub valid: bool,
    /// What it does not accept.
    pub issues: Vec<ConfigIssue>,
    /// What it accepts but does not like.
    pub warnings: Vec<ConfigIssue>,
}

/// One thing about one place of the configuration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConfigIssue {
    /// The path as OpenClaw prints it; empty for the top.
    pub path: String,
    /// What is the matter, cleaned and cut.
    pub message: String,
}

impl ConfigValidation {
    /// Reads the answer; an invalid file is an answer, although the command then exits with 1.
    ///
    /// # Errors
    /// The problem OpenClaw names, or `Garbage` when there is no such document.
    pub fn of(outcome: &CliOutcome) -> Result<Self, CliProblem> {
        let document = find_json(&outcome.stdout).filter(|_| !outcome.timed_out).ok_or_else(|| classify(outcome))?;
        let Some(valid) = document.get("valid").and_then(Value::as_bool) else { return Err(classify(outcome)) };
        Ok(Self { valid, issues: issues(document.get("issues")), warnings: issues(document.get("warnings")) })
    }
}

/// The answer of `config patch --stdin`, which is a sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PatchResult {
    /// OpenClaw's own sentence, cleaned and cut.
    pub message: String,
    /// True when OpenClaw says that a running gateway has to be restarted.
    pub restart_wanted: bool,
}

impl PatchResult {
    /// Reads the answer.
    ///
    /// # Errors
    /// The problem OpenClaw names.
    pub fn of(outcome: &CliOutcome) -> Result<Self, CliProblem> {
        if !outcome.succeeded() {
            return Err(classify(outcome));
        }
        let message = outcome.stdout.lines().rev().map(wording::clean_line).find(|line| !line.is_empty());
        let message = message.unwrap_or_default();
        Ok(Self { restart_wanted: message.contains("Restart the gateway"), message })
    }
}

/// What `doctor --fix` says it did, from its text for people.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DoctorSummary {
    /// The configuration was put back from a copy.
    pub restored_from_backup: bool,
    /// Text that is not JSON was cut from the start of the configuration.
    pub stripped_prefix: bool,
    /// The configuration was written.
    pub config_updated: bool,
    /// Keys that were removed from the configuration.
    pub removed_keys: Vec<String>,
    /// The sentences that tell about a change, cleaned and cut.
    pub changes: Vec<String>,
}

impl DoctorSummary {
    /// Reads the answer.
    ///
    /// # Errors
    /// The problem OpenClaw names; `Refused` when the file could not be repaired.
    pub fn of(outcome: &CliOutcome) -> Result<Self, CliProblem> {
        if !outcome.succeeded() {
            let gave_up = outcome.stderr.lines().rev().find(|line| wording::doctor_gave_up(line));
            return Err(match (classify(outcome), gave_up) {
                (CliProblem::Refused { .. } | CliProblem::Garbage { .. }, Some(line)) => {
                    CliProblem::Refused { message: wording::clean_line(line) }
                }
                (problem, _) => problem,
            });
        }
        let mut summary = Self::default();
        for line in outcome.stdout.lines().chain(outcome.stderr.lines()).map(wording::clean_line) {
            let line = line.trim_matches(['│', ' ', '◇', '─', '╮', '├', '╯']).trim().to_owned();
            let restored = line.contains("Config auto-restored from");
            let stripped = line.contains("Config auto-stripped non-JSON prefix");
            let updated = line.starts_with("Updated config:");
            let key = line.strip_prefix("- ").filter(|key| wording::looks_like_key_path(key));
            summary.restored_from_backup |= restored;
            summary.stripped_prefix |= stripped;
            summary.config_updated |= updated || restored || stripped;
            if summary.removed_keys.len() < MOST_ITEMS {
                summary.removed_keys.extend(key.map(str::to_owned));
            }
            let tells = restored || stripped || updated;
            if tells && summary.changes.len() < MOST_ITEMS && !summary.changes.contains(&line) {
                summary.changes.push(line);
            }
        }
        Ok(summary)
    }
}

/// The answer of `dashboard`. `Debug` shows no secret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dashboard {
    /// The gateway's shared token, when it is part of the address.
    pub token: Option<Secret>,
    /// The address of the dashboard with the token in it.
    pub url: Secret,
    /// The address for a browser with a one-time token, when there is one.
    pub browser_url: Option<Secret>,
    /// The address without any token.
    pub plain_url: Option<String>,
    /// The gateway's port.
    pub port: Option<u16>,
}

impl Dashboard {
    /// Reads the answer.
    ///
    /// # Errors
    /// The problem OpenClaw names, `GatewayDown` above all, or `Garbage` when there is no such document.
    pub fn of(outcome: &CliOutcome) -> Result<Self, CliProblem> {
        let document = good_document(outcome)?;
        let raw = |key: &str| document.get(key).and_then(Value::as_str);
        let Some(url) = raw("url") else { return Err(classify(outcome)) };
        let fragment = url.split_once('#').map(|(_, fragment)| fragment).unwrap_or_default();
        let token = fragment.split('&').find_map(|pair| pair.strip_prefix("token=")).filter(|token| !token.is_empty());
        Ok(Self {
            token: token.map(|token| Secret::new(percent_decoded(token))),
            url: Secret::new(url),
            browser_url: raw("browserUrl").map(Secret::new),
            plain_url: text(&document, "/httpUrl"),
            port: document.get("port").and_then(Value::as_u64).and_then(|port| u16::try_from(port).ok()),
        })
    }
}

/// The answer of `gateway diagnostics export` and `backup create`: where the file is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WrittenFile {
    /// Its path, cleaned and cut.
    pub path: String,
}

impl WrittenFile {
    /// Reads the answer.
    ///
    /// # Errors
    /// The problem OpenClaw names, or `Garbage` when there is no such document.
    pub fn of(outcome: &CliOutcome) -> Result<Self, CliProblem> {
        let document = good_document(outcome)?;
        let path = text(&document, "/archivePath").or_else(|| text(&document, "/path"));
        path.map(|path| Self { path }).ok_or_else(|| classify(outcome))
    }
}

/// The document of a command that ended well. `ok: false` is a problem whatever the exit code says.
fn good_document(outcome: &CliOutcome) -> Result<Value, CliProblem> {
    let document = find_json(&outcome.stdout).filter(|_| outcome.succeeded()).ok_or_else(|| classify(outcome))?;
    let refused = document.get("ok").and_then(Value::as_bool) == Some(false);
    if refused { Err(classify_refusal(outcome, &document)) } else { Ok(document) }
}

fn classify_refusal(outcome: &CliOutcome, document: &Value) -> CliProblem {
    match (classify(outcome), error_text(document)) {
        (CliProblem::Garbage { .. }, Some(message)) => CliProblem::Refused { message: wording::clean_line(&message) },
        (problem, _) => problem,
    }
}

fn text(document: &Value, pointer: &str) -> Option<String> {
    document.pointer(pointer).and_then(Value::as_str).map(wording::clean_line)
}

fn issues(list: Option<&Value>) -> Vec<ConfigIssue> {
    let items = list.and_then(Value::as_array).into_iter().flatten().take(MOST_ITEMS);
    items
        .map(|item| {
            let path = text(item, "/path").filter(|path| path != "<root>").unwrap_or_default();
            let message = text(item, "/message").or_else(|| item.as_str().map(wording::clean_line)).unwrap_or_default();
            ConfigIssue { path, message: wording::without_value(&message).to_owned() }
        })
        .collect()
}

fn percent_decoded(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        let pair = after.get(..2).and_then(|pair| std::str::from_utf8(pair).ok());
        match (first, pair.and_then(|pair| u8::from_str_radix(pair, 16).ok())) {
            (b'%', Some(byte)) => {
                bytes.push(byte);
                rest = &after[2..];
            }
            _ => {
                bytes.push(*first);
                rest = after;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}
