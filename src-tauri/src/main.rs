//! The program people launch.
#![cfg_attr(all(windows, not(debug_assertions)), windows_subsystem = "windows")]

use std::process::ExitCode;

fn main() -> ExitCode {
    // Before anything else, while this is the only thread. GTK would load a whole software renderer (some 45 MB) just
    // to ask about OpenGL, which the page does not need. A person's own setting is left alone.
    #[cfg(target_os = "linux")]
    let _refused = glib::setenv("GDK_GL", "disable", false);

    clawtray_desktop::run(std::env::args_os().skip(1))
}
