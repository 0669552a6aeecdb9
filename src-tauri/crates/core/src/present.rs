//! What is shown: the snapshot and the sentences. Shown state is derived each time, never stored.

mod headline;
mod state;

use std::collections::BTreeMap;

use clawtray_contract::{
    ActionView, AppView, Consequence, Decision, ExitView, FindingView, GatewayDetails, GatewayView, HealthyWords,
    HistoryEntry, Notice, Snapshot,
};
use clawtray_text::{Catalogue, clean};

use crate::{
    app::Options,
    approvals, choice,
    event::{Installation, StateProblem},
    facts::Facts,
    findings::{Findings, Scene, Words},
    gateway::{Gateway, Observed},
    keepers, ladder,
    link::{Link, LinkState},
    now::Now,
    parts_view,
    plan::{documentation, token_view},
    repairs::Repairs,
    rules::RULES,
    unlooked,
};

pub(crate) use headline::{headline, headline_line};
pub(crate) use state::{state, state_word};

pub(crate) use crate::approvals::who_asks;
pub(crate) use crate::menu::TrayModel;
pub(crate) use crate::menu::tray;

/// Memory is shown in steps of this many bytes, so that its noise does not make every probe a new snapshot.
const MEMORY_STEP: u64 = 8 * 1024 * 1024;
/// Output lines in a snapshot.
const OUTPUT_SHOWN: usize = 60;
/// Repairs and history entries in a snapshot.
const REPAIRS_SHOWN: usize = 10;
pub(crate) const HISTORY_SHOWN: usize = 60;
const EXITS_SHOWN: usize = 10;

/// Everything that is drawn from.
#[derive(Clone, Copy)]
pub(crate) struct Picture<'a> {
    pub(crate) options: &'a Options,
    pub(crate) facts: &'a Facts,
    pub(crate) gateway: &'a Gateway,
    pub(crate) link: &'a Link,
    pub(crate) findings: &'a Findings,
    pub(crate) repairs: &'a Repairs,
    pub(crate) deciding: &'a BTreeMap<String, Decision>,
    pub(crate) history: &'a [HistoryEntry],
    pub(crate) exits: &'a [ExitView],
    /// No notifications until then, milliseconds since 1970.
    pub(crate) muted_until_ms: Option<u64>,
    pub(crate) revision: u64,
    pub(crate) now: Now,
}

impl Picture<'_> {
    pub(crate) fn catalogue(&self) -> &Catalogue {
        &self.options.catalogue
    }

    pub(crate) fn say(&self, words: &Words) -> String {
        self.catalogue().say_with(words.id, &words.args)
    }
}

fn not_looked_because(picture: &Picture<'_>) -> BTreeMap<String, String> {
    let Picture { facts, gateway, link, now, .. } = *picture;
    let scene = Scene { facts, gateway, link, now };
    let told = |id: &'static str| (id.to_owned(), picture.catalogue().say(unlooked::why(id, &scene)));
    picture.findings.unknown().map(told).collect()
}

fn version(picture: &Picture<'_>) -> Option<String> {
    let installed = || match &picture.facts.surroundings.as_ref()?.installation {
        Installation::Found { version, .. } => version.clone(),
        _ => None,
    };
    picture.link.hello().and_then(|hello| hello.version.clone()).or_else(installed)
}

pub(crate) fn snapshot(picture: &Picture<'_>) -> Snapshot {
    Snapshot {
        revision: picture.revision,
        at_ms: picture.now.unix_ms,
        app: AppView {
            version: picture.options.version.clone(),
            keeper_pid: picture.options.keeper_pid,
            language: picture.options.language.clone(),
        },
        notices: notices(picture),
        settings: choice::view(picture),
        gateways: vec![gateway_view(picture)],
        found: Vec::new(),
        history: picture.history.iter().take(HISTORY_SHOWN).cloned().collect(),
    }
}

