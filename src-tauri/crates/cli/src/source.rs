//! Where snapshots come from and wishes go: the keeper, or, without a keeper, an engine in this process.

use std::{sync::Arc, time::Duration};

use clawtray_contract::{Answer, ErrorCode, GatewayView, Intent, Snapshot};
use clawtray_platform::{
    lock,
    socket::{self, SocketFailure},
};
use clawtray_text::Catalogue;

use crate::{
    engine_source::{Looker, OwnEngine},
    finding_names,
    gateways::Gateways,
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

/// Which gateways a command is about.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Focus {
    /// All that are kept.
    All,
    /// The primary one.
    Primary,
    /// The one that was named.
    Named(String),
}

impl Focus {
    fn of(places: &Places, need: Need) -> Self {
        match (&places.gateway, need) {
            (Some(id), _) => Self::Named(id.clone()),
            (None, Need::Look) => Self::All,
            (None, Need::Act | Need::Wish) => Self::Primary,
        }
    }
}

/// Where snapshots come from and wishes go, about the gateways that the command is about.
#[derive(Debug)]
pub(crate) struct Source {
    from: From,
    focus: Focus,
    catalogue: Catalogue,
}

#[derive(Debug)]
enum From {
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
        let focus = Focus::of(places, need);
        if let Some(keeper) = Self::keeper(places, screen).await? {
            return Ok(Self { focus, ..keeper });
        }
        let gateways = Gateways::on_this_computer(places, screen, places.gateway.as_deref()).await?;
        let catalogue = screen.catalogue.clone();
        if need == Need::Look {
            let looker = Looker::begin(places, screen).await?;
            return Ok(Self { from: From::Looker(Box::new(looker)), focus, catalogue });
        }
        if let Some(engine) = OwnEngine::begin(places, screen, gateways.chosen(), need == Need::Act).await? {
            return Ok(Self { from: From::Engine(Box::new(engine)), focus, catalogue });
        }
        // Somebody began at the same moment.
        let keeper = Self::keeper(places, screen).await?;
        let keeper = keeper.ok_or_else(|| Problem::new(ErrorCode::NoKeeper, screen.say("cli-engine-held")))?;
        Ok(Self { focus, ..keeper })
    }

    /// The keeper with all its gateways; `None` when none runs.
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
        let catalogue = screen.catalogue.clone();
        Ok(Some(Self { from: From::Keeper(Box::new(link)), focus: Focus::All, catalogue }))
    }

    /// The newest truth. Waits for the first one.
    ///
    /// # Errors
    /// When the source breaks off.
    pub(crate) async fn snapshot(&mut self) -> Result<Arc<Snapshot>, Problem> {
        let whole = match &mut self.from {
            From::Keeper(link) => link.snapshot().await?,
            From::Looker(looker) => looker.snapshot(),
            From::Engine(engine) => engine.snapshot(),
        };
        self.narrowed(whole)
    }

    /// Waits for the next truth. May be dropped and called again.
    ///
    /// # Errors
    /// When the source breaks off.
    pub(crate) async fn changed(&mut self) -> Result<Arc<Snapshot>, Problem> {
        let whole = match &mut self.from {
            From::Keeper(link) => link.changed().await?,
            From::Looker(looker) => looker.changed().await?,
            From::Engine(engine) => engine.changed().await?,
        };
        self.narrowed(whole)
    }

    /// Passes a wish on and waits for the answer.
    ///
    /// # Errors
    /// Why it was refused, or that the source broke off.
    pub(crate) async fn send(&mut self, intent: Intent) -> Result<Answer, Problem> {
        let intent = match &self.focus {
            Focus::Named(gateway) => Intent::For { gateway: gateway.clone(), wish: Box::new(intent) },
            Focus::All | Focus::Primary => intent,
        };
        match &mut self.from {
            From::Keeper(link) => link.send(intent).await,
            From::Looker(looker) => Err(looker.cannot()),
            From::Engine(engine) => engine.send(intent).await,
        }
    }

    /// Puts an engine of our own away; a keeper goes on.
    pub(crate) async fn close(self) {
        if let From::Engine(engine) = self.from {
            engine.close().await;
        }
    }

    /// Only what the command is about.
    fn narrowed(&self, whole: Arc<Snapshot>) -> Result<Arc<Snapshot>, Problem> {
        let kept: Vec<GatewayView> = match &self.focus {
            Focus::All => return Ok(whole),
            Focus::Primary if whole.gateways.len() <= 1 => return Ok(whole),
            Focus::Primary => whole.gateways.iter().take(1).cloned().collect(),
            Focus::Named(id) => whole.gateways.iter().filter(|gateway| gateway.id == *id).cloned().collect(),
        };
        match &self.focus {
            Focus::Named(id) if kept.is_empty() => {
                let known = whole.gateways.iter().map(|gateway| gateway.id.clone());
                Err(finding_names::unknown_of(&self.catalogue, "cli-unknown-gateway", id, known))
            }
            _ => Ok(Arc::new(Snapshot { gateways: kept, ..Snapshot::clone(&whole) })),
        }
    }
}
