//! `mode.not_local`: the configuration does not say that the gateway runs on this computer.

use clawtray_contract::{Desired, Risk, Severity};

use crate::{
    event::{ConfigFaultKind, ExitReason},
    findings::{Action, Fault, Rule, Scene, Verdict, Words},
};

pub(crate) const RULE: Rule = Rule {
    id: "mode.not_local",
    severity: Severity::Error,
    title: "finding-mode-not-local",
    visible_after_ms: 0,
    explained_by: &["process.state_owned"],
    signals: &["Gateway start blocked: set gateway.mode=local; existing config is missing gateway.mode"],
    actions: &[
        Action {
            id: "set_mode_local",
            label: "action-mode-not-local-set-mode-local",
            risk: Risk::Confirm,
            built: true,
        },
        Action {
            id: "restore_the_last_good_config",
            label: "action-mode-not-local-restore-the-last-good-config",
            risk: Risk::Confirm,
            built: true,
        },
    ],
    docs: Some("gateway/troubleshooting/gateway-service-and-process"),
    check,
};

fn check(scene: &Scene<'_>) -> Verdict {
    if scene.gateway.desired == Desired::Stop {
        return Verdict::Unknown;
    }
    let Some(exit) = &scene.facts.last_exit else { return Verdict::Healthy };
    let fault = match &exit.reason {
        ExitReason::Configuration(fault) => fault,
        reason if reason.is_unexplained() => return Verdict::Unknown,
        _ => return Verdict::Healthy,
    };
    let around = scene.facts.surroundings.as_ref();
    // OpenClaw also says this of a file it cannot parse; our own reading tells the two apart.
    if around.is_some_and(|around| around.config.broken.is_some()) {
        return Verdict::Healthy;
    }
    let text = match fault.kind {
        ConfigFaultKind::ModeMissing => "finding-mode-not-local-missing",
        ConfigFaultKind::ModeRemote => "finding-mode-not-local-remote",
        _ => return Verdict::Healthy,
    };
    if !scene.gateway.is_down() {
        return Verdict::Unknown;
    }
    let copy = around.is_some_and(|around| around.config.usable_copy().is_some());
    let path = around.map(|around| around.config.path.clone()).unwrap_or_default();
    let mut raised = Fault::new(Words::plain(text), format!("{:?}", fault.kind), exit.at_ms)
        .saw("process", Words::with("seen-exit-code", vec![("code", 78_i64.into())]), Some(exit.at_ms))
        .saw("config", format!("{path}: {}", fault.words), None)
        .offer(if copy { &["set_mode_local", "restore_the_last_good_config"] } else { &["set_mode_local"] });
    raised.began_ms = Some(exit.at_ms);
    Verdict::one(raised)
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::{
        event::{ConfigFault, ConfigFaultKind, ExitReason},
        gateway::Observed,
        rules::scenes::Stage,
    };

    fn ended(kind: ConfigFaultKind) -> Stage {
        let mut stage = Stage::new();
        stage.gateway.observed = Observed::Stopped;
        let fault = ConfigFault { kind, key: None, line: None, column: None, words: "gateway.mode".into() };
        stage.exit(ExitReason::Configuration(fault));
        stage
    }

    #[test]
    fn a_missing_mode_and_another_computer_have_their_own_words() {
        let missing = ended(ConfigFaultKind::ModeMissing).faults(RULE.check);
        assert_eq!(missing[0].text.id, "finding-mode-not-local-missing");
        let remote = ended(ConfigFaultKind::ModeRemote).faults(RULE.check);
        assert_eq!(remote[0].text.id, "finding-mode-not-local-remote");
    }

    #[test]
    fn another_fault_is_another_finding_and_a_start_under_way_is_unknown() {
        assert!(ended(ConfigFaultKind::UnknownKey).is_healthy(RULE.check));
        let mut stage = ended(ConfigFaultKind::ModeMissing);
        stage.gateway.observed = Observed::Launching;
        assert!(stage.is_unknown(RULE.check));
        assert!(Stage::new().is_healthy(RULE.check));
    }
}
