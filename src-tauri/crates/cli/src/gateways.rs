//! `clawtray gateways`: which there are, and which of them are kept.

use clawtray_contract::{ErrorCode, GatewayView, Intent, State};
use clawtray_core::fleet::RemoteGateway;
use clawtray_engine::{OnDisk, Roster, load_settings, watch_in_settings};
use serde_json::{Value, json};

use crate::{
    arguments::GatewaysWish,
    elsewhere, exit, finding_names, near,
    problem::Problem,
    screen::{Look, Screen, pad, short, width_of},
    source::Source,
    start::Places,
    status::look_of_state,
};

/// The gateways of this computer as the disk and the settings tell, and which of them a command means.
#[derive(Debug)]
pub(crate) struct Gateways {
    roster: Roster,
    chosen: Option<String>,
}

impl Gateways {
    /// Looks, and checks the name where one was given.
    ///
    /// # Errors
    /// When there is no gateway of that name.
    pub(crate) async fn on_this_computer(
        places: &Places,
        screen: &Screen,
        named: Option<&str>,
    ) -> Result<Self, Problem> {
        let environment = places.environment.clone();
        let look = move || environment.roster(&load_settings(&environment.paths.settings_file).0);
        let roster = tokio::task::spawn_blocking(look)
            .await
            .map_err(|error| Problem::detailed(ErrorCode::Failed, screen.say("cli-engine-failed"), error))?;
        let gateways = Self { roster, chosen: named.map(str::to_owned) };
        match named {
            Some(id) if !gateways.ids().any(|known| known == id) => {
                Err(finding_names::unknown(screen, "cli-unknown-gateway", id, gateways.ids().map(str::to_owned)))
            }
            _ => Ok(gateways),
        }
    }

    /// The one that was named, else the primary one.
    pub(crate) fn chosen(&self) -> &str {
        self.chosen.as_deref().or_else(|| self.roster.kept.first().map(String::as_str)).unwrap_or("default")
    }

    /// What the disk and the settings tell.
    pub(crate) fn roster(&self) -> &Roster {
        &self.roster
    }

    fn ids(&self) -> impl Iterator<Item = &str> {
        let elsewhere = self.roster.remote.iter().map(|one| one.id.as_str());
        let there = self.roster.there.iter().map(|one| one.id.as_str());
        self.roster.kept.iter().map(String::as_str).chain(there).chain(elsewhere)
    }

    fn on_disk(&self, id: &str) -> Option<&OnDisk> {
        self.roster.there.iter().find(|one| one.id == id)
    }
}

pub(crate) async fn run(places: &Places, screen: &mut Screen, wish: &GatewaysWish) -> Result<u8, Problem> {
    match wish {
        GatewaysWish::List => list(places, screen).await,
        GatewaysWish::Watch(id) => choose(places, screen, id, true).await,
        GatewaysWish::Unwatch(id) => choose(places, screen, id, false).await,
        GatewaysWish::Find { metered } => near::find(screen, *metered).await,
        GatewaysWish::Add { id, address, pin, yes } => {
            elsewhere::add(places, screen, id, address, pin.as_deref(), *yes).await
        }
        GatewaysWish::Remove(id) => elsewhere::remove(places, screen, id).await,
    }
}

/// One line: its id, what the keeper shows of it, and what the disk tells.
struct Line {
    id: String,
    kept: bool,
    shown: Option<GatewayView>,
    on_disk: Option<OnDisk>,
    /// Of one on another computer.
    address: Option<String>,
}

