//! `port.conflict`: another program holds the gateway's port.

use clawtray_contract::{Risk, Severity};

use crate::{
    event::{ExitReason, Holder, Occupancy},
    findings::{Action, Fault, Rule, Scene, Verdict, Words},
};

pub(crate) const RULE: Rule = Rule {
    id: "port.conflict",
    severity: Severity::Error,
    title: "finding-port-conflict",
    visible_after_ms: 0,
    explained_by: &[],
    signals: &[
        "EADDRINUSE / another gateway instance is already listening / Port N is already in use",
        "listener's pid is not ours",
    ],
    actions: &[
        Action {
            id: "show_who_holds_it",
            label: "action-port-conflict-show-who-holds-it",
            risk: Risk::Safe,
            built: true,
        },
        Action { id: "attach_to_it", label: "action-port-conflict-attach-to-it", risk: Risk::Safe, built: true },
        Action {
            id: "use_the_next_free_port",
            label: "action-port-conflict-use-the-next-free-port",
            risk: Risk::Confirm,
            built: true,
        },
        Action {
            id: "stop_that_gateway",
            label: "action-port-conflict-stop-that-gateway",
            risk: Risk::Confirm,
            built: true,
        },
    ],
    docs: Some("gateway/troubleshooting/gateway-service-and-process"),
    check,
};

/// What can be done whoever it is.
const OFFERED: &[&str] = &["show_who_holds_it", "use_the_next_free_port"];

/// What can be done: another port always; only what answers as a gateway can be watched as one, and only what is proven
/// to be this user's is ended.
fn offered(holder: &Holder) -> Vec<&'static str> {
    let mut offered = vec!["show_who_holds_it"];
    offered.extend(holder.answers.then_some("attach_to_it"));
    offered.push("use_the_next_free_port");
    offered.extend(holder.gateway.then_some("stop_that_gateway"));
    offered
}

fn check(scene: &Scene<'_>) -> Verdict {
    if scene.gateway.is_up() {
        return Verdict::Healthy;
    }
    let port = scene.facts.surroundings.as_ref().map_or(0, |around| around.port);
    match &scene.facts.occupancy {
        Some(Occupancy::Stranger(holder)) => {
            let mut args = vec![("port", i64::from(port).into()), ("name", holder.name.as_str().into())];
            let id = match (&holder.process, &holder.other_user) {
                (_, Some(user)) => {
                    args.push(("user", user.as_str().into()));
                    "finding-port-conflict-other-user"
                }
                (Some(process), None) => {
                    args.push(("pid", process.pid.to_string().as_str().into()));
                    "finding-port-conflict-named"
                }
                (None, None) => "finding-port-conflict-unnamed",
            };
            let pid = holder.process.map_or_else(String::new, |process| format!("pid {}, ", process.pid));
            let who = format!("{pid}{}", holder.name);
            let listens = Words::with(
                "seen-listens",
                vec![("who", who.as_str().into()), ("port", port.to_string().as_str().into())],
            );
            let mut fault = Fault::new(Words::with(id, args), format!("held:{pid}{}", holder.name), scene.now.unix_ms)
                .saw("process", listens, holder.since_ms)
                .offer(&offered(holder));
            if let Some(command) = &holder.command {
                fault = fault.saw("process", command.clone(), None);
            }
            Verdict::one(fault)
        }
        Some(Occupancy::Free | Occupancy::Ours(_) | Occupancy::Gateway(_)) => Verdict::Healthy,
        None => match scene.facts.last_exit.as_ref().map(|exit| (&exit.reason, exit.at_ms)) {
            Some((ExitReason::PortInUse { .. }, at_ms)) => {
                let args = vec![("port", i64::from(port).into())];
                let fault = Fault::new(Words::with("finding-port-conflict-unnamed", args), "exit", at_ms);
                Verdict::one(fault.saw("process", Words::plain("seen-port-taken"), Some(at_ms)).offer(OFFERED))
            }
            _ => Verdict::Unknown,
        },
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::{
        effect::ProcessRef,
        event::{Holder, Occupancy},
        gateway::Observed,
        rules::scenes::Stage,
    };

    #[test]
    fn it_names_the_holder() {
        let mut stage = Stage::new();
        stage.gateway.observed = Observed::Stopped;
        stage.facts.occupancy = Some(Occupancy::Stranger(Holder {
            process: Some(ProcessRef { pid: 812, start_time: 1 }),
            name: "python3".into(),
            command: Some("python3 -m http.server".into()),
            other_user: None,
            since_ms: None,
            ..Holder::default()
        }));
        let faults = stage.faults(RULE.check);
        assert_eq!(faults[0].text.id, "finding-port-conflict-named");
        let shown = |language: &str| faults[0].evidence[0].in_language(language).text;
        assert_eq!(shown("en"), "pid 812, python3 listens on port 18789");
        assert_eq!(shown("de"), "pid 812, python3 lauscht auf Port 18789");
    }

    #[test]
    fn only_what_answers_is_watched_and_only_a_proven_gateway_is_ended() {
        let mut stage = Stage::new();
        stage.gateway.observed = Observed::Stopped;
        let offered = |stage: &mut Stage, gateway, answers| {
            stage.facts.occupancy = Some(Occupancy::Stranger(Holder { gateway, answers, ..Holder::default() }));
            stage.faults(RULE.check).remove(0).actions
        };
        let (show, port) = ("show_who_holds_it", "use_the_next_free_port");
        assert_eq!(offered(&mut stage, false, false), [show, port]);
        assert_eq!(offered(&mut stage, false, true), [show, "attach_to_it", port]);
        assert_eq!(offered(&mut stage, true, false), [show, port, "stop_that_gateway"]);
    }

    #[test]
    fn a_free_port_is_healthy_and_an_unseen_one_unknown() {
        let mut stage = Stage::new();
        stage.gateway.observed = Observed::Stopped;
        assert!(stage.is_unknown(RULE.check));
        stage.facts.occupancy = Some(Occupancy::Free);
        assert!(stage.is_healthy(RULE.check));
    }
}
