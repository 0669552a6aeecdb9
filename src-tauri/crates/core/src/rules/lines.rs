//! Findings that only lines of text show: the gateway's output and log tell when they began, and quiet, or something
//! better, when they are over.

use crate::{
    facts::Facts,
    findings::{Fault, Rule, Scene, Verdict, Words},
    gateway::Observed,
    signs::Seen,
};

/// Judges a finding by its lines alone. It stands for `quiet_ms` after the newest line, or until `is_over`.
pub(crate) fn judge(
    scene: &Scene<'_>,
    finding: &str,
    quiet_ms: u64,
    is_over: impl Fn(&Seen) -> bool,
    say: impl Fn(&Seen) -> Words,
) -> Verdict {
    let faults = faults(scene, finding, quiet_ms, is_over, say);
    if faults.is_empty() { without(scene.facts) } else { Verdict::Unhealthy(faults) }
}

/// What no line says: healthy where lines are read at all.
pub(crate) fn without(facts: &Facts) -> Verdict {
    if facts.lines_read { Verdict::Healthy } else { Verdict::Unknown }
}

/// One fault for each subject whose lines still count.
pub(crate) fn faults(
    scene: &Scene<'_>,
    finding: &str,
    quiet_ms: u64,
    is_over: impl Fn(&Seen) -> bool,
    say: impl Fn(&Seen) -> Words,
) -> Vec<Fault> {
    let actions = crate::rules::rule(finding).map(Rule::action_ids).unwrap_or_default();
    scene
        .facts
        .signs
        .of(finding)
        .filter(|seen| scene.now.unix_ms.saturating_sub(seen.last_ms) <= quiet_ms && !is_over(seen))
        .map(|seen| {
            let mut fault = Fault::new(say(seen), "lines", seen.last_ms).offer(&actions);
            fault.subject.clone_from(&seen.subject);
            fault.by_lines = true;
            fault.began_ms = Some(seen.first_ms);
            fault.evidence.extend(seen.lines.iter().cloned().map(Into::into));
            fault
        })
        .collect()
}

/// When a gateway last came up, or ended for a reason that is known, milliseconds since 1970: a line from before it
/// does not say what keeps the next one from starting.
pub(crate) fn tried_ms(scene: &Scene<'_>) -> Option<u64> {
    let ended_ms = scene.facts.last_exit.as_ref().map(|exit| exit.at_ms);
    ready_ms(scene).max(ended_ms)
}

/// When the running gateway became ready, milliseconds since 1970; absent while none runs.
pub(crate) fn ready_ms(scene: &Scene<'_>) -> Option<u64> {
    let Observed::Running { ready_mono_ms, .. } = scene.gateway.observed else { return None };
    Some(scene.now.unix_ms.saturating_sub(scene.now.mono_ms.saturating_sub(ready_mono_ms)))
}
