//! `process.sleep_stall`: the gateway went quiet after the computer slept.

use clawtray_contract::{Risk, Severity};

use crate::{
    event::HttpSign,
    findings::{Action, Fault, Rule, Scene, Verdict, Words},
    gateway::Observed,
};

/// What goes wrong later than this after waking has another cause, milliseconds.
const AFTER_WAKING_MS: u64 = 600_000;

pub(crate) const RULE: Rule = Rule {
    id: "process.sleep_stall",
    severity: Severity::Warning,
    title: "finding-process-sleep-stall",
    visible_after_ms: 20_000,
    explained_by: &[],
    signals: &[
        "wake event followed by no tick / RPC",
        "stability bundle with ENETDOWN, ENETUNREACH, EHOSTUNREACH",
        "launchd: state = not running with runs rising",
    ],
    actions: &[Action { id: "wake_it", label: "action-process-sleep-stall-wake-it", risk: Risk::Safe, built: true }],
    docs: Some("gateway/troubleshooting/gateway-service-and-process"),
    check,
};

fn check(scene: &Scene<'_>) -> Verdict {
    let Some(woke_ms) = scene.facts.woke_ms else { return Verdict::Healthy };
    let Observed::Running { .. } = scene.gateway.observed else { return Verdict::Healthy };
    let Some(probes) = &scene.facts.probes else { return Verdict::Unknown };
    let lately = scene.now.unix_ms.saturating_sub(woke_ms) <= AFTER_WAKING_MS;
    if probes.healthz == HttpSign::Yes || !lately {
        return Verdict::Healthy;
    }
    let mut fault = Fault::new(Words::plain("finding-process-sleep-stall-text"), "stalled", scene.now.unix_ms)
        .saw("process", Words::plain("seen-woke"), Some(woke_ms))
        .saw("http", Words::plain("seen-healthz-silent"), None)
        .offer(&RULE.action_ids());
    fault.began_ms = Some(woke_ms);
    Verdict::one(fault)
}

#[cfg(test)]
mod tests {
    use clawtray_contract::FindingRef;

    use super::{AFTER_WAKING_MS, RULE};
    use crate::{
        event::{HttpSign, Probes},
        findings::Raised,
        plan::{Plan, Step},
        rules::scenes::Stage,
    };

    #[test]
    fn silence_right_after_waking_raises_it_and_an_answer_ends_it() {
        let mut stage = Stage::new();
        assert!(stage.is_healthy(RULE.check), "the computer has not slept");
        stage.facts.woke_ms = Some(stage.now.unix_ms);
        stage.run();
        assert!(stage.is_unknown(RULE.check), "nobody has asked since");
        let probes = |healthz| Probes { healthz, startupz: HttpSign::Yes, readyz: HttpSign::Yes, ..Probes::default() };
        stage.facts.probes = Some(probes(HttpSign::Silent));
        assert_eq!(stage.faults(RULE.check)[0].began_ms, stage.facts.woke_ms);
        stage.passes(AFTER_WAKING_MS + 1);
        assert!(stage.is_healthy(RULE.check), "later silence has another cause");
        stage.facts.woke_ms = Some(stage.now.unix_ms);
        stage.facts.probes = Some(probes(HttpSign::Yes));
        assert!(stage.is_healthy(RULE.check));
    }

    #[test]
    fn what_does_not_come_back_is_not_asked_to_finish_first() {
        let mut stage = Stage::new();
        stage.run();
        stage.facts.woke_ms = Some(stage.now.unix_ms);
        let silent = HttpSign::Silent;
        stage.facts.probes = Some(Probes { healthz: silent, ..Probes::default() });
        let raised = Raised::fresh(stage.faults(RULE.check).remove(0));
        let made = Plan::make(&RULE, &FindingRef::of(RULE.id), &raised, ("wake_it", None), &stage.scene()).unwrap();
        assert_eq!(made.steps, [Step::EndSilent, Step::Start { skip_channels: false }, Step::ProveReady]);
    }
}
