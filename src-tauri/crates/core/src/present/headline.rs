//! The state as a sentence: since when, and why.

use clawtray_contract::State;
use clawtray_text::Arg;

use super::{Picture, state, version};
use crate::{
    event::Installation,
    findings::{Raised, Rule, Words},
    gateway::{DOWN, Observed, Then},
    rules::RULES,
};

/// What the state is, since when, and why, with all that is known of the cause.
pub(crate) fn headline(picture: &Picture<'_>) -> String {
    sentence(picture, cause(picture).map(|(_, raised)| picture.say(&raised.fault.text)))
}

/// The same in one short sentence, for a place that holds one line: the cause by its title.
pub(crate) fn headline_line(picture: &Picture<'_>) -> String {
    sentence(picture, cause(picture).map(|(rule, _)| picture.catalogue().say(rule.title)))
}

fn sentence(picture: &Picture<'_>, cause: Option<String>) -> String {
    let say = |id, args| picture.say(&Words::with(id, args));
    let changed = picture.now.seen(picture.gateway.changed_ms);
    let since = || ("since", Arg::Since(changed));
    match state(picture) {
        State::NotSetUp => match picture.facts.surroundings.as_ref().map(|around| &around.installation) {
            None | Some(Installation::Found { .. }) => say("headline-looking", vec![]),
            Some(Installation::Missing) => say("headline-not-installed", vec![]),
            Some(Installation::NodeMissing) => say("headline-node-missing", vec![]),
            Some(Installation::NodeUnsupported { found, wants }) => say(
                "headline-node-unsupported",
                vec![("found", found.as_str().into()), ("wants", wants.as_str().into())],
            ),
        },
        State::Starting => match &picture.gateway.observed {
            Observed::Stopping { until_mono_ms, .. } if picture.gateway.waits_for.is_some_and(|count| count > 0) => {
                let left_ms = until_mono_ms.saturating_sub(picture.now.mono_ms);
                let left = picture.catalogue().duration_ms(left_ms);
                let count = picture.gateway.waits_for.unwrap_or_default();
                say("headline-stopping-waits", vec![("count", count.into()), ("left", left.into())])
            }
            _ if picture.gateway.stopping_then() == Some(Then::Restart) => say("headline-restarting", vec![]),
            _ if picture.gateway.is_stopping() => say("headline-stopping", vec![]),
            _ if picture.repairs.is_busy() => say("headline-repairing", vec![]),
            Observed::Starting { .. } if picture.options.look_only && picture.facts.http_ready() => {
                say("headline-not-signed-in", vec![])
            }
            Observed::Running { .. } => say("headline-connecting", vec![]),
            _ => say("headline-starting", vec![since()]),
        },
        State::Running if picture.gateway.waits_for.is_some_and(|count| count > 0) => {
            let count = picture.gateway.waits_for.unwrap_or_default();
            say("headline-restart-waits", vec![("count", count.into())])
        }
        State::Running => {
            let version = version(picture);
            match version {
                Some(version) => say("headline-running-version", vec![since(), ("version", version.as_str().into())]),
                None => say("headline-running", vec![since()]),
            }
        }
        State::NeedsYou => match picture.facts.approvals.len() {
            0 => say("headline-needs-pairing", vec![]),
            count => say("headline-needs-you", vec![("count", count.into())]),
        },
        State::Degraded => {
            let title = worst_title(picture).unwrap_or_default();
            say("headline-degraded", vec![("title", title.as_str().into())])
        }
        State::Unreachable => {
            let (since_ms, why) =
                picture.link.lost().map_or((picture.now.unix_ms, ""), |(since_ms, why)| (since_ms, why.words()));
            let since = ("since", Arg::Since(picture.now.seen(since_ms)));
            say("headline-unreachable", vec![since, ("why", clawtray_text::clean(why, 200).as_str().into())])
        }
        State::Down | State::GaveUp => {
            let since_ms = picture.gateway.down_since(picture.findings).unwrap_or(picture.gateway.changed_ms);
            let since = ("since", Arg::Since(picture.now.seen(since_ms)));
            match cause {
                Some(cause) => say("headline-down-cause", vec![since, ("cause", cause.as_str().into())]),
                None => say("headline-down", vec![since]),
            }
        }
        State::Paused => say("headline-paused", vec![("at", Arg::At(changed))]),
    }
}

fn worst_title(picture: &Picture<'_>) -> Option<String> {
    picture.findings.visible(RULES).first().map(|(rule, _, _)| picture.catalogue().say(rule.title))
}

/// What says why the gateway is down.
fn cause<'a>(picture: &Picture<'a>) -> Option<(&'static Rule, &'a Raised)> {
    let visible = picture.findings.visible(RULES);
    DOWN.iter()
        .find_map(|id| visible.iter().find(|(rule, _, _)| rule.id == *id))
        .map(|(rule, _, raised)| (*rule, *raised))
}
