//! The home with the two gateways, and what happens to them.

use std::{
    fs,
    net::TcpListener,
    path::{Path, PathBuf},
    sync::{Arc, Mutex},
    time::Duration,
};

use clawtray_contract::{Answer, Desired, ErrorCode, GatewayView, Intent, Route, Secret, Snapshot, State};
use clawtray_core::{Note, Surface, TrayModel};
use clawtray_engine::{
    Desktop, Environment, EventSink, Fleet, StartFailure, StartOptions, StartedFleet, start, start_fleet,
};
use clawtray_platform::{
    keychain::Keychain,
    lock::{KeeperLock, LockFailure},
};

use crate::gateway;

/// What a busy machine may need for anything.
const PATIENCE: Duration = Duration::from_secs(60);

/// Remembers what it was asked to show.
#[derive(Default)]
struct Paper {
    keys: Mutex<Vec<String>>,
    places: Mutex<Vec<(Route, Option<String>)>>,
}

impl Desktop for Paper {
    fn notify(&self, note: Note) {
        self.keys.lock().unwrap().push(note.key);
    }
    fn test_notification(&self, _note: Note, _events: &EventSink) {}
    fn withdraw(&self, key: &str) {
        self.keys.lock().unwrap().push(key.to_owned());
    }
    fn open_window(&self, route: Route, gateway: Option<String>) {
        self.places.lock().unwrap().push((route, gateway));
    }
    fn offer_window(&self, route: Route) {
        self.places.lock().unwrap().push((route, None));
    }
    fn start_at_login(&self, _on: bool, _events: &EventSink) {}
}

struct Stage {
    folder: tempfile::TempDir,
    environment: Environment,
    keychain: Keychain,
    paper: Arc<Paper>,
}

impl Stage {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().canonicalize().unwrap();
        let (bin, package) = (root.join("bin"), root.join("openclaw"));
        for made in [&bin, &package] {
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
        for (state, token) in [(".openclaw", "tok-of-the-first"), (".openclaw-work", "tok-of-the-second")] {
            let state = root.join(state);
            fs::create_dir_all(&state).unwrap();
            let port = TcpListener::bind(("127.0.0.1", 0)).unwrap().local_addr().unwrap().port();
            let config = format!(r#"{{"gateway":{{"mode":"local","port":{port},"auth":{{"token":"{token}"}}}}}}"#);
            fs::write(state.join("openclaw.json"), config).unwrap();
            fs::write(state.join(gateway::TOKEN_FILE), token).unwrap();
        }
        let pairs = [
            ("HOME", root.clone()),
            ("CLAWTRAY_HOME", root.join("clawtray")),
            ("CLAWTRAY_OPENCLAW", package),
            ("CLAWTRAY_NODE", node),
        ];
        let pairs = pairs.into_iter().map(|(name, value)| (name.into(), value.into_os_string()));
        let environment = Environment::from_variables(pairs, &root, "fleet").unwrap();
        fs::create_dir_all(environment.paths.settings_file.parent().unwrap()).unwrap();
        fs::write(&environment.paths.settings_file, r#"{"gateways":{"watched":["default","work"]}}"#).unwrap();
        Self { folder, environment, keychain: Keychain::memory(), paper: Arc::default() }
    }

    fn options(&self) -> StartOptions {
        StartOptions {
            desktop: Arc::clone(&self.paper) as Arc<dyn Desktop>,
            keychain: Some(Arc::new(self.keychain.clone())),
            ..StartOptions::without_desktop(self.environment.clone(), "0")
        }
    }

    fn state(&self, folder: &str) -> PathBuf {
        self.folder.path().canonicalize().unwrap().join(folder)
    }

    fn starts(&self, folder: &str) -> usize {
        lines(&self.state(folder).join(gateway::STARTS)).len()
    }

    async fn token(&self, gateway: &str) -> Option<String> {
        let kept = self.keychain.load(gateway).await.unwrap()?;
        kept.shared_token.map(|token| token.expose().to_owned())
    }
}

/// A test that fails leaves no gateway behind.
impl Drop for Stage {
    fn drop(&mut self) {
        for folder in [".openclaw", ".openclaw-work"] {
            let state = self.folder.path().join(folder);
            let lives = fs::File::open(state.join("lock")).is_ok_and(|lock| lock.try_lock().is_err());
            let pid = fs::read_to_string(state.join(gateway::PID)).ok().and_then(|pid| pid.parse().ok());
            if let Some(pid) = pid.and_then(rustix::process::Pid::from_raw).filter(|_| lives) {
                // It may end by itself at this moment.
                let _gone = rustix::process::kill_process(pid, rustix::process::Signal::KILL);
            }
        }
    }
}

fn lines(path: &Path) -> Vec<String> {
    fs::read_to_string(path).unwrap_or_default().lines().map(str::to_owned).collect()
}

fn view<'a>(snapshot: &'a Snapshot, id: &str) -> &'a GatewayView {
    snapshot.gateways.iter().find(|gateway| gateway.id == id).expect("it is kept")
}

