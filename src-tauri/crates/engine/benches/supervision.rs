//! How soon an end is seen, how soon the gateway is back beside its own bare start, and how soon a hang is found. Time
//! runs as it does; the gateway is this same program under the name `node`, as in `tests/lives.rs`, whose stage this is.
#![allow(missing_docs, dead_code, clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout)]

#[cfg(target_os = "linux")]
#[path = "../tests/lives/gateway.rs"]
mod gateway;
#[cfg(target_os = "linux")]
#[path = "../tests/lives/stage.rs"]
mod stage;
#[cfg(target_os = "linux")]
#[path = "../tests/lives/system.rs"]
mod system;

#[cfg(target_os = "linux")]
fn main() {
    let name = std::env::current_exe().ok().and_then(|path| path.file_name().map(|name| name.to_owned()));
    if name.as_deref() == Some(std::ffi::OsStr::new("node")) {
        let arguments: Vec<String> = std::env::args().collect();
        let _code = gateway::play(&arguments);
        return;
    }
    divan::main();
}

#[cfg(not(target_os = "linux"))]
fn main() {}

#[cfg(target_os = "linux")]
mod measured {
    use std::{
        io::{Read as _, Write as _},
        net::TcpStream,
        process::{Child, Command, Stdio},
    };

    use clawtray_contract::{Intent, State};
    use divan::Bencher;
    use rustix::process::Signal;
    use tokio::runtime::Runtime;

    use crate::{gateway, stage::Stage};

    /// A keeper whose gateway runs.
    struct Kept {
        stage: Stage,
        runtime: Runtime,
        _folder: tempfile::TempDir,
    }

    impl Kept {
        fn new() -> Self {
            let folder = tempfile::tempdir().unwrap();
            let root = folder.path().canonicalize().unwrap();
            Stage::prepare(&root, "{}");
            let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
            let mut stage = Stage::at_pace(&root, 1);
            runtime.block_on(stage.start_keeper());
            Self { stage, runtime, _folder: folder }
        }

        /// Runs, with the whole restart budget. Its process.
        fn running(&mut self) -> u32 {
            self.runtime.block_on(async {
                self.stage.ask(Intent::Start).await;
                let runs = |view: &clawtray_contract::GatewayView| view.state == State::Running;
                self.stage.until("running", runs).await;
            });
            self.stage.view().details.pid.unwrap()
        }

        fn wait(&mut self, what: &str, holds: impl Fn(&clawtray_contract::GatewayView) -> bool) {
            self.runtime.block_on(self.stage.until(what, holds));
        }

        fn end(mut self) {
            self.runtime.block_on(async {
                self.stage.ask(Intent::Stop { now: true }).await;
                self.stage.until("the stop", |view| view.state == State::Paused).await;
                self.stage.lose_keeper(false).await;
            });
        }
    }

    /// Killed with -9, until the picture that the icon is drawn from says so.
    #[divan::bench(sample_count = 20, sample_size = 1)]
    fn crash_to_icon(bencher: Bencher<'_, '_>) {
        let kept = std::cell::RefCell::new(Kept::new());
        bencher.with_inputs(|| kept.borrow_mut().running()).bench_local_values(|pid| {
            let mut kept = kept.borrow_mut();
            kept.stage.signal(Signal::KILL);
            kept.wait("the end", |view| view.details.pid != Some(pid) && view.state != State::Running);
        });
        kept.into_inner().end();
    }

    /// Killed with -9, until another process is ready and signed in to; the first wait before a restart is a second.
    #[divan::bench(sample_count = 20, sample_size = 1)]
    fn crash_to_ready_again(bencher: Bencher<'_, '_>) {
        let kept = std::cell::RefCell::new(Kept::new());
        bencher.with_inputs(|| kept.borrow_mut().running()).bench_local_values(|pid| {
            let mut kept = kept.borrow_mut();
            kept.stage.signal(Signal::KILL);
            kept.wait("running again", |view| view.state == State::Running && view.details.pid != Some(pid));
        });
        kept.into_inner().end();
    }

    /// The same program by itself, until `/readyz` says yes.
    #[divan::bench(sample_count = 20, sample_size = 1)]
    fn bare_start(bencher: Bencher<'_, '_>) {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().canonicalize().unwrap();
        Stage::prepare(&root, "{}");
        let port: u16 = std::fs::read_to_string(root.join("port")).unwrap().parse().unwrap();
        bencher.with_inputs(|| ()).bench_local_values(|()| {
            let child = Command::new(root.join("bin/node"))
                .args(["openclaw.mjs", "gateway", "run", "--port", &port.to_string()])
                .env("OPENCLAW_STATE_DIR", root.join("state"))
                .stdout(Stdio::null())
                .spawn()
                .unwrap();
            let started = Alone(child);
            while !is_ready(port) {
                std::thread::sleep(std::time::Duration::from_millis(1));
            }
            started
        });
        assert!(std::fs::read_to_string(root.join("state").join(gateway::FAULTS)).is_err());
    }

    /// Ends with the measurement.
    struct Alone(Child);

    impl Drop for Alone {
        fn drop(&mut self) {
            let _gone = self.0.kill();
            let _collected = self.0.wait();
        }
    }

    fn is_ready(port: u16) -> bool {
        let Ok(mut stream) = TcpStream::connect(("127.0.0.1", port)) else { return false };
        let asked = write!(stream, "GET /readyz HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n");
        let mut answer = String::new();
        asked.is_ok() && stream.read_to_string(&mut answer).is_ok() && answer.contains("\"ready\":true")
    }

    /// Stopped with SIGSTOP, until the finding is raised.
    #[divan::bench(sample_count = 3, sample_size = 1)]
    fn hang_to_finding(bencher: Bencher<'_, '_>) {
        let kept = std::cell::RefCell::new(Kept::new());
        bencher.with_inputs(|| kept.borrow_mut().running()).bench_local_values(|_pid| {
            let mut kept = kept.borrow_mut();
            kept.stage.signal(Signal::STOP);
            kept.wait("the finding", |view| view.findings.iter().any(|finding| finding.id == "process.hung"));
            kept.stage.signal(Signal::CONT);
        });
        kept.into_inner().end();
    }
}
