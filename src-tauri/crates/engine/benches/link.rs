//! What the link takes in a second and how current the picture stays meanwhile, beside the same texts read by a bare
//! WebSocket; how soon a request is notified and a session made again, beside the gateway's own part. Time runs as it
//! does; the gateway is this same program under the name `node`, as in `tests/refusals.rs`, whose stage this is.
#![allow(missing_docs, dead_code, clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout)]

#[cfg(target_os = "linux")]
#[path = "../tests/refusals/figures.rs"]
mod figures;
#[cfg(target_os = "linux")]
#[path = "../tests/refusals/flood.rs"]
mod flood;
#[cfg(target_os = "linux")]
#[path = "../tests/refusals/player.rs"]
mod player;
#[cfg(target_os = "linux")]
#[path = "../tests/refusals/program.rs"]
mod program;
#[cfg(target_os = "linux")]
#[path = "../tests/refusals/stage.rs"]
mod stage;

/// Events a second that must not harm, and more than anything can take.
const HARMLESS: u64 = 50_000;
const ENDLESS: u64 = 2_000_000;
/// Events of the bare WebSocket.
const BARE: usize = 500_000;

#[cfg(target_os = "linux")]
fn main() {
    program::run(&["--list", "--test"], async {
        let lasted = clawtray_testkit::fake_gateway::bare_flood(&player::FLOOD, BARE).await.unwrap();
        println!("a bare WebSocket: {} events a second", BARE as u128 * 1_000_000 / lasted.as_micros());
        flood::flood(HARMLESS, 20).await;
        flood::flood(ENDLESS, 5).await;
        figures::figures().await;
    });
}

#[cfg(not(target_os = "linux"))]
fn main() {}