async fn until(fleet: &Fleet, what: &str, holds: impl Fn(&Snapshot) -> bool) -> Arc<Snapshot> {
    let mut snapshots = fleet.snapshots();
    let waited = tokio::time::timeout(PATIENCE, snapshots.wait_for(|snapshot| holds(snapshot))).await;
    let reached = waited.map(|reached| reached.map(|snapshot| Arc::clone(&snapshot)));
    match reached {
        Ok(Ok(snapshot)) => snapshot,
        _ => panic!("{what} did not come: {:#?}", fleet.snapshots().borrow().gateways),
    }
}

async fn tray(fleet: &Fleet, what: &str, holds: impl Fn(&TrayModel) -> bool) -> Arc<TrayModel> {
    let mut trays = fleet.tray();
    let waited = tokio::time::timeout(PATIENCE, trays.wait_for(|tray| holds(tray))).await;
    let reached = waited.map(|reached| reached.map(|tray| Arc::clone(&tray)));
    match reached {
        Ok(Ok(tray)) => tray,
        _ => panic!("{what} did not come: {:#?}", fleet.tray().borrow()),
    }
}

async fn both_run(fleet: &Fleet) -> Arc<Snapshot> {
    let run = |snapshot: &Snapshot| snapshot.gateways.iter().all(|gateway| gateway.state == State::Running);
    until(fleet, "two that run", |snapshot| snapshot.gateways.len() == 2 && run(snapshot)).await
}

fn to_work(wish: Intent) -> Intent {
    Intent::For { gateway: "work".into(), wish: Box::new(wish) }
}

async fn ask(fleet: &Fleet, intent: Intent) {
    fleet.ask(intent.clone(), Surface::Window).await.unwrap_or_else(|error| panic!("{intent:?}: {error}"));
}

fn pid(snapshot: &Snapshot, id: &str) -> u32 {
    view(snapshot, id).details.pid.expect("its process is known")
}

pub async fn live() {
    let stage = Stage::new();
    let StartedFleet { fleet, lock } = start_fleet(stage.options()).await.unwrap();
    let snapshot = both_run(&fleet).await;
    let first = pid(&snapshot, "default");
    assert_ne!(first, pid(&snapshot, "work"));
    tray(&fleet, "the icon of two that run", |tray| tray.state == State::Running).await;
    // Each has its own token; with the other's it would have been refused.
    assert_eq!(stage.token("default").await.as_deref(), Some("tok-of-the-first"));
    assert_eq!(stage.token("work").await.as_deref(), Some("tok-of-the-second"));

    one_is_killed_and_the_other_is_untouched(&stage, &fleet, first).await;
    wishes_reach_the_one_they_are_addressed_to(&stage, &fleet, first).await;
    nobody_else_keeps_one_of_them(&stage).await;
    one_elsewhere_is_added_and_forgotten(&stage, &fleet).await;
    one_is_left_and_taken_up_again(&stage, &fleet, first).await;

    let keys = stage.paper.keys.lock().unwrap().clone();
    assert!(!keys.is_empty() && keys.iter().all(|key| key.starts_with('@')), "the first has no news: {keys:?}");
    ask(&fleet, Intent::Quit { stop_gateway: true }).await;
    tokio::time::timeout(PATIENCE, fleet.ended()).await.expect("all end");
    drop(lock);
    for folder in [".openclaw", ".openclaw-work"] {
        assert_eq!(lines(&stage.state(folder).join(gateway::FAULTS)), Vec::<String>::new());
        let lock = fs::File::open(stage.state(folder).join("lock")).unwrap();
        assert!(lock.try_lock().is_ok(), "the gateway of {folder} lives on");
    }
}

