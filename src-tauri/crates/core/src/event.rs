//! What happened. Everything that can change Clawtray's mind is one of these.

use clawtray_contract::{Intent, Mode};
use serde_json::Value;

use crate::approvals::{ApprovalRequest, Source};
pub use crate::link::Refusal;
use crate::{
    effect::{ProcessRef, Ticket, TimerId},
    parts::{FolderSeen, JobDue, Parts},
};

/// Which surface a wish came from. It decides where the outcome is told, never what is done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Surface {
    /// Tray menu.
    Tray,
    /// A notification's button.
    Notification,
    /// The window.
    Window,
    /// The command line.
    CommandLine,
}

/// Something happened.
#[derive(Clone, Debug, PartialEq)]
pub enum Event {
    /// The engine is up. First event, once.
    Began,
    /// Someone asks for something.
    Asked {
        /// Comes back in [`crate::Effect::Answer`].
        ticket: Ticket,
        /// What.
        intent: Intent,
        /// From where.
        surface: Surface,
    },
    /// A button of a notification was pressed. The executor has checked that this note was the one on screen.
    Pressed {
        /// The note's key.
        key: String,
        /// The button's id, or `default` for the note itself.
        button: String,
    },
    /// Something was learned.
    Fact(Fact),
    /// The link moved.
    Link(LinkEvent),
    /// A call was answered.
    Replied {
        /// The call.
        ticket: Ticket,
        /// Its answer.
        result: Result<Reply, CallProblem>,
    },
    /// A command printed a line (cleaned and redacted).
    CliLine {
        /// The command.
        ticket: Ticket,
        /// The line.
        line: String,
    },
    /// A command ended.
    CliEnded {
        /// The command.
        ticket: Ticket,
        /// How.
        result: Result<CliDone, CliProblem>,
    },
    /// A timer is due.
    Timer(TimerId),
    /// The computer woke from sleep.
    Woke,
}

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
    /// What would start it.
    pub by: StartedBy,
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
    /// The copies that OpenClaw keeps beside it, the newest first.
    pub copies: Vec<ConfigCopy>,
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
    /// What putting it in place of the configuration would change, redacted; only told for usable copies.
    pub diff: Vec<clawtray_contract::DiffLine>,
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

/// Why a copy was not put in place. The configuration is then as it was.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RestoreProblem {
    /// The configuration or the copy is not what it was when the person looked.
    Changed,
    /// OpenClaw does not accept the copy either.
    NotValid {
        /// OpenClaw's words.
        words: String,
    },
    /// A file could not be read or written, or OpenClaw could not be asked.
    Failed {
        /// What happened.
        words: String,
    },
}

/// What is wrong with a configuration, as exactly as can be said.
#[derive(Clone, Debug, PartialEq, Eq)]
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
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
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
    /// How the gateway is kept: child, or service where one is installed.
    pub mode: Mode,
    /// The keychain.
    pub secrets: SecretsHeld,
    /// The definition of this profile's service, where one is installed.
    pub service: Option<ServiceFile>,
}

/// What a service definition on disk would start, as far as it can be read. What cannot be read says nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ServiceFile {
    /// Where it is.
    pub path: String,
    /// Programs and scripts it would run that are not there.
    pub missing: Vec<String>,
    /// The port it gives the gateway.
    pub port: Option<u16>,
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

/// A program that holds the gateway's port or folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Holder {
    /// The process, where the system tells.
    pub process: Option<ProcessRef>,
    /// Its name, cleaned.
    pub name: String,
    /// Its command line, cleaned and bounded.
    pub command: Option<String>,
    /// Its account, where it is not this one.
    pub other_user: Option<String>,
    /// Since when, milliseconds since 1970.
    pub since_ms: Option<u64>,
}

/// Who is where the gateway should be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Occupancy {
    /// Nobody holds the port; the recorded process, if any, is gone.
    Free,
    /// The recorded process lives: it is our gateway.
    Ours(ProcessRef),
    /// Another OpenClaw gateway of this user.
    Gateway(Holder),
    /// Some other program.
    Stranger(Holder),
}

/// Why a gateway ended, told apart by the one classifier for its output.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ExitReason {
    /// Ended with 0.
    Clean,
    /// Configuration class, with what is wrong.
    Configuration(ConfigFault),
    /// Another process owns the state folder.
    StateOwned {
        /// OpenClaw's words.
        words: String,
    },
    /// The configuration was written by a newer OpenClaw.
    OlderBinary {
        /// OpenClaw's words.
        words: String,
    },
    /// The port is taken.
    PortInUse {
        /// Who holds it, as OpenClaw says.
        holder: Option<String>,
    },
    /// Node.js is too old.
    NodeUnsupported {
        /// Node's or OpenClaw's words.
        words: String,
    },
    /// A required secret could not be resolved.
    SecretUnresolved {
        /// OpenClaw's words.
        words: String,
    },
    /// Killed by a signal.
    Signal(i32),
    /// Any other exit code.
    Code(i32),
    /// The end was seen, but not how (a process this keeper did not start).
    Unseen,
    /// The system did not start it at all.
    NotStarted,
}

