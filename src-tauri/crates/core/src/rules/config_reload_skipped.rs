//! `config.reload_skipped`: a change to the configuration was ignored because it is not valid.

use clawtray_contract::{Risk, Severity};

use crate::{
    findings::{Action, Rule, Scene, Verdict, Words},
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
            built: false,
        },
        Action {
            id: "restore_what_is_running",
            label: "action-config-reload-skipped-restore-what-is-running",
            risk: Risk::Confirm,
            built: false,
        },
    ],
    docs: Some("gateway/troubleshooting/config-validation-and-probes"),
    check,
};

fn check(scene: &Scene<'_>) -> Verdict {
    lines::judge(scene, RULE.id, QUIET_MS, |_| false, |_| Words::plain("finding-config-reload-skipped-text"))
}

#[cfg(test)]
mod tests {
    use super::{QUIET_MS, RULE};
    use crate::rules::scenes::Stage;

    #[test]
    fn a_line_raises_it_and_quiet_ends_it() {
        let mut stage = Stage::new();
        assert!(stage.is_unknown(RULE.check), "nobody has read a line");
        stage.reads_lines();
        assert!(stage.is_healthy(RULE.check));
        stage.sign(RULE.id, None);
        assert_eq!(stage.faults(RULE.check)[0].evidence.len(), 1);
        stage.passes(QUIET_MS + 1);
        assert!(stage.is_healthy(RULE.check));
    }
}
