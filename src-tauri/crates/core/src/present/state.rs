//! The one state of a gateway, from all that is known of it.

use clawtray_contract::{Desired, Severity, State};

use super::Picture;
use crate::{findings::Words, gateway::Observed, link::LinkState, rules::RULES};

/// The one state.
pub(crate) fn state(picture: &Picture<'_>) -> State {
    if picture.facts.remote.is_some() {
        return state_elsewhere(picture);
    }
    match &picture.gateway.observed {
        Observed::Unknown | Observed::NotInstalled => State::NotSetUp,
        _ if picture.repairs.is_busy() && !picture.gateway.is_up() => State::Starting,
        Observed::Stopped if picture.gateway.desired == Desired::Stop => State::Paused,
        Observed::Stopped if picture.gateway.service_comes_up(picture.facts, picture.now) => State::Starting,
        Observed::Stopped if picture.gateway.is_calling_service() => State::Starting,
        Observed::Stopped | Observed::Backoff { .. } => State::Down,
        Observed::GaveUp => State::GaveUp,
        Observed::Looking | Observed::Preparing | Observed::Launching | Observed::Stopping { .. } => State::Starting,
        _ if picture.gateway.is_stopping() => State::Starting,
        Observed::Starting { .. } => match &picture.link.state {
            LinkState::PairingNeeded { .. } => State::NeedsYou,
            LinkState::Refused { .. } if picture.facts.http_ready() => State::Degraded,
            _ => State::Starting,
        },
        Observed::Running { .. } if picture.gateway.hung(picture.now).is_some() => State::Degraded,
        Observed::Running { .. } => match &picture.link.state {
            LinkState::PairingNeeded { .. } => State::NeedsYou,
            LinkState::Refused { .. } => State::Degraded,
            LinkState::Ready(_) if picture.facts.http_ready() => ready_state(picture),
            _ => State::Starting,
        },
    }
}

/// Of a gateway on another computer only the link tells.
fn state_elsewhere(picture: &Picture<'_>) -> State {
    match &picture.link.state {
        LinkState::Ready(_) => ready_state(picture),
        LinkState::PairingNeeded { .. } => State::NeedsYou,
        LinkState::Refused { .. } => State::Degraded,
        _ if picture.link.lost().is_some() => State::Unreachable,
        _ => State::Starting,
    }
}

fn ready_state(picture: &Picture<'_>) -> State {
    let wrong = |least| {
        picture.findings.visible(RULES).iter().any(|(rule, _, _)| rule.severity >= least && rule.is_about_gateway())
    };
    if !picture.facts.approvals.is_empty() {
        State::NeedsYou
    } else if wrong(Severity::Warning) {
        State::Degraded
    } else {
        State::Running
    }
}

/// The state as one word.
pub(crate) fn state_word(state: State) -> Words {
    Words::plain(match state {
        State::NotSetUp => "state-not-set-up",
        State::Starting => "state-starting",
        State::Running => "state-running",
        State::NeedsYou => "state-needs-you",
        State::Degraded => "state-degraded",
        State::Down => "state-down",
        State::GaveUp => "state-gave-up",
        State::Paused => "state-paused",
        State::Unreachable => "state-unreachable",
    })
}
