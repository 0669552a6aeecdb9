//! One step of a plan: what it does in words, as a command, and how long it may take.

use crate::{
    approvals::ApprovalRequest,
    effect::{CliCommand, Inspection, ProcessRef, Request},
    event::{PackageManager, TokenProvider},
    findings::Words,
    link::Link,
    patch::{self, REDACTED},
    saved::UndoKey,
};

/// Limit of `doctor --fix`, milliseconds: 8 to 14 s were seen, cold machines take longer.
pub(super) const DOCTOR_LIMIT_MS: u64 = 180_000;
/// Limit of a start until all three signals agree, milliseconds.
pub(crate) const START_LIMIT_MS: u64 = 240_000;
/// Limit of writing an archive, milliseconds: a folder of many GB takes minutes.
pub(super) const ARCHIVE_LIMIT_MS: u64 = 900_000;
/// Limit of installing or updating OpenClaw, milliseconds: some 500 packages come over the network.
pub(crate) const INSTALL_LIMIT_MS: u64 = 1_200_000;
/// Limit of one tiny request to a model, milliseconds: a server of one's own may load the model first.
pub(super) const MODEL_LIMIT_MS: u64 = 180_000;
/// Limit of a service command, milliseconds.
pub(super) const SERVICE_LIMIT_MS: u64 = 180_000;
/// Limit of learning the token from OpenClaw's command line, milliseconds: 11 to 14 s were seen, busy machines take longer.
pub(super) const TOKEN_LIMIT_MS: u64 = 190_000;
/// Limit of checking a copy of the configuration, milliseconds: 2 to 9 s were seen.
pub(super) const VALIDATE_LIMIT_MS: u64 = 120_000;
/// Limit of waiting for the end of a lockout and signing in, milliseconds: the gateway's own lockout is 300 s.
pub(super) const LOCKOUT_LIMIT_MS: u64 = 420_000;
/// Limit of opening the keychain, milliseconds: a person types a password meanwhile.
const KEYCHAIN_LIMIT_MS: u64 = 180_000;
/// Limit of a call, milliseconds.
pub(super) const CALL_LIMIT_MS: u64 = 30_000;
/// Limit of `config patch`, milliseconds: 2 to 9 s were seen, cold machines take longer.
pub(super) const CONFIG_LIMIT_MS: u64 = 120_000;
/// Limit of waiting for a decision on rights, milliseconds: OpenClaw keeps such a request for 5 min.
pub(crate) const RIGHTS_LIMIT_MS: u64 = 300_000;
/// Limit of a drain, milliseconds: OpenClaw's own longest wait for running work is 5 min.
const DRAIN_LIMIT_MS: u64 = 330_000;

/// One step of a plan.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Step {
    /// See who is there; go on only when nobody is.
    CheckNobodyThere,
    /// See who is there.
    Look,
    /// Read the configuration and the service definition again.
    LookAround,
    /// Run a command of OpenClaw's.
    Cli { command: CliCommand, limit_ms: u64 },
    /// Put a copy in place of the configuration.
    RestoreConfig { copy: String, copy_stamp: String, config_stamp: Option<String>, while_running: bool },
    /// Change the configuration over the link.
    Patch { keys: Vec<UndoKey> },
    /// End a gateway that does not answer.
    EndSilent,
    /// Ask a gateway that Clawtray did not start to end.
    EndOther { process: ProcessRef },
    /// See which gateways of this user there are that no Clawtray keeps.
    LookForOthers,
    /// Install the newest OpenClaw.
    Install { with: PackageManager },
    /// Go on only where there is an OpenClaw that can be run.
    CheckInstalled,
    /// Show a notification.
    TestNotification,
    /// Watch a gateway that somebody else keeps.
    Attach { process: Option<ProcessRef>, port: Option<u16> },
    /// From now on another service keeps it, and Clawtray only watches.
    LeaveToOther,
    /// Stop the gateway so that the service manager can start it; what the person wants stays.
    StopForService,
    /// From now on Clawtray keeps it, also where a service did before.
    KeepByClawtray,
    /// Start the gateway once.
    Start { skip_channels: bool },
    /// Wait until process, HTTP and RPC agree.
    ProveReady,
    /// Wait until it has been ready for a minute.
    ProveStable,
    /// Learn the shared token again.
    FetchToken,
    /// Let the configuration ask for a token, and keep the same one in the keychain.
    MakeToken,
    /// Put the configuration's token into the keychain, and get it back the way OpenClaw would.
    ProveToken { provider: Box<TokenProvider> },
    /// Sign in anew with the shared token and nothing else.
    SignInWithToken,
    /// Ask the keychain again; a locked one asks the person.
    OpenKeychain,
    /// Make a new device key beside the one of today.
    NewIdentity,
    /// Sign in anew.
    Reconnect,
    /// Sign in anew once the gateway, which counts failures, lets anybody try again.
    ReconnectWhenAllowed,
    /// Ask for more rights over the open session and wait for the decision, which is made here where it may be.
    AskForRights {
        /// All scopes wanted, those held included.
        scopes: Vec<String>,
        /// Approve it on this computer.
        here: bool,
    },
    /// A call over the link.
    Call(Request),
    /// Stop and start again, with the drain that the gateway wants.
    Restart,
    /// Open a place in the browser.
    Open(Place),
    /// Show what is known, looked at afresh.
    Show,
    /// Look something up and show it.
    Inspect(Inspection),
    /// Leave it as it is and tell it again only when it changes.
    Acknowledge,
    /// Show a command that the person can run.
    Tell(String),
    /// Go on only where the gateway says that the configuration on disk is not valid.
    CheckNotValid,
    /// Decide a request that waits, exactly as it was seen.
    Decide { seen: Box<ApprovalRequest>, call: Request },
}

