//! Where the keeper answers, where this window answers, and where the programs lie.

use std::path::{Path, PathBuf};

use clawtray_platform::files::FileFailure;
use clawtray_platform::paths::{Paths, PathsFailure, Surroundings, System, current_user_id};

/// Everything the window needs to know about the disk.
#[derive(Clone, Debug)]
pub struct Places {
    /// The keeper's places.
    pub paths: Paths,
    /// Held by the one window of this Clawtray home.
    pub window_lock: PathBuf,
    /// Where that window hears from a second start.
    pub window_socket: PathBuf,
    /// The folder of this program, where its companions lie.
    pub programs: PathBuf,
}

/// Why the places are not known.
#[derive(Debug, thiserror::Error)]
pub enum PlacesFailure {
    /// Neither the environment nor the system says where to look.
    #[error("it does not know where to keep its files: {0}")]
    Paths(#[from] PathsFailure),
    /// The folders could not be made.
    #[error("its own folders cannot be used: {0}")]
    Folders(#[from] FileFailure),
    /// The system does not say where this program lies.
    #[error("its own program file cannot be found: {0}")]
    Program(std::io::Error),
}

/// Finds the places from the environment and makes the folders.
///
/// # Errors
/// [`PlacesFailure`].
pub fn find() -> Result<Places, PlacesFailure> {
    let home = std::env::home_dir();
    let paths = Paths::from(&Surroundings {
        environment: &|name| std::env::var_os(name),
        system: System::current(),
        home: home.as_deref(),
        user_id: &current_user_id(),
    })?;
    paths.create()?;
    let program = std::env::current_exe().map_err(PlacesFailure::Program)?;
    let programs = program.parent().map(Path::to_owned).unwrap_or_default();
    Ok(Places {
        window_lock: paths.state_folder.join("window.lock"),
        window_socket: beside(&paths.socket),
        paths,
        programs,
    })
}

/// The window's socket lies beside the keeper's, so it is as private and no longer. A pipe has a name and no folder.
fn beside(keeper: &Path) -> PathBuf {
    if cfg!(windows) {
        let mut name = keeper.as_os_str().to_owned();
        name.push("-window");
        PathBuf::from(name)
    } else {
        keeper.with_file_name("window.sock")
    }
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    #[test]
    fn the_windows_socket_fits_wherever_the_keepers_does() {
        let keeper = Path::new("/run/user/1000/clawtray/keeper.sock");
        let window = beside(keeper);
        assert_eq!(window, Path::new("/run/user/1000/clawtray/window.sock"));
        assert!(window.as_os_str().len() <= keeper.as_os_str().len(), "it must not grow past a socket's limit");
    }
}
