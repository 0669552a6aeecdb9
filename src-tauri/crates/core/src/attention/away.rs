//! A gateway on another computer that cannot be reached: told once, as one that is down is, when it has lasted.

use clawtray_text::{Arg, clean};

use super::{GATEWAY_KEY, STILL_DOWN_MS, Sight};
use crate::{
    effect::{Note, Urgency},
    link::{Link, LinkState},
    now::Now,
};

/// Out of reach for so long is told, milliseconds: a restart there or another network here is over by then.
pub(super) const TOLD_AFTER_MS: u64 = 30_000;
/// Longest reason in a notification, characters.
const WHY_CHARS: usize = 200;
const ETAG: &str = "unreachable@";

/// What the link tells of a gateway on another computer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reach {
    /// Signed in.
    Reached,
    /// It answers and lets nobody in; that is a finding of its own.
    Refuses,
    /// Nobody answers, since then, milliseconds since 1970.
    Lost(u64),
    /// Not known now.
    Open,
}

pub(super) fn reach(link: &Link) -> Reach {
    match (link.lost(), &link.state) {
        (Some((since_ms, _)), _) => Reach::Lost(since_ms),
        (None, LinkState::Ready(_)) => Reach::Reached,
        (None, LinkState::PairingNeeded { .. } | LinkState::Refused { .. }) => Reach::Refuses,
        (None, LinkState::Idle | LinkState::Connecting { .. } | LinkState::Waiting { .. }) => Reach::Open,
    }
}

/// Since when an earlier notification, told by its etag, says that it is out of reach, milliseconds since 1970.
pub(super) fn told_since(etag: &str) -> Option<u64> {
    etag.strip_prefix(ETAG)?.split(':').next()?.parse().ok()
}

/// That it is out of reach; `None` while nobody knows.
pub(super) fn away_note(sight: &Sight<'_>, since_ms: u64, now: Now) -> Option<Note> {
    let (_, why) = sight.link.lost()?;
    let catalogue = sight.catalogue;
    let still = now.unix_ms.saturating_sub(since_ms) >= STILL_DOWN_MS;
    let once_more = if still { ":still" } else { "" };
    let title = if still { "note-still-unreachable" } else { "note-unreachable" };
    let why = clean(why.words(), WHY_CHARS);
    let why = why.trim_end_matches('.');
    let body = if why.is_empty() { "note-unreachable-tried" } else { "note-unreachable-text" };
    Some(Note {
        key: GATEWAY_KEY.into(),
        // Why may differ with each attempt; that is no news.
        etag: format!("{ETAG}{since_ms}{once_more}"),
        title: catalogue.say_with(title, &[("since", Arg::Since(now.seen(since_ms)))]),
        body: catalogue.say_with(body, &[("why", why.into())]),
        // Nothing is lost by reading it later: a laptop away from home sees it every day.
        urgency: Urgency::Normal,
        buttons: vec![("details".into(), catalogue.say("note-button-details"))],
    })
}

#[cfg(test)]
mod tests {
    use super::{Reach, reach, told_since};
    use crate::{
        effect::CredentialChoice,
        event::HelloFacts,
        link::{Link, LinkState, Refusal},
    };

    #[test]
    fn every_state_of_the_link_has_its_row() {
        let unreachable = || Refusal::Unreachable { words: "nothing answers".into() };
        let tunnel = || Refusal::Tunnel { words: "Permission denied (publickey).".into() };
        let pairing = LinkState::PairingNeeded {
            reason: "not-paired".into(),
            request: None,
            role: None,
            scopes: vec![],
            since_ms: 3,
        };
        let connecting = || LinkState::Connecting { credential: CredentialChoice::SharedToken };
        let starting = LinkState::Waiting { why: Refusal::Starting { retry_after_ms: None } };
        for (state, lost, expected) in [
            (LinkState::Idle, None, Reach::Open),
            (connecting(), None, Reach::Open),
            (starting, None, Reach::Open),
            (LinkState::Ready(HelloFacts::default()), None, Reach::Reached),
            (pairing, None, Reach::Refuses),
            (LinkState::Refused { refusal: Refusal::TokenMismatch, since_ms: 3 }, None, Reach::Refuses),
            (LinkState::Waiting { why: unreachable() }, Some((7, unreachable())), Reach::Lost(7)),
            (LinkState::Waiting { why: tunnel() }, Some((7, tunnel())), Reach::Lost(7)),
            (connecting(), Some((7, unreachable())), Reach::Lost(7)),
        ] {
            let what = format!("{state:?} {lost:?}");
            assert_eq!(reach(&Link::standing(state, lost)), expected, "{what}");
        }
    }

    #[test]
    fn what_was_told_before_a_restart_is_read_from_its_etag() {
        assert_eq!(told_since("unreachable@1700:still"), Some(1700));
        assert_eq!(told_since("unreachable@1700"), Some(1700));
        for other in ["down@1700:x", "back@1700", "unreachable@", ""] {
            assert_eq!(told_since(other), None, "{other}");
        }
    }
}
