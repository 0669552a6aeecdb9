//! `probe.multiple_gateways`: more than one gateway answers.

use clawtray_contract::{Risk, Severity};

use crate::{
    findings::{Action, Rule, Scene, Verdict, Words},
    rules::lines,
};

/// Without another such line for so long it is over, milliseconds.
const QUIET_MS: u64 = 3_600_000;

pub(crate) const RULE: Rule = Rule {
    id: "probe.multiple_gateways",
    severity: Severity::Warning,
    title: "finding-probe-multiple-gateways",
    visible_after_ms: 0,
    explained_by: &["service.duplicate"],
    signals: &["multiple reachable gateways / gateway identities detected"],
    actions: &[
        Action {
            id: "choose_the_one_to_watch",
            label: "action-probe-multiple-gateways-choose-the-one-to-watch",
            risk: Risk::Guide,
            built: true,
        },
        Action {
            id: "stop_the_stale_one",
            label: "action-probe-multiple-gateways-stop-the-stale-one",
            risk: Risk::Confirm,
            built: false,
        },
    ],
    docs: Some("gateway/troubleshooting/config-validation-and-probes"),
    check,
};

fn check(scene: &Scene<'_>) -> Verdict {
    lines::judge(scene, RULE.id, QUIET_MS, |_| false, |_| Words::plain("finding-probe-multiple-gateways-text"))
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
