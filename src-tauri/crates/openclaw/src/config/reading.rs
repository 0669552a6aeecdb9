//! One look at the configuration file.

use super::includes;
use super::parse::{Broken, parse_json5};
use super::redact::{is_reference, is_reference_text};
use clawtray_contract::Secret;
use nodejs_semver::Version;
use serde_json::Value;
use std::fmt;
use std::io::{ErrorKind, Read};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

/// A longer file is not read.
pub const MOST_CONFIG_BYTES: u64 = 4 * 1024 * 1024;

/// What the configuration file holds. `Debug` shows no content.
#[derive(Clone)]
pub struct ConfigReading {
    /// The file.
    pub path: PathBuf,
    /// True when something is at that path.
    pub exists: bool,
    /// The size in bytes.
    pub size_bytes: u64,
    /// When it was last changed.
    pub modified: Option<SystemTime>,
    /// The whole text, kept as a secret because tokens may be in it.
    pub text: Option<Secret>,
    /// The content.
    pub parse: ConfigParse,
    /// True when the text has comments, which OpenClaw loses when it writes the file.
    pub has_comments: bool,
    /// Files named by `$include`, in order.
    pub includes: Vec<String>,
    /// `gateway.mode`.
    pub gateway_mode: Option<String>,
    /// `gateway.port` when it is a possible port.
    pub port: Option<u16>,
    /// `gateway.bind`.
    pub bind: Option<String>,
    /// `gateway.auth.mode`.
    pub auth_mode: Option<String>,
    /// `gateway.auth.token`.
    pub token: TokenState,
    /// `gateway.auth.password`.
    pub password: TokenState,
    /// `meta.lastTouchedVersion`: the OpenClaw that wrote the file last.
    pub last_touched_version: Option<String>,
}

/// The content of a configuration file.
#[derive(Clone, PartialEq)]
pub enum ConfigParse {
    /// There is no file.
    Missing,
    /// The file is longer than `MOST_CONFIG_BYTES`.
    TooLarge,
    /// The file cannot be read: the system's reason.
    Unreadable(ErrorKind),
    /// The text is not JSON5, or not UTF-8.
    Broken(Broken),
    /// The value, with the content of included files in place. It may hold secrets; show it only after `redact`.
    Value(Value),
}

/// How a credential is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TokenState {
    /// It is not there.
    Absent,
    /// The credential itself.
    Plain(Secret),
    /// A name of where it is kept; only the gateway can look it up.
    Reference,
}

impl ConfigReading {
    /// Reads the file now, on a blocking thread.
    pub async fn read(path: &Path) -> Self {
        let path = path.to_path_buf();
        let reading = tokio::task::spawn_blocking({
            let path = path.clone();
            move || Self::read_blocking(&path)
        });
        reading.await.unwrap_or_else(|_| Self::without_text(&path, true, ConfigParse::Unreadable(ErrorKind::Other)))
    }

    /// Reads the file now. Blocks for as long as the disk does.
    pub fn read_blocking(path: &Path) -> Self {
        match read_bytes(path) {
            Err(error) if error.kind() == ErrorKind::NotFound => Self::without_text(path, false, ConfigParse::Missing),
            Err(error) => Self::without_text(path, true, ConfigParse::Unreadable(error.kind())),
            Ok(found) if found.bytes.is_none() => {
                let reading = Self::without_text(path, true, ConfigParse::TooLarge);
                Self { size_bytes: found.size_bytes, modified: found.modified, ..reading }
            }
            Ok(found) => {
                let reading = match String::from_utf8(found.bytes.unwrap_or_default()) {
                    Ok(text) => Self::of(path, text, |value| includes::resolved(value, path)),
                    Err(error) => Self::without_text(path, true, ConfigParse::Broken(not_text(&error))),
                };
                Self { size_bytes: found.size_bytes, modified: found.modified, ..reading }
            }
        }
    }

    /// The reading of a text that is known already. Files that it includes are not looked into.
    pub fn from_text(path: &Path, text: String) -> Self {
        Self::of(path, text, Value::clone)
    }

