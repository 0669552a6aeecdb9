//! `clawtray gateways add` and `remove`: gateways on other computers.
//!
//! Nothing is accepted by accident: a certificate is shown and asked about, or was named beforehand, and a connection
//! without encryption goes no further than a private network.

use std::time::Duration;

use clawtray_contract::{ErrorCode, Intent};
use clawtray_core::fleet::{RemoteFault, RemoteGateway, Way};
use clawtray_engine::{add_to_settings, certificate_at, is_private, remove_from_settings};
use clawtray_platform::keychain::Keychain;
use serde_json::json;

use crate::{
    exit, finding_names,
    gateways::Gateways,
    problem::Problem,
    screen::{Look, Screen, short},
    source::Source,
    start::Places,
};

/// Longest wait for the certificate.
const CERTIFICATE_LIMIT: Duration = Duration::from_secs(15);
/// How long the keychain may take: a locked one asks the person to unlock it.
const KEYCHAIN_LIMIT: Duration = Duration::from_secs(60);
/// Stands in for the certificate while it is being asked for.
const NO_PIN: &str = "0000000000000000000000000000000000000000000000000000000000000000";

/// Adds one, or changes where it is.
pub(crate) async fn add(
    places: &Places,
    screen: &mut Screen,
    id: &str,
    address: &str,
    pin: Option<&str>,
    yes: bool,
) -> Result<u8, Problem> {
    let gateways = Gateways::on_this_computer(places, screen, None).await?;
    let own = places.environment.gateway_id();
    if id == own || gateways.roster().there.iter().any(|one| one.id == id) {
        let text = screen.say_with("cli-gateways-taken", &[("id", short(id, 64).into())]);
        return Err(Problem::new(ErrorCode::BadRequest, text));
    }
    let pin = pin.map(plain_pin);
    let remote = match RemoteGateway::of(id, address, pin.as_deref()) {
        Err(RemoteFault::NoPin) if pin.is_none() => {
            let asked = RemoteGateway::of(id, address, Some(NO_PIN)).map_err(|fault| refused(screen, fault))?;
            let Some(remote) = ask_about_certificate(screen, asked, yes).await? else {
                return left(screen);
            };
            remote
        }
        read => read.map_err(|fault| refused(screen, fault))?,
    };
    if remote.way == Way::Plain {
        let leaves = leaves_this_computer(screen, &remote).await?;
        if leaves && !warn(screen, yes).await? {
            return left(screen);
        }
    }
    write(places, screen, gateways, remote).await
}

/// A pin without what people and OpenClaw write around it.
fn plain_pin(pin: &str) -> String {
    let lower = pin.trim().to_ascii_lowercase();
    lower.strip_prefix("sha256:").unwrap_or(&lower).replace(':', "")
}

/// Shows the certificate that is there, and the accepted one where it was another.
async fn ask_about_certificate(
    screen: &mut Screen,
    asked: RemoteGateway,
    yes: bool,
) -> Result<Option<RemoteGateway>, Problem> {
    if yes {
        // A word given beforehand is about no certificate that nobody has seen.
        return Err(Problem::new(ErrorCode::NeedsConfirmation, screen.say("cli-gateways-needs-pin")));
    }
    let shown = certificate_at(&asked.host, asked.port, CERTIFICATE_LIMIT).await.map_err(|words| {
        Problem::detailed(ErrorCode::NotConnected, screen.say("cli-gateways-no-certificate"), words)
    })?;
    let about = screen.say("cli-gateways-certificate");
    screen.paragraph("", 0, Look::Plain, &about)?;
    screen.paragraph("", 2, Look::Bold, &shown.to_string())?;
    let question = screen.say("cli-gateways-certificate-confirm");
    if !screen.ask_yes(&question).await? {
        return Ok(None);
    }
    Ok(Some(RemoteGateway { way: Way::Tls { pin: shown.to_string() }, ..asked }))
}

/// Who reads along without encryption; gives the person's word.
async fn warn(screen: &mut Screen, yes: bool) -> Result<bool, Problem> {
    let warning = screen.say("cli-gateways-plain");
    screen.paragraph("", 0, Look::Waiting, &warning)?;
    let question = screen.say("cli-gateways-plain-confirm");
    Ok(yes || screen.ask_yes(&question).await?)
}