/// One HTTP signal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum HttpSign {
    /// Answered as it should when all is well.
    Yes,
    /// Answered that it is not ready, and why.
    NotYet(String),
    /// Nobody listens.
    Closed,
    /// Connected, but no answer in time.
    Silent,
    /// An answer of another shape: this gateway does not offer it.
    NotOffered,
}

/// Answers of the HTTP probes at one moment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Probes {
    /// `/healthz`
    pub healthz: HttpSign,
    /// `/startupz`
    pub startupz: HttpSign,
    /// `/readyz`
    pub readyz: HttpSign,
    /// Channels that the gateway holds back after a crash loop.
    pub suppressed: Vec<String>,
    /// Resident memory of the process, bytes.
    pub memory_bytes: Option<u64>,
    /// Since when the process runs, milliseconds since 1970.
    pub started_ms: Option<u64>,
}

/// What came of a signal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SignalOutcome {
    /// Sent.
    Sent,
    /// The process was gone already.
    Gone,
    /// Not allowed or not possible on this system.
    Refused,
}

/// Something learned.
#[derive(Clone, Debug, PartialEq)]
pub enum Fact {
    /// A first look, or a fresh one.
    Surroundings(Box<Surroundings>),
    /// Every OpenClaw on this computer that a look found.
    Installs(Vec<InstallSeen>),
    /// Who is where the gateway should be.
    Occupancy(Occupancy),
    /// The configuration has a token and the keychain has the same one; or why not.
    Prepared(Result<SecretsHeld, CliProblem>),
    /// The gateway was started.
    Spawned(ProcessRef),
    /// The gateway could not be started.
    SpawnFailed {
        /// The system's words.
        words: String,
    },
    /// The gateway ended.
    Exited {
        /// Which process.
        process: ProcessRef,
        /// Why.
        reason: ExitReason,
        /// Its last output lines, cleaned.
        last_lines: Vec<String>,
    },
    /// A signal was sent or not.
    Signalled {
        /// To which process.
        process: ProcessRef,
        /// What came of it.
        outcome: SignalOutcome,
    },
    /// The gateway printed lines (cleaned, bounded).
    Output(Vec<String>),
    /// The HTTP probes answered.
    Probed(Probes),
    /// The service manager told about the gateway's service; `None` when it can tell no more.
    ServiceUnit(Option<ServiceUnit>),
    /// The vault changed.
    Secrets(SecretsHeld),
    /// The shared token was read again; `changed` when it differs from the one before.
    TokenFetched(Result<TokenFetch, String>),
    /// A copy stands in place of the configuration; the file before it is kept under this name.
    ConfigRestored(Result<String, RestoreProblem>),
    /// The dashboard was opened, or why not.
    Opened {
        /// Whoever waits.
        ticket: Option<Ticket>,
        /// What came of it.
        result: Result<(), String>,
    },
    /// OpenClaw's folder; `None` when there is none yet or the system cannot be asked.
    Folder(Option<FolderSeen>),
    /// A tray host is there, or none.
    TrayHost(bool),
    /// Whether the keeper starts when the person logs in; nothing where that cannot be chosen.
    StartsAtLogin(Option<bool>),
    /// The notification service can show buttons, cannot, or is not there.
    NotificationService {
        /// It is there.
        present: bool,
        /// It shows buttons.
        buttons: bool,
    },
    /// The settings file could not be used as it is; one sentence id and its words.
    SettingsProblem(SettingsProblem),
}

/// What a fresh reading of the shared token gave.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TokenFetch {
    /// It differs from the one held before.
    pub changed: bool,
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

/// The gateway's hello.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct HelloFacts {
    /// Wire protocol version.
    pub protocol: u32,
    /// OpenClaw's version.
    pub version: Option<String>,
    /// Changes with each boot, also inside one process.
    pub boot_id: Option<String>,
    /// Scopes held.
    pub scopes: Vec<String>,
    /// Methods offered.
    pub methods: Vec<String>,
}

/// The link moved.
#[derive(Clone, Debug, PartialEq)]
pub enum LinkEvent {
    /// Signed in.
    Ready(HelloFacts),
    /// Not accepted.
    Refused(Refusal),
    /// An open link ended.
    Closed {
        /// WebSocket close code, if one came.
        code: Option<u16>,
        /// Its words, bounded.
        words: String,
    },
    /// Events were lost: lists must be read again.
    Gap,
    /// `shutdown`: the gateway is going down; with an expected time it is a restart.
    Shutdown {
        /// When it expects to be back, milliseconds.
        restart_expected_ms: Option<u64>,
    },
    /// A list of what waits for a decision changed: read it again.
    ApprovalsChanged {
        /// Which.
        source: Source,
        /// The request that was decided, replaced or ran out, where the event is about an end.
        ended: Option<String>,
    },
    /// A job finished.
    JobFinished(JobRun),
    /// The list of jobs changed.
    JobsChanged,
    /// A heartbeat.
    Heartbeat(Beat),
    /// A model run ended.
    ModelRun(ModelRun),
    /// The configuration file changed on disk.
    ConfigChanged,
}

