//! Where Clawtray keeps things. Deriving the paths reads nothing and creates nothing; [`Paths::create`] makes the
//! folders. The keeper, the window and the command line derive the same paths from the same environment.

mod folder;

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use crate::files::{FileFailure, create_private_folder};

/// The variable that puts everything below one folder.
pub const HOME_VARIABLE: &str = "CLAWTRAY_HOME";

/// What the length of a socket's path must stay below, in bytes, its closing zero included.
const LINUX_SOCKET_LIMIT: usize = 108;
const MACOS_SOCKET_LIMIT: usize = 104;

/// The rules of one operating system.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum System {
    /// The XDG base directories.
    Linux,
    /// `~/Library`.
    MacOs,
    /// `%LOCALAPPDATA%`.
    Windows,
}

impl System {
    /// The system this program was built for.
    #[must_use]
    pub const fn current() -> Self {
        if cfg!(windows) {
            Self::Windows
        } else if cfg!(target_os = "macos") {
            Self::MacOs
        } else {
            Self::Linux
        }
    }
}

/// What the paths are derived from.
#[derive(Clone, Copy)]
pub struct Surroundings<'a> {
    /// Looks up an environment variable.
    pub environment: &'a dyn Fn(&str) -> Option<OsString>,
    /// Whose rules apply.
    pub system: System,
    /// The person's home folder, used where the environment names none.
    pub home: Option<&'a Path>,
    /// A text that tells this user from others: the number on Unix, the security identifier or name on Windows.
    pub user_id: &'a str,
}

/// Why no paths could be derived.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PathsFailure {
    /// [`HOME_VARIABLE`] is set to something that is not an absolute path.
    #[error("CLAWTRAY_HOME must be an absolute path")]
    HomeNotAbsolute,
    /// Neither the environment nor the system says where this person's home is.
    #[error("the home folder is not known")]
    NoHome,
}

/// All places.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paths {
    /// `clawtray.json`, the person's settings.
    pub settings_file: PathBuf,
    /// What the keeper remembers.
    pub state_folder: PathBuf,
    /// Logs of ours and the gateways' output.
    pub log_folder: PathBuf,
    /// The keeper's socket; on Windows the name of its pipe.
    pub socket: PathBuf,
    /// The lock one keeper holds.
    pub lock: PathBuf,
    /// The folder only for the socket, checked strictly; `None` on Windows.
    socket_folder: Option<PathBuf>,
}

impl Paths {
    /// Derives the paths. Relative values of the XDG variables are passed over, as their specification demands.
    ///
    /// A socket goes to the runtime folder. Where there is none, or its path would be too long for a socket, it goes
    /// to `/tmp/clawtray-<user>-<hash>/`, the hash telling apart several Clawtray homes of one person.
    ///
    /// # Errors
    /// [`PathsFailure`].
    pub fn from(surroundings: &Surroundings<'_>) -> Result<Self, PathsFailure> {
        let get = |name: &str| (surroundings.environment)(name).filter(|value| !value.is_empty()).map(PathBuf::from);
        let absolute = |name: &str| get(name).filter(|path| is_absolute(path, surroundings.system));
        if let Some(home) = get(HOME_VARIABLE) {
            if !is_absolute(&home, surroundings.system) {
                return Err(PathsFailure::HomeNotAbsolute);
            }
            return Ok(Self::below(
                &home,
                &home.join("state"),
                &home.join("logs"),
                Some(&home.join("run")),
                surroundings,
            ));
        }
        let home = || surroundings.home.map(Path::to_owned).ok_or(PathsFailure::NoHome);
        match surroundings.system {
            System::Linux => {
                let home = || absolute("HOME").map_or_else(home, Ok);
                let config = absolute("XDG_CONFIG_HOME").map_or_else(|| Ok(home()?.join(".config")), Ok)?;
                let state = absolute("XDG_STATE_HOME").map_or_else(|| Ok(home()?.join(".local/state")), Ok)?;
                let state = state.join("clawtray");
                let run = absolute("XDG_RUNTIME_DIR").map(|run| run.join("clawtray"));
                Ok(Self::below(&config.join("clawtray"), &state, &state.join("logs"), run.as_deref(), surroundings))
            }
            System::MacOs => {
                let home = absolute("HOME").map_or_else(home, Ok)?;
                let support = home.join("Library/Application Support/Clawtray");
                let logs = home.join("Library/Logs/Clawtray");
                Ok(Self::below(&support, &support.join("state"), &logs, Some(&support.join("run")), surroundings))
            }
            System::Windows => {
                let local = absolute("LOCALAPPDATA").map_or_else(|| Ok(home()?.join("AppData").join("Local")), Ok)?;
                let base = local.join("Clawtray");
                Ok(Self::below(&base, &base.join("state"), &base.join("logs"), None, surroundings))
            }
        }
    }

