//! A throw-away computer: this machine's own systemd, booted as the first process of a container over a copy-on-write
//! view of this machine's root. For what a service manager must do for real.
//!
//! The container has a network of its own with nothing but loopback, a normal user who is logged in and lingers, and
//! sees of this machine what root sees, read-only in effect: whatever it writes is gone when it ends.
//!
//! Needs Linux, root, `systemd-nspawn` and overlay mounts; [`unavailable`] tells what is missing.

mod cgroup;
mod error;

use std::{
    fs,
    io::{self, Read},
    os::unix::{fs::PermissionsExt, process::CommandExt},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

pub use self::error::ContainerError;
use self::{cgroup::Cgroup, error::ContainerError as Error};

/// The user that scripts run as.
pub const USER: &str = "ann";

/// Their number: beyond what systems give to people, so that nobody has it already.
const USER_ID: u32 = 48_219;

/// Most bytes of output and of boot messages kept: their ends.
const KEPT_BYTES: u64 = 400_000;

/// How long the kernel may take to clear away what was ended.
const CLEARED_WITHIN: Duration = Duration::from_secs(20);

/// A container to be run.
#[derive(Clone, Debug, Default)]
pub struct Container {
    read_only: Vec<(PathBuf, String)>,
    environment: Vec<(String, String)>,
}

/// What a script left.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ended {
    /// Its exit code; `None` when a signal ended it.
    pub code: Option<i32>,
    /// What it printed, standard output and errors in one.
    pub output: String,
    /// From the first process to the last, boot and shut-down included.
    pub took: Duration,
}

/// Why no container can run here; `None` when one can.
pub fn unavailable() -> Option<String> {
    if !rustix::process::geteuid().is_root() {
        return Some("not root".to_owned());
    }
    for program in ["systemd-nspawn", "unshare", "useradd"] {
        let found = std::env::var_os("PATH").is_some_and(|path| {
            std::env::split_paths(&path)
                .chain([PathBuf::from("/usr/sbin")])
                .any(|folder| folder.join(program).is_file())
        });
        if !found {
            return Some(format!("{program} is not installed"));
        }
    }
    let overlay = fs::read_to_string("/proc/filesystems").is_ok_and(|known| known.contains("overlay"));
    if !overlay && !Path::new("/sys/module/overlay").exists() {
        return Some("no overlay mounts".to_owned());
    }
    Cgroup::parent().is_none().then(|| "no second cgroup version".to_owned())
}

/// True when the test of that name cannot run here. Says why; where `CI` is `true` that is a failure.
///
/// # Panics
/// When it would skip on a machine that is there to run everything.
pub fn skips(test: &str) -> bool {
    skipped(test, unavailable(), std::env::var("CI").is_ok_and(|value| value == "true"))
}

#[allow(clippy::print_stderr)]
fn skipped(test: &str, why: Option<String>, must_run: bool) -> bool {
    let Some(why) = why else { return false };
    assert!(!must_run, "{test} cannot run on this machine: {why}");
    eprintln!("SKIPPED {test}: {why}");
    true
}

impl Container {
    /// One that sees nothing but this machine's root.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Shows a folder of this machine at a place in the container, read-only.
    #[must_use]
    pub fn read_only(mut self, source: impl Into<PathBuf>, place: impl Into<String>) -> Self {
        self.read_only.push((source.into(), place.into()));
        self
    }

    /// Sets a variable for the script.
    #[must_use]
    pub fn env(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.environment.push((name.into(), value.into()));
        self
    }

