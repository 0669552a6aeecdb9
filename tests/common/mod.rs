//! A private desktop with a real OpenClaw gateway on it, kept by the real keeper.
#![allow(dead_code, clippy::print_stdout, clippy::unwrap_used, clippy::expect_used, clippy::panic)]

pub mod faults;
pub mod holder;
pub mod inside;
pub mod mounted;
pub mod page;
pub mod peer;
pub mod picture;
pub mod proof;
pub mod terminal;
#[cfg(target_os = "linux")]
pub mod webdriver;

use std::{
    ffi::OsString,
    fs,
    net::TcpListener,
    path::{Path, PathBuf},
    process::{Command, Output},
    time::{Duration, Instant},
};

use clawtray_contract::{FindingView, GatewayView, Snapshot, State};
use clawtray_testkit::desktop::{Desktop, Options, Program, Signal};
use serde_json::Value;

/// How long a gateway may take to come up on a busy machine.
pub const READY: Duration = Duration::from_secs(180);
/// How long anything else may take.
pub const SOON: Duration = Duration::from_secs(60);

/// Where the programs under test lie. Only a package's own binaries are known to its tests, so xtask builds all three
/// and says where.
pub fn binary(name: &str) -> PathBuf {
    let folder = std::env::var_os("CLAWTRAY_BIN_DIR").map(PathBuf::from).unwrap_or_else(|| {
        panic!(
            "these tests need the three binaries: run `cargo xtask test`, or set CLAWTRAY_BIN_DIR after building them"
        )
    });
    let path = folder.join(format!("{name}{}", std::env::consts::EXE_SUFFIX));
    assert!(path.is_file(), "{} is not built", path.display());
    path
}

/// What `cargo xtask test` hands over under this name.
pub fn needed(name: &str) -> OsString {
    std::env::var_os(name).unwrap_or_else(|| panic!("{name} is not set: run `cargo xtask test`"))
}

/// True where the OpenClaw under test is of the generation before, of spring 2026: `cargo xtask test --slow` runs these
/// tests with both.
pub fn is_of_spring() -> bool {
    let entry = PathBuf::from(needed("CLAWTRAY_TEST_OPENCLAW"));
    let folder = if entry.is_dir() { &entry } else { entry.parent().expect("its folder") };
    let package = fs::read_to_string(folder.join("package.json")).expect("its package.json");
    let package: Value = serde_json::from_str(&package).expect("as JSON");
    package["version"].as_str().expect("a version").starts_with("2026.4.")
}

/// What keeps OpenClaw of spring 2026 from repairing anything in these tests.
pub const DOCTOR_WANTS: &str = "has a doctor that first fetches libraries, with the npm beside its Node.js";

/// True where the OpenClaw under test is of spring 2026, which cannot do this; says so.
pub fn skipped_on_spring(what: &str, why: &str) -> bool {
    let skipped = is_of_spring();
    if skipped {
        println!("skipped: {what}. OpenClaw of spring 2026 {why}");
    }
    skipped
}

/// One desktop, one OpenClaw home, at most one keeper.
pub struct Stage {
    pub desktop: Desktop,
    pub port: u16,
    pub keeper: Option<Program>,
    home: PathBuf,
    extra_env: Vec<(String, String)>,
    removed_env: Vec<String>,
}

impl Stage {
    /// Everything but the keeper.
    pub fn new() -> Self {
        Self::on(Desktop::start(Options::default()).expect("a private desktop"))
    }

    /// Without a screen, where no window is needed.
    pub fn without_screen() -> Self {
        Self::on(Desktop::start(Options { screen: None, ..Options::default() }).expect("a private desktop"))
    }

    /// On this desktop.
    pub fn on(desktop: Desktop) -> Self {
        let port = TcpListener::bind(("127.0.0.1", 0)).unwrap().local_addr().unwrap().port();
        let home = desktop.home();
        Self { desktop, port, keeper: None, home, extra_env: vec![], removed_env: vec![] }
    }

    /// With another home folder below the desktop's.
    pub fn in_home(name: &str) -> Self {
        let mut stage = Self::without_screen();
        stage.home = stage.home.join(name);
        fs::create_dir_all(&stage.home).unwrap();
        stage
    }

    /// Takes a variable away from every program started from here on.
    pub fn unset(&mut self, name: &str) {
        self.removed_env.push(name.into());
    }

    /// Adds to the environment of every program started from here on.
    pub fn set(&mut self, name: &str, value: &str) {
        self.extra_env.push((name.into(), value.into()));
    }

    pub fn state_dir(&self) -> PathBuf {
        self.home.join("openclaw")
    }

    pub fn config_path(&self) -> PathBuf {
        self.state_dir().join("openclaw.json")
    }

    /// Clawtray's own folder.
    pub fn clawtray_home(&self) -> PathBuf {
        self.home.join("clawtray")
    }

    pub fn write_config(&self, text: &str) {
        fs::create_dir_all(self.state_dir()).unwrap();
        fs::write(self.config_path(), text).unwrap();
    }

