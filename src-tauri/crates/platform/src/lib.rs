//! The operating system: processes, files, folders, locks, the local socket, the keychain, notifications and the tray.
//!
//! Nothing here decides anything. Each module offers one thing an operating system can do, with typed failures, and
//! behaves the same on Linux, macOS and Windows unless its documentation says otherwise.

pub mod appearance;
pub mod console;
pub mod discovery;
pub mod disk;
pub mod files;
pub mod icons;
pub mod keychain;
pub mod lock;
pub mod notify;
pub mod opener;
pub mod output;
pub mod paths;
pub mod power;
pub mod process;
pub mod service;
pub mod socket;
pub mod tray;
pub mod watched;
