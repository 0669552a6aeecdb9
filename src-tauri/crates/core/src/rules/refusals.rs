//! Findings about signing in: the gateway's own answer to our connection decides, and for some of them also what its
//! lines say about other programs.

use crate::{
    event::Refusal,
    findings::{Fault, Rule, Scene, Verdict, Words},
    link::LinkState,
    rules::lines,
    signs::Seen,
};

/// The refusal that stands, where one does.
pub(crate) fn standing<'a>(scene: &'a Scene<'_>) -> Option<&'a Refusal> {
    match &scene.link.state {
        LinkState::Refused { refusal, .. } => Some(refusal),
        _ => None,
    }
}

/// Judges by our own connection alone: raised while one of `codes` stands.
pub(crate) fn own(scene: &Scene<'_>, finding: &str, codes: &[&str], text: &'static str) -> Verdict {
    let actions = crate::rules::rule(finding).map(Rule::action_ids).unwrap_or_default();
    match &scene.link.state {
        LinkState::Refused { refusal, since_ms } if codes.contains(&refusal.code()) => {
            let mut fault = Fault::new(Words::plain(text), refusal.code(), *since_ms)
                .saw("rpc", refusal.code(), Some(*since_ms))
                .offer(&actions);
            if let Refusal::Other { words, .. } | Refusal::Protocol { words, .. } = refusal {
                fault = fault.saw("rpc", words.clone(), None);
            }
            fault.began_ms = Some(*since_ms);
            Verdict::one(fault)
        }
        LinkState::Waiting { why: why @ Refusal::RateLimited { .. } } if codes.contains(&why.code()) => {
            let fault = Fault::new(Words::plain(text), why.code(), scene.now.unix_ms);
            Verdict::one(fault.saw("rpc", why.code(), None).offer(&actions))
        }
        LinkState::Ready(_) | LinkState::PairingNeeded { .. } | LinkState::Refused { .. } => Verdict::Healthy,
        LinkState::Idle | LinkState::Connecting { .. } | LinkState::Waiting { .. } => Verdict::Unknown,
    }
}

/// Judges by our own connection, and by what the gateway's lines say about any program.
pub(crate) fn own_or_lines(
    scene: &Scene<'_>,
    finding: &str,
    codes: &[&str],
    quiet_ms: u64,
    text: &'static str,
) -> Verdict {
    own_or_lines_until(scene, finding, codes, quiet_ms, text, |_| false)
}

/// The same; lines also count no longer once they are answered.
pub(crate) fn own_or_lines_until(
    scene: &Scene<'_>,
    finding: &str,
    codes: &[&str],
    quiet_ms: u64,
    text: &'static str,
    is_over: impl Fn(&Seen) -> bool,
) -> Verdict {
    match own(scene, finding, codes, text) {
        Verdict::Unhealthy(faults) => Verdict::Unhealthy(faults),
        own => match lines::judge(scene, finding, quiet_ms, is_over, |_| Words::plain(text)) {
            Verdict::Unhealthy(faults) => Verdict::Unhealthy(faults),
            // Our own connection is looked at even where nobody reads lines.
            _ => own,
        },
    }
}
