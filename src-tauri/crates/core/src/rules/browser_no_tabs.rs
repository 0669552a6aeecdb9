//! `browser.no_tabs`: the browser has no open tab to use.

use clawtray_contract::{Risk, Severity};

use crate::{
    findings::{Action, Rule, Scene, Verdict, Words},
    rules::{browsers, lines},
};

/// Without another such line for so long it is over, milliseconds.
const QUIET_MS: u64 = 3_600_000;

pub(crate) const RULE: Rule = Rule {
    id: "browser.no_tabs",
    severity: Severity::Info,
    title: "finding-browser-no-tabs",
    visible_after_ms: 0,
    explained_by: &["browser.cdp_unreachable"],
    signals: &["No browser tabs found for profile"],
    actions: &[Action { id: "open_a_tab", label: "action-browser-no-tabs-open-a-tab", risk: Risk::Safe, built: true }],
    docs: Some("gateway/troubleshooting/channel-delivery-and-tools"),
    check,
};

fn check(scene: &Scene<'_>) -> Verdict {
    lines::judge(
        scene,
        RULE.id,
        QUIET_MS,
        |seen| browsers::tab_since(scene, seen),
        |_| Words::plain("finding-browser-no-tabs-text"),
    )
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
