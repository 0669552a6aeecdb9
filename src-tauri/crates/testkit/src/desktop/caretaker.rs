//! Cleans up when this process cannot: killed, or aborted by a second panic.
//!
//! A small shell reads the process groups it has to end from its standard input. An orderly end says `done`. When the
//! input closes without it, whoever held the other end is gone, and the shell ends the groups and removes the folder.

use std::{
    io::Write,
    path::Path,
    process::{Child, Command, Stdio},
};

use super::error::{DesktopError, Result};

const SCRIPT: &str = r#"
groups=
while read -r line; do
    case $line in
        done) exit 0 ;;
        *) groups="$groups $line" ;;
    esac
done
for group in $groups; do kill -TERM -- "-$group" 2>/dev/null; done
sleep 1
for group in $groups; do kill -KILL -- "-$group" 2>/dev/null; done
# Those that left their group still have the folder in their environment.
for hidden in $(grep -lF -- "$1" /proc/[0-9]*/environ 2>/dev/null); do
    hidden=${hidden#/proc/}
    kill -KILL "${hidden%/environ}" 2>/dev/null
done
rm -rf -- "$1"
"#;

#[derive(Debug)]
pub(super) struct Caretaker(Child);

impl Caretaker {
    /// Watches over `folder`.
    pub(super) fn start(folder: &Path) -> Result<Self> {
        use std::os::unix::process::CommandExt;
        Command::new("/bin/sh")
            .args(["-c", SCRIPT, "caretaker"])
            .arg(folder)
            .env_clear()
            .env("PATH", "/usr/bin:/bin")
            .current_dir("/")
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            // Not reached by a Ctrl-C in the terminal.
            .process_group(0)
            .spawn()
            .map(Self)
            .map_err(|source| DesktopError::Start { program: "/bin/sh".to_owned(), source })
    }

    /// Adds a process group.
    pub(super) fn mind(&self, group: u32) -> Result<()> {
        if let Some(stdin) = &self.0.stdin {
            writeln!(&*stdin, "{group}")?;
        }
        Ok(())
    }
}

impl Drop for Caretaker {
    fn drop(&mut self) {
        if let Some(mut stdin) = self.0.stdin.take() {
            let _ = stdin.write_all(b"done\n");
        }
        let _ = self.0.wait();
    }
}
