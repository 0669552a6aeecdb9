//! `process.state_owned`: another gateway uses the same OpenClaw folder.

use clawtray_contract::{Risk, Severity};

use crate::{
    event::{ExitReason, Holder},
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
        Action { id: "attach_to_it", label: "action-process-state-owned-attach-to-it", risk: Risk::Safe, built: true },
        Action {
            id: "stop_that_gateway",
            label: "action-process-state-owned-stop-that-gateway",
            risk: Risk::Confirm,
            built: true,
        },
    ],
    docs: Some("gateway/troubleshooting/gateway-service-and-process"),
    check,
};

/// What can be done about the one that uses the folder, as far as it was found.
fn offered(owner: Option<&Holder>) -> &'static [&'static str] {
    match owner.map(|owner| (owner.gateway, owner.port.is_some())) {
        Some((true, true)) => &["show_who_it_is", "attach_to_it", "stop_that_gateway"],
        Some((true, false)) => &["show_who_it_is", "stop_that_gateway"],
        _ => &["show_who_it_is"],
    }
}

fn check(scene: &Scene<'_>) -> Verdict {
    match &scene.facts.last_exit {
        Some(exit) => match &exit.reason {
            ExitReason::StateOwned { words } if !scene.gateway.is_up() => {
                let etag = format!("exit@{}", exit.at_ms);
                let mut fault = Fault::new(Words::plain("finding-process-state-owned-text"), etag, exit.at_ms)
                    .saw("process", Words::with("seen-exit-code", vec![("code", 78_i64.into())]), Some(exit.at_ms))
                    .saw("output", words.clone(), None)
                    .offer(offered(scene.facts.state_owner.as_ref()));
                if let Some(owner) = &scene.facts.state_owner {
                    let pid = owner.process.map_or_else(String::new, |process| format!("pid {}, ", process.pid));
                    let who = format!("{pid}{}", owner.name);
                    fault = match owner.port.map(|port| port.to_string()) {
                        Some(port) => {
                            let args = vec![("who", who.as_str().into()), ("port", port.as_str().into())];
                            fault.saw("process", Words::with("seen-listens", args), owner.since_ms)
                        }
                        None => fault.saw("process", who, owner.since_ms),
                    };
                }
                Verdict::one(fault)
            }
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
    use crate::{
        event::{ExitReason, Holder},
        gateway::Observed,
        rules::scenes::Stage,
    };

    #[test]
    fn whoever_uses_the_folder_is_named_and_can_be_watched_or_ended_once_it_was_found() {
        let mut stage = Stage::new();
        stage.gateway.observed = Observed::Stopped;
        stage.exit(ExitReason::StateOwned { words: "owned".into() });
        assert_eq!(stage.faults(RULE.check)[0].actions, ["show_who_it_is"]);
        let owner = Holder { name: "openclaw-gateway".into(), gateway: true, port: Some(19_001), ..Holder::default() };
        stage.facts.state_owner = Some(owner);
        let fault = stage.faults(RULE.check).remove(0);
        assert_eq!(fault.actions, ["show_who_it_is", "attach_to_it", "stop_that_gateway"]);
        assert_eq!(fault.evidence[2].in_language("en").text, "openclaw-gateway listens on port 19001");
    }

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
