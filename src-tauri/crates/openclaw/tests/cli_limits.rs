//! Commands that behave badly: the limits hold and nothing is left behind.
#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use clawtray_contract::Secret;
use clawtray_openclaw::cli::{ServiceStatus, classify};
use clawtray_openclaw::locate::InstallSource;
use clawtray_openclaw::{Cli, CliOutcome, CliProblem, Environment, Limits, OpenClaw, Profile, command};
use std::io::Read;
use std::path::PathBuf;
use std::time::Duration;

/// Far beyond what any of these may take.
const PATIENCE: Duration = Duration::from_secs(20);

struct Fake {
    home: tempfile::TempDir,
    cli: Cli,
}

/// An OpenClaw whose Node is a shell and whose entry file is `script`.
fn fake(script: &str) -> Fake {
    let home = tempfile::Builder::new().prefix("Zoë K ").tempdir().expect("a folder");
    let entry = home.path().join("openclaw.mjs");
    std::fs::write(&entry, script).expect("a script");
    let openclaw = OpenClaw {
        package_dir: home.path().to_path_buf(),
        entry,
        version: "2026.9.6".into(),
        node: "/bin/sh".into(),
        node_version: "26.10.0".into(),
        node_wants: String::new(),
        source: InstallSource::Explicit,
    };
    let base = Environment::from_iter([("PATH", "/usr/bin:/bin"), ("CLAWTRAY_SECRET", "ours"), ("INVOCATION_ID", "x")]);
    let profile = Profile::from_environment(&base, home.path());
    Fake { cli: Cli::new(openclaw, &profile, &base), home }
}

impl Fake {
    async fn run(&self, limits: Limits) -> CliOutcome {
        let command = command::gateway_status();
        let run = self.cli.run(&command, None, limits);
        tokio::time::timeout(PATIENCE, run).await.expect("within limits").expect("it started")
    }

    /// A named pipe in the home folder, and a task that ends when nobody holds its writing end any more.
    fn watched_pipe(&self) -> (tokio::sync::oneshot::Receiver<()>, tokio::task::JoinHandle<()>) {
        let path: PathBuf = self.home.path().join("pipe");
        let made = std::process::Command::new("mkfifo").arg(&path).status().expect("mkfifo");
        assert!(made.success());
        let (opened, is_open) = tokio::sync::oneshot::channel();
        let task = tokio::task::spawn_blocking(move || {
            let mut pipe = std::fs::File::open(path).expect("the pipe");
            let _ = opened.send(());
            let mut rest = Vec::new();
            pipe.read_to_end(&mut rest).expect("the end of the pipe");
        });
        (is_open, task)
    }
}

