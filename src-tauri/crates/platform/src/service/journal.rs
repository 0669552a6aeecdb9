//! The last lines of a unit of the user's manager, from the journal.

use std::{process::Stdio, time::Duration};

use tokio::{
    io::AsyncReadExt,
    process::{ChildStdout, Command},
};

/// How long the journal may take; it reads from disk.
const LIMIT: Duration = Duration::from_secs(5);

/// Most bytes kept: the last ones.
const LARGEST: usize = 256 * 1024;

/// How much is read at once, bytes.
const PIECE: usize = 64 * 1024;

/// The last lines that a process of this unit printed; of every process of it where `pid` is not known. Empty where
/// there is no journal or it may not be read, and what came until then where it takes too long or fails: lines are a
/// help, never a condition.
pub async fn last_lines(unit: &str, pid: Option<u32>, most: usize) -> Vec<String> {
    read(Command::new("journalctl"), unit, pid, most, LIMIT).await
}

async fn read(mut command: Command, unit: &str, pid: Option<u32>, most: usize, limit: Duration) -> Vec<String> {
    // Only the words: what an entry has no words for, a broken one among them, is left out by the journal itself.
    command.args(["--user", "--quiet", "--no-pager", "--output=cat", "--boot", "--lines", &most.to_string()]);
    command.arg(format!("_SYSTEMD_USER_UNIT={unit}"));
    if let Some(pid) = pid {
        command.arg(format!("_PID={pid}"));
    }
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null()).kill_on_drop(true);
    let Ok(mut child) = command.spawn() else { return Vec::new() };
    let mut end = End::default();
    if let Some(out) = child.stdout.take() {
        // Given up after the limit, with what came until then.
        tokio::time::timeout(limit, end.read(out)).await.ok();
    }
    end.lines(most)
}

/// The end of what a program prints.
#[derive(Debug, Default)]
struct End {
    bytes: Vec<u8>,
    /// Something came before it, so that it may begin in the middle of a line.
    is_cut: bool,
}

impl End {
    async fn read(&mut self, mut out: ChildStdout) {
        let mut piece = vec![0; PIECE];
        while let Ok(read) = out.read(&mut piece).await
            && read > 0
        {
            self.bytes.extend_from_slice(piece.get(..read).unwrap_or_default());
            if let Some(more) = self.bytes.len().checked_sub(LARGEST).filter(|more| *more > 0) {
                self.bytes.drain(..more);
                self.is_cut = true;
            }
        }
    }

    /// The last lines, with what is not text left out. An entry may have several.
    fn lines(&self, most: usize) -> Vec<String> {
        let text = String::from_utf8_lossy(&self.bytes);
        let mut lines: Vec<&str> = text.lines().collect();
        if self.is_cut && lines.len() > 1 {
            lines.remove(0);
        }
        let first = lines.len().saturating_sub(most);
        lines.into_iter().skip(first).map(str::to_owned).collect()
    }
}

#[cfg(test)]
mod tests {
    use std::{path::Path, time::Duration};

    use tokio::process::Command;

    use super::{LARGEST, read};

    /// A limit that no test waits for.
    const LONG: Duration = Duration::from_secs(120);

    /// A shell in the journal's place: what the journal is asked for are its own words.
    fn played(script: &str) -> Command {
        let mut shell = Command::new("/bin/sh");
        shell.args(["-c", script, "journalctl"]);
        shell
    }

    async fn lines(script: &str, most: usize) -> Vec<String> {
        read(played(script), "openclaw-gateway.service", Some(812), most, LONG).await
    }

    #[tokio::test]
    async fn it_is_asked_for_one_process_of_one_unit_since_the_start_of_the_machine() {
        let asked = lines(r#"printf '%s\n' "$@""#, 40).await;
        let unit = "_SYSTEMD_USER_UNIT=openclaw-gateway.service";
        let plain = ["--user", "--quiet", "--no-pager", "--output=cat", "--boot", "--lines"];
        assert_eq!(asked, [plain.as_slice(), &["40", unit, "_PID=812"]].concat());
    }

    #[tokio::test]
    async fn entries_of_several_lines_without_words_and_with_what_is_no_text_are_read() {
        // An entry of two lines, one without words, and one that is not UTF-8.
        let said = lines(r"printf 'Error: no\n    at main (x.js:1)\n\n'; printf 'na\357ve\377 end\r\n'", 10).await;
        assert_eq!(said, ["Error: no", "    at main (x.js:1)", "", "na\u{fffd}ve\u{fffd} end"]);
        assert_eq!(lines("printf 'one\\ntwo\\nthree'", 2).await, ["two", "three"], "the last ones, the end unfinished");
    }

    #[tokio::test]
    async fn of_a_line_without_end_the_lines_after_it_are_kept() {
        let said = lines("head -c 9000000 /dev/zero | tr '\\0' x; printf '\\nthe reason\\nand its end\\n'", 10).await;
        assert_eq!(said, ["the reason", "and its end"]);
        let said = lines("head -c 9000000 /dev/zero | tr '\\0' x", 10).await;
        assert_eq!(said.iter().map(String::len).collect::<Vec<_>>(), [LARGEST], "its end, where it is all there is");
    }

    #[tokio::test]
    async fn a_journal_that_fails_was_turned_or_is_not_there_gives_what_there_is() {
        // A file that is damaged or was just turned: the entries that could be read, and an error.
        assert_eq!(lines("echo kept; echo 'Failed to iterate: Bad message' >&2; exit 1", 10).await, ["kept"]);
        assert!(lines("echo 'No journal files were found.' >&2; exit 1", 10).await.is_empty());
        let missing = Command::new("/nowhere/journalctl");
        assert!(read(missing, "openclaw-gateway.service", None, 10, LONG).await.is_empty());
    }

    #[tokio::test]
    async fn one_that_does_not_come_to_an_end_is_ended_and_what_it_said_until_then_is_kept() {
        let mut limit = Duration::from_millis(100);
        let mut said = Vec::new();
        // A busy machine may need longer until a shell has said anything.
        while said.is_empty() && limit < LONG {
            said = read(played("echo $$; exec sleep 600"), "openclaw-gateway.service", None, 10, limit).await;
            limit *= 2;
        }
        let process = Path::new("/proc").join(&said[0]);
        let gone = || std::fs::read_to_string(process.join("stat")).map_or(true, |stat| stat.contains(") Z"));
        let ended = async {
            while !gone() {
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
        };
        tokio::time::timeout(LONG, ended).await.unwrap();
    }
}
