//! Starts the engine: to keep a gateway, or only to look at one.

use std::{path::Path, sync::Arc, time::Duration};

use clawtray_contract::Snapshot;
use clawtray_core::{
    App, Effect, Event, Fact, Now, Options, Saved, Settings, SettingsProblem, StateProblem, TrayModel,
};
use clawtray_platform::{
    files::{FileFailure, create_private_folder, write_atomic},
    keychain,
    lock::{KeeperLock, LockFailure},
};
use clawtray_text::Catalogue;
use tokio::sync::watch;

use crate::{
    activity::Counts,
    clock::SystemClock,
    driver::Driver,
    environment::Environment,
    executors::{
        Executors,
        grounds::{Grounds, random},
        keep::{Saver, load, load_settings},
        vault::Vault,
    },
    handle::EngineHandle,
    ports::{Clock, Desktop, Keychain, Mind, NoDesktop},
    sink::EventSink,
};

/// Longest wait for the keychain.
const KEYCHAIN_LIMIT: Duration = Duration::from_secs(5);

/// What the engine is started with.
#[derive(Clone)]
pub struct StartOptions {
    /// The process's environment.
    pub environment: Environment,
    /// Clawtray's version.
    pub version: String,
    /// The process id shown as the keeper's; absent for a command line.
    pub keeper_pid: Option<u32>,
    /// The desktop around the keeper.
    pub desktop: Arc<dyn Desktop>,
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// Where secrets are kept, instead of the account's keychain.
    pub keychain: Option<Arc<dyn Keychain>>,
}

impl StartOptions {
    /// Options of a program without a desktop.
    pub fn without_desktop(environment: Environment, version: &str) -> Self {
        Self {
            environment,
            version: version.to_owned(),
            keeper_pid: None,
            desktop: Arc::new(NoDesktop),
            clock: Arc::new(SystemClock::new()),
            keychain: None,
        }
    }
}

