//! One contract for all service managers: the same questions have the same answers, whoever gives them.
//!
//! None of the outputs below was recorded on a Mac or a Windows computer; each is written here after a named source.
//! * `launchctl print`: the keys that OpenClaw 2026.9.6 reads (`dist/launchd-runtime`: `state`, `pid`, `last exit
//!   status`, `last exit reason`), its page "Gateway service and process" (`state = not running`, `runs`), and print-outs
//!   that people published (`last exit code = 78: EX_CONFIG`, `(never exited)`, `last terminating signal = Killed: 9`,
//!   blocks with a `state` of their own, exit code 113).
//! * `schtasks /XML`: the definition that OpenClaw 2026.9.6 makes (`dist/schtasks-layout`). Its CSV: Microsoft's page of
//!   `schtasks query`, and winerror.h for the numbers. One set of words is German.

#[cfg(unix)]
use std::path::{Path, PathBuf};

use super::{ServiceFailure, UnitState, launchd, schtasks, tool::Said};
#[cfg(unix)]
use super::{asked::Manager, launchd::Launchd, schtasks::Schtasks};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Scene {
    Runs,
    OnItsWay,
    Stopped,
    FailedWith78,
    Absent,
    SwitchedOff,
    Rubbish,
}

const SCENES: [Scene; 7] = [
    Scene::Runs,
    Scene::OnItsWay,
    Scene::Stopped,
    Scene::FailedWith78,
    Scene::Absent,
    Scene::SwitchedOff,
    Scene::Rubbish,
];

/// What is read from every manager: whether it may be started, whether it runs, how it ended.
#[derive(Debug, PartialEq, Eq)]
enum Answer {
    Known { load: String, active: String, result: Option<String>, exit_code: Option<i32> },
    Unknown,
}

fn answer(state: Result<UnitState, ServiceFailure>) -> Answer {
    match state {
        Ok(state) if !state.active.is_empty() => Answer::Known {
            result: (state.active == "failed").then_some(state.result),
            load: state.load,
            active: state.active,
            // A clean end has a code too, which decides nothing.
            exit_code: state.exit_code.filter(|code| *code != 0),
        },
        _ => Answer::Unknown,
    }
}

fn wanted(scene: Scene) -> Answer {
    let known = |load: &str, active: &str| Answer::Known {
        load: load.to_owned(),
        active: active.to_owned(),
        result: None,
        exit_code: None,
    };
    match scene {
        Scene::Runs => known("loaded", "active"),
        Scene::OnItsWay => known("loaded", "activating"),
        Scene::Stopped => known("loaded", "inactive"),
        Scene::FailedWith78 => Answer::Known {
            load: "loaded".to_owned(),
            active: "failed".to_owned(),
            result: Some("exit-code".to_owned()),
            exit_code: Some(78),
        },
        Scene::Absent => known("not-found", "inactive"),
        Scene::SwitchedOff => known("masked", "inactive"),
        Scene::Rubbish => Answer::Unknown,
    }
}

fn said(code: i32, text: impl Into<String>) -> Said {
    Said { code: Some(code), text: text.into() }
}

const LABEL: &str = "ai.openclaw.gateway";
const TASK: &str = "OpenClaw Gateway";

fn printed(state: &str, rest: &str) -> Said {
    said(
        0,
        format!(
            "gui/501/{LABEL} = {{\n\tactive count = 1\n\tpath = /Users/anna/Library/LaunchAgents/{LABEL}.plist\n\
             \ttype = LaunchAgent\n\tstate = {state}\n\n\tprogram = /opt/homebrew/bin/node\n\targuments = {{\n\
             \t\tstate = broken\n\t\tgateway\n\t}}\n\n\tdomain = gui/501 [100005]\n\tminimum runtime = 10\n{rest}\n\
             \tresource coalition = {{\n\t\tID = 1114\n\t\tstate = active\n\t\tpid = 999\n\t\truns = 77\n\t}}\n}}\n"
        ),
    )
}

fn of_launchd(scene: Scene) -> Result<UnitState, ServiceFailure> {
    let switches = match scene {
        Scene::SwitchedOff => {
            format!("disabled services = {{\n\t\t\"com.apple.x\" => enabled\n\t\t\"{LABEL}\" => disabled\n\t}}\n")
        }
        _ => format!("disabled services = {{\n\t\t\"{LABEL}.other\" => disabled\n\t\t\"{LABEL}\" => enabled\n\t}}\n"),
    };
    let state = launchd::state(&match scene {
        Scene::Runs => printed("running", "\truns = 3\n\tpid = 4711\n\tlast exit code = (never exited)"),
        Scene::OnItsWay => printed("spawn scheduled", "\truns = 9\n\tlast exit code = 0"),
        Scene::Stopped | Scene::SwitchedOff => printed("not running", "\truns = 1\n\tlast exit code = 0"),
        Scene::FailedWith78 => printed("not running", "\truns = 4\n\tlast exit code = 78: EX_CONFIG"),
        Scene::Absent => said(113, ""),
        Scene::Rubbish => said(0, "Domäne nicht verfügbar\n"),
    })?;
    let off = launchd::is_disabled(&said(0, switches), LABEL);
    Ok(if off { UnitState { load: "masked".to_owned(), ..state } } else { state })
}

