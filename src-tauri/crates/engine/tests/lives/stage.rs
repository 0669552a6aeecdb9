//! The schedule, and what must hold at every point of it.

use std::{
    fs,
    net::TcpListener,
    path::{Path, PathBuf},
    sync::Arc,
    time::{Duration, Instant},
};

use clawtray_contract::{Answer, AppError, Desired, GatewayView, Intent, State};
use clawtray_core::{Now, Surface};
use clawtray_engine::{Clock, Environment, NoDesktop, StartFailure, StartOptions, Started, SystemClock};
use clawtray_platform::keychain::Keychain;
use rustix::process::Signal;
use tokio::runtime::{Builder, Runtime};

use crate::{gateway, system};

/// How much faster than real time the engine's time runs.
const PACE: u64 = 100;
/// What a busy machine may need for anything, real time.
pub const PATIENCE: Duration = Duration::from_secs(120);
/// Starts after which a gateway that always crashes is given up.
const LIMIT: usize = 5;

/// Hangs that are waited out; each takes as long as two probes without an answer, 8 s of real time.
const LONG_HANGS: usize = 5;

/// A clock that runs some times as fast.
struct Fast {
    real: SystemClock,
    wall_began_ms: u64,
    pace: u64,
}

impl Clock for Fast {
    fn now(&self) -> Now {
        let now = self.real.now();
        let mono_ms = now.mono_ms * self.pace;
        Now { mono_ms, unix_ms: self.wall_began_ms + mono_ms, ..now }
    }

    fn lasts(&self, wait_ms: u64) -> Duration {
        Duration::from_micros(wait_ms.saturating_mul(1_000) / self.pace)
    }
}

/// Small and repeatable (SplitMix64).
struct Dice(u64);

impl Dice {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        (mixed ^ (mixed >> 31)) % limit
    }

    fn one_of<'a>(&mut self, words: &[&'a str]) -> &'a str {
        words[usize::try_from(self.below(words.len() as u64)).unwrap()]
    }
}

/// A keeper and everything that runs for it, so that it can be lost as a whole.
struct Keeper {
    started: Started,
    runtime: Runtime,
}

pub struct Stage {
    root: PathBuf,
    pub entry: PathBuf,
    clock: Arc<Fast>,
    keychain: Keychain,
    environment: Environment,
    keeper: Option<Keeper>,
    told: Vec<String>,
    /// How long after it was stopped each hang was found out, real milliseconds.
    found_ms: Vec<u128>,
    /// Children of keepers that were lost. The system would give them a new parent; here that is this test.
    left: Vec<u32>,
    /// Its keeper was lost on purpose and nothing of it runs.
    ended_well: bool,
}

