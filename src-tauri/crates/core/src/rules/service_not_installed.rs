//! `service.not_installed`: the service that should keep the gateway running is not there.

use clawtray_contract::{Risk, Severity};

use crate::{
    findings::{Action, Rule, Scene, Verdict, Words},
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
            built: false,
        },
        Action {
            id: "run_it_from_clawtray_instead",
            label: "action-service-not-installed-run-it-from-clawtray-instead",
            risk: Risk::Safe,
            built: false,
        },
    ],
    docs: Some("gateway/troubleshooting/gateway-service-and-process"),
    check,
};

fn check(scene: &Scene<'_>) -> Verdict {
    lines::judge(scene, RULE.id, QUIET_MS, |_| false, |_| Words::plain("finding-service-not-installed-text"))
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
