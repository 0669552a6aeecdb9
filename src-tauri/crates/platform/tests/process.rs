//! Real processes: how they end, how they are ended, and that nobody else is.
#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;

use clawtray_platform::process::{
    Exit, IsGateway, LaunchFailure, ProcessIdentity, SignalFailure, SignalOutcome, children_of, describe,
    group_members, identity, is_alive, kill, openclaw_proof, spawn, terminate, watch,
};
use common::{Stage, eventually, soon};

const KILLED: Exit = Exit { code: None, signal: Some(9), core_dumped: false };

#[tokio::test]
async fn an_exit_code_is_told_and_nothing_is_left_uncollected() {
    let stage = Stage::new();
    let mut child = stage.shell("exit 78");
    let pid = child.identity().pid;
    assert_eq!(soon(child.wait()).await.unwrap(), Exit { code: Some(78), ..Exit::default() });
    assert_eq!(soon(child.wait()).await.unwrap().code, Some(78), "asked twice it says the same");
    assert!(!std::path::Path::new(&format!("/proc/{pid}")).exists());
}

#[tokio::test]
async fn a_signal_is_told_apart_from_a_code() {
    let stage = Stage::new();
    let mut child = stage.shell("kill -KILL $$");
    assert_eq!(soon(child.wait()).await.unwrap(), KILLED);
}

#[tokio::test]
async fn a_dropped_child_is_collected_all_the_same() {
    let stage = Stage::new();
    let child = stage.shell("exec sleep 1000");
    let process = child.identity();
    drop(child);
    assert!(is_alive(&process), "dropping does not end it");
    assert_eq!(kill(&process, true).unwrap(), SignalOutcome::Sent);
    let folder = format!("/proc/{}", process.pid);
    eventually("the collection", || !std::path::Path::new(&folder).exists()).await;
}

#[tokio::test]
async fn one_that_ignores_the_polite_signal_is_killed() {
    let stage = Stage::new();
    let mut lines = stage.lines();
    let mut child = stage.shell("trap 'echo no' TERM; echo ready; while :; do sleep 0.05; done");
    assert_eq!(lines.next().await.text, "ready");
    assert_eq!(terminate(&child.identity(), false).unwrap(), SignalOutcome::Sent);
    assert_eq!(lines.next().await.text, "no");
    assert!(is_alive(&child.identity()));
    assert_eq!(kill(&child.identity(), true).unwrap(), SignalOutcome::Sent);
    assert_eq!(soon(child.wait()).await.unwrap(), KILLED);
    assert_eq!(kill(&child.identity(), true).unwrap(), SignalOutcome::AlreadyGone);
}

#[tokio::test]
async fn a_group_kill_ends_the_grandchildren_too() {
    let stage = Stage::new();
    let mut lines = stage.lines();
    let mut child = stage.shell("sleep 1000 & echo $!; (sleep 1000 & echo $!; wait) & wait");
    let mut grandchildren = Vec::new();
    for _ in 0..2 {
        grandchildren.push(identity(lines.next().await.text.parse().unwrap()).unwrap());
    }
    let members = group_members(&child.identity());
    assert!(grandchildren.iter().all(|process| members.contains(process)), "{members:?}");
    assert!(children_of(&child.identity()).contains(&grandchildren[0]));
    assert_eq!(child.kill_all().unwrap(), SignalOutcome::Sent);
    soon(child.wait()).await.unwrap();
    for process in grandchildren {
        soon(watch(process)).await.unwrap();
        assert!(!is_alive(&process));
    }
}

#[tokio::test]
async fn a_signal_without_group_spares_the_others() {
    let stage = Stage::new();
    let mut lines = stage.lines();
    let mut child = stage.shell("sleep 1000 & echo $!; wait");
    let other = identity(lines.next().await.text.parse().unwrap()).unwrap();
    let leader = child.identity();
    assert_eq!(kill(&leader, false).unwrap(), SignalOutcome::Sent);
    soon(child.wait()).await.unwrap();
    assert!(is_alive(&other));
    assert_eq!(kill(&leader, true).unwrap(), SignalOutcome::AlreadyGone, "a gone leader proves nothing about a group");
    assert_eq!(kill(&other, false).unwrap(), SignalOutcome::Sent);
    soon(watch(other)).await.unwrap();
}

#[tokio::test]
async fn an_ended_leader_not_yet_collected_still_lets_its_group_be_ended() {
    let stage = Stage::new();
    let mut lines = stage.lines();
    let mut child = stage.shell("sleep 1000 & echo $!; exit 0");
    let other = identity(lines.next().await.text.parse().unwrap()).unwrap();
    soon(watch(child.identity())).await.unwrap();
    assert!(!is_alive(&child.identity()));
    assert_eq!(kill(&child.identity(), true).unwrap(), SignalOutcome::Sent);
    soon(watch(other)).await.unwrap();
    assert_eq!(soon(child.wait()).await.unwrap().code, Some(0));
}