/// What is said besides the findings.
pub(crate) fn notices(picture: &Picture<'_>) -> Vec<Notice> {
    let mut notices = Vec::new();
    let mut add = |words: Words| notices.push(Notice { id: words.id.to_owned(), text: picture.say(&words) });
    if let Some(problem) = &picture.facts.settings_problem {
        add(choice::trouble(problem));
    }
    match &picture.facts.state_problem {
        Some(StateProblem::NotWritten { words }) => {
            add(Words::with("notice-state-not-written", vec![("words", words.as_str().into())]));
        }
        Some(StateProblem::LeftAlone) => add(Words::plain("notice-state-left-alone")),
        None => {}
    }
    let ends_at_logout = |around: &crate::event::Surroundings| {
        around.headless && around.lingers == Some(false) && around.service.is_some()
    };
    if picture.facts.surroundings.as_ref().is_some_and(ends_at_logout) {
        add(Words::plain("notice-service-ends-at-logout"));
    }
    notices
}

fn gateway_view(picture: &Picture<'_>) -> GatewayView {
    let gateway = picture.gateway;
    let busy = picture.repairs.is_busy();
    let restart_at_ms = match gateway.observed {
        Observed::Backoff { until_unix_ms, .. } => Some(until_unix_ms),
        _ => None,
    };
    let mode = gateway.mode(picture.facts);
    let stoppable = !matches!(mode, clawtray_contract::Mode::Attached | clawtray_contract::Mode::Remote);
    let stopping = matches!(gateway.observed, Observed::Stopping { .. });
    GatewayView {
        id: picture.options.gateway_id.clone(),
        name: picture.catalogue().say("app-gateway"),
        mode,
        desired: gateway.desired,
        state: state(picture),
        headline: headline(picture),
        since_ms: gateway.changed_ms,
        ladder: ladder::ladder(picture),
        details: details(picture),
        healthy_words: healthy_words(picture),
        restart_at_ms,
        can_start: (gateway.is_down() || gateway.is_stopping()) && !busy && !gateway.is_calling_service(),
        can_stop: (gateway.is_up() || restart_at_ms.is_some()) && stoppable && !busy,
        can_restart: gateway.is_up() && stoppable && !busy,
        can_stop_now: stopping,
        findings: findings(picture),
        not_looked_at: picture.findings.unknown().map(str::to_owned).collect(),
        not_looked_because: not_looked_because(picture),
        approvals: picture.facts.approvals.iter().map(|request| approvals::view(request, picture)).collect(),
        repairs: picture.repairs.kept().iter().take(REPAIRS_SHOWN).map(|kept| kept.view.clone()).collect(),
        exits: picture.exits.iter().take(EXITS_SHOWN).cloned().collect(),
        output: picture.facts.output.iter().rev().take(OUTPUT_SHOWN).rev().cloned().collect(),
        parts: parts_view::view(picture),
        token: token(picture),
    }
}

fn token(picture: &Picture<'_>) -> Option<clawtray_contract::TokenView> {
    let scene = Scene { facts: picture.facts, gateway: picture.gateway, link: picture.link, now: picture.now };
    let busy = picture.repairs.is_busy().then(|| picture.catalogue().say("error-busy"));
    token_view(&scene, busy, picture.catalogue())
}

fn details(picture: &Picture<'_>) -> GatewayDetails {
    let around = picture.facts.surroundings.as_ref();
    let (openclaw_path, node_version) = match around.map(|around| &around.installation) {
        Some(Installation::Found { path, node_version, .. }) => (Some(path.clone()), node_version.clone()),
        _ => (None, None),
    };
    let probes = picture.facts.probes.as_ref();
    let keychain = match &picture.facts.secrets.keychain_problem {
        Some(why) => picture.say(&Words::with("keychain-memory", vec![("why", why.as_str().into())])),
        None => picture.catalogue().say("keychain-saved"),
    };
    GatewayDetails {
        version: version(picture),
        pid: picture.gateway.process().map(|process| process.pid),
        port: around.map(|around| around.port).or_else(|| picture.facts.remote.as_ref().map(|remote| remote.port)),
        started_ms: probes.and_then(|probes| probes.started_ms),
        memory_bytes: probes.and_then(|probes| probes.memory_bytes).map(|bytes| bytes / MEMORY_STEP * MEMORY_STEP),
        openclaw_path,
        node_version,
        config_path: around.map(|around| around.config.path.clone()),
        protocol: picture.link.hello().map(|hello| hello.protocol),
        scopes: picture.link.hello().map(|hello| hello.scopes.clone()).unwrap_or_default(),
        wanted_scopes: picture.link.wanted.scopes.clone(),
        missing_scopes: picture
            .link
            .hello()
            .map(|hello| picture.link.wanted.missing(&hello.scopes))
            .unwrap_or_default(),
        service: around.and_then(|around| around.service.as_ref()).map(|service| service.name.clone()),
        service_restarts: picture
            .facts
            .unit
            .as_ref()
            .filter(|_| around.is_some_and(|around| around.service.is_some()))
            .map(|unit| unit.restarts),
        lingers: around.filter(|around| around.service.is_some()).and_then(|around| around.lingers),
        kept_by: keepers::keeper(picture),
        identity: picture.facts.identity.clone(),
        keychain: around.map(|_| keychain),
    }
}

