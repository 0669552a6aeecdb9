//! `process.state_owned`: another gateway uses the same OpenClaw folder.

use clawtray_contract::{Risk, Severity};

use crate::{
    event::ExitReason,
    findings::{Action, Fault, Rule, Scene, Verdict, Words},
};

pub(crate) const RULE: Rule = Rule {
    id: "process.state_owned",
    severity: Severity::Error,
    title: "finding-process-state-owned",
    visible_after_ms: 0,
    explained_by: &[],
    signals: &[
        "exit 78 with StateDatabaseCoordinatorContentionError / Doctor could not enter maintenance; gateway already running (pid N); lock timeout",
        "a live gateway process of this user on the same state folder, on any port",
    ],
    actions: &[
        Action {
            id: "show_who_it_is",
            label: "action-process-state-owned-show-who-it-is",
            risk: Risk::Safe,
            built: true,
        },
        Action { id: "attach_to_it", label: "action-process-state-owned-attach-to-it", risk: Risk::Safe, built: false },
        Action {
            id: "stop_that_gateway",
            label: "action-process-state-owned-stop-that-gateway",
            risk: Risk::Confirm,
            built: false,
        },
    ],
    docs: Some("gateway/troubleshooting/gateway-service-and-process"),
    check,
};

fn check(scene: &Scene<'_>) -> Verdict {
    match &scene.facts.last_exit {
        Some(exit) => match &exit.reason {
            ExitReason::StateOwned { words } if !scene.gateway.is_up() => Verdict::one(
                Fault::new(
                    Words::plain("finding-process-state-owned-text"),
                    format!("exit@{}", exit.at_ms),
                    exit.at_ms,
                )
                .saw("process", Words::with("seen-exit-code", vec![("code", 78_i64.into())]), Some(exit.at_ms))
                .saw("output", words.clone(), None)
                .offer(&["show_who_it_is"]),
            ),
            // A new start is under way: only its end tells.
            ExitReason::StateOwned { .. } => Verdict::Unknown,
            reason if reason.is_unexplained() => Verdict::Unknown,
            _ => Verdict::Healthy,
        },
        None => Verdict::Healthy,
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::{event::ExitReason, gateway::Observed, rules::scenes::Stage};

    #[test]
    fn exit_78_of_this_kind_raises_it_until_a_gateway_is_ready() {
        let mut stage = Stage::new();
        assert!(stage.is_healthy(RULE.check));
        stage.gateway.observed = Observed::Stopped;
        stage.exit(ExitReason::StateOwned { words: "another process owns gateway-lifecycle".into() });
        assert_eq!(stage.faults(RULE.check)[0].evidence.len(), 2);
        stage.run();
        assert!(stage.is_unknown(RULE.check), "before the gateway is called ready nothing is proven");
        stage.facts.last_exit = None;
        assert!(stage.is_healthy(RULE.check));
    }
}
