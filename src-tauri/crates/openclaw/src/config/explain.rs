//! What exactly is wrong with a configuration that stops the gateway.

use super::position::{Position, find_position, parse_key_path};
use super::reading::{ConfigParse, ConfigReading};
use crate::wording::{self, Mistake};
use serde_json::Value;

/// What stops the gateway, with the place in the file when there is one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConfigProblem {
    /// What is wrong.
    pub kind: ConfigProblemKind,
    /// The key it is about, as OpenClaw prints paths.
    pub key_path: Option<String>,
    /// The line in the file, from 1.
    pub line: Option<u32>,
    /// The column in the file, from 1.
    pub column: Option<u32>,
    /// OpenClaw's or the parser's words, cleaned and cut. It never holds a value of the file.
    pub message: String,
}

/// Kinds of problems behind the gateway's exit code 78.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ConfigProblemKind {
    /// There is no configuration file.
    Missing,
    /// The file is not JSON5.
    NotJson,
    /// `gateway.mode` is absent.
    ModeMissing,
    /// `gateway.mode` says that the gateway is on another computer.
    ModeRemote,
    /// OpenClaw does not know this key.
    UnknownKey,
    /// OpenClaw knows the key but not this value.
    InvalidValue,
    /// Another OpenClaw process uses the state folder; the file is not to blame.
    StateOwned,
    /// A newer OpenClaw wrote the file.
    OlderBinary,
    /// Something else.
    Other,
}

/// Explains exit code 78 from our own reading of the file and the gateway's last lines. The gateway's words name the
/// key, our reading finds its place; an unreadable file is told as such although the gateway then says that
/// `gateway.mode` is missing.
pub fn explain_exit_78(reading: &ConfigReading, output_lines: &[&str]) -> ConfigProblem {
    let lines: Vec<String> = output_lines.iter().map(strip_ansi_escapes::strip_str).collect();
    let find = |matches: fn(&str) -> bool| lines.iter().find(|line| matches(line));
    let problem = |kind, message: &str| ConfigProblem {
        kind,
        key_path: None,
        line: None,
        column: None,
        message: wording::clean_line(wording::body(message)),
    };
    if let Some(line) = find(wording::state_owned) {
        return problem(ConfigProblemKind::StateOwned, line);
    }
    if let Some(line) = lines.iter().find(|line| wording::older_binary(line).is_some()) {
        return problem(ConfigProblemKind::OlderBinary, line);
    }
    match &reading.parse {
        ConfigParse::Broken(broken) => ConfigProblem {
            line: Some(broken.line),
            column: Some(broken.column),
            ..problem(ConfigProblemKind::NotJson, &broken.message)
        },
        ConfigParse::Missing => {
            problem(ConfigProblemKind::Missing, find(wording::config_missing).map_or("", |line| line))
        }
        ConfigParse::TooLarge | ConfigParse::Unreadable(_) => {
            problem(ConfigProblemKind::Other, lines.last().map_or("", |line| line))
        }
        ConfigParse::Value(config) => of_value(reading, config, &lines),
    }
}

fn of_value(reading: &ConfigReading, config: &Value, lines: &[String]) -> ConfigProblem {
    let listed = || {
        let pairs = lines.iter().zip(lines.iter().skip(1));
        pairs.filter(|(line, _)| wording::invalid_config(line)).find_map(|(_, next)| wording::listed_mistake(next))
    };
    if let Some(mistake) = lines.iter().find_map(|line| wording::mistake(line)).or_else(listed) {
        return of_mistake(reading, &mistake);
    }
    let mode = config.pointer("/gateway/mode").and_then(Value::as_str);
    let kind = match mode {
        _ if lines.iter().any(|line| wording::mode_not_local(line)) => ConfigProblemKind::ModeRemote,
        _ if lines.iter().any(|line| wording::mode_missing(line)) => ConfigProblemKind::ModeMissing,
        None => ConfigProblemKind::ModeMissing,
        Some("remote") => ConfigProblemKind::ModeRemote,
        Some(_) => {
            let last = lines.iter().rev().find(|line| !line.trim().is_empty() && !wording::is_frame(line));
            let message = wording::clean_line(wording::body(last.map_or("", String::as_str)));
            return ConfigProblem { kind: ConfigProblemKind::Other, key_path: None, line: None, column: None, message };
        }
    };
    let said = |line: &&String| wording::mode_missing(line) || wording::mode_not_local(line);
    let message = wording::clean_line(wording::body(lines.iter().find(said).map_or("", String::as_str)));
    let at = place(reading, &["gateway".to_owned(), "mode".to_owned()]);
    let key_path = Some("gateway.mode".to_owned());
    ConfigProblem { kind, key_path, line: at.map(|at| at.line), column: at.map(|at| at.column), message }
}

fn of_mistake(reading: &ConfigReading, mistake: &Mistake) -> ConfigProblem {
    let mut keys = parse_key_path(&mistake.path);
    let unknown = mistake.unknown_key();
    let kind = if unknown.is_some() { ConfigProblemKind::UnknownKey } else { ConfigProblemKind::InvalidValue };
    let key_path = match &unknown {
        Some(key) => join(&mistake.path, key),
        None => mistake.path.clone(),
    };
    keys.extend(unknown);
    let elsewhere = mistake.file.as_deref().is_some_and(|file| !reading.path.ends_with(file));
    let at = place(reading, &keys).filter(|_| !elsewhere);
    ConfigProblem {
        kind,
        key_path: Some(wording::clean_line(&key_path)),
        line: at.map(|at| at.line),
        column: at.map(|at| at.column),
        message: wording::clean_line(wording::without_value(&mistake.message)),
    }
}

fn join(path: &str, key: &str) -> String {
    let plain = key.chars().all(|character| character.is_alphanumeric() || character == '_' || character == '-');
    match (path.is_empty(), plain) {
        (true, true) => key.to_owned(),
        (false, true) => format!("{path}.{key}"),
        (_, false) => format!("{path}[{}]", Value::from(key)),
    }
}

fn place(reading: &ConfigReading, keys: &[String]) -> Option<Position> {
    find_position(reading.text.as_ref()?.expose(), keys)
}