    fn of(path: &Path, text: String, resolved: impl FnOnce(&Value) -> Value) -> Self {
        let mut named = Vec::new();
        let parse = match parse_json5(&text) {
            Ok(value) => {
                includes::named(&value, &mut named);
                ConfigParse::Value(if named.is_empty() { value } else { resolved(&value) })
            }
            Err(broken) => ConfigParse::Broken(broken),
        };
        let size_bytes = u64::try_from(text.len()).unwrap_or(u64::MAX);
        let mut reading = Self::without_text(path, true, parse);
        reading.includes = named;
        reading.size_bytes = size_bytes;
        reading.has_comments = has_comments(&text);
        reading.text = Some(Secret::new(text));
        if let ConfigParse::Value(config) = &reading.parse {
            let text = |pointer: &str| config.pointer(pointer).and_then(Value::as_str).map(str::to_owned);
            reading.gateway_mode = text("/gateway/mode");
            reading.bind = text("/gateway/bind");
            reading.auth_mode = text("/gateway/auth/mode");
            reading.last_touched_version = text("/meta/lastTouchedVersion");
            let port = config.pointer("/gateway/port").and_then(Value::as_u64);
            reading.port = port.and_then(|port| u16::try_from(port).ok()).filter(|port| *port > 0);
            reading.token = credential(config.pointer("/gateway/auth/token"));
            reading.password = credential(config.pointer("/gateway/auth/password"));
        }
        reading
    }

    fn without_text(path: &Path, exists: bool, parse: ConfigParse) -> Self {
        Self {
            path: path.to_path_buf(),
            exists,
            size_bytes: 0,
            modified: None,
            text: None,
            parse,
            has_comments: false,
            includes: Vec::new(),
            gateway_mode: None,
            port: None,
            bind: None,
            auth_mode: None,
            token: TokenState::Absent,
            password: TokenState::Absent,
            last_touched_version: None,
        }
    }

    /// The parsed value. It may hold secrets.
    pub fn value(&self) -> Option<&Value> {
        match &self.parse {
            ConfigParse::Value(value) => Some(value),
            _ => None,
        }
    }

    /// True when the file was last written by an OpenClaw newer than `binary`, so that `binary` must not change it.
    /// False when either version is unknown.
    pub fn is_newer_than(&self, binary: &str) -> bool {
        let version = |text: &str| text.trim().parse::<Version>().ok();
        match (self.last_touched_version.as_deref().and_then(version), version(binary)) {
            (Some(config), Some(binary)) => config > binary,
            _ => false,
        }
    }
}

impl fmt::Debug for ConfigReading {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("ConfigReading")
            .field("path", &self.path)
            .field("size_bytes", &self.size_bytes)
            .field("parse", &self.parse)
            .field("gateway_mode", &self.gateway_mode)
            .field("port", &self.port)
            .field("token", &self.token)
            .field("last_touched_version", &self.last_touched_version)
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for ConfigParse {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Missing => formatter.write_str("Missing"),
            Self::TooLarge => formatter.write_str("TooLarge"),
            Self::Unreadable(kind) => formatter.debug_tuple("Unreadable").field(kind).finish(),
            Self::Broken(broken) => formatter.debug_tuple("Broken").field(broken).finish(),
            Self::Value(_) => formatter.write_str("Value(..)"),
        }
    }
}

struct FileContent {
    size_bytes: u64,
    modified: Option<SystemTime>,
    /// `None` when the file is too long.
    bytes: Option<Vec<u8>>,
}

fn read_bytes(path: &Path) -> std::io::Result<FileContent> {
    let metadata = std::fs::metadata(path)?;
    if !metadata.is_file() {
        return Err(ErrorKind::InvalidInput.into());
    }
    let mut bytes = Vec::new();
    std::fs::File::open(path)?.take(MOST_CONFIG_BYTES + 1).read_to_end(&mut bytes)?;
    let read = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
    let bytes = (read <= MOST_CONFIG_BYTES).then_some(bytes);
    Ok(FileContent { size_bytes: metadata.len().max(read), modified: metadata.modified().ok(), bytes })
}

fn not_text(error: &std::string::FromUtf8Error) -> Broken {
    let valid = error.as_bytes().get(..error.utf8_error().valid_up_to()).unwrap_or_default();
    let before = String::from_utf8_lossy(valid);
    let line = before.matches('\n').count() + 1;
    let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
    let number = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
    Broken { line: number(line), column: number(column), message: "not UTF-8 text".to_owned(), excerpt: String::new() }
}

fn credential(value: Option<&Value>) -> TokenState {
    match value {
        Some(Value::String(text)) if text.trim().is_empty() => TokenState::Absent,
        Some(Value::String(text)) if is_reference_text(text) => TokenState::Reference,
        Some(Value::String(text)) => TokenState::Plain(Secret::new(text.as_str())),
        Some(value) if is_reference(value) => TokenState::Reference,
        _ => TokenState::Absent,
    }
}

/// True when `//` or `/*` appears outside a quoted text.
fn has_comments(text: &str) -> bool {
    let mut quote = None;
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        match (quote, character) {
            (Some(_), '\\') => {
                characters.next();
            }
            (Some(open), close) if open == close => quote = None,
            (Some(_), _) => {}
            (None, '"' | '\'') => quote = Some(character),
            (None, '/') if matches!(characters.peek(), Some('/' | '*')) => return true,
            (None, _) => {}
        }
    }
    false
}
