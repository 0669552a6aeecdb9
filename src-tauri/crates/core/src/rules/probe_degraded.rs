//! `probe.degraded`: the gateway accepts the connection and fails to answer about its state.

use clawtray_contract::{Risk, Severity};

use crate::{
    findings::{Action, Fault, Rule, Scene, Verdict, Words},
    link::LinkState,
};

pub(crate) const RULE: Rule = Rule {
    id: "probe.degraded",
    severity: Severity::Warning,
    title: "finding-probe-degraded",
    // It is asked once more at once, which may take half of that.
    visible_after_ms: 30_000,
    explained_by: &["process.hung", "storage.locked", "storage.full", "probe.scope_limited"],
    signals: &[
        "Gateway accepted the WebSocket connection, but follow-up read diagnostics failed; connect.ok && !connect.rpcOk",
    ],
    actions: &[
        Action {
            id: "run_the_health_check_again",
            label: "action-probe-degraded-run-the-health-check-again",
            risk: Risk::Safe,
            built: true,
        },
        Action { id: "restart", label: "action-probe-degraded-restart", risk: Risk::Confirm, built: true },
    ],
    docs: Some("gateway/troubleshooting/config-validation-and-probes"),
    check,
};

fn check(scene: &Scene<'_>) -> Verdict {
    if !matches!(scene.link.state, LinkState::Ready(_)) {
        return Verdict::Unknown;
    }
    let unanswered = [&scene.facts.mute_since_ms, &scene.facts.jobs_mute_since_ms];
    let Some(began_ms) = unanswered.iter().filter_map(|mute| mute.as_ref()).map(|(since_ms, _)| *since_ms).min() else {
        return Verdict::Healthy;
    };
    let mut fault = Fault::new(Words::plain("finding-probe-degraded-text"), "mute", scene.now.unix_ms);
    for (since_ms, words) in unanswered.into_iter().flatten() {
        fault = fault.saw("rpc", words.clone(), Some(*since_ms));
    }
    fault = fault.offer(&RULE.action_ids());
    fault.began_ms = Some(began_ms);
    Verdict::one(fault)
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::rules::scenes::Stage;

    #[test]
    fn a_connected_gateway_that_does_not_answer_raises_it_and_an_answer_ends_it() {
        let mut stage = Stage::new();
        assert!(stage.is_unknown(RULE.check), "not connected");
        stage.run();
        assert!(stage.is_healthy(RULE.check));
        stage.facts.mute_since_ms = Some((5, "no answer in time".into()));
        assert_eq!(stage.faults(RULE.check)[0].began_ms, Some(5));
        stage.facts.jobs_mute_since_ms = Some((3, "cron.list: UNAVAILABLE".into()));
        let faults = stage.faults(RULE.check);
        assert_eq!((faults[0].began_ms, faults[0].evidence.len()), (Some(3), 2));
        stage.facts.mute_since_ms = None;
        assert_eq!(stage.faults(RULE.check)[0].evidence.len(), 1, "jobs are listed apart");
        stage.facts.jobs_mute_since_ms = None;
        assert!(stage.is_healthy(RULE.check));
    }
}
