//! A gateway or a service that somebody else keeps where this one should be.

use super::{Plan, Step, Way, gateway::start, step::SERVICE_LIMIT_MS};
use crate::{
    effect::{CliCommand, ProcessRef},
    event::{Holder, Occupancy},
    findings::{Rule, Scene, Words},
    keepers,
};

/// The steps of an action about what somebody else keeps; false where it is not one.
pub(super) fn steps(plan: &mut Plan, rule: &Rule, scene: &Scene<'_>) -> Result<bool, Words> {
    match (rule.id, plan.action.id) {
        ("port.conflict" | "process.state_owned", "attach_to_it") => {
            let holder = holder(rule, scene).ok_or_else(|| Words::plain("plan-no-such-gateway"))?;
            plan.warnings.push(Words::plain("plan-warning-attach"));
            plan.steps.extend([Step::Attach { process: holder.process, port: holder.port }, Step::ProveReady]);
        }
        ("port.conflict" | "process.state_owned", "stop_that_gateway") => {
            let holder = holder(rule, scene).ok_or_else(|| Words::plain("plan-no-such-gateway"))?;
            plan.stop_other(holder, scene)?;
        }
        ("service.duplicate", "keep_one") => plan.keep_one(scene)?,
        ("probe.multiple_gateways", "stop_the_stale_one") => plan.stop_stale(scene)?,
        _ => return Ok(false),
    }
    Ok(true)
}

fn holder<'a>(rule: &Rule, scene: &Scene<'a>) -> Option<&'a Holder> {
    match (rule.id, &scene.facts.occupancy) {
        ("process.state_owned", _) => scene.facts.state_owner.as_ref(),
        (_, Some(Occupancy::Stranger(holder))) => Some(holder),
        _ => None,
    }
}

impl Plan {
    /// Ends one gateway, proven anew right before, and starts this one in its place. One that another keeper would
    /// start again is left to that keeper.
    fn stop_other(&mut self, holder: &Holder, scene: &Scene<'_>) -> Result<(), Words> {
        let Some(process) = holder.process.filter(|_| holder.gateway) else {
            return Err(Words::plain("plan-not-a-gateway"));
        };
        if let Some(name) = keepers::starts_again(&holder.kept_by) {
            return Err(Words::with("plan-kept-by-another", vec![("name", name.as_str().into())]));
        }
        let pid = process.pid.to_string();
        let args = vec![("name", holder.name.as_str().into()), ("pid", pid.as_str().into())];
        self.warnings.push(Words::with("plan-warning-stop-other", args));
        self.steps.push(Step::EndOther { process });
        self.steps.extend(start(scene.gateway.mode(scene.facts) == clawtray_contract::Mode::Service));
        Ok(())
    }

    /// Ends one of the other gateways, which the person names.
    fn stop_stale(&mut self, scene: &Scene<'_>) -> Result<(), Words> {
        let known = scene.facts.other_gateways.iter().flatten();
        let mut others: Vec<(String, &Holder, ProcessRef)> = known
            .filter(|holder| holder.gateway && holder.other_user.is_none())
            .filter_map(|holder| Some((holder.process?.pid.to_string(), holder, holder.process?)))
            .filter(|(_, _, process)| scene.gateway.process() != Some(*process))
            .collect();
        // One that somebody would start again is left to that keeper; the oldest is the likeliest to be the stale one.
        let kept = others.iter().find_map(|(_, holder, _)| keepers::starts_again(&holder.kept_by));
        others.retain(|(_, holder, _)| keepers::starts_again(&holder.kept_by).is_none());
        others.sort_by_key(|(_, holder, _)| holder.since_ms);
        if let (true, Some(name)) = (others.is_empty(), kept) {
            return Err(Words::with("plan-kept-by-another", vec![("name", name.as_str().into())]));
        }
        let way = |(id, holder, _): &(String, &Holder, ProcessRef)| Way {
            id: id.clone(),
            label: Words::with(
                "plan-choice-gateway",
                vec![
                    ("name", holder.name.as_str().into()),
                    ("pid", id.as_str().into()),
                    ("port", holder.port.map_or_else(|| "?".to_owned(), |port| port.to_string()).as_str().into()),
                ],
            ),
        };
        let chosen = self.choose(others.iter().map(way).collect(), "plan-no-such-gateway")?;
        let Some((pid, holder, process)) = others.into_iter().find(|(id, _, _)| *id == chosen) else {
            return Err(Words::plain("plan-no-such-gateway"));
        };
        let args = vec![("name", holder.name.as_str().into()), ("pid", pid.as_str().into())];
        self.warnings.push(Words::with("plan-warning-stop-other", args));
        self.steps.extend([Step::EndOther { process }, Step::LookForOthers]);
        Ok(())
    }

