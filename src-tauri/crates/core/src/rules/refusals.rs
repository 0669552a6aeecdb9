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
        own => match lines::judge(
            scene,
            finding,
            quiet_ms,
            |seen| is_ours(scene, codes, seen) || is_over(seen),
            |_| Words::plain(text),
        ) {
            Verdict::Unhealthy(faults) => Verdict::Unhealthy(faults),
            // Our own connection is looked at even where nobody reads lines.
            _ => own,
        },
    }
}

/// How late a line about a refusal may be written, milliseconds.
const WRITTEN_LATE_MS: u64 = 5_000;

/// Lines about this Clawtray's own refusals: the sign-in itself tells more of them, and that they are over.
/// Another program's refusal with another code may come at the same time.
fn is_ours(scene: &Scene<'_>, codes: &[&str], seen: &Seen) -> bool {
    scene.facts.own_refusals.as_ref().is_some_and(|own| {
        own.codes.iter().any(|code| codes.contains(&code.as_str()))
            && seen.first_ms.saturating_add(WRITTEN_LATE_MS) >= own.first_ms
            && seen.last_ms <= own.last_ms.saturating_add(WRITTEN_LATE_MS)
    })
}

/// Nobody else was refused: all of it was written while OpenClaw's own commands were asked.
pub(crate) fn is_own_knock(scene: &Scene<'_>, seen: &Seen) -> bool {
    scene.facts.knocked_ms.is_some_and(|(begun_ms, ended_ms)| {
        let until_ms = ended_ms.map_or(u64::MAX, |ended_ms| ended_ms.saturating_add(WRITTEN_LATE_MS));
        seen.first_ms >= begun_ms && seen.last_ms <= until_ms
    })
}

#[cfg(test)]
mod tests {
    use crate::{
        facts::OwnRefusals,
        rules::{auth_rate_limited, auth_scope_mismatch, scenes::Stage},
    };

    #[test]
    fn a_line_about_ones_own_refusal_is_over_with_the_sign_in_and_one_of_another_time_is_not() {
        for (rule, code) in
            [(&auth_rate_limited::RULE, "AUTH_RATE_LIMITED"), (&auth_scope_mismatch::RULE, "AUTH_SCOPE_MISMATCH")]
        {
            let mut stage = Stage::new();
            let at_ms = stage.now.unix_ms;
            stage.sign(rule.id, None);
            let own = |code: &str| {
                let codes = [code.to_owned()].into();
                Some(OwnRefusals { first_ms: at_ms - 100, last_ms: at_ms - 100, over: true, codes })
            };
            stage.facts.own_refusals = own("AUTH_TOKEN_MISSING");
            stage.run();
            assert_eq!(stage.faults(rule.check).len(), 1, "{}: refused as Clawtray was not", rule.id);
            stage.facts.own_refusals = own(code);
            stage.run();
            assert!(stage.is_healthy(rule.check), "{}", rule.id);
            stage.passes(60_000);
            stage.sign(rule.id, None);
            assert_eq!(stage.faults(rule.check).len(), 1, "{}: a minute later it is somebody else", rule.id);
        }
    }
}
