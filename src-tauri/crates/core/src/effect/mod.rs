//! What the engine is asked to do. Data only: `core` never does any of it.
//!
//! Each effect has one executor, which answers with any number of progress events and exactly one final one; the
//! final event is named beside each variant.

use clawtray_contract::{Answer, AppError, Route, SettingChange};

mod command;
mod request;

use crate::{
    event::{PackageManager, TokenProvider},
    saved::Saved,
};

pub use command::{CliCommand, MODEL_PROMPT};
pub use request::Request;

/// A running process: its id and an opaque start time, so that a reused id is never taken for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
pub struct ProcessRef {
    /// Process id.
    pub pid: u32,
    /// Start time in the platform's own unit; only compared, never computed with.
    pub start_time: u64,
}

/// Numbers a call, a command or an intent, so that its answer finds its way back.
pub type Ticket = u64;

/// Which timer. Setting one replaces the one of the same name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TimerId {
    /// Ask the HTTP probes again.
    Probe,
    /// Start the gateway again after a backoff.
    Restart,
    /// A stop has waited long enough.
    StopDeadline,
    /// The gateway has been ready long enough to be called stable.
    Stable,
    /// Connect again.
    Link,
    /// A finding becomes visible, a streak or an expiry is due: judge again.
    Judge,
    /// A repair's step has taken too long.
    Repair,
    /// The kept state is written.
    Save,
    /// Lists of approvals may be read again.
    Approvals,
    /// Lists of approvals without events are read.
    ApprovalPoll,
}

/// Which credential a connection presents. The secret itself stays with the engine's vault.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CredentialChoice {
    /// The device token that the gateway issued.
    DeviceToken,
    /// The gateway's shared token.
    SharedToken,
    /// Both, for the one retry after the shared token was refused.
    Both,
    /// The shared secret as a password, for the one retry with a gateway that asks for one: OpenClaw of spring 2026 takes
    /// it in no other field, later ones in either.
    Password,
    /// Neither is known.
    None,
}

/// Something that is looked up when a person asks, never by itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Inspection {
    /// What takes the most room in the folder.
    LargestFolders,
    /// Whose the paths are that this account may not write, and with which mode.
    OwnerAndMode,
    /// Which programs have the database open.
    DatabaseHolders,
    /// What a model server answers to a list of its models and to one tiny request. Nothing of the configuration's
    /// secrets goes there.
    ModelServer {
        /// Its address as the configuration has it (`baseUrl`).
        address: String,
        /// The model's name on it.
        model: String,
    },
}

/// How much a notification may disturb.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Urgency {
    /// Good news.
    Low,
    /// A failure that can wait.
    Normal,
    /// Down, or an approval.
    Critical,
}

/// A notification. The same key replaces the one before it in place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// Stable key.
    pub key: String,
    /// What exactly it is about. A press brings it back, and counts only while it still holds.
    pub etag: String,
    /// One line.
    pub title: String,
    /// What happened and why.
    pub body: String,
    /// How much it may disturb.
    pub urgency: Urgency,
    /// Buttons in order: action id, label.
    pub buttons: Vec<(String, String)>,
}