/// Without encryption everybody on the way reads along: every address of the name must be near. False where each is
/// this computer's own, so that nobody is on the way.
async fn leaves_this_computer(screen: &Screen, remote: &RemoteGateway) -> Result<bool, Problem> {
    let unknown =
        |words: String| Problem::detailed(ErrorCode::NotConnected, screen.say("cli-gateways-no-address"), words);
    let found = tokio::net::lookup_host((remote.host.as_str(), remote.port)).await;
    let found: Vec<_> = found.map_err(|error| unknown(error.to_string()))?.map(|address| address.ip()).collect();
    if found.is_empty() {
        return Err(unknown(remote.host.clone()));
    }
    match found.iter().find(|address| !is_private(**address)) {
        Some(far) => Err(Problem::detailed(ErrorCode::BadRequest, screen.say("cli-gateways-not-private"), far)),
        None => Ok(!found.iter().all(std::net::IpAddr::is_loopback)),
    }
}

async fn write(places: &Places, screen: &mut Screen, gateways: Gateways, remote: RemoteGateway) -> Result<u8, Problem> {
    let (environment, kept) = (places.environment.clone(), gateways.roster().kept.clone());
    let was_kept = kept.contains(&remote.id);
    let entry = remote.clone();
    let written = tokio::task::spawn_blocking(move || add_to_settings(&environment, &entry, &kept)).await;
    let written = written.unwrap_or_else(|error| Err(error.to_string()));
    written.map_err(|words| Problem::detailed(ErrorCode::Failed, screen.say("cli-gateways-not-written"), words))?;
    if let Some(mut keeper) = Source::keeper(places, screen).await? {
        let gateway = remote.id.clone();
        if was_kept {
            // It is called at its new address from now on.
            keeper.send(Intent::UnwatchGateway { gateway: gateway.clone() }).await?;
        }
        keeper.send(Intent::WatchGateway { gateway }).await?;
    }
    let text = screen.say_with("cli-gateways-watched", &[("id", short(&remote.id, 64).into())]);
    let secret = format!("clawtray secret set shared-token --gateway {}", remote.id);
    if screen.json {
        let mut told = json!({ "done": true, "gateway": remote.id, "address": remote.address(), "text": text });
        if let Way::Tls { pin } = &remote.way {
            told["pin"] = pin.as_str().into();
        }
        screen.document(&told)?;
    } else {
        screen.line(&text)?;
        let next = screen.say("cli-gateways-next");
        screen.paragraph("", 0, Look::Dim, &next)?;
        screen.paragraph("", 2, Look::Dim, &secret)?;
    }
    Ok(exit::FINE)
}

/// Forgets one, with its secrets.
pub(crate) async fn remove(places: &Places, screen: &mut Screen, id: &str) -> Result<u8, Problem> {
    let gateways = Gateways::on_this_computer(places, screen, None).await?;
    let known: Vec<String> = gateways.roster().remote.iter().map(|one| one.id.clone()).collect();
    if !known.iter().any(|one| one == id) {
        return Err(finding_names::unknown(screen, "cli-unknown-gateway", id, known.into_iter()));
    }
    if gateways.roster().kept == [id] {
        return Err(Problem::new(ErrorCode::BadRequest, screen.say("cli-gateways-last")));
    }
    if gateways.roster().kept.iter().any(|kept| kept == id)
        && let Some(mut keeper) = Source::keeper(places, screen).await?
    {
        keeper.send(Intent::UnwatchGateway { gateway: id.to_owned() }).await?;
    }
    let (environment, gateway) = (places.environment.clone(), id.to_owned());
    let written = tokio::task::spawn_blocking(move || remove_from_settings(&environment, &gateway)).await;
    let written = written.unwrap_or_else(|error| Err(error.to_string()));
    written.map_err(|words| Problem::detailed(ErrorCode::Failed, screen.say("cli-gateways-not-written"), words))?;
    let forgotten = Keychain::new(&places.environment.keychain_service, KEYCHAIN_LIMIT).delete(id).await;
    let sentence = if forgotten.is_ok() { "cli-gateways-removed" } else { "cli-gateways-removed-not-forgotten" };
    let text = screen.say_with(sentence, &[("id", short(id, 64).into())]);
    if screen.json {
        screen.document(&json!({ "done": true, "gateway": id, "text": text }))?;
    } else {
        screen.line(&text)?;
    }
    Ok(exit::FINE)
}

fn refused(screen: &Screen, fault: RemoteFault) -> Problem {
    let sentence = match fault {
        RemoteFault::Id => "cli-secret-gateway",
        RemoteFault::Address => "cli-gateways-address",
        RemoteFault::NoPin => "cli-gateways-bad-pin",
    };
    Problem::new(ErrorCode::BadRequest, screen.say(sentence))
}

fn left(screen: &mut Screen) -> Result<u8, Problem> {
    Err(Problem::new(ErrorCode::NeedsConfirmation, screen.say("cli-gateways-left")))
}
