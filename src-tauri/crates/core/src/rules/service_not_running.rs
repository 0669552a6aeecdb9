//! `service.not_running`: the gateway should run and does not.

use clawtray_contract::{Desired, Mode, Risk, Severity};

use crate::{
    event::{CliProblem, ExitReason, WriteRefusal},
    facts::ExitSeen,
    findings::{Action, Fault, Rule, Scene, Verdict, Words},
    gateway::Observed,
    seen::Said,
};

pub(crate) const RULE: Rule = Rule {
    id: "service.not_running",
    severity: Severity::Error,
    title: "finding-service-not-running",
    visible_after_ms: 0,
    explained_by: &[
        "install.missing",
        "install.split_brain",
        "install.node_unsupported",
        "install.update_incomplete",
        "storage.full",
        "storage.readonly",
        "storage.io",
        "config.invalid",
        "mode.not_local",
        "bind.no_auth",
        "probe.secretref_unresolved",
        "process.state_owned",
        "port.conflict",
        "service.config_mismatch",
        "service.not_installed",
        "process.memory_pressure",
        "process.crash_loop",
    ],
    signals: &[
        "child exited / service runtime stopped, with exit code, signal and last stderr lines",
        "port closed and no process",
    ],
    actions: &[
        Action { id: "start", label: "action-service-not-running-start", risk: Risk::Safe, built: true },
        Action {
            id: "repair_and_start",
            label: "action-service-not-running-repair-and-start",
            risk: Risk::Confirm,
            built: true,
        },
    ],
    docs: Some("gateway/troubleshooting/gateway-service-and-process"),
    check,
};

fn check(scene: &Scene<'_>) -> Verdict {
    if scene.gateway.desired == Desired::Stop || scene.facts.surroundings.is_none() {
        return Verdict::Healthy;
    }
    let unit = scene.facts.unit.as_ref().filter(|_| scene.gateway.mode(scene.facts) == Mode::Service);
    let under_way = scene.gateway.is_calling_service() || scene.gateway.service_comes_up(scene.facts, scene.now);
    if scene.gateway.observed == Observed::Stopped && under_way {
        return Verdict::Unknown;
    }
    match scene.gateway.observed {
        Observed::Stopped | Observed::Backoff { .. } | Observed::GaveUp => {}
        Observed::Running { .. } => return Verdict::Healthy,
        // On its way up: it is not running yet, and what was wrong before is not over before it is ready.
        Observed::Starting { .. } | Observed::Looking | Observed::Preparing | Observed::Launching => {
            return if scene.facts.last_exit.is_some() { Verdict::Unknown } else { Verdict::Healthy };
        }
        Observed::Unknown | Observed::NotInstalled | Observed::Stopping { .. } => return Verdict::Unknown,
    }
    let exit = scene.facts.last_exit.as_ref();
    let mut fault = Fault::new(text(exit, scene), etag(exit, scene), exit.map_or(scene.now.unix_ms, |exit| exit.at_ms));
    fault.began_ms = exit.map(|exit| exit.at_ms);
    if let Some(exit) = exit {
        fault = fault.saw("process", how(&exit.reason), Some(exit.at_ms));
        for line in exit.last_lines.iter().rev().take(5).rev() {
            fault = fault.saw("output", line.clone(), None);
        }
    }
    if let Some(unit) = unit {
        let words = format!("{} ({}), {}, {} restarts", unit.active, unit.sub, unit.result, unit.restarts);
        fault = fault.saw("service", words, Some(unit.changed_ms));
    }
    if let Some(problem) = scene.gateway.service_problem.as_ref().or(scene.facts.start_problem.as_ref()) {
        fault = fault.saw("cli", problem_words(problem), None);
    }
    // A repair by an older OpenClaw would rewrite what a newer one wrote.
    let older = matches!(exit.map(|exit| &exit.reason), Some(ExitReason::OlderBinary { .. }))
        || matches!(scene.facts.start_problem, Some(CliProblem::OlderBinary { .. }));
    let node = matches!(exit.map(|exit| &exit.reason), Some(ExitReason::NodeUnsupported { .. }));
    Verdict::one(if older || node { fault.offer(&["start"]) } else { fault.offer(&["start", "repair_and_start"]) })
}

