//! The command line. It holds no state and decides nothing: it shows the newest snapshot and passes wishes on.
//!
//! Invariants: nothing is changed without a word from the person (a `confirm` action and an approval are asked for,
//! and Return alone is a no); foreign text is cleaned before it reaches the terminal; a secret is read from standard
//! input, goes to the keychain and nowhere else; a closed pipe ends the program quietly.

mod approvals;
mod arguments;
mod doctor;
mod elsewhere;
mod engine_source;
mod exit;
mod finding_names;
mod fix;
mod follow;
mod gateways;
mod history;
mod json;
mod keeper_link;
mod logs;
mod logs_input;
mod near;
mod openclaw;
mod outcome;
mod plan;
mod planned;
mod problem;
mod report;
mod run_state;
mod runbook;
mod screen;
mod secret;
mod secret_get;
mod secret_migrate;
mod service;
mod source;
mod start;
mod status;
mod wishes;

pub use screen::Terminal;
pub use start::{Surroundings, run};
