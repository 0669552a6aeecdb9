//! Starting a program that outlives us, and learning how it ended.

use std::ffi::OsString;
use std::fmt;
use std::io::ErrorKind;
use std::path::PathBuf;
use std::process::Stdio;

use tokio::process::Command;

use super::{ProcessIdentity, system};
use crate::output::OutputFile;

/// A program to start.
///
/// Its debug form names the environment variables but not their values, which may be secrets.
pub struct LaunchSpec<'a> {
    /// The program file. A bare name is looked up in the `PATH` given in [`LaunchSpec::environment`] on Unix, in our own on Windows.
    pub program: PathBuf,
    /// Its arguments, without the program's own name. Anyone on this computer can read them: no secrets.
    pub arguments: Vec<OsString>,
    /// The complete environment: nothing is inherited from us.
    pub environment: Vec<(OsString, OsString)>,
    /// The folder it starts in. It must exist.
    pub working_folder: PathBuf,
    /// Where both of its output streams are appended. Its input is empty.
    pub output: &'a OutputFile,
    /// End it when we end, however we end: on Windows at once with all that it started, on Linux by asking it (TERM).
    /// On macOS, and when false, it lives on without us.
    pub end_with_parent: bool,
}

impl fmt::Debug for LaunchSpec<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<&OsString> = self.environment.iter().map(|(name, _)| name).collect();
        formatter
            .debug_struct("LaunchSpec")
            .field("program", &self.program)
            .field("arguments", &self.arguments)
            .field("environment_names", &names)
            .field("working_folder", &self.working_folder)
            .field("output", &self.output.path())
            .finish_non_exhaustive()
    }
}

/// Why a program could not be started.
#[derive(Debug, thiserror::Error)]
pub enum LaunchFailure {
    /// The program, or the interpreter its first line names, does not exist.
    #[error("there is no program {program}", program = .program.display())]
    ProgramMissing {
        /// The program that was to be started.
        program: PathBuf,
    },
    /// The file exists but is not a program this computer can run, or we may not run it.
    #[error("{program} cannot be run: {source}", program = .program.display())]
    NotExecutable {
        /// The program that was to be started.
        program: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// The folder to start in does not exist or is no folder.
    #[error("the working folder {folder} does not exist", folder = .folder.display())]
    WorkingFolderMissing {
        /// The folder that was named.
        folder: PathBuf,
    },
    /// The output file could not be handed over.
    #[error("the output file cannot be used: {0}")]
    Output(std::io::Error),
    /// The computer has no memory or no process slots left.
    #[error("the system has no room for another process: {0}")]
    NoResources(std::io::Error),
    /// The system failed for another reason.
    #[error("the program could not be started: {0}")]
    Io(std::io::Error),
}

/// How a process ended. All empty means: not known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Exit {
    /// The code it returned, when it ended by itself.
    pub code: Option<i32>,
    /// The signal that ended it. Never set on Windows.
    pub signal: Option<i32>,
    /// Whether the system wrote a memory image of it.
    pub core_dumped: bool,
}

/// A program we started. Dropping this does not end it; the runtime still collects it when it ends.
#[derive(Debug)]
pub struct Child {
    identity: ProcessIdentity,
    child: tokio::process::Child,
    #[cfg(windows)]
    job: system::Job,
}

impl Child {
    /// Who it is. Keep this to find the process again after our own restart.
    #[must_use]
    pub fn identity(&self) -> ProcessIdentity {
        self.identity
    }

    /// Waits for its end and collects it. May be dropped and called again; after the end it answers at once.
    ///
    /// # Errors
    /// When the system cannot tell how it ended.
    pub async fn wait(&mut self) -> std::io::Result<Exit> {
        Ok(exit_of(self.child.wait().await?))
    }

    /// Ends it and everything it started that still belongs to its group (its job on Windows) at once.
    ///
    /// # Errors
    /// As [`super::kill`].
    pub fn kill_all(&self) -> Result<super::SignalOutcome, super::SignalFailure> {
        #[cfg(windows)]
        {
            self.job.end()?;
            Ok(super::SignalOutcome::Sent)
        }
        #[cfg(not(windows))]
        super::kill(&self.identity, true)
    }
}

/// Starts a program in a session and process group of its own (on Windows in a job of its own, without a console
/// window), so that it lives on when we end. Must be called inside a tokio runtime.
///
/// # Errors
/// [`LaunchFailure`]. A program that starts and fails at once is no failure here: [`Child::wait`] tells.
pub fn spawn(spec: &LaunchSpec<'_>) -> Result<Child, LaunchFailure> {
    if !spec.working_folder.is_dir() {
        return Err(LaunchFailure::WorkingFolderMissing { folder: spec.working_folder.clone() });
    }
    let standard_output = spec.output.for_child().map_err(LaunchFailure::Output)?;
    let standard_error = spec.output.for_child().map_err(LaunchFailure::Output)?;
    let mut command = Command::new(&spec.program);
    command
        .args(&spec.arguments)
        .env_clear()
        .envs(spec.environment.iter().map(|(name, value)| (name, value)))
        .current_dir(&spec.working_folder)
        .stdin(Stdio::null())
        .stdout(standard_output)
        .stderr(standard_error)
        .kill_on_drop(false);
    launch(command, spec)
}