impl Step {
    /// The steps that change these keys of the configuration.
    pub(crate) fn change(keys: Vec<UndoKey>, link: &Link) -> Vec<Self> {
        if link.hello().is_some() {
            return vec![Self::Patch { keys }];
        }
        vec![Self::Cli { command: CliCommand::ConfigPatch { keys }, limit_ms: CONFIG_LIMIT_MS }, Self::LookAround]
    }

    /// True for a step that changes keys of the configuration.
    pub(crate) fn changes_keys(&self) -> bool {
        matches!(self, Self::Patch { .. } | Self::Cli { command: CliCommand::ConfigPatch { .. }, .. })
    }

    /// True for a step that writes the configuration.
    pub(crate) fn writes_config(&self) -> bool {
        self.changes_keys()
            || self.mends_config()
            || matches!(self, Self::Cli { command: CliCommand::SetModeLocal, .. } | Self::MakeToken)
    }

    /// What it does, in words.
    pub(crate) fn label(&self) -> Words {
        Words::plain(match self {
            Self::CheckNobodyThere => "step-check-nobody-there",
            Self::Look => "step-look",
            Self::LookAround => "step-look-around",
            Self::Cli { command, .. } => match command {
                CliCommand::DoctorFix => "step-doctor-fix",
                CliCommand::ConfigPatch { .. } => "step-patch",
                CliCommand::SetModeLocal => "step-set-mode-local",
                CliCommand::ServiceInstall { .. } => "step-service-install",
                CliCommand::ServiceStart => "step-service-start",
                CliCommand::ServiceStop => "step-service-stop",
                CliCommand::ServiceRestart => "step-service-restart",
                CliCommand::ServiceUninstall => "step-service-uninstall",
                CliCommand::DevicesApprove { .. } => "step-devices-approve",
                CliCommand::BindLoopback => "step-bind-loopback",
                CliCommand::DiagnosticsExport => "step-diagnostics-export",
                CliCommand::BackupCreate { .. } => "step-backup-create",
                CliCommand::BrowserStart { .. } => "step-browser-start",
                CliCommand::BrowserOpenTab { .. } => "step-browser-open-tab",
                CliCommand::RunModel { .. } => "step-run-model",
                CliCommand::Update => "step-update",
            },
            Self::RestoreConfig { .. } => "step-restore-config",
            Self::Patch { .. } => "step-patch",
            Self::EndSilent => "step-end-silent",
            Self::EndOther { .. } => "step-end-other",
            Self::LookForOthers => "step-look-for-others",
            Self::Install { .. } => "step-install",
            Self::CheckInstalled => "step-check-installed",
            Self::TestNotification => "step-test-notification",
            Self::Attach { .. } => "step-attach",
            Self::LeaveToOther => "step-leave-to-other",
            Self::StopForService => "step-stop-for-service",
            Self::KeepByClawtray => "step-keep-by-clawtray",
            Self::Start { skip_channels: false } => "step-start",
            Self::Start { skip_channels: true } => "step-start-without-channels",
            Self::ProveReady => "step-prove-ready",
            Self::ProveStable => "step-prove-stable",
            Self::FetchToken => "step-fetch-token",
            Self::MakeToken => "step-prepare",
            Self::ProveToken { .. } => "step-prove-token",
            Self::SignInWithToken => "step-sign-in-with-token",
            Self::OpenKeychain => "step-open-keychain",
            Self::NewIdentity => "step-new-identity",
            Self::Reconnect => "step-reconnect",
            Self::ReconnectWhenAllowed => "step-reconnect-when-allowed",
            Self::Restart => "step-restart",
            Self::Open(Place::Dashboard) => "step-open-dashboard",
            Self::Open(Place::Documentation(_)) => "step-open-documentation",
            Self::Open(Place::Window | Place::Gateways) => "step-open-window",
            Self::Open(Place::NotificationSettings) => "step-open-system-settings",
            Self::Show => "step-show",
            Self::Inspect(Inspection::LargestFolders) => "step-inspect-largest-folders",
            Self::Inspect(Inspection::OwnerAndMode) => "step-inspect-owner-and-mode",
            Self::Inspect(Inspection::DatabaseHolders) => "step-inspect-database-holders",
            Self::Inspect(Inspection::ModelServer { .. }) => "step-inspect-model-server",
            Self::Acknowledge => "step-acknowledge",
            Self::Tell(_) => "step-tell",
            Self::CheckNotValid => "step-check-not-valid",
            Self::Decide { .. } => "step-decide",
            Self::Call(Request::StartChannel { .. }) => "step-start-channel",
            Self::Call(Request::StopChannel { .. }) => "step-stop-channel",
            Self::Call(Request::Health) => "step-health",
            Self::Call(Request::Parts) => "step-parts",
            Self::Call(Request::ListJobs) => "step-list-jobs",
            Self::Call(Request::RunJob { .. }) => "step-run-job",
            Self::Call(Request::PauseJob { .. }) => "step-pause-job",
            Self::Call(Request::Wake) => "step-wake",
            Self::Call(Request::SwitchHeartbeatsOn) => "step-switch-heartbeats-on",
            Self::Call(Request::AllowProgram { allow: true, .. }) => "step-allow-program",
            Self::Call(Request::AllowProgram { allow: false, .. }) => "step-forbid-program",
            Self::AskForRights { here: true, .. } => "step-ask-for-rights-here",
            Self::AskForRights { here: false, .. } => "step-ask-for-rights",
            Self::Call(_) => "step-call",
        })
    }