    /// OpenClaw can only remove its own service. Where the other one runs the gateway, that is the duplicate; where
    /// its own does, the person has to switch the other one off.
    fn keep_one(&mut self, scene: &Scene<'_>) -> Result<(), Words> {
        let around = scene.facts.surroundings.as_ref();
        let other = around.and_then(|around| around.other_services.first().filter(|_| around.service.is_some()));
        let Some(other) = other else { return Err(Words::plain("plan-no-service-to-remove")) };
        let unit = other.rsplit(['/', '\\']).next().unwrap_or(other);
        let runs_there = match &scene.facts.occupancy {
            Some(Occupancy::Gateway(holder)) => holder.kept_by.unit.as_deref() == Some(unit),
            _ => false,
        };
        if runs_there && scene.gateway.mode(scene.facts) == clawtray_contract::Mode::Attached {
            self.warnings.push(Words::with("plan-warning-keep-other", vec![("name", unit.into())]));
            let command = CliCommand::ServiceUninstall;
            self.steps.extend([
                Step::Cli { command, limit_ms: SERVICE_LIMIT_MS },
                Step::LeaveToOther,
                Step::LookAround,
                Step::ProveStable,
            ]);
            return Ok(());
        }
        let manager = if other.starts_with("/etc/systemd/system") { "sudo systemctl" } else { "systemctl --user" };
        let command = format!("{manager} disable --now {unit}");
        self.warnings.push(Words::with("plan-warning-keep-own", vec![("command", command.as_str().into())]));
        self.show();
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use clawtray_contract::{FindingRef, Mode};

    use crate::{
        effect::{CliCommand, ProcessRef},
        event::{ExitReason, Holder, KeptBy, Occupancy, ServiceFile},
        findings::{Raised, Words},
        gateway::{Observed, Owner},
        plan::{Plan, Step},
        rules::{RULES, scenes::Stage},
    };

    fn plan(stage: &Stage, id: &str, action: &str) -> Result<Plan, Words> {
        let rule = RULES.iter().find(|rule| rule.id == id).unwrap();
        let mut fault = stage.faults(rule.check).remove(0);
        fault.actions = rule.action_ids().to_vec();
        Plan::make(rule, &FindingRef::of(id), &Raised::fresh(fault), (action, None), &stage.scene())
    }

    fn holder() -> Holder {
        let process = Some(ProcessRef { pid: 812, start_time: 9 });
        Holder { process, name: "openclaw-gateway".into(), gateway: true, answers: true, ..Holder::default() }
    }

    fn stopped() -> Stage {
        let mut stage = Stage::new();
        stage.gateway.observed = Observed::Stopped;
        stage
    }

    #[test]
    fn a_proven_gateway_is_ended_and_nothing_else_is() {
        let mut stage = stopped();
        stage.facts.occupancy = Some(Occupancy::Stranger(holder()));
        let steps = plan(&stage, "port.conflict", "stop_that_gateway").unwrap().steps;
        let process = ProcessRef { pid: 812, start_time: 9 };
        let start = Step::Start { skip_channels: false };
        assert_eq!(steps, [Step::EndOther { process }, start, Step::ProveReady]);
        let why = |stage: &Stage| plan(stage, "port.conflict", "stop_that_gateway").unwrap_err().id;
        for not in [Holder { gateway: false, ..holder() }, Holder { process: None, ..holder() }] {
            stage.facts.occupancy = Some(Occupancy::Stranger(not));
            assert_eq!(why(&stage), "plan-not-a-gateway");
        }
        for keeper in [
            KeptBy { unit: Some("my-claw.service".into()), ..KeptBy::default() },
            KeptBy { external: true, ..KeptBy::default() },
            KeptBy { parents: vec!["node".into(), "ClawX".into()], ..KeptBy::default() },
        ] {
            stage.facts.occupancy = Some(Occupancy::Stranger(Holder { kept_by: keeper, ..holder() }));
            assert_eq!(why(&stage), "plan-kept-by-another", "it would be started again");
        }
        let terminal = KeptBy { parents: vec!["bash".into(), "gnome-terminal-server".into()], ..KeptBy::default() };
        stage.facts.occupancy = Some(Occupancy::Stranger(Holder { kept_by: terminal, ..holder() }));
        assert!(plan(&stage, "port.conflict", "stop_that_gateway").is_ok());
    }

    #[test]
    fn the_one_that_uses_the_folder_is_watched_on_its_own_port() {
        let mut stage = stopped();
        stage.exit(ExitReason::StateOwned { words: "owned".into() });
        let why = plan(&stage, "process.state_owned", "attach_to_it").unwrap_err().id;
        assert_eq!(why, "plan-no-such-gateway", "nobody found it");
        stage.facts.state_owner = Some(Holder { port: Some(19_001), ..holder() });
        let steps = plan(&stage, "process.state_owned", "attach_to_it").unwrap().steps;
        let attach = Step::Attach { process: holder().process, port: Some(19_001) };
        assert_eq!(steps, [attach, Step::ProveReady]);
    }

    #[test]
    fn of_two_services_openclaws_own_goes_where_the_other_one_runs_the_gateway() {
        let mut stage = Stage::new();
        stage.around().mode = Mode::Service;
        stage.around().service = Some(ServiceFile { path: "/u/ours.service".into(), ..ServiceFile::default() });
        stage.around().other_services = vec!["/etc/systemd/system/my-claw.service".into()];
        let shown = plan(&stage, "service.duplicate", "keep_one").unwrap();
        assert!(shown.shows && !shown.steps.iter().any(|step| matches!(step, Step::Cli { .. })));
        let command = format!("{:?}", shown.warnings);
        assert!(command.contains("sudo systemctl disable --now my-claw.service"), "{command}");
        let kept_by = KeptBy { unit: Some("my-claw.service".into()), ..KeptBy::default() };
        stage.facts.occupancy = Some(Occupancy::Gateway(Holder { kept_by, ..holder() }));
        stage.gateway.observed =
            Observed::Running { process: holder().process, owner: Owner::Other, ready_mono_ms: stage.now.mono_ms };
        let steps = plan(&stage, "service.duplicate", "keep_one").unwrap().steps;
        assert!(matches!(&steps[0], Step::Cli { command: CliCommand::ServiceUninstall, .. }), "{steps:?}");
        assert_eq!(steps[1..], [Step::LeaveToOther, Step::LookAround, Step::ProveStable]);
    }
}