async fn one_is_killed_and_the_other_is_untouched(stage: &Stage, fleet: &Fleet, first: u32) {
    let process = rustix::process::Pid::from_raw(i32::try_from(pid(&fleet.snapshots().borrow(), "work")).unwrap());
    rustix::process::kill_process(process.unwrap(), rustix::process::Signal::KILL).unwrap();
    let worst = tray(fleet, "the icon of one that is down", |tray| tray.state == State::Down).await;
    assert!(worst.tooltip.starts_with("work: "), "{}", worst.tooltip);
    let snapshot = fleet.snapshots().borrow().clone();
    assert_eq!((view(&snapshot, "default").state, pid(&snapshot, "default")), (State::Running, first));
    let snapshot = both_run(fleet).await;
    assert_eq!(pid(&snapshot, "default"), first);
    assert_eq!((stage.starts(".openclaw"), stage.starts(".openclaw-work")), (1, 2));
    assert!(view(&snapshot, "default").exits.is_empty() && view(&snapshot, "work").exits.len() == 1);
}

async fn wishes_reach_the_one_they_are_addressed_to(stage: &Stage, fleet: &Fleet, first: u32) {
    ask(fleet, to_work(Intent::Stop { now: false })).await;
    let snapshot = until(fleet, "the stop", |snapshot| view(snapshot, "work").state == State::Paused).await;
    assert_eq!((view(&snapshot, "default").state, pid(&snapshot, "default")), (State::Running, first));
    assert_eq!(view(&snapshot, "default").desired, Desired::Run);
    let unknown = Intent::For { gateway: "nobody".into(), wish: Box::new(Intent::Stop { now: true }) };
    let refused = fleet.ask(unknown, Surface::Window).await.unwrap_err();
    assert_eq!(refused.code, ErrorCode::Gone);
    ask(fleet, to_work(Intent::OpenWindow { route: Route::Logs })).await;
    assert_eq!(*stage.paper.places.lock().unwrap(), [(Route::Logs, Some("work".to_owned()))]);
    // The press on the other one's note, and on that of a gateway that is not there, decide nothing here.
    fleet.pressed("@nobody/gateway".into(), "e".into(), "fix".into()).await;
    assert_eq!(pid(&fleet.snapshots().borrow(), "default"), first);
}

async fn nobody_else_keeps_one_of_them(stage: &Stage) {
    let single = StartOptions { environment: stage.environment.of_gateway("work"), ..stage.options() };
    assert!(matches!(start(single).await, Err(StartFailure::Held { .. })), "a second keeper");
    for id in ["default", "work"] {
        let lock = stage.environment.of_gateway(id).gateway_folder().join("gateway.lock");
        assert!(matches!(KeeperLock::acquire(&lock), Err(LockFailure::Held { .. })), "{id} has no lock of its own");
    }
}

