//! The search path of the person's login shell. A program that a desktop starts often has a shorter one: what version
//! managers add in the shell's own files is only known to the shell.

use crate::environment::Environment;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::time::Duration;
use tokio::sync::OnceCell;

/// Shells that are asked: the others name no `PATH` in the same words.
#[cfg(unix)]
const KNOWN: [&str; 9] = ["bash", "zsh", "fish", "sh", "dash", "ash", "ksh", "mksh", "yash"];

/// Longest wait for a shell's own files, which may do anything.
#[cfg(unix)]
const LIMIT: Duration = Duration::from_secs(10);

/// Longest wait for a shell that has answered to end.
#[cfg(unix)]
const END: Duration = Duration::from_secs(1);

/// Most bytes read: shells' files print greetings.
#[cfg(unix)]
const MOST_BYTES: u64 = 256 * 1024;

/// Around the answer. Nothing else of the shell's environment is asked for: it may hold secrets.
#[cfg(unix)]
const MARKS: (&str, &str) = ("<clawtray-path>", "</clawtray-path>");

/// The person's shell, asked at most once for as long as this lives.
#[derive(Debug)]
pub struct LoginShell {
    #[cfg_attr(not(unix), allow(dead_code, reason = "only Unix has login shells"))]
    program: PathBuf,
    #[cfg_attr(not(unix), allow(dead_code, reason = "only Unix has login shells"))]
    environment: Environment,
    #[cfg_attr(not(unix), allow(dead_code, reason = "only Unix has login shells"))]
    home: PathBuf,
    #[cfg_attr(not(unix), allow(dead_code, reason = "only Unix has login shells"))]
    limit: Duration,
    answer: OnceCell<Option<OsString>>,
}

impl LoginShell {
    /// The shell that `SHELL` names; `None` where there is none, on Windows, and for a shell that is not understood.
    #[cfg(unix)]
    pub fn of(environment: &Environment, home: &Path) -> Option<Self> {
        let program = PathBuf::from(environment.get("SHELL")?);
        let name = program.file_name()?.to_str()?;
        if !program.is_absolute() || !KNOWN.contains(&name) {
            return None;
        }
        let mut environment = crate::launch::foreign_environment(environment);
        // Files that would begin something in a terminal leave it out in one that can do nothing.
        environment.set("TERM", "dumb");
        Some(Self { program, environment, home: home.to_owned(), limit: LIMIT, answer: OnceCell::new() })
    }

    /// Windows gives every program the same search path.
    #[cfg(not(unix))]
    pub fn of(_environment: &Environment, _home: &Path) -> Option<Self> {
        None
    }

    /// With another longest wait.
    #[must_use]
    pub fn within(self, limit: Duration) -> Self {
        Self { limit, ..self }
    }

    /// What it has answered, without asking it.
    pub fn known(&self) -> Option<OsString> {
        self.answer.get().cloned().flatten()
    }

    /// True once it was asked, whatever came of it.
    pub fn is_asked(&self) -> bool {
        self.answer.initialized()
    }

    /// Its `PATH`. Asks it the first time, in a session of its own without a terminal and for ten seconds at most;
    /// `None` when it does not answer.
    pub async fn path(&self) -> Option<OsString> {
        self.answer.get_or_init(|| self.ask()).await.clone()
    }

    #[cfg(not(unix))]
    #[expect(clippy::unused_async, reason = "asked alike on every system")]
    async fn ask(&self) -> Option<OsString> {
        None
    }

    #[cfg(unix)]
    async fn ask(&self) -> Option<OsString> {
        use process_wrap::tokio::{CommandWrap, ProcessSession};
        use std::process::Stdio;

        let mut wrapped = CommandWrap::with_new(&self.program, |process| {
            let (begin, end) = MARKS;
            process.args(["-i", "-l", "-c", &format!("printf '\\n{begin}%s{end}\\n' \"$PATH\"")]);
            process.env_clear().envs(self.environment.clone().into_pairs());
            process.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null());
            if self.home.is_dir() {
                process.current_dir(&self.home);
            }
        });
        wrapped.wrap(ProcessSession);
        let mut shell = Session(wrapped.spawn().ok()?);
        let stdout = shell.0.stdout().take()?;
        let answer = tokio::time::timeout(self.limit, answer(stdout)).await.ok().flatten();
        if answer.is_some() {
            // It ends by itself, or with everything it has left when it is dropped.
            let _late = tokio::time::timeout(END, shell.0.inner_mut().wait()).await;
        }
        answer
    }
}

/// A shell and everything in its process group; ends them when dropped.
#[cfg(unix)]
struct Session(Box<dyn process_wrap::tokio::ChildWrapper>);

#[cfg(unix)]
impl Drop for Session {
    fn drop(&mut self) {
        // An error means that nothing is left to end.
        let _gone = self.0.start_kill();
    }
}

/// Reads until the answer is there: what the shell's files leave running may hold the pipe open for ever.
#[cfg(unix)]
async fn answer(pipe: impl tokio::io::AsyncRead + Unpin) -> Option<OsString> {
    use std::os::unix::ffi::OsStringExt;
    use tokio::io::AsyncReadExt;

    let mut pipe = pipe.take(MOST_BYTES);
    let (mut bytes, mut chunk) = (Vec::new(), vec![0; 4 * 1024]);
    loop {
        let read = pipe.read(&mut chunk).await.ok().filter(|read| *read > 0)?;
        bytes.extend_from_slice(chunk.get(..read)?);
        if let Some(path) = between(&bytes) {
            return Some(OsString::from_vec(path.to_vec())).filter(|path| !path.is_empty());
        }
    }
}

#[cfg(unix)]
fn between(bytes: &[u8]) -> Option<&[u8]> {
    let find = |bytes: &[u8], mark: &str| bytes.windows(mark.len()).position(|window| window == mark.as_bytes());
    let rest = bytes.get(find(bytes, MARKS.0)? + MARKS.0.len()..)?;
    rest.get(..find(rest, MARKS.1)?)
}
