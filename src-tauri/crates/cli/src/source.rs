//! Where snapshots come from and wishes go: the keeper, or, without a keeper, an engine in this process.

use std::{sync::Arc, time::Duration};

use clawtray_contract::{Answer, ErrorCode, Intent, Snapshot};
use clawtray_platform::{
    lock,
    socket::{self, SocketFailure},
};

use crate::{
    engine_source::{Looker, OwnEngine},
    keeper_link::KeeperLink,
    problem::Problem,
    screen::Screen,
    start::Places,
};

/// How long the keeper may take to accept.
const CONNECT_WITHIN: Duration = Duration::from_secs(5);

/// What a command needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Need {
    /// The truth now: without a keeper, a look that changes nothing.
    Look,
    /// The truth and wishes about it: without a keeper, an engine that holds the keeper's lock meanwhile.
    Act,
    /// The same, but waiting only until it is known whether a gateway runs.
    Wish,
}

/// Where snapshots come from and wishes go.
#[derive(Debug)]
pub(crate) enum Source {
    /// The keeper that runs.
    Keeper(Box<KeeperLink>),
    /// None runs: looks only.
    Looker(Box<Looker>),
    /// None runs: an engine of our own.
    Engine(Box<OwnEngine>),
}

impl Source {
    /// The keeper if one runs, else what can stand in for it.
    ///
    /// # Errors
    /// Why nobody can be asked.
    pub(crate) async fn open(places: &Places, screen: &Screen, need: Need) -> Result<Self, Problem> {
        if let Some(keeper) = Self::keeper(places, screen).await? {
            return Ok(keeper);
        }
        if need == Need::Look {
            return Ok(Self::Looker(Box::new(Looker::begin(places, screen).await?)));
        }
        if let Some(engine) = OwnEngine::begin(places, screen, need == Need::Act).await? {
            return Ok(Self::Engine(Box::new(engine)));
        }
        // Somebody began at the same moment.
        Self::keeper(places, screen)
            .await?
            .ok_or_else(|| Problem::new(ErrorCode::NoKeeper, screen.say("cli-engine-held")))
    }

    /// The keeper; `None` when none runs.
    ///
    /// # Errors
    /// When one runs and cannot be talked to.
    pub(crate) async fn keeper(places: &Places, screen: &Screen) -> Result<Option<Self>, Problem> {
        let path = &places.environment.paths.socket;
        let connection = match socket::connect(path, CONNECT_WITHIN).await {
            Ok(connection) => connection,
            Err(SocketFailure::NobodyAnswers { .. }) => {
                // It may have been started with another environment and answer elsewhere.
                let Ok(Some(holder)) = lock::holder(&places.environment.paths.lock) else { return Ok(None) };
                let silent = || screen.say_with("cli-keeper-silent", &[("pid", holder.pid.into())]);
                let Some(elsewhere) = holder.socket.as_ref().filter(|elsewhere| *elsewhere != path) else {
                    return Err(Problem::new(ErrorCode::NoKeeper, silent()));
                };
                socket::connect(elsewhere, CONNECT_WITHIN)
                    .await
                    .map_err(|failure| Problem::detailed(ErrorCode::NoKeeper, silent(), failure))?
            }
            Err(failure) => {
                return Err(Problem::detailed(ErrorCode::NoKeeper, screen.say("cli-keeper-unreachable"), failure));
            }
        };
        let link = KeeperLink::greet(connection, screen.catalogue.clone()).await?;
        Ok(Some(Self::Keeper(Box::new(link))))
    }

    /// The newest truth. Waits for the first one.
    ///
    /// # Errors
    /// When the source breaks off.
    pub(crate) async fn snapshot(&mut self) -> Result<Arc<Snapshot>, Problem> {
        match self {
            Self::Keeper(link) => link.snapshot().await,
            Self::Looker(looker) => Ok(looker.snapshot()),
            Self::Engine(engine) => Ok(engine.snapshot()),
        }
    }

    /// Waits for the next truth. May be dropped and called again.
    ///
    /// # Errors
    /// When the source breaks off.
    pub(crate) async fn changed(&mut self) -> Result<Arc<Snapshot>, Problem> {
        match self {
            Self::Keeper(link) => link.changed().await,
            Self::Looker(looker) => looker.changed().await,
            Self::Engine(engine) => engine.changed().await,
        }
    }

    /// Passes a wish on and waits for the answer.
    ///
    /// # Errors
    /// Why it was refused, or that the source broke off.
    pub(crate) async fn send(&mut self, intent: Intent) -> Result<Answer, Problem> {
        match self {
            Self::Keeper(link) => link.send(intent).await,
            Self::Looker(looker) => Err(looker.cannot()),
            Self::Engine(engine) => engine.send(intent).await,
        }
    }

    /// Puts an engine of our own away; a keeper goes on.
    pub(crate) async fn close(self) {
        if let Self::Engine(engine) = self {
            engine.close().await;
        }
    }
}
