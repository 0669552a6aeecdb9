//! One run of a service manager's own program. What it says in words is never read: it may be in any language.

use std::{path::Path, process::Stdio, time::Duration};

use tokio::{io::AsyncReadExt, process::Command, time::timeout};

use super::ServiceFailure;

/// Longest answer that is read, bytes. A list of all scheduled tasks has some hundred thousand.
const LONGEST: u64 = 4 * 1024 * 1024;

/// What one run gave.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Said {
    /// Its exit code; `None` where a signal ended it.
    pub(super) code: Option<i32>,
    /// What it printed, with what was not text left out.
    pub(super) text: String,
}

impl Said {
    /// It did what it was asked.
    pub(super) fn went_well(&self) -> bool {
        self.code == Some(0)
    }
}

/// Runs `program` to its end and reads what it prints.
///
/// # Errors
/// It is not there, did not end within `limit`, or printed without end. A run that is given up is ended.
pub(super) async fn ask(program: &Path, words: &[&str], limit: Duration) -> Result<Said, ServiceFailure> {
    let name = program.file_stem().unwrap_or_default().to_string_lossy();
    let failed = |why: &dyn std::fmt::Display| ServiceFailure(format!("{name} {why}"));
    let mut command = Command::new(program);
    command.args(words).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null()).kill_on_drop(true);
    // Nothing of ours is its business; Windows' own programs need to know where Windows is.
    let windows = std::env::var_os("SystemRoot");
    command.env_clear().envs(windows.map(|folder| ("SystemRoot", folder)));
    #[cfg(windows)]
    command.creation_flags(windows_sys::Win32::System::Threading::CREATE_NO_WINDOW);
    let mut child = command.spawn().map_err(|error| failed(&format_args!("could not be started: {error}")))?;
    let Some(out) = child.stdout.take() else { return Err(failed(&"has no output")) };
    let run = async {
        let mut bytes = Vec::new();
        out.take(LONGEST + 1).read_to_end(&mut bytes).await?;
        if bytes.len() as u64 > LONGEST {
            return Err(std::io::Error::other("it prints without end"));
        }
        Ok::<_, std::io::Error>((bytes, child.wait().await?))
    };
    match timeout(limit, run).await {
        Ok(Ok((bytes, status))) => Ok(Said { code: status.code(), text: text(&bytes) }),
        Ok(Err(error)) => Err(failed(&format_args!("could not be read: {error}"))),
        Err(_) => Err(failed(&"did not answer in time")),
    }
}

/// Text in any of the encodings these programs use, as far as it is ASCII: UTF-8, a code page, or UTF-16 with its
/// zeros. Nothing else of it is ever compared.
fn text(bytes: &[u8]) -> String {
    let bytes: Vec<u8> = bytes.iter().copied().filter(|byte| *byte != 0).collect();
    String::from_utf8_lossy(&bytes).trim_start_matches('\u{FEFF}').replace('\r', "")
}

#[cfg(test)]
mod tests {
    use super::text;

    #[test]
    fn utf_16_and_a_mark_at_the_beginning_do_not_hide_what_is_ascii() {
        let wide: Vec<u8> = "\u{FEFF}<Task>\r\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert!(text(&wide).contains("<Task>\n"));
        assert_eq!(text("\u{FEFF}<Task>".as_bytes()), "<Task>");
    }

    #[cfg(unix)]
    #[tokio::test]
    async fn a_missing_a_hanging_and_an_endless_program_are_told_apart_and_none_is_waited_for() {
        use std::{path::Path, time::Duration};

        use super::{Said, ask};

        let shell = |words: &'static str, limit| ask(Path::new("/bin/sh"), vec!["-c", words].leak(), limit);
        let long = Duration::from_secs(60);
        let said = shell("echo läuft; exit 3", long).await.unwrap();
        assert_eq!(said, Said { code: Some(3), text: "läuft\n".to_owned() });
        let missing = ask(Path::new("/no/such/launchctl"), &[], long).await.unwrap_err().to_string();
        assert!(missing.contains("launchctl could not be started"), "{missing}");
        let hanging = shell("exec sleep 600", Duration::from_millis(50)).await.unwrap_err().to_string();
        assert!(hanging.contains("did not answer in time"), "{hanging}");
        let endless = shell("exec cat /dev/zero", long).await.unwrap_err().to_string();
        assert!(endless.contains("without end"), "{endless}");
        let seen = shell("echo \"${HOME}${PATH_OF_A_SECRET}\"", long).await.unwrap();
        assert_eq!(seen.text.trim(), "", "nothing of our environment is handed on");
    }
}
