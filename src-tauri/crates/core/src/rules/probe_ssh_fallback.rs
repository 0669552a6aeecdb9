//! `probe.ssh_fallback`: the SSH tunnel to a gateway did not start.

use clawtray_contract::{Risk, Severity};

use crate::{
    findings::{Action, Rule, Scene, Verdict, Words},
    rules::lines,
};

/// Without another such line for so long it is over, milliseconds.
const QUIET_MS: u64 = 600_000;

pub(crate) const RULE: Rule = Rule {
    id: "probe.ssh_fallback",
    severity: Severity::Warning,
    title: "finding-probe-ssh-fallback",
    visible_after_ms: 0,
    explained_by: &[],
    signals: &["SSH tunnel failed to start; falling back to direct probes"],
    actions: &[
        Action {
            id: "test_the_ssh_connection",
            label: "action-probe-ssh-fallback-test-the-ssh-connection",
            risk: Risk::Safe,
            built: false,
        },
        Action {
            id: "edit_the_connection",
            label: "action-probe-ssh-fallback-edit-the-connection",
            risk: Risk::Guide,
            built: true,
        },
    ],
    docs: Some("gateway/troubleshooting/config-validation-and-probes"),
    check,
};

fn check(scene: &Scene<'_>) -> Verdict {
    lines::judge(scene, RULE.id, QUIET_MS, |_| false, |_| Words::plain("finding-probe-ssh-fallback-text"))
}

#[cfg(test)]
mod tests {
    use super::{QUIET_MS, RULE};
    use crate::rules::scenes;

    #[test]
    fn a_line_raises_it_and_quiet_ends_it() {
        scenes::a_line_raises_it_and_quiet_ends_it(&RULE, QUIET_MS);
    }
}
