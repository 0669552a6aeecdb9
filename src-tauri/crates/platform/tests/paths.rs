//! Where things go, for each system and surroundings.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use clawtray_platform::paths::{Paths, PathsFailure, Surroundings, System};

fn derive(system: System, home: Option<&str>, variables: &[(&str, &str)]) -> Result<Paths, PathsFailure> {
    let environment =
        |name: &str| variables.iter().find(|(key, _)| *key == name).map(|(_, value)| OsString::from(value));
    Paths::from(&Surroundings { environment: &environment, system, home: home.map(Path::new), user_id: "1000" })
}

fn texts(paths: &Paths) -> [String; 5] {
    [&paths.settings_file, &paths.state_folder, &paths.log_folder, &paths.socket, &paths.lock]
        .map(|path: &PathBuf| path.to_str().unwrap().replace('\\', "/"))
}

#[test]
fn each_system_has_its_places() {
    let linux = derive(System::Linux, Some("/home/x"), &[("XDG_RUNTIME_DIR", "/run/user/1000")]).unwrap();
    assert_eq!(
        texts(&linux),
        [
            "/home/x/.config/clawtray/clawtray.json",
            "/home/x/.local/state/clawtray",
            "/home/x/.local/state/clawtray/logs",
            "/run/user/1000/clawtray/keeper.sock",
            "/home/x/.local/state/clawtray/keeper.lock",
        ]
    );
    let variables = [("HOME", "/h"), ("XDG_CONFIG_HOME", "/c"), ("XDG_STATE_HOME", "/s"), ("XDG_RUNTIME_DIR", "/r")];
    let linux = derive(System::Linux, Some("/ignored"), &variables).unwrap();
    assert_eq!(
        texts(&linux)[..4],
        ["/c/clawtray/clawtray.json", "/s/clawtray", "/s/clawtray/logs", "/r/clawtray/keeper.sock"]
    );
    let mac = derive(System::MacOs, Some("/Users/x"), &[("XDG_CONFIG_HOME", "/c")]).unwrap();
    assert_eq!(
        texts(&mac),
        [
            "/Users/x/Library/Application Support/Clawtray/clawtray.json",
            "/Users/x/Library/Application Support/Clawtray/state",
            "/Users/x/Library/Logs/Clawtray",
            "/Users/x/Library/Application Support/Clawtray/run/keeper.sock",
            "/Users/x/Library/Application Support/Clawtray/state/keeper.lock",
        ]
    );
    let windows = derive(System::Windows, None, &[("LOCALAPPDATA", "C:/L")]).unwrap();
    let windows = texts(&windows);
    assert_eq!(windows[..3], ["C:/L/Clawtray/clawtray.json", "C:/L/Clawtray/state", "C:/L/Clawtray/logs"]);
    assert!(windows[3].starts_with("//./pipe/clawtray-1000-"), "{}", windows[3]);
}

#[test]
fn one_variable_moves_everything() {
    let paths =
        derive(System::Linux, None, &[("CLAWTRAY_HOME", "/t"), ("XDG_RUNTIME_DIR", "/r"), ("HOME", "/h")]).unwrap();
    assert_eq!(
        texts(&paths),
        ["/t/clawtray.json", "/t/state", "/t/logs", "/t/run/keeper.sock", "/t/state/keeper.lock"]
    );
    assert_eq!(derive(System::Linux, None, &[("CLAWTRAY_HOME", "t")]), Err(PathsFailure::HomeNotAbsolute));
    assert_eq!(derive(System::Linux, None, &[]), Err(PathsFailure::NoHome));
    assert!(derive(System::Linux, Some("/h"), &[("CLAWTRAY_HOME", "")]).is_ok(), "empty counts as unset");
    let relative = derive(System::Linux, Some("/h"), &[("XDG_STATE_HOME", "s"), ("XDG_RUNTIME_DIR", "r")]).unwrap();
    assert_eq!(relative.state_folder, Path::new("/h/.local/state/clawtray"));
}

#[test]
fn a_socket_without_a_runtime_folder_or_with_a_long_one_goes_to_a_short_place() {
    let none = derive(System::Linux, Some("/h"), &[]).unwrap();
    let text = none.socket.to_str().unwrap();
    assert!(text.starts_with("/tmp/clawtray-1000-") && text.ends_with("/keeper.sock") && text.len() < 60, "{text}");
    assert_eq!(none, derive(System::Linux, Some("/h"), &[]).unwrap(), "derived twice it is the same");
    assert_ne!(none.socket, derive(System::Linux, Some("/other"), &[]).unwrap().socket);

    // "/<n>/clawtray/keeper.sock" is n + 22 bytes long and needs a closing zero.
    for (system, limit) in [(System::Linux, 108), (System::MacOs, 104)] {
        for (length, fits) in [(limit - 1, true), (limit, false)] {
            let home = format!("/{}", "n".repeat(length - 1 - "/run/keeper.sock".len()));
            let paths = derive(system, None, &[("CLAWTRAY_HOME", &home)]).unwrap();
            assert_eq!(paths.socket.starts_with(&home), fits, "{system:?} {length}");
            assert_eq!(paths.socket.as_os_str().len() == length, fits);
        }
    }
}

#[cfg(unix)]
mod creation {
    use super::*;
    use clawtray_platform::files::FileFailure;
    use std::os::unix::fs::{PermissionsExt, symlink};

    fn below(folder: &Path) -> Paths {
        derive(System::current(), None, &[("CLAWTRAY_HOME", folder.to_str().unwrap())]).unwrap()
    }

    fn mode(path: &Path) -> u32 {
        std::fs::metadata(path).unwrap().permissions().mode() & 0o777
    }

    #[test]
    fn folders_are_private_and_creating_twice_is_fine() {
        let folder = tempfile::tempdir().unwrap();
        let paths = below(&folder.path().join("home"));
        paths.create().unwrap();
        let run = paths.socket.parent().unwrap();
        for made in [&paths.state_folder, &paths.log_folder, run] {
            assert_eq!(mode(made), 0o700, "{made:?}");
        }
        std::fs::set_permissions(run, std::fs::Permissions::from_mode(0o755)).unwrap();
        paths.create().unwrap();
        assert_eq!(mode(run), 0o700, "a folder of ours that is open to others is closed");
    }

    #[test]
    fn a_link_or_a_file_in_place_of_the_sockets_folder_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let elsewhere = tempfile::tempdir().unwrap();
        let paths = below(folder.path());
        let run = folder.path().join("run");
        symlink(elsewhere.path(), &run).unwrap();
        assert!(matches!(paths.create(), Err(FileFailure::Unexpected { .. })));
        std::fs::remove_file(&run).unwrap();
        std::fs::write(&run, "").unwrap();
        assert!(matches!(paths.create(), Err(FileFailure::Unexpected { .. })));
    }

    #[test]
    fn a_folder_of_another_user_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let paths = below(folder.path());
        let run = folder.path().join("run");
        std::fs::create_dir(&run).unwrap();
        if std::os::unix::fs::chown(&run, Some(65_534), None).is_err() {
            return; // Only root can give a folder away.
        }
        assert!(matches!(paths.create(), Err(FileFailure::Unexpected { problem: "belongs to another user", .. })));
    }
}
