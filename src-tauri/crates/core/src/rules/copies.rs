//! Findings that a file of OpenClaw's beside the configuration shows, or a line about it.

use crate::{
    event::{ConfigCopy, ConfigCopyKind},
    findings::{Fault, Rule, Scene, Verdict, Words},
    rules::lines,
};

/// How long after a restore or a refusal OpenClaw may still change its configuration by itself, milliseconds.
const SETTLING_MS: u64 = 60_000;

/// What a rule says of such a file.
pub(crate) struct Sayings {
    pub(crate) text: &'static str,
    /// What the file is, behind its name in the evidence.
    pub(crate) what: &'static str,
}

/// Judges by the newest file of this kind that is no older than `quiet_ms` and counts, else by lines.
pub(crate) fn judge(
    scene: &Scene<'_>,
    rule: &Rule,
    kind: ConfigCopyKind,
    quiet_ms: u64,
    sayings: &Sayings,
    counts: impl Fn(&ConfigCopy) -> bool,
) -> Verdict {
    // A configuration that the gateway took over well after it is the answer to it. What comes within a minute may be
    // OpenClaw's own.
    let taken_ms = scene.facts.config_taken_ms.map(|taken_ms| taken_ms.saturating_sub(SETTLING_MS));
    let answered = |at_ms: u64| taken_ms.is_some_and(|taken_ms| taken_ms > at_ms);
    let copies = scene.facts.surroundings.as_ref().map(|around| around.config.copies.as_slice());
    let fresh = |copy: &&ConfigCopy| scene.now.unix_ms.saturating_sub(copy.changed_ms) <= quiet_ms;
    let ours = copies
        .unwrap_or_default()
        .iter()
        .filter(|copy| copy.kind == kind && counts(copy) && !answered(copy.changed_ms));
    if let Some(copy) = ours.filter(fresh).max_by_key(|copy| copy.changed_ms) {
        // The file's name is in the tag: another one is another story.
        let mut fault = Fault::new(Words::plain(sayings.text), copy.name.clone(), copy.changed_ms)
            .saw("config", format!("{}: {}", copy.name, sayings.what), Some(copy.changed_ms))
            .offer(&rule.action_ids());
        fault.began_ms = Some(copy.changed_ms);
        for seen in scene.facts.signs.of(rule.id) {
            fault.evidence.extend(seen.lines.iter().cloned().map(Into::into));
        }
        return Verdict::one(fault);
    }
    match lines::judge(scene, rule.id, quiet_ms, |seen| answered(seen.last_ms), |_| Words::plain(sayings.text)) {
        // The files tell even where nobody reads lines.
        Verdict::Unknown if copies.is_some() => Verdict::Healthy,
        verdict => verdict,
    }
}
