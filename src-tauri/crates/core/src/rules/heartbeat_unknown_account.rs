//! `heartbeat.unknown_account`: the heartbeat points at an account that does not exist.

use clawtray_contract::{Risk, Severity};

use crate::{
    findings::{Action, Fault, Rule, Scene, Verdict, Words},
    rules::lines,
};

/// Without another such line for so long it is over, milliseconds.
const QUIET_MS: u64 = 86_400_000;

pub(crate) const RULE: Rule = Rule {
    id: "heartbeat.unknown_account",
    severity: Severity::Error,
    title: "finding-heartbeat-unknown-account",
    visible_after_ms: 0,
    explained_by: &[],
    signals: &["heartbeat: unknown accountId"],
    actions: &[Action {
        id: "choose_a_configured_account",
        label: "action-heartbeat-unknown-account-choose-a-configured-account",
        risk: Risk::Confirm,
        built: true,
    }],
    docs: Some("gateway/troubleshooting/channel-delivery-and-tools"),
    check,
};

fn check(scene: &Scene<'_>) -> Verdict {
    let text = Words::plain("finding-heartbeat-unknown-account-text");
    if let Some(skips) = scene.facts.skips.as_ref().filter(|skips| skips.reason == "unknown-account") {
        let mut fault = Fault::new(text, "skipped", skips.begun_ms)
            .saw("event", "heartbeat skipped: unknown-account", Some(skips.last_ms))
            .offer(&RULE.action_ids());
        if let Some(words) = &skips.words {
            fault = fault.saw("event", words.clone(), None);
        }
        fault.began_ms = Some(skips.since_ms);
        return Verdict::one(fault);
    }
    let good_ms = scene.facts.good_beat_ms;
    match lines::judge(scene, RULE.id, QUIET_MS, |seen| good_ms > Some(seen.last_ms), |_| text.clone()) {
        // The event tells as much as the line would.
        Verdict::Unknown if scene.facts.beat.is_some() => Verdict::Healthy,
        verdict => verdict,
    }
}

#[cfg(test)]
mod tests {
    use super::{QUIET_MS, RULE};
    use crate::{event::Beat, rules::scenes::Stage};

    #[test]
    fn the_event_raises_it_and_a_good_beat_ends_it() {
        let mut stage = Stage::new();
        assert!(stage.is_unknown(RULE.check), "no beat and no line seen");
        let reason = Some("unknown-account".into());
        stage.facts.add_beat(Beat { at_ms: 10, status: "skipped".into(), reason, ..Beat::default() });
        assert_eq!(stage.faults(RULE.check).len(), 1);
        stage.facts.add_beat(Beat { at_ms: 20, status: "sent".into(), ..Beat::default() });
        assert!(stage.is_healthy(RULE.check));
    }

    #[test]
    fn a_line_raises_it_until_a_good_beat_or_quiet() {
        let mut stage = Stage::new();
        stage.sign(RULE.id, None);
        assert_eq!(stage.faults(RULE.check).len(), 1);
        stage.facts.good_beat_ms = Some(stage.now.unix_ms + 1);
        assert!(stage.is_healthy(RULE.check));
        stage.facts.good_beat_ms = None;
        stage.passes(QUIET_MS + 1);
        assert!(stage.is_healthy(RULE.check));
    }
}