fn task_xml(enabled: bool) -> Said {
    said(
        0,
        format!(
            "<?xml version=\"1.0\" encoding=\"UTF-16\"?>\n<Task version=\"1.2\">\n  <Triggers>\n    <LogonTrigger>\n\
             \u{20}     <Enabled>false</Enabled>\n    </LogonTrigger>\n  </Triggers>\n  <Settings>\n\
             \u{20}   <Enabled>{enabled}</Enabled>\n    <Hidden>false</Hidden>\n  </Settings>\n</Task>\n"
        ),
    )
}

fn line(status: &str, result: &str) -> Said {
    said(
        0,
        format!(
            "\"PC\",\"\\{TASK}\",\"N/A\",\"{status}\",\"Nur interaktiv\",\"28.11.2026 09:14:03\",\"{result}\",\
             \"PC\\anna\",\"C:\\Users\\anna\\.openclaw\\gateway.cmd\",\"N/A\"\n"
        ),
    )
}

fn of_schtasks(scene: Scene) -> Result<UnitState, ServiceFailure> {
    let running = 0x4_1301.to_string();
    let queued = 0x4_1325.to_string();
    match scene {
        Scene::Runs => schtasks::state(&task_xml(true), &line("Wird ausgeführt", &running)),
        Scene::OnItsWay => schtasks::state(&task_xml(true), &line("In Warteschlange", &queued)),
        Scene::Stopped => schtasks::state(&task_xml(true), &line("Bereit", "0")),
        Scene::FailedWith78 => schtasks::state(&task_xml(true), &line("Bereit", "78")),
        Scene::Absent => schtasks::absent(&said(0, "\"\\Anderes\",\"N/A\",\"Bereit\"\n"), TASK),
        Scene::SwitchedOff => schtasks::state(&task_xml(false), &line("Deaktiviert", "0")),
        Scene::Rubbish => schtasks::state(&said(0, "FEHLER: Zugriff verweigert\n"), &line("Bereit", "0")),
    }
}

#[cfg(target_os = "linux")]
fn of_systemd(scene: Scene) -> Result<UnitState, ServiceFailure> {
    let (load, active, code, status) = match scene {
        Scene::Runs => ("loaded", "active", 0, 0),
        Scene::OnItsWay => ("loaded", "activating", 0, 0),
        Scene::Stopped => ("loaded", "inactive", 0, 0),
        Scene::FailedWith78 => ("loaded", "failed", 1, 78),
        Scene::Absent => ("not-found", "inactive", 0, 0),
        Scene::SwitchedOff => ("masked", "inactive", 0, 0),
        Scene::Rubbish => return Ok(super::systemd::state(&[].into(), &[].into())),
    };
    let words = |text: &str| zbus::zvariant::OwnedValue::from(zbus::zvariant::Str::from(text.to_owned()));
    let unit = [("LoadState", words(load)), ("ActiveState", words(active))];
    let service = [
        ("Result", words(if code == 0 { "success" } else { "exit-code" })),
        ("ExecMainCode", i32::into(code)),
        ("ExecMainStatus", i32::into(status)),
    ];
    let unit = unit.map(|(name, value)| (name.to_owned(), value)).into();
    let service = service.map(|(name, value)| (name.to_owned(), value)).into();
    Ok(super::systemd::state(&unit, &service))
}

#[test]
fn the_same_questions_have_the_same_answers() {
    for scene in SCENES {
        assert_eq!(answer(of_launchd(scene)), wanted(scene), "launchd, {scene:?}");
        assert_eq!(answer(of_schtasks(scene)), wanted(scene), "Task Scheduler, {scene:?}");
        #[cfg(target_os = "linux")]
        {
            // A clean end has a code too, which nobody asks for.
            let systemd = of_systemd(scene)
                .map(|state| UnitState { exit_code: state.exit_code.filter(|code| *code != 0), ..state });
            assert_eq!(answer(systemd), wanted(scene), "systemd, {scene:?}");
        }
    }
}

