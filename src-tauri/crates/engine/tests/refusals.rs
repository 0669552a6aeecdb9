//! Every refusal of a connection that OpenClaw 2026.9.6 knows, spoken by a gateway that is a real process: each is seen
//! as the finding it belongs to, and over after that finding's action. The gateway is this same program under the name
//! `node`; `refusals/refusals.json` has its frames, those marked as recorded as a real gateway sent them.
//!
//! After them comes a flood. `CLAWTRAY_FLOOD=50000` tells what so many events a second do instead,
//! `CLAWTRAY_FIGURES=1` how soon a request is notified and a session made again.
//!
//! Time runs a hundred times as fast, so that a lockout of half a minute is over in a third of a second.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout)]

#[cfg(target_os = "linux")]
#[path = "refusals/figures.rs"]
mod figures;
#[cfg(target_os = "linux")]
#[path = "refusals/flood.rs"]
mod flood;
#[cfg(target_os = "linux")]
#[path = "refusals/player.rs"]
mod player;
#[cfg(target_os = "linux")]
#[path = "refusals/program.rs"]
mod program;
#[cfg(target_os = "linux")]
#[path = "refusals/stage.rs"]
mod stage;

#[cfg(target_os = "linux")]
fn main() {
    program::run(&["--list", "--ignored"], async {
        match std::env::var("CLAWTRAY_FLOOD").ok().and_then(|rate| rate.parse().ok()) {
            Some(rate) => flood::flood(rate, 20).await,
            None if std::env::var_os("CLAWTRAY_FIGURES").is_some() => figures::figures().await,
            None => {
                stage::all().await;
                flood::flood(flood::USUAL, 3).await;
            }
        }
    });
}

#[cfg(not(target_os = "linux"))]
fn main() {}