/// How the process ended, in technical words.
pub(crate) fn how(reason: &ExitReason) -> Said {
    let code = |code: i64| Words::with("seen-exit-code", vec![("code", code.into())]).into();
    match reason {
        ExitReason::Clean => code(0),
        ExitReason::Configuration(_) | ExitReason::StateOwned { .. } | ExitReason::NoAuth { .. } => code(78),
        ExitReason::OlderBinary { words }
        | ExitReason::NodeUnsupported { words }
        | ExitReason::SecretUnresolved { words } => words.clone().into(),
        ExitReason::PortInUse { holder } => match holder {
            Some(holder) => Words::with("seen-port-in-use-by", vec![("holder", holder.as_str().into())]).into(),
            None => Words::plain("seen-port-in-use").into(),
        },
        ExitReason::Signal(signal) => Words::with("seen-signal", vec![("signal", i64::from(*signal).into())]).into(),
        ExitReason::Code(number) => code(i64::from(*number)),
        ExitReason::Hung => Words::plain("seen-answered-nothing").into(),
        ExitReason::Unseen => Words::plain("seen-end-unseen").into(),
        ExitReason::NotStarted => Words::plain("seen-not-started").into(),
    }
}

/// What a person can do where the configuration is not OpenClaw's to write.
pub(crate) fn not_written(refusal: &WriteRefusal) -> Words {
    match refusal {
        WriteRefusal::ReadOnly => Words::plain("outcome-config-read-only"),
        WriteRefusal::Nix => Words::plain("outcome-config-nix"),
        WriteRefusal::Included { place } => {
            Words::with("outcome-config-included", vec![("place", place.as_str().into())])
        }
    }
}

pub(crate) fn problem_words(problem: &CliProblem) -> Said {
    match problem {
        CliProblem::NotFound => Words::plain("seen-openclaw-not-found").into(),
        CliProblem::TimedOut => Words::plain("seen-openclaw-timed-out").into(),
        CliProblem::Garbage => Words::plain("seen-openclaw-garbage").into(),
        // What a person can do about it is in the outcome.
        CliProblem::NotWritten(refusal) => not_written(refusal).into(),
        CliProblem::Changed { path } => {
            Words::with("outcome-aborted-changed", vec![("path", path.as_str().into())]).into()
        }
        CliProblem::OlderBinary { words }
        | CliProblem::NoService { words }
        | CliProblem::NotOffered { words }
        | CliProblem::Keychain { words }
        | CliProblem::Refused { words } => words.clone().into(),
    }
}

fn etag(exit: Option<&ExitSeen>, scene: &Scene<'_>) -> String {
    exit.map_or_else(|| format!("stopped@{}", scene.gateway.changed_ms), |exit| format!("exit@{}", exit.at_ms))
}

fn text(exit: Option<&ExitSeen>, scene: &Scene<'_>) -> Words {
    match exit.map(|exit| &exit.reason) {
        Some(ExitReason::Signal(signal)) => {
            Words::with("finding-service-not-running-killed", vec![("signal", i64::from(*signal).into())])
        }
        Some(ExitReason::Code(code)) => {
            Words::with("finding-service-not-running-crashed", vec![("code", i64::from(*code).into())])
        }
        Some(ExitReason::Clean) => Words::plain("finding-service-not-running-ended"),
        Some(ExitReason::OlderBinary { .. }) => Words::plain("finding-service-not-running-older"),
        Some(ExitReason::NodeUnsupported { .. }) => Words::plain("finding-service-not-running-node"),
        Some(ExitReason::SecretUnresolved { .. }) => Words::plain("finding-service-not-running-secret"),
        _ if scene.gateway.mode(scene.facts) == Mode::Service => Words::plain("finding-service-not-running-service"),
        _ => Words::plain("finding-service-not-running-stopped"),
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::{event::ExitReason, gateway::Observed, rules::scenes::Stage};
    use clawtray_contract::Desired;

    #[test]
    fn it_is_raised_when_the_gateway_should_run_and_does_not() {
        let mut stage = Stage::new();
        stage.gateway.observed = Observed::Stopped;
        stage.exit(ExitReason::Signal(9));
        let faults = stage.faults(RULE.check);
        assert_eq!(faults[0].text.id, "finding-service-not-running-killed");
        assert_eq!(faults[0].actions, ["start", "repair_and_start"]);
    }

    #[test]
    fn stopped_by_the_person_is_healthy() {
        let mut stage = Stage::new();
        stage.gateway.observed = Observed::Stopped;
        stage.gateway.desired = Desired::Stop;
        assert!(stage.is_healthy(RULE.check));
    }

    #[test]
    fn nothing_looked_at_is_unknown_and_a_running_gateway_is_healthy() {
        let mut stage = Stage::new();
        stage.gateway.observed = Observed::Unknown;
        assert!(stage.is_unknown(RULE.check));
        stage.run();
        assert!(stage.is_healthy(RULE.check));
    }

    #[test]
    fn an_older_binary_is_never_offered_a_repair() {
        let mut stage = Stage::new();
        stage.gateway.observed = Observed::Stopped;
        stage.exit(ExitReason::OlderBinary { words: "older".into() });
        assert_eq!(stage.faults(RULE.check)[0].actions, ["start"]);
    }
}
