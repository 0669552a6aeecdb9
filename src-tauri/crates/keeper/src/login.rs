//! Starting with the person's session, as each system does it: an autostart entry, a launch agent, a registry value.

use std::path::Path;

use auto_launch::{AutoLaunch, AutoLaunchBuilder, MacOSLaunchMode, WindowsEnableMode};
use clawtray_engine::Environment;

/// How the entry is called.
const NAME: &str = "Clawtray";

/// The entry of this program; nothing for a private Clawtray, which leaves nothing outside its folder.
pub(crate) fn entry(environment: &Environment) -> Option<AutoLaunch> {
    let private = environment.variables.get(clawtray_platform::paths::HOME_VARIABLE).is_some();
    let program = std::env::current_exe().ok()?;
    if private { None } else { entry_for(&program) }
}

fn entry_for(program: &Path) -> Option<AutoLaunch> {
    let program = program.to_str()?;
    // The library writes the path as it is; in an autostart entry a blank would end it.
    let program = if cfg!(target_os = "linux") { exec_word(program) } else { program.to_owned() };
    AutoLaunchBuilder::new()
        .set_app_name(NAME)
        .set_app_path(&program)
        .set_macos_launch_mode(MacOSLaunchMode::LaunchAgent)
        .set_windows_enable_mode(WindowsEnableMode::CurrentUser)
        .build()
        .ok()
}

/// A path as one word of an autostart entry's `Exec` line (Desktop Entry Specification, "The Exec key"): quoted where
/// it holds a reserved character, `%` doubled, and the backslashes of the quoting doubled once more as in every value.
fn exec_word(path: &str) -> String {
    let reserved = |one: char| one.is_whitespace() || "\"'\\><~|&;$*?#()`".contains(one);
    let path = path.replace('%', "%%");
    if !path.contains(reserved) {
        return path;
    }
    let mut word = String::from("\"");
    for one in path.chars() {
        match one {
            '"' | '`' | '$' => word.extend(["\\\\", one.encode_utf8(&mut [0; 4])]),
            '\\' => word.push_str("\\\\\\\\"),
            _ => word.push(one),
        }
    }
    word + "\""
}

/// Whether the program starts with the session; `None` where that cannot be known or chosen. Reads a file.
pub(crate) fn is_on(entry: Option<&AutoLaunch>) -> Option<bool> {
    entry?.is_enabled().ok()
}

/// Makes it so. Writes a file.
///
/// # Errors
/// In words, when the system does not take it.
pub(crate) fn set(entry: &AutoLaunch, on: bool) -> Result<(), String> {
    let done = if on { entry.enable() } else { entry.disable() };
    done.map_err(|error| error.to_string())
}

#[cfg(test)]
mod tests {
    use std::ffi::OsString;

    use clawtray_engine::Environment;

    use super::{entry, exec_word, is_on};

    #[test]
    fn a_path_is_one_word_of_the_entry() {
        for (path, word) in [
            ("/usr/bin/clawtrayd", "/usr/bin/clawtrayd"),
            ("/home/ann/My Apps/clawtrayd", "\"/home/ann/My Apps/clawtrayd\""),
            ("/opt/50%/clawtrayd", "/opt/50%%/clawtrayd"),
            ("/opt/a&b(1)/clawtrayd", "\"/opt/a&b(1)/clawtrayd\""),
            ("/opt/$x`y/clawtrayd", r#""/opt/\\$x\\`y/clawtrayd""#),
            (r"/opt/a\b c/clawtrayd", r#""/opt/a\\\\b c/clawtrayd""#),
        ] {
            assert_eq!(exec_word(path), word, "{path}");
        }
    }

    #[test]
    fn a_private_clawtray_is_never_registered() {
        let folder = tempfile::tempdir().unwrap();
        let variables = [(OsString::from("CLAWTRAY_HOME"), folder.path().as_os_str().to_owned())];
        let environment = Environment::from_variables(variables, folder.path(), "test").unwrap();
        let entry = entry(&environment);
        assert!(entry.is_none());
        assert_eq!(is_on(entry.as_ref()), None);
    }
}