async fn list(places: &Places, screen: &mut Screen) -> Result<u8, Problem> {
    let gateways = Gateways::on_this_computer(places, screen, None).await?;
    let shown = match Source::keeper(places, screen).await? {
        Some(mut keeper) => keeper.snapshot().await?.gateways.clone(),
        None => Vec::new(),
    };
    // What a keeper keeps is the truth; without one it is what the settings say.
    let kept: Vec<String> = if shown.is_empty() {
        gateways.roster.kept.clone()
    } else {
        shown.iter().map(|gateway| gateway.id.clone()).collect()
    };
    let known = gateways.roster.there.iter().map(|one| &one.id).chain(gateways.roster.remote.iter().map(|one| &one.id));
    let others = known.filter(|id| !kept.contains(id)).cloned();
    let lines: Vec<Line> = kept
        .iter()
        .cloned()
        .chain(others)
        .map(|id| Line {
            kept: kept.contains(&id),
            shown: shown.iter().find(|gateway| gateway.id == id).cloned(),
            on_disk: gateways.on_disk(&id).cloned(),
            address: gateways.roster.remote.iter().find(|one| one.id == id).map(RemoteGateway::address),
            id,
        })
        .collect();
    if screen.json {
        let told: Vec<Value> = lines.iter().enumerate().map(|(index, line)| document(line, index == 0)).collect();
        screen.document(&json!({ "gateways": told }))?;
        return Ok(exit::FINE);
    }
    let widest = lines.iter().map(|line| width_of(&short(&line.id, 64))).max().unwrap_or(0);
    for line in &lines {
        let id = pad(&short(&line.id, 64), widest);
        let (look, text) = match (&line.shown, line.kept) {
            (Some(shown), _) => (look_of_state(shown.state), shown.headline.clone()),
            (None, true) => (look_of_state(State::NotSetUp), screen.say("cli-gateways-kept")),
            (None, false) => (Look::Dim, screen.say("cli-gateways-found")),
        };
        screen.paragraph(&id, widest + 2, look, &text)?;
        if let Some(on_disk) = &line.on_disk {
            screen.paragraph("", widest + 2, Look::Dim, &on_disk.state_folder.to_string_lossy())?;
        }
        if let Some(address) = &line.address {
            screen.paragraph("", widest + 2, Look::Dim, address)?;
        }
        if !line.kept {
            let command = format!("clawtray gateways watch {}", crate::doctor::shell_word(&line.id));
            screen.paragraph("", widest + 2, Look::Dim, &command)?;
        }
    }
    Ok(exit::FINE)
}

fn document(line: &Line, first: bool) -> Value {
    let mut told = json!({ "id": line.id, "watched": line.kept, "primary": line.kept && first });
    if let Some(shown) = &line.shown {
        told["state"] = json!(shown.state);
        told["headline"] = json!(shown.headline);
        if let Some(port) = shown.details.port {
            told["port"] = port.into();
        }
    }
    if let Some(address) = &line.address {
        told["address"] = address.as_str().into();
    }
    if let Some(on_disk) = &line.on_disk {
        told["state_folder"] = on_disk.state_folder.to_string_lossy().into();
        told["service"] = on_disk.service.into();
    }
    told
}

/// The keeper changes its gateways and remembers it; without one the settings are changed here.
async fn choose(places: &Places, screen: &mut Screen, id: &str, watch: bool) -> Result<u8, Problem> {
    if let Some(mut keeper) = Source::keeper(places, screen).await? {
        let gateway = id.to_owned();
        let wish = if watch { Intent::WatchGateway { gateway } } else { Intent::UnwatchGateway { gateway } };
        keeper.send(wish).await?;
        return told(screen, id, watch);
    }
    let gateways = Gateways::on_this_computer(places, screen, Some(id)).await?;
    let mut kept = gateways.roster.kept.clone();
    kept.retain(|known| known != id);
    if watch {
        kept.push(id.to_owned());
    }
    if kept.is_empty() {
        return Err(Problem::new(ErrorCode::BadRequest, screen.say("cli-gateways-last")));
    }
    let environment = places.environment.clone();
    let written = tokio::task::spawn_blocking(move || watch_in_settings(&environment, &kept)).await;
    let written = written.unwrap_or_else(|error| Err(error.to_string()));
    written.map_err(|words| Problem::detailed(ErrorCode::Failed, screen.say("cli-gateways-not-written"), words))?;
    told(screen, id, watch)
}

fn told(screen: &mut Screen, id: &str, watch: bool) -> Result<u8, Problem> {
    let sentence = if watch { "cli-gateways-watched" } else { "cli-gateways-unwatched" };
    let text = screen.say_with(sentence, &[("id", short(id, 64).into())]);
    if screen.json {
        screen.document(&json!({ "done": true, "gateway": id, "watched": watch, "text": text }))?;
    } else {
        screen.line(&text)?;
    }
    Ok(exit::FINE)
}