fn limits(timeout_ms: u64) -> Limits {
    Limits { timeout_ms, max_output_bytes: 64 * 1024 }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_hanging_command_is_ended_with_everything_it_started() {
    let fake = fake("cd \"$HOME\"\nexec 3>pipe\n(sleep 90) &\necho $$ > pid\nsleep 90\n");
    let home = fake.home.path().to_path_buf();
    let fake = Fake { cli: with_home(&fake), home: fake.home };
    let (is_open, ended) = fake.watched_pipe();
    let outcome = fake.run(limits(700)).await;
    assert!(outcome.timed_out && !outcome.succeeded() && outcome.exit.is_none(), "{outcome:?}");
    assert_eq!(classify(&outcome), CliProblem::TimedOut { limit_ms: 700 });
    is_open.await.expect("the command ran");
    tokio::time::timeout(PATIENCE, ended).await.expect("the grandchild is gone").unwrap();
    if cfg!(target_os = "linux") {
        let pid = std::fs::read_to_string(home.join("pid")).unwrap();
        assert!(!PathBuf::from(format!("/proc/{}", pid.trim())).exists(), "a zombie is left");
    }
}

fn with_home(fake: &Fake) -> Cli {
    let base = Environment::from_iter([("PATH", "/usr/bin:/bin".as_ref()), ("HOME", fake.home.path().as_os_str())]);
    Cli::new(fake.cli.openclaw().clone(), &Profile::from_environment(&base, fake.home.path()), &base)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_run_that_is_given_up_ends_everything_too() {
    let fake = fake("cd \"$HOME\"\nexec 3>pipe\n(sleep 90) &\nsleep 90\n");
    let fake = Fake { cli: with_home(&fake), home: fake.home };
    let (is_open, ended) = fake.watched_pipe();
    let cli = fake.cli.clone();
    let run = tokio::spawn(async move { cli.run(&command::gateway_status(), None, limits(600_000)).await });
    tokio::time::timeout(PATIENCE, is_open).await.expect("it runs").unwrap();
    run.abort();
    tokio::time::timeout(PATIENCE, ended).await.expect("everything is gone").unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_grandchild_that_keeps_the_output_open_does_not_hold_up_the_answer() {
    let fake = fake("cd \"$HOME\"\nexec 3>pipe\nsleep 90 &\necho '{\"service\":{\"label\":\"systemd\"}}'\nexit 0\n");
    let fake = Fake { cli: with_home(&fake), home: fake.home };
    let (is_open, ended) = fake.watched_pipe();
    let outcome = fake.run(limits(600_000)).await;
    assert!(outcome.succeeded() && outcome.duration_ms < 15_000, "{outcome:?}");
    assert_eq!(ServiceStatus::of(&outcome).expect("an answer").label, "systemd");
    is_open.await.expect("the command ran");
    tokio::time::timeout(PATIENCE, ended).await.expect("the grandchild is gone").unwrap();
}

#[tokio::test]
async fn endless_output_is_read_but_not_kept() {
    let fake =
        fake("head -c 10000000 /dev/zero | tr '\\0' 'x'\nhead -c 10000000 /dev/zero | tr '\\0' 'y' >&2\nexit 3\n");
    let outcome = fake.run(limits(15_000)).await;
    assert_eq!((outcome.exit, outcome.truncated), (Some(3), true));
    assert_eq!((outcome.stdout.len(), outcome.stderr.len()), (64 * 1024, 64 * 1024));
    let CliProblem::Refused { message } = classify(&outcome) else { panic!("{outcome:?}") };
    assert!(message.chars().count() <= 301, "{}", message.len());
}

#[tokio::test]
async fn colours_and_bytes_that_are_not_text_are_cleaned() {
    let fake = fake("printf '\\033[31mred\\033[0m \\377\\376 end\\n'\n");
    assert_eq!(fake.run(limits(15_000)).await.stdout, "red \u{fffd}\u{fffd} end\n");
}

#[tokio::test]
async fn garbage_and_silence_are_told_as_garbage() {
    for (script, exit) in [("echo hello", 0), ("true", 0), ("exit 5", 5)] {
        let outcome = fake(script).run(limits(15_000)).await;
        assert_eq!(ServiceStatus::of(&outcome), Err(CliProblem::Garbage { exit: Some(exit) }), "{script}");
    }
    let killed = fake("kill -9 $$").run(limits(15_000)).await;
    assert_eq!((killed.exit, killed.signal), (None, Some(9)));
}

#[tokio::test]
async fn the_patch_arrives_on_standard_input_and_not_in_the_arguments() {
    let fake = fake("cat\necho \"[$*]\" >&2\n");
    let patch = Secret::new("{gateway:{auth:{token:'tok-zoë'}}}");
    let outcome = fake.cli.run(&command::config_patch_stdin(), Some(patch), limits(15_000)).await.unwrap();
    assert_eq!(outcome.stdout, "{gateway:{auth:{token:'tok-zoë'}}}");
    assert_eq!(outcome.stderr, "[config patch --stdin]\n");
    assert!(!format!("{outcome:?}").contains("tok-"), "Debug shows output");
    let long = Secret::new("x".repeat(1_000_000));
    let deaf = fake_deaf().cli.run(&command::config_patch_stdin(), Some(long), limits(15_000)).await.unwrap();
    assert_eq!(deaf.exit, Some(4), "a command that reads nothing still gives its own answer");
}

fn fake_deaf() -> Fake {
    fake("exit 4\n")
}

#[tokio::test]
async fn a_command_sees_only_the_environment_it_was_given() {
    let outcome = fake("env | cut -d= -f1 | sort | tr '\\n' ' '").run(limits(15_000)).await;
    let names: Vec<_> =
        outcome.stdout.split_whitespace().filter(|name| !["PWD", "OLDPWD", "SHLVL", "_"].contains(name)).collect();
    assert_eq!(names, ["NO_COLOR", "PATH"], "nothing of ours, of systemd or of the test's own environment");
}

#[tokio::test]
async fn a_program_that_is_gone_is_not_found() {
    let fake = fake("true");
    let mut openclaw = fake.cli.openclaw().clone();
    openclaw.node = fake.home.path().join("no/such/node");
    let base = Environment::empty();
    let cli = Cli::new(openclaw, &Profile::from_environment(&base, fake.home.path()), &base);
    assert_eq!(cli.run(&command::gateway_status(), None, limits(1000)).await, Err(CliProblem::NotFound));
}
