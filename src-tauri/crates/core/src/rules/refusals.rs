//! Findings about signing in: the gateway's own answer to our connection decides, and for some of them also what its
//! lines say about other programs.

use crate::{
    event::Refusal,
    findings::{Fault, Rule, Scene, Verdict, Words},
    link::LinkState,
    rules::lines,
};

/// The gateway's code for a refusal.
pub(crate) fn code(refusal: &Refusal) -> &str {
    match refusal {
        Refusal::TokenMismatch => "AUTH_TOKEN_MISMATCH",
        Refusal::TokenMissing => "AUTH_TOKEN_MISSING",
        Refusal::DeviceTokenMismatch => "AUTH_DEVICE_TOKEN_MISMATCH",
        Refusal::RateLimited { .. } => "AUTH_RATE_LIMITED",
        Refusal::Protocol { .. } => "PROTOCOL_MISMATCH",
        Refusal::Pairing { .. } => "PAIRING_REQUIRED",
        Refusal::Other { code, .. } => code,
        Refusal::Unreachable { .. } | Refusal::Starting { .. } | Refusal::NotAGateway { .. } => "",
    }
}

/// Judges by our own connection alone: raised while one of `codes` stands.
pub(crate) fn own(scene: &Scene<'_>, finding: &str, codes: &[&str], text: &'static str) -> Verdict {
    let actions = crate::rules::rule(finding).map(Rule::action_ids).unwrap_or_default();
    match &scene.link.state {
        LinkState::Refused { refusal, since_ms } if codes.contains(&code(refusal)) => {
            let mut fault = Fault::new(Words::plain(text), code(refusal), *since_ms)
                .saw("rpc", code(refusal), Some(*since_ms))
                .offer(&actions);
            if let Refusal::Other { words, .. } | Refusal::Protocol { words } = refusal {
                fault = fault.saw("rpc", words.clone(), None);
            }
            fault.began_ms = Some(*since_ms);
            Verdict::one(fault)
        }
        LinkState::Waiting { why: why @ Refusal::RateLimited { .. } } if codes.contains(&code(why)) => {
            let fault = Fault::new(Words::plain(text), code(why), scene.now.unix_ms);
            Verdict::one(fault.saw("rpc", code(why), None).offer(&actions))
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
    match own(scene, finding, codes, text) {
        Verdict::Unhealthy(faults) => Verdict::Unhealthy(faults),
        own => match lines::judge(scene, finding, quiet_ms, |_| false, |_| Words::plain(text)) {
            Verdict::Unhealthy(faults) => Verdict::Unhealthy(faults),
            // Our own connection is looked at even where nobody reads lines.
            _ => own,
        },
    }
}
