//! What is around the gateway: the installation, the configuration, the service.

use clawtray_contract::Mode;

use super::token::TokenSeen;

/// Where OpenClaw is on this computer, or why there is none to use.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Installation {
    /// Usable.
    Found {
        /// The program.
        path: String,
        /// Its version, from its package file.
        version: Option<String>,
        /// The Node.js it will run under.
        node_version: Option<String>,
    },
    /// No OpenClaw anywhere.
    Missing,
    /// OpenClaw, but no Node.js for it.
    NodeMissing,
    /// A Node.js that this OpenClaw does not accept.
    NodeUnsupported {
        /// Version found.
        found: String,
        /// Range wanted.
        wants: String,
    },
}

/// One OpenClaw on this computer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InstallSeen {
    /// Its package folder.
    pub path: String,
    /// Its version, from its package file.
    pub version: String,
    /// Version of the Node.js that would run it, where there is one that it accepts.
    pub node_version: Option<String>,
    /// What would start it.
    pub by: StartedBy,
}

/// What is there of the package that the gateway is started from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PackageSeen {
    /// Its version, from its package file.
    pub version: String,
    /// Files that its own list names, and packages that it depends on, that are not there; some of them where they are
    /// many.
    pub missing: Vec<String>,
    /// Of the modules that were asked about, those that are there.
    pub present: Vec<String>,
}

/// npm, with which OpenClaw could be installed where there is none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PackageManager {
    /// The Node.js that runs it.
    pub node: String,
    /// Version of that Node.js.
    pub node_version: String,
    /// Its script.
    pub script: String,
    /// The folder that it would install into.
    pub prefix: String,
    /// That folder is Clawtray's own, because npm's own cannot be written.
    pub own: bool,
}

/// What would start an installed OpenClaw.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StartedBy {
    /// Nothing known: it lies where package managers put it.
    Nothing,
    /// The service's definition names it.
    Service,
    /// `openclaw` on `PATH`.
    Path,
    /// The person chose it for Clawtray.
    Choice,
}

/// What our own reading of the configuration file says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ConfigFile {
    /// Where it is.
    pub path: String,
    /// Whether it exists.
    pub exists: bool,
    /// Why it cannot be read as configuration: with line and column, or the reason it cannot be opened.
    pub broken: Option<ConfigFault>,
    /// `gateway.mode`, if set.
    pub mode: Option<String>,
    /// `gateway.port`, if set.
    pub port: Option<u16>,
    /// The file has comments, which a rewrite by OpenClaw loses.
    pub has_comments: bool,
    /// Files it includes; keys inside them cannot be changed by a patch of this file.
    pub includes: Vec<String>,
    /// Fingerprint of its content; only compared.
    pub stamp: Option<String>,
    /// What it says about the browser; absent where it cannot be read.
    pub browser: Option<BrowserSetting>,
    /// The copies that OpenClaw keeps beside it, the newest first.
    pub copies: Vec<ConfigCopy>,
    /// What it says, secrets replaced by a mark; absent where it cannot be read or is long.
    pub value: Option<serde_json::Value>,
}

impl ConfigFile {
    /// The newest copy that a gateway could start from.
    pub fn usable_copy(&self) -> Option<&ConfigCopy> {
        self.copies.iter().find(|copy| copy.usable)
    }
}

/// A copy of the configuration that OpenClaw keeps.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConfigCopy {
    /// Its file name.
    pub name: String,
    /// What it is.
    pub kind: ConfigCopyKind,
    /// When it was last changed, milliseconds since 1970.
    pub changed_ms: u64,
    /// A gateway could start from it, as far as can be told without OpenClaw.
    pub usable: bool,
    /// Fingerprint of its content; only compared.
    pub stamp: String,
    /// What putting it in place of the configuration would change, redacted; only told for usable
    /// copies and for what was set aside or refused.
    pub diff: Vec<clawtray_contract::DiffLine>,
    /// What it says, secrets replaced by a mark; only told for what was set aside, where it can be read and is not long.
    pub value: Option<serde_json::Value>,
}

/// What the configuration says about the browser, and whether it is so.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct BrowserSetting {
    /// It is set up and not switched off.
    pub wanted: bool,
    /// A list of plugins that may be loaded leaves the browser's out.
    pub left_out: bool,
    /// The program that is named for it and is not there.
    pub missing_program: Option<String>,
    /// Browsers of the kind that OpenClaw can use, found on this computer.
    pub found: Vec<String>,
}

/// What a copy of the configuration is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ConfigCopyKind {
    /// What the running gateway last found good.
    LastGood,
    /// What was there before a write.
    Backup,
    /// What a restore set aside.
    Clobbered,
    /// What a refused write would have made.
    Rejected,
}

