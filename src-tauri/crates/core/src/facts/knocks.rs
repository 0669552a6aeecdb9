//! What Clawtray itself is refused at the gateway's door, which the gateway writes down like anybody else's refusal.

use std::collections::BTreeSet;

use super::{Facts, SUBJECTS_KEPT};
use crate::{
    effect::Effect,
    event::{Event, Fact, LinkEvent, Refusal},
};

/// Refusals of one's own sign-in, one after the other. The gateway writes each into its log, where they look like anybody
/// else's.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct OwnRefusals {
    /// The first, milliseconds since 1970.
    pub first_ms: u64,
    /// The last so far, milliseconds since 1970.
    pub last_ms: u64,
    /// One was let in since.
    pub over: bool,
    /// The gateway's codes of them.
    #[serde(default)]
    pub codes: BTreeSet<String>,
}

impl Facts {
    /// Takes in that OpenClaw is asked for the gateway's token or for its own checks, or has answered; true when that has
    /// to be kept.
    pub(crate) fn note_knock(&mut self, event: &Event, effects: &[Effect], now_ms: u64) -> bool {
        if effects.iter().any(|effect| matches!(effect, Effect::FetchToken | Effect::LookDeep)) {
            self.knocked_ms = Some((now_ms, None));
        } else if let (Event::Fact(Fact::TokenFetched(_) | Fact::Warned(_)), Some((_, end))) =
            (event, &mut self.knocked_ms)
        {
            *end = Some(now_ms);
            return true;
        }
        false
    }

    /// Takes in how this Clawtray's own sign-in went; true when that has to be kept.
    pub(crate) fn note_sign_in(&mut self, moved: &LinkEvent, now_ms: u64) -> bool {
        // Where nobody answers, nobody writes it down.
        if let LinkEvent::Refused(
            Refusal::Unreachable { .. }
            | Refusal::Starting { .. }
            | Refusal::NotAGateway { .. }
            | Refusal::Tunnel { .. },
        ) = moved
        {
            return false;
        }
        match (moved, &mut self.own_refusals) {
            (LinkEvent::Refused(refusal), Some(known)) if !known.over => {
                known.last_ms = now_ms;
                if known.codes.len() < SUBJECTS_KEPT {
                    known.codes.insert(refusal.code().to_owned());
                }
            }
            (LinkEvent::Refused(refusal), known) => {
                let codes = BTreeSet::from([refusal.code().to_owned()]);
                *known = Some(OwnRefusals { first_ms: now_ms, last_ms: now_ms, over: false, codes });
            }
            (LinkEvent::Ready(_), Some(known)) if !known.over => known.over = true,
            _ => return false,
        }
        true
    }
}
