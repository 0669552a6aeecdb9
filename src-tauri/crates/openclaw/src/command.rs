//! OpenClaw's commands as plain data, so that what is shown before running is exactly what runs.

use std::fmt::Write as _;

/// One `openclaw` command line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Command {
    /// The arguments after `openclaw`. They never hold a secret.
    pub args: Vec<String>,
    /// What it does, as data for the one who words it.
    pub purpose: Purpose,
    /// What is sent to its standard input, when anything is.
    pub stdin: Option<StdinNote>,
    /// True when it changes the configuration, the state folder or a service.
    pub changes: bool,
}

/// What a command is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// Repairs the configuration and the state folder.
    DoctorFix,
    /// Installs or rewrites the gateway service.
    ServiceInstall,
    /// Starts the gateway service.
    ServiceStart,
    /// Restarts the gateway, whoever runs it.
    ServiceRestart,
    /// Stops the gateway service.
    ServiceStop,
    /// Removes the gateway service.
    ServiceUninstall,
    /// Reports the state of the service and of the gateway.
    ServiceStatus,
    /// Reports what only OpenClaw itself can tell of the gateway, the service and the installation.
    DeepLook,
    /// Merges a patch into the configuration.
    ConfigPatch,
    /// Says that the gateway runs on this computer.
    SetModeLocal,
    /// Checks the configuration against OpenClaw's own rules.
    ConfigValidate,
    /// Asks for the dashboard address with its token.
    DashboardUrl,
    /// Lists paired devices and pairing requests.
    DevicesList,
    /// Approves one pairing request.
    DevicesApprove,
    /// Lets the gateway listen on this computer only.
    BindLoopback,
    /// Writes what support needs into one file, without secrets.
    DiagnosticsExport,
    /// Writes everything of OpenClaw's into one archive.
    BackupCreate,
    /// Starts the browser of a profile.
    BrowserStart,
    /// Opens an empty tab in it.
    BrowserOpenTab,
    /// Brings OpenClaw to its newest release.
    Update,
    /// Sends one tiny request to a model.
    RunModel,
}

/// What goes to standard input.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StdinNote {
    /// A configuration patch as JSON5 text. It may hold secrets; show it only after `config::redact`.
    ConfigPatch,
}

impl Command {
    fn new(purpose: Purpose, changes: bool, args: &[&str]) -> Self {
        Self { args: args.iter().map(|arg| (*arg).to_owned()).collect(), purpose, stdin: None, changes }
    }

    /// The command as a person would type it in a shell.
    pub fn display(&self) -> String {
        let mut line = String::from("openclaw");
        for arg in &self.args {
            let _ = write!(line, " {}", quoted(arg));
        }
        if self.stdin == Some(StdinNote::ConfigPatch) {
            line.push_str(" < patch");
        }
        line
    }
}

fn quoted(arg: &str) -> String {
    let plain = |character: char| character.is_ascii_alphanumeric() || "-_./:=@,+%".contains(character);
    if !arg.is_empty() && arg.chars().all(plain) { arg.to_owned() } else { format!("'{}'", arg.replace('\'', r"'\''")) }
}

/// `doctor --fix` without questions. Prints text for people; takes 8 to 35 s.
pub fn doctor_fix() -> Command {
    Command::new(Purpose::DoctorFix, true, &["doctor", "--fix", "--yes", "--non-interactive"])
}

/// Installs the gateway service, or rewrites it when there is one.
pub fn gateway_install_force(port: u16) -> Command {
    let port = port.to_string();
    Command::new(Purpose::ServiceInstall, true, &["gateway", "install", "--force", "--port", &port, "--json"])
}

/// Starts the gateway service.
pub fn gateway_start() -> Command {
    Command::new(Purpose::ServiceStart, true, &["gateway", "start", "--json"])
}

/// Restarts the gateway: the service, or a gateway in the foreground.
pub fn gateway_restart() -> Command {
    Command::new(Purpose::ServiceRestart, true, &["gateway", "restart", "--json"])
}

