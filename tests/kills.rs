//! A real gateway killed again and again: it comes back each time, and what OpenClaw holds back after too many kills
//! comes back with one click.
//!
//! `CLAWTRAY_KILLS` sets how many kills there are, 100 without it.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;

use std::{
    io::{Read as _, Write as _},
    net::TcpStream,
    process::{Command, Stdio},
    time::{Duration, Instant},
};

use clawtray_contract::{Answer, FindingRef, Intent, State};
use clawtray_testkit::fake_telegram::FakeTelegram;
use common::{READY, SOON, Stage, peer};

/// Kills in one state folder: OpenClaw holds channels back after three within five minutes.
const KILLS_EACH: u64 = 2;

/// How long a start may take here, with another one after it where a busy machine was too slow for OpenClaw.
const BACK: Duration = Duration::from_secs(600);

fn kill(pid: u32) -> Instant {
    let killed = Instant::now();
    assert!(Command::new("kill").args(["-9", &pid.to_string()]).status().unwrap().success());
    killed
}

/// Kills the gateway and waits until another process of it runs. Milliseconds until that it is down was seen, and until
/// all three signals agree again.
fn kill_and_back(stage: &Stage) -> (u64, u64) {
    let pid = stage.wait_state(State::Running, BACK).details.pid.expect("a process");
    let killed = kill(pid);
    stage.wait("that it is down", SOON, |stage| (stage.gateway().details.pid != Some(pid)).then_some(()));
    let seen = killed.elapsed();
    stage.wait("it runs again", BACK, |stage| {
        let view = stage.gateway();
        (view.state == State::Running && view.details.pid.is_some_and(|now| now != pid)).then_some(())
    });
    (ms(seen), ms(killed.elapsed()))
}

/// A start of the gateway by itself, in a state folder that it has been started in before: milliseconds until `/readyz`
/// says yes.
fn bare_start(stage: &Stage) -> u64 {
    let node = std::env::var_os("CLAWTRAY_TEST_NODE").expect("CLAWTRAY_TEST_NODE: run `cargo xtask test`");
    let openclaw = std::env::var_os("CLAWTRAY_TEST_OPENCLAW").expect("CLAWTRAY_TEST_OPENCLAW: run `cargo xtask test`");
    let began = Instant::now();
    let mut gateway = stage
        .command(node)
        .arg(openclaw)
        .args(["gateway", "run", "--port", &stage.port.to_string()])
        .env("OPENCLAW_NO_RESPAWN", "1")
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("the gateway starts");
    while !is_ready(stage.port) {
        assert!(began.elapsed() < BACK, "the gateway alone is not ready");
        std::thread::sleep(Duration::from_millis(50));
    }
    let took = began.elapsed();
    assert!(Command::new("kill").arg(gateway.id().to_string()).status().unwrap().success());
    gateway.wait().unwrap();
    ms(took)
}

fn is_ready(port: u16) -> bool {
    let Ok(mut stream) = TcpStream::connect(("127.0.0.1", port)) else { return false };
    let asked = write!(stream, "GET /readyz HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: close\r\n\r\n");
    let mut answer = String::new();
    asked.is_ok() && stream.read_to_string(&mut answer).is_ok() && answer.contains("\"ready\":true")
}

fn ms(duration: Duration) -> u64 {
    u64::try_from(duration.as_millis()).unwrap()
}

/// Least, middle and greatest.
fn spread(mut all: Vec<u64>) -> String {
    all.sort_unstable();
    let middle = all[all.len() / 2];
    format!("{} / {middle} / {} ms", all[0], all[all.len() - 1])
}

#[test]
#[ignore = "slow: starts the real gateway a hundred and fifty times"]
fn slow_a_hundred_kills_and_it_is_back_each_time() {
    let wanted = std::env::var("CLAWTRAY_KILLS").ok().and_then(|count| count.parse().ok()).unwrap_or(100);
    let (mut seen, mut back, mut alone) = (vec![], vec![], vec![]);
    let mut kills = 0;
    while kills < wanted {
        let mut stage = Stage::without_screen();
        stage.start_keeper();
        stage.wait_state(State::Running, BACK);
        for _ in 0..KILLS_EACH.min(wanted - kills) {
            let (down, again) = kill_and_back(&stage);
            seen.push(down);
            back.push(again);
            kills += 1;
            println!("{kills}: seen after {down} ms, ready again after {again} ms");
        }
        let view = stage.gateway();
        assert!(view.details.pid.is_some() && view.state == State::Running, "{}", stage.story());
        assert!(stage.finding("channel.disconnected").is_none(), "two kills hold nothing back");
        stage.clawtray(&["stop", "--now"]);
        stage.wait_state(State::Paused, SOON);
        if alone.len() < 5 {
            alone.push(bare_start(&stage));
        }
    }
    println!("{kills} kills with -9 of the real gateway, two in each state folder, least / middle / greatest");
    println!("seen: {}", spread(seen));
    println!("ready again: {}", spread(back));
    println!("the gateway's own start, alone: {}", spread(alone));
}

#[test]
#[ignore = "slow: four starts of the real gateway, and a minute of waiting"]
fn slow_three_kills_hold_the_channels_back_and_one_click_brings_them_back() {
    let telegram = FakeTelegram::start().unwrap();
    let polls = || telegram.asked().iter().filter(|asked| asked.method == "getUpdates").count();
    let mut stage = Stage::without_screen();
    stage.write_config(&format!(
        r#"{{"gateway":{{"mode":"local"}},"channels":{{"telegram":{{"enabled":true,"botToken":"123456:played","apiRoot":"{}"}}}}}}"#,
        telegram.root()
    ));
    stage.start_keeper();
    stage.wait_state(State::Running, READY);
    stage.wait("telegram is asked for messages", READY, |_| (polls() > 0).then_some(()));
    for _ in 0..3 {
        kill_and_back(&stage);
    }
    let ready = Instant::now();
    let finding = stage.wait_finding("channel.disconnected", READY);
    println!("ready to the finding of held-back channels: {} s", ready.elapsed().as_secs());
    assert!(ready.elapsed() >= Duration::from_secs(55), "a start is given a minute");
    assert!(finding.text.contains("did not start"), "{finding:?}");
    assert_eq!(finding.actions[0].id, "start_channels");
    assert_eq!(stage.gateway().state, State::Degraded, "the gateway itself is not down");
    assert!(stage.finding("process.crash_loop").is_none() && stage.finding("service.not_running").is_none());
    let before = polls();
    let finding = FindingRef { id: finding.id, subject: finding.subject };
    let action = "start_channels".to_owned();
    let plan = match peer::ask(
        &stage.clawtray_home(),
        Intent::Preview { finding: finding.clone(), action: action.clone(), choice: None },
    ) {
        Ok(Answer::Plan { plan }) => plan.etag,
        other => panic!("no plan: {other:?}"),
    };
    let clicked = Instant::now();
    peer::ask(&stage.clawtray_home(), Intent::Run { finding, action, plan: Some(plan), choice: None })
        .expect("it is done");
    stage.wait("telegram is asked for messages again", SOON, |_| (polls() > before).then_some(()));
    println!("click to the channel being back: {} ms", clicked.elapsed().as_millis());
    stage.wait_gone("channel.disconnected", READY);
    stage.wait_state(State::Running, READY);
}
