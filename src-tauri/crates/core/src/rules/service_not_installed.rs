//! `service.not_installed`: the service that should keep the gateway running is not there.

use clawtray_contract::{Mode, Risk, Severity};

use crate::{
    findings::{Action, Fault, Rule, Scene, Verdict, Words},
    rules::lines,
};

/// Without another such line for so long it is over, milliseconds.
const QUIET_MS: u64 = 3_600_000;

pub(crate) const RULE: Rule = Rule {
    id: "service.not_installed",
    severity: Severity::Error,
    title: "finding-service-not-installed",
    visible_after_ms: 0,
    explained_by: &[],
    signals: &["gateway status --json: service not loaded/not found while mode is service"],
    actions: &[
        Action {
            id: "install_and_start_the_service",
            label: "action-service-not-installed-install-and-start-the-service",
            risk: Risk::Confirm,
            built: true,
        },
        Action {
            id: "run_it_from_clawtray_instead",
            label: "action-service-not-installed-run-it-from-clawtray-instead",
            risk: Risk::Safe,
            built: true,
        },
    ],
    docs: Some("gateway/troubleshooting/gateway-service-and-process"),
    check,
};

fn check(scene: &Scene<'_>) -> Verdict {
    let Some(around) = &scene.facts.surroundings else { return Verdict::Unknown };
    if scene.gateway.misses_service(scene.facts) && !scene.gateway.is_up() {
        let words = Words::plain("finding-service-not-installed-gone");
        let fault = Fault::new(words, "gone", scene.now.unix_ms).offer(&RULE.action_ids());
        return Verdict::one(fault.saw("service", Words::plain("seen-definition-gone"), None));
    }
    // What a line says of a service that is there now is over.
    if around.mode == Mode::Service {
        return Verdict::Healthy;
    }
    let text = |_: &_| Words::plain("finding-service-not-installed-text");
    match lines::faults(scene, RULE.id, QUIET_MS, |_| false, text) {
        faults if faults.is_empty() => Verdict::Healthy,
        faults => Verdict::Unhealthy(faults),
    }
}

#[cfg(test)]
mod tests {
    use super::{QUIET_MS, RULE};
    use clawtray_contract::Mode;

    use crate::{gateway::Observed, rules::scenes::Stage};

    #[test]
    fn a_service_whose_definition_is_gone_raises_it_until_it_is_there_or_the_gateway_runs_without() {
        let mut stage = Stage::new();
        stage.gateway.observed = Observed::Stopped;
        stage.gateway.expects_service = true;
        let faults = stage.faults(RULE.check);
        assert_eq!(faults[0].actions, ["install_and_start_the_service", "run_it_from_clawtray_instead"]);
        stage.around().mode = Mode::Service;
        assert!(stage.is_healthy(RULE.check));
        stage.around().mode = Mode::Child;
        stage.reads_lines();
        stage.run();
        assert!(stage.is_healthy(RULE.check));
        stage.facts.surroundings = None;
        assert!(stage.is_unknown(RULE.check));
    }

    #[test]
    fn a_line_raises_it_and_quiet_ends_it() {
        let mut stage = Stage::new();
        assert!(stage.is_healthy(RULE.check), "no service is wanted");
        stage.sign(RULE.id, None);
        assert_eq!(stage.faults(RULE.check).len(), 1);
        stage.passes(QUIET_MS + 1);
        assert!(stage.is_healthy(RULE.check));
    }
}