    pub fn command(&self, program: impl AsRef<Path>) -> Command {
        let mut command = self.desktop.command(program.as_ref());
        command
            .env("CLAWTRAY_HOME", self.clawtray_home())
            .env("CLAWTRAY_OPENCLAW", needed("CLAWTRAY_TEST_OPENCLAW"))
            .env("CLAWTRAY_NODE", needed("CLAWTRAY_TEST_NODE"))
            .env("HOME", &self.home)
            .env("OPENCLAW_HOME", &self.home)
            .env("OPENCLAW_STATE_DIR", self.state_dir())
            .env("OPENCLAW_CONFIG_PATH", self.config_path())
            .env("OPENCLAW_GATEWAY_PORT", self.port.to_string())
            .env("OPENCLAW_DISABLE_BONJOUR", "1")
            .envs(self.extra_env.iter().cloned());
        for name in &self.removed_env {
            command.env_remove(name);
        }
        command
    }

    /// Starts the keeper and waits until it answers.
    pub fn start_keeper(&mut self) {
        let command = self.command(binary("clawtrayd"));
        self.keeper = Some(self.desktop.spawn("clawtrayd", command).expect("the keeper starts"));
        self.wait("the keeper answers", SOON, |stage| stage.try_snapshot());
    }

    /// Starts the keeper and waits until all three signals agree.
    pub fn start_running() -> Self {
        let mut stage = Self::without_screen();
        stage.start_keeper();
        stage.wait_state(State::Running, READY);
        stage
    }

    pub fn kill_keeper(&mut self) {
        let mut keeper = self.keeper.take().expect("a keeper runs");
        keeper.signal(Signal::KILL);
        keeper.wait(SOON).expect("it is gone");
    }

    /// Runs the command line.
    pub fn clawtray(&self, args: &[&str]) -> Output {
        self.command(binary("clawtray")).args(args).output().expect("clawtray runs")
    }

    pub fn clawtray_json(&self, args: &[&str]) -> Value {
        let output = self.clawtray(args);
        serde_json::from_slice(&output.stdout).unwrap_or_else(|error| {
            let (out, err) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
            panic!("{args:?}: {error}\n{out}\n{err}")
        })
    }

    fn try_snapshot(&self) -> Option<Snapshot> {
        peer::snapshot(&self.clawtray_home())
    }

    /// The keeper's newest truth, over its own socket.
    pub fn snapshot(&self) -> Snapshot {
        self.try_snapshot().unwrap_or_else(|| panic!("the keeper does not answer: {}", self.story()))
    }

    pub fn gateway(&self) -> GatewayView {
        self.snapshot().gateways.remove(0)
    }

    pub fn finding(&self, id: &str) -> Option<FindingView> {
        self.gateway().findings.into_iter().find(|finding| finding.id == id)
    }

    /// Waits for something that the keeper's snapshots show; asks again whenever a new snapshot comes.
    pub fn wait<T>(&self, what: &str, limit: Duration, mut seen: impl FnMut(&Self) -> Option<T>) -> T {
        let end = Instant::now() + limit;
        loop {
            if let Some(value) = seen(self) {
                return value;
            }
            assert!(Instant::now() < end, "{what}: not within {limit:?}\n{}", self.story());
            peer::next_change(&self.clawtray_home(), Duration::from_millis(500));
        }
    }

    pub fn wait_state(&self, state: State, limit: Duration) -> GatewayView {
        self.wait(&format!("state {state:?}"), limit, |stage| Some(stage.gateway()).filter(|view| view.state == state))
    }

    pub fn wait_finding(&self, id: &str, limit: Duration) -> FindingView {
        self.wait(&format!("finding {id}"), limit, |stage| stage.finding(id))
    }

    pub fn wait_gone(&self, id: &str, limit: Duration) {
        self.wait(&format!("{id} is over"), limit, |stage| stage.finding(id).is_none().then_some(()));
    }

    /// What a person who looks into a failed test wants to see.
    pub fn story(&self) -> String {
        let keeper = self.keeper.as_ref().map(|keeper| keeper.lines().join("\n")).unwrap_or_default();
        let snapshot = self.try_snapshot().map(|snapshot| serde_json::to_string_pretty(&snapshot).unwrap());
        format!("snapshot: {}\nkeeper: {keeper}", snapshot.unwrap_or_default())
    }

    /// The keychain service of this private Clawtray.
    pub fn keychain_service(&self) -> String {
        peer::keychain_service(&self.clawtray_home())
    }

    /// The gateway's shared token, as the keyring holds it.
    pub fn token_in_keyring(&self) -> Option<String> {
        let item = self.desktop.secret_lookup(&self.keychain_service(), "default").expect("the keyring answers")?;
        let item: Value = serde_json::from_str(&item).expect("one item per gateway, as JSON");
        item.get("shared_token").and_then(Value::as_str).map(String::from)
    }

    /// A signed-in client beside Clawtray.
    pub fn rpc(&self) -> peer::Rpc {
        peer::Rpc::operator(self.port, &self.token_in_keyring().expect("a token is in the keyring"))
    }
}

impl Drop for Stage {
    fn drop(&mut self) {
        if std::thread::panicking() {
            return;
        }
        if self.keeper.is_some() {
            let _ = peer::ask(&self.clawtray_home(), clawtray_contract::Intent::Quit { stop_gateway: true });
            if let Some(mut keeper) = self.keeper.take() {
                let ended = keeper.wait(SOON);
                assert!(ended.is_ok(), "the keeper did not end: {ended:?}");
            }
            // Helpers that OpenClaw starts for itself end by themselves once their gateway is gone.
            let gone = Instant::now();
            loop {
                let left = self.desktop.processes();
                if left.is_empty() {
                    break;
                }
                assert!(gone.elapsed() < SOON, "left behind: {left:?}");
                std::thread::sleep(Duration::from_millis(50));
            }
        }
    }
}
