//! What becomes of the gateway when its keeper is killed: what the person chose.

use std::{
    io::{BufRead as _, BufReader},
    path::Path,
    process::{Child, Command, ExitCode, Stdio},
    time::Instant,
};

use clawtray_contract::{Intent, State};

use crate::{
    stage::{PATIENCE, Stage},
    system,
};

/// The word by which this program is a keeper.
pub const KEEP: &str = "keep";

/// Keeps a gateway in a folder until it is killed. Says a line when the gateway runs.
pub fn keep(root: &Path) -> ExitCode {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    runtime.block_on(async {
        let mut stage = Stage::at(root);
        stage.start_keeper().await;
        stage.ask(Intent::Start).await;
        stage.until("running", |view| view.state == State::Running).await;
        println!("running");
        std::future::pending::<()>().await;
    });
    ExitCode::SUCCESS
}

/// A keeper that is killed with -9 and collected when it is dropped, also by a failure.
struct Ended(Child);

impl Drop for Ended {
    fn drop(&mut self) {
        // One that has already ended cannot be killed.
        let _gone = self.0.kill();
        let _collected = self.0.wait();
    }
}

/// Kills a keeper with -9, once for each choice.
pub async fn live() -> String {
    let mut told = Vec::new();
    for (on_quit, lives_on) in [("leave_running", true), ("stop_gateway", false)] {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().canonicalize().unwrap();
        Stage::prepare(&root, &format!(r#"{{"on_quit":"{on_quit}"}}"#));
        let mut stage = Stage::at(&root);
        let keeper = Command::new(std::env::current_exe().unwrap())
            .arg(KEEP)
            .arg(&root)
            .stdout(Stdio::piped())
            .spawn()
            .expect("a keeper");
        let mut keeper = Ended(keeper);
        let mut line = String::new();
        BufReader::new(keeper.0.stdout.take().unwrap()).read_line(&mut line).unwrap();
        assert_eq!(line.trim(), "running", "the keeper did not get it running");
        assert_eq!(system::gateways(&stage.entry).len(), 1);
        // Threads of a runtime that have nothing to do end after ten seconds; the gateway must not end with one.
        std::thread::sleep(std::time::Duration::from_secs(12));
        assert_eq!(system::gateways(&stage.entry).len(), 1, "it ended while its keeper lived");
        let killed = Instant::now();
        drop(keeper);
        if lives_on {
            stage.start_keeper().await;
            stage.until("running again", |view| view.state == State::Running).await;
            assert_eq!(stage.starts(), 1, "it was adopted, not doubled");
            stage.ask(Intent::Stop { now: false }).await;
            stage.stopped().await;
            stage.lose_keeper(false).await;
            told.push("left running and adopted".to_owned());
        } else {
            while !system::gateways(&stage.entry).is_empty() {
                assert!(killed.elapsed() < PATIENCE, "it lives on though it was to be stopped");
                tokio::task::yield_now().await;
            }
            told.push(format!("stopped {} ms after its keeper was killed", killed.elapsed().as_millis()));
        }
        stage.check().await;
    }
    told.join("; ")
}