/// Why the engine did not start.
#[derive(Debug, thiserror::Error)]
pub enum StartFailure {
    /// Another process keeps this gateway.
    #[error("Clawtray is already running{}", .by_pid.map(|pid| format!(" (process {pid})")).unwrap_or_default())]
    Held {
        /// That process, where it is known.
        by_pid: Option<u32>,
    },
    /// A folder or file of Clawtray's own cannot be used.
    #[error(transparent)]
    Files(#[from] FileFailure),
}

/// A started engine and the lock that makes it the only one. The lock must live as long as the engine.
#[derive(Debug)]
pub struct Started {
    /// The engine.
    pub engine: EngineHandle,
    /// The lock.
    pub lock: KeeperLock,
}

/// Takes the keeper's lock and starts the engine. Must be called inside a tokio runtime.
///
/// # Errors
/// [`StartFailure::Held`] when another process has the lock.
pub async fn start(options: StartOptions) -> Result<Started, StartFailure> {
    let lock = keepers_lock(&options).await?;
    let engine = begin(options, false).await?;
    Ok(Started { engine, lock })
}

/// Makes the folders and takes the right to be the keeper.
pub(crate) async fn keepers_lock(options: &StartOptions) -> Result<KeeperLock, StartFailure> {
    let paths = options.environment.paths.clone();
    blocking(move || {
        paths.create()?;
        locked(&paths.lock)
    })
    .await?
}

/// Takes the right to keep this one gateway.
async fn gateways_lock(environment: &Environment) -> Result<KeeperLock, StartFailure> {
    let folder = environment.gateway_folder();
    blocking(move || {
        create_private_folder(&folder)?;
        locked(&folder.join("gateway.lock"))
    })
    .await?
}

fn locked(path: &Path) -> Result<KeeperLock, StartFailure> {
    KeeperLock::acquire(path).map_err(|failure| match failure {
        LockFailure::Held { by_pid } => StartFailure::Held { by_pid },
        LockFailure::File(failure) => StartFailure::Files(failure),
    })
}

/// Looks at the gateway for at most `patience` and gives the snapshot that was reached. Takes no lock, starts no
/// gateway, changes nothing and keeps nothing.
///
/// # Errors
/// [`StartFailure::Files`] when Clawtray's own files cannot be read.
pub async fn look(options: StartOptions, patience: Duration) -> Result<Arc<Snapshot>, StartFailure> {
    let engine = begin(options, true).await?;
    let mut snapshots = engine.snapshots();
    // Running out of patience is an answer too: the snapshot says what is known.
    let mut activity = engine.activity();
    // The state is definite, and everything that was asked beside it has been answered.
    let looked = async {
        while activity.wait_for(Counts::is_idle).await.is_ok() {
            if is_settled(&snapshots.borrow_and_update()) || activity.changed().await.is_err() {
                break;
            }
        }
    };
    let _in_time = tokio::time::timeout(patience, looked).await;
    let snapshot = snapshots.borrow().clone();
    Ok(snapshot)
}

/// All three signals say something definite.
fn is_settled(snapshot: &Snapshot) -> bool {
    use clawtray_contract::RungState::{No, Unknown, Waiting, Yes};
    snapshot.gateways.iter().all(|gateway| {
        let ladder = &gateway.ladder;
        match (ladder.process.state, ladder.http.state, ladder.rpc.state) {
            // Without a device token nobody signs in only to look, so the connection stays unknown.
            (Yes, Yes, Yes | No | Unknown) | (Yes, No, _) | (No, _, _) => true,
            (Yes | Waiting | Unknown, _, _) => false,
        }
    })
}

/// Starts one gateway's engine. It holds the gateway's lock for as long as it runs, unless it only looks.
pub(crate) async fn begin(options: StartOptions, look_only: bool) -> Result<EngineHandle, StartFailure> {
    let StartOptions { environment, version, keeper_pid, desktop, clock, keychain } = options;
    let now = clock.now();
    let lock = if look_only { None } else { Some(gateways_lock(&environment).await?) };
    let state_file = environment.gateway_folder().join("state.json");
    let kept = Kept::read(environment.paths.settings_file.clone(), state_file.clone(), now, look_only).await?;
    let remote = kept.settings.gateways.remote.iter().find(|remote| remote.id == environment.gateway_id()).cloned();
    let catalogue = Arc::new(Catalogue::for_languages(&environment.languages));
    let core_options = Options {
        version: version.clone(),
        keeper_pid,
        language: catalogue.language().to_owned(),
        catalogue,
        gateway_id: environment.gateway_id().to_owned(),
        settings: kept.settings.clone(),
        screen: environment.screen,
        look_only,
        remote: remote.clone(),
        seed: random::<8>().map_or(now.unix_ms, u64::from_le_bytes),
    };
    let keychain = keychain.unwrap_or_else(|| accounts_keychain(&environment));
    let vault = Vault::new(keychain, environment.gateway_id(), look_only);
    let grounds = Arc::new(Grounds::new(environment, vault, Arc::clone(&clock), version).elsewhere(remote));
    let saver = kept.may_write.then(|| {
        Saver::new(Arc::new(move |text: &[u8]| write_atomic(&state_file, text).map_err(std::io::Error::other)))
    });
    let problems = saver.as_ref().map(Saver::problem);
    let app = App::new(core_options, kept.saved, now);
    let (mut driver, ends) = Driver::new(app, clock, Arc::new(Executors::new(Arc::clone(&grounds), desktop, saver)));
    if look_only {
        driver.hurry();
    }
    let events = ends.events.clone();
    let told = events.clone();
    let keeping = kept_on_disk(problems, events.clone());
    let running = tokio::spawn(async move {
        let _lock = lock;
        tokio::select! {
            () = driver.run() => {}
            () = forever(crate::outside::listen(grounds, look_only, told)) => {}
            () = forever(keeping) => {}
        }
    });
    if let Some(problem) = kept.problem {
        events.tell(Event::Fact(Fact::SettingsProblem(problem))).await;
    }
    if !kept.may_write && !look_only {
        events.tell(Event::Fact(Fact::StateKept(Some(StateProblem::LeftAlone)))).await;
    }
    Ok(EngineHandle::new(ends, running))
}

/// The account's keychain with Clawtray's items.
pub(crate) fn accounts_keychain(environment: &Environment) -> Arc<dyn Keychain> {
    Arc::new(keychain::Keychain::new(&environment.keychain_service, KEYCHAIN_LIMIT))
}

/// Tells whether what is remembered reaches the disk.
async fn kept_on_disk(problems: Option<watch::Receiver<Option<String>>>, events: EventSink) {
    let Some(mut problems) = problems else { return };
    while problems.changed().await.is_ok() {
        let words = problems.borrow_and_update().clone();
        let problem = words.map(|words| StateProblem::NotWritten { words });
        events.tell(Event::Fact(Fact::StateKept(problem))).await;
    }
}

/// Polls what may end and never says so.
async fn forever(work: impl Future<Output = ()>) {
    work.await;
    std::future::pending().await
}

/// What was kept on disk.
struct Kept {
    settings: Settings,
    problem: Option<SettingsProblem>,
    saved: Saved,
    may_write: bool,
}

impl Kept {
    async fn read(
        settings_file: std::path::PathBuf,
        state_file: std::path::PathBuf,
        now: Now,
        look_only: bool,
    ) -> Result<Self, StartFailure> {
        blocking(move || {
            let (settings, problem) = load_settings(&settings_file);
            let loaded = load(&state_file, now.unix_ms, look_only);
            Self { settings, problem, saved: loaded.saved, may_write: loaded.may_write && !look_only }
        })
        .await
    }
}

pub(crate) async fn blocking<Output: Send + 'static>(
    work: impl FnOnce() -> Output + Send + 'static,
) -> Result<Output, StartFailure> {
    tokio::task::spawn_blocking(work)
        .await
        .map_err(|error| StartFailure::Files(FileFailure::from_io(Path::new(""), std::io::Error::other(error))))
}

impl Mind for App {
    fn handle(&mut self, event: Event, now: Now) -> Vec<Effect> {
        Self::handle(self, event, now)
    }

    fn snapshot(&self, now: Now) -> Snapshot {
        Self::snapshot(self, now)
    }

    fn tray(&self, now: Now) -> TrayModel {
        Self::tray(self, now)
    }
}