/// The words OpenClaw's own troubleshooting page tells people to look for.
fn healthy_words(picture: &Picture<'_>) -> HealthyWords {
    let elsewhere = picture.facts.remote.is_some();
    let runtime = match &picture.gateway.observed {
        // Of a process on another computer only an answer of its own tells.
        _ if elsewhere && picture.link.hello().is_some() => "running",
        _ if elsewhere => "unknown",
        Observed::Unknown => "unknown",
        _ if picture.gateway.is_up() || matches!(picture.gateway.observed, Observed::Stopping { .. }) => "running",
        _ => "stopped",
    };
    let (probe, capability) = match &picture.link.state {
        LinkState::Ready(hello) => {
            let holds = |scope: &str| hello.scopes.iter().any(|held| held == scope);
            let capability = if holds("operator.admin") {
                "admin-capable"
            } else if holds("operator.write") {
                "write-capable"
            } else if holds("operator.read") {
                "read-only"
            } else {
                "connected-no-operator-scope"
            };
            ("ok", capability)
        }
        LinkState::PairingNeeded { .. } => ("failed", "pairing-pending"),
        LinkState::Refused { .. } => ("failed", "unknown"),
        _ if runtime == "stopped" || (elsewhere && picture.link.lost().is_some()) => ("failed", "unknown"),
        _ => ("unknown", "unknown"),
    };
    HealthyWords { runtime: runtime.into(), connectivity_probe: probe.into(), capability: capability.into() }
}

fn findings(picture: &Picture<'_>) -> Vec<FindingView> {
    let busy = picture.repairs.is_busy().then(|| picture.catalogue().say("error-busy"));
    let view = |(rule, reference, raised): (
        &crate::findings::Rule,
        &clawtray_contract::FindingRef,
        &crate::findings::Raised,
    )| {
        let offered = rule.offered(&raised.fault);
        FindingView {
            id: reference.id.clone(),
            subject: reference.subject.clone(),
            severity: rule.severity,
            title: picture.catalogue().say(rule.title),
            text: picture.say(&raised.fault.text),
            since_ms: raised.since_ms,
            evidence: raised
                .fault
                .evidence
                .iter()
                .map(|seen| {
                    let shown = seen.shown(|words| picture.say(words));
                    clawtray_contract::Evidence { text: clean(&shown.text, 500), ..shown }
                })
                .collect(),
            actions: offered
                .map(|action| ActionView {
                    id: action.id.to_owned(),
                    label: picture.catalogue().say(action.label),
                    risk: action.risk,
                    blocked_by: busy.clone(),
                })
                .collect(),
            explains: consequences(picture, reference),
            etag: raised.fault.etag.clone(),
            awaiting_proof: raised.fault.awaiting_proof || picture.repairs.awaits_proof(reference),
            docs: rule.docs.map(documentation),
        }
    };
    picture.findings.visible(RULES).into_iter().map(view).collect()
}

/// What stands because of this one.
fn consequences(picture: &Picture<'_>, cause: &clawtray_contract::FindingRef) -> Vec<Consequence> {
    // Only what is held back has a cause, and that is little.
    let caused = picture.findings.all().filter(|(_, raised)| !raised.visible && raised.cause.as_ref() == Some(cause));
    caused
        .filter_map(|(reference, raised)| {
            let rule = crate::rules::rule(&reference.id)?;
            Some(Consequence {
                id: reference.id.clone(),
                subject: reference.subject.clone(),
                severity: rule.severity,
                title: picture.catalogue().say(rule.title),
                text: picture.say(&raised.fault.text),
                since_ms: raised.since_ms,
            })
        })
        .collect()
}