impl Stage {
    /// Makes a private world below a folder, with these settings.
    pub fn prepare(root: &Path, settings: &str) {
        let (bin, package, state) = (root.join("bin"), root.join("openclaw"), root.join("state"));
        for made in [&bin, &package, &state] {
            fs::create_dir_all(made).unwrap();
        }
        let node = bin.join("node");
        let myself = std::env::current_exe().unwrap();
        if fs::hard_link(&myself, &node).is_err() {
            fs::copy(&myself, &node).unwrap();
        }
        let description = r#"{"name":"openclaw","version":"2026.9.6","bin":{"openclaw":"openclaw.mjs"}}"#;
        fs::write(package.join("package.json"), description).unwrap();
        fs::write(package.join("openclaw.mjs"), "").unwrap();
        let config = format!(r#"{{"gateway":{{"mode":"local","auth":{{"token":"{}"}}}}}}"#, gateway::TOKEN);
        fs::write(state.join("openclaw.json"), config).unwrap();
        let port = TcpListener::bind(("127.0.0.1", 0)).unwrap().local_addr().unwrap().port();
        fs::write(root.join("port"), port.to_string()).unwrap();
        let settings_file = environment(root).paths.settings_file;
        fs::create_dir_all(settings_file.parent().unwrap()).unwrap();
        fs::write(settings_file, settings).unwrap();
    }

    /// The world that was made there.
    pub fn at(root: &Path) -> Self {
        Self::at_pace(root, PACE)
    }

    /// The same, with another pace of time.
    pub fn at_pace(root: &Path, pace: u64) -> Self {
        let real = SystemClock::new();
        let clock = Arc::new(Fast { real, wall_began_ms: real.now().unix_ms, pace });
        Self {
            root: root.to_owned(),
            entry: root.join("openclaw/openclaw.mjs"),
            clock,
            keychain: Keychain::memory(),
            environment: environment(root),
            keeper: None,
            told: vec![],
            found_ms: vec![],
            left: vec![],
            ended_well: false,
        }
    }

    fn state(&self) -> PathBuf {
        self.root.join("state")
    }

    fn note(&mut self, words: String) {
        self.told.push(words);
    }

    /// A keeper that may still be going has the lock for a moment longer.
    pub async fn start_keeper(&mut self) {
        let give_up = Instant::now() + PATIENCE;
        loop {
            let options = StartOptions {
                environment: self.environment.clone(),
                version: "0".into(),
                keeper_pid: None,
                desktop: Arc::new(NoDesktop),
                clock: Arc::clone(&self.clock) as Arc<dyn Clock>,
                keychain: Some(Arc::new(self.keychain.clone())),
            };
            let runtime = runtime();
            match runtime.spawn(clawtray_engine::start(options)).await.unwrap() {
                Ok(started) => {
                    self.ended_well = false;
                    self.keeper = Some(Keeper { started, runtime });
                    return;
                }
                Err(StartFailure::Held { .. }) if Instant::now() < give_up => runtime.shutdown_background(),
                Err(error) => panic!("the keeper did not start: {error}"),
            }
            tokio::task::yield_now().await;
        }
    }

    /// The keeper ends without a word to the gateway: with time to put things away, or in the middle of anything.
    pub async fn lose_keeper(&mut self, at_once: bool) {
        let Keeper { started, runtime } = self.keeper.take().unwrap();
        if !at_once {
            let mut snapshots = started.engine.snapshots();
            drop(started);
            while snapshots.changed().await.is_ok() {}
        }
        tokio::task::spawn_blocking(move || drop(runtime)).await.unwrap();
        self.left.extend(system::children());
        self.ended_well = system::gateways(&self.entry).is_empty();
    }

    pub fn view(&self) -> GatewayView {
        self.keeper.as_ref().unwrap().started.engine.snapshots().borrow().gateways[0].clone()
    }

    pub async fn ask(&mut self, intent: Intent) {
        // A wish may be refused where it makes no sense at this moment; what must hold is looked at elsewhere.
        let _refused = self.keeper.as_ref().unwrap().started.engine.ask(intent, Surface::Window).await;
    }

    /// The answer to a wish of that surface.
    #[allow(dead_code)]
    pub async fn asked(&self, intent: Intent, surface: Surface) -> Result<Answer, AppError> {
        self.keeper.as_ref().unwrap().started.engine.ask(intent, surface).await
    }

    pub async fn until(&mut self, what: &str, holds: impl Fn(&GatewayView) -> bool) {
        let mut snapshots = self.keeper.as_ref().unwrap().started.engine.snapshots();
        let waited = tokio::time::timeout(PATIENCE, snapshots.wait_for(|snapshot| holds(&snapshot.gateways[0]))).await;
        if waited.is_err() {
            self.fail(&format!("{what} did not come"));
        }
    }

    fn manner(&mut self, manner: &str) {
        fs::write(self.state().join(gateway::MANNER), manner).unwrap();
    }

    pub fn signal(&mut self, signal: Signal) {
        let pid = fs::read_to_string(self.state().join(gateway::PID)).ok().and_then(|pid| pid.parse().ok());
        if let Some(pid) = pid {
            system::signal(pid, &self.entry, signal);
        }
    }

    pub fn starts(&self) -> usize {
        lines(&self.state().join(gateway::STARTS)).len()
    }

    fn fail(&self, what: &str) -> ! {
        let tail: Vec<_> = self.told.iter().rev().take(25).rev().cloned().collect();
        panic!("{what}\nlast: {tail:#?}\nview: {:#?}\nalive: {:?}", self.view(), system::gateways(&self.entry));
    }

    pub async fn check(&self) {
        let faults = lines(&self.state().join(gateway::FAULTS));
        if !faults.is_empty() {
            self.fail(&format!("{faults:?}"));
        }
        // A child that a gateway left and that is about to become another program looks like a second one for a
        // moment. A real second one finds the lock taken, which is a fault above.
        let give_up = Instant::now() + PATIENCE;
        while system::gateways(&self.entry).len() > 1 {
            if Instant::now() > give_up {
                self.fail("two gateways");
            }
            tokio::task::yield_now().await;
        }
    }

    /// After a stop: nobody lives, and nobody comes back.
    pub async fn stopped(&mut self) {
        self.until("the stop", |view| view.state == State::Paused && view.details.pid.is_none()).await;
        let starts = self.starts();
        if !system::gateways(&self.entry).is_empty() {
            self.fail("a gateway lives after the stop");
        }
        // Ten seconds of the engine's time, in which every wait before a restart that is left would end.
        tokio::time::sleep(self.clock.lasts(10_000)).await;
        if self.starts() != starts || self.view().desired != Desired::Stop {
            self.fail("the stop was forgotten");
        }
    }

    /// A gateway that answers nothing for long is found out, and ended and started again without a word of a person.
    async fn long_hang(&mut self) {
        self.manner("good");
        self.ask(Intent::Start).await;
        self.until("running", |view| view.state == State::Running).await;
        let (before, last_ms) = (self.starts(), self.view().exits.first().map(|exit| exit.at_ms));
        let ended = move |view: &GatewayView| {
            view.exits.first().is_some_and(|exit| exit.reason == "hung" && Some(exit.at_ms) != last_ms)
        };
        let stopped = Instant::now();
        self.signal(Signal::STOP);
        self.until("the finding of a hang", |view| {
            view.findings.iter().any(|finding| finding.id == "process.hung") || ended(view)
        })
        .await;
        self.found_ms.push(stopped.elapsed().as_millis());
        self.until("the end of a hang", ended).await;
        self.until("running after a hang", |view| view.state == State::Running).await;
        if self.starts() != before + 1 {
            self.fail(&format!("{} starts for one hang", self.starts() - before));
        }
    }

    /// A gateway that always ends is given up, and stays so.
    async fn crash_loop(&mut self, manner: &str) {
        self.manner(manner);
        self.ask(Intent::Stop { now: true }).await;
        self.stopped().await;
        let before = self.starts();
        self.ask(Intent::Start).await;
        self.until("giving up", |view| view.state == State::GaveUp).await;
        let spent = self.starts();
        if spent - before != LIMIT {
            self.fail(&format!("{} starts before giving up", spent - before));
        }
        tokio::time::sleep(self.clock.lasts(60_000)).await;
        if self.starts() != spent {
            self.fail("a start after giving up");
        }
        self.manner("good");
        self.ask(Intent::Start).await;
    }
}

/// A run that failed leaves nothing behind: neither a keeper that would start a gateway again, nor a gateway.
impl Drop for Stage {
    fn drop(&mut self) {
        if let Some(Keeper { started, runtime }) = self.keeper.take() {
            drop(started);
            runtime.shutdown_background();
        }
        // One that was being started a moment ago may come yet.
        let (mut quiet, mut left) = (0, 200);
        while quiet < 10 && left > 0 {
            let alive = system::gateways(&self.entry);
            quiet = if alive.is_empty() { quiet + 1 } else { 0 };
            left -= 1;
            for pid in alive {
                system::signal(pid, &self.entry, Signal::KILL);
            }
            if !self.ended_well {
                std::thread::sleep(Duration::from_millis(50));
            }
        }
    }
}

fn runtime() -> Runtime {
    Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap()
}

fn lines(path: &Path) -> Vec<String> {
    fs::read_to_string(path).unwrap_or_default().lines().map(str::to_owned).collect()
}

fn environment(root: &Path) -> Environment {
    let pairs = [
        ("HOME", root.to_owned()),
        ("CLAWTRAY_HOME", root.join("clawtray")),
        ("CLAWTRAY_OPENCLAW", root.join("openclaw")),
        ("CLAWTRAY_NODE", root.join("bin/node")),
        ("OPENCLAW_STATE_DIR", root.join("state")),
        ("OPENCLAW_GATEWAY_PORT", PathBuf::from(fs::read_to_string(root.join("port")).unwrap())),
    ];
    let pairs = pairs.into_iter().map(|(name, value)| (name.into(), value.into_os_string()));
    Environment::from_variables(pairs, root, "lives").unwrap()
}

/// Lives through `count` happenings and says in one line what came of it.
pub async fn live(seed: u64, count: u64) -> String {
    let mut dice = Dice(seed);
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().canonicalize().unwrap();
    // The window in which ends are counted is long enough for a busy machine to fit five of them into it.
    Stage::prepare(&root, r#"{"stop_deadline_ms":10000,"restart_window_ms":3600000}"#);
    let mut stage = Stage::at(&root);
    stage.start_keeper().await;
    let mut stopped = false;
    for number in 0..count {
        let happening = dice.below(100);
        let words = format!("{number}: {happening}");
        stage.note(words);
        match happening {
            0..20 | 93..97 => stage.signal(Signal::KILL),
            20..28 => stage.signal(Signal::TERM),
            28..36 => {
                stage.signal(Signal::STOP);
                tokio::time::sleep(Duration::from_millis(dice.below(120))).await;
                stage.signal(if dice.below(2) == 0 { Signal::CONT } else { Signal::KILL });
            }
            36..44 => stage.signal(Signal::USR2),
            44..60 => {
                let manner = dice.one_of(&["good", "slow", "fork", "ignore", "drain", "supervised", "ends"]);
                stage.manner(manner);
                stage.note(format!("the next one: {manner}"));
            }
            60..66 => {
                let now = dice.below(2) == 0;
                stage.ask(Intent::Stop { now }).await;
                stage.stopped().await;
                stopped = true;
                if dice.below(4) > 0 {
                    stage.ask(Intent::Start).await;
                }
            }
            66..70 => stage.ask(Intent::Stop { now: false }).await,
            70..82 => stage.ask(Intent::Start).await,
            82..88 => stage.ask(Intent::Restart).await,
            88..92 => {
                stage.lose_keeper(dice.below(2) == 0).await;
                tokio::time::sleep(Duration::from_millis(dice.below(30))).await;
                stage.start_keeper().await;
            }
            92 => {
                let manner = dice.one_of(&["crash", "ends"]);
                stage.crash_loop(manner).await;
            }
            97 if stage.found_ms.len() < LONG_HANGS => stage.long_hang().await,
            _ => {
                stage.manner("good");
                stage.ask(Intent::Start).await;
                stage.until("running", |view| view.state == State::Running).await;
            }
        }
        tokio::time::sleep(Duration::from_millis(dice.below(40))).await;
        stage.check().await;
    }
    if stage.found_ms.is_empty() {
        stage.long_hang().await;
    }
    stage.manner("good");
    stage.ask(Intent::Start).await;
    stage.until("running at the end", |view| view.state == State::Running).await;
    stage.ask(Intent::Stop { now: false }).await;
    stage.stopped().await;
    stage.check().await;
    if system::ended_children().iter().any(|pid| !stage.left.contains(pid)) {
        stage.fail("a process that nobody collected");
    }
    stage.lose_keeper(false).await;
    assert!(stopped || count < 200, "the schedule never stopped it");
    let (hangs, slowest) = (stage.found_ms.len(), stage.found_ms.iter().max().copied().unwrap_or_default());
    format!("{} starts, never two at once; {hangs} long hangs, each found within {slowest} ms", stage.starts())
}

/// A run that breaks off in the middle leaves no gateway behind.
pub async fn broken_off() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().canonicalize().unwrap();
    Stage::prepare(&root, "{}");
    let mut stage = Stage::at(&root);
    stage.start_keeper().await;
    stage.ask(Intent::Start).await;
    stage.until("running", |view| view.state == State::Running).await;
    let entry = stage.entry.clone();
    assert_eq!(system::gateways(&entry).len(), 1);
    tokio::task::spawn_blocking(move || drop(stage)).await.unwrap();
    assert!(system::gateways(&entry).is_empty(), "a gateway lives on after its run broke off");
}

/// Kills the gateway `count` times, each time as soon as it runs again, and says what that did to the memory of this
/// process, in which the keeper is.
pub async fn restarts(count: u64) -> String {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().canonicalize().unwrap();
    Stage::prepare(&root, "{}");
    let mut stage = Stage::at(&root);
    stage.start_keeper().await;
    let mut pid = None;
    let (mut resident, mut back_ms) = (Vec::new(), Vec::new());
    for number in 0..count {
        // A start that is asked for gives the whole budget back.
        stage.ask(Intent::Start).await;
        let began = Instant::now();
        stage.until("running", |view| view.state == State::Running && view.details.pid != pid).await;
        back_ms.push(began.elapsed().as_millis());
        pid = stage.view().details.pid;
        if number == count / 10 || (number > 0 && number.is_multiple_of((count / 5).max(1))) {
            resident.push(format!("{} KB after {number}", system::resident_kb()));
        }
        stage.signal(Signal::KILL);
        stage.until("the end", |view| view.details.pid != pid).await;
    }
    resident.push(format!("{} KB after {count}", system::resident_kb()));
    stage.ask(Intent::Stop { now: true }).await;
    stage.stopped().await;
    stage.check().await;
    stage.lose_keeper(false).await;
    back_ms.sort_unstable();
    let middle = back_ms[back_ms.len() / 2];
    format!("resident {}; ready again in {middle} ms, the middle one", resident.join(", "))
}
