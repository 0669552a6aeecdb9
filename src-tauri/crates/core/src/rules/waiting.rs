//! Findings about what waits on one of the gateway's lists, or a line about it.

use crate::{
    approvals::Source,
    findings::{Fault, Rule, Scene, Verdict, Words},
    rules::lines,
};

/// Judges by that list; what it holds decides over what a line once said.
pub(crate) fn judge(scene: &Scene<'_>, rule: &Rule, source: Source, quiet_ms: u64, text: &'static str) -> Verdict {
    let waiting = scene.facts.approvals.iter().filter(|request| request.source == source);
    let faults: Vec<Fault> = waiting
        .map(|request| {
            let mut fault = Fault::new(Words::plain(text), request.id.clone(), request.since_ms);
            fault.subject = Some(request.id.clone());
            fault.began_ms = Some(request.since_ms);
            let seen = format!("{} {}", source.method(), request.id);
            fault.saw("rpc", seen, Some(request.since_ms)).offer(&rule.action_ids())
        })
        .collect();
    if !faults.is_empty() {
        return Verdict::Unhealthy(faults);
    }
    if scene.facts.lists_read.contains(&source) {
        return Verdict::Healthy;
    }
    // A request waits longer than its line is remembered: that no line says so means nothing.
    let faults = lines::faults(scene, rule.id, quiet_ms, |_| false, |_| Words::plain(text));
    if faults.is_empty() { Verdict::Unknown } else { Verdict::Unhealthy(faults) }
}
