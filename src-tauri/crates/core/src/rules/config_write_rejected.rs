//! `config.write_rejected`: a change of the configuration was rejected.

use clawtray_contract::{Risk, Severity};

use crate::{
    event::ConfigCopyKind,
    findings::{Action, Rule, Scene, Verdict},
    rules::copies::{self, Sayings},
};

/// Without another such line for so long it is over, milliseconds.
const QUIET_MS: u64 = 86_400_000;

pub(crate) const RULE: Rule = Rule {
    id: "config.write_rejected",
    severity: Severity::Warning,
    title: "finding-config-write-rejected",
    visible_after_ms: 0,
    explained_by: &[],
    signals: &[
        "Config write rejected:; .rejected.* file; missing-meta-vs-last-good; size-drop-vs-last-good; gateway-mode-missing-vs-last-good",
    ],
    actions: &[Action {
        id: "show_what_was_rejected",
        label: "action-config-write-rejected-show-what-was-rejected",
        risk: Risk::Safe,
        built: true,
    }],
    docs: Some("gateway/troubleshooting/config-validation-and-probes"),
    check,
};

fn check(scene: &Scene<'_>) -> Verdict {
    let sayings = Sayings { text: "finding-config-write-rejected-text", what: "written and refused" };
    copies::judge(scene, &RULE, ConfigCopyKind::Rejected, QUIET_MS, &sayings, |_| true)
}

#[cfg(test)]
mod tests {
    use super::{QUIET_MS, RULE};
    use crate::{event::ConfigCopyKind, rules::scenes};

    #[test]
    fn a_fresh_file_raises_it_for_a_day() {
        scenes::a_fresh_copy_raises_it_and_a_backup_does_not(&RULE, ConfigCopyKind::Rejected, QUIET_MS);
    }
}
