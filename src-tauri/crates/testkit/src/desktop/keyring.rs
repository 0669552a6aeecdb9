//! The Secret Service of the session: gnome-keyring, unlocked, with nothing in it.

use std::{
    io::Write,
    path::Path,
    process::{Command, Stdio},
    time::Duration,
};

use super::{
    error::{DesktopError, Result},
    program::{Program, output},
};

pub(super) const NAME: &str = "org.freedesktop.secrets";
const LIMIT: Duration = Duration::from_secs(20);

/// Starts the daemon in the foreground with a new login keyring. It is ready when [`NAME`] has an owner.
pub(super) fn start(runtime_dir: &Path, mut command: Command) -> Result<Program> {
    let control = runtime_dir.join("keyring");
    command.args(["--foreground", "--unlock", "--components=secrets"]).arg("--control-directory").arg(control);
    command.stdin(Stdio::piped());
    let mut daemon = Program::start("gnome-keyring-daemon", command)?;
    if let Some(mut stdin) = daemon.child().stdin.take() {
        // The password of a keyring that lives as long as this session and only in its folder.
        stdin.write_all(b"private\n")?;
    }
    Ok(daemon)
}

/// The secret kept for `service` and `username`, if there is one.
pub(super) fn lookup(mut command: Command, service: &str, username: &str) -> Result<Option<String>> {
    command.args(["lookup", "service", service, "username", username]);
    let (status, secret) = output("secret-tool", command, "", LIMIT)?;
    match status.code() {
        Some(0) => Ok(Some(secret)),
        Some(1) if secret.is_empty() => Ok(None),
        _ => Err(DesktopError::Failed { program: "secret-tool".to_owned(), why: secret }),
    }
}

/// Keeps a secret.
pub(super) fn store(mut command: Command, service: &str, username: &str, secret: &str) -> Result<()> {
    command.args(["store", "--label", service, "service", service, "username", username]);
    let (status, said) = output("secret-tool", command, secret, LIMIT)?;
    if status.success() { Ok(()) } else { Err(DesktopError::Failed { program: "secret-tool".to_owned(), why: said }) }
}

/// The user names under which `service` keeps secrets, in order.
pub(super) fn usernames(mut command: Command, service: &str) -> Result<Vec<String>> {
    command.args(["search", "--all", "service", service]);
    let (_, said) = output("secret-tool", command, "", LIMIT)?;
    let mut names: Vec<String> =
        said.lines().filter_map(|line| line.strip_prefix("attribute.username = ")).map(str::to_owned).collect();
    names.sort();
    Ok(names)
}