/// One run of a job.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct JobRun {
    /// Job id.
    pub job: String,
    /// Its name, cleaned.
    pub name: Option<String>,
    /// True for the built-in heartbeat job, which has its own finding.
    pub heartbeat: bool,
    /// False when the run itself failed.
    pub ok: bool,
    /// When it ran, milliseconds since 1970.
    pub at_ms: u64,
    /// How long, milliseconds.
    pub duration_ms: Option<u64>,
    /// The error's words, cleaned.
    pub error: Option<String>,
    /// OpenClaw's reason code, such as `auth`, `billing`, `rate_limit`.
    pub reason: Option<String>,
    /// `provider/model`.
    pub model: Option<String>,
    /// Failures in a row, this one included.
    pub streak: Option<u32>,
    /// The job is still enabled.
    pub enabled: bool,
    /// The run was fine and its message did not arrive: why, cleaned.
    pub undelivered: Option<String>,
    /// The gateway switched the job off by itself: `consecutive-failures`, `schedule-errors`.
    pub auto_disabled: Option<String>,
}

/// One heartbeat.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Beat {
    /// When, milliseconds since 1970.
    pub at_ms: u64,
    /// `ok-empty`, `ok-token`, `sent`, `skipped`, `failed`.
    pub status: String,
    /// Reason code.
    pub reason: Option<String>,
    /// Words, cleaned.
    pub words: Option<String>,
}

/// One run of a model, as far as the gateway tells.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ModelRun {
    /// `provider/model`.
    pub model: String,
    /// When, milliseconds since 1970.
    pub at_ms: u64,
    /// Absent for a good run.
    pub error: Option<ModelError>,
}

/// A provider's refusal.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct ModelError {
    /// HTTP status, if the gateway tells.
    pub http_status: Option<u16>,
    /// Provider's error type, such as `rate_limit_error`.
    pub kind: Option<String>,
    /// Provider's words, bounded.
    pub words: String,
}

/// A good answer to a request.
#[derive(Clone, Debug, PartialEq)]
pub enum Reply {
    /// Everything in one list that waits for a decision.
    Approvals(Vec<ApprovalRequest>),
    /// The scopes that this device was granted. The next session has them; the open one keeps those it began with.
    Scopes(Vec<String>),
    /// All jobs: their last runs, and when they are due.
    Jobs {
        /// Last runs.
        runs: Vec<JobRun>,
        /// When each is due.
        due: Vec<JobDue>,
    },
    /// How the gateway's parts fare.
    Parts(Parts),
    /// The last heartbeat and the interval in milliseconds (0 when switched off).
    Heartbeat {
        /// The last one, if any.
        last: Option<Beat>,
        /// Interval of the default agent's heartbeat.
        every_ms: Option<u64>,
    },
    /// The configuration as the gateway sees it, secrets redacted by the gateway.
    Config {
        /// Base hash for a patch.
        hash: String,
        /// False when the file on disk is not valid.
        valid: bool,
        /// The configuration.
        value: Value,
    },
    /// How many tasks run that a stop or a restart waits for.
    Work {
        /// Their number.
        active: u64,
    },
    /// Done; nothing to tell.
    Done,
}

/// Why a call failed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CallProblem {
    /// The link is not ready or broke.
    NotConnected,
    /// No answer in time.
    TimedOut,
    /// The connection lacks a scope.
    MissingScope(String),
    /// What the request names is gone, or was decided already.
    Gone,
    /// The configuration changed since it was read.
    HashChanged,
    /// The gateway does not offer it.
    NotOffered,
    /// The gateway refused.
    Refused {
        /// Its code.
        code: String,
        /// Its words, bounded.
        words: String,
    },
}

/// A command that ended well.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CliDone {
    /// What it said it did, one sentence each, redacted.
    pub summary: Vec<String>,
    /// How the configuration file changed, redacted on both sides.
    pub diff: Vec<clawtray_contract::DiffLine>,
}

/// Why a command failed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CliProblem {
    /// OpenClaw or Node.js is not there.
    NotFound,
    /// It took too long and was ended.
    TimedOut,
    /// The configuration was written by a newer OpenClaw.
    OlderBinary {
        /// Its words.
        words: String,
    },
    /// No service manager, or not this account's own folder.
    NoService {
        /// Its words.
        words: String,
    },
    /// The keychain could not be used.
    Keychain {
        /// Why.
        words: String,
    },
    /// It printed nothing that can be understood.
    Garbage,
    /// It said no.
    Refused {
        /// Its words, bounded and redacted.
        words: String,
    },
}
