//! Another gateway where this one should be: in its folder, or on its port.

use std::{fs, net::TcpListener, path::PathBuf, time::Instant};

use clawtray_contract::{Mode, Outcome, State};
use clawtray_testkit::desktop::Program;
use serde_json::json;

use crate::common::{
    READY, SOON, Stage,
    faults::{TOKEN, config},
    holder::Holder,
    proof::{By, Trial},
    terminal::{end, start_on},
};

fn free_port() -> u16 {
    TcpListener::bind(("127.0.0.1", 0)).unwrap().local_addr().unwrap().port()
}

/// A gateway that somebody started in a terminal uses the same folder, on another port.
fn folder_is_used() -> (Stage, Program, Instant) {
    let mut stage = Stage::without_screen();
    stage.write_config(&config(json!({})));
    let other = start_on(&stage, free_port(), &stage.state_dir(), &[]);
    let begun = Instant::now();
    stage.start_keeper();
    (stage, other, begun)
}

#[test]
#[ignore = "slow: two real gateways want one folder"]
fn slow_a_folder_that_another_gateway_uses_is_left_to_it() {
    let (mut stage, other, begun) = folder_is_used();
    Trial::new(&stage, "folder used by another gateway", "process.state_owned", "attach_to_it")
        .begun(begun)
        .by(By::Menu)
        .ends_as(Outcome::Repaired)
        .told();
    let view = stage.wait_state(State::Running, READY);
    assert_eq!((view.mode, view.details.pid), (Mode::Attached, Some(other.id())), "{view:#?}");
    end(&mut stage, other);
}

/// The other gateway is asked to end, and Clawtray's own comes up in its place.
fn takes_its_place(trial: Trial<'_>, other: &mut Program) {
    let stage = trial.stage;
    let row = trial.ends_as(Outcome::Repaired);
    other.wait(SOON).expect("it was asked to end");
    let view = stage.wait_state(State::Running, READY);
    assert_eq!(view.mode, Mode::Child, "{view:#?}");
    row.told();
}

#[test]
#[ignore = "slow: two real gateways want one folder"]
fn slow_a_folder_that_another_gateway_uses_is_taken_back() {
    let (stage, mut other, begun) = folder_is_used();
    takes_its_place(
        Trial::new(&stage, "folder used by another gateway", "process.state_owned", "stop_that_gateway").begun(begun),
        &mut other,
    );
}

/// The folder of another gateway, which lets the same token in.
fn another_folder(stage: &Stage) -> PathBuf {
    let folder = stage.desktop.home().join("another-openclaw");
    fs::create_dir_all(&folder).unwrap();
    fs::write(folder.join("openclaw.json"), config(json!({}))).unwrap();
    folder
}

#[test]
#[ignore = "slow: two real gateways want one port"]
fn slow_a_port_that_another_gateway_holds() {
    let mut stage = Stage::without_screen();
    stage.write_config(&config(json!({})));
    let mut other = start_on(&stage, stage.port, &another_folder(&stage), &[]);
    let begun = Instant::now();
    stage.start_keeper();
    takes_its_place(
        Trial::new(&stage, "port held by another gateway", "port.conflict", "stop_that_gateway").begun(begun),
        &mut other,
    );
}

/// A program that passes everything on to a gateway somewhere else, as a tunnel or a container's port does.
fn relay(stage: &Stage, from: u16, to: u16) -> Holder {
    const SCRIPT: &str = r#"
import asyncio, sys

async def pour(reader, writer):
    try:
        while data := await reader.read(65536):
            writer.write(data)
            await writer.drain()
    except OSError:
        pass
    writer.close()

async def meet(reader, writer):
    far_reader, far_writer = await asyncio.open_connection("127.0.0.1", int(sys.argv[2]))
    await asyncio.gather(pour(reader, far_writer), pour(far_reader, writer))

async def main():
    server = await asyncio.start_server(meet, "127.0.0.1", int(sys.argv[1]))
    print("listens", flush=True)
    await server.serve_forever()

asyncio.run(main())
"#;
    let mut command = stage.desktop.command("python3");
    command.args(["-c", SCRIPT, &from.to_string(), &to.to_string()]);
    Holder::by(command)
}

#[test]
#[ignore = "slow: a real gateway answers through somebody else's port"]
fn slow_a_port_behind_which_a_gateway_answers() {
    let mut stage = Stage::without_screen();
    stage.write_config(&config(json!({})));
    let far = free_port();
    let other = start_on(&stage, far, &another_folder(&stage), &[]);
    let mut relay = relay(&stage, stage.port, far);
    let begun = Instant::now();
    stage.start_keeper();
    Trial::new(&stage, "port held by what answers as a gateway", "port.conflict", "attach_to_it")
        .begun(begun)
        .by(By::Menu)
        .ends_as(Outcome::Repaired)
        .told();
    let view = stage.wait_state(State::Running, READY);
    assert_eq!(view.mode, Mode::Attached, "{view:#?}");
    end(&mut stage, other);
    assert!(relay.lives(), "whoever holds the port is left alone");
}

/// Says that the test is the one among processes of its own.
const ALONE: &str = "CLAWTRAY_TEST_PROCESSES_OF_ITS_OWN";

/// Whether this is the one that sees no processes but its own; if not, it was run that way. Gateways of other tests
/// would be others too, and nobody's here to be ended.
fn is_alone() -> bool {
    if std::env::var_os(ALONE).is_some() {
        return true;
    }
    let thread = std::thread::current();
    let name = thread.name().expect("a test's own thread has its name");
    let mut command = std::process::Command::new("unshare");
    // A shell collects what is left without a parent.
    let inside = r#""$0" --exact "$1" --ignored --nocapture; exit "$?""#;
    command.args(["--pid", "--fork", "--kill-child", "--mount-proc", "sh", "-c", inside]);
    command.arg(std::env::current_exe().unwrap()).arg(name).env(ALONE, "1");
    assert!(command.status().expect("unshare is there").success());
    false
}

#[test]
#[ignore = "slow: two real gateways answer, which takes the right to make processes of one's own"]
fn slow_a_second_gateway_that_answers_beside_this_one() {
    if !is_alone() {
        return;
    }
    let mut stage = Stage::without_screen();
    let far = free_port();
    let remote = json!({"url": format!("ws://127.0.0.1:{far}"), "token": TOKEN});
    stage.write_config(&config(json!({"gateway": {"remote": remote}})));
    let mut other = start_on(&stage, far, &another_folder(&stage), &[]);
    // The one before this OpenClaw ran for a while: after an update its own checks are asked.
    let state = stage.clawtray_home().join("state");
    fs::create_dir_all(&state).unwrap();
    fs::write(state.join("state.json"), r#"{"version": 1, "settled_version": "2026.9.5"}"#).unwrap();
    let begun = Instant::now();
    stage.start_keeper();
    stage.wait_state(State::Running, READY);
    // OpenClaw's own checks come after a minute of peace, and take their time.
    stage.wait_finding("probe.multiple_gateways", READY * 3);
    let row = Trial::new(&stage, "a second gateway answers", "probe.multiple_gateways", "stop_the_stale_one")
        .begun(begun)
        .ends_as(Outcome::Repaired);
    other.wait(SOON).expect("it was asked to end");
    stage.wait_state(State::Running, READY);
    row.told();
}
