//! `heartbeat.failed`: the last heartbeat failed, or none came for three intervals.

use clawtray_contract::{Risk, Severity};

use crate::{
    findings::{Action, Fault, Rule, Scene, Verdict, Words},
    gateway::Observed,
};

pub(crate) const RULE: Rule = Rule {
    id: "heartbeat.failed",
    severity: Severity::Error,
    title: "finding-heartbeat-failed",
    visible_after_ms: 0,
    explained_by: &[
        "model.long_context_429",
        "model.local_backend",
        "model.upstream_403",
        "model.credentials",
        "model.rate_limited",
        "heartbeat.unknown_account",
    ],
    signals: &["heartbeat event status failed; no beat for three intervals while enabled"],
    actions: &[
        Action { id: "send_one_now", label: "action-heartbeat-failed-send-one-now", risk: Risk::Safe, built: true },
        Action { id: "show_the_error", label: "action-heartbeat-failed-show-the-error", risk: Risk::Safe, built: true },
    ],
    docs: Some("gateway/heartbeat"),
    check,
};

fn check(scene: &Scene<'_>) -> Verdict {
    if scene.facts.beat_every_ms == Some(0) {
        return Verdict::Healthy;
    }
    let Some(beat) = &scene.facts.beat else { return Verdict::Unknown };
    if beat.status == "failed" {
        let words = beat.words.as_deref().or(beat.reason.as_deref()).unwrap_or_default();
        let mut fault = Fault::new(Words::plain("finding-heartbeat-failed-text"), "failed", beat.begun_ms())
            .saw("event", words, Some(beat.at_ms))
            .offer(&["send_one_now"]);
        if let Some(reason) = &beat.reason {
            fault = fault.saw("event", format!("reason {reason}"), None);
        }
        fault.began_ms = Some(beat.at_ms);
        return Verdict::one(fault);
    }
    silent(scene, beat.at_ms).map_or(Verdict::Healthy, Verdict::one)
}

/// No beat for three intervals, counted only while the gateway has been ready all that time.
fn silent(scene: &Scene<'_>, last_ms: u64) -> Option<Fault> {
    let every_ms = scene.facts.beat_every_ms.filter(|every_ms| *every_ms > 0)?;
    let Observed::Running { ready_mono_ms, .. } = scene.gateway.observed else { return None };
    let limit_ms = every_ms.saturating_mul(3);
    let ready_for = scene.now.mono_ms.saturating_sub(ready_mono_ms);
    let silent_for = scene.now.unix_ms.saturating_sub(last_ms);
    (ready_for > limit_ms && silent_for > limit_ms).then(|| {
        let minutes = i64::try_from(silent_for / 60_000).unwrap_or(i64::MAX);
        Fault::new(Words::with("finding-heartbeat-failed-silent", vec![("minutes", minutes.into())]), "silent", last_ms)
            .saw("event", Words::plain("seen-last-heartbeat"), Some(last_ms))
            .offer(&["send_one_now"])
    })
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::{event::Beat, rules::scenes::Stage};

    fn beat(status: &str, at_ms: u64) -> Beat {
        Beat { at_ms, status: status.into(), ..Beat::default() }
    }

    #[test]
    fn a_failed_beat_raises_it_and_a_good_one_clears_it() {
        let mut stage = Stage::new();
        assert!(stage.is_unknown(RULE.check), "no beat seen is unknown");
        stage.facts.add_beat(beat("failed", 10));
        assert_eq!(stage.faults(RULE.check)[0].actions, ["send_one_now"]);
        stage.facts.add_beat(beat("sent", 20));
        assert!(stage.is_healthy(RULE.check));
    }

    #[test]
    fn silence_counts_only_while_the_gateway_was_ready() {
        let mut stage = Stage::new();
        stage.run();
        stage.facts.beat_every_ms = Some(60_000);
        stage.facts.add_beat(beat("ok-empty", stage.now.unix_ms));
        stage.now.unix_ms += 400_000;
        assert!(stage.is_healthy(RULE.check), "the gateway has just become ready");
        stage.now.mono_ms += 400_000;
        assert_eq!(stage.faults(RULE.check)[0].text.id, "finding-heartbeat-failed-silent");
        stage.facts.beat_every_ms = Some(0);
        assert!(stage.is_healthy(RULE.check), "switched off is not silent");
    }
}
