//! How soon what a gateway prints, or tells over the link, is a finding in the picture, beside the same line merely
//! followed and the gateway's own part; and what following a busy gateway takes of a core, beside a bare read of the
//! same file. Time runs as it does; the gateway is this same program under the name `node`, as in `tests/refusals.rs`,
//! whose stage this is.
#![allow(missing_docs, dead_code, clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout)]

#[cfg(target_os = "linux")]
#[path = "../tests/refusals/evidence.rs"]
mod evidence;
#[cfg(target_os = "linux")]
#[path = "../tests/refusals/player.rs"]
mod player;
#[cfg(target_os = "linux")]
#[path = "../tests/refusals/program.rs"]
mod program;
#[cfg(target_os = "linux")]
#[path = "../tests/refusals/stage.rs"]
mod stage;

#[cfg(target_os = "linux")]
fn main() {
    program::run(&["--list", "--test"], evidence::figures());
}

#[cfg(not(target_os = "linux"))]
fn main() {}
