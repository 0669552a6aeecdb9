//! Commands of OpenClaw's own command line, as data.

use crate::{patch, saved::UndoKey};

/// A command of OpenClaw's own command line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CliCommand {
    /// `openclaw doctor --fix --yes --non-interactive`
    DoctorFix,
    /// `openclaw config patch --stdin` with a merge patch of exactly these keys, after each was found as it was.
    ConfigPatch {
        /// The keys.
        keys: Vec<UndoKey>,
    },
    /// `openclaw config set gateway.mode local`
    SetModeLocal,
    /// `openclaw gateway install --force --port <port> --json`
    ServiceInstall {
        /// TCP port.
        port: u16,
    },
    /// `openclaw gateway start --json`; where the service is not active after it, the service manager's own start of
    /// that one service.
    ServiceStart,
    /// `openclaw gateway stop --force --json`
    ServiceStop,
    /// `openclaw gateway restart --json`
    ServiceRestart,
    /// `openclaw gateway uninstall --json`
    ServiceUninstall,
    /// `openclaw devices approve <request id> --json`
    DevicesApprove {
        /// The pairing request.
        request: String,
    },
    /// `openclaw config set gateway.bind loopback`
    BindLoopback,
    /// `openclaw gateway diagnostics export --json`
    DiagnosticsExport,
    /// `openclaw backup create --verify --json --output <folder>`
    BackupCreate {
        /// Where the archive is written.
        folder: String,
    },
    /// `openclaw browser start --browser-profile <profile>`
    BrowserStart {
        /// Its profile.
        profile: String,
    },
    /// `openclaw browser open about:blank --browser-profile <profile>`
    BrowserOpenTab {
        /// Its profile.
        profile: String,
    },
    /// `openclaw update --yes --json`
    Update,
    /// `openclaw infer model run --local --model <model> --prompt <MODEL_PROMPT> --json`
    RunModel {
        /// `provider/model`.
        model: String,
    },
}

/// What a model is asked for a test.
pub const MODEL_PROMPT: &str = "Reply with exactly: pong";

impl CliCommand {
    /// Arguments after `openclaw`.
    pub fn args(&self) -> Vec<String> {
        let words: &[&str] = match self {
            Self::DoctorFix => &["doctor", "--fix", "--yes", "--non-interactive"],
            Self::ConfigPatch { .. } => &["config", "patch", "--stdin"],
            Self::SetModeLocal => &["config", "set", "gateway.mode", "local"],
            Self::ServiceInstall { port } => {
                return ["gateway", "install", "--force", "--port", &port.to_string(), "--json"]
                    .map(String::from)
                    .to_vec();
            }
            Self::ServiceStart => &["gateway", "start", "--json"],
            Self::ServiceStop => &["gateway", "stop", "--force", "--json"],
            Self::ServiceRestart => &["gateway", "restart", "--json"],
            Self::ServiceUninstall => &["gateway", "uninstall", "--json"],
            Self::DevicesApprove { request } => {
                return ["devices", "approve", request, "--json"].map(String::from).to_vec();
            }
            Self::BindLoopback => &["config", "set", "gateway.bind", "loopback"],
            Self::DiagnosticsExport => &["gateway", "diagnostics", "export", "--json"],
            Self::BackupCreate { folder } => {
                return ["backup", "create", "--verify", "--json", "--output", folder].map(String::from).to_vec();
            }
            Self::BrowserStart { profile } => {
                return ["browser", "start", "--browser-profile", profile].map(String::from).to_vec();
            }
            Self::BrowserOpenTab { profile } => {
                return ["browser", "open", "about:blank", "--browser-profile", profile].map(String::from).to_vec();
            }
            Self::Update => &["update", "--yes", "--json"],
            Self::RunModel { model } => {
                return ["infer", "model", "run", "--local", "--model", model, "--prompt", MODEL_PROMPT, "--json"]
                    .map(String::from)
                    .to_vec();
            }
        };
        words.iter().map(|word| (*word).to_owned()).collect()
    }

    /// The command as a person would type it.
    pub fn display(&self) -> String {
        if let Self::ConfigPatch { keys } = self {
            let patch = patch::merge_patch(keys.iter().map(|key| (key.path.as_slice(), &key.after)));
            return format!("echo '{patch}' | openclaw {}", self.args().join(" "));
        }
        let args = self.args();
        let words = args.iter().map(|word| if word.contains(' ') { format!("'{word}'") } else { word.clone() });
        format!("openclaw {}", words.collect::<Vec<_>>().join(" "))
    }
}
