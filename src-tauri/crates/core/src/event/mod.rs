//! What happened. Everything that can change Clawtray's mind is one of these.

mod around;
mod command;
mod link;
mod log;
mod process;
mod token;

use clawtray_contract::{Intent, SettingChange};

pub use crate::link::Refusal;
use crate::{
    effect::{ProcessRef, Ticket, TimerId},
    parts::FolderSeen,
};
pub use around::{
    BrowserSetting, ChoiceProblem, ConfigCopy, ConfigCopyKind, ConfigFault, ConfigFaultKind, ConfigFile, InstallSeen,
    Installation, PackageManager, PackageSeen, SecretsHeld, ServiceFile, ServiceUnit, SettingsProblem, StartedBy,
    StateProblem, Surroundings, TokenFetch,
};
pub use command::{CliDone, CliProblem, RestoreProblem, WriteRefusal};
pub use link::{Beat, CallProblem, HelloFacts, JobRun, LinkEvent, ModelError, ModelRun, Reply};
pub use log::{LogLines, Records};
pub use process::{EventLoop, ExitReason, Holder, HttpSign, KeptBy, Occupancy, OtherEnd, Probes, SignalOutcome};
pub use token::{ProviderFault, TokenFault, TokenKept, TokenProvider, TokenSeen};

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
    /// Nobody: the settings allow it.
    Itself,
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
        /// The note's etag: what was on the screen when it was pressed.
        etag: String,
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
    /// The computer is about to sleep and waits a moment for [`crate::Effect::LetSleep`].
    Sleeps,
    /// The computer woke from sleep.
    Woke,
}

/// Something learned.
#[derive(Clone, Debug, PartialEq)]
pub enum Fact {
    /// A first look, or a fresh one.
    Surroundings(Box<Surroundings>),
    /// Every OpenClaw on this computer that a look found.
    Installs(Vec<InstallSeen>),
    /// npm, looked for where there is no OpenClaw; `None` where there is none either.
    PackageManager(Option<PackageManager>),
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
    /// Why the service's last process ended, as far as its manager knows.
    ServiceEndRead {
        /// The end that was asked about, milliseconds since 1970.
        at_ms: u64,
        /// Why.
        reason: ExitReason,
        /// Its last output lines, cleaned.
        last_lines: Vec<String>,
    },
    /// Which gateway of this user uses OpenClaw's folder, looked for after one was refused for that.
    StateOwner(Option<Holder>),
    /// What is there of OpenClaw's package; absent where it cannot be told.
    Package(Option<PackageSeen>),
    /// The gateways of this user that Clawtray keeps under no name, looked for after something said that several answer.
    OtherGateways(Vec<Holder>),
    /// What OpenClaw's own look at its gateway warned of, once after an update: code and message.
    Warned(Vec<(String, String)>),
    /// A gateway that Clawtray did not start was asked to end.
    OtherAsked {
        /// The process.
        process: ProcessRef,
        /// What became of it.
        end: OtherEnd,
    },
    /// A file that the service needs changed, came or went.
    ServiceFilesChanged,
    /// An OpenClaw or its Node.js came, went or changed, or places are known that nobody had looked into.
    InstallsChanged,
    /// A signal was sent or not.
    Signalled {
        /// To which process.
        process: ProcessRef,
        /// What came of it.
        outcome: SignalOutcome,
    },
    /// The gateway printed lines (cleaned, bounded).
    Output(Vec<String>),
    /// Lines of the gateway's log.
    Log(LogLines),
    /// What was written before somebody began to read is read and told, as far back as it counts.
    LinesCaughtUp,
    /// Lines were lost that would have counted: that no line shows a finding means nothing any more.
    LinesLost,
    /// The gateway's output or log is there and may not be read.
    LinesDenied,
    /// The HTTP probes answered.
    Probed(Probes),
    /// The service manager told about the gateway's service; `None` when it can tell no more.
    ServiceUnit(Option<ServiceUnit>),
    /// The vault changed.
    Secrets(SecretsHeld),
    /// The shared token was read again; `changed` when it differs from the one before.
    TokenFetched(Result<TokenFetch, String>),
    /// The token comes back out of the keychain the way OpenClaw would ask for it, or why not.
    TokenProven(Result<(), TokenFault>),
    /// A copy stands in place of the configuration; the file before it is kept under this name.
    ConfigRestored(Result<String, RestoreProblem>),
    /// What was looked up in OpenClaw's folder, a line each; `None` where this system cannot be asked.
    Inspected(Option<Vec<String>>),
    /// The dashboard was opened, or why not.
    Opened {
        /// Whoever waits.
        ticket: Option<Ticket>,
        /// What came of it.
        result: Result<(), String>,
    },
    /// A notification was shown for a test, or why not, in technical words.
    NotificationTested(Result<(), String>),
    /// A choice stands in the settings' file, or why not.
    Chosen {
        /// Whoever waits.
        ticket: Ticket,
        /// The choice.
        change: SettingChange,
        /// What came of it.
        result: Result<(), ChoiceProblem>,
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
        /// The person wants no disturbance now, as far as the service tells.
        inhibited: bool,
    },
    /// The settings file could not be used as it is; one sentence id and its words.
    SettingsProblem(SettingsProblem),
    /// Whether what Clawtray remembers is on the disk as well: `None` when it is.
    StateKept(Option<StateProblem>),
}
