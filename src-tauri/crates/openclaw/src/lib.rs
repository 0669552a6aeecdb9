//! OpenClaw on this computer: where it is, what its configuration says, how to start it, and what its commands
//! and exits mean. Everything here reports facts; deciding what to do about them belongs to the callers.

pub mod cli;
pub mod command;
pub mod config;
pub mod environment;
pub mod exit;
pub mod gateways;
pub mod launch;
pub mod locate;
pub mod log_file;
pub mod npm;
pub mod profile;
mod wording;

pub use cli::{Cli, CliOutcome, CliProblem, Limits};
pub use command::Command;
pub use config::{ConfigParse, ConfigReading};
pub use environment::Environment;
pub use exit::{ExitReason, classify_exit};
pub use launch::{LaunchSpec, launch_spec};
pub use locate::{Found, Install, LocateError, Locator, LoginShell, OpenClaw, Places};
pub use log_file::LogFile;
pub use npm::Npm;
pub use profile::Profile;
pub use wording::{WriteRefusal, browser_runs, says_heartbeats_are_off, says_nothing, write_refusal};