    /// Boots, runs a bash script as [`USER`] in a login session, shuts down, and clears everything away.
    ///
    /// # Errors
    /// When the container could not be made, ended early, took longer than `limit`, or left something behind.
    pub fn run(&self, script: &str, limit: Duration) -> Result<Ended, Error> {
        let setup = |what| move |source| Error::Setup { what, source };
        let began = Instant::now();
        let folder =
            tempfile::Builder::new().prefix("clawtray-container-").tempdir().map_err(setup("a working folder"))?;
        let work = folder.path();
        let out = work.join("out");
        for part in ["out", "memory"] {
            fs::create_dir(work.join(part)).map_err(setup("a working folder"))?;
        }
        fs::set_permissions(&out, fs::Permissions::from_mode(0o755)).map_err(setup("a working folder"))?;
        let exports: String =
            self.environment.iter().map(|(name, value)| format!("export {name}={}\n", quoted(value))).collect();
        fs::write(work.join("script"), format!("{exports}{script}")).map_err(setup("the script"))?;
        let boot_script = work.join("boot.sh");
        fs::write(&boot_script, include_str!("boot.sh")).map_err(setup("the boot script"))?;

        let cgroup = Cgroup::create().map_err(setup("a cgroup"))?;
        let mut command = Command::new("bash");
        command.args(["-c", include_str!("enter.sh"), "enter"]).arg(cgroup.path()).arg(&boot_script).arg(work);
        for (source, place) in &self.read_only {
            command.arg(format!("--bind-ro={}:{place}", source.display()));
        }
        let enter_log = fs::File::create(out.join("enter")).map_err(setup("a log"))?;
        command
            .env("CONTAINER_USER", USER)
            .env("CONTAINER_UID", USER_ID.to_string())
            .env("LC_ALL", "C.UTF-8")
            .stdin(Stdio::null())
            .stdout(enter_log.try_clone().map_err(setup("a log"))?)
            .stderr(enter_log)
            .process_group(0);
        let mut child = command.spawn().map_err(setup("bash"))?;
        let in_time = wait(&mut child, began + limit).map_err(setup("waiting"))?;
        // The first process of the namespaces dies with its parent, and everything else with it.
        let killed = cgroup.kill();
        let _ = child.kill();
        let _ = child.wait();
        killed.map_err(setup("ending the container"))?;
        cgroup.remove(CLEARED_WITHIN).map_err(|what| Error::LeftBehind { what })?;

        let output = tail(&out.join("output"));
        let code = fs::read_to_string(out.join("code")).ok();
        let boot = format!("{}{}", tail(&out.join("enter")), tail(&out.join("boot")));
        let left = work.display().to_string();
        folder.close().map_err(|error| Error::LeftBehind { what: format!("{left}: {error}") })?;
        if fs::read_to_string("/proc/self/mountinfo").is_ok_and(|mounts| mounts.contains(&left)) {
            return Err(Error::LeftBehind { what: format!("a mount below {left}") });
        }
        match code {
            Some(code) => Ok(Ended { code: exit_code(&code), output, took: began.elapsed() }),
            None if in_time => Err(Error::NoEnd { boot, output }),
            None => Err(Error::TooSlow { limit, boot, output }),
        }
    }
}

/// True when the child ended by itself before `end`.
fn wait(child: &mut Child, end: Instant) -> io::Result<bool> {
    loop {
        if child.try_wait()?.is_some() {
            return Ok(true);
        }
        if Instant::now() >= end {
            return Ok(false);
        }
        std::thread::sleep(Duration::from_millis(50));
    }
}

/// As systemd puts it: `exited 3`, `killed TERM`.
fn exit_code(text: &str) -> Option<i32> {
    text.trim().strip_prefix("exited ")?.parse().ok()
}

/// The end of a file; empty when there is none.
fn tail(path: &Path) -> String {
    use std::io::{Seek, SeekFrom};
    let read = || -> io::Result<Vec<u8>> {
        let mut file = fs::File::open(path)?;
        let length = file.metadata()?.len();
        file.seek(SeekFrom::Start(length.saturating_sub(KEPT_BYTES)))?;
        let mut bytes = Vec::new();
        file.take(KEPT_BYTES).read_to_end(&mut bytes)?;
        Ok(bytes)
    };
    read().map(|bytes| String::from_utf8_lossy(&bytes).into_owned()).unwrap_or_default()
}

/// For bash, whatever it contains.
fn quoted(value: &str) -> String {
    format!("'{}'", value.replace('\'', r"'\''"))
}

#[cfg(test)]
mod tests {
    use super::{exit_code, quoted, skipped};

    #[test]
    fn a_test_is_skipped_only_for_a_reason() {
        assert!(skipped("a_test", Some("not root".to_owned()), false));
        assert!(!skipped("a_test", None, true));
    }

    #[test]
    #[should_panic(expected = "a_test cannot run on this machine: not root")]
    fn where_everything_must_run_a_skip_is_a_failure() {
        skipped("a_test", Some("not root".to_owned()), true);
    }

    #[test]
    fn a_value_reaches_the_script_as_it_is() {
        assert_eq!(quoted("it's $HOME"), r"'it'\''s $HOME'");
    }

    #[test]
    fn only_an_exit_has_a_code() {
        assert_eq!(exit_code("exited 3\n"), Some(3));
        assert_eq!(exit_code("killed TERM\n"), None);
        assert_eq!(exit_code(""), None);
    }
}
