//! Opening a web address in the person's browser.

use std::path::Path;
use std::process::Stdio;
use std::time::Duration;

use tokio::process::Command;

const URL_LIMIT_BYTES: usize = 8 * 1024;

/// Why an address was not opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenFailure {
    /// Only `http` and `https` addresses without spaces and control characters, of at most 8 KiB, are opened.
    #[error("this is not a web address that can be opened")]
    NotAWebAddress,
    /// This computer has no program that opens web addresses.
    #[error("no program here opens web addresses")]
    NoProgram,
    /// The programs there are gave up.
    #[error("the browser could not be opened: {0}")]
    Failed(String),
}

/// Opens an address in the default browser, or with `program` when one is given.
///
/// Some openers stay as long as the browser does, others end at once. This waits up to `patience` for one to fail and
/// then takes it as working; it is collected whenever it ends. Must be called inside a tokio runtime. The address is
/// an argument of that program, which every process of this computer can read: put no lasting secret in it.
///
/// # Errors
/// [`OpenFailure`]. The address is never repeated in it.
pub async fn open(url: &str, program: Option<&Path>, patience: Duration) -> Result<(), OpenFailure> {
    if !is_web_address(url) {
        return Err(OpenFailure::NotAWebAddress);
    }
    let candidates = match program {
        Some(program) => {
            let mut command = std::process::Command::new(program);
            command.arg(url);
            vec![command]
        }
        None => ::open::commands(url),
    };
    let mut failure = OpenFailure::NoProgram;
    for candidate in candidates {
        match try_one(candidate, patience).await {
            Ok(()) => return Ok(()),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
            Err(error) => failure = OpenFailure::Failed(error.to_string()),
        }
    }
    Err(failure)
}

/// Opens the system's own settings of notifications, or hands their address to `program` when one is given. `desktop` is
/// `XDG_CURRENT_DESKTOP`; other systems have one place for them.
///
/// # Errors
/// [`OpenFailure::NoProgram`] where this desktop has none that is known.
pub async fn open_notification_settings(
    desktop: &str,
    program: Option<&Path>,
    patience: Duration,
) -> Result<(), OpenFailure> {
    let candidates = match program {
        Some(program) => vec![vec![program.to_string_lossy().into_owned(), "settings:notifications".to_owned()]],
        None => settings_programs(desktop),
    };
    let mut failure = OpenFailure::NoProgram;
    for words in candidates {
        let Some((program, arguments)) = words.split_first() else { continue };
        let mut command = std::process::Command::new(program);
        command.args(arguments);
        match try_one(command, patience).await {
            Ok(()) => return Ok(()),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
            Err(error) => failure = OpenFailure::Failed(error.to_string()),
        }
    }
    Err(failure)
}

/// The programs that open them, the likeliest first.
fn settings_programs(desktop: &str) -> Vec<Vec<String>> {
    let rows: &[&[&str]] = if cfg!(target_os = "macos") {
        &[&["open", "x-apple.systempreferences:com.apple.Notifications-Settings.extension"]]
    } else if cfg!(windows) {
        &[&["explorer.exe", "ms-settings:notifications"]]
    } else {
        let has = |name: &str| desktop.split(':').any(|one| one.eq_ignore_ascii_case(name));
        if has("KDE") {
            &[&["systemsettings", "kcm_notifications"], &["kcmshell6", "kcm_notifications"]]
        } else if has("XFCE") {
            &[&["xfce4-notifyd-config"]]
        } else if has("X-Cinnamon") {
            &[&["cinnamon-settings", "notifications"]]
        } else if has("MATE") {
            &[&["mate-notification-properties"]]
        } else {
            &[&["gnome-control-center", "notifications"]]
        }
    };
    rows.iter().map(|row| row.iter().map(|word| (*word).to_owned()).collect()).collect()
}

async fn try_one(candidate: std::process::Command, patience: Duration) -> std::io::Result<()> {
    let mut command = Command::from(candidate);
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).kill_on_drop(false);
    // A group of its own: a Ctrl-C meant for us does not close the person's browser.
    #[cfg(unix)]
    command.process_group(0);
    #[cfg(windows)]
    command.creation_flags(windows_sys::Win32::System::Threading::CREATE_NO_WINDOW);
    let mut child = command.spawn()?;
    match tokio::time::timeout(patience, child.wait()).await {
        // Still there: it works, or waits for the browser. The runtime collects a dropped child when it ends.
        Err(_) => Ok(()),
        Ok(status) => {
            let status = status?;
            if status.success() {
                Ok(())
            } else {
                Err(std::io::Error::other(format!("the opener ended with {status}")))
            }
        }
    }
}

fn is_web_address(url: &str) -> bool {
    let scheme = url.split_once("://").map(|(scheme, _)| scheme.to_ascii_lowercase());
    url.len() <= URL_LIMIT_BYTES
        && matches!(scheme.as_deref(), Some("http" | "https"))
        && !url.chars().any(|character| character.is_control() || character.is_whitespace())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[cfg(target_os = "linux")]
    #[test]
    fn each_desktop_has_its_own_settings() {
        let program = |desktop: &str| settings_programs(desktop)[0][0].clone();
        assert_eq!(program("KDE"), "systemsettings");
        assert_eq!(program("ubuntu:GNOME"), "gnome-control-center");
        assert_eq!(program("XFCE"), "xfce4-notifyd-config");
    }

    #[cfg(unix)]
    #[tokio::test]
    async fn a_given_program_opens_them_or_says_that_it_did_not() {
        let open = async |program: &str| {
            open_notification_settings("", Some(Path::new(program)), Duration::from_secs(60)).await
        };
        assert!(open("/bin/true").await.is_ok());
        assert!(matches!(open("/bin/false").await, Err(OpenFailure::Failed(_))));
        assert!(matches!(open("/no/such/program").await, Err(OpenFailure::NoProgram)));
    }

    #[test]
    fn only_web_addresses_pass() {
        for good in ["http://127.0.0.1:18789/#token=x", "HTTPS://example.org/a?b=c&d"] {
            assert!(is_web_address(good), "{good}");
        }
        for bad in ["file:///etc/passwd", "javascript:alert(1)", "http://a b", "http://a\nb", "-flag", "", "x://y"] {
            assert!(!is_web_address(bad), "{bad}");
        }
        assert!(!is_web_address(&format!("http://{}", "x".repeat(9000))));
    }
}