/// Something for the engine to do.
#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    /// Find OpenClaw and its Node.js, read the configuration, load the keychain, see whether a service is
    /// installed. Final: [`crate::Fact::Surroundings`].
    LookAround,
    /// The next look searches for every OpenClaw anew, whatever it knows. No final event.
    ForgetInstalls,
    /// See whether OpenClaw's folder has room and may be written. Final: [`crate::Fact::Folder`].
    LookAtFolder,
    /// Ask OpenClaw's own slow commands, one after the other, and keep what they tell for whoever asks next. Final:
    /// [`crate::Fact::Warned`].
    LookDeep,
    /// Look something up. Final: [`crate::Fact::Inspected`].
    Inspect(Inspection),
    /// See whether the gateway that this or an earlier keeper started still lives, and who holds the port. Final:
    /// [`crate::Fact::Occupancy`].
    LookForGateway,
    /// Find the gateway of this user, if any, that uses OpenClaw's folder on another port. Final:
    /// [`crate::Fact::StateOwner`].
    LookForStateOwner,
    /// See whether OpenClaw's package is as whole as its own list of files says, and whether these modules can be found
    /// from it. Final: [`crate::Fact::Package`].
    LookAtPackage {
        /// As lines named them: a package's name, or a path.
        modules: Vec<String>,
    },
    /// Find the gateways of this user that no Clawtray keeps and that are not this one. Final:
    /// [`crate::Fact::OtherGateways`].
    LookForOtherGateways,
    /// Ask a gateway that Clawtray did not start to end, once it is proven anew to be that gateway and this user's;
    /// it is never ended by force. Final: [`crate::Fact::OtherAsked`].
    EndOther {
        /// The process.
        process: ProcessRef,
    },
    /// From now on the gateway is met on another port than its own, or on its own again. No final event.
    MeetOn {
        /// The other port.
        port: Option<u16>,
    },
    /// Make sure that the configuration has a mode and a token, and that the keychain has the same token. Final:
    /// [`crate::Fact::Prepared`].
    Prepare,
    /// Let the configuration ask for a token, whatever it asks for now: a new one, or the keychain's. Final:
    /// [`crate::Fact::Prepared`].
    MakeToken,
    /// Start the gateway. Final: [`crate::Fact::Exited`], unless it could not be started:
    /// [`crate::Fact::SpawnFailed`]. Progress: [`crate::Fact::Spawned`].
    Spawn {
        /// Start it without chat channels.
        skip_channels: bool,
        /// It ends when the keeper does, however that ends.
        ends_with_keeper: bool,
    },
    /// Watch a process that this keeper did not start. Final: [`crate::Fact::Exited`] with nothing known but the end.
    Watch {
        /// Which.
        process: ProcessRef,
    },
    /// Read why the service's last process ended: its code or signal, and its last lines where the service manager
    /// keeps them. Final: [`crate::Fact::ServiceEndRead`].
    ReadServiceEnd {
        /// When the end was noticed, milliseconds since 1970; comes back.
        at_ms: u64,
        /// The process, where it was seen; else the manager's last one.
        process: Option<ProcessRef>,
    },
    /// Ask the process to end (TERM to the leader; by RPC where a system has no such signal). Final:
    /// [`crate::Fact::Signalled`].
    Terminate {
        /// Which; checked again right before.
        process: ProcessRef,
    },
    /// End the process group at once. Final: [`crate::Fact::Signalled`].
    Kill {
        /// Which; checked again right before.
        process: ProcessRef,
    },
    /// Ask `/healthz`, `/startupz`, `/readyz` and read the process's memory. Final: [`crate::Fact::Probed`].
    Probe {
        /// Whose memory to read.
        process: Option<ProcessRef>,
    },
    /// Open the link. Final: [`crate::LinkEvent::Closed`] or [`crate::LinkEvent::Refused`].
    Connect {
        /// What to present.
        credential: CredentialChoice,
        /// Scopes to ask for.
        scopes: Vec<String>,
        /// Say that this client answers what agents ask; they wait for it then.
        answers_agents: bool,
    },
    /// Close the link. After it nothing more is heard from that session, not even its close.
    Disconnect,
    /// Ask something over the link. Final: [`crate::Event::Replied`].
    Call {
        /// Comes back in the reply.
        ticket: Ticket,
        /// What.
        request: Request,
        /// Longest wait, milliseconds.
        limit_ms: u64,
    },
    /// Run OpenClaw's command line. Progress: [`crate::Event::CliLine`]. Final: [`crate::Event::CliEnded`].
    RunCli {
        /// Comes back in the answers.
        ticket: Ticket,
        /// Which command.
        command: CliCommand,
        /// Longest run, milliseconds; then its process group is ended.
        limit_ms: u64,
    },
    /// Install the newest OpenClaw with npm. Progress: [`crate::Event::CliLine`]. Final: [`crate::Event::CliEnded`].
    InstallOpenClaw {
        /// Comes back in the answers.
        ticket: Ticket,
        /// npm, as the person saw it.
        with: PackageManager,
        /// Longest run, milliseconds; then its process group is ended.
        limit_ms: u64,
    },
    /// Learn the shared token again, from the configuration or from OpenClaw's dashboard command, and keep it.
    /// Final: [`crate::Fact::TokenFetched`].
    FetchToken,
    /// Put a copy in place of the configuration, as a whole, after OpenClaw has accepted the copy; the file before it
    /// is kept. Final: [`crate::Fact::ConfigRestored`].
    RestoreConfig {
        /// File name of the copy, beside the configuration.
        copy: String,
        /// Fingerprint of the copy that the person saw.
        copy_stamp: String,
        /// Fingerprint of the configuration that the person saw.
        config_stamp: Option<String>,
        /// Also while a gateway runs, which has said that the file is not valid. Otherwise only where none does.
        while_running: bool,
    },
    /// Put the configuration's token into the keychain, and get it back from there by the program that OpenClaw would run.
    /// Final: [`crate::Fact::TokenProven`].
    ProveToken {
        /// The program.
        provider: Box<TokenProvider>,
    },
    /// Forget the device token: the gateway does not know it any more. Final: [`crate::Fact::Secrets`].
    ForgetDeviceToken,
    /// Make a new device key. The old one stays in use until the gateway has accepted the new one. Final:
    /// [`crate::Fact::Secrets`].
    NewIdentity,
    /// Read the keychain again. Final: [`crate::Fact::Secrets`].
    ReloadSecrets,
    /// Open the dashboard in the browser through a one-shot loopback redirect. Final: [`crate::Fact::Opened`].
    OpenDashboard {
        /// Answered by the executor's outcome; absent when nobody waits.
        ticket: Option<Ticket>,
    },
    /// Write one choice into the settings' file. Final: [`crate::Fact::Chosen`].
    Choose {
        /// Answered by the outcome.
        ticket: Ticket,
        /// The choice.
        change: SettingChange,
    },
    /// Open a page of OpenClaw's documentation in the browser. Final: [`crate::Fact::Opened`] without a ticket.
    OpenDocumentation {
        /// Its address.
        address: String,
    },
    /// Open the system's own settings of notifications. Final: [`crate::Fact::Opened`] without a ticket.
    OpenNotificationSettings,
    /// Open the window or bring it to the front.
    OpenWindow {
        /// Where.
        route: Route,
    },
    /// Open the window where none is open; one that is open stays where it is.
    OfferWindow {
        /// Where.
        route: Route,
    },
    /// Show or replace a notification.
    Notify(Note),
    /// Show a notification and say what came of it. Final: [`crate::Fact::NotificationTested`].
    TestNotification(Note),
    /// Take a notification back.
    Withdraw {
        /// Its key.
        key: String,
    },
    /// A press that counts for nothing: one line in the log.
    Ignored {
        /// The notification's key.
        key: String,
        /// The button's id.
        button: String,
        /// Why, in technical words.
        why: &'static str,
    },
    /// Start the keeper when the person logs in, or do not. Final: [`crate::Fact::StartsAtLogin`].
    StartAtLogin {
        /// Whether.
        on: bool,
    },
    /// The computer may sleep now; it waits for this.
    LetSleep,
    /// Write the kept state.
    Save(Box<Saved>),
    /// Set a timer. Final: [`crate::Event::Timer`].
    Timer {
        /// Which.
        id: TimerId,
        /// When, milliseconds from now.
        after_ms: u64,
    },
    /// Unset a timer.
    CancelTimer {
        /// Which.
        id: TimerId,
    },
    /// Answer an intent.
    Answer {
        /// The intent's ticket.
        ticket: Ticket,
        /// What came of it.
        result: Result<Answer, AppError>,
    },
    /// End the keeper. The gateway goes on unless it was stopped before.
    Exit,
}

impl Effect {
    /// True for what only concerns a gateway on this computer.
    pub(crate) fn is_about_this_computer(&self) -> bool {
        matches!(
            self,
            Self::LookAround
                | Self::ForgetInstalls
                | Self::LookForStateOwner
                | Self::LookAtPackage { .. }
                | Self::LookDeep
                | Self::LookForOtherGateways
                | Self::InstallOpenClaw { .. }
                | Self::EndOther { .. }
                | Self::MeetOn { .. }
                | Self::LookAtFolder
                | Self::Inspect(_)
                | Self::LookForGateway
                | Self::Prepare
                | Self::MakeToken
                | Self::Spawn { .. }
                | Self::Watch { .. }
                | Self::ReadServiceEnd { .. }
                | Self::Terminate { .. }
                | Self::Kill { .. }
                | Self::Probe { .. }
                | Self::RunCli { .. }
                | Self::FetchToken
                | Self::ProveToken { .. }
                | Self::RestoreConfig { .. }
        )
    }
}