/// What is wrong with a configuration, as exactly as can be said.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct ConfigFault {
    /// What kind of fault.
    pub kind: ConfigFaultKind,
    /// The key, dotted.
    pub key: Option<String>,
    /// Line, from 1.
    pub line: Option<u32>,
    /// Column, from 1.
    pub column: Option<u32>,
    /// OpenClaw's or the parser's own words, bounded.
    pub words: String,
}

/// Kinds of configuration fault.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum ConfigFaultKind {
    /// No file.
    Missing,
    /// Not JSON5: cut off, or broken by an edit.
    NotJson,
    /// `gateway.mode` is not set.
    ModeMissing,
    /// `gateway.mode` is `remote`.
    ModeRemote,
    /// A key OpenClaw does not know.
    UnknownKey,
    /// A value OpenClaw does not accept.
    InvalidValue,
    /// The file cannot be opened.
    Unreadable,
    /// Something else that OpenClaw calls a configuration error.
    Other,
}

/// How much of the secrets is at hand. Never the secrets.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SecretsHeld {
    /// The shared token.
    pub shared_token: bool,
    /// A device token.
    pub device_token: bool,
    /// Why the keychain cannot be used; secrets are then kept in memory only.
    pub keychain_problem: Option<String>,
}

/// A first look at everything around the gateway.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Surroundings {
    /// OpenClaw and Node.js.
    pub installation: Installation,
    /// The configuration file.
    pub config: ConfigFile,
    /// The port the gateway uses or would use.
    pub port: u16,
    /// The next port after it that nobody holds; only looked for where this one is taken by somebody.
    pub free_port: Option<u16>,
    /// How the gateway is kept: child, or service where one is installed.
    pub mode: Mode,
    /// The keychain.
    pub secrets: SecretsHeld,
    /// The definition of this profile's service, where one is installed.
    pub service: Option<ServiceFile>,
    /// OpenClaw's service commands work here: it is the account's own folder.
    pub may_serve: bool,
    /// Other services that start a gateway of this profile, by their definitions.
    pub other_services: Vec<String>,
    /// The account's programs go on when the person logs out; known on Linux only.
    pub lingers: Option<bool>,
    /// Nobody sits in front of a screen of this computer's.
    pub headless: bool,
    /// Where the gateway's token stands; absent where the configuration cannot be read.
    pub token: Option<TokenSeen>,
}

/// What a service definition on disk would start, as far as it can be read. What cannot be read says nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ServiceFile {
    /// Where it is.
    pub path: String,
    /// The service manager's own name for it, such as `openclaw-gateway.service`.
    pub name: String,
    /// Programs and scripts it would run that are not there.
    pub missing: Vec<String>,
    /// The port it gives the gateway.
    pub port: Option<u16>,
    /// Why its definition cannot be read, in the system's words.
    pub unreadable: Option<String>,
    /// It carries a copy of the gateway's token that is not the configured one.
    pub stale_token: bool,
}

/// What the service manager says about the gateway's service, in its own words.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ServiceUnit {
    /// `active`, `inactive`, `activating`, `deactivating`, `failed`, `reloading`.
    pub active: String,
    /// `running`, `dead`, `auto-restart` and others.
    pub sub: String,
    /// `success`, `exit-code`, `signal`, `start-limit-hit` and others.
    pub result: String,
    /// When its state last changed, milliseconds since 1970.
    pub changed_ms: u64,
    /// Exit code of its last process.
    pub exit_code: Option<i32>,
    /// Signal that ended its last process.
    pub signal: Option<i32>,
    /// Restarts by the manager.
    pub restarts: u32,
    /// Its main process, while there is one.
    pub pid: Option<u32>,
}

impl ServiceUnit {
    /// It starts, stops, or waits before the manager's own restart; an active one counts for two minutes, in which a
    /// gateway comes up.
    pub(crate) fn is_on_its_way(&self, unix_ms: u64) -> bool {
        match self.active.as_str() {
            "activating" | "deactivating" | "reloading" => true,
            "active" => unix_ms.saturating_sub(self.changed_ms) < 120_000,
            _ => false,
        }
    }
}

/// What a fresh reading of the shared token gave.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TokenFetch {
    /// It differs from the one held before.
    pub changed: bool,
}

/// Why a choice does not stand in the settings file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ChoiceProblem {
    /// The file is not used as it is, so it is not written either.
    File(SettingsProblem),
    /// The system refused to read or write it.
    NotWritten {
        /// The system's words.
        words: String,
    },
}

/// Why what Clawtray remembers is not on the disk.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StateProblem {
    /// The newest state could not be written, in the system's words.
    NotWritten {
        /// The words.
        words: String,
    },
    /// The file is from a newer Clawtray or cannot be read, and is left as it is.
    LeftAlone,
}

/// Why the settings file is not used as it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SettingsProblem {
    /// Not JSON, or not an object.
    Broken {
        /// The parser's words.
        words: String,
    },
    /// Written by a newer Clawtray; read as far as understood, never written.
    Newer {
        /// Its version number.
        version: u64,
    },
}
