//! `service.duplicate`: more than one service starts a gateway.

use clawtray_contract::{Risk, Severity};

use crate::{
    findings::{Action, Rule, Scene, Verdict, Words},
    rules::lines,
};

/// Without another such line for so long it is over, milliseconds.
const QUIET_MS: u64 = 3_600_000;

pub(crate) const RULE: Rule = Rule {
    id: "service.duplicate",
    severity: Severity::Warning,
    title: "finding-service-duplicate",
    visible_after_ms: 0,
    explained_by: &[],
    signals: &[
        "Other gateway-like services detected",
        "System-level OpenClaw gateway service detected",
        "launchd gateway and node agents both loaded and restarting; foreign launchd jobs",
    ],
    actions: &[
        Action {
            id: "show_the_services",
            label: "action-service-duplicate-show-the-services",
            risk: Risk::Safe,
            built: true,
        },
        Action { id: "keep_one", label: "action-service-duplicate-keep-one", risk: Risk::Confirm, built: false },
    ],
    docs: Some("gateway/troubleshooting/gateway-service-and-process"),
    check,
};

fn check(scene: &Scene<'_>) -> Verdict {
    lines::judge(scene, RULE.id, QUIET_MS, |_| false, |_| Words::plain("finding-service-duplicate-text"))
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
