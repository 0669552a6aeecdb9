//! `browser.cdp_unreachable`: a browser that should be used cannot be reached.

use clawtray_contract::{Risk, Severity};

use crate::{
    findings::{Action, Rule, Scene, Verdict, Words},
    rules::{browsers, lines},
};

/// Without another such line for so long it is over, milliseconds.
const QUIET_MS: u64 = 3_600_000;

pub(crate) const RULE: Rule = Rule {
    id: "browser.cdp_unreachable",
    severity: Severity::Error,
    title: "finding-browser-cdp-unreachable",
    visible_after_ms: 0,
    explained_by: &["browser.launch_failed", "browser.executable_missing"],
    signals: &[
        "Remote CDP for profile ... is not reachable; attachOnly ... not reachable; Could not find DevToolsActivePort; browser.cdpUrl must be / has invalid port",
    ],
    actions: &[
        Action {
            id: "use_openclaw_s_own_browser",
            label: "action-browser-cdp-unreachable-use-openclaw-s-own-browser",
            risk: Risk::Confirm,
            built: true,
        },
        Action {
            id: "show_how_to_allow_attaching",
            label: "action-browser-cdp-unreachable-show-how-to-allow-attaching",
            risk: Risk::Guide,
            built: true,
        },
    ],
    docs: Some("gateway/troubleshooting/channel-delivery-and-tools"),
    check,
};

fn check(scene: &Scene<'_>) -> Verdict {
    lines::judge(
        scene,
        RULE.id,
        QUIET_MS,
        |seen| browsers::replaced_since(scene, seen),
        |_| Words::plain("finding-browser-cdp-unreachable-text"),
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