#[test]
fn launchd_names_process_restarts_and_signal_of_the_agent_and_not_of_a_block_inside() {
    let runs = of_launchd(Scene::Runs).unwrap();
    assert_eq!((runs.pid, runs.restarts, runs.exit_code), (Some(4711), 2, None));
    let killed = launchd::state(&printed("not running", "\truns = 2\n\tlast terminating signal = Killed: 9")).unwrap();
    assert_eq!((killed.active.as_str(), killed.signal, killed.exit_code), ("failed", Some(9), None));
    let unknown = launchd::state(&printed("hibernating", "\truns = 2"));
    assert!(unknown.is_err(), "a word that is not known is no answer");
    assert!(launchd::state(&said(125, "")).is_err(), "no such domain says nothing about the agent");
}

#[test]
fn a_task_that_windows_itself_could_not_run_failed_without_an_exit_code() {
    let refused = schtasks::state(&task_xml(true), &line("Bereit", "-2147024894")).unwrap();
    assert_eq!((refused.active.as_str(), refused.exit_code), ("failed", None));
    let ended = schtasks::state(&task_xml(true), &line("Bereit", &0x4_1306.to_string())).unwrap();
    assert_eq!((ended.active.as_str(), ended.result.as_str()), ("inactive", "terminated"));
    assert!(schtasks::absent(&said(1, ""), TASK).is_err(), "no list, no answer");
    let there = said(0, format!("\"\\{TASK}\",\"N/A\",\"Ready\"\n"));
    assert!(schtasks::absent(&there, TASK).is_err(), "a task that may not be read is there");
}

/// A tool that writes down how it was called and answers by the words it is given.
#[cfg(unix)]
fn tool(folder: &Path, answers: &str) -> PathBuf {
    use std::os::unix::fs::PermissionsExt;

    let file = folder.join("tool");
    let script = format!("#!/bin/sh\necho \"$*\" >> {}/calls\n{answers}\n", folder.display());
    std::fs::write(&file, script).unwrap();
    std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o700)).unwrap();
    file
}

#[cfg(unix)]
fn calls(folder: &Path) -> Vec<String> {
    let calls = std::fs::read_to_string(folder.join("calls")).unwrap_or_default();
    calls.lines().map(str::to_owned).collect()
}

#[cfg(unix)]
#[tokio::test]
async fn an_agent_that_is_known_is_kicked_and_another_is_made_known() {
    let plist = Path::new("/Users/anna/Library/LaunchAgents/ai.openclaw.gateway.plist");
    let folder = tempfile::tempdir().unwrap();
    let launchd = Launchd::with_tool(tool(folder.path(), "exit 0"));
    launchd.start(LABEL, plist).await.unwrap();
    assert_eq!(calls(folder.path()), [format!("print gui/501/{LABEL}"), format!("kickstart gui/501/{LABEL}")]);
    let folder = tempfile::tempdir().unwrap();
    let launchd = Launchd::with_tool(tool(folder.path(), "[ \"$1\" != print ] || exit 113; exit 5"));
    assert!(launchd.start(LABEL, plist).await.is_err(), "a refusal is told");
    assert_eq!(calls(folder.path())[1], format!("bootstrap gui/501 {}", plist.display()));
}

#[cfg(unix)]
#[tokio::test]
async fn a_task_is_run_by_its_name_and_an_entry_in_the_startup_folder_is_no_answer() {
    let folder = tempfile::tempdir().unwrap();
    let script = "[ \"$2\" != /TN ] || exit 1; echo '\"\\Other\",\"N/A\",\"Ready\"'";
    let tool = tool(folder.path(), &format!("[ \"$1\" != /Run ] || exit 0; {script}"));
    let startup = folder.path().join("Startup");
    std::fs::create_dir(&startup).unwrap();
    let tasks = Schtasks::with_tool(tool, Some(startup.clone()));
    assert_eq!(answer(tasks.read(TASK).await), wanted(Scene::Absent));
    std::fs::write(startup.join("OpenClaw Gateway.vbs"), "").unwrap();
    assert!(tasks.read(TASK).await.unwrap_err().to_string().contains("Startup folder"));
    tasks.start(TASK, Path::new("unused")).await.unwrap();
    assert_eq!(calls(folder.path()).last().unwrap(), "/Run /TN OpenClaw Gateway");
}

#[cfg(unix)]
#[tokio::test]
async fn without_its_tool_a_manager_says_nothing() {
    let nowhere = PathBuf::from("/no/such/tool");
    assert_eq!(answer(Launchd::with_tool(nowhere.clone()).read(LABEL).await), Answer::Unknown);
    assert_eq!(answer(Schtasks::with_tool(nowhere, None).read(TASK).await), Answer::Unknown);
}