#[cfg(unix)]
fn launch(mut command: Command, spec: &LaunchSpec<'_>) -> Result<Child, LaunchFailure> {
    super::session::own_session(&mut command);
    #[cfg(target_os = "linux")]
    let child = if spec.end_with_parent {
        super::session::end_with_us(&mut command);
        super::session::spawn_for_good(command)
    } else {
        command.spawn()
    };
    #[cfg(not(target_os = "linux"))]
    let child = command.spawn();
    let child = child.map_err(|error| launch_failure(error, spec))?;
    Ok(Child { identity: identity_of(&child), child })
}

#[cfg(windows)]
fn launch(mut command: Command, spec: &LaunchSpec<'_>) -> Result<Child, LaunchFailure> {
    use windows_sys::Win32::System::Threading::{CREATE_NO_WINDOW, CREATE_SUSPENDED};

    let job = system::Job::create(spec.end_with_parent).map_err(LaunchFailure::Io)?;
    // Suspended until it is in the job, so that nothing it starts can escape.
    // A console of its own that nobody sees, and no group of its own, which would not hear Ctrl+C.
    command.creation_flags(CREATE_NO_WINDOW | CREATE_SUSPENDED);
    let mut child = system::while_heard(|| command.spawn()).map_err(|error| launch_failure(error, spec))?;
    let identity = identity_of(&child);
    let started = match child.raw_handle() {
        Some(handle) => job.take_in(handle).and_then(|()| system::resume(identity.pid)),
        None => Err(std::io::Error::from(ErrorKind::NotFound)),
    };
    if let Err(error) = started {
        let _ended = child.start_kill();
        return Err(LaunchFailure::Io(error));
    }
    Ok(Child { identity, child, job })
}

/// Until it is collected its id cannot be given away, so this reads the right process even if it has ended already.
/// Where the system then tells nothing, a start time of 0 matches no process at all.
fn identity_of(child: &tokio::process::Child) -> ProcessIdentity {
    let pid = child.id().unwrap_or(0);
    ProcessIdentity { pid, start_time: system::start(pid).map_or(0, |seen| seen.start_time) }
}

fn launch_failure(source: std::io::Error, spec: &LaunchSpec<'_>) -> LaunchFailure {
    let program = spec.program.clone();
    match source.kind() {
        ErrorKind::NotFound => LaunchFailure::ProgramMissing { program },
        ErrorKind::PermissionDenied | ErrorKind::IsADirectory | ErrorKind::InvalidInput => {
            LaunchFailure::NotExecutable { program, source }
        }
        ErrorKind::OutOfMemory | ErrorKind::WouldBlock => LaunchFailure::NoResources(source),
        _ if is_not_a_program(&source) => LaunchFailure::NotExecutable { program, source },
        _ => LaunchFailure::Io(source),
    }
}

fn is_not_a_program(error: &std::io::Error) -> bool {
    #[cfg(unix)]
    let code = rustix::io::Errno::NOEXEC.raw_os_error();
    #[cfg(windows)]
    let code = 193; // ERROR_BAD_EXE_FORMAT
    error.raw_os_error() == Some(code)
}

fn exit_of(status: std::process::ExitStatus) -> Exit {
    #[cfg(unix)]
    {
        use std::os::unix::process::ExitStatusExt;
        Exit { code: status.code(), signal: status.signal(), core_dumped: status.core_dumped() }
    }
    #[cfg(not(unix))]
    Exit { code: status.code(), signal: None, core_dumped: false }
}

#[cfg(windows)]
#[cfg(test)]
mod tests {
    use std::{ffi::OsString, time::Duration};

    use super::{LaunchSpec, spawn};
    use crate::{
        output::OutputFile,
        process::{SignalOutcome, terminate},
    };

    /// Set for the child's part of the test.
    const CHILD: &str = "CLAWTRAY_TEST_WAITS_FOR_CTRL_C";
    const STOPPED: i32 = 42;

    /// The child: says that it listens, and ends in its own way.
    fn wait_for_ctrl_c() {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let mut pressed = tokio::signal::windows::ctrl_c().unwrap();
            std::fs::write(std::env::var_os(CHILD).unwrap(), "listening").unwrap();
            pressed.recv().await;
        });
        std::process::exit(STOPPED);
    }

    #[test]
    fn a_child_is_asked_to_end_by_ctrl_c_in_its_own_console() {
        if std::env::var_os(CHILD).is_some() {
            wait_for_ctrl_c();
        }
        crate::console::leave();
        let folder = tempfile::tempdir().unwrap();
        let listening = folder.path().join("listening");
        let output = OutputFile::open(&folder.path().join("output"), 1 << 20, 2).unwrap();
        let mut environment: Vec<(OsString, OsString)> = std::env::vars_os().collect();
        environment.push((CHILD.into(), listening.clone().into()));
        let name = "process::spawn::tests::a_child_is_asked_to_end_by_ctrl_c_in_its_own_console";
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let mut child = spawn(&LaunchSpec {
                program: std::env::current_exe().unwrap(),
                arguments: ["--exact", name].map(OsString::from).to_vec(),
                environment,
                working_folder: folder.path().to_owned(),
                output: &output,
                end_with_parent: true,
            })
            .unwrap();
            let ended = async {
                while !listening.is_file() {
                    tokio::time::sleep(Duration::from_millis(20)).await;
                }
                let process = child.identity();
                let asked = tokio::task::spawn_blocking(move || terminate(&process, false)).await.unwrap();
                assert_eq!(asked.unwrap(), SignalOutcome::Sent);
                child.wait().await.unwrap()
            };
            let ended = tokio::time::timeout(Duration::from_secs(60), ended).await.expect("it ends when asked");
            assert_eq!(ended.code, Some(STOPPED), "in its own way, not ended by us");
        });
    }
}