/// Stops the gateway service. Without `--force` OpenClaw refuses when nobody can answer its question.
pub fn gateway_stop_force() -> Command {
    Command::new(Purpose::ServiceStop, true, &["gateway", "stop", "--force", "--json"])
}

/// The same for an OpenClaw of spring 2026, which asks nothing and knows no `--force` (2026.4.29).
pub fn gateway_stop() -> Command {
    Command::new(Purpose::ServiceStop, true, &["gateway", "stop", "--json"])
}

/// Removes the gateway service.
pub fn gateway_uninstall() -> Command {
    Command::new(Purpose::ServiceUninstall, true, &["gateway", "uninstall", "--json"])
}

/// The state of the service, without connecting to the gateway.
pub fn gateway_status() -> Command {
    Command::new(Purpose::ServiceStatus, false, &["gateway", "status", "--no-probe", "--json"])
}

/// The state of service and gateway with a look at other services. Takes 6 to 9 s.
pub fn gateway_status_deep() -> Command {
    Command::new(Purpose::DeepLook, false, &["gateway", "status", "--deep", "--json"])
}

/// Every gateway that can be reached, and warnings about them. Takes 8 to 18 s.
pub fn gateway_probe() -> Command {
    Command::new(Purpose::DeepLook, false, &["gateway", "probe", "--json"])
}

/// OpenClaw's own checks; changes nothing. Takes 6 to 25 s.
pub fn doctor_lint() -> Command {
    Command::new(Purpose::DeepLook, false, &["doctor", "--lint", "--json"])
}

/// OpenClaw's own diagnostics, without chats and secrets, as a zip file at this path.
pub fn diagnostics_export_to(output: &str) -> Command {
    Command::new(Purpose::DiagnosticsExport, false, &["gateway", "diagnostics", "export", "--output", output, "--json"])
}

/// Merges the JSON5 patch on standard input into the configuration; `null` deletes a key. Creates the file when there
/// is none. Prints text for people: OpenClaw 2026.9.6 accepts `--json` only together with `--dry-run`.
pub fn config_patch_stdin() -> Command {
    Command {
        stdin: Some(StdinNote::ConfigPatch),
        ..Command::new(Purpose::ConfigPatch, true, &["config", "patch", "--stdin"])
    }
}

/// Checks a patch as `config_patch_stdin` would apply it and changes nothing.
pub fn config_patch_stdin_dry_run() -> Command {
    Command {
        stdin: Some(StdinNote::ConfigPatch),
        ..Command::new(Purpose::ConfigPatch, false, &["config", "patch", "--stdin", "--dry-run", "--json"])
    }
}

/// Sets `gateway.mode` to `local`. Prints text for people.
pub fn set_mode_local() -> Command {
    Command::new(Purpose::SetModeLocal, true, &["config", "set", "gateway.mode", "local"])
}

/// Sets `gateway.bind` to `loopback`. Prints text for people.
pub fn bind_loopback() -> Command {
    Command::new(Purpose::BindLoopback, true, &["config", "set", "gateway.bind", "loopback"])
}

/// Writes the diagnostics export below the state folder; secrets and conversations are left out or redacted
/// ("Diagnostics export" of OpenClaw's documentation).
pub fn diagnostics_export() -> Command {
    Command::new(Purpose::DiagnosticsExport, false, &["gateway", "diagnostics", "export", "--json"])
}

/// Writes a verified archive of state and configuration into `folder`. It holds secrets. An existing archive is never
/// overwritten ("openclaw backup" of OpenClaw's documentation). `None` when the folder could be read as an option.
pub fn backup_create(folder: &str) -> Option<Command> {
    let usable = !folder.is_empty() && !folder.starts_with('-');
    usable.then(|| {
        Command::new(Purpose::BackupCreate, false, &["backup", "create", "--verify", "--json", "--output", folder])
    })
}

