//! Findings about a provider's refusals of one model: raised by a run's end or a line, over with a later good run.

use crate::{
    findings::{Scene, Verdict, Words},
    rules::lines,
    signs::Seen,
};

/// Lines so near to each other tell of one refusal, milliseconds.
const SAME_MS: u64 = 60_000;

/// Judges by what runs and lines told of models, for `quiet_ms` after the newest. `named` takes the model.
pub(crate) fn judge(
    scene: &Scene<'_>,
    finding: &str,
    quiet_ms: u64,
    text: &'static str,
    named: &'static str,
) -> Verdict {
    let good_ms = |subject: &str| {
        let same =
            |model: &str| model == subject || model.strip_prefix(subject).is_some_and(|rest| rest.starts_with('/'));
        scene.facts.model_ok_ms.iter().filter(|(model, _)| same(model)).map(|(_, at_ms)| *at_ms).max()
    };
    let verdict = lines::judge(
        scene,
        finding,
        quiet_ms,
        |seen| match seen.subject.as_deref() {
            Some(model) => good_ms(model) > Some(seen.last_ms),
            None => is_told_by_another(scene, finding, seen),
        },
        |seen| match &seen.subject {
            Some(model) => Words::with(named, vec![("model", model.as_str().into())]),
            None => Words::plain(text),
        },
    );
    match verdict {
        // Who is signed in hears the end of every run.
        Verdict::Unknown if scene.link.hello().is_some() => Verdict::Healthy,
        verdict => verdict,
    }
}

/// A line that names no model, beside one that does: it is the same refusal, told twice.
fn is_told_by_another(scene: &Scene<'_>, finding: &str, seen: &Seen) -> bool {
    let mut named = scene.facts.signs.of(finding).filter(|other| other.subject.is_some());
    named.any(|other| other.last_ms.abs_diff(seen.last_ms) <= SAME_MS)
}