#[tokio::test]
async fn another_process_with_the_same_id_is_never_touched() {
    let stage = Stage::new();
    let mut child = stage.shell("exec sleep 1000");
    let real = child.identity();
    let earlier = ProcessIdentity { start_time: real.start_time - 1, ..real };
    assert!(!is_alive(&earlier));
    for group in [false, true] {
        assert_eq!(kill(&earlier, group).unwrap(), SignalOutcome::NotSame);
        assert_eq!(terminate(&earlier, group).unwrap(), SignalOutcome::NotSame);
    }
    assert!(children_of(&earlier).is_empty() && group_members(&earlier).is_empty());
    soon(watch(earlier)).await.unwrap();
    assert!(is_alive(&real));
    kill(&real, true).unwrap();
    assert_eq!(soon(child.wait()).await.unwrap(), KILLED);
}

#[test]
fn we_and_the_first_process_are_never_signalled() {
    let ourselves = identity(std::process::id()).unwrap();
    assert!(matches!(kill(&ourselves, true), Err(SignalFailure::Refused { .. })));
    for pid in [0, 1] {
        let process = identity(pid).unwrap_or(ProcessIdentity { pid, start_time: 0 });
        assert!(matches!(kill(&process, false), Err(SignalFailure::Refused { .. })));
    }
    assert_eq!(kill(&ProcessIdentity { pid: u32::MAX, start_time: 1 }, true).unwrap(), SignalOutcome::AlreadyGone);
}

#[tokio::test]
async fn each_reason_not_to_start_has_its_name() {
    let stage = Stage::new();
    let missing = spawn(&stage.spec("/no/such/program", &[]));
    assert!(matches!(missing, Err(LaunchFailure::ProgramMissing { .. })), "{missing:?}");
    let text = stage.folder.path().join("text");
    std::fs::write(&text, "not a program").unwrap();
    let not_executable = spawn(&stage.spec(text.to_str().unwrap(), &[]));
    assert!(matches!(not_executable, Err(LaunchFailure::NotExecutable { .. })), "{not_executable:?}");
    let mut nowhere = stage.spec("/bin/sh", &[]);
    nowhere.working_folder = "/no/such/folder".into();
    assert!(matches!(spawn(&nowhere), Err(LaunchFailure::WorkingFolderMissing { .. })));
}

#[tokio::test]
async fn the_child_gets_only_what_is_given() {
    let stage = Stage::new();
    let mut lines = stage.lines();
    let mut spec = stage.spec("/usr/bin/env", &[]);
    spec.environment = vec![("ONLY".into(), "this".into())];
    let shown = format!("{spec:?}");
    assert!(shown.contains("ONLY") && !shown.contains("this"), "{shown}");
    let mut child = spawn(&spec).unwrap();
    soon(child.wait()).await.unwrap();
    assert_eq!(lines.next().await.text, "ONLY=this");
    assert_eq!(std::fs::read_to_string(stage.output.path()).unwrap(), "ONLY=this\n");

    let mut child = stage.shell("cat; echo to-error >&2; cut -d' ' -f5,6 /proc/self/stat; echo $$");
    let pid = child.identity().pid.to_string();
    assert_eq!(soon(child.wait()).await.unwrap().code, Some(0), "its input is empty, so cat ends");
    assert_eq!(lines.next().await.text, "to-error");
    assert_eq!(lines.next().await.text, format!("{pid} {pid}"), "its group and session are its own");
    assert_eq!(lines.next().await.text, pid);
}

#[tokio::test]
async fn a_process_is_described_by_what_it_is() {
    let stage = Stage::new();
    let mut child = stage.shell("exec sleep 1000");
    let pid = child.identity().pid;
    eventually("exec", || describe(pid).is_some_and(|seen| seen.name == "sleep")).await;
    let seen = describe(pid).unwrap();
    assert_eq!(seen.identity(), child.identity());
    assert_eq!(seen.command_line.arguments(), ["sleep", "1000"]);
    assert_eq!(seen.parent, Some(std::process::id()));
    assert!(seen.same_user && seen.executable.is_some() && seen.resident_bytes > 0);
    let now_ms = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap().as_millis() as u64;
    assert!(seen.start_time_unix_ms.unwrap().abs_diff(now_ms) < 60_000);
    assert!(matches!(openclaw_proof(pid).is_gateway, IsGateway::No(_)));
    child.kill_all().unwrap();
    soon(child.wait()).await.unwrap();
    assert!(describe(pid).is_none());
    assert!(matches!(openclaw_proof(pid).is_gateway, IsGateway::No(_)));
}