/// The window's way: looked at, accepted, added, made the first one, forgotten.
async fn one_elsewhere_is_added_and_forgotten(stage: &Stage, fleet: &Fleet) {
    let look = |address: &str| fleet.ask(Intent::LookElsewhere { address: address.to_owned() }, Surface::Window);
    let add = |gateway: &str, address: &str, open| {
        let (gateway, address) = (gateway.to_owned(), address.to_owned());
        fleet.ask(Intent::AddGateway { gateway, address, certificate: None, open }, Surface::Window)
    };
    let closed = TcpListener::bind(("127.0.0.1", 0)).unwrap().local_addr().unwrap().port();
    let here = format!("ws://127.0.0.1:{closed}");
    let open = |address: &str, open| Answer::Elsewhere { address: address.to_owned(), certificate: None, open };
    assert_eq!(look(&here).await.unwrap(), open(&here, false), "nobody is on the way");
    assert_eq!(look("ws://192.168.1.5").await.unwrap(), open("ws://192.168.1.5:18789", true));
    for (address, code) in [
        ("ws://8.8.8.8", ErrorCode::BadRequest),
        ("http://gw.example", ErrorCode::BadRequest),
        (&format!("wss://127.0.0.1:{closed}"), ErrorCode::NotConnected),
    ] {
        assert_eq!(look(address).await.unwrap_err().code, code, "{address}");
    }
    let before = fs::read_to_string(&stage.environment.paths.settings_file).unwrap();
    for (id, address, accepted, code) in [
        ("office", "wss://gw.example", true, ErrorCode::NeedsConfirmation),
        ("office", "ws://192.168.1.5", false, ErrorCode::NeedsConfirmation),
        ("office", "ws://8.8.8.8", true, ErrorCode::BadRequest),
        ("work", here.as_str(), false, ErrorCode::BadRequest),
        ("default", here.as_str(), false, ErrorCode::BadRequest),
        ("../x", here.as_str(), false, ErrorCode::BadRequest),
    ] {
        assert_eq!(add(id, address, accepted).await.unwrap_err().code, code, "{id} {address}");
    }
    assert_eq!(fs::read_to_string(&stage.environment.paths.settings_file).unwrap(), before, "nothing by accident");

    add("office", &here, false).await.unwrap();
    let lost =
        |snapshot: &Snapshot| snapshot.gateways.len() == 3 && view(snapshot, "office").state == State::Unreachable;
    let seen = until(fleet, "the one elsewhere", lost).await.revision;
    ask(fleet, Intent::PrimaryGateway { gateway: "office".into() }).await;
    let snapshot = fleet.snapshots().borrow().clone();
    assert_eq!((snapshot.gateways[0].id.as_str(), snapshot.revision > seen), ("office", true));
    let settings = fs::read_to_string(&stage.environment.paths.settings_file).unwrap();
    assert!(settings.contains(r#""primary""#) && settings.contains(&here), "{settings}");
    assert!(fleet.ask(Intent::Start, Surface::Window).await.is_err(), "a wish without an address is about that one");

    let mut secrets = stage.keychain.load("office").await.unwrap().unwrap_or_default();
    secrets.shared_token = Some(Secret::new("tok-of-the-office"));
    stage.keychain.save("office", &secrets).await.unwrap();
    ask(fleet, Intent::RemoveGateway { gateway: "office".into() }).await;
    let snapshot = fleet.snapshots().borrow().clone();
    assert_eq!(snapshot.gateways.iter().map(|one| one.id.as_str()).collect::<Vec<_>>(), ["default", "work"]);
    assert_eq!(stage.token("office").await, None, "its secrets are forgotten");
    let settings = fs::read_to_string(&stage.environment.paths.settings_file).unwrap();
    assert!(!settings.contains("office"), "{settings}");
    let own = Intent::RemoveGateway { gateway: "work".into() };
    assert!(fleet.ask(own, Surface::Window).await.is_err(), "one of this computer is left alone, not forgotten");
}

async fn one_is_left_and_taken_up_again(stage: &Stage, fleet: &Fleet, first: u32) {
    let seen = fleet.snapshots().borrow().revision;
    let unwatch = || Intent::UnwatchGateway { gateway: "work".into() };
    ask(fleet, unwatch()).await;
    let snapshot = fleet.snapshots().borrow().clone();
    assert_eq!(snapshot.gateways.len(), 1, "the answer comes with the picture");
    assert!(snapshot.revision > seen, "revisions only grow");
    assert_eq!(snapshot.found.iter().map(|found| found.id.as_str()).collect::<Vec<_>>(), ["work"]);
    assert!(!fleet.tray().borrow().tooltip.contains("work:"));
    let last = Intent::UnwatchGateway { gateway: "default".into() };
    assert!(fleet.ask(last, Surface::Window).await.is_err(), "the last one stays");
    let settings = fs::read_to_string(&stage.environment.paths.settings_file).unwrap();
    assert!(!settings.contains("work"), "{settings}");
    let nobody = Intent::WatchGateway { gateway: "nobody".into() };
    assert!(fleet.ask(nobody, Surface::Window).await.is_err());
    ask(fleet, Intent::WatchGateway { gateway: "work".into() }).await;
    let stays = |snapshot: &Snapshot| snapshot.gateways.len() == 2 && view(snapshot, "work").state == State::Paused;
    let snapshot = until(fleet, "the remembered stop", stays).await;
    assert_eq!((pid(&snapshot, "default"), stage.starts(".openclaw")), (first, 1));
    assert_eq!(stage.starts(".openclaw-work"), 2, "stopped stays stopped");
    ask(fleet, to_work(Intent::Start)).await;
    both_run(fleet).await;
}
