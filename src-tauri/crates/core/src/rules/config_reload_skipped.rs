//! `config.reload_skipped`: a change to the configuration was ignored because it is not valid.

use clawtray_contract::{Risk, Severity};

use crate::{
    event::ConfigFaultKind,
    findings::{Action, Fault, Rule, Scene, Verdict, Words},
    gateway::Observed,
    rules::lines,
};

/// Without another such line for so long it is over, milliseconds.
const QUIET_MS: u64 = 3_600_000;

pub(crate) const RULE: Rule = Rule {
    id: "config.reload_skipped",
    severity: Severity::Warning,
    title: "finding-config-reload-skipped",
    visible_after_ms: 0,
    explained_by: &["config.invalid"],
    signals: &["config reload skipped (invalid config)"],
    actions: &[
        Action {
            id: "show_the_mistake",
            label: "action-config-reload-skipped-show-the-mistake",
            risk: Risk::Safe,
            built: true,
        },
        Action {
            id: "restore_what_is_running",
            label: "action-config-reload-skipped-restore-what-is-running",
            risk: Risk::Confirm,
            built: true,
        },
    ],
    docs: Some("gateway/troubleshooting/config-validation-and-probes"),
    check,
};

fn check(scene: &Scene<'_>) -> Verdict {
    // Before a start it is `config.invalid` that says it.
    let Observed::Running { .. } = scene.gateway.observed else { return Verdict::Healthy };
    let text = "finding-config-reload-skipped-text";
    let broken = scene.facts.surroundings.as_ref().and_then(|around| around.config.broken.as_ref());
    if let Some(broken) = broken.filter(|broken| broken.kind == ConfigFaultKind::NotJson) {
        let place = broken.line.map(|line| format!("line {line}: ")).unwrap_or_default();
        return Verdict::one(
            Fault::new(Words::plain(text), "not json", scene.now.unix_ms)
                .saw("config", format!("{place}{}", broken.words), None)
                .offer(&RULE.action_ids()),
        );
    }
    // A later valid change is taken over, the gateway's next start reads everything anew, and what it finds valid when it
    // is asked is not what it left out.
    let over_ms = lines::ready_ms(scene).max(scene.facts.config_taken_ms).max(scene.facts.config_valid_ms);
    match lines::judge(scene, RULE.id, QUIET_MS, |seen| over_ms > Some(seen.last_ms), |_| Words::plain(text)) {
        Verdict::Unknown if scene.facts.config_valid_ms.is_some() => Verdict::Healthy,
        verdict => verdict,
    }
}

#[cfg(test)]
mod tests {
    use super::{QUIET_MS, RULE};
    use crate::{
        event::{ConfigFault, ConfigFaultKind},
        rules::scenes::{self, Stage},
    };

    #[test]
    fn a_file_broken_under_a_running_gateway_raises_it() {
        let mut stage = Stage::new();
        let words = "expected a comma".into();
        let fault = ConfigFault { kind: ConfigFaultKind::NotJson, key: None, line: Some(3), column: None, words };
        stage.broken_config(fault);
        assert!(stage.is_healthy(RULE.check), "the gateway does not run");
        stage.run();
        assert!(stage.faults(RULE.check)[0].evidence[0].text.starts_with("line 3"));
        stage.around().config.broken = None;
        assert!(stage.is_unknown(RULE.check), "nobody has read a line");
    }

    #[test]
    fn a_line_raises_it_until_a_new_start_or_quiet() {
        let mut stage = scenes::a_line_raises_it_until_a_new_start(&RULE);
        stage.sign(RULE.id, None);
        stage.passes(QUIET_MS + 1);
        assert!(stage.is_healthy(RULE.check));
    }
}
