//! Giving the gateway to the system's service manager, and taking it back.

use clawtray_contract::{Desired, FindingRef, Mode, Risk, ServiceVerb};

use super::{Plan, Step, step::SERVICE_LIMIT_MS};
use crate::{
    effect::CliCommand,
    findings::{Action, Rule, Scene, Words},
};

static INSTALL: Action = Action { id: "install", label: "action-service-install", risk: Risk::Confirm, built: true };
static UNINSTALL: Action =
    Action { id: "uninstall", label: "action-service-uninstall", risk: Risk::Confirm, built: true };

/// What a wish about the service is filed under, where a finding's name stands otherwise.
const SERVICE: &str = "service";

/// The steps of an action of `service.not_installed`; false where it is not one.
pub(super) fn steps(plan: &mut Plan, rule: &Rule, scene: &Scene<'_>) -> Result<bool, Words> {
    match (rule.id, plan.action.id) {
        ("service.not_installed", "install_and_start_the_service") => plan.install(scene)?,
        ("service.not_installed", "run_it_from_clawtray_instead") => {
            plan.steps.extend([Step::KeepByClawtray, Step::Start { skip_channels: false }, Step::ProveReady]);
        }
        _ => return Ok(false),
    }
    Ok(true)
}

impl Plan {
    /// The plan of a wish about the service, or why there is none.
    pub(crate) fn of_service(verb: ServiceVerb, scene: &Scene<'_>) -> Result<Self, Words> {
        let action = match verb {
            ServiceVerb::Install => &INSTALL,
            ServiceVerb::Uninstall => &UNINSTALL,
        };
        let mut plan = Self::empty(FindingRef::of(SERVICE), action);
        plan.service = Some(verb);
        match verb {
            ServiceVerb::Install => plan.install(scene)?,
            ServiceVerb::Uninstall => plan.uninstall(scene)?,
        }
        Ok(plan)
    }

    fn install(&mut self, scene: &Scene<'_>) -> Result<(), Words> {
        let Some(around) = &scene.facts.surroundings else { return Err(Words::plain("plan-service-not-looked")) };
        if around.mode == Mode::Service {
            return Err(Words::plain("plan-service-there"));
        }
        if !around.may_serve {
            return Err(Words::plain("plan-service-other-folder"));
        }
        if scene.gateway.mode(scene.facts) == Mode::Attached {
            return Err(Words::plain("plan-service-somebody-elses"));
        }
        if scene.gateway.is_up() {
            self.warnings.push(Words::plain("plan-warning-restart"));
            self.steps.push(Step::StopForService);
        }
        self.steps.push(Step::CheckNobodyThere);
        self.write_service(around.port);
        Ok(())
    }

    fn uninstall(&mut self, scene: &Scene<'_>) -> Result<(), Words> {
        if scene.facts.surroundings.as_ref().is_none_or(|around| around.mode != Mode::Service) {
            return Err(Words::plain("plan-no-service-to-remove"));
        }
        let runs = scene.gateway.desired == Desired::Run;
        self.warnings.push(Words::plain(if runs {
            "plan-warning-uninstall-runs"
        } else {
            "plan-warning-uninstall-stopped"
        }));
        let command = CliCommand::ServiceUninstall;
        self.steps.extend([Step::Cli { command, limit_ms: SERVICE_LIMIT_MS }, Step::KeepByClawtray, Step::LookAround]);
        if runs {
            self.steps.extend([Step::CheckNobodyThere, Step::Start { skip_channels: false }, Step::ProveReady]);
        }
        Ok(())
    }
}