    /// The command or call as a person could type it.
    pub(super) fn command(&self) -> Option<String> {
        match self {
            Self::Cli { command, .. } => Some(command.display()),
            Self::Patch { keys } => {
                let patch = patch::merge_patch(keys.iter().map(|key| (key.path.as_slice(), &key.after)));
                Some(format!("config.patch {patch}"))
            }
            Self::Start { skip_channels } => Some(if *skip_channels {
                "OPENCLAW_SKIP_CHANNELS=1 openclaw gateway run".into()
            } else {
                "openclaw gateway run".into()
            }),
            Self::RestoreConfig { copy, .. } => {
                Some(format!("openclaw config validate --json; {copy} -> openclaw.json"))
            }
            Self::Install { with } => Some(install_command(&with.prefix)),
            Self::Inspect(Inspection::ModelServer { address, .. }) => {
                Some(format!("GET {address}/models; POST {address}/chat/completions"))
            }
            Self::FetchToken => Some("openclaw dashboard --no-open --json".into()),
            Self::MakeToken => {
                let patch = format!(r#"{{"gateway":{{"auth":{{"mode":"token","token":"{REDACTED}"}}}}}}"#);
                Some(format!("echo '{patch}' | openclaw config patch --stdin"))
            }
            Self::ProveToken { provider } => Some(format!("{} {}", provider.command, provider.args.join(" "))),
            Self::Call(request) | Self::Decide { call: request, .. } => Some(request.display()),
            Self::Tell(command) => Some(command.clone()),
            Self::CheckNotValid => Some("config.get".into()),
            Self::AskForRights { scopes, here } => {
                let asked = Request::AskForScopes { scopes: scopes.clone() }.display();
                Some(if *here { format!("{asked}; openclaw devices approve") } else { asked })
            }
            Self::Restart => Some("openclaw gateway restart".into()),
            Self::Open(Place::Documentation(page)) => Some(documentation(page)),
            Self::Open(Place::Dashboard | Place::Window | Place::Gateways | Place::NotificationSettings)
            | Self::Show
            | Self::Inspect(_)
            | Self::Acknowledge
            | Self::EndSilent
            | Self::EndOther { .. }
            | Self::LookForOthers
            | Self::CheckInstalled
            | Self::TestNotification
            | Self::Attach { .. }
            | Self::LeaveToOther
            | Self::StopForService
            | Self::KeepByClawtray
            | Self::CheckNobodyThere
            | Self::Look
            | Self::LookAround
            | Self::ProveReady
            | Self::ProveStable
            | Self::OpenKeychain
            | Self::NewIdentity
            | Self::SignInWithToken
            | Self::Reconnect
            | Self::ReconnectWhenAllowed => None,
        }
    }

    /// True for what ends a gateway that may be working, or begins it anew.
    pub(super) fn interrupts(&self) -> bool {
        matches!(
            self,
            Self::Restart
                | Self::EndSilent
                | Self::StopForService
                | Self::Cli {
                    command: CliCommand::ServiceInstall { .. }
                        | CliCommand::ServiceRestart
                        | CliCommand::ServiceStop
                        | CliCommand::ServiceUninstall
                        | CliCommand::Update,
                    ..
                }
        )
    }

    /// True for what may put an older configuration in place.
    pub(crate) fn mends_config(&self) -> bool {
        matches!(self, Self::RestoreConfig { .. } | Self::Cli { command: CliCommand::DoctorFix, .. })
    }

    /// True for what can only be done on the gateway's own computer.
    pub(super) fn is_about_this_computer(&self) -> bool {
        matches!(
            self,
            Self::CheckNobodyThere
                | Self::Look
                | Self::LookAround
                | Self::Cli { .. }
                | Self::RestoreConfig { .. }
                | Self::EndSilent
                | Self::LookForOthers
                | Self::Install { .. }
                | Self::CheckInstalled
                | Self::StopForService
                | Self::KeepByClawtray
                | Self::Start { .. }
                | Self::ProveReady
                | Self::ProveStable
                | Self::FetchToken
                | Self::MakeToken
                | Self::ProveToken { .. }
                | Self::Restart
                | Self::Inspect(_)
                | Self::Open(Place::Dashboard)
        )
    }

    /// Longest time it may take, milliseconds.
    pub(crate) fn limit_ms(&self) -> u64 {
        match self {
            Self::Cli { limit_ms, .. } => *limit_ms + 5_000,
            // Signing in may have to wait for a gateway that has just been started.
            Self::ProveReady | Self::Reconnect | Self::SignInWithToken => START_LIMIT_MS,
            Self::ReconnectWhenAllowed => LOCKOUT_LIMIT_MS,
            Self::AskForRights { .. } => RIGHTS_LIMIT_MS + CALL_LIMIT_MS,
            Self::ProveStable => START_LIMIT_MS + crate::gateway::STABLE_MS,
            Self::FetchToken | Self::MakeToken => TOKEN_LIMIT_MS,
            Self::OpenKeychain | Self::NewIdentity | Self::ProveToken { .. } => KEYCHAIN_LIMIT_MS,
            Self::Install { .. } => INSTALL_LIMIT_MS + 5_000,
            Self::RestoreConfig { .. } => VALIDATE_LIMIT_MS,
            Self::Call(_) | Self::CheckNotValid | Self::Decide { .. } => CALL_LIMIT_MS * 2,
            // Read, written, and read again where the gateway did not say that it wrote.
            Self::Patch { .. } => CALL_LIMIT_MS * 3,
            Self::Restart => START_LIMIT_MS + DRAIN_LIMIT_MS,
            Self::StopForService | Self::EndOther { .. } => DRAIN_LIMIT_MS,
            // A gateway that fails to start looks for the cause itself before it ends: 12 s were seen on an idle computer.
            Self::CheckNobodyThere => 90_000,
            Self::Look
            | Self::LookAround
            | Self::EndSilent
            | Self::LookForOthers
            | Self::CheckInstalled
            | Self::TestNotification
            | Self::Attach { .. }
            | Self::LeaveToOther
            | Self::KeepByClawtray
            | Self::Start { .. }
            | Self::Open(_)
            | Self::Show
            | Self::Tell(_)
            | Self::Acknowledge => 30_000,
            Self::Inspect(Inspection::ModelServer { .. }) => MODEL_LIMIT_MS,
            // A folder may hold very many files.
            Self::Inspect(_) => 60_000,
        }
    }
}

/// A place outside Clawtray.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Place {
    /// The gateway's own dashboard.
    Dashboard,
    /// A page of OpenClaw's documentation.
    Documentation(&'static str),
    /// Clawtray's own window.
    Window,
    /// Its page of gateways.
    Gateways,
    /// The system's own settings of notifications.
    NotificationSettings,
}

/// npm's command, as a person would type it. The engine runs the same.
pub(super) fn install_command(prefix: &str) -> String {
    let prefix = if prefix.contains(' ') { format!("'{prefix}'") } else { prefix.to_owned() };
    format!("npm install --global --prefix {prefix} openclaw@latest")
}

/// The address of a page of OpenClaw's documentation.
pub(crate) fn documentation(page: &str) -> String {
    format!("https://docs.openclaw.ai/{}", page.strip_suffix("/index").unwrap_or(page))
}