/// Starts the browser of a profile. `None` when the name could be read as an option.
pub fn browser_start(profile: &str) -> Option<Command> {
    let usable = !profile.is_empty() && !profile.starts_with('-');
    usable.then(|| Command::new(Purpose::BrowserStart, false, &["browser", "start", "--browser-profile", profile]))
}

/// Opens an empty tab in the browser of a profile. `None` when the name could be read as an option.
pub fn browser_open_tab(profile: &str) -> Option<Command> {
    let usable = !profile.is_empty() && !profile.starts_with('-');
    let args = ["browser", "open", "about:blank", "--browser-profile", profile];
    usable.then(|| Command::new(Purpose::BrowserOpenTab, false, &args))
}

/// Checks the configuration file.
pub fn config_validate() -> Command {
    Command::new(Purpose::ConfigValidate, false, &["config", "validate", "--json"])
}

/// The dashboard address. Each call also makes a one-time token for a browser, so do not call it in a loop.
pub fn dashboard_url() -> Command {
    Command::new(Purpose::DashboardUrl, false, &["dashboard", "--no-open", "--json"])
}

/// Paired devices and waiting requests.
pub fn devices_list() -> Command {
    Command::new(Purpose::DevicesList, false, &["devices", "list", "--json"])
}

/// Approves the pairing request `request_id`. `None` when the id could be read as an option or is not an id at all.
pub fn devices_approve(request_id: &str) -> Option<Command> {
    let allowed = |character: char| character.is_ascii_alphanumeric() || "-_.:".contains(character);
    let usable = !request_id.is_empty()
        && request_id.len() <= 128
        && !request_id.starts_with('-')
        && request_id.chars().all(allowed);
    usable.then(|| Command::new(Purpose::DevicesApprove, true, &["devices", "approve", request_id, "--json"]))
}

/// Brings OpenClaw to its newest release and restarts its service, where it has one. Takes minutes.
pub fn update() -> Command {
    Command::new(Purpose::Update, true, &["update", "--yes", "--json"])
}

/// One tiny request to `model` (`provider/model`), without a gateway. `None` for what is not the name of a model.
pub fn run_model(model: &str, prompt: &str) -> Option<Command> {
    let named = model.contains('/') && !model.starts_with('-') && !model.chars().any(char::is_control);
    let args = ["infer", "model", "run", "--local", "--model", model, "--prompt", prompt, "--json"];
    named.then(|| Command::new(Purpose::RunModel, false, &args))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_command_reads_as_a_shell_line() {
        assert_eq!(gateway_install_force(18789).display(), "openclaw gateway install --force --port 18789 --json");
        assert_eq!(config_patch_stdin().display(), "openclaw config patch --stdin < patch");
        let mut odd = gateway_status();
        odd.args = vec![String::new(), "it's $HOME".to_owned()];
        assert_eq!(odd.display(), r"openclaw '' 'it'\''s $HOME'");
    }

    #[test]
    fn a_backups_folder_cannot_become_an_option() {
        let command = backup_create("/home/me").expect("a folder");
        assert_eq!(command.display(), "openclaw backup create --verify --json --output /home/me");
        assert_eq!((backup_create(""), backup_create("--target")), (None, None));
    }

    #[test]
    fn a_models_name_cannot_become_an_option() {
        assert!(run_model("ollama/qwen3", "pong").is_some_and(|command| !command.changes));
        assert_eq!((run_model("--prompt/x", "pong"), run_model("qwen3", "pong")), (None, None));
    }

    #[test]
    fn a_request_id_cannot_become_an_option() {
        assert_eq!(devices_approve("6f1c-22").map(|command| command.args[2].clone()), Some("6f1c-22".to_owned()));
        for bad in ["", "--latest", "a b", "a;rm", "é", &"x".repeat(129)] {
            assert_eq!(devices_approve(bad), None, "{bad}");
        }
    }
}