    fn below(config: &Path, state: &Path, logs: &Path, run: Option<&Path>, surroundings: &Surroundings<'_>) -> Self {
        let (socket, socket_folder) = socket(state, run, surroundings);
        Self {
            settings_file: config.join("clawtray.json"),
            state_folder: state.to_owned(),
            log_folder: logs.to_owned(),
            socket,
            lock: state.join("keeper.lock"),
            socket_folder,
        }
    }

    /// Creates the missing folders, each for us alone (0700), and checks the socket's folder: it must be a real folder
    /// of ours. If its rights are wider they are narrowed.
    ///
    /// # Errors
    /// [`FileFailure`]; [`FileFailure::Unexpected`] when the socket's folder is not ours.
    pub fn create(&self) -> Result<(), FileFailure> {
        if let Some(folder) = self.settings_file.parent() {
            create_private_folder(folder)?;
        }
        create_private_folder(&self.state_folder)?;
        create_private_folder(&self.log_folder)?;
        match &self.socket_folder {
            Some(folder) => {
                create_private_folder(folder)?;
                folder::make_sure_it_is_ours(folder)
            }
            None => Ok(()),
        }
    }
}

fn is_absolute(path: &Path, system: System) -> bool {
    if system == System::current() {
        return path.is_absolute();
    }
    // Another system's rules, as a test asks for them.
    let text = path.to_string_lossy();
    match system {
        System::Windows => text.get(1..3).is_some_and(|mark| mark == ":\\" || mark == ":/"),
        _ => text.starts_with('/'),
    }
}

fn socket(state: &Path, run: Option<&Path>, surroundings: &Surroundings<'_>) -> (PathBuf, Option<PathBuf>) {
    const NAME: &str = "keeper.sock";
    let mark = format!("clawtray-{}-{:016x}", surroundings.user_id, stable_hash(state));
    let limit = match surroundings.system {
        System::Windows => return (PathBuf::from(format!(r"\\.\pipe\{mark}")), None),
        System::Linux => LINUX_SOCKET_LIMIT,
        System::MacOs => MACOS_SOCKET_LIMIT,
    };
    let folder = match run {
        Some(run) if run.join(NAME).as_os_str().len() < limit => run.to_owned(),
        // Not the temporary folder of the environment: it differs between sessions and is long on macOS.
        _ => Path::new("/tmp").join(mark),
    };
    (folder.join(NAME), Some(folder))
}

/// FNV-1a: the same in every build, which the standard library's hash does not promise.
fn stable_hash(path: &Path) -> u64 {
    path.as_os_str()
        .as_encoded_bytes()
        .iter()
        .fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3))
}

/// The id of the user we run as, for [`Surroundings::user_id`]. On Windows the user's name: the pipe's rights, not its
/// name, keep others out.
#[must_use]
pub fn current_user_id() -> String {
    #[cfg(unix)]
    {
        rustix::process::geteuid().as_raw().to_string()
    }
    #[cfg(not(unix))]
    {
        let name = std::env::var("USERNAME").unwrap_or_default();
        name.chars().filter(char::is_ascii_alphanumeric).collect()
    }
}
