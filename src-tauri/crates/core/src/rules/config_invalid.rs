//! `config.invalid`: OpenClaw refuses to start with this configuration.

use clawtray_contract::{Desired, Risk, Severity};

use crate::{
    event::{ConfigFault, ConfigFaultKind, ExitReason},
    findings::{Action, Fault, Rule, Scene, Verdict, Words},
};

pub(crate) const RULE: Rule = Rule {
    id: "config.invalid",
    severity: Severity::Error,
    title: "finding-config-invalid",
    visible_after_ms: 0,
    explained_by: &["process.state_owned", "install.split_brain"],
    signals: &[
        "exit code 78 that is neither state ownership nor the older-binary guard",
        "Invalid config at / Config invalid / OpenClaw config is invalid",
        "config validate --json",
    ],
    actions: &[
        Action {
            id: "repair_the_configuration",
            label: "action-config-invalid-repair-the-configuration",
            risk: Risk::Confirm,
            built: true,
        },
        Action {
            id: "restore_the_last_good_copy",
            label: "action-config-invalid-restore-the-last-good-copy",
            risk: Risk::Confirm,
            built: true,
        },
    ],
    docs: Some("gateway/troubleshooting/config-validation-and-probes"),
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
    if !scene.gateway.is_down() {
        return Verdict::Unknown;
    }
    // Our own reading names line and column where OpenClaw does not.
    let own = scene.facts.surroundings.as_ref().and_then(|around| around.config.broken.as_ref());
    let fault = own.filter(|own| own.kind == ConfigFaultKind::NotJson || fault.line.is_none()).unwrap_or(fault);
    if matches!(fault.kind, ConfigFaultKind::ModeMissing | ConfigFaultKind::ModeRemote) {
        // `mode.not_local` says it.
        return Verdict::Healthy;
    }
    let path = scene.facts.surroundings.as_ref().map(|around| around.config.path.clone()).unwrap_or_default();
    let etag = format!("{:?}:{}:{}", fault.kind, fault.key.as_deref().unwrap_or_default(), exit.at_ms);
    let mut raised = Fault::new(text(fault), etag, exit.at_ms)
        .saw("process", Words::with("seen-exit-code", vec![("code", 78_i64.into())]), Some(exit.at_ms))
        .saw("config", format!("{path}{}: {}", place(fault), fault.words), None);
    raised.began_ms = Some(exit.at_ms);
    for line in exit.last_lines.iter().rev().take(3).rev() {
        raised = raised.saw("output", line.clone(), None);
    }
    Verdict::one(raised.offer(offered(fault.kind, scene)))
}

/// OpenClaw's doctor mends single keys; it cannot mend what cannot be read (seen on OpenClaw 2026.9.6).
fn offered(kind: ConfigFaultKind, scene: &Scene<'_>) -> &'static [&'static str] {
    let config = scene.facts.surroundings.as_ref().map(|around| &around.config);
    let copy = config.is_some_and(|config| config.usable_copy().is_some());
    match (kind, copy) {
        (ConfigFaultKind::NotJson | ConfigFaultKind::Missing, true) => {
            &["restore_the_last_good_copy", "repair_the_configuration"]
        }
        (_, true) => &["repair_the_configuration", "restore_the_last_good_copy"],
        (_, false) => &["repair_the_configuration"],
    }
}

fn place(fault: &ConfigFault) -> String {
    match (fault.line, fault.column) {
        (Some(line), Some(column)) => format!(":{line}:{column}"),
        (Some(line), None) => format!(":{line}"),
        _ => String::new(),
    }
}

fn text(fault: &ConfigFault) -> Words {
    let line = || ("line", i64::from(fault.line.unwrap_or_default()).into());
    let column = || ("column", i64::from(fault.column.unwrap_or_default()).into());
    let key = || ("key", fault.key.as_deref().unwrap_or_default().into());
    match (fault.kind, fault.line.is_some()) {
        (ConfigFaultKind::Missing, _) => Words::plain("finding-config-invalid-missing"),
        (ConfigFaultKind::NotJson, true) => Words::with("finding-config-invalid-not-json", vec![line(), column()]),
        (ConfigFaultKind::NotJson, false) => Words::plain("finding-config-invalid-not-json-somewhere"),
        (ConfigFaultKind::UnknownKey, true) => {
            Words::with("finding-config-invalid-unknown-key", vec![key(), line(), column()])
        }
        (ConfigFaultKind::UnknownKey, false) => {
            Words::with("finding-config-invalid-unknown-key-somewhere", vec![key()])
        }
        (ConfigFaultKind::InvalidValue, true) => {
            Words::with("finding-config-invalid-value", vec![key(), line(), column()])
        }
        (ConfigFaultKind::InvalidValue, false) => Words::with("finding-config-invalid-value-somewhere", vec![key()]),
        (ConfigFaultKind::Unreadable, _) => {
            Words::with("finding-config-invalid-unreadable", vec![("words", fault.words.as_str().into())])
        }
        (ConfigFaultKind::Other | ConfigFaultKind::ModeMissing | ConfigFaultKind::ModeRemote, _) => {
            Words::with("finding-config-invalid-other", vec![("words", fault.words.as_str().into())])
        }
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::{
        event::{ConfigFault, ConfigFaultKind, ExitReason},
        gateway::Observed,
        rules::scenes::Stage,
    };

    fn fault(kind: ConfigFaultKind, line: Option<u32>) -> ConfigFault {
        ConfigFault { kind, key: Some("gateway.bogus".into()), line, column: line, words: "Unrecognized key".into() }
    }

    #[test]
    fn an_unknown_key_is_named_with_its_place() {
        let mut stage = Stage::new();
        stage.gateway.observed = Observed::Stopped;
        stage.exit(ExitReason::Configuration(fault(ConfigFaultKind::UnknownKey, Some(3))));
        let faults = stage.faults(RULE.check);
        assert_eq!(faults[0].text.id, "finding-config-invalid-unknown-key");
        assert!(faults[0].evidence[1].text.contains(":3:3"), "{:?}", faults[0].evidence);
    }

    #[test]
    fn our_reading_of_broken_json_wins_over_a_misleading_missing_mode() {
        let mut stage = Stage::new();
        stage.gateway.observed = Observed::Stopped;
        stage.exit(ExitReason::Configuration(fault(ConfigFaultKind::ModeMissing, None)));
        stage.broken_config(fault(ConfigFaultKind::NotJson, Some(7)));
        assert_eq!(stage.faults(RULE.check)[0].text.id, "finding-config-invalid-not-json");
    }

    #[test]
    fn a_missing_mode_is_another_finding() {
        let mut stage = Stage::new();
        stage.gateway.observed = Observed::Stopped;
        stage.exit(ExitReason::Configuration(fault(ConfigFaultKind::ModeMissing, None)));
        assert!(stage.is_healthy(RULE.check));
    }

    #[test]
    fn a_running_gateway_is_healthy_and_a_start_under_way_unknown() {
        let mut stage = Stage::new();
        stage.run();
        assert!(stage.is_healthy(RULE.check));
        stage.exit(ExitReason::Configuration(fault(ConfigFaultKind::Other, None)));
        stage.gateway.observed = Observed::Launching;
        assert!(stage.is_unknown(RULE.check));
    }
}
