//! Without a keeper: a look that changes nothing, or an engine in this process under the keeper's lock.

use std::{sync::Arc, time::Duration};

use clawtray_contract::{Answer, ErrorCode, Intent, RungState, Snapshot, State};
use clawtray_core::Surface;
use clawtray_engine::{StartFailure, StartOptions, Started, look_at_fleet, start};
use tokio::sync::watch;

use crate::{problem::Problem, screen::Screen, start::Places};

/// How long a look may take. A gateway that still starts then is shown as starting.
const LOOK_WITHIN: Duration = Duration::from_secs(15);
/// How often a watcher looks.
const LOOK_EVERY: Duration = Duration::from_secs(3);
/// How long the engine may take to find out what there is before a wish about it.
const SETTLE_WITHIN: Duration = Duration::from_secs(30);

/// Looks again and again.
pub(crate) struct Looker {
    options: StartOptions,
    only: Option<String>,
    failed: String,
    newest: Arc<Snapshot>,
}

impl std::fmt::Debug for Looker {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Looker").finish_non_exhaustive()
    }
}

impl Looker {
    pub(crate) async fn begin(places: &Places, screen: &Screen) -> Result<Self, Problem> {
        let options = options(places);
        let failed = screen.say("cli-engine-failed");
        let only = places.gateway.clone();
        let newest = Self::look(&options, only.as_deref(), &failed).await?;
        Ok(Self { options, only, failed, newest })
    }

    async fn look(options: &StartOptions, only: Option<&str>, failed: &str) -> Result<Arc<Snapshot>, Problem> {
        let looked = Box::pin(look_at_fleet(options.clone(), only, LOOK_WITHIN)).await;
        looked.map_err(|failure| Problem::detailed(ErrorCode::Failed, failed, failure))
    }

    pub(crate) fn snapshot(&self) -> Arc<Snapshot> {
        Arc::clone(&self.newest)
    }

    /// A looker takes no wishes.
    pub(crate) fn cannot(&self) -> Problem {
        Problem::new(ErrorCode::NoKeeper, &self.failed)
    }

    pub(crate) async fn changed(&mut self) -> Result<Arc<Snapshot>, Problem> {
        tokio::time::sleep(LOOK_EVERY).await;
        self.newest = Self::look(&self.options, self.only.as_deref(), &self.failed).await?;
        Ok(self.snapshot())
    }
}

/// An engine of our own. What it started goes on when it ends, and the next keeper adopts it.
#[derive(Debug)]
pub(crate) struct OwnEngine {
    started: Started,
    snapshots: watch::Receiver<Arc<Snapshot>>,
    ended: String,
}

impl OwnEngine {
    /// Takes the keeper's lock and starts with one gateway. `None` when somebody was faster.
    pub(crate) async fn begin(
        places: &Places,
        screen: &Screen,
        gateway: &str,
        settle: bool,
    ) -> Result<Option<Self>, Problem> {
        let options = StartOptions { environment: places.environment.of_gateway(gateway), ..options(places) };
        let started = match Box::pin(start(options)).await {
            Ok(started) => started,
            Err(StartFailure::Held { .. }) => return Ok(None),
            Err(failure) => {
                return Err(Problem::detailed(ErrorCode::Failed, screen.say("cli-engine-failed"), failure));
            }
        };
        let mut snapshots = started.engine.snapshots();
        let enough = if settle { is_settled } else { is_looked_at };
        // Not settling in time is an answer too: the snapshot says what is known.
        let wait = snapshots.wait_for(|snapshot| enough(snapshot));
        let _settled = tokio::time::timeout(SETTLE_WITHIN, wait).await.is_ok();
        Ok(Some(Self { started, snapshots, ended: screen.say("cli-keeper-left") }))
    }

    pub(crate) fn snapshot(&mut self) -> Arc<Snapshot> {
        Arc::clone(&self.snapshots.borrow_and_update())
    }

    pub(crate) async fn changed(&mut self) -> Result<Arc<Snapshot>, Problem> {
        match self.snapshots.changed().await {
            Ok(()) => Ok(self.snapshot()),
            Err(_) => Err(Problem::new(ErrorCode::NoKeeper, &self.ended)),
        }
    }

    pub(crate) async fn send(&self, intent: Intent) -> Result<Answer, Problem> {
        Ok(self.started.engine.ask(intent, Surface::CommandLine).await?)
    }

    /// Puts everything away and leaves the gateway as it is.
    pub(crate) async fn close(self) {
        // An engine that has ended already needs no word.
        let _answer = self.started.engine.ask(Intent::Quit { stop_gateway: false }, Surface::CommandLine).await;
        self.started.engine.ended().await;
        drop(self.started.lock);
    }
}

fn options(places: &Places) -> StartOptions {
    StartOptions::without_desktop(places.environment.clone(), env!("CARGO_PKG_VERSION"))
}

/// Whether there is a process is known.
fn is_looked_at(snapshot: &Snapshot) -> bool {
    snapshot.gateways.iter().all(|gateway| {
        let looking = matches!(gateway.ladder.process.state, RungState::Unknown | RungState::Waiting);
        gateway.state != State::NotSetUp || !looking
    })
}

/// All three signals say something definite, or the first one says that there is nothing to ask.
fn is_settled(snapshot: &Snapshot) -> bool {
    snapshot.gateways.iter().all(|gateway| {
        let definite = |state| matches!(state, RungState::Yes | RungState::No);
        let ladder = &gateway.ladder;
        match ladder.process.state {
            RungState::No => true,
            // Without a device of its own a look does not sign in: that stays unknown.
            RungState::Yes => definite(ladder.http.state) && ladder.rpc.state != RungState::Waiting,
            RungState::Waiting | RungState::Unknown => false,
        }
    })
}
