//! Whether there is a screen to open a window on.

use std::ffi::OsString;

/// There is no screen.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "Clawtray's window needs a graphical session, and neither DISPLAY nor WAYLAND_DISPLAY is set. \
     Without a screen use the command line instead: clawtray status"
)]
pub struct NoDisplay;

/// Looks for a screen, so that a missing one is a sentence and not a crash inside GTK. macOS and Windows always have one.
///
/// # Errors
/// [`NoDisplay`].
pub fn check(environment: impl Fn(&str) -> Option<OsString>) -> Result<(), NoDisplay> {
    let set = |name| environment(name).is_some_and(|value| !value.is_empty());
    if cfg!(any(windows, target_os = "macos")) || set("DISPLAY") || set("WAYLAND_DISPLAY") {
        Ok(())
    } else {
        Err(NoDisplay)
    }
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::*;

    #[test]
    fn either_display_server_is_enough_and_an_empty_value_is_none() {
        let only = |name: &'static str, value: &'static str| move |asked: &str| (asked == name).then(|| value.into());
        assert_eq!(check(only("DISPLAY", ":0")), Ok(()));
        assert_eq!(check(only("WAYLAND_DISPLAY", "wayland-0")), Ok(()));
        assert_eq!(check(only("DISPLAY", "")), Err(NoDisplay));
        assert_eq!(check(only("HOME", "/home/a")), Err(NoDisplay));
    }
}
